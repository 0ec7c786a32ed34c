/* What a hand does to a run that goes on: other settings, a pause, a step, a spring. */
#include "sessions.h"

static gboolean is_paused(Fixture *f)
{
  return bw_session_get_job_state(f->session) == BW_JOB_PAUSED;
}

static gboolean is_hotter(Fixture *f)
{
  const BwRun *run = bw_session_get_run(f->session);
  return bw_run_get_status((BwRun *)run)->dynamics.temperature == 400 &&
         bw_session_get_frame(f->session)->n_beads == 8;
}

static gboolean is_in_trouble(Fixture *f)
{
  return f->n_trouble > 0;
}

static void test_changes(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_ethanol(f);
  bw_session_set_length(f->session, 0);
  bw_session_start(f->session);
  g_assert_true(happens(f, runs));
  BwRun *run = bw_session_get_run(f->session);
  double begin = bw_run_get_averages_begin(run);
  BwDynamicsSettings dynamics = *bw_session_get_dynamics(f->session);
  dynamics.temperature = 400;
  dynamics.n_beads = 8;
  bw_session_set_dynamics(f->session, &dynamics);
  g_assert_true(happens(f, is_hotter));
  g_assert_cmpfloat(bw_run_get_averages_begin(run), >, begin);
  g_autofree char *note = bw_session_describe_note(f->session);
  g_assert_nonnull(strstr(note, "beads was changed"));
  g_assert_null(f->trouble);

  begin = bw_run_get_averages_begin(run);
  dynamics.n_beads = 1000; /* refused */
  bw_session_set_dynamics(f->session, &dynamics);
  g_assert_true(happens(f, is_in_trouble));
  g_assert_cmpint(bw_session_get_dynamics(f->session)->n_beads, ==, 8);
  g_assert_cmpfloat(bw_run_get_averages_begin(run), ==, begin);
  g_assert_cmpint(bw_session_get_job_state(f->session), ==, BW_JOB_RUNNING);

  bw_session_start_or_pause(f->session);
  g_assert_true(happens(f, is_paused));
  double time = bw_run_get_time(run);
  bw_session_step_once(f->session);
  spend(0.3);
  g_assert_cmpfloat_with_epsilon(bw_run_get_time(run), time + 0.25, 1e-9);
  const GArray *events = bw_session_get_events(f->session);
  g_assert_cmpuint(events->len, ==, 1);
  g_assert_cmpint(g_array_index(events, BwEvent, 0).kind, ==, BW_EVENT_CHANGE);
}

static gboolean has_pulled(Fixture *f)
{
  const BwTrace *trace = bw_session_get_trace(f->session);
  const BwTraceColumn *energy = bw_trace_get_column(trace, BW_TRACE_PULL);
  return trace->n > 0 && energy->y[trace->n - 1] > 0;
}

static gboolean has_let_go(Fixture *f)
{
  return !has_pulled(f);
}

static void test_pull(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_ethanol(f);
  bw_session_set_length(f->session, 0);
  g_assert_false(bw_session_can_pull(f->session));
  bw_session_start(f->session);
  g_assert_true(happens(f, runs));
  g_assert_true(bw_session_can_pull(f->session));
  bw_session_pull(f->session, 8, (const double[3]){50, 0, 0}); /* far: the spring does not tear */
  g_assert_true(happens(f, has_pulled));
  spend(0.3);
  g_assert_true(runs(f));
  bw_session_release(f->session);
  g_assert_true(happens(f, has_let_go));
  g_assert_null(f->trouble);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/changes", test_changes);
  add("/session/pull", test_pull);
  return g_test_run();
}
