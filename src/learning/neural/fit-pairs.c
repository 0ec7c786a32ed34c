#include "learning/neural/fit-pairs.h"

#include "base/array.h"

#define MOST_BYTES (G_GUINT64_CONSTANT(1) << 30)
#define SHARE 8 /* of the memory that is free */

enum { UNIT = 64 }; /* bytes that are counted as one, so that an int can count them */

struct _BwFitPairs {
  int n;
  BwBatchPairs **of; /* [n], owned; NULL: not known */
  int left;          /* units of memory */
};

BwFitPairs *bw_fit_pairs_new(int n)
{
  BwFitPairs *self = g_new0(BwFitPairs, 1);
  self->n = n;
  self->of = g_new0(BwBatchPairs *, MAX(n, 1));
  self->left = (int)(MIN(bw_memory_available() / SHARE, MOST_BYTES) / UNIT);
  return self;
}

void bw_fit_pairs_free(BwFitPairs *self)
{
  for (int k = 0; self && k < self->n; k++)
    g_free(self->of[k]);
  g_free(self ? self->of : NULL);
  g_free(self);
}

const BwBatchPairs *bw_fit_pairs_get(const BwFitPairs *self, int k)
{
  return g_atomic_pointer_get(&self->of[k]);
}

void bw_fit_pairs_keep(BwFitPairs *self, int k, const BwBatch *batch)
{
  gsize bytes;
  if (g_atomic_int_get(&self->left) <= 0)
    return;
  BwBatchPairs *pairs = bw_batch_copy_pairs(batch, &bytes);
  int units = (int)MIN(bytes / UNIT + 1, G_MAXINT / 2);
  if (g_atomic_int_add(&self->left, -units) < units ||
      !g_atomic_pointer_compare_and_exchange(&self->of[k], NULL, pairs)) {
    g_atomic_int_add(&self->left, units);
    g_free(pairs);
  }
}
