/* filter-table.h - the filters of SchNet as functions of the distance, tabulated.
 *
 * A filter depends on one number, so that its two layers need not be computed for every pair at every step:
 * cubic Hermite interpolation between nodes with values and slopes errs by h⁴/384 |W⁗|, and its derivative is
 * that of the energy that is returned, so that energy is conserved whatever the error. */
#pragma once

#include "potential/schnet/dense.h"
#include "potential/schnet/schnet.h"

typedef struct {
  int n_intervals, n_padded; /* filters of each node, see dense.h */
  double end;                /* Å, of the last node; filters are constant from there on */
  float per_interval;        /* intervals per Å */
  double worst;              /* Å, where it errs most of all distances that atoms have */
  float *nodes;              /* [n_intervals + 1][2][n_padded]: W, and h dW/dd; 64-byte aligned; owned */
} BwFilterTable;

/* values and slopes [n_filters]: W(d) and dW/dd of an interaction, in double precision, cutoff function
 * included; work[2 n_gaussians + 2 n_filters]. */
void bw_schnet_filters(const BwSchnet *self, int interaction, double d, double *values, double *slopes,
                       double *work);

/* With as many intervals as it takes for an error below `tolerance` between all nodes, times the largest
 * filter; at most 2¹⁴. Returns the largest error found, relative to the largest filter. */
double bw_filter_table_init(BwFilterTable *self, const BwSchnet *schnet, int interaction, double tolerance);
/* values[n_filters] at d ≤ end, and slopes[n_filters] dW/dd there (NULL: not wanted), in double precision
 * from the single precision of the nodes. */
void bw_filter_table_read(const BwFilterTable *self, double d, int n_filters, double *values, double *slopes);
void bw_filter_table_clear(BwFilterTable *self);
