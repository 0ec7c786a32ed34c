/* kernel-private.h - what the files of the kernel share: how training points are laid out. */
#pragma once

#include "potential/gdml/adapted-basis.h"
#include "potential/gdml/kernel.h"

enum {
  PANEL = 16,        /* training points that lie together */
  ENTRY = 2 * PANEL, /* doubles of a value of a panel: of r, then of A */
  STRIP = 2,
  WIDEST = 8,   /* lanes */
  TOGETHER = 4, /* geometries that meet a panel one after the other while it is in the cache */
};

#define LARGEST 700.0 /* e^(−x) beyond is nothing, and would not be a normal number */
#define FAR 1e300

typedef struct {
  void (*start)(const BwGdmlKernel *kernel, double *state);
  void (*add_panel)(const BwGdmlKernel *kernel, int panel, const double *query, double query_norm,
                    const double *norms, double *state, double *buffer);
  void (*finish)(const BwGdmlKernel *kernel, const double *state, double *values, double totals[3]);
} BwKernelLoops;

struct _BwGdmlKernel {
  BwAdaptedBasis *basis;
  const BwKernelLoops *loops;
  int n_points, n_panels;
  double factor;      /* √5/σ: descriptors to x */
  double *centre;     /* [D], mean of the training set and its permutations */
  double *projection; /* [D][padded n_row_values], the transpose of the basis' rows */
  int n_padded_values, n_padded_descriptors;
  double *synthesis; /* [n_row_values][padded D] */
  double *panels;    /* [n_panels][n_col_values][r, A][PANEL] */
  double *norms;     /* [n_panels × PANEL] |r|²; FAR where there is no point */
  double *offsets;   /* [n_panels × PANEL] r · A */
};
