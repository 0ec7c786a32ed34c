#include "learning/observer.h"

#include <math.h>

/* The first part of a stage says little about the rest. */
#define TELLING_FRACTION 0.02

const char *bw_stage_name(BwStage stage)
{
  static const char *const names[] = {
      [BW_STAGE_NONE] = "",
      [BW_STAGE_SYMMETRIES] = "Looking for symmetries",
      [BW_STAGE_ASSEMBLY] = "Assembling the kernel matrix",
      [BW_STAGE_PRECONDITIONER] = "Making the preconditioner",
      [BW_STAGE_SOLUTION] = "Solving",
      [BW_STAGE_VALIDATION] = "Validating",
      [BW_STAGE_EPOCHS] = "Training",
  };
  return names[stage];
}

BwTrainStage bw_train_stage(const BwTrainObserver *observer, BwStage stage, double sigma, double lambda)
{
  return (BwTrainStage){observer, stage, g_get_monotonic_time(), sigma, lambda};
}

void bw_train_stage_progress(double fraction, gpointer data)
{
  const BwTrainStage *stage = data;
  if (!stage->observer || !stage->observer->progress)
    return;
  double elapsed = (g_get_monotonic_time() - stage->start) * 1e-6;
  double left = fraction > TELLING_FRACTION ? elapsed * (1 - fraction) / fraction : NAN;
  const BwTrainProgress progress = {stage->stage, fraction, left, -1, NAN, stage->sigma, stage->lambda};
  stage->observer->progress(&progress, stage->observer->data);
}

void bw_train_note(const BwTrainObserver *observer, const char *format, ...)
{
  const BwListener listener = {observer ? observer->note : NULL, observer ? observer->data : NULL};
  va_list args;
  va_start(args, format);
  bw_tell_va(&listener, format, args);
  va_end(args);
}

void bw_train_tried(const BwTrainObserver *observer, double sigma, double lambda, const BwErrors *validation)
{
  if (observer && observer->tried)
    observer->tried(sigma, lambda, validation, observer->data);
}

void bw_train_tell_epoch(const BwTrainObserver *observer, const BwTrainEpoch *epoch)
{
  if (observer && observer->epoch)
    observer->epoch(epoch, observer->data);
}

gboolean bw_train_is_enough(const BwTrainObserver *observer)
{
  return observer && observer->is_enough && observer->is_enough(observer->data);
}

void bw_train_compared(const BwTrainObserver *observer, const BwComparison *comparison)
{
  if (observer && observer->compared)
    observer->compared(comparison, observer->data);
}
