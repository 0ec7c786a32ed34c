#include "base/random.h"
#include "base/simd.h"
#include "base/units.h"
#include "dynamics/dynamics-private.h"

#include <math.h>
#include <string.h>

static double friction(const BwDynamics *self, int k)
{
  const BwDynamicsSettings *s = &self->settings;
  double of_centroid = BW_TIME_UNIT / s->tau;
  switch (s->thermostat) {
  case BW_THERMOSTAT_LANGEVIN:
    return of_centroid;
  case BW_THERMOSTAT_PILE_L:
    return k == 0 ? of_centroid : 2 * s->pile_lambda * self->frequencies[k];
  case BW_THERMOSTAT_PILE_G:
    return k == 0 ? 0 : 2 * s->pile_lambda * self->frequencies[k];
  case BW_THERMOSTAT_NONE:
  case BW_THERMOSTAT_SVR:
    break;
  }
  return 0;
}

void bw_langevin_init(BwDynamics *self, double time)
{
  for (int k = 0; k < self->settings.n_beads; k++) {
    double exponent = -friction(self, k) * time;
    self->damping[k] = exp(exponent);
    self->amplitude[k] = sqrt(-self->thermal_energy * expm1(2 * exponent));
  }
}

/* p ← e^{−γt} p + √(m P k_B T (1 − e^{−2γt})) ξ; adds the loss of p² to `loss`. */
BW_VECTORISED static void damp(double *restrict p, const double *restrict noise,
                               const double *restrict root_masses, double damping, double amplitude,
                               double *restrict loss, int n)
{
  for (int j = 0; j < n; j++) {
    double after = damping * p[j] + amplitude * root_masses[j] * noise[j];
    loss[j] += p[j] * p[j] - after * after;
    p[j] = after;
  }
}

void bw_langevin_apply(BwDynamics *self, BwMoment *moment, gboolean second)
{
  const int n = self->n_columns, n_beads = self->settings.n_beads;
  double *p = moment->state.mode_momenta, *loss = self->sums;
  memset(loss, 0, n * sizeof *loss);
  bw_random_normals(self->settings.seed, second ? BW_STREAM_LANGEVIN_SECOND : BW_STREAM_LANGEVIN_FIRST,
                    (guint64)moment->state.step, 0, self->noise, (gsize)n_beads * n);
  for (int k = 0; k < n_beads; k++)
    if (self->damping[k] < 1)
      damp(p + (gsize)k * n, self->noise + (gsize)k * n, self->root_masses, self->damping[k],
           self->amplitude[k], loss, n);
  for (int j = 0; j < n; j++)
    moment->state.thermostat_energy += 0.5 * self->inverse_masses[j] * loss[j];
  if (self->settings.remove_com)
    moment->state.thermostat_energy += bw_dynamics_remove_com(self, p);
}
