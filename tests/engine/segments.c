/* Runs whose number of beads changes while they are recorded: segments, resumed bit for bit, read as one. */
#include "common.h"
#include "engine/job.h"
#include "engine/run-observable.h"
#include "io/io.h"
#include "same-file.h"
#include "system/trajectory-slice.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder;

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

/* What happens at which step. */
typedef struct {
  gint64 step;
  int n_beads;
} Change;

static BwJob *new_job(const char *path, gboolean resume)
{
  BwRunSpec spec = molecules_spec(path, 8, 0);
  g_autoptr(GError) error = NULL;
  spec.resume = resume;
  spec.replace = !resume;
  spec.dynamics.thermostat = BW_THERMOSTAT_PILE_G;
  spec.guard = (BwGuardSettings){0}; /* beads that are drawn anew so often are hot */
  spec.record = (BwRecordSettings){.position_stride = 4,
                                   .momentum_stride = 7,
                                   .force_stride = 5,
                                   .estimate_stride = 1,
                                   .checkpoint_seconds = 0.003};
  BwJob *job = bw_job_new(bw_run_spec_copy(&spec), NULL, &error);
  g_assert_no_error(error);
  clear_spec(&spec);
  return job;
}

/* Steps until `end`, with the changes that come on the way; a checkpoint every `every` steps and at the end.
 */
static void go_on(BwJob *job, gint64 end, const Change *changes, int every, gboolean save)
{
  g_autoptr(GError) error = NULL;
  for (;;) {
    gint64 step = bw_job_get_step(job);
    for (const Change *change = changes; change->n_beads; change++) {
      BwDynamicsSettings settings = *bw_dynamics_get_settings(job->dynamics);
      settings.n_beads = change->n_beads;
      if (change->step == step && !bw_job_change(job, &settings, NULL, &error))
        g_error("%s", error->message);
    }
    if (step >= end)
      break;
    bw_job_step(job, NULL, &error);
    g_assert_no_error(error);
    if (bw_job_get_step(job) % every == 0)
      g_assert_true(bw_job_checkpoint(job, NULL));
  }
  if (save)
    g_assert_true(bw_job_checkpoint(job, NULL));
}

static const Change changes[] = {{30, 16}, {45, 3}, {45, 1}, {70, 12}, {0}};

/* The changes after `step`: those before it were made by the session before. */
static const Change *after(gint64 step)
{
  const Change *change = changes;
  while (change->n_beads && change->step <= step)
    change++;
  return change;
}

static void run_in_parts(const char *path, const gint64 *ends, int n_ends, int every, gboolean save)
{
  for (int i = 0; i < n_ends; i++) {
    g_autoptr(BwJob) job = new_job(path, i > 0);
    go_on(job, ends[i], after(i > 0 ? bw_job_get_step(job) : -1), every, save || i == n_ends - 1);
  }
}

static void test_resumed(void)
{
  g_autofree char *whole = in_folder("whole.h5"), *parts = in_folder("parts.h5");
  run_in_parts(whole, (gint64[]){100}, 1, 1000, TRUE);
  run_in_parts(parts, (gint64[]){20, 30, 31, 44, 45, 46, 69, 71, 100}, 9, 1000, TRUE);
  g_assert_cmpstr(files_differ(whole, parts), ==, NULL);
  run_in_parts(parts, (gint64[]){20, 40, 60, 100}, 4, 3, TRUE);
  g_assert_cmpstr(files_differ(whole, parts), ==, NULL);
  run_in_parts(parts, (gint64[]){33, 58, 90, 100}, 4, 9, FALSE); /* what came after a checkpoint is lost */
  g_assert_cmpstr(files_differ(whole, parts), ==, NULL);
}

static int beads_at(gint64 step)
{
  int n_beads = 8;
  for (const Change *change = changes; change->n_beads && step > change->step; change++)
    n_beads = change->n_beads;
  return n_beads;
}

static void test_read(void)
{
  g_autofree char *path = in_folder("whole.h5");
  g_autoptr(GError) error = NULL;
  run_in_parts(path, (gint64[]){100}, 1, 10, TRUE);
  g_autoptr(BwTrajectory) run = bw_open_trajectory(path, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(run->is_run);
  g_assert_null(run->units_note);
  g_assert_cmpint(run->n_frames, ==, 26);
  g_assert_cmpint(run->n_beads, ==, 8);
  BwAtoms *atoms = NULL;
  for (gint64 i = 0; i < run->n_frames; i++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(run, i, &error);
    g_assert_no_error(error);
    g_assert_cmpint(frame->step, ==, 4 * i);
    g_assert_cmpfloat_with_epsilon(frame->time, 0.25 * (double)frame->step, 1e-9);
    g_assert_cmpint(frame->n_beads, ==, beads_at(frame->step));
    g_assert_nonnull(bw_frame_find(frame, "conserved"));
    g_assert_true((bw_frame_find(frame, "forces") != NULL) == (frame->step % 5 == 0));
    g_assert_true(!atoms || atoms == frame->atoms);
    atoms = frame->atoms;
  }
  g_auto(BwRunObservable) conserved = {0};
  g_assert_true(bw_run_observable_read(path, "conserved", &conserved, &error));
  g_assert_cmpint(conserved.n, ==, 101);
  for (gsize i = 0; i < conserved.n; i++)
    g_assert_cmpfloat_with_epsilon(conserved.values[i], conserved.values[0], 0.02);
  g_auto(BwRunInfo) info = {0};
  g_assert_true(bw_run_info_read(path, &info, &error));
  g_assert_cmpint(info.dynamics.n_beads, ==, 12);
}

/* Written as H5MD it is the same again; formats that keep one number of beads refuse, unless they need not.
 */
static void test_written(void)
{
  g_autofree char *path = in_folder("whole.h5"), *copy = in_folder("copy.h5"), *xyz = in_folder("copy.xyz"),
                  *beads = in_folder("copy.pos_0.xyz");
  g_autoptr(GError) error = NULL;
  run_in_parts(path, (gint64[]){100}, 1, 10, TRUE);
  g_autoptr(BwTrajectory) run = bw_open_trajectory(path, NULL, NULL);
  g_assert_true(bw_write_trajectory(copy, run, NULL, NULL, NULL, NULL, &error));
  g_autoptr(BwTrajectory) again = bw_open_trajectory(copy, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(again->n_frames, ==, run->n_frames);
  for (gint64 i = 0; i < run->n_frames; i++) {
    g_autoptr(BwFrame) a = bw_trajectory_read(run, i, NULL), b = bw_trajectory_read(again, i, NULL);
    g_assert_cmpint(a->n_beads, ==, b->n_beads);
    g_assert_cmpint(a->step, ==, b->step);
    g_assert_cmpfloat(a->time, ==, b->time);
    const gsize bytes = sizeof(double) * (gsize)a->n_beads * N_ATOMS * 3;
    g_assert_cmpmem(a->positions, bytes, b->positions, bytes);
    g_assert_cmpfloat(bw_frame_find(a, "potential")->values[0], ==, bw_frame_find(b, "potential")->values[0]);
  }
  const char *const refusing[] = {xyz, beads};
  for (gsize i = 0; i < G_N_ELEMENTS(refusing); i++) {
    g_assert_false(bw_write_trajectory(refusing[i], run, NULL, NULL, NULL, NULL, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
    g_assert_nonnull(strstr(error->message, "has 16 beads, the first 8"));
    g_clear_error(&error);
    g_assert_false(g_file_test(refusing[i], G_FILE_TEST_EXISTS));
  }
  g_autoptr(BwTrajectory) part = bw_trajectory_slice(run, 9, 12, 1, FALSE);
  g_autoptr(BwTrajectory) centroids = bw_trajectory_slice(run, 0, 26, 1, TRUE);
  g_assert_cmpint(part->n_beads, ==, 16);
  g_assert_true(bw_write_trajectory(xyz, part, NULL, NULL, NULL, NULL, &error));
  g_assert_true(bw_write_trajectory(xyz, centroids, NULL, NULL, NULL, NULL, &error));
}

/* Two changes without a frame between them leave one segment. */
static void test_groups(void)
{
  g_autofree char *path = in_folder("whole.h5");
  for (int every = 1; every < 1000; every += 500) {
    run_in_parts(path, (gint64[]){100}, 1, every, TRUE);
    g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, NULL);
    const int expected[] = {8, 16, 1, 12};
    for (int i = 0; i < 4; i++) {
      gint64 n_beads;
      g_autofree char *name = i ? g_strdup_printf("particles/beads.%d", i + 1) : g_strdup("particles/beads");
      g_auto(BwH5) group = bw_h5_open(file->id, name, NULL);
      g_assert_true(bw_h5_get_int(group, "n_beads", &n_beads));
      g_assert_cmpint(n_beads, ==, expected[i]);
    }
    g_assert_false(bw_h5_has(file->id, "particles/beads.5"));
  }
}

/* A segment that is in the file but has no frame yet gives way to the next; readers pass over it. */
static void test_empty(void)
{
  g_autofree char *path = in_folder("empty.h5");
  g_autoptr(GError) error = NULL;
  for (int n_beads = 2; n_beads < 5; n_beads++) {
    g_autoptr(BwJob) job = new_job(path, n_beads > 2);
    go_on(job, 2, (const Change[]){{2, n_beads}, {0}}, 1000, TRUE);
    g_autoptr(BwTrajectory) run = bw_open_trajectory(path, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(run->n_frames, ==, 1);
  }
  g_autoptr(BwJob) job = new_job(path, TRUE);
  go_on(job, 8, (const Change[]){{0}}, 1000, TRUE);
  g_autoptr(BwTrajectory) run = bw_open_trajectory(path, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(run->n_frames, ==, 3);
  g_autoptr(BwFrame) last = bw_trajectory_read(run, 2, &error);
  g_assert_cmpint(last->n_beads, ==, 4);
}

/* Events come back as they went in, also into a file that had none when it was made. */
static void test_events(void)
{
  g_autofree char *path = in_folder("events.h5");
  g_autoptr(GError) error = NULL;
  const BwEvent happened[] = {
      {3, 0.75, BW_EVENT_PULL, 2}, {5, 1.25, BW_EVENT_RELEASE, 2}, {9, 2.25, BW_EVENT_GUARD, -1}};
  for (int i = 0; i < 3; i++) {
    g_autoptr(BwJob) job = new_job(path, i > 0);
    go_on(job, 2 * i, (const Change[]){{0}}, 1000, TRUE);
    bw_run_file_record_event(job->file, &happened[i]);
    g_assert_true(bw_job_checkpoint(job, NULL));
    bw_run_file_record_event(job->file, &happened[i]); /* after the last checkpoint: lost */
  }
  g_autoptr(GArray) events = bw_run_read_events(path, &error);
  g_assert_no_error(error);
  g_assert_cmpint(events->len, ==, 3);
  for (guint i = 0; i < events->len; i++) {
    const BwEvent *event = &g_array_index(events, BwEvent, i);
    g_assert_cmpint(event->step, ==, happened[i].step);
    g_assert_cmpfloat(event->time, ==, happened[i].time);
    g_assert_cmpint(event->kind, ==, happened[i].kind);
    g_assert_cmpint(event->atom, ==, happened[i].atom);
  }
  g_autoptr(GArray) none = bw_run_read_events("/nowhere.h5", &error);
  g_assert_null(none);
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
}

/* Other beads every twenty steps, for ever, or up to `end`. */
static void keep_changing(BwJob *job, gint64 end)
{
  g_autoptr(GError) error = NULL;
  while (end == 0 || bw_job_get_step(job) < end) {
    BwDynamicsSettings settings = *bw_dynamics_get_settings(job->dynamics);
    const int wanted = 2 + (int)(bw_job_get_step(job) / 20 % 3);
    if (settings.n_beads != wanted) {
      settings.n_beads = wanted;
      bw_job_change(job, &settings, NULL, &error);
      g_assert_no_error(error);
    }
    bw_job_step(job, NULL, &error);
    g_assert_no_error(error);
    bw_job_keep_safe(job, g_get_monotonic_time(), &error);
    g_assert_no_error(error);
  }
}

/* Killed at any moment, the run goes on to the same bytes as one that was left alone. */
static void test_killed(void)
{
  enum { N_KILLS = 30 };
  g_autofree char *path = in_folder("killed.h5"), *whole = in_folder("alone.h5");
  for (int i = 0; i < N_KILLS; i++) {
    int status;
    pid_t child = fork();
    if (child == 0) {
      keep_changing(new_job(path, g_file_test(path, G_FILE_TEST_EXISTS)), 0);
      _exit(1);
    }
    g_usleep((gulong)(i % 2 ? g_test_rand_int_range(100000, 300000) : g_test_rand_int_range(2000, 60000)));
    kill(child, SIGKILL);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  }
  g_autoptr(BwJob) job = new_job(path, g_file_test(path, G_FILE_TEST_EXISTS)), alone = new_job(whole, FALSE);
  const gint64 step = bw_job_get_step(job), end = step + 120;
  g_test_message("killed up to step %" G_GINT64_FORMAT, step);
  keep_changing(job, end);
  keep_changing(alone, end);
  g_assert_true(bw_job_checkpoint(job, NULL) && bw_job_checkpoint(alone, NULL));
  g_assert_cmpstr(files_differ(path, whole), ==, NULL);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_test_add_func("/segments/killed", test_killed); /* first: it forks, and has no threads yet */
  g_test_add_func("/segments/resumed", test_resumed);
  g_test_add_func("/segments/read", test_read);
  g_test_add_func("/segments/written", test_written);
  g_test_add_func("/segments/groups", test_groups);
  g_test_add_func("/segments/empty", test_empty);
  g_test_add_func("/segments/events", test_events);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
