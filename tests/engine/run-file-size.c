/* The predicted size of a run file, against files that were written. */
#include "common.h"
#include "engine/run-file.h"

static guint64 write_run(const char *folder, const BwRecordSettings *record, int n_beads, gint64 n_steps)
{
  g_autofree char *path = g_build_filename(folder, "run.h5", NULL);
  GStatBuf there;
  BwRunSpec spec = molecules_spec(path, n_beads, n_steps);
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  spec.record = *record;
  spec.replace = TRUE;
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_assert_cmpint(g_stat(path, &there), ==, 0);
  clear_spec(&spec);
  return (guint64)there.st_size;
}

static void check(const BwRecordSettings *record, int n_beads, gint64 n_steps)
{
  char *folder = new_folder();
  const double size = (double)write_run(folder, record, n_beads, n_steps);
  const double predicted = (double)bw_run_file_predict_size(record, n_beads, N_ATOMS, n_steps);
  g_test_message("%d beads, %d steps: %.0f bytes, predicted %.0f", n_beads, (int)n_steps, size, predicted);
  g_assert_cmpfloat(fabs(predicted - size), <, 0.05 * size);
  remove_folder(folder);
}

static void test_sizes(void)
{
  BwRecordSettings record;
  bw_record_settings_init(&record);
  check(&record, 1, 100);
  check(&record, 8, 20000);
  check(&record, 64, 3000);
  record.position_stride = record.momentum_stride = record.force_stride = 4;
  check(&record, 16, 4000);
  record.single_precision = TRUE;
  check(&record, 16, 4000);
  record = (BwRecordSettings){.position_stride = 1, .checkpoint_seconds = 0.05};
  check(&record, 32, 3000);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/run-file/size", test_sizes);
  return g_test_run();
}
