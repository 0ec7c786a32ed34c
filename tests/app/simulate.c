/* The Simulate page in a real window: what it advises, what it allows, and what it tells the session. */
#include "windows.h"

#include "app/pages/bw-simulate-page-private.h"

#include <math.h>

struct _Fixture {
  BwWindow *window;
  BwSession *session;
  BwSimulatePage *page;
};

static gboolean can_start(Fixture *f)
{
  return bw_session_can_start(f->session);
}

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *structure = g_build_filename(g_getenv("BW_MODELS"), "ethanol.xyz", NULL);
  g_autofree char *model = g_build_filename(g_getenv("BW_MODELS"), "ethanol.bwmodel", NULL);
  f->window = bw_window_new(application);
  f->session = bw_window_get_session(f->window);
  f->page = BW_SIMULATE_PAGE(find(GTK_WIDGET(f->window), BW_TYPE_SIMULATE_PAGE));
  gtk_window_present(GTK_WINDOW(f->window));
  bw_window_open(f->window, (const char *const[]){structure, model, NULL});
  g_assert_true(happens(f, can_start));
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  close_window(f->window);
}

static void act(Fixture *f, const char *action)
{
  g_action_group_activate_action(G_ACTION_GROUP(f->window), action, NULL);
}

/* As a hand does. */
static void turn(BwNumberRow *row, double value)
{
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(find(GTK_WIDGET(row), GTK_TYPE_SPIN_BUTTON)), value);
}

static gboolean has_class(GtkWidget *widget, const char *class)
{
  gboolean found = gtk_widget_has_css_class(widget, class);
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = has_class(child, class);
  return found;
}

static gboolean has_advice(Fixture *f)
{
  return bw_number_row_get_hint(f->page->beads) != NULL;
}

static gboolean has_speed(Fixture *f)
{
  return strstr(gtk_label_get_label(f->page->plan_label), "steps/s") != NULL;
}

static void test_advice(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_true(happens(f, has_advice));
  const char *hint = bw_number_row_get_hint(f->page->beads);
  g_assert_true(g_str_has_prefix(hint, "32 suffice: O2–H8 stretch, "));
  g_assert_nonnull(strstr(hint, "\u00a0cm⁻¹ at 300\u00a0K (βħω"));
  g_assert_true(g_str_has_suffix(bw_number_row_get_hint(f->page->timestep), "\u00a0fs is the limit"));

  turn(f->page->beads, 8);
  g_assert_cmpint(bw_session_get_dynamics(f->session)->n_beads, ==, 8);
  g_assert_true(g_str_has_prefix(bw_number_row_get_hint(f->page->beads), "Too few"));
  g_assert_true(has_class(GTK_WIDGET(f->page->beads), "warning"));
  g_signal_emit_by_name(f->page->beads, "remedy");
  g_assert_cmpint(bw_session_get_dynamics(f->session)->n_beads, ==, 32);
  g_assert_false(has_class(GTK_WIDGET(f->page->beads), "warning"));
  turn(f->page->beads, 1);
  g_assert_true(g_str_has_prefix(bw_number_row_get_hint(f->page->beads), "Classical"));

  turn(f->page->timestep, 3);
  g_assert_true(g_str_has_prefix(bw_number_row_get_hint(f->page->timestep), "The run will blow up"));
  g_signal_emit_by_name(f->page->timestep, "remedy");
  g_assert_cmpfloat(bw_session_get_dynamics(f->session)->timestep, ==, 0.4);
  turn(f->page->temperature, 75);
  turn(f->page->beads, 64);
  g_assert_true(g_str_has_prefix(bw_number_row_get_hint(f->page->beads), "Too few")); /* in the cold */
}

static void test_plan(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_true(happens(f, has_speed));
  turn(f->page->length, 2);
  g_assert_cmpfloat(bw_session_get_length(f->session), ==, 2000);
  g_assert_nonnull(strstr(bw_number_row_get_hint(f->page->length), "8\u202f000 steps"));
  g_assert_nonnull(strstr(gtk_label_get_label(f->page->plan_label), "no\u00a0file"));
  adw_expander_row_set_enable_expansion(f->page->record_row, TRUE);
  g_assert_true(g_str_has_suffix(bw_session_get_output(f->session), "ethanol-1.h5"));
  g_assert_nonnull(strstr(gtk_label_get_label(f->page->plan_label), "MB\u00a0file"));
  gtk_editable_set_text(GTK_EDITABLE(f->page->name_row), "cold");
  g_signal_emit_by_name(f->page->name_row, "apply");
  g_assert_true(g_str_has_suffix(bw_session_get_output(f->session), G_DIR_SEPARATOR_S "cold.h5"));
  turn(f->page->position_stride, 5);
  g_assert_cmpint(bw_session_get_record(f->session)->position_stride, ==, 5);
  adw_expander_row_set_enable_expansion(f->page->record_row, FALSE);
  g_assert_null(bw_session_get_output(f->session));
}

static gboolean runs(Fixture *f)
{
  BwRun *job = bw_session_get_job(f->session);
  return job && bw_run_get_state(job) == BW_JOB_RUNNING && bw_run_get_time(job) > 0;
}

static gboolean has_twelve_beads(Fixture *f)
{
  return bw_session_get_frame(f->session)->n_beads == 12;
}

static gboolean next_runs(Fixture *f)
{
  return runs(f) && bw_run_get_dynamics(bw_session_get_job(f->session))->n_beads == 2;
}

static gboolean is_over(Fixture *f)
{
  return !bw_session_has_job(f->session);
}

static gboolean compares(Fixture *f)
{
  g_autofree char *difference = bw_session_describe_twin_difference(f->session, BW_WORDS_KINETIC);
  return difference && strstr(difference, "eV");
}

static void test_live(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  turn(f->page->beads, 4);
  turn(f->page->tau, 2);
  gtk_switch_set_active(f->page->compare, TRUE);
  g_assert_true(bw_session_get_compare(f->session));
  act(f, "start-pause");
  g_assert_true(happens(f, runs));
  BwRun *run = bw_session_get_run(f->session);
  g_assert_true(bw_simulate_page_is_live(f->page));
  g_assert_false(gtk_widget_get_sensitive(GTK_WIDGET(f->page->compare)));
  g_assert_nonnull(gtk_widget_get_tooltip_text(f->page->compare_row));
  g_assert_nonnull(gtk_widget_get_tooltip_text(GTK_WIDGET(f->page->length)));
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(f->page->jobs)));
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(f->page->twin_label)));
  g_assert_true(happens(f, compares));

  turn(f->page->beads, 6); /* one change, not three */
  turn(f->page->beads, 9);
  turn(f->page->beads, 12);
  g_assert_cmpint(bw_session_get_dynamics(f->session)->n_beads, ==, 4);
  bw_simulate_page_update(f->page); /* does not take away what was set */
  g_assert_cmpfloat(bw_number_row_get_value(f->page->beads), ==, 12);
  g_assert_true(happens(f, has_twelve_beads));
  const GArray *events = bw_session_get_events(f->session);
  g_assert_cmpuint(events->len, ==, 1);

  g_signal_emit_by_name(f->page->another_button, "clicked");
  g_assert_false(bw_session_shows_run(f->session));
  g_assert_true(gtk_widget_get_visible(f->page->queue_button));
  turn(f->page->beads, 2);
  g_assert_cmpint(bw_run_get_dynamics(run)->n_beads, ==, 12);
  act(f, "add-to-queue");
  g_assert_cmpuint(bw_session_get_n_queued(f->session), ==, 1);
  act(f, "stop");
  g_assert_true(happens(f, next_runs));
  act(f, "stop");
  g_assert_true(happens(f, is_over));
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(f->page->jobs)));
}

/* The settings of a run that is over fill all rows. */
static void test_again(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  turn(f->page->beads, 4);
  turn(f->page->temperature, 500);
  turn(f->page->length, 0.1);
  turn(f->page->seed, 7);
  turn(f->page->estimate_stride, 3);
  act(f, "start-pause");
  g_assert_true(happens(f, is_over));
  BwEntry *entry = bw_session_get_shown_entry(f->session);
  turn(f->page->beads, 16);
  turn(f->page->temperature, 200);
  turn(f->page->seed, 8);
  turn(f->page->estimate_stride, 1);
  gtk_switch_set_active(f->page->compare, TRUE);
  bw_session_reuse_entry(f->session, entry);
  g_assert_cmpfloat(bw_number_row_get_value(f->page->beads), ==, 4);
  g_assert_cmpfloat(bw_number_row_get_value(f->page->temperature), ==, 500);
  g_assert_cmpfloat_with_epsilon(bw_number_row_get_value(f->page->length), 0.1, 1e-9);
  g_assert_cmpfloat(bw_number_row_get_value(f->page->seed), ==, 7);
  g_assert_cmpfloat(bw_number_row_get_value(f->page->estimate_stride), ==, 3);
  g_assert_false(gtk_switch_get_active(f->page->compare));
}

static gboolean has_misfit(Fixture *f)
{
  return gtk_widget_has_css_class(GTK_WIDGET(f->page->model_row), "error");
}

static void test_misfit(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *model = g_build_filename(g_getenv("BW_MODELS"), "malonaldehyde.bwmodel", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *copy = g_build_filename(home, "beadwork-test-simulate.bwmodel", NULL);
  gsize length;
  g_assert_false(has_misfit(f));
  g_assert_true(g_file_get_contents(model, &contents, &length, NULL));
  g_assert_true(g_file_set_contents(copy, contents, (gssize)length, NULL));
  open_in(f->window, copy);
  g_assert_true(happens(f, has_misfit));
  g_assert_nonnull(strstr(adw_action_row_get_subtitle(f->page->model_row), "C3H4O2"));
  g_assert_null(bw_number_row_get_hint(f->page->beads));
}

static void add(const char *path, void (*test)(Fixture *, gconstpointer))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  add("/simulate/advice", test_advice);
  add("/simulate/plan", test_plan);
  add("/simulate/live", test_live);
  add("/simulate/again", test_again);
  add("/simulate/misfit", test_misfit);
  return run_in_windows();
}
