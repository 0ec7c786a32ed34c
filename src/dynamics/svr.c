/* Stochastic velocity rescaling: Bussi, Donadio, Parrinello, J. Chem. Phys. 126, 014101 (2007), in the exact
 * form of Bussi and Parrinello, Comput. Phys. Commun. 179, 26 (2008), equation A7. */
#include "base/random.h"
#include "base/units.h"
#include "dynamics/dynamics-private.h"

#include <math.h>

/* Random numbers of one use: normals from index 0 on, uniform ones far from them. */
typedef struct {
  guint64 seed, step;
  BwStream stream;
} Source;

static const guint64 first_uniform = G_GUINT64_CONSTANT(1) << 40;

static double kinetic_energy(const BwDynamics *self, const double *p, int n_modes)
{
  double *squares = self->sums, energy = 0;
  const int n = self->n_columns;
  for (int j = 0; j < n; j++)
    squares[j] = 0;
  for (int k = 0; k < n_modes; k++)
    for (int j = 0; j < n; j++)
      squares[j] += p[(gsize)k * n + j] * p[(gsize)k * n + j];
  for (int j = 0; j < n; j++)
    energy += 0.5 * self->inverse_masses[j] * squares[j];
  return energy;
}

/* Σ of n squared normal numbers: 2 Γ(n/2) by Marsaglia and Tsang, ACM Trans. Math. Softw. 26, 363 (2000).
 * first_normal is even. */
static double chi_squared(const Source *source, guint64 first_normal, int n)
{
  double x[2];
  if (n <= 0)
    return 0;
  if (n == 1) {
    bw_random_normals(source->seed, source->stream, source->step, first_normal, x, 2);
    return x[0] * x[0];
  }
  const double d = n / 2.0 - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (guint64 attempt = 0;; attempt++) {
    bw_random_normals(source->seed, source->stream, source->step, first_normal + 2 * attempt, x, 2);
    double u = bw_random_uniform(source->seed, source->stream, source->step, first_uniform + attempt);
    double v = (1 + c * x[0]) * (1 + c * x[0]) * (1 + c * x[0]);
    if (v > 0 && log(u) < 0.5 * x[0] * x[0] + d - d * v + d * log(v))
      return 2 * d * v;
  }
}

static double scaling(const Source *source, double kinetic, double half_thermal, double decay, int degrees)
{
  double r[2];
  bw_random_normals(source->seed, source->stream, source->step, 0, r, 2);
  double rest = chi_squared(source, 2, degrees - 1), ratio = half_thermal / kinetic * (1 - decay);
  double squared = decay + ratio * (r[0] * r[0] + rest) + 2 * r[0] * sqrt(ratio * decay);
  double sign = r[0] + sqrt(decay / ratio) < 0 ? -1 : 1;
  return sign * sqrt(MAX(squared, 0));
}

void bw_svr_apply(BwDynamics *self, BwMoment *moment, double time, gboolean second)
{
  const BwDynamicsSettings *s = &self->settings;
  const int n_modes = s->thermostat == BW_THERMOSTAT_PILE_G ? 1 : s->n_beads;
  const int degrees = n_modes * self->n_columns - (s->remove_com ? 3 : 0);
  const Source source = {s->seed, (guint64)moment->state.step,
                         second ? BW_STREAM_SVR_SECOND : BW_STREAM_SVR_FIRST};
  double *p = moment->state.mode_momenta;
  double kinetic = kinetic_energy(self, p, n_modes);
  if (kinetic <= 0) /* nothing to rescale */
    return;
  double alpha =
      scaling(&source, kinetic, 0.5 * self->thermal_energy, exp(-time * BW_TIME_UNIT / s->tau), degrees);
  for (gsize i = 0; i < (gsize)n_modes * self->n_columns; i++)
    p[i] *= alpha;
  moment->state.thermostat_energy += kinetic * (1 - alpha * alpha);
}
