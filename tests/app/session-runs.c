/* Runs of a session: which goes on when, beside what is shown, with a classical twin, and into a file. */
#include "sessions.h"

static void test_queue(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename(f->folder, "nowhere", "run.h5", NULL);
  open_ethanol(f);
  bw_session_start(f->session);
  BwRun *first = bw_session_get_run(f->session);
  bw_session_set_output(f->session, nowhere);
  bw_session_start(f->session); /* will fail */
  bw_session_set_output(f->session, NULL);
  bw_session_start(f->session);
  bw_session_start(f->session); /* will be removed */
  g_assert_cmpuint(bw_session_get_n_queued(f->session), ==, 3);
  g_assert_true(bw_session_get_run(f->session) == first); /* what waits is not shown */
  BwEntry *last = get_entry(f, 2), *third = get_entry(f, 3), *second = get_entry(f, 4);
  g_assert_cmpint(bw_entry_get_state(last), ==, BW_ENTRY_QUEUED);
  g_assert_true(g_str_has_suffix(bw_entry_get_detail(last), "queued"));
  bw_session_remove_entry(f->session, last);
  g_assert_cmpuint(bw_session_get_n_queued(f->session), ==, 2);
  g_assert_true(happens(f, is_idle));
  g_assert_cmpint(f->n_finished, ==, 2);
  g_assert_cmpint(f->n_trouble, ==, 1);
  g_assert_nonnull(strstr(f->trouble, "nowhere"));
  g_assert_cmpint(bw_entry_get_state(second), ==, BW_ENTRY_FAILED);
  g_assert_cmpint(bw_entry_get_state(third), ==, BW_ENTRY_FINISHED);
  g_assert_cmpfloat(bw_entry_get_progress(third), ==, 1);
  g_assert_cmpint(bw_run_get_state(first), ==, BW_JOB_FINISHED);
  g_assert_cmpfloat_with_epsilon(bw_session_get_frame(f->session)->time, 25, 1e-9);
}

/* A job goes on while something else is shown. */
static void test_aside(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_ethanol(f);
  bw_session_set_length(f->session, 0);
  bw_session_start(f->session);
  g_assert_true(happens(f, runs));
  BwRun *job = bw_session_get_job(f->session);
  bw_session_show_entry(f->session, get_entry(f, 0));
  g_assert_false(bw_session_shows_run(f->session));
  g_assert_cmpint(bw_session_get_n_frames(f->session), ==, 1);
  double time = bw_run_get_time(job);
  spend(0.3);
  g_assert_cmpfloat(bw_run_get_time(job), >, time);
  g_assert_true(bw_session_get_job(f->session) == job);
  g_assert_cmpfloat(bw_session_get_frame(f->session)->time, !=, bw_run_get_time(job));

  bw_session_set_length(f->session, 50); /* of the next run, not of this one */
  g_assert_cmpfloat(bw_run_get_length(job), ==, 0);
  bw_session_show_entry(f->session, get_entry(f, 2));
  g_assert_true(bw_session_is_following(f->session));
  g_assert_cmpfloat(bw_session_get_frame(f->session)->time, >, time);
  bw_session_go_to(f->session, 0);
  g_assert_false(bw_session_is_following(f->session));
  time = bw_session_get_frame(f->session)->time;
  spend(0.2);
  g_assert_cmpfloat(bw_session_get_frame(f->session)->time, ==, time); /* one looks at the past */
  bw_session_remove_entry(f->session, get_entry(f, 2));
  g_assert_true(happens(f, is_idle));
  g_assert_cmpint(f->n_finished, ==, 0);
  g_assert_null(f->trouble);
}

static gboolean knows_classical(Fixture *f)
{
  const BwAverages *classical = bw_session_get_classical_averages(f->session);
  return classical && bw_averages_get_n_beads(classical) == 1 &&
         bw_averages_get_n_beads(bw_session_get_averages(f->session)) == 4;
}

static void test_twin(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(f->folder, "run.h5", NULL),
                  *beside = g_build_filename(f->folder, "run-classical.h5", NULL);
  open_ethanol(f);
  bw_session_set_output(f->session, path);
  bw_session_set_compare(f->session, TRUE);
  bw_session_start(f->session);
  BwRun *run = bw_session_get_run(f->session), *twin = bw_run_get_twin(run);
  g_assert_nonnull(twin);
  g_assert_cmpint(bw_run_get_dynamics(twin)->n_beads, ==, 1);
  g_assert_cmpint(bw_run_get_dynamics(twin)->thermostat, ==, BW_THERMOSTAT_LANGEVIN);
  g_assert_cmpuint(bw_run_get_dynamics(twin)->seed, ==, bw_run_get_dynamics(run)->seed);
  g_assert_true(happens(f, is_idle));
  g_assert_cmpint(f->n_finished, ==, 1);
  g_assert_cmpfloat_with_epsilon(bw_run_get_time(twin), 25, 1e-9);
  g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
  g_assert_true(g_file_test(beside, G_FILE_TEST_EXISTS));
  g_assert_nonnull(strstr(bw_entry_get_detail(get_entry(f, 2)), "and classical"));

  int n;
  const BwCoordinate bonds[1] = {*bw_session_get_coordinates(f->session, &n)};
  const BwDistribution *quantum = bw_averages_find(bw_session_get_averages(f->session), &bonds[0]);
  const BwDistribution *classical =
      bw_averages_find(bw_session_get_classical_averages(f->session), &bonds[0]);
  g_assert_cmpint(bw_distribution_get_n(quantum), ==, bw_distribution_get_n(classical));
  g_assert_cmpint(bw_averages_get_n_beads(bw_session_get_classical_averages(f->session)), ==, 1);
  g_autofree char *words = bw_session_describe(f->session, BW_WORDS_DILATION);
  g_assert_nonnull(strstr(words, "quantum"));
  g_assert_cmpstr(bw_session_get_output(f->session), !=, path); /* taken */

  open_files(f, path, NULL); /* what was classical is found again beside the file */
  g_assert_false(bw_session_shows_run(f->session));
  g_assert_true(happens(f, knows_classical));
  classical = bw_averages_find(bw_session_get_classical_averages(f->session), &bonds[0]);
  g_assert_cmpint(bw_averages_get_n_beads(bw_session_get_classical_averages(f->session)), ==, 1);
  g_assert_cmpint(bw_distribution_get_n(classical), ==, 5); /* of 6 frames; the first is before 2 τ */
}

/* A window that is not on the screen ticks no more: what the run brings is taken all the same. */
static void test_untended(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_ethanol(f);
  bw_session_set_length(f->session, 0);
  bw_session_start(f->session);
  g_assert_true(happens(f, runs));
  g_clear_handle_id(&f->ticks, g_source_remove);
  BwRun *job = bw_session_get_job(f->session);
  double time = bw_run_get_time(job), end = bw_trace_get_end(bw_run_get_trace(job));
  spend(1);
  g_assert_cmpfloat(bw_run_get_time(job), >, time);
  g_assert_cmpfloat(bw_trace_get_end(bw_run_get_trace(job)), >, end);
}

static gboolean is_surveyed(Fixture *f)
{
  g_autofree char *span = bw_session_describe(f->session, BW_WORDS_SPAN);
  return g_str_has_prefix(span, "5 frames"); /* of 6; the first is before 2 τ */
}

static void test_run_file(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(f->folder, "run.h5", NULL);
  open_ethanol(f);
  BwDynamicsSettings dynamics = *bw_session_get_dynamics(f->session);
  dynamics.temperature = 150;
  bw_session_set_dynamics(f->session, &dynamics);
  bw_session_set_output(f->session, path);
  bw_session_start(f->session);
  g_assert_true(happens(f, is_idle));

  BwDynamicsSettings other = dynamics;
  other.temperature = 600;
  bw_session_set_dynamics(f->session, &other);
  bw_session_set_length(f->session, 1);
  g_assert_cmpfloat(bw_session_get_dynamics(f->session)->temperature, ==, 600);
  open_files(f, path, NULL);
  g_assert_cmpuint(count_entries(f), ==, 3); /* the run's entry and its file are one */
  g_assert_false(bw_session_shows_run(f->session));
  g_assert_cmpint(bw_session_get_n_frames(f->session), ==, 6);
  g_assert_cmpfloat(bw_session_get_dynamics(f->session)->temperature, ==, 150);
  g_assert_cmpfloat_with_epsilon(bw_session_get_length(f->session), 25, 1e-9);
  g_assert_nonnull(bw_session_get_potential(f->session));
  g_assert_true(happens(f, is_surveyed));
  g_assert_true(bw_session_trace_is_time(f->session));
  g_assert_nonnull(bw_trace_get_column(bw_session_get_trace(f->session), BW_TRACE_TEMPERATURE));

  bw_session_set_dynamics(f->session, &other);
  BwEntry *entry = get_entry(f, 2);
  g_assert_true(bw_session_can_reuse_entry(f->session, entry));
  g_assert_false(bw_session_can_reuse_entry(f->session, get_entry(f, 0)));
  bw_session_reuse_entry(f->session, entry);
  g_assert_cmpfloat(bw_session_get_dynamics(f->session)->temperature, ==, 150);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/queue", test_queue);
  add("/session/aside", test_aside);
  add("/session/twin", test_twin);
  add("/session/untended", test_untended);
  add("/session/run-file", test_run_file);
  return g_test_run();
}
