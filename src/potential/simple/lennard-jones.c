#include "base/error.h"
#include "base/vec3.h"
#include "potential/simple/simple.h"
#include "system/neighbours.h"

#include <string.h>

typedef struct {
  BwPotential base;
  double epsilon, sigma;
  double at_cutoff; /* energy of a pair there */
} LennardJones;

/* Energy of a pair at distance² r², and −(dV/dr)/r. */
static double pair_energy(const LennardJones *self, double r2, double *push)
{
  double s2 = self->sigma * self->sigma / r2, s6 = s2 * s2 * s2;
  *push = 24 * self->epsilon * (2 * s6 * s6 - s6) / r2;
  return 4 * self->epsilon * (s6 * s6 - s6);
}

typedef struct {
  const LennardJones *self;
  const BwReplicas *in;
  const BwEvaluation *out;
  GMutex mutex;
  GError *error;
} Work;

/* `d` points from i to j. */
static void add_pair(const Work *work, int replica, int i, int j, const double d[3], double *energy)
{
  double push;
  *energy += pair_energy(work->self, bw_dot3(d, d), &push) - work->self->at_cutoff;
  double *forces = work->out->forces ? work->out->forces + (gsize)replica * work->in->n_atoms * 3 : NULL;
  for (int x = 0; x < 3; x++) {
    if (forces) {
      forces[3 * i + x] -= push * d[x];
      forces[3 * j + x] += push * d[x];
    }
    for (int y = 0; work->out->virials && y < 3; y++)
      work->out->virials[replica * 9 + y * 3 + x] += push * d[y] * d[x];
  }
}

static double add_all_pairs(const Work *work, int replica, const double *positions)
{
  double energy = 0, d[3];
  for (int i = 0; i < work->in->n_atoms; i++)
    for (int j = i + 1; j < work->in->n_atoms; j++) {
      bw_sub3(positions + 3 * j, positions + 3 * i, d);
      add_pair(work, replica, i, j, d, &energy);
    }
  return energy;
}

static double add_neighbours(Work *work, int replica, const double *positions)
{
  const int n = work->in->n_atoms;
  double energy = 0;
  GError *error = NULL;
  g_autoptr(BwNeighbours) pairs =
      bw_neighbours_new(positions, n, work->in->cell, work->self->base.cutoff, TRUE, &error);
  if (!pairs) {
    g_mutex_lock(&work->mutex);
    if (work->error)
      g_error_free(error);
    else
      work->error = error;
    g_mutex_unlock(&work->mutex);
    return 0;
  }
  for (int i = 0; i < n; i++)
    for (int p = pairs->first[i]; p < pairs->first[i + 1]; p++)
      add_pair(work, replica, i, pairs->j[p], pairs->vectors + 3 * (gsize)p, &energy);
  return energy;
}

static void evaluate_replica(int replica, BwScratch *scratch G_GNUC_UNUSED, gpointer data)
{
  Work *work = data;
  const gsize n = (gsize)work->in->n_atoms * 3;
  const double *positions = work->in->positions + replica * n;
  if (work->out->forces)
    memset(work->out->forces + replica * n, 0, n * sizeof(double));
  if (work->out->virials)
    memset(work->out->virials + replica * 9, 0, 9 * sizeof(double));
  double energy = work->self->base.cutoff > 0 ? add_neighbours(work, replica, positions)
                                              : add_all_pairs(work, replica, positions);
  if (work->out->energies)
    work->out->energies[replica] = energy;
}

static gboolean lennard_jones_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out,
                                       BwPool *pool, GError **error)
{
  Work work = {.self = (const LennardJones *)base, .in = in, .out = out};
  if (base->cutoff == 0 && in->cell && bw_cell_is_periodic(in->cell))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "lennard-jones in a periodic cell needs a cutoff, such as lennard-jones:cutoff=8.5");
  g_mutex_init(&work.mutex);
  bw_pool_run(pool, in->n_replicas, evaluate_replica, &work);
  g_mutex_clear(&work.mutex);
  if (!work.error)
    return TRUE;
  g_propagate_error(error, work.error);
  return FALSE;
}

BwPotential *bw_lennard_jones_new(double epsilon, double sigma, double cutoff)
{
  static const BwPotentialClass klass = {lennard_jones_evaluate, NULL};
  LennardJones *self = g_new0(LennardJones, 1);
  double push;
  bw_potential_init(&self->base, &klass, "Lennard-Jones", "Lennard-Jones pairs");
  self->base.can = BW_CAN_VIRIAL;
  self->base.cutoff = cutoff;
  self->epsilon = epsilon;
  self->sigma = sigma;
  self->at_cutoff = cutoff > 0 ? pair_energy(self, cutoff * cutoff, &push) : 0;
  return &self->base;
}
