/* predict-check.c - how far energies with tabulated filters are from those with the filters themselves.
 *
 * Looked for where it should be worst: an atom of each element with six neighbours, all at the distance where
 * the table of an interaction errs most, so that what it errs adds up. Both energies are of the tape, in
 * double precision: what differs is the tables, with the rounding of their nodes. */
#include "base/error.h"
#include "potential/schnet/predict-private.h"

#include <float.h>
#include <math.h>

enum { PROBE = 7 }; /* atoms */

#define LARGEST_ERROR 1e-6 /* eV per atom */
#define ROUNDINGS 8        /* or so many of single precision's, where energies are so large */

/* How far apart the energies of an atom are, and how large they are, eV. */
typedef struct {
  double error, size;
} Difference;

static void fill_probe(const BwSchnet *network, int element, double distance, BwBatch *batch)
{
  int elements[PROBE];
  double positions[PROBE][3] = {{0}};
  for (int i = 0; i < PROBE; i++)
    elements[i] = (element + i) % network->base.n_elements;
  for (int i = 1; i < PROBE; i++)
    positions[i][(i - 1) / 2] = i % 2 ? distance : -distance;
  bw_batch_begin(batch);
  bw_batch_add(batch, elements, positions[0], PROBE, NULL, network->base.cutoff, NULL);
  bw_batch_end(batch, network->base.n_elements);
}

static BwTensor *record_table(const BwFilterTable *table, int n_filters, BwTensor *distances)
{
  int n_pairs = bw_tensor_get_rows(distances);
  g_autofree double *at = g_new(double, MAX(n_pairs, 1)),
                    *values = g_new(double, MAX(n_pairs, 1) * n_filters);
  bw_tensor_read(distances, at);
  for (int p = 0; p < n_pairs; p++)
    bw_filter_table_read(table, at[p], n_filters, values + (gsize)p * n_filters);
  return bw_tensor_new(bw_tensor_get_tape(distances), n_pairs, n_filters, values);
}

static Difference compare(const BwSchnetPotential *self, const BwBatch *batch, BwTape *tape)
{
  const BwSchnet *network = self->network;
  BwNetworkRecord record;
  Difference found = {0};
  double energies[2][PROBE];
  bw_tape_clear(tape);
  bw_network_record(&network->base, tape, batch, &record);
  bw_tensor_read(bw_network_record_energies(&network->base, &record), energies[0]);
  BwTensor **filters = bw_tape_alloc(tape, sizeof *filters * (gsize)network->settings.n_interactions);
  for (int t = 0; t < network->settings.n_interactions; t++)
    filters[t] = record_table(&self->tables[t], network->settings.n_filters, record.distances);
  record.features = bw_schnet_record(network, &record, filters);
  bw_tensor_read(bw_network_record_energies(&network->base, &record), energies[1]);
  for (int i = 0; i < PROBE; i++) {
    double error = fabs(energies[1][i] - energies[0][i]);
    found.error = error <= found.error ? found.error : error; /* also what is not a number */
    found.size = fmax(found.size, fabs(energies[0][i]));
  }
  return found;
}

gboolean bw_schnet_check_tables(const BwSchnetPotential *self, GError **error)
{
  const BwSchnet *network = self->network;
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  for (int t = 0; t < network->settings.n_interactions; t++)
    for (int e = 0; e < network->base.n_elements; e++) {
      double distance = self->tables[t].worst;
      fill_probe(network, e, distance, &batch);
      Difference found = compare(self, &batch, tape);
      if (!(found.error <= fmax(LARGEST_ERROR, ROUNDINGS * (double)FLT_EPSILON * found.size)))
        return bw_fail(
            error, BW_ERROR_NUMERICS,
            "the filters of interaction %d change too fast near %.4g Å for a table: the energy of an "
            "atom would be wrong by %.1e eV, which is more than %.0e; train the network further, or "
            "with wider Gaussians (a smaller gamma)",
            t, distance, found.error, LARGEST_ERROR);
    }
  return TRUE;
}
