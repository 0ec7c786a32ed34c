/* train-outcome.h - what a training came to, in words and for machines. */
#pragma once

#include "cli/train-display.h"

typedef struct {
  const char *output;
  const BwTrained *model;
  BwErrors validation, test;
  double seconds, planned; /* in all; for one σ and λ */
  const BwTrainDisplay *display;
} BwTrainOutcome;

/* On standard output, energies in the display's unit. */
void bw_train_outcome_print(const BwTrainOutcome *outcome);
void bw_train_outcome_print_json(const BwTrainOutcome *outcome);
