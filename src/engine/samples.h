/* samples.h - the numbers of every step on their way from the worker to the front end: a queue of one writer
 * and one reader that loses nothing and never makes either wait. It grows while nobody reads. */
#pragma once

#include "engine/engine.h"

typedef struct _BwSamples BwSamples;

BwSamples *bw_samples_new(void);
void bw_samples_free(BwSamples *self);

/* The writer: room for the coordinates of one sample, [n_coordinates][n_beads + 1], to be filled in and then
 * handed over by bw_samples_commit(). */
double *bw_samples_add(BwSamples *self, gint64 step, const BwEstimates *estimates, int n_coordinates,
                       int n_beads);
void bw_samples_commit(BwSamples *self);

/* The reader: as bw_engine_drain_samples(); `each` may be NULL. */
gint64 bw_samples_drain(BwSamples *self, void (*each)(const BwSample *sample, gpointer data), gpointer data);
