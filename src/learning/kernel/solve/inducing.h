/* inducing.h - some unknowns that stand for all of them in a preconditioner: a few of the unknowns of some of
 * the training points.
 *
 * Unknowns of the same point share its distances to all others: a third of a point's unknowns approximates
 * the kernel as well as so many scattered ones, and products with them cost but the part of a full product
 * that their points are of all. */
#pragma once

#include "potential/gdml/strip.h"

typedef struct {
  int n; /* unknowns */
  int n_points;
  int *points;     /* [n_points] ascending */
  int *first;      /* [n_points + 1] where a point's unknowns begin */
  int *components; /* [n] of a point's unknowns: 3N gradients if they are learned, then its energy if it is */
  BwKernelSystem system; /* of these points alone */
  double *descriptors, *arms;
} BwInducing;

/* About n_wanted unknowns, at most all of them, by chance but the same for the same seed. */
BwInducing *bw_inducing_new(const BwKernelSystem *system, int n_wanted, guint64 seed);
void bw_inducing_free(BwInducing *inducing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwInducing, bw_inducing_free)

/* Unknowns of one training point. */
int bw_kernel_system_width(const BwKernelSystem *system);

/* Where unknown `component` of a training point stands among all. */
gint64 bw_kernel_system_row(const BwKernelSystem *system, int point, int component);

/* values[n] from the unknowns of the inducing points' own system, and back, all others 0. */
void bw_inducing_gather(const BwInducing *inducing, const double *unknowns, double *values);
void bw_inducing_scatter(const BwInducing *inducing, const double *values, double *unknowns);

/* [n] where they stand among the unknowns of `system`, in which the points were chosen. Free with g_free().
 */
gint64 *bw_inducing_rows(const BwInducing *inducing, const BwKernelSystem *system);

/* The columns of a strip that are inducing point p's, in a system where that point is number `point`. */
BwStripColumns bw_inducing_columns(const BwInducing *inducing, int p, int point);
