/* kernel-adapted.h - the sum in the basis of adapted-basis.h, for groups of up to some dozens.
 *
 * One geometry meets PANEL training points at a time: features by multiplication, distances and a for all
 * permutations by the transform, exponentials, the transform back, and multiplication again; nothing between
 * leaves the first-level cache. */
#pragma once

#include "potential/gdml/adapted-basis.h"
#include "potential/gdml/kernel-private.h"

enum {
  PANEL = 16, /* training points that lie together */
  STRIP = 2,
  WIDEST = 8,   /* lanes */
  TOGETHER = 4, /* geometries that meet a panel one after the other while it is in the cache */
};

typedef struct _BwAdaptedKernel BwAdaptedKernel;

/* Adds one panel to the sums of one geometry. `norms` stands for kernel->norms. */
typedef void (*BwAddPanel)(const BwAdaptedKernel *kernel, int panel, const double *query, double query_norm,
                           const double *norms, gboolean sloped, double *state, double *buffer);

typedef struct {
  void (*start)(const BwAdaptedKernel *kernel, double *state);
  BwAddPanel add_panel[2][4]; /* by function and by what is learned */
  void (*finish)(const BwAdaptedKernel *kernel, const double *state, double *values, double totals[3]);
} BwKernelLoops;

struct _BwAdaptedKernel {
  BwGdmlKernel base;
  BwAdaptedBasis *basis;
  const BwKernelLoops *loops;
  int n_panels, n_parts; /* parts: r, and A where there are force weights */
  double *centre;        /* [D] */
  double *projection;    /* [D][padded n_row_values], the transpose of the basis' rows */
  int n_padded_values, n_padded_descriptors;
  double *synthesis; /* [n_row_values][padded D] */
  double *scaled;    /* [n_panels × PANEL][D], the training points in units of x, around the centre */
  double *panels;    /* [n_panels][n_col_values][n_parts][PANEL] */
  double *norms;     /* [n_panels × PANEL] |r|²; FAR where there is no point */
  double *offsets;   /* [n_panels × PANEL] r · A */
  double *energies;  /* [n_panels × PANEL] w */
};

BwGdmlKernel *bw_gdml_kernel_adapted_new(const BwGdmlKernelSpec *spec);

/* Fills everything from `centre` on, but for the weights. */
void bw_adapted_kernel_pack(BwAdaptedKernel *kernel, const BwGdmlKernelSpec *spec);
void bw_adapted_kernel_set_weights(BwGdmlKernel *kernel, const double *force_weights,
                                   const double *energy_weights);

gboolean bw_adapted_kernel_set_lanes(BwGdmlKernel *kernel, int lanes);
