/* bw-epochs.h - where a network's training stands, from the epochs that it went through. */
#pragma once

#include "learning/observer.h"

typedef struct {
  const BwTrainEpoch *last; /* NULL: none yet */
  const BwTrainEpoch *best; /* of the same member; NULL: nothing was validated */
  double seconds_each;      /* median of the newest few; NaN: none yet */
} BwEpochsSummary;

/* epochs: of BwTrainEpoch, to which the summary points. */
BwEpochsSummary bw_epochs_summarise(const GArray *epochs);
