/* fit-pairs.h - the pairs of the structures that a network learns from, looked for once instead of in every
 * epoch. */
#pragma once

#include "potential/network/batch.h"

typedef struct _BwFitPairs BwFitPairs;

/* Of n structures; none is known yet. */
BwFitPairs *bw_fit_pairs_new(int n);
void bw_fit_pairs_free(BwFitPairs *self);

/* NULL: not known. */
const BwBatchPairs *bw_fit_pairs_get(const BwFitPairs *self, int k);
/* Those of structure k, which was just added to the batch; from any thread. What would take more memory than
 * a machine can spare is not kept, and looked for again. */
void bw_fit_pairs_keep(BwFitPairs *self, int k, const BwBatch *batch);
