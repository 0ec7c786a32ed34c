#include "learning/kernel/run.h"
#include "potential/gdml/predict.h"

#define SAVE_SECONDS 30

void bw_kernel_run_clear(BwKernelRun *run)
{
  g_clear_pointer(&run->matrix, bw_packed_matrix_free);
  g_clear_pointer(&run->state, bw_kernel_state_free);
}

gboolean bw_kernel_run_save(BwKernelRun *run, gboolean now, GError **error)
{
  gint64 time = g_get_monotonic_time();
  if (run->last_saved == 0)
    run->last_saved = time;
  if (!run->checkpoint || (!now && time - run->last_saved < SAVE_SECONDS * G_USEC_PER_SEC))
    return TRUE;
  if (!bw_kernel_state_save(run->state, run->checkpoint, error))
    return FALSE;
  run->last_saved = g_get_monotonic_time();
  return TRUE;
}

BwComparison *bw_kernel_run_compare(const BwKernelRun *run, const BwGdmlFile *file, const int *frames, int n,
                                    BwTrainStage *stage, GError **error)
{
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, error);
  if (!potential)
    return NULL;
  BwComparison *comparison =
      bw_comparison_measure(potential, run->task->dataset, frames, n, run->pool,
                            stage ? bw_train_stage_progress : NULL, stage, run->cancellable, error);
  if (comparison)
    bw_train_compared(run->observer, comparison);
  return comparison;
}
