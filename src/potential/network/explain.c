#include "potential/network/explain.h"

#include <math.h>
#include <string.h>

enum { PAIRS_PER_TAPE = 1 << 12 };

static gboolean begin(const BwNetwork *self, const BwReplicas *in, int *elements, BwBatch *batch,
                      GError **error)
{
  bw_batch_begin(batch);
  if (!self->has_energy)
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "this %s predicts no energy, of which there were parts",
                   self->klass->method);
  return bw_network_find_elements(self, in->numbers, in->n_atoms, elements, error) &&
         bw_batch_add(batch, elements, in->positions, in->n_atoms, in->cell, self->cutoff, error);
}

gboolean bw_network_explain_blocks(const BwNetwork *self, const BwReplicas *in, double *blocks,
                                   GError **error)
{
  int n = in->n_atoms;
  g_autofree int *elements = g_new(int, n);
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  if (!begin(self, in, elements, &batch, error))
    return FALSE;
  bw_batch_end(&batch, self->n_elements);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwNetworkRecord record;
  bw_network_record(self, tape, &batch, &record);
  for (int t = 0; t <= self->n_interactions; t++) {
    BwNetworkRecord stage = record;
    stage.features = record.stages[t];
    if (!stage.features)
      return bw_fail(error, BW_ERROR_UNSUPPORTED, "%s does not say what its atoms are after each interaction",
                     self->klass->method);
    bw_tensor_read(bw_network_record_energies(self, &stage), blocks + (gsize)t * n);
  }
  for (int t = self->n_interactions; t > 0; t--)
    for (int i = 0; i < n; i++)
      blocks[(gsize)t * n + i] -= blocks[(gsize)(t - 1) * n + i];
  for (int i = 0; i < n; i++)
    blocks[i] += self->offsets[elements[i]];
  return TRUE;
}

/* Pairs */

/* The pairs of one molecule, with their distances. */
static GArray *list_pairs(const BwBatch *batch)
{
  GArray *pairs = g_array_new(FALSE, FALSE, sizeof(BwPairShare));
  for (int p = 0; p < batch->pairs.n_pairs; p++) {
    BwPairShare pair = {.atoms = {batch->pairs.ends.source[2 * p], batch->pairs.ends.source[2 * p + 1]}};
    double square = 0;
    for (int d = 0; d < 3; d++) {
      double apart = batch->positions[3 * pair.atoms[1] + d] - batch->positions[3 * pair.atoms[0] + d] +
                     batch->shifts[3 * (gsize)p + d];
      square += apart * apart;
    }
    pair.distance = sqrt(square);
    g_array_append_val(pairs, pair);
  }
  return pairs;
}

/* energies[n_molecules] of what is in the batch, without offsets. */
static void compute(const BwNetwork *self, BwTape *tape, BwBatch *batch, double *energies)
{
  BwNetworkRecord record;
  bw_batch_end(batch, self->n_elements);
  bw_tape_clear(tape);
  bw_network_record(self, tape, batch, &record);
  bw_tensor_read(bw_scatter(bw_network_record_energies(self, &record), &batch->molecule), energies);
}

/* The molecule without pair `first`, without the next one, and so on. */
static gboolean leave_out(const BwNetwork *self, const BwReplicas *in, const int *elements, int first, int n,
                          BwBatch *batch, GError **error)
{
  bw_batch_begin(batch);
  for (int k = 0; k < n; k++) {
    if (!bw_batch_add(batch, elements, in->positions, in->n_atoms, in->cell, self->cutoff, error))
      return FALSE;
    bw_batch_remove_pair(batch, first + k);
  }
  return TRUE;
}

static gboolean compute_shares(const BwNetwork *self, const BwReplicas *in, const int *elements,
                               double energy, GArray *pairs, BwTape *tape, BwBatch *batch,
                               const BwWatch *watch, GError **error)
{
  int n_pairs = (int)pairs->len, at_once = MAX(PAIRS_PER_TAPE / MAX(n_pairs, 1), 1);
  g_autofree double *without = g_new(double, at_once);
  for (int first = 0; first < n_pairs; first += at_once) {
    int n = MIN(at_once, n_pairs - first);
    if (!bw_watch_tell(watch, (double)first / n_pairs, error) ||
        !leave_out(self, in, elements, first, n, batch, error))
      return FALSE;
    compute(self, tape, batch, without);
    for (int k = 0; k < n; k++)
      g_array_index(pairs, BwPairShare, first + k).energy = energy - without[k];
  }
  return bw_watch_tell(watch, 1, error);
}

GArray *bw_network_explain_pairs(const BwNetwork *self, const BwReplicas *in, int most, BwPool *pool,
                                 const BwWatch *watch, GError **error)
{
  g_autofree int *elements = g_new(int, in->n_atoms);
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  if (!begin(self, in, elements, &batch, error))
    return NULL;
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, pool);
  double energy;
  compute(self, tape, &batch, &energy);
  g_autoptr(GArray) pairs = list_pairs(&batch);
  if ((int)pairs->len > most) {
    bw_fail(error, BW_ERROR_ARGUMENT, "%u pairs are within %g Å of each other, more than the %d asked for",
            pairs->len, self->cutoff, most);
    return NULL;
  }
  if (!compute_shares(self, in, elements, energy, pairs, tape, &batch, watch, error))
    return NULL;
  return g_steal_pointer(&pairs);
}

static int compare_ends(gconstpointer a, gconstpointer b)
{
  const BwPairShare *first = a, *second = b;
  for (int k = 0; k < 2; k++)
    if (first->atoms[k] != second->atoms[k])
      return first->atoms[k] - second->atoms[k];
  return first->distance < second->distance ? -1 : first->distance > second->distance;
}

static int compare_strength(gconstpointer a, gconstpointer b)
{
  double first = fabs(((const BwPairShare *)a)->energy), second = fabs(((const BwPairShare *)b)->energy);
  return first < second ? 1 : first > second ? -1 : compare_ends(a, b);
}

void bw_pair_shares_sort(GArray *pairs)
{
  g_array_sort(pairs, compare_strength);
}
