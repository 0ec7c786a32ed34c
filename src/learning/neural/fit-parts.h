/* fit-parts.h - the loss of many structures, in small parts that threads share.
 *
 * A part is a few molecules, few enough that what a step remembers stays in the cache: that is faster than
 * one large tape even on one thread. The cut depends on the structures alone and parts are summed in their
 * order, so that the result is the same bytes for any number of threads. */
#pragma once

#include "learning/neural/fit-data.h"

typedef struct {
  const BwNetwork *network;
  BwPool *pool; /* may be NULL */
  BwPrecision precision;
  GPtrArray *parts; /* memory of those that are worked on at the same time */
  BwTape *wide;     /* of a part that is alone, and has all threads to itself */
} BwFitParts;

void bw_fit_parts_init(BwFitParts *self, const BwNetwork *network, BwPrecision precision, BwPool *pool);
void bw_fit_parts_clear(BwFitParts *self);
/* Of all parts, bytes. */
gsize bw_fit_parts_get_memory(const BwFitParts *self);

/* How many parts of a batch of n structures are worked on at the same time, about. */
int bw_fit_parts_count(const BwFitData *data, int n);

/* Loss and errors of structures which[n] of the data, as if they were one batch; gradient[n_values of the
 * network's parameters]: ∂L/∂weights, NULL: only looks. Fails as bw_fit_data_fill(). */
gboolean bw_fit_parts_loss(BwFitParts *self, const BwFitData *data, const int *which, int n,
                           const BwLossWeights *weights, BwLossSums *sums, double *gradient, GError **error);
