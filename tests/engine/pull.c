/* A hand in a run that goes on: obeyed, accounted for, told of, and let go by everything that ends a run. */
#include "common.h"
#include "io/hdf5/h5-file.h"

#define PULL_WORK "/parameters/beadwork/checkpoint/pull_work"

static const BwPull out_of_line = {.atom = 1, .target = {0.9, 0.3, -0.2}, .stiffness = 2};

typedef struct {
  gint64 n_samples;
  double first_conserved, last_conserved, drift; /* eV */
  BwEstimates last;
} Seen;

static void see(const BwSample *sample, gpointer data)
{
  Seen *seen = data;
  if (seen->n_samples++ == 0)
    seen->first_conserved = sample->estimates.conserved;
  seen->drift = MAX(seen->drift, fabs(sample->estimates.conserved - seen->first_conserved));
  seen->last = sample->estimates;
}

static void list(const BwEvent *event, gpointer data)
{
  if (event->kind != BW_EVENT_CHECKPOINT)
    g_array_append_val((GArray *)data, *event);
}

static GArray *drain_events(BwEngine *engine)
{
  GArray *events = g_array_new(FALSE, FALSE, sizeof(BwEvent));
  bw_engine_drain_events(engine, list, events);
  return events;
}

static void expect_events(BwEngine *engine, const BwEventKind *kinds, const int *atoms, guint n)
{
  g_autoptr(GArray) events = drain_events(engine);
  g_assert_cmpuint(events->len, ==, n);
  gint64 last = 0;
  for (guint i = 0; i < n; i++) {
    const BwEvent *event = &g_array_index(events, BwEvent, i);
    g_assert_cmpint(event->kind, ==, kinds[i]);
    g_assert_cmpint(event->atom, ==, atoms[i]);
    g_assert_cmpint(event->step, >=, last);
    g_assert_cmpfloat_with_epsilon(event->time, 0.1 * (double)event->step, 1e-9);
    last = event->step;
  }
}

static BwRunSpec calm_spec(const char *output)
{
  BwRunSpec spec = molecules_spec(output, 4, 0);
  spec.dynamics.timestep = 0.1;
  spec.dynamics.thermostat = BW_THERMOSTAT_NONE;
  spec.dynamics.temperature = 100;
  return spec;
}

static const BwSnapshot *wait_for_snapshot(BwEngine *engine)
{
  const BwSnapshot *snapshot;
  while (!(snapshot = bw_engine_take_snapshot(engine)))
    g_usleep(100);
  return snapshot;
}

static void let_run(BwEngine *engine, int n_steps)
{
  const gint64 end = step_of(engine) + n_steps;
  bw_engine_resume(engine);
  wait_for_step(engine, end);
  bw_engine_pause(engine);
  wait_for_state(engine, BW_JOB_PAUSED);
}

static void test_hand(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = calm_spec(NULL);
  BwPull pull = out_of_line;
  Seen seen = {0};
  start_paused(engine, &spec);
  while (bw_engine_take_snapshot(engine))
    ;
  bw_engine_pull(engine, &pull); /* seen at once, without a step */
  const BwSnapshot *snapshot = wait_for_snapshot(engine);
  g_assert_cmpfloat(snapshot->estimates.pull_energy, >, 0.05);
  g_assert_cmpfloat(snapshot->estimates.pull_energy, ==, snapshot->estimates.pull_work);
  bw_engine_resume(engine);
  for (int i = 0; i < 500; i++) { /* a hand that trembles */
    pull.target[1] = out_of_line.target[1] + 0.01 * sin(0.1 * i);
    bw_engine_pull(engine, &pull);
    g_usleep(100);
  }
  pull.atom = 2;
  pull.target[0] = 3;
  bw_engine_pull(engine, &pull);
  let_run(engine, 500);
  bw_engine_drain_samples(engine, see, &seen);
  g_test_message("work %.4f eV, drift %.2e eV", seen.last.pull_work, seen.drift);
  g_assert_cmpfloat(seen.last.pull_energy, >, 0);
  g_assert_cmpfloat(seen.drift, <, 5e-3);
  bw_engine_pull(engine, NULL);
  bw_engine_pull(engine, NULL);
  let_run(engine, 10);
  bw_engine_drain_samples(engine, see, &seen);
  g_assert_cmpfloat(seen.last.pull_energy, ==, 0);
  expect_events(engine, (BwEventKind[]){BW_EVENT_PULL, BW_EVENT_RELEASE, BW_EVENT_PULL, BW_EVENT_RELEASE},
                (int[]){1, 1, 2, 2}, 4);
  clear_spec(&spec);
}

/* Senseless wishes, and hands without a run, do nothing. */
static void test_nothing_to_pull(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = calm_spec(NULL);
  bw_engine_pull(engine, &out_of_line);
  bw_engine_pull(engine, NULL);
  start_paused(engine, &spec);
  bw_engine_pull(engine, &(BwPull){.atom = N_ATOMS, .stiffness = 1});
  bw_engine_pull(engine, &(BwPull){.atom = -1, .stiffness = 1});
  bw_engine_pull(engine, &(BwPull){.atom = 0, .target = {NAN}, .stiffness = 1});
  let_run(engine, 5);
  expect_events(engine, NULL, NULL, 0);
  bw_engine_pull(engine, &out_of_line);
  bw_engine_stop(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  expect_events(engine, (BwEventKind[]){BW_EVENT_PULL, BW_EVENT_RELEASE}, (int[]){1, 1}, 2);
  start(engine, &spec);
  bw_engine_drain_samples(engine, NULL, NULL);
  wait_for_state(engine, BW_JOB_RUNNING);
  bw_engine_pause(engine);
  wait_for_state(engine, BW_JOB_PAUSED);
  g_assert_cmpfloat(wait_for_snapshot(engine)->estimates.pull_energy, ==, 0);
  clear_spec(&spec);
}

static void test_other_events(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = calm_spec(NULL);
  start_paused(engine, &spec);
  BwDynamicsSettings settings = spec.dynamics;
  settings.temperature = 150;
  bw_engine_change(engine, &settings);
  settings.n_beads = -1;
  bw_engine_change(engine, &settings); /* refused: no event */
  let_run(engine, 5);
  bw_engine_pull(engine, &(BwPull){.atom = 1, .target = {90, 0, 0}, .stiffness = 50}); /* torn off */
  bw_engine_resume(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_assert_cmpint(state_of(engine), ==, BW_JOB_FAILED);
  expect_events(engine, (BwEventKind[]){BW_EVENT_CHANGE, BW_EVENT_PULL, BW_EVENT_GUARD, BW_EVENT_RELEASE},
                (int[]){-1, 1, -1, 1}, 4);
  clear_spec(&spec);
}

/* What a copy of the file, made while somebody pulls, goes on with. `old`: as a version before pulling wrote
 * it. */
static void check_resume(gboolean old)
{
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "run.h5", NULL);
  g_autofree char *copy = g_build_filename(folder, "copy.h5", NULL);
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  g_autoptr(GError) error = NULL;
  BwRunSpec spec = calm_spec(path);
  Seen seen = {0}, again = {0};
  start_paused(engine, &spec);
  if (!old)
    bw_engine_pull(engine, &out_of_line);
  let_run(engine, 300);
  bw_engine_drain_samples(engine, see, &seen);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  g_assert_true(g_file_get_contents(path, &bytes, &n_bytes, NULL));
  g_assert_true(g_file_set_contents(copy, bytes, (gssize)n_bytes, NULL));
  bw_engine_stop(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  if (old) {
    BwH5File *file = bw_h5_file_open(copy, BW_JOURNAL_WRITE, &error);
    g_assert_no_error(error);
    g_assert_cmpint(H5Ldelete(file->id, PULL_WORK, H5P_DEFAULT), >=, 0);
    g_assert_true(bw_h5_file_commit(file, &error));
    bw_h5_file_free(file);
  }
  spec.output = copy;
  spec.resume = TRUE;
  for (int twice = 0; twice < 2; twice++) {
    start_paused(engine, &spec);
    let_run(engine, 100);
    bw_engine_stop(engine);
    bw_engine_wait(engine, NULL, NULL, NULL);
    g_assert_cmpint(state_of(engine), ==, BW_JOB_STOPPED);
  }
  bw_engine_drain_samples(engine, see, &again);
  g_assert_cmpfloat(again.last.pull_energy, ==, 0);
  g_assert_true((again.last.pull_work == 0) == old);
  g_assert_cmpfloat_with_epsilon(again.last.conserved, seen.last.conserved, 2e-3);
  g_assert_true(old || fabs(seen.last.pull_work) > 0.05);
  clear_spec(&spec);
  remove_folder(folder);
}

static void test_resume(void)
{
  check_resume(FALSE);
  check_resume(TRUE);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pull/hand", test_hand);
  g_test_add_func("/pull/nothing-to-pull", test_nothing_to_pull);
  g_test_add_func("/pull/other-events", test_other_events);
  g_test_add_func("/pull/resume", test_resume);
  return g_test_run();
}
