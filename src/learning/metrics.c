#include "learning/metrics.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

enum { BATCH = 256 };

typedef struct {
  double absolute, square;
  gint64 n;
} Sum;

static void add(Sum *sum, double difference)
{
  sum->absolute += fabs(difference);
  sum->square += difference * difference;
  sum->n++;
}

/* How many of the frames from `first` on can be one call: those in the same cell. */
static int batch_size(const BwDataset *dataset, const int *frames, int n, int first)
{
  int size = 1, limit = MIN(BATCH, n - first);
  if (!dataset->cells)
    return limit;
  const BwCell *cell = &dataset->cells[frames ? frames[first] : first];
  while (size < limit) {
    const BwCell *next = &dataset->cells[frames ? frames[first + size] : first + size];
    if (memcmp(next->vectors, cell->vectors, sizeof cell->vectors) != 0)
      break;
    size++;
  }
  return size;
}

typedef struct {
  double *positions, *forces, *energies; /* of one batch */
  Sum energy, force;
  double *differences; /* of all energies so far, [energy.n] */
} Comparison;

static gboolean compare_batch(Comparison *c, BwPotential *potential, const BwDataset *dataset,
                              const int *frames, int first, int n, BwPool *pool, GError **error)
{
  gsize size = (gsize)dataset->atoms->n_atoms * 3;
  for (int i = 0; i < n; i++)
    memcpy(c->positions + i * size, dataset->positions + (frames ? frames[first + i] : first + i) * size,
           sizeof(double) * size);
  const BwReplicas in = {n, dataset->atoms->n_atoms, dataset->atoms->numbers,
                         dataset->cells ? &dataset->cells[frames ? frames[first] : first] : NULL,
                         c->positions};
  BwEvaluation out = {.energies = c->energies, .forces = c->forces};
  if (!bw_potential_evaluate(potential, &in, &out, pool, error))
    return FALSE;
  for (int i = 0; i < n; i++) {
    int frame = frames ? frames[first + i] : first + i;
    if (dataset->energies) {
      double difference = c->energies[i] - dataset->energies[frame];
      c->differences[c->energy.n] = difference;
      add(&c->energy, difference);
    }
    for (gsize k = 0; dataset->forces && k < size; k++)
      add(&c->force, c->forces[i * size + k] - dataset->forces[frame * size + k]);
  }
  return TRUE;
}

/* The mean difference, and the mean absolute one without it. */
static void find_offset(const Comparison *c, BwErrors *errors)
{
  double sum = 0, absolute = 0;
  for (gint64 i = 0; i < c->energy.n; i++)
    sum += c->differences[i];
  errors->energy_offset = sum / c->energy.n;
  for (gint64 i = 0; i < c->energy.n; i++)
    absolute += fabs(c->differences[i] - errors->energy_offset);
  errors->energy_mae_shifted = absolute / c->energy.n;
}

gboolean bw_errors_measure(BwPotential *potential, const BwDataset *dataset, const int *frames, int n,
                           BwPool *pool, BwProgressFunc progress, gpointer data, GCancellable *cancellable,
                           BwErrors *errors, GError **error)
{
  gsize size = (gsize)dataset->atoms->n_atoms * 3;
  g_autoptr(BwDoubles) positions = bw_new(double, BATCH *size), forces = bw_new(double, BATCH *size);
  double energies[BATCH];
  if (!frames)
    n = dataset->n_frames;
  g_autoptr(BwDoubles) differences = bw_new(double, MAX(1, n));
  Comparison c = {positions, forces, energies, {0}, {0}, differences};
  for (int first = 0, step; first < n; first += step) {
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    step = batch_size(dataset, frames, n, first);
    if (!compare_batch(&c, potential, dataset, frames, first, step, pool, error))
      return FALSE;
    if (progress)
      progress((double)(first + step) / n, data);
  }
  /* 0/0 where there are no labels: not a number */
  *errors = (BwErrors){c.energy.absolute / c.energy.n,
                       sqrt(c.energy.square / c.energy.n),
                       c.force.absolute / c.force.n,
                       sqrt(c.force.square / c.force.n),
                       n,
                       0,
                       0};
  find_offset(&c, errors);
  return TRUE;
}
