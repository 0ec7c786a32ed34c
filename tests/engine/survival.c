/* What a run outlives: being stopped, out of disk, and its own physics. */
#include "io/io.h"
#include "same-file.h"
#include "small-disk.h"

#include "saved.h"

#include <errno.h>
#include <fcntl.h>

/* Stopped */

static void check_resumed(BwThermostat thermostat, BwSplitting splitting)
{
  g_autofree char *whole = in_folder("whole.h5"), *parts = in_folder("parts.h5");
  BwRunSpec spec = molecules_spec(whole, 8, 300);
  spec.replace = TRUE;
  spec.dynamics.thermostat = thermostat;
  spec.dynamics.splitting = splitting;
  spec.record.force_stride = spec.record.momentum_stride = 7;
  g_assert_cmpint(run_whole(&spec, 1), ==, BW_JOB_FINISHED);
  spec.output = parts;
  spec.n_steps = 133;
  spec.record.checkpoint_seconds = 0.001;
  g_assert_cmpint(run_whole(&spec, 2), ==, BW_JOB_FINISHED);
  spec.resume = TRUE;
  spec.n_steps = 300;
  spec.dynamics.temperature = 77; /* the file knows better */
  g_assert_cmpint(run_whole(&spec, 2), ==, BW_JOB_FINISHED);
  g_assert_cmpstr(files_differ(whole, parts), ==, NULL);
  spec.n_steps = 200; /* done already */
  g_assert_cmpint(run_whole(&spec, 1), ==, BW_JOB_FINISHED);
  g_assert_cmpstr(files_differ(whole, parts), ==, NULL);
  clear_spec(&spec);
}

static void test_resumed(void)
{
  for (int thermostat = 0; thermostat <= BW_THERMOSTAT_PILE_G; thermostat++)
    for (int splitting = 0; splitting <= BW_SPLITTING_BAOAB; splitting++)
      check_resumed(thermostat, splitting);
}

/* Looked at while it is being written */

static void test_watched(void)
{
  g_autofree char *path = in_folder("watched.h5");
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = molecules_spec(path, 4, 0);
  int n_read = 0;
  spec.record.checkpoint_seconds = 0.03;
  spec.record.position_stride = 3;
  spec.record.compression = 1; /* rewritten chunks move about in the file */
  start(engine, &spec);
  wait_for_state(engine, BW_JOB_RUNNING);
  g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  for (gint64 end = g_get_monotonic_time() + G_USEC_PER_SEC; g_get_monotonic_time() < end;) {
    g_autoptr(GError) error = NULL;
    g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(trajectory->is_run);
    for (int i = 0; i < 50; i++, n_read++) {
      gint64 index = g_test_rand_int_range(0, (gint32)trajectory->n_frames);
      BwFrame *frame = bw_trajectory_read(trajectory, index, &error);
      g_assert_no_error(error);
      g_assert_cmpint(frame->step, ==, 3 * index);
      g_ptr_array_add(seen, frame);
    }
  }
  bw_engine_stop(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_autoptr(BwTrajectory) finished = bw_open_trajectory(path, NULL, NULL);
  for (guint i = 0; i < seen->len; i += 7) {
    BwFrame *then = seen->pdata[i];
    g_autoptr(BwFrame) now = bw_trajectory_read(finished, then->step / 3, NULL);
    g_assert_cmpmem(then->positions, sizeof(double) * 4 * N_ATOMS * 3, now->positions,
                    sizeof(double) * 4 * N_ATOMS * 3);
    g_assert_cmpfloat(bw_frame_find(then, "conserved")->values[0], ==,
                      bw_frame_find(now, "conserved")->values[0]);
  }
  g_test_message("%d frames read from the living file", n_read);
  clear_spec(&spec);
}

/* Out of disk */

static void fill(const char *path)
{
  static const char block[4096];
  int fd = open(path, O_WRONLY | O_CREAT, 0666);
  while (write(fd, block, sizeof block) > 0)
    ;
  g_assert_cmpint(errno, ==, ENOSPC);
  close(fd);
}

static void full_disk(const char *disk)
{
  g_autofree char *path = g_build_filename(disk, "run.h5", NULL),
                  *other = g_build_filename(disk, "other", NULL);
  g_autofree char *whole = in_folder("undisturbed.h5");
  BwEngine *engine = bw_engine_new(1, FALSE, NULL, NULL), *beside = bw_engine_new_beside(engine, NULL, NULL);
  BwRunSpec spec = molecules_spec(path, 4, 60000), in_memory = molecules_spec(NULL, 4, 0);
  spec.record.checkpoint_seconds = 0.01;
  spec.record.position_stride = 500;
  start(engine, &spec);
  wait_for_state(engine, BW_JOB_RUNNING);
  fill(other);
  wait_for_state(engine, BW_JOB_WAITING);
  start(beside, &in_memory);
  for (int i = 0; i < 2; i++) {
    const gint64 step = step_of(beside);
    BwJobStatus status;
    bw_engine_get_status(engine, &status);
    g_assert_error(status.error, BW_ERROR, BW_ERROR_DISK);
    g_assert_true(g_str_has_prefix(status.error->message, path));
    g_assert_nonnull(strstr(status.error->message, "MB more"));
    g_assert_cmpint(saved_step(path), ==, status.last_checkpoint);
    check_rows(path, status.last_checkpoint);
    bw_job_status_clear(&status);
    g_usleep(700000); /* it tries again, in vain */
    g_assert_cmpint(state_of(engine), ==, BW_JOB_WAITING);
    g_assert_cmpint(step_of(beside), >, step); /* and holds nobody up */
  }
  bw_engine_free(beside);
  g_unlink(other);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_assert_cmpint(state_of(engine), ==, BW_JOB_FINISHED);
  bw_engine_free(engine);
  spec.output = whole;
  g_assert_cmpint(run_whole(&spec, 1), ==, BW_JOB_FINISHED);
  g_assert_cmpstr(files_differ(path, whole), ==, NULL);
  clear_spec(&spec);
  clear_spec(&in_memory);
}

static void test_full_disk(void)
{
  small_disk_run("16m", full_disk);
}

/* No room even to begin; and no patience. */
static void full_from_the_start(const char *disk)
{
  g_autofree char *path = g_build_filename(disk, "run.h5", NULL),
                  *other = g_build_filename(disk, "other", NULL);
  BwEngine *engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = molecules_spec(path, 4, 100);
  fill(other);
  start(engine, &spec);
  wait_for_state(engine, BW_JOB_WAITING);
  bw_engine_stop(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_assert_cmpint(state_of(engine), ==, BW_JOB_FAILED);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  start(engine, &spec);
  wait_for_state(engine, BW_JOB_WAITING);
  spec.dynamics.temperature = 77;
  bw_engine_change(engine, &spec.dynamics); /* kept for later */
  g_unlink(other);
  bw_engine_wait(engine, NULL, NULL, NULL);
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_cmpint(status.state, ==, BW_JOB_FINISHED);
  g_assert_cmpfloat(status.dynamics.temperature, ==, 77);
  bw_job_status_clear(&status);
  g_assert_cmpint(saved_step(path), ==, 100);
  start(engine, &spec); /* goes with the engine while it waits */
  bw_engine_free(engine);
  clear_spec(&spec);
}

static void test_full_from_the_start(void)
{
  small_disk_run("2m", full_from_the_start);
}

/* Out of this world */

static void check_guard(BwRunSpec *spec, const char *says)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  start(engine, spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_cmpint(status.state, ==, BW_JOB_FAILED);
  g_assert_error(status.error, BW_ERROR, BW_ERROR_PHYSICS);
  g_test_message("%s", status.error->message);
  if (!strstr(status.error->message, says))
    g_error("“%s” says nothing of “%s”", status.error->message, says);
  g_autofree char *step = g_strdup_printf("step %" G_GINT64_FORMAT ":", status.step + 1);
  g_assert_nonnull(strstr(status.error->message, step));

  /* the last good step is in the file, as a frame and as the state */
  g_assert_cmpint(saved_step(spec->output), ==, status.step);
  check_rows(spec->output, status.step);
  g_autoptr(BwH5File) file = bw_h5_file_open(spec->output, BW_JOURNAL_READ, NULL);
  gsize n;
  const gint64 any = -1;
  gint64 *steps = bw_h5_read(file->id, "particles/beads/position/step", H5T_NATIVE_INT64, 1, &any, &n, NULL);
  g_assert_cmpint(steps[n - 1], ==, status.step);
  g_assert_cmpint(n, ==, 1 + (status.step + spec->record.position_stride - 1) / spec->record.position_stride);
  bw_free(steps);
  bw_job_status_clear(&status);
}

static void test_guard(void)
{
  g_autofree char *path = in_folder("guarded.h5");
  BwRunSpec spec = molecules_spec(path, 4, 100000);
  double positions[N_ATOMS * 3];
  memcpy(positions, two_molecules, sizeof positions);
  spec.replace = TRUE;
  spec.positions = positions;
  spec.guard = (BwGuardSettings){.energy_jump = 0.2};
  spec.dynamics.timestep = 1.5;
  positions[3] = 0.5; /* squeezed */
  check_guard(&spec, "the energy of bead");
  spec.guard = (BwGuardSettings){.max_temperature = 50};
  spec.dynamics.temperature = 5;
  check_guard(&spec, "the temperature rose");
  positions[3] = 0.3; /* more than the bond can hold */
  spec.dynamics.timestep = 0.1;
  spec.dynamics.temperature = 300;
  spec.dynamics.thermostat = BW_THERMOSTAT_NONE;
  spec.guard = (BwGuardSettings){.max_distance = 4};
  check_guard(&spec, "has left");
  clear_spec(&spec);
}

/* The forces end somewhere. */
static gboolean cliff(BwPotential *self G_GNUC_UNUSED, const BwReplicas *in, BwEvaluation *out,
                      BwPool *pool G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  for (int r = 0; r < in->n_replicas; r++)
    out->energies[r] = in->positions[0] > 0.501 ? NAN : 0;
  memset(out->forces, 0, sizeof(double) * (gsize)in->n_replicas * in->n_atoms * 3);
  return TRUE;
}

static void test_not_a_number(void)
{
  static const BwPotentialClass klass = {.evaluate = cliff};
  g_autofree char *path = in_folder("cliff.h5");
  BwRunSpec spec = molecules_spec(path, 1, 100000);
  double velocities[N_ATOMS * 3] = {0.01};
  bw_potential_unref(spec.potential);
  spec.potential = g_new0(BwPotential, 1);
  bw_potential_init(spec.potential, &klass, "cliff", "cliff");
  spec.velocities = velocities;
  spec.dynamics.thermostat = BW_THERMOSTAT_NONE;
  spec.dynamics.remove_com = FALSE;
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_error(status.error, BW_ERROR, BW_ERROR_PHYSICS);
  g_assert_cmpint(status.step, ==, 200); /* x = 0.5 */
  g_assert_cmpint(saved_step(path), ==, status.step);
  bw_job_status_clear(&status);
  clear_spec(&spec);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_test_add_func("/survival/full-disk", test_full_disk); /* first: it forks, and has no threads yet */
  g_test_add_func("/survival/full-from-the-start", test_full_from_the_start);
  g_test_add_func("/survival/resumed", test_resumed);
  g_test_add_func("/survival/watched", test_watched);
  g_test_add_func("/survival/guard", test_guard);
  g_test_add_func("/survival/not-a-number", test_not_a_number);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
