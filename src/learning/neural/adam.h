/* adam.h - the optimiser: Adam (Kingma and Ba, ICLR 2015) with decoupled weight decay (Loshchilov and Hutter,
 * ICLR 2019), and the exponential moving average of the weights that it walks through.
 *
 * All of its state is in arrays over all weights: a checkpoint writes them as they are. */
#pragma once

#include <glib.h>

typedef struct {
  double rate;         /* of learning */
  double beta1, beta2; /* 0.9, 0.999 */
  double epsilon;      /* 1e-8 */
  double decay;        /* of the weights, per unit of rate; 0: plain Adam */
  double largest_norm; /* of the gradient, which is shortened to it; 0: never */
} BwAdamSettings;

void bw_adam_settings_init(BwAdamSettings *settings);

typedef struct {
  gsize n;
  gint64 step;
  double *mean, *square; /* [n] of the gradient */
} BwAdam;

void bw_adam_init(BwAdam *self, gsize n);
void bw_adam_clear(BwAdam *self);

/* One step of weights[n] against gradient[n]. Returns the gradient's norm; when that is not finite, nothing
 * is changed. */
double bw_adam_step(BwAdam *self, const BwAdamSettings *settings, const double *gradient, double *weights);

/* average ← decay average + (1 − decay) weights, with a smaller decay in the first steps, when the average
 * would still remember where it began. */
void bw_average_weights(double *average, const double *weights, gsize n, double decay, gint64 step);
