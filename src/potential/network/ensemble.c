#include "potential/network/ensemble.h"

#include "base/array.h"

#include <math.h>
#include <string.h>

typedef struct {
  BwPotential base;
  BwPotential **members; /* [n_members], references */
  int n_members;
  double limit;
  BwScratch scratch; /* what the members said in the present call */
} Ensemble;

/* The arrays of an evaluation that are averaged as they are; forces are kept for their spread. */
enum { ENERGIES, VIRIALS, ATOMIC_ENERGIES, N_ARRAYS };

static double **find_array(BwEvaluation *out, int array)
{
  double **arrays[] = {&out->energies, &out->virials, &out->atomic_energies};
  return arrays[array];
}

static gsize count_array(const BwReplicas *in, int array)
{
  const int per_replica[] = {1, 9, in->n_atoms};
  return (gsize)in->n_replicas * per_replica[array];
}

static void average_forces(const Ensemble *self, gsize n, const double *all, double *mean)
{
  for (gsize k = 0; k < n; k++) {
    double sum = 0;
    for (int m = 0; m < self->n_members; m++)
      sum += all[m * n + k];
    mean[k] = sum / self->n_members;
  }
}

/* Fills out_of_domain and outlier from what each member said. */
static void find_spread(const Ensemble *self, const BwReplicas *in, const double *all, const double *mean,
                        BwEvaluation *out)
{
  gsize n = 3 * (gsize)in->n_replicas * in->n_atoms;
  for (int r = 0; r < in->n_replicas; r++) {
    double largest = -1;
    int atom = -1;
    for (int i = 0; i < in->n_atoms; i++) {
      double sum = 0;
      gsize at = 3 * ((gsize)r * in->n_atoms + i);
      for (int m = 0; m < self->n_members; m++)
        for (gsize k = at; k < at + 3; k++)
          sum += (all[m * n + k] - mean[k]) * (all[m * n + k] - mean[k]);
      if (sum > largest) {
        largest = sum;
        atom = i;
      }
    }
    if (out->out_of_domain)
      out->out_of_domain[r] = sqrt(fmax(largest, 0) / (self->n_members - 1)) / self->limit;
    if (out->outlier)
      out->outlier[r] = atom;
  }
}

/* One member's share of everything but forces, which go into forces[…]; NULL: not wanted. */
static gboolean add_member(const Ensemble *self, int m, const BwReplicas *in, BwEvaluation *out,
                           double *forces, double *memory, BwPool *pool, GError **error)
{
  BwEvaluation said = {.forces = forces};
  for (int a = 0; a < N_ARRAYS; a++)
    if (*find_array(out, a)) {
      *find_array(&said, a) = memory;
      memory += count_array(in, a);
    }
  if (!bw_potential_evaluate(self->members[m], in, &said, pool, error))
    return FALSE;
  for (int a = 0; a < N_ARRAYS; a++) {
    double *mean = *find_array(out, a);
    const double *part = *find_array(&said, a);
    for (gsize k = 0; mean && k < count_array(in, a); k++)
      mean[k] = (m == 0 ? 0 : mean[k]) + part[k] / self->n_members;
  }
  return TRUE;
}

static gboolean evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                         GError **error)
{
  Ensemble *self = (Ensemble *)base;
  gboolean spread = out->out_of_domain || out->outlier;
  gsize n_others = 0, n_forces = out->forces || spread ? 3 * (gsize)in->n_replicas * in->n_atoms : 0;
  for (int a = 0; a < N_ARRAYS; a++)
    if (*find_array(out, a))
      n_others += count_array(in, a);
  double *forces =
      bw_scratch_get(&self->scratch, sizeof(double) * (n_others + (self->n_members + 1) * n_forces + 1));
  double *own_mean = forces + self->n_members * n_forces, *others = own_mean + n_forces;
  for (int m = 0; m < self->n_members; m++)
    if (!add_member(self, m, in, out, n_forces > 0 ? forces + m * n_forces : NULL, others, pool, error))
      return FALSE;
  double *mean = out->forces ? out->forces : own_mean;
  average_forces(self, n_forces, forces, mean);
  if (spread)
    find_spread(self, in, forces, mean, out);
  return TRUE;
}

static void finalize(BwPotential *base)
{
  Ensemble *self = (Ensemble *)base;
  for (int m = 0; m < self->n_members; m++)
    bw_potential_unref(self->members[m]);
  g_free(self->members);
  bw_scratch_clear(&self->scratch);
}

BwPotential *bw_ensemble_new(BwPotential *const *members, int n_members, double limit)
{
  static const BwPotentialClass klass = {evaluate, finalize};
  const BwPotential *first = members[0];
  Ensemble *self = g_new0(Ensemble, 1);
  bw_potential_init(&self->base, &klass, first->method, first->name);
  self->base.can = first->can & (BW_CAN_VIRIAL | BW_CAN_ATOMIC_ENERGIES | BW_CAN_PROBE);
  if (n_members > 1 && limit > 0)
    self->base.can |= BW_CAN_OUT_OF_DOMAIN;
  self->base.cutoff = first->cutoff;
  self->base.elements = first->elements;
  self->base.n_elements = first->n_elements;
  self->members = g_memdup2(members, sizeof *members * n_members);
  self->n_members = n_members;
  self->limit = limit;
  return &self->base;
}
