/* largest.c - the largest of zero and the items of each source, column by column. Which item that is decides
 * where the derivative goes: `take` fetches the elements of the chosen items, `put` brings them back, each
 * the other's derivative. */
#ifdef REAL

static void NAME(take)(const BwTensor *self, int begin, int end)
{
  const Choice *choice = self->context;
  const REAL *a = self->inputs[0]->data;
  REAL *out = self->data;
  for (int s = begin; s < end; s++)
    for (int c = 0; c < self->columns; c++) {
      gsize i = BW_FIRST(self, s) + c;
      out[i] = choice->item[i] < 0 ? 0 : a[BW_FIRST(self, choice->item[i]) + c];
    }
}

static void NAME(put)(const BwTensor *self, int begin, int end)
{
  const Choice *choice = self->context;
  const REAL *a = self->inputs[0]->data;
  REAL *out = self->data;
  for (int k = begin; k < end; k++)
    for (int c = 0; c < self->columns; c++) {
      gsize source = BW_FIRST(self, choice->index->source[k]) + c;
      out[BW_FIRST(self, k) + c] = choice->item[source] == k ? a[source] : 0;
    }
}

/* The first of equals. item[n_sources][columns], −1: zero; best[columns] is for the way. */
static void NAME(choose)(const BwTensor *a, const BwIndex *index, REAL *best, int *item)
{
  const REAL *values = a->data;
  for (int s = 0; s < index->n_sources; s++, item += a->columns) {
    for (int c = 0; c < a->columns; c++) {
      best[c] = 0;
      item[c] = -1;
    }
    for (int m = index->first[s]; m < index->first[s + 1]; m++) {
      const REAL *row = values + BW_FIRST(a, index->members[m]);
      for (int c = 0; c < a->columns; c++) {
        item[c] = row[c] > best[c] ? index->members[m] : item[c];
        best[c] = row[c] > best[c] ? row[c] : best[c];
      }
    }
  }
}

#else

#include "autodiff/operation.h"

typedef struct {
  const BwIndex *index;
  int *item; /* [n_sources][columns]: the chosen one; −1: zero */
} Choice;

#define TEMPLATE "autodiff/largest.c"
#include "autodiff/each-precision.h"

static BwTensor *take(BwTensor *a, const Choice *choice);
static BwTensor *put(BwTensor *a, const Choice *choice);

static void differentiate_taking(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = put(upstream, self->context);
}

static void differentiate_putting(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = take(upstream, self->context);
}

static const BwOperation taking = {"take", KERNELS(take), differentiate_taking};
static const BwOperation putting = {"put", KERNELS(put), differentiate_putting};

static BwTensor *take(BwTensor *a, const Choice *choice)
{
  return bw_tape_record(a->tape, &(BwRecord){.operation = &taking,
                                             .rows = choice->index->n_sources,
                                             .columns = a->columns,
                                             .inputs = {a},
                                             .context = choice});
}

static BwTensor *put(BwTensor *a, const Choice *choice)
{
  return bw_tape_record(a->tape, &(BwRecord){.operation = &putting,
                                             .rows = choice->index->n_items,
                                             .columns = a->columns,
                                             .inputs = {a},
                                             .context = choice});
}

BwTensor *bw_scatter_largest(BwTensor *a, const BwIndex *index)
{
  g_assert(a->rows == index->n_items);
  Choice *choice = bw_tape_alloc(a->tape, sizeof *choice);
  *choice = (Choice){index, bw_tape_alloc(a->tape, sizeof(int) * index->n_sources * a->columns)};
  void *best = bw_tape_alloc(a->tape, bw_precision_size(bw_tape_get_precision(a->tape)) * a->columns);
  if (bw_tape_get_precision(a->tape) == BW_DOUBLE)
    choose_double(a, index, best, choice->item);
  else
    choose_single(a, index, best, choice->item);
  return take(a, choice);
}

#endif
