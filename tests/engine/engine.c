/* The worker thread: commands in, snapshots, samples and notices out. */
#include "common.h"

static void expect_error(BwEngine *engine, BwJobState state, BwError code, const char *part)
{
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_cmpint(status.state, ==, state);
  g_assert_error(status.error, BW_ERROR, (int)code);
  if (!strstr(status.error->message, part))
    g_error("“%s” says nothing of “%s”", status.error->message, part);
  bw_job_status_clear(&status);
}

typedef struct {
  gint64 next_step;
  int n_coordinates;
  double centroid;
} Seen;

static void see(const BwSample *sample, gpointer data)
{
  Seen *seen = data;
  g_assert_cmpint(sample->step, ==, seen->next_step);
  seen->next_step++;
  seen->n_coordinates = sample->n_coordinates;
  if (sample->n_coordinates == 0)
    return;
  double mean = 0;
  for (int b = 0; b < sample->n_beads; b++)
    mean += sample->values[b] / sample->n_beads;
  seen->centroid = sample->values[sample->n_beads];
  g_assert_cmpfloat(mean, >=, seen->centroid - 1e-12); /* the mean length is no less than the mean vector's */
  g_assert_cmpfloat(mean, <, 3);
}

static void drain(BwEngine *engine, gpointer data)
{
  bw_engine_drain_samples(engine, see, data);
}

static void test_runs(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = molecules_spec(NULL, 8, 20000);
  Seen seen = {0};
  bw_engine_watch(engine, (const BwCoordinate[]){{2, {0, 1}}, {2, {2, 3}}}, 2);
  start(engine, &spec);
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_engine_start_run(engine, &spec, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  clear_spec(&spec);
  bw_engine_wait(engine, NULL, drain, &seen);
  drain(engine, &seen);
  g_assert_cmpint(seen.next_step, ==, 20001);
  g_assert_cmpint(seen.n_coordinates, ==, 2);

  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_cmpint(status.state, ==, BW_JOB_FINISHED);
  g_assert_cmpint(status.step, ==, 20000);
  g_assert_no_error(status.error);
  bw_job_status_clear(&status);
  const BwSnapshot *snapshot = bw_engine_take_snapshot(engine);
  g_assert_cmpint(snapshot->step, ==, 20000);
  g_assert_cmpint(snapshot->n_beads, ==, 8);
  double vector[3] = {0};
  for (int i = 0; i < 8 * 3; i++)
    vector[i % 3] += (snapshot->positions[(i / 3) * N_ATOMS * 3 + 3 + i % 3] -
                      snapshot->positions[(i / 3) * N_ATOMS * 3 + i % 3]) /
                     8;
  g_assert_cmpfloat_with_epsilon(sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]),
                                 seen.centroid, 1e-12);
  g_assert_null(bw_engine_take_snapshot(engine));
}

static void test_thousand_commands(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(2, TRUE, NULL, NULL);
  BwRunSpec spec = molecules_spec(NULL, 4, 0);
  Seen seen = {0};
  gint64 last = -1;
  for (int i = 0; i < 1000; i++) {
    if (i % 50 == 0) {
      bw_engine_stop(engine);
      bw_engine_wait(engine, NULL, NULL, NULL);
      drain(engine, &seen);
      bw_engine_take_snapshot(engine); /* what the run before left */
      seen = (Seen){0};
      last = -1;
      start(engine, &spec);
    }
    switch (g_test_rand_int_range(0, 6)) {
    case 0:
      bw_engine_pause(engine);
      break;
    case 1:
      bw_engine_resume(engine);
      break;
    case 2:
      bw_engine_step_once(engine);
      break;
    case 3:
      bw_engine_watch(engine, (const BwCoordinate[]){{2, {0, 1}}, {3, {0, 9, 1}}}, i % 3);
      break;
    case 4:
      spec.dynamics.temperature = g_test_rand_double_range(100, 400);
      bw_engine_change(engine, &spec.dynamics);
      break;
    default:
      drain(engine, &seen);
    }
    const BwSnapshot *snapshot = bw_engine_take_snapshot(engine);
    if (snapshot) {
      g_assert_cmpint(snapshot->step, >=, last);
      last = snapshot->step;
      for (int k = 0; k < snapshot->n_beads * N_ATOMS * 3; k++)
        g_assert_true(isfinite(snapshot->positions[k]));
    }
  }
  bw_engine_stop(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  drain(engine, &seen);
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_cmpint(status.state, ==, BW_JOB_STOPPED);
  g_assert_cmpint(seen.next_step, ==, status.step + 1);
  bw_job_status_clear(&status);
  clear_spec(&spec);
}

static void test_single_steps(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = molecules_spec(NULL, 4, 0);
  start(engine, &spec);
  bw_engine_pause(engine);
  wait_for_state(engine, BW_JOB_PAUSED);
  while (bw_engine_take_snapshot(engine))
    ;
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  for (int i = 1; i <= 5; i++) {
    const BwSnapshot *snapshot;
    bw_engine_step_once(engine);
    while (!(snapshot = bw_engine_take_snapshot(engine)))
      g_usleep(100);
    g_assert_cmpint(snapshot->step, ==, status.step + i);
  }
  bw_job_status_clear(&status);
  clear_spec(&spec);
}

static void count(BwEngine *engine G_GNUC_UNUSED, gpointer data)
{
  ++*(int *)data;
}

static void test_notices(void)
{
  int n = 0;
  g_autoptr(GMainContext) context = g_main_context_new();
  g_main_context_push_thread_default(context);
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, count, &n);
  g_main_context_pop_thread_default(context);
  BwRunSpec spec = molecules_spec(NULL, 4, 100);
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_assert_cmpint(n, ==, 0); /* nobody has looked */
  while (g_main_context_iteration(context, FALSE))
    ;
  g_assert_cmpint(n, ==, 1); /* started, running, finished: one notice */
  start(engine, &spec);      /* one is on its way when the engine goes */
  clear_spec(&spec);
}

static void test_change(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "run.h5", NULL);
  BwRunSpec spec = molecules_spec(path, 4, 0);
  start(engine, &spec);
  BwDynamicsSettings settings = spec.dynamics;
  settings.n_beads = 8;
  bw_engine_change(engine, &settings);
  bw_engine_pause(engine);
  wait_for_state(engine, BW_JOB_PAUSED);
  settings.n_beads = 4;
  settings.temperature = -1;
  bw_engine_change(engine, &settings);
  g_usleep(50000);
  expect_error(engine, BW_JOB_PAUSED, BW_ERROR_ARGUMENT, "-1");
  settings.temperature = 250;
  bw_engine_change(engine, &settings);
  bw_engine_stop(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  spec.resume = TRUE;
  start(engine, &spec);
  wait_for_state(engine, BW_JOB_RUNNING);
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_cmpfloat(status.dynamics.temperature, ==, 250);
  g_assert_cmpint(status.dynamics.n_beads, ==, 4);
  bw_job_status_clear(&status);
  bw_engine_stop(engine);
  bw_engine_wait(engine, NULL, NULL, NULL);
  clear_spec(&spec);
  remove_folder(folder);
}

/* Temperature, friction and beads of a run that stands still: seen without a step, books in order. */
static void test_change_while_paused(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  BwRunSpec spec = molecules_spec(NULL, 4, 0);
  start(engine, &spec);
  bw_engine_pause(engine);
  wait_for_state(engine, BW_JOB_PAUSED);
  const BwSnapshot *snapshot = bw_engine_take_snapshot(engine);
  const gint64 step = snapshot->step;
  const double conserved = snapshot->estimates.conserved;
  BwDynamicsSettings settings = spec.dynamics;
  for (int i = 0; i < 5; i++) {
    settings.temperature = i == 0 ? 200 : settings.temperature;
    settings.tau = i == 1 ? 33 : settings.tau;
    settings.pile_lambda = i == 2 ? 0.5 : settings.pile_lambda;
    settings.n_beads = i == 3 ? 12 : i == 4 ? 1 : settings.n_beads;
    bw_engine_change(engine, &settings);
    while (!(snapshot = bw_engine_take_snapshot(engine)))
      g_usleep(100);
    g_assert_cmpint(snapshot->step, ==, step);
    g_assert_cmpint(snapshot->n_beads, ==, settings.n_beads);
    g_assert_cmpfloat_with_epsilon(snapshot->estimates.conserved, conserved, 1e-11);
  }
  bw_engine_step_once(engine);
  while (!(snapshot = bw_engine_take_snapshot(engine)))
    g_usleep(100);
  g_assert_cmpint(snapshot->step, ==, step + 1);
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  g_assert_cmpint(status.state, ==, BW_JOB_PAUSED);
  g_assert_cmpfloat(status.dynamics.tau, ==, 33);
  g_assert_cmpfloat(status.dynamics.pile_lambda, ==, 0.5);
  g_assert_cmpfloat(status.dynamics.temperature, ==, 200);
  g_assert_cmpint(status.dynamics.n_beads, ==, 1);
  bw_job_status_clear(&status);
  clear_spec(&spec);
}

static void test_refusals(void)
{
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "run.h5", NULL);
  BwRunSpec spec = molecules_spec(path, 4, 10), other = molecules_spec(path, 4, 20);
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  expect_error(engine, BW_JOB_FAILED, BW_ERROR_FILE, "is there already");
  bw_potential_unref(other.potential);
  other.potential = bw_lennard_jones_new(0.01, 3.4, 0);
  other.resume = TRUE;
  start(engine, &other);
  bw_engine_wait(engine, NULL, NULL, NULL);
  expect_error(engine, BW_JOB_FAILED, BW_ERROR_ARGUMENT, "put the model back");
  spec.replace = TRUE;
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_assert_cmpint(state_of(engine), ==, BW_JOB_FINISHED);
  spec.dynamics.temperature = NAN;
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_assert_cmpint(state_of(engine), ==, BW_JOB_FAILED);
  clear_spec(&spec);
  clear_spec(&other);
  remove_folder(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/engine/runs", test_runs);
  g_test_add_func("/engine/thousand-commands", test_thousand_commands);
  g_test_add_func("/engine/single-steps", test_single_steps);
  g_test_add_func("/engine/notices", test_notices);
  g_test_add_func("/engine/change", test_change);
  g_test_add_func("/engine/change-while-paused", test_change_while_paused);
  g_test_add_func("/engine/refusals", test_refusals);
  return g_test_run();
}
