/* A real window: the example runs, is paused and stopped, a file is opened and scrubbed, trouble is said, and
 * nothing is left behind. Warnings of GTK or GLib end the test (G_DEBUG=fatal-warnings). */
#include "windows.h"

#include "app/view/bw-export-dialog.h"
#include "app/window/bw-help.h"
#include "app/plots/bw-plot-view.h"
#include "app/window/bw-preferences.h"
#include "app/timeline/bw-timeline.h"
#include "app/view/bw-view3d.h"

#include <math.h>

struct _Fixture {
  BwWindow *window;
  BwSession *session;
  int n_frames;   /* signals */
  gint64 n_drawn; /* as it was */
};

static void count(Fixture *f)
{
  f->n_frames++;
}

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->window = bw_window_new(application);
  f->session = bw_window_get_session(f->window);
  g_signal_connect_swapped(f->session, "frame", G_CALLBACK(count), f);
  gtk_window_present(GTK_WINDOW(f->window));
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  close_window(f->window);
}

static void act(Fixture *f, const char *action)
{
  g_action_group_activate_action(G_ACTION_GROUP(f->window), action, NULL);
}

static void start_example(Fixture *f, const char *name)
{
  g_action_group_activate_action(G_ACTION_GROUP(f->window), "example", g_variant_new_string(name));
}

static gboolean is_enabled(Fixture *f, const char *action)
{
  return g_action_group_get_action_enabled(G_ACTION_GROUP(f->window), action);
}

static gboolean runs(Fixture *f)
{
  return bw_session_get_job_state(f->session) == BW_JOB_RUNNING && f->n_frames > 3;
}

static gboolean keeps_drawing(Fixture *f)
{
  return f->n_frames > 5 && bw_window_get_n_drawn(f->window) > f->n_drawn + 5;
}

static gboolean is_paused(Fixture *f)
{
  return bw_session_get_job_state(f->session) == BW_JOB_PAUSED;
}

static gboolean is_over(Fixture *f)
{
  return !bw_session_has_job(f->session);
}

static gboolean has_frame(Fixture *f)
{
  return bw_session_get_frame(f->session) != NULL;
}

static gboolean says_something(Fixture *f)
{
  return bw_window_get_notice(f->window) != NULL;
}

/* Every .ui of the program builds; those of windows do in the other tests. */
static void test_templates(G_GNUC_UNUSED Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const char *folder = "/org/beadwork/Beadwork/ui";
  g_auto(GStrv) names = g_resources_enumerate_children(folder, 0, NULL);
  g_assert_cmpuint(g_strv_length(names), >=, 7);
  for (int i = 0; names[i]; i++) {
    g_autofree char *path = g_strdup_printf("%s/%s", folder, names[i]);
    g_autoptr(GBytes) bytes = g_resources_lookup_data(path, 0, NULL);
    const char *class = strstr(g_bytes_get_data(bytes, NULL), "template class=\"");
    g_assert_nonnull(class);
    class += strlen("template class=\"");
    g_autofree char *name = g_strndup(class, strcspn(class, "\""));
    g_assert_cmpuint(g_type_from_name(name), !=, 0);
    if (!g_type_is_a(g_type_from_name(name), GTK_TYPE_WINDOW)) {
      GObject *widget = g_object_new(g_type_from_name(name), NULL);
      g_object_ref_sink(widget);
      g_assert_finalize_object(widget);
    }
  }
}

static GtkWindow *find_window(GType type)
{
  GListModel *windows = gtk_window_get_toplevels();
  for (guint w = 0; w < g_list_model_get_n_items(windows); w++) {
    g_autoptr(GtkWindow) window = g_list_model_get_item(windows, w);
    if (G_TYPE_CHECK_INSTANCE_TYPE(window, type))
      return window;
  }
  return NULL;
}

static void test_dialogs(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_action_group_activate_action(G_ACTION_GROUP(application), "preferences", NULL);
  g_action_group_activate_action(G_ACTION_GROUP(application), "about", NULL);
  g_action_group_activate_action(G_ACTION_GROUP(application), "help", NULL);
  act(f, "show-help-overlay");
  act(f, "export-picture");
  spend(0.5);
  const GType types[] = {BW_TYPE_PREFERENCES, BW_TYPE_EXPORT_DIALOG, BW_TYPE_HELP, ADW_TYPE_ABOUT_WINDOW,
                         GTK_TYPE_SHORTCUTS_WINDOW};
  for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
    GtkWindow *window = find_window(types[i]);
    g_assert_nonnull(window);
    g_assert_true(gtk_widget_get_visible(GTK_WIDGET(window)));
    gtk_window_close(window);
  }
  spend(0.2);
}

static void test_empty(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  spend(0.2);
  g_assert_null(bw_window_get_notice(f->window));
  g_assert_false(is_enabled(f, "start-pause"));
  g_assert_false(is_enabled(f, "stop"));
  g_assert_false(is_enabled(f, "play"));
  g_assert_true(is_enabled(f, "open"));
}

/* The shortcuts window lists every shortcut, and none that is not there. */
static void test_shortcuts(G_GNUC_UNUSED Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(GBytes) bytes = g_resources_lookup_data("/org/beadwork/Beadwork/gtk/help-overlay.ui", 0, NULL);
  const char *text = g_bytes_get_data(bytes, NULL);
  g_auto(GStrv) actions = gtk_application_list_action_descriptions(application);
  int n_listed = 0;
  for (int i = 0; actions[i]; i++) {
    g_autofree char *property = g_strdup_printf("\"action-name\">%s<", actions[i]);
    if (!strstr(text, property))
      g_error("%s has a shortcut that help-overlay.ui does not list", actions[i]);
  }
  for (const char *at = text; (at = strstr(at, "\"action-name\">")); n_listed++)
    at++;
  g_assert_cmpint(n_listed, ==, (int)g_strv_length(actions));
}

/* A distance is chosen in the list, and by two atoms in the view. */
static void check_coordinates(Fixture *f)
{
  GtkWidget *plot = find(GTK_WIDGET(f->window), BW_TYPE_PLOT_VIEW);
  GtkDropDown *chooser = GTK_DROP_DOWN(find(plot, GTK_TYPE_DROP_DOWN));
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 8);
  g_assert_cmpint(list[bw_session_get_coordinate(f->session)].atoms[1], ==, 8);
  gtk_drop_down_set_selected(chooser, 1);
  g_assert_cmpint(bw_session_get_coordinate(f->session), ==, 1);
  bw_session_select(f->session, (const int[]){8, 3}, 2);
  act(f, "plot-measure");
  list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 9);
  g_assert_cmpint(gtk_drop_down_get_selected(chooser), ==, 8);
  g_assert_cmpint(MIN(list[8].atoms[0], list[8].atoms[1]), ==, 3);
}

static gboolean has_eight_beads(Fixture *f)
{
  return bw_session_get_frame(f->session)->n_beads == 8;
}

static gboolean shows_file(Fixture *f)
{
  return !bw_session_shows_run(f->session) && bw_session_get_n_frames(f->session) == 6;
}

static gboolean has_finished(Fixture *f)
{
  return bw_session_get_job_state(f->session) == BW_JOB_FINISHED;
}

static gboolean shows_end(Fixture *f)
{
  return fabs(bw_session_get_frame(f->session)->time - 25) < 1e-9;
}

/* What stands beside the slider is the time of the frame that is shown. */
static void check_scrubbed(Fixture *f)
{
  GtkWidget *timeline = find(GTK_WIDGET(f->window), BW_TYPE_TIMELINE);
  act(f, "last-frame");
  g_assert_true(happens(f, shows_end));
  g_assert_cmpstr(bw_timeline_get_text(BW_TIMELINE(timeline)), ==, "frame 6 of 6 · 0.025 ps · step 100");
}

static gboolean is_model_of_malonaldehyde(Fixture *f)
{
  const BwPotential *potential = bw_session_get_potential(f->session);
  return potential && potential->path && strstr(potential->path, "malonaldehyde");
}

static gboolean is_model_of_ethanol(Fixture *f)
{
  const BwPotential *potential = bw_session_get_potential(f->session);
  return potential && potential->path && strstr(potential->path, "ethanol.");
}

/* A copy of the model of malonaldehyde, without the structure that ships beside it. */
static char *copy_other_model(void)
{
  g_autofree char *model = g_build_filename(g_getenv("BW_MODELS"), "malonaldehyde.bwmodel", NULL);
  g_autofree char *contents = NULL;
  char *copy = g_build_filename(home, "beadwork-test-malonaldehyde.bwmodel", NULL);
  gsize length;
  g_assert_true(g_file_get_contents(model, &contents, &length, NULL));
  g_assert_true(g_file_set_contents(copy, contents, (gssize)length, NULL));
  return copy;
}

/* The model of another molecule of as many atoms: nothing is started, and the file stays open; the
 * right one makes the trouble forgotten. */
static void check_other_model(Fixture *f)
{
  g_autofree char *model = copy_other_model();
  bw_window_open(f->window, (const char *const[]){model, NULL});
  g_assert_true(happens(f, is_model_of_malonaldehyde));
  act(f, "start-pause");
  g_assert_true(happens(f, says_something));
  g_assert_nonnull(strstr(bw_window_get_notice(f->window), "C3H4O2"));
  g_assert_true(shows_file(f));

  g_free(model);
  model = g_build_filename(g_getenv("BW_MODELS"), "ethanol.bwmodel", NULL);
  bw_session_open(f->session, (const char *const[]){model, NULL}, NULL);
  g_assert_true(happens(f, is_model_of_ethanol));
  g_assert_nonnull(bw_window_get_notice(f->window));
  g_assert_cmpfloat(bw_session_get_length(f->session), ==, 25); /* of the run that was opened */
  bw_session_set_length(f->session, 0);
  f->n_frames = 0;
  act(f, "start-pause");
  g_assert_true(happens(f, runs));
  g_assert_null(bw_window_get_notice(f->window)); /* a run that goes says so */
}

/* A short run into a file, changed while it goes on; its settings are recorded, and the file can be opened.
 */
static void test_run(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(home, "beadwork-test-window.h5", NULL);
  start_example(f, "ethanol");
  g_assert_true(happens(f, has_frame));
  if (!bw_session_get_potential(f->session)) {
    g_test_skip("no model of the example");
    return;
  }
  g_assert_true(happens(f, runs));
  act(f, "stop");
  g_assert_true(happens(f, is_over));
  bw_session_set_output(f->session, path);
  bw_session_set_length(f->session, 25);
  act(f, "start-pause");
  g_assert_true(happens(f, has_finished));
  g_assert_cmpfloat_with_epsilon(bw_session_get_frame(f->session)->time, 25, 1e-9);
  g_assert_true(g_file_test(path, G_FILE_TEST_IS_REGULAR));

  bw_session_set_output(f->session, NULL);
  bw_session_set_length(f->session, 0);
  f->n_frames = 0;
  act(f, "start-pause");
  g_assert_true(happens(f, runs));
  BwDynamicsSettings hotter = *bw_session_get_dynamics(f->session);
  hotter.temperature = 400;
  hotter.n_beads = 8;
  bw_session_set_dynamics(f->session, &hotter);
  g_assert_true(happens(f, has_eight_beads));
  g_autofree char *title = bw_session_get_title(f->session);
  g_assert_nonnull(strstr(title, "8 beads, 400 K"));

  open_in(f->window, path);
  g_assert_true(happens(f, shows_file));
  g_assert_true(bw_session_has_job(f->session)); /* goes on while the file is shown */
  act(f, "stop");
  g_assert_true(happens(f, is_over));
  g_assert_cmpint(bw_session_get_frame(f->session)->n_beads, ==, 32);
  g_assert_cmpint(bw_session_get_n_frames(f->session), ==, 6); /* 25 fs are 100 steps, each 20th is kept */
  g_assert_null(bw_window_get_notice(f->window));
  check_scrubbed(f);
  check_other_model(f);
}

static void test_example(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  start_example(f, "ethanol");
  g_assert_true(happens(f, has_frame));
  if (!bw_session_get_potential(f->session)) {
    g_assert_nonnull(bw_window_get_notice(f->window));
    g_test_skip("no model of the example");
    return;
  }
  g_assert_true(happens(f, runs));
  f->n_drawn = bw_window_get_n_drawn(f->window);
  g_assert_true(happens(f, keeps_drawing));
  g_assert_null(bw_window_get_notice(f->window));
  g_assert_cmpint(bw_session_get_frame(f->session)->n_beads, ==, 32);

  act(f, "start-pause");
  g_assert_true(happens(f, is_paused));
  spend(0.3);
  double time = bw_session_get_frame(f->session)->time;
  spend(0.5);
  g_assert_cmpfloat(bw_session_get_frame(f->session)->time, ==, time);
  act(f, "step");
  spend(1);
  g_assert_cmpfloat_with_epsilon(bw_session_get_frame(f->session)->time, time + 0.25, 1e-9);
  g_assert_true(is_paused(f));

  act(f, "first-frame");
  g_assert_cmpint(bw_session_get_position(f->session), ==, 0);
  g_assert_cmpfloat(bw_session_get_frame(f->session)->time, <, time);
  act(f, "last-frame");
  check_coordinates(f);

  f->n_frames = 0;
  act(f, "start-pause");
  g_assert_true(happens(f, runs));
  act(f, "stop");
  g_assert_true(happens(f, is_over));
  g_assert_cmpint(bw_session_get_job_state(f->session), ==, BW_JOB_STOPPED);
}

static gboolean plays(Fixture *f)
{
  return bw_session_is_playing(f->session) && bw_session_get_position(f->session) > 2;
}

/* The other examples: one runs, one plays. */
static void test_examples(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  start_example(f, "acetylacetone");
  g_assert_true(happens(f, plays));
  g_assert_cmpint(bw_session_get_n_frames(f->session), ==, 77);
  g_assert_cmpint(bw_session_get_frame(f->session)->n_beads, ==, 16);
  f->n_frames = 0;
  start_example(f, "malonaldehyde");
  g_assert_true(happens(f, runs));
  act(f, "stop");
  g_assert_true(happens(f, is_over));
  g_assert_null(bw_window_get_notice(f->window));
}

static gboolean shows_last(Fixture *f)
{
  const BwFrame *frame = bw_session_get_frame(f->session);
  return frame && fabs(frame->positions[5] - 1.2) < 1e-12;
}

static gboolean knows_all_frames(Fixture *f)
{
  return bw_session_get_n_frames(f->session) == 3;
}

static GMenuModel *get_recent_menu(Fixture *f)
{
  GtkWidget *button = find(GTK_WIDGET(f->window), ADW_TYPE_SPLIT_BUTTON);
  GMenuModel *menu = adw_split_button_get_menu_model(ADW_SPLIT_BUTTON(button));
  return g_menu_model_get_item_link(menu, 0, G_MENU_LINK_SECTION);
}

static gboolean is_remembered(Fixture *f)
{
  g_autoptr(GMenuModel) recent = get_recent_menu(f);
  gboolean found = FALSE;
  for (int i = 0; i < g_menu_model_get_n_items(recent); i++) {
    g_autofree char *label = NULL;
    g_menu_model_get_item_attribute(recent, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
    found |= g_strcmp0(label, "beadwork__test__window.xyz") == 0; /* as a label that shows underlines */
  }
  return found;
}

static void test_file(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = write_file("beadwork_test_window.xyz", "2\nfirst\nO 0 0 0\nH 0 0 1.0\n"
                                                                 "2\nsecond\nO 0 0 0\nH 0 0 1.1\n"
                                                                 "2\nthird\nO 0 0 0\nH 0 0 1.2\n");
  open_in(f->window, path);
  g_assert_true(happens(f, has_frame));
  g_assert_true(happens(f, knows_all_frames));
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 1);
  g_assert_cmpint(list[0].atoms[1], ==, 1);
  g_assert_true(is_enabled(f, "last-frame"));
  act(f, "last-frame");
  g_assert_true(happens(f, shows_last));
  g_assert_cmpint(bw_session_get_position(f->session), ==, 2);
  g_assert_true(happens(f, says_something)); /* the unit of length was assumed */
  g_autofree char *moment = bw_session_describe_moment(f->session);
  g_assert_cmpstr(moment, ==, "frame 3 of 3");
  g_assert_true(happens(f, is_remembered));
}

static void test_trouble(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = write_file("beadwork-test-trouble.xyz", "3\ntruncated\nO 0 0 0\n");
  open_in(f->window, path);
  g_assert_true(happens(f, says_something));
  g_assert_nonnull(strstr(bw_window_get_notice(f->window), "beadwork-test-trouble.xyz"));
  g_assert_null(bw_session_get_frame(f->session));
}

static void add(const char *path, void (*test)(Fixture *, gconstpointer))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  g_type_ensure(BW_TYPE_HELP);
  g_type_ensure(BW_TYPE_PREFERENCES);
  g_type_ensure(BW_TYPE_EXPORT_DIALOG);
  add("/app/templates", test_templates);
  add("/app/empty", test_empty);
  add("/app/dialogs", test_dialogs);
  add("/app/shortcuts", test_shortcuts);
  add("/app/file", test_file);
  add("/app/trouble", test_trouble);
  add("/app/example", test_example);
  add("/app/examples", test_examples);
  add("/app/run", test_run);
  return run_in_windows();
}
