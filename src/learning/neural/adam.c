#include "learning/neural/adam.h"

#include "base/array.h"

#include <math.h>

void bw_adam_settings_init(BwAdamSettings *settings)
{
  *settings = (BwAdamSettings){.rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8};
}

void bw_adam_init(BwAdam *self, gsize n)
{
  *self = (BwAdam){.n = n, .mean = bw_new0(double, n), .square = bw_new0(double, n)};
}

void bw_adam_clear(BwAdam *self)
{
  g_clear_pointer(&self->mean, bw_free);
  g_clear_pointer(&self->square, bw_free);
}

double bw_adam_step(BwAdam *self, const BwAdamSettings *s, const double *gradient, double *weights)
{
  double norm = 0;
  for (gsize i = 0; i < self->n; i++)
    norm += gradient[i] * gradient[i];
  norm = sqrt(norm);
  if (!isfinite(norm))
    return norm;
  double factor = s->largest_norm > 0 && norm > s->largest_norm ? s->largest_norm / norm : 1;
  self->step++;
  double correction1 = 1 / (1 - pow(s->beta1, (double)self->step));
  double correction2 = 1 / (1 - pow(s->beta2, (double)self->step));
  for (gsize i = 0; i < self->n; i++) {
    double g = factor * gradient[i];
    self->mean[i] = s->beta1 * self->mean[i] + (1 - s->beta1) * g;
    self->square[i] = s->beta2 * self->square[i] + (1 - s->beta2) * g * g;
    double step = correction1 * self->mean[i] / (sqrt(correction2 * self->square[i]) + s->epsilon);
    weights[i] -= s->rate * (step + s->decay * weights[i]);
  }
  return norm;
}

void bw_average_weights(double *average, const double *weights, gsize n, double decay, gint64 step)
{
  double d = fmin(decay, (1.0 + (double)step) / (10.0 + (double)step));
  for (gsize i = 0; i < n; i++)
    average[i] = d * average[i] + (1 - d) * weights[i];
}
