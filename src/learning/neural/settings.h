/* settings.h - what is asked of a network alone. */
#pragma once

#include "learning/neural/fit.h"

typedef struct {
  const char *description; /* what it is, a key file's text (potential/networks.h); NULL: the kind's usual */
  BwFitSettings fit;
  int n_members; /* of an ensemble; 1: a single network */
} BwNeuralSettings;

/* One network of the kind's usual size. */
void bw_neural_settings_init(BwNeuralSettings *settings);
