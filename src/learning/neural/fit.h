/* fit.h - the training loop of a network: mini-batches, steps of the optimiser, epochs, validation.
 *
 * All that it remembers is in arrays and counters: put back, it goes on with the same bytes as if it had
 * never stopped. Which frames are in which batch is a function of seed and epoch. */
#pragma once

#include "learning/neural/adam.h"
#include "learning/neural/loss.h"
#include "learning/neural/schedule.h"
#include "system/dataset.h"

#include <gio/gio.h>

typedef struct {
  int batch_size;        /* molecules */
  BwLossWeights weights; /* of energies and forces in the loss */
  BwAdamSettings adam;   /* its rate is the schedule's */
  BwScheduleSettings schedule;
  double average_decay; /* of the mean of weights that is validated and kept; 0: the weights themselves */
  guint64 seed;
} BwFitSettings;

/* Batches of 10, 0.01 and 0.99, AdamW without decay, plateau, mean over about 1000 steps. */
void bw_fit_settings_init(BwFitSettings *settings);

/* Labelled frames with the numbers of the network's elements. */
typedef struct {
  const BwDataset *dataset; /* must outlive it */
  const int *frames;        /* [n] of the dataset */
  int n;
  const int *elements; /* [n_atoms] */
  double offset;       /* Σ_i e_Z(i) of the network, eV */
} BwFitData;

typedef struct {
  BwFitSettings settings;
  BwNetwork *network; /* its weights are those of the optimiser; must outlive it */
  BwAdam adam;
  BwSchedule schedule;
  double *average, *best; /* [n_values]: mean of weights, the best of them so far */
} BwFit;

/* From the network's present weights. */
void bw_fit_init(BwFit *self, BwNetwork *network, const BwFitSettings *settings);
void bw_fit_clear(BwFit *self);

/* Scale and offsets of the network from labels: s the root of the mean square of the forces (in eV/Å, times
 * 1 Å; without forces, the standard deviation of the energy per atom), e_Z the mean energy per atom. */
void bw_fit_set_scale(BwNetwork *network, const BwFitData *data);

/* All of the data once, in random order. Fails with NUMERICS when the loss is no longer a number (the weights
 * are then those of before the step), CANCELLED. progress may be NULL. */
gboolean bw_fit_epoch(BwFit *self, BwTape *tape, const BwFitData *data, BwLossSums *sums,
                      void (*progress)(double fraction, gpointer data), gpointer progress_data,
                      GCancellable *cancellable, GError **error);
/* The same data with the mean of the weights, without learning. */
gboolean bw_fit_validate(BwFit *self, BwTape *tape, const BwFitData *data, BwLossSums *sums,
                         GCancellable *cancellable, GError **error);
/* Ends the epoch: the schedule takes the validation's loss, the best weights are kept. Returns whether they
 * are the present ones. */
gboolean bw_fit_end_epoch(BwFit *self, const BwLossSums *validation);
