/* What a run outlives: being stopped, killed, out of disk, and its own physics. */
#include "common.h"
#include "io/io.h"
#include "same-file.h"
#include "small-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>

static char *folder;

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

static gint64 saved_step(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, &error);
  g_assert_no_error(error);
  gint64 step;
  bw_h5_read_into(file->id, "parameters/beadwork/checkpoint/step", H5T_NATIVE_INT64, 0, NULL, &step, &error);
  g_assert_no_error(error);
  return step;
}

/* Every estimate of every step up to the checkpoint is there, and nothing else. */
static void check_rows(const char *path, gint64 step)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, &error);
  const gint64 n = step + 1;
  gint64 *steps = bw_h5_read(file->id, "observables/potential/step", H5T_NATIVE_INT64, 1, &n, NULL, &error);
  g_assert_no_error(error);
  double *values =
      bw_h5_read(file->id, "observables/conserved/value", H5T_NATIVE_DOUBLE, 1, &n, NULL, &error);
  g_assert_no_error(error);
  for (gint64 i = 0; i < n; i++) {
    g_assert_cmpint(steps[i], ==, i);
    g_assert_cmpfloat_with_epsilon(values[i], values[0], 0.1);
  }
  bw_free(steps);
  bw_free(values);
}

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

/* Killed */

enum { PATIENCE = 120 }; /* s, for a checkpoint */

static BwRunSpec hasty_spec(const char *output, gint64 n_steps)
{
  BwRunSpec spec = molecules_spec(output, 2, n_steps);
  spec.record.checkpoint_seconds = 0.003;
  return spec;
}

/* What the victim says about itself. */
typedef struct {
  gint64 checkpoint, step;
  BwJobState state;
} Report;

static void report(BwEngine *engine, int pipe)
{
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_no_error(status.error);
  const Report said = {status.last_checkpoint, status.step, status.state};
  g_assert_cmpint(write(pipe, &said, sizeof said), ==, sizeof said);
  bw_job_status_clear(&status);
}

/* The victim: goes on with the run for ever and reports its checkpoints. */
static void run_and_report(const char *path, int pipe)
{
  BwRunSpec spec = hasty_spec(path, 0);
  spec.resume = g_file_test(path, G_FILE_TEST_EXISTS);
  BwEngine *engine = bw_engine_new(1, FALSE, NULL, NULL);
  start(engine, &spec);
  for (;;) {
    report(engine, pipe);
    bw_engine_drain_samples(engine, NULL, NULL);
    g_usleep(500);
  }
}

/* Where each thread of a process is, as far as the system tells. */
static void print_threads(pid_t process)
{
  static const char *const files[] = {"comm", "wchan", "syscall", "stack"};
  g_autofree char *folder_of_tasks = g_strdup_printf("/proc/%d/task", (int)process);
  g_autoptr(GDir) tasks = g_dir_open(folder_of_tasks, 0, NULL);
  for (const char *task; tasks && (task = g_dir_read_name(tasks));)
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
      g_autofree char *path = g_build_filename(folder_of_tasks, task, files[i], NULL), *text = NULL;
      if (g_file_get_contents(path, &text, NULL, NULL))
        g_printerr("%s %s: %s\n", task, files[i], g_strchomp(text));
    }
  g_autofree char *gdb = g_strdup_printf("gdb -batch -ex 'thread apply all bt' -p %d", (int)process);
  if (!g_spawn_command_line_sync(gdb, NULL, NULL, NULL, NULL))
    g_printerr("there is no gdb to say more\n");
}

/* Waits for a checkpoint after `step`; returns the last one that was reported. A victim that makes none in
 * minutes hangs: the test says where, and fails. */
static gint64 await_checkpoint(pid_t child, int pipe, gint64 step)
{
  const gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  Report said = {-1, -1, BW_JOB_IDLE};
  while (said.checkpoint <= step && g_get_monotonic_time() < end) {
    struct pollfd ready = {.fd = pipe, .events = POLLIN};
    if (poll(&ready, 1, 1000) > 0 && read(pipe, &said, sizeof said) != sizeof said)
      return said.checkpoint; /* it ended by itself, and says why */
  }
  if (said.checkpoint > step)
    return said.checkpoint;
  print_threads(child);
  g_error("no checkpoint after step %" G_GINT64_FORMAT " in %d s: the victim is at step %" G_GINT64_FORMAT
          " in state %d, its last checkpoint is %" G_GINT64_FORMAT,
          step, PATIENCE, said.step, said.state, said.checkpoint);
}

/* Kills the victim `after` some µs, counted from its first checkpoint after `step` or, while it is still
 * `starting`, from its birth. Returns the last checkpoint that was reported. */
static gint64 kill_one(const char *path, gint64 step, gboolean starting, gulong after)
{
  int ends[2], status;
  gint64 last = -1;
  g_assert_cmpint(pipe(ends), ==, 0);
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    run_and_report(path, ends[1]);
  }
  close(ends[1]);
  if (!starting)
    last = await_checkpoint(child, ends[0], step);
  g_usleep(after);
  kill(child, SIGKILL);
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  for (Report said; read(ends[0], &said, sizeof said) == sizeof said;)
    last = said.checkpoint;
  close(ends[0]);
  return last;
}

static void test_killed(void)
{
  enum { N_KILLS = 100 };
  g_autofree char *path = in_folder("killed.h5"), *whole = in_folder("uninterrupted.h5");
  gint64 step = -1;
  int n_checkpoints = 0;
  for (int i = 0; i < N_KILLS; i++) {
    const gboolean starting = i % 2 == 0; /* how far a start comes depends on the machine */
    gint64 reported = kill_one(path, step, starting, (gulong)g_test_rand_int_range(1000, 100000));
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
      g_assert_cmpint(reported, ==, -1);
      continue;
    }
    gint64 now = saved_step(path);
    g_assert_cmpint(now, >=, MAX(step, reported));
    check_rows(path, now);
    n_checkpoints += now > step;
    step = now;
  }
  g_test_message("%d kills, step %" G_GINT64_FORMAT " in the end", N_KILLS, step);
  g_assert_cmpint(n_checkpoints, >=, N_KILLS / 2);

  BwRunSpec spec = hasty_spec(path, step + 100);
  spec.resume = TRUE;
  g_assert_cmpint(run_whole(&spec, 1), ==, BW_JOB_FINISHED);
  spec.resume = FALSE;
  spec.output = whole;
  g_assert_cmpint(run_whole(&spec, 1), ==, BW_JOB_FINISHED);
  g_assert_cmpstr(files_differ(path, whole), ==, NULL);
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
  g_test_add_func("/survival/killed", test_killed); /* first: it forks, and has no threads yet */
  g_test_add_func("/survival/full-disk", test_full_disk);
  g_test_add_func("/survival/full-from-the-start", test_full_from_the_start);
  g_test_add_func("/survival/resumed", test_resumed);
  g_test_add_func("/survival/watched", test_watched);
  g_test_add_func("/survival/guard", test_guard);
  g_test_add_func("/survival/not-a-number", test_not_a_number);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
