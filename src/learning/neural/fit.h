/* fit.h - the training loop of a network: mini-batches, steps of the optimiser, epochs, validation.
 *
 * All that it remembers is in arrays and counters: put back, after any step, it goes on with the same bytes
 * as if it had never stopped. Which structures are in which batch is a function of seed and epoch. */
#pragma once

#include "learning/neural/adam.h"
#include "learning/neural/fit-parts.h"
#include "learning/neural/schedule.h"

#include <gio/gio.h>

typedef struct {
  int batch_size;        /* structures */
  int passes;            /* times that an epoch goes through the data; 1, more where few stand for many */
  BwLossWeights weights; /* of energies, forces and outputs in the loss */
  BwAdamSettings adam;   /* its rate is the schedule's */
  BwScheduleSettings schedule;
  double average_decay; /* of the mean of weights that is validated and kept; 0: the weights themselves */
  BwPrecision precision;
  guint64 seed;
} BwFitSettings;

/* Batches of 10, 0.01, 0.99 and 1 for each output, AdamW without decay, half a cosine, mean over about 1000
 * steps, single precision: what took ethanol furthest in ten minutes. */
void bw_fit_settings_init(BwFitSettings *settings);

typedef struct {
  BwFitSettings settings;
  BwNetwork *network; /* its weights are those of the optimiser; must outlive it */
  BwFitParts parts;
  BwAdam adam;
  BwSchedule schedule;
  double *average, *best; /* [n_values]: mean of weights, the best of them so far */
  int position;           /* structures that were learnt from in the present epoch, all passes together */
  BwLossSums sums;        /* over them; the loss is the mean over the epoch's batches */
  double *gradient;       /* [n_values] */
  int *order;             /* of the structures in the present pass */
  int order_pass, order_n;
} BwFit;

/* From the network's present weights. pool may be NULL. */
void bw_fit_init(BwFit *self, BwNetwork *network, const BwFitSettings *settings, BwPool *pool);
void bw_fit_clear(BwFit *self);

/* One batch. Fails with NUMERICS when the loss is no longer a number (the weights are then those of before
 * the step). */
gboolean bw_fit_step(BwFit *self, const BwFitData *data, GError **error);
/* Whether every structure was learnt from, once in each pass, since the last bw_fit_end_epoch(). */
gboolean bw_fit_is_at_end(const BwFit *self, const BwFitData *data);
/* Looks at data with the mean of the weights, without learning. */
gboolean bw_fit_validate(BwFit *self, const BwFitData *data, BwLossSums *sums, GCancellable *cancellable,
                         GError **error);
/* Ends the epoch: the schedule takes the validation's loss, the best weights are kept. Returns whether they
 * are the present ones. */
gboolean bw_fit_end_epoch(BwFit *self, const BwLossSums *validation);
