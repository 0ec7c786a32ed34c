/* The run file: resumed bit for bit, one writer, clear refusals, and H5MD for others. */
#include "base/error.h"
#include "engine/run-file.h"
#include "potential/simple/simple.h"
#include "same-file.h"
#include "folder.h"

enum { N_ATOMS = 4 };

static char *folder;

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

static BwRunInfo make_info(int n_beads, BwThermostat thermostat)
{
  BwRunInfo info = {.model_path = g_strdup("morse"),
                    .model_name = g_strdup("two H2"),
                    .model_method = g_strdup("Morse"),
                    .model_hash = g_strdup(""),
                    .structure_path = g_strdup("Å.xyz"),
                    .atoms = bw_atoms_new(N_ATOMS, (int[]){1, 1, 1, 1}, NULL, NULL),
                    .n_steps = 40};
  bw_cell_init_none(&info.cell);
  bw_dynamics_settings_init(&info.dynamics);
  info.dynamics.n_beads = n_beads;
  info.dynamics.thermostat = thermostat;
  info.dynamics.seed = 0xfedcba9876543210u;
  info.record =
      (BwRecordSettings){.position_stride = 3, .momentum_stride = 7, .force_stride = 5, .estimate_stride = 2};
  return info;
}

static BwDynamics *make_dynamics(const BwRunInfo *info)
{
  static const double positions[N_ATOMS * 3] = {0, 0, 0, 0.8, 0, 0, 3, 0, 0, 3, 0.75, 0.1};
  g_autoptr(BwPotential) potential = bw_morse_new(4.75, 1.94, 0.742);
  g_autoptr(GError) error = NULL;
  BwDynamics *dynamics =
      bw_dynamics_new(info->atoms, NULL, potential, &info->dynamics, positions, 1, FALSE, NULL, &error);
  g_assert_no_error(error);
  return dynamics;
}

static void run(BwRunFile *file, BwDynamics *dynamics, int n_steps, int checkpoint_every)
{
  for (int i = 0; i < n_steps; i++) {
    g_assert_true(bw_dynamics_step(dynamics, NULL, NULL));
    bw_run_file_record(file, dynamics, FALSE);
    if (i % checkpoint_every == 0)
      g_assert_true(bw_run_file_checkpoint(file, dynamics, NULL));
  }
}

static BwRunFile *create(const char *path, const BwRunInfo *info)
{
  g_autoptr(GError) error = NULL;
  BwRunFile *file = bw_run_file_create(path, info, TRUE, &error);
  g_assert_no_error(error);
  return file;
}

static void begin(const char *path, const BwRunInfo *info, int n_steps, int checkpoint_every, gboolean finish)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRunFile) file = create(path, info);
  g_autoptr(BwDynamics) dynamics = make_dynamics(info);
  bw_run_file_record(file, dynamics, FALSE);
  g_assert_true(bw_run_file_checkpoint(file, dynamics, &error));
  run(file, dynamics, n_steps, checkpoint_every);
  if (finish)
    g_assert_true(bw_run_file_checkpoint(file, dynamics, &error));
}

static void go_on(const char *path, gint64 n_steps, int checkpoint_every)
{
  g_autoptr(GError) error = NULL;
  g_auto(BwRunInfo) info = {0};
  g_autoptr(BwRunFile) file = bw_run_file_open(path, &info, &error);
  g_assert_no_error(error);
  g_autoptr(BwDynamics) dynamics = make_dynamics(&info);
  g_assert_true(bw_run_file_restore(file, dynamics, &error));
  gint64 step = bw_dynamics_get_state(dynamics)->step;
  bw_run_file_set_n_steps(file, n_steps);
  run(file, dynamics, (int)(n_steps - step), checkpoint_every);
  g_assert_true(bw_run_file_checkpoint(file, dynamics, &error));
}

static void check_resumed(BwThermostat thermostat, int n_beads, gboolean single, int compression)
{
  g_autofree char *whole = in_folder("whole.h5"), *parts = in_folder("parts.h5");
  g_auto(BwRunInfo) info = make_info(n_beads, thermostat);
  info.record.single_precision = single;
  info.record.compression = compression;
  begin(whole, &info, 40, 1000, TRUE);
  info.n_steps = 30;
  begin(parts, &info, 13, 6, TRUE);
  go_on(parts, 21, 4);
  go_on(parts, 40, 3);
  g_assert_cmpstr(files_differ(whole, parts), ==, NULL);
  info.dynamics.seed++;
  begin(parts, &info, 40, 1000, TRUE); /* the comparison sees a difference */
  g_assert_cmpstr(files_differ(whole, parts), !=, NULL);
}

static void test_resumed(void)
{
  for (int thermostat = 0; thermostat <= BW_THERMOSTAT_PILE_G; thermostat++)
    check_resumed(thermostat, 8, FALSE, 0);
  check_resumed(BW_THERMOSTAT_LANGEVIN, 1, TRUE, 0);
  check_resumed(BW_THERMOSTAT_PILE_L, 5, TRUE, 6);
}

static void test_dropped_rows(void)
{
  g_autofree char *whole = in_folder("whole.h5"), *parts = in_folder("parts.h5");
  g_auto(BwRunInfo) info = make_info(4, BW_THERMOSTAT_PILE_G);
  begin(whole, &info, 40, 1000, TRUE);
  begin(parts, &info, 30, 6, FALSE); /* the last checkpoint was at step 25 */
  go_on(parts, 40, 1000);
  g_assert_cmpstr(files_differ(whole, parts), ==, NULL);
}

static void test_info(void)
{
  g_autofree char *path = in_folder("info.h5");
  g_autoptr(GError) error = NULL;
  g_auto(BwRunInfo) info = make_info(4, BW_THERMOSTAT_SVR), again = {0};
  bw_cell_init(&info.cell, (const double[3][3]){{9, 0, 0}, {1, 8, 0}, {0, 0, 7}},
               (const gboolean[3]){TRUE, TRUE, TRUE}, NULL);
  info.guard.max_distance = 12;
  info.atoms->masses[2] = 2.014;
  begin(path, &info, 2, 1, TRUE);
  g_autoptr(BwRunFile) file = bw_run_file_open(path, &again, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(again.model_path, ==, "morse");
  g_assert_cmpstr(again.structure_path, ==, "Å.xyz");
  g_assert_true(bw_atoms_equal(again.atoms, info.atoms));
  g_assert_cmpfloat(again.atoms->masses[2], ==, 2.014);
  g_assert_cmpmem(again.cell.vectors, sizeof again.cell.vectors, info.cell.vectors, sizeof info.cell.vectors);
  g_assert_cmpint(again.dynamics.thermostat, ==, BW_THERMOSTAT_SVR);
  g_assert_cmpuint(again.dynamics.seed, ==, info.dynamics.seed);
  g_assert_cmpfloat(again.dynamics.timestep, ==, info.dynamics.timestep);
  g_assert_cmpint(again.record.momentum_stride, ==, 7);
  g_assert_cmpfloat(again.guard.max_distance, ==, 12);
  g_assert_cmpint(again.n_steps, ==, 40);
}

static void test_changes(void)
{
  g_autofree char *path = in_folder("changes.h5");
  g_auto(BwRunInfo) info = make_info(4, BW_THERMOSTAT_SVR), again = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRunFile) file = create(path, &info);
  g_autoptr(BwDynamics) dynamics = make_dynamics(&info);
  BwDynamicsSettings hotter = info.dynamics;
  hotter.temperature = 500;
  bw_run_file_record_change(file, 12, &hotter);
  g_assert_true(bw_run_file_checkpoint(file, dynamics, &error));
  g_clear_pointer(&file, bw_run_file_free);
  file = bw_run_file_open(path, &again, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(again.dynamics.temperature, ==, 500);
}

static void test_refusals(void)
{
  g_autofree char *path = in_folder("refused.h5"), *other = in_folder("other.h5");
  g_autoptr(GError) error = NULL;
  g_auto(BwRunInfo) info = make_info(1, BW_THERMOSTAT_SVR), again = {0};
  begin(path, &info, 1, 1, TRUE);
  g_assert_null(bw_run_file_create(path, &info, FALSE, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  g_clear_error(&error);
  BwRunFile *file = bw_run_file_open(path, &again, &error);
  bw_run_info_clear(&again);
  g_assert_null(bw_run_file_open(path, &again, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  g_assert_nonnull(strstr(error->message, "another program"));
  g_clear_error(&error);
  bw_run_file_free(file);

  BwH5File *plain = bw_h5_file_open(other, BW_JOURNAL_CREATE, NULL);
  g_assert_true(bw_h5_write_string(plain->id, "text", "no run", NULL));
  g_assert_true(bw_h5_file_commit(plain, NULL));
  bw_h5_file_free(plain);
  g_assert_null(bw_run_file_open(other, &again, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_assert_true(g_str_has_prefix(error->message, other));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_test_add_func("/run-file/resumed", test_resumed);
  g_test_add_func("/run-file/dropped-rows", test_dropped_rows);
  g_test_add_func("/run-file/info", test_info);
  g_test_add_func("/run-file/changes", test_changes);
  g_test_add_func("/run-file/refusals", test_refusals);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
