/* The estimators in normal modes, where the sums over neighbouring beads and over deviations from the
 * centroid are diagonal: Σ_b |q_{b+1} − q_b|² ω_P² = Σ_k ω_k² q_k², Σ_b |q_b − q̄|² = Σ_{k>0} q_k², Σ_b (q_b −
 * q̄)·f_b = Σ_{k>0} q_k·f_k. */
#include "base/simd.h"
#include "base/units.h"
#include "dynamics/dynamics-private.h"

#include <math.h>
#include <string.h>

typedef struct {
  double *momenta, *springs, *spread, *virial; /* [n_columns] sums over the modes */
} Sums;

BW_VECTORISED static void add_mode(const double *restrict q, const double *restrict p,
                                   const double *restrict f, double frequency, const Sums *sums, int n)
{
  double *restrict momenta = sums->momenta, *restrict springs = sums->springs,
                   *restrict spread = sums->spread, *restrict virial = sums->virial;
  for (int j = 0; j < n; j++) {
    double square = q[j] * q[j];
    momenta[j] += p[j] * p[j];
    spread[j] += square;
    springs[j] += frequency * frequency * square;
    virial[j] += q[j] * f[j];
  }
}

static Sums sum_modes(const BwDynamics *self)
{
  const int n = self->n_columns;
  const BwMoment *now = self->now;
  Sums sums = {self->sums, self->sums + n, self->sums + 2 * n, self->sums + 3 * n};
  memset(self->sums, 0, 4 * n * sizeof *self->sums);
  for (int k = self->settings.n_beads - 1; k > 0; k--) {
    gsize row = (gsize)k * n;
    add_mode(now->state.modes + row, now->state.mode_momenta + row, now->mode_forces + row,
             self->frequencies[k], &sums, n);
  }
  for (int j = 0; j < n; j++)
    sums.momenta[j] += now->state.mode_momenta[j] * now->state.mode_momenta[j];
  return sums;
}

static double radius_of_gyration(BwDynamics *self, const double *spread)
{
  double sum = 0;
  for (int i = 0; i < self->atoms->n_atoms; i++) {
    double square = (spread[3 * i] + spread[3 * i + 1] + spread[3 * i + 2]) / self->settings.n_beads;
    self->gyration[i] = sqrt(square);
    sum += square;
  }
  return sqrt(sum / self->atoms->n_atoms);
}

static void estimate(BwDynamics *self)
{
  const BwDynamicsState *state = &self->now->state;
  const int n_beads = self->settings.n_beads;
  const double centroid_degrees = self->n_columns - (self->settings.remove_com ? 3 : 0);
  const double half_kt = 0.5 * BW_KB * self->settings.temperature;
  const Sums sums = sum_modes(self);
  BwEstimates *e = &self->estimates;
  double kinetic = 0, springs = 0, virial = 0, potential = 0, domain = NAN;
  for (int j = 0; j < self->n_columns; j++) {
    kinetic += 0.5 * self->inverse_masses[j] * sums.momenta[j];
    springs += 0.5 * self->masses[j] * sums.springs[j];
    virial += sums.virial[j];
  }
  for (int b = 0; b < n_beads; b++) {
    potential += state->energies[b];
    domain = fmax(domain, self->now->out_of_domain[b]);
  }
  e->time = state->time_offset + state->step * self->settings.timestep;
  e->temperature = 2 * kinetic / (self->degrees_of_freedom * n_beads * BW_KB);
  e->kinetic_cv = centroid_degrees * half_kt - virial / (2 * n_beads);
  e->kinetic_td = self->degrees_of_freedom * half_kt - springs / n_beads;
  e->potential = potential / n_beads;
  e->pull_energy = self->now->pull_energy;
  e->pull_work = state->pull_work + self->now->pull_energy;
  e->conserved = (kinetic + springs + potential + state->thermostat_energy) / n_beads - state->pull_work;
  e->radius_of_gyration = radius_of_gyration(self, sums.spread);
  e->out_of_domain = domain;
}

const BwEstimates *bw_dynamics_estimates(BwDynamics *self)
{
  if (!self->estimates_known)
    estimate(self);
  self->estimates_known = TRUE;
  return &self->estimates;
}

const double *bw_dynamics_gyration(BwDynamics *self)
{
  bw_dynamics_estimates(self);
  return self->gyration;
}
