/* predict-check.c - how far energies and forces with tabulated filters are from those with the filters
 * themselves.
 *
 * Looked for where it should be worst: in a face-centred cubic crystal of the network's elements, in which
 * every atom has twelve neighbours, as many as can be at one distance, and that is where the table of an
 * interaction errs most, so that what it errs adds up. Both energies are of the tape, in double precision:
 * what differs is the tables, with the rounding of their nodes. */
#include "base/error.h"
#include "potential/schnet/predict-private.h"

#include <math.h>

enum { ATOMS = 4, PAIRS = 12 * ATOMS / 2 };

/* Of the energies of atoms, eV, and the forces between two, eV/Å: of the largest in the crystal, where that
 * is more than 1. Atoms so near to each other have energies of thousands of eV, of which single precision
 * tells no more. */
#define LARGEST_ERROR 1e-6
#define LARGEST_FORCE_ERROR 1e-4
/* Of an interval: from the middle, where a cubic errs most, to where its slope does. */
#define TO_WORST_SLOPE 0.2887

typedef struct {
  double energy, force;
} Difference;

/* Energies without offsets, and slopes by the distances of pairs. */
typedef struct {
  double energies[ATOMS], slopes[PAIRS];
} Answer;

static gboolean fill_probe(const BwSchnet *network, int element, double distance, BwBatch *batch,
                           GError **error)
{
  const double a = distance * G_SQRT2, h = a / 2;
  const double vectors[3][3] = {{a, 0, 0}, {0, a, 0}, {0, 0, a}};
  const double positions[ATOMS][3] = {{0, 0, 0}, {0, h, h}, {h, 0, h}, {h, h, 0}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  int elements[ATOMS];
  BwCell cell;
  for (int i = 0; i < ATOMS; i++)
    elements[i] = (element + i) % network->base.n_elements;
  bw_batch_begin(batch);
  if (!bw_cell_init(&cell, vectors, periodic, error) ||
      !bw_batch_add(batch, elements, positions[0], ATOMS, &cell, 1.1 * distance, error))
    return FALSE;
  bw_batch_end(batch, network->base.n_elements);
  g_assert(batch->pairs.n_pairs == PAIRS);
  return TRUE;
}

static void find_filters(const BwSchnetPotential *self, const BwNetworkRecord *record, Answer *answer)
{
  const BwNetwork *network = &self->network->base;
  BwTensor *energies = bw_network_record_energies(network, record), *slopes;
  bw_tensor_read(energies, answer->energies);
  bw_gradient(energies, NULL, (BwTensor *const *)&record->distances, 1, &slopes);
  bw_tensor_read(slopes, answer->slopes);
}

/* The filters are what goes in: slopes are those by the filters times those of the table. */
static void find_tables(const BwSchnetPotential *self, BwNetworkRecord *record, Answer *answer)
{
  const BwSchnet *network = self->network;
  int n_interactions = network->settings.n_interactions, n_filters = network->settings.n_filters;
  gsize n = (gsize)PAIRS * n_filters;
  BwTensor **filters = bw_tape_alloc(record->tape, sizeof *filters * (gsize)n_interactions);
  BwTensor **by_filters = bw_tape_alloc(record->tape, sizeof *by_filters * (gsize)n_interactions);
  double *values = bw_tape_alloc(record->tape, sizeof *values * n);
  double *slopes = bw_tape_alloc(record->tape, sizeof *slopes * n * (gsize)n_interactions);
  double distances[PAIRS];
  bw_tensor_read(record->distances, distances);
  for (int t = 0; t < n_interactions; t++) {
    for (int p = 0; p < PAIRS; p++)
      bw_filter_table_read(&self->tables[t], distances[p], n_filters, values + (gsize)p * n_filters,
                           slopes + t * n + (gsize)p * n_filters);
    filters[t] = bw_tensor_new(record->tape, PAIRS, n_filters, values);
  }
  record->features = bw_schnet_record(network, record, filters);
  BwTensor *energies = bw_network_record_energies(&network->base, record);
  bw_tensor_read(energies, answer->energies);
  bw_gradient(energies, NULL, filters, n_interactions, by_filters);
  for (int p = 0; p < PAIRS; p++)
    answer->slopes[p] = 0;
  for (int t = 0; t < n_interactions; t++) {
    bw_tensor_read(by_filters[t], values);
    for (gsize k = 0; k < n; k++)
      answer->slopes[k / (gsize)n_filters] += values[k] * slopes[t * n + k];
  }
}

/* Of the largest of them, or of 1. Also what is not a number comes through. */
static double find_error(const double *values, const double *expected, int n)
{
  double error = 0, size = 1;
  for (int k = 0; k < n; k++) {
    double here = fabs(values[k] - expected[k]);
    error = here <= error ? error : here;
    size = fmax(size, fabs(expected[k]));
  }
  return error / size;
}

static Difference compare(const BwSchnetPotential *self, const BwBatch *batch, BwTape *tape)
{
  BwNetworkRecord record;
  Answer expected, found;
  bw_tape_clear(tape);
  bw_network_record(&self->network->base, tape, batch, &record);
  find_filters(self, &record, &expected);
  find_tables(self, &record, &found);
  return (Difference){find_error(found.energies, expected.energies, ATOMS),
                      find_error(found.slopes, expected.slopes, PAIRS)};
}

static gboolean check_at(const BwSchnetPotential *self, int interaction, double distance, BwBatch *batch,
                         BwTape *tape, GError **error)
{
  for (int e = 0; e < self->network->base.n_elements; e++) {
    if (!fill_probe(self->network, e, distance, batch, error))
      return FALSE;
    Difference found = compare(self, batch, tape);
    if (!(found.energy <= LARGEST_ERROR && found.force <= LARGEST_FORCE_ERROR))
      return bw_fail(error, BW_ERROR_NUMERICS,
                     "the filters of interaction %d change too fast near %.4g Å for a table: energies of "
                     "atoms with twelve neighbours there would be wrong by %.1e of their size and forces by "
                     "%.1e, where %.0e and %.0e are allowed; train the network further, or with wider "
                     "Gaussians (a smaller gamma)",
                     interaction, distance, found.energy, found.force, LARGEST_ERROR, LARGEST_FORCE_ERROR);
  }
  return TRUE;
}

gboolean bw_schnet_check_tables(const BwSchnetPotential *self, GError **error)
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  for (int t = 0; t < self->network->settings.n_interactions; t++) {
    const BwFilterTable *table = &self->tables[t];
    double beside = table->worst - TO_WORST_SLOPE * table->end / table->n_intervals;
    if (!check_at(self, t, table->worst, &batch, tape, error) ||
        !check_at(self, t, beside, &batch, tape, error))
      return FALSE;
  }
  return TRUE;
}
