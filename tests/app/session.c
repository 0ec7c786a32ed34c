/* The session without a window: what is open, which run when, and what is known about it. */
#include "app/session/bw-session.h"

#include <glib/gstdio.h>
#include <math.h>

#define PATIENCE 60 /* s; the slowest build under the slowest tools */

typedef struct {
  BwSession *session;
  char *folder;
  char *trouble; /* the last; NULL: none */
  int n_finished, n_trouble;
  guint ticks; /* source */
} Fixture;

typedef gboolean (*Condition)(Fixture *f);

static void on_trouble(Fixture *f, const GError *error)
{
  g_free(f->trouble);
  f->trouble = g_strdup(error->message);
  f->n_trouble++;
}

static void on_finished(Fixture *f, G_GNUC_UNUSED const char *path, BwEntry *entry)
{
  g_assert_true(BW_IS_ENTRY(entry));
  f->n_finished++;
}

/* As a window does. */
static gboolean tick(gpointer data)
{
  Fixture *f = data;
  if (bw_session_needs_ticks(f->session))
    bw_session_tick(f->session, g_get_monotonic_time());
  return G_SOURCE_CONTINUE;
}

static void spend(double seconds)
{
  gint64 end = g_get_monotonic_time() + (gint64)(1e6 * seconds);
  while (g_get_monotonic_time() < end) {
    while (g_main_context_iteration(NULL, FALSE))
      ;
    g_usleep(1000);
  }
}

static gboolean happens(Fixture *f, Condition condition)
{
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  while (!condition(f) && g_get_monotonic_time() < end)
    spend(0.01);
  return condition(f);
}

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->session = bw_session_new(1);
  f->folder = g_dir_make_tmp("beadwork-session-XXXXXX", NULL);
  f->ticks = g_timeout_add(10, tick, f);
  g_signal_connect_swapped(f->session, "trouble", G_CALLBACK(on_trouble), f);
  g_signal_connect_swapped(f->session, "finished", G_CALLBACK(on_finished), f);
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_signal_handlers_disconnect_by_data(f->session, f);
  g_clear_handle_id(&f->ticks, g_source_remove);
  bw_session_close(f->session);
  g_object_add_weak_pointer(G_OBJECT(f->session), (gpointer *)&f->session);
  g_object_unref(f->session);
  while (f->session)
    spend(0.01);
  g_autoptr(GDir) folder = g_dir_open(f->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name(folder))) {
    g_autofree char *path = g_build_filename(f->folder, name, NULL);
    g_unlink(path);
  }
  g_rmdir(f->folder);
  g_free(f->folder);
  g_free(f->trouble);
}

/* Opening */

static gboolean is_open(Fixture *f)
{
  g_autofree char *subtitle = bw_session_get_subtitle(f->session);
  return !g_str_has_prefix(subtitle, "opening");
}

static void open_files(Fixture *f, const char *first, const char *second)
{
  bw_session_open(f->session, (const char *const[]){first, second, NULL}, NULL);
  g_assert_true(happens(f, is_open));
}

static char *model_path(const char *name)
{
  return g_build_filename(g_getenv("BW_MODELS"), name, NULL);
}

/* Ethanol with a few beads, quick enough for a test. */
static void open_ethanol(Fixture *f)
{
  g_autofree char *structure = model_path("ethanol.xyz"), *model = model_path("ethanol.bwmodel");
  open_files(f, structure, model);
  g_assert_null(f->trouble);
  g_assert_true(bw_session_can_start(f->session));
  BwDynamicsSettings dynamics = *bw_session_get_dynamics(f->session);
  dynamics.n_beads = 4;
  dynamics.tau = 2;
  bw_session_set_dynamics(f->session, &dynamics);
  bw_session_set_length(f->session, 25);
}

static char *write_file(Fixture *f, const char *name, const char *text)
{
  char *path = g_build_filename(f->folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static BwEntry *get_entry(Fixture *f, guint index)
{
  g_autoptr(BwEntry) entry = g_list_model_get_item(bw_session_get_entries(f->session), index);
  g_assert_nonnull(entry);
  return entry; /* the list has it */
}

static guint count_entries(Fixture *f)
{
  return g_list_model_get_n_items(bw_session_get_entries(f->session));
}

static void test_entries(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *labelled = write_file(
      f, "water.xyz",
      "2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=-1 theory=\"PBE\"\nO 0 0 0 0 0 1\nH 0 0 1 0 0 -1\n"
      "2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=-1 theory=\"PBE\"\nO 0 0 0 0 0 1\nH 0 0 1 0 0 "
      "-1\n");
  open_ethanol(f);
  g_assert_cmpuint(count_entries(f), ==, 2);
  g_assert_cmpstr(bw_entry_get_title(get_entry(f, 0)), ==, "ethanol");
  g_assert_cmpstr(bw_entry_get_detail(get_entry(f, 0)), ==, "1 frame · 9 atoms");
  g_assert_true(bw_entry_is_shown(get_entry(f, 0)));
  g_assert_cmpint(bw_entry_get_kind(get_entry(f, 1)), ==, BW_ENTRY_MODEL);
  g_assert_true(bw_entry_is_shown(get_entry(f, 1)));
  g_assert_true(g_str_has_prefix(bw_entry_get_detail(get_entry(f, 1)), "sGDML · C₂H₆O · 0."));
  g_assert_true(g_str_has_suffix(bw_entry_get_detail(get_entry(f, 1)), " kcal/mol/Å"));

  open_files(f, labelled, NULL);
  g_assert_cmpuint(count_entries(f), ==, 3);
  BwEntry *dataset = get_entry(f, 1); /* after structures, before models */
  g_assert_cmpint(bw_entry_get_kind(dataset), ==, BW_ENTRY_DATASET);
  g_assert_cmpstr(bw_entry_get_detail(dataset), ==, "2 calculations · 2 atoms · PBE");
  g_assert_true(bw_entry_is_shown(dataset));
  g_assert_false(bw_entry_is_shown(get_entry(f, 0)));

  open_files(f, labelled, NULL); /* the same once more */
  g_assert_cmpuint(count_entries(f), ==, 3);
  bw_session_show_entry(f->session, get_entry(f, 0));
  g_assert_cmpint(bw_session_get_frame(f->session)->atoms->n_atoms, ==, 9);
  bw_session_remove_entry(f->session, get_entry(f, 0));
  g_assert_cmpuint(count_entries(f), ==, 2);
  g_assert_true(bw_entry_is_shown(dataset)); /* it is the newest that is left */
  bw_session_remove_entry(f->session, get_entry(f, 1));
  g_assert_null(bw_session_get_potential(f->session));
  bw_session_remove_entry(f->session, dataset);
  g_assert_null(bw_session_get_frame(f->session));
  g_assert_true(g_file_test(labelled, G_FILE_TEST_EXISTS));
}

/* All become entries, the first is shown. */
static void test_several(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *first = model_path("ethanol.xyz"), *second = model_path("malonaldehyde.xyz");
  open_files(f, first, second);
  g_assert_cmpint(bw_session_get_frame(f->session)->atoms->numbers[2], ==, 8);
  g_assert_true(bw_entry_is_shown(get_entry(f, 1)));
  g_assert_cmpstr(bw_entry_get_title(get_entry(f, 0)), ==, "malonaldehyde"); /* the newest first */
  g_assert_nonnull(strstr(bw_session_get_potential(f->session)->path, "ethanol"));
}

static gboolean has_other_bonds(Fixture *f)
{
  return bw_session_get_n_bonds(f->session) == 2;
}

/* Frames of other atoms have coordinates of their own; averages are of the first ones. */
static void test_mixed(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = write_file(f, "mixed.xyz",
                                     "2\n\nO 0 0 0\nH 0 0 1\n"
                                     "2\n\nO 0 0 0\nH 0 0 1.1\n"
                                     "3\n\nO 0 0 0\nH 0 0 1\nH 1 0 0\n");
  open_files(f, path, NULL);
  g_assert_cmpint(bw_session_get_n_bonds(f->session), ==, 1);
  spend(0.3);
  g_assert_nonnull(bw_session_get_averages(f->session));
  g_autofree char *note = bw_session_describe_note(f->session);
  g_assert_nonnull(strstr(note, "before frame 3"));
  g_assert_nonnull(strstr(note, "H2O"));
  bw_session_select(f->session, (const int[]){1}, 1);
  bw_session_go_to(f->session, 2);
  g_assert_true(happens(f, has_other_bonds));
  int n;
  bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 0);
  g_assert_null(bw_session_get_averages(f->session));
  g_autofree char *words = bw_session_describe_coordinate(f->session, 1);
  g_assert_cmpstr(words, ==, "O0–H2  1.000 Å");
  bw_session_choose_coordinate(f->session, &(BwCoordinate){3, {1, 0, 2}});
  g_assert_cmpint(bw_session_get_coordinate(f->session), ==, 2);
}

/* What does not fit is said, and not replaced. */
static void test_misfit(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *model = model_path("malonaldehyde.bwmodel"), *structure = model_path("ethanol.xyz");
  open_files(f, model, structure);
  g_assert_cmpint(f->n_trouble, ==, 1);
  g_assert_nonnull(strstr(f->trouble, "C3H4O2"));
  g_assert_nonnull(strstr(bw_session_get_potential(f->session)->path, "malonaldehyde"));
  open_files(f, structure, model);
  g_assert_cmpint(f->n_trouble, ==, 2);
  g_autofree char *other = model_path("malonaldehyde.xyz");
  bw_session_open(f->session, (const char *const[]){structure, other, model, NULL}, NULL);
  g_assert_true(happens(f, is_open)); /* it is the model of the other one */
  g_assert_cmpint(f->n_trouble, ==, 2);
  g_assert_true(bw_entry_is_shown(get_entry(f, 1)));
  open_files(f, structure, NULL); /* alone it finds a model that fits */
  g_assert_cmpint(f->n_trouble, ==, 2);
  g_assert_nonnull(strstr(bw_session_get_potential(f->session)->path, "ethanol"));
}

/* Runs */

static gboolean is_idle(Fixture *f)
{
  return !bw_session_has_job(f->session);
}

static gboolean runs(Fixture *f)
{
  BwRun *job = bw_session_get_job(f->session);
  return job && bw_session_get_job_state(f->session) == BW_JOB_RUNNING && bw_run_get_time(job) > 0;
}

static gboolean is_paused(Fixture *f)
{
  return bw_session_get_job_state(f->session) == BW_JOB_PAUSED;
}

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

/* Changes */

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

/* Runs and files */

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

/* Selection, coordinates */

static void test_selection(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  int n;
  g_autofree char *other = write_file(f, "oh.xyz", "2\n\nO 0 0 0\nH 0 0 1\n");
  open_ethanol(f);
  bw_session_select(f->session, (const int[]){8, 2, 8, -1, 9}, 5);
  const int *selected = bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 2);
  g_assert_cmpint(selected[0], ==, 8);
  g_assert_cmpint(selected[1], ==, 2);
  bw_session_start(f->session); /* the same atoms */
  bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 2);
  open_files(f, other, NULL);
  bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 0);
}

static gboolean traces_pinned(Fixture *f)
{
  const BwTrace *trace = bw_session_get_trace(f->session);
  const BwTraceColumn *mean = bw_trace_get_column(trace, "C0–C1–O2"),
                      *centroid = bw_trace_get_column(trace, "C0–C1–O2 centroid");
  return mean && centroid && trace->n > 0 && isfinite(mean->y[trace->n - 1]) &&
         isfinite(centroid->y[trace->n - 1]);
}

static void test_coordinates(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const BwCoordinate angle = {3, {0, 1, 2}}, reversed = {3, {2, 1, 0}}, wrong = {2, {0, 9}};
  int n;
  open_ethanol(f);
  const BwCoordinate *list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 8);
  g_assert_cmpint(list[bw_session_get_coordinate(f->session)].atoms[1], ==, 8); /* O–H */
  bw_session_choose_coordinate(f->session, &wrong);
  bw_session_choose_coordinate(f->session, &angle);
  bw_session_choose_coordinate(f->session, &reversed);
  list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 9);
  g_assert_cmpint(bw_session_get_n_bonds(f->session), ==, 8);
  g_assert_cmpint(bw_session_get_coordinate(f->session), ==, 8);
  g_autofree char *words = bw_session_describe_coordinate(f->session, 8);
  g_assert_true(g_str_has_prefix(words, "C0–C1–O2  "));
  g_assert_true(g_str_has_suffix(words, "°"));

  bw_session_set_length(f->session, 0);
  bw_session_start(f->session);
  bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 9); /* what was measured in the file is measured in the run */
  g_assert_true(happens(f, runs));
  bw_session_pin(f->session, &angle, TRUE);
  g_assert_true(bw_session_is_pinned(f->session, 8));
  g_assert_true(happens(f, traces_pinned));
  bw_session_pin(f->session, &angle, FALSE);
  g_assert_false(bw_session_is_pinned(f->session, 8));
}

/* The same atoms, otherwise bonded: their coordinates are one list with the bonds of both. */
static void test_isomers(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *hcn = write_file(f, "hcn.xyz", "3\n\nH 0 0 -1.06\nC 0 0 0\nN 0 0 1.16\n"),
                  *hnc = write_file(f, "hnc.xyz", "3\n\nH 0 0 2.16\nC 0 0 0\nN 0 0 1.16\n");
  int n;
  open_files(f, hcn, NULL);
  bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 2);
  open_files(f, hnc, NULL);
  const BwCoordinate *list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 3);
  g_assert_true(bw_coordinate_equal(&list[2], &(BwCoordinate){2, {0, 2}}));
  bw_session_show_entry(f->session, get_entry(f, 1)); /* its averages know the third one too */
  spend(0.3);
  g_assert_nonnull(bw_averages_find(bw_session_get_averages(f->session), &(BwCoordinate){2, {0, 2}}));
}

static void add(const char *path, void (*test)(Fixture *, gconstpointer))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/entries", test_entries);
  add("/session/several", test_several);
  add("/session/mixed", test_mixed);
  add("/session/misfit", test_misfit);
  add("/session/queue", test_queue);
  add("/session/aside", test_aside);
  add("/session/untended", test_untended);
  add("/session/twin", test_twin);
  add("/session/changes", test_changes);
  add("/session/pull", test_pull);
  add("/session/run-file", test_run_file);
  add("/session/selection", test_selection);
  add("/session/coordinates", test_coordinates);
  add("/session/isomers", test_isomers);
  return g_test_run();
}
