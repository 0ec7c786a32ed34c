/* A run that is killed, a hundred times, goes on from its last checkpoint, and ends as if it had never been.
 */
#include "same-file.h"
#include "saved.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_test_add_func("/survival/killed", test_killed); /* it forks, and has no threads yet */
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
