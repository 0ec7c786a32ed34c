#include "potential/network/answers.h"

gboolean bw_batch_fill(BwBatch *batch, const BwNetwork *network, const BwReplicas *in, const int *elements,
                       int first, int n, GError **error)
{
  bw_batch_begin(batch);
  for (int r = first; r < first + n; r++)
    if (!bw_batch_add(batch, elements, in->positions + 3 * (gsize)r * in->n_atoms, in->n_atoms, in->cell,
                      network->cutoff, error)) {
      g_prefix_error(error, "replica %d: ", r);
      return FALSE;
    }
  bw_batch_end(batch, network->n_elements);
  return TRUE;
}

void bw_answer_energies(const BwNetwork *network, const BwReplicas *in, const int *elements, int first, int n,
                        const double *energies, const BwEvaluation *out)
{
  for (int r = 0; r < n; r++) {
    double sum = 0;
    for (int i = 0; i < in->n_atoms; i++) {
      double energy = energies[(gsize)r * in->n_atoms + i] + network->offsets[elements[i]];
      sum += energy;
      if (out->atomic_energies)
        out->atomic_energies[(gsize)(first + r) * in->n_atoms + i] = energy;
    }
    if (out->energies)
      out->energies[first + r] = sum;
  }
}

static void clear(double *values, gsize n)
{
  for (gsize k = 0; values && k < n; k++)
    values[k] = 0;
}

BwForceSums bw_force_sums_begin(const BwReplicas *in, int first, int n, const BwEvaluation *out)
{
  BwForceSums self = {in->n_atoms, out->forces ? out->forces + 3 * (gsize)first * in->n_atoms : NULL,
                      out->virials ? out->virials + 9 * (gsize)first : NULL};
  clear(self.forces, 3 * (gsize)n * in->n_atoms);
  clear(self.virials, 9 * (gsize)n);
  return self;
}
