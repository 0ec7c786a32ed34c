/* The 3D view in a real window: selecting, measuring, looking from elsewhere, pulling, exporting, and drawing
 * nothing when nothing changes. */
#include "windows.h"

#include "app/bw-settings.h"
#include "app/pages/bw-view-page.h"
#include "app/view/bw-view3d-private.h"

#include <math.h>

struct _Fixture {
  BwWindow *window;
  BwSession *session;
  BwView3d *view;
};

static void animate(gboolean wanted)
{
  g_object_set(gtk_settings_get_default(), "gtk-enable-animations", wanted, NULL);
}

static void act(Fixture *f, const char *action)
{
  g_assert_true(g_action_group_get_action_enabled(G_ACTION_GROUP(f->window), action));
  g_action_group_activate_action(G_ACTION_GROUP(f->window), action, NULL);
}

static gboolean is_drawn(Fixture *f)
{
  return bw_session_get_frame(f->session) && bw_view3d_get_n_drawn(f->view) > 0;
}

/* Two waters, 4 Å apart, nothing in front of anything. */
static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const char *text =
      "6\nProperties=species:S:1:pos:R:3\nO 0 0 0\nH 0.957 0 0\nH -0.24 0.927 0\nO 4 0 0\nH 4.957 0 0\n"
      "H 3.76 0.927 0\n";
  g_autofree char *path = write_file("beadwork-test-view.xyz", text);
  animate(FALSE);
  f->window = bw_window_new(application);
  f->session = bw_window_get_session(f->window);
  f->view = BW_VIEW3D(find(GTK_WIDGET(f->window), BW_TYPE_VIEW3D));
  gtk_window_present(GTK_WINDOW(f->window));
  open_in(f->window, path);
  g_assert_true(happens(f, is_drawn));
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  close_window(f->window);
}

static void assert_selected(Fixture *f, int n, const int *expected)
{
  int n_selected;
  const int *selected = bw_session_get_selection(f->session, &n_selected);
  g_assert_cmpmem(selected, sizeof *selected * (gsize)n_selected, expected, sizeof *expected * (gsize)n);
}

static void test_selection(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_false(g_action_group_get_action_enabled(G_ACTION_GROUP(f->window), "select-element"));
  bw_view3d_click(f->view, 4, FALSE);
  assert_selected(f, 1, (const int[]){4});
  act(f, "select-fragment");
  assert_selected(f, 3, (const int[]){3, 4, 5});
  act(f, "invert-selection");
  assert_selected(f, 3, (const int[]){0, 1, 2});
  bw_view3d_click(f->view, 1, TRUE); /* takes it away again */
  assert_selected(f, 2, (const int[]){0, 2});
  bw_view3d_click(f->view, 3, FALSE);
  act(f, "select-element");
  assert_selected(f, 2, (const int[]){0, 3});
  act(f, "select-next");
  assert_selected(f, 1, (const int[]){4});
  act(f, "select-previous");
  assert_selected(f, 1, (const int[]){3});
  bw_view3d_click(f->view, -1, FALSE);
  assert_selected(f, 0, NULL);
  act(f, "select-all");
  assert_selected(f, 6, (const int[]){0, 1, 2, 3, 4, 5});
  act(f, "select-none");
  assert_selected(f, 0, NULL);
}

/* Atoms are picked where they are seen, and bands take what lies in them. */
static void test_places(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const double *centroids = bw_view3d_get_centroids(f->view);
  g_action_group_activate_action(G_ACTION_GROUP(f->window), "look-along", g_variant_new_string("z"));
  spend(0.1);
  for (int i = 0; i < 6; i++) {
    double place[2];
    g_assert_true(bw_view3d_locate(f->view, centroids + 3 * i, place));
    g_assert_cmpint(bw_view3d_pick(f->view, place[0], place[1]), ==, i);
    const graphene_rect_t near = GRAPHENE_RECT_INIT((float)place[0] - 3, (float)place[1] - 3, 6, 6);
    bw_view3d_select_within(f->view, &near, FALSE);
    assert_selected(f, 1, &i);
  }
  const graphene_rect_t all = GRAPHENE_RECT_INIT(0, 0, 4000, 4000);
  bw_view3d_select_within(f->view, &all, FALSE);
  assert_selected(f, 6, (const int[]){0, 1, 2, 3, 4, 5});
}

static void test_camera(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const double *centroids = bw_view3d_get_centroids(f->view);
  double axes[3][3], before[2], after[2];
  g_action_group_activate_action(G_ACTION_GROUP(f->window), "look-along", g_variant_new_string("-x"));
  bw_camera_get_axes(&f->view->camera, axes);
  g_assert_cmpfloat_with_epsilon(axes[2][0], -1, 1e-9);
  g_assert_cmpfloat_with_epsilon(axes[1][2], 1, 1e-9);
  g_action_group_activate_action(G_ACTION_GROUP(f->window), "look-along", g_variant_new_string("y"));
  bw_view3d_locate(f->view, centroids + 3 * 4, before);
  bw_view3d_zoom_at(f->view, 0.5, before[0], before[1]);
  bw_view3d_locate(f->view, centroids + 3 * 4, after);
  for (int d = 0; d < 2; d++)
    g_assert_cmpfloat_with_epsilon(after[d], before[d], 1e-6);
  bw_view3d_centre_on(f->view, (const int[]){3}, 1);
  bw_view3d_locate(f->view, centroids + 3 * 3, after);
  g_assert_cmpfloat_with_epsilon(after[0], gtk_widget_get_width(GTK_WIDGET(f->view->area)) / 2.0, 1e-6);
}

/* With animations a view is on its way for a while, and arrives where it is at once without. */
static void test_transition(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_action_group_activate_action(G_ACTION_GROUP(f->window), "look-along", g_variant_new_string("z"));
  const BwCamera there = f->view->camera;
  bw_view3d_look_along(f->view, "x");
  const BwCamera start = f->view->camera;
  animate(TRUE);
  bw_view3d_look_along(f->view, "z");
  g_assert_true(bw_camera_equal(&f->view->camera, &start) && bw_view3d_is_moving(f->view));
  gint64 drawn = bw_view3d_get_n_drawn(f->view);
  spend(1);
  g_assert_false(bw_view3d_is_moving(f->view));
  g_assert_cmpint(bw_view3d_get_n_drawn(f->view), >, drawn + 2);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon(f->view->camera.rotation[i], there.rotation[i], 1e-9);
}

static void test_measures(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_view3d_select(f->view, (const int[]){1, 0, 2}, 3);
  act(f, "plot-measure");
  int n;
  const BwCoordinate *coordinates = bw_session_get_coordinates(f->session, &n);
  const BwCoordinate angle = {3, {1, 0, 2}};
  g_assert_true(bw_coordinate_equal(&coordinates[bw_session_get_coordinate(f->session)], &angle));
  act(f, "keep-measure");
  bw_view3d_select(f->view, NULL, 0);
  g_assert_true(bw_session_is_pinned(f->session, bw_session_get_coordinate(f->session)));
  GtkWidget *list = find(GTK_WIDGET(f->view), BW_TYPE_MEASURE_LIST), *row = gtk_widget_get_first_child(list);
  g_assert_nonnull(row);
  GtkWidget *name = gtk_widget_get_first_child(row), *number = gtk_widget_get_next_sibling(name);
  g_assert_cmpstr(gtk_label_get_label(GTK_LABEL(name)), ==, "H1–O0–H2");
  g_assert_cmpstr(gtk_label_get_label(GTK_LABEL(number)), ==, "104.5°");
  GtkWidget *keep = find(row, GTK_TYPE_TOGGLE_BUTTON);
  g_assert_true(gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(keep)));
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(keep), FALSE);
  g_assert_false(bw_session_is_pinned(f->session, bw_session_get_coordinate(f->session)));
  bw_view3d_select(f->view, (const int[]){0, 1, 2, 3, 4}, 5);
  g_assert_false(g_action_group_get_action_enabled(G_ACTION_GROUP(f->window), "plot-measure"));
}

static gboolean rests(Fixture *f)
{
  gint64 drawn = bw_view3d_get_n_drawn(f->view);
  spend(1);
  return bw_view3d_get_n_drawn(f->view) == drawn;
}

static void test_nothing_is_drawn(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_true(happens(f, rests)); /* refined as far as it goes */
  gint64 drawn = bw_view3d_get_n_drawn(f->view);
  g_assert_cmpint(drawn, >, 16);
  spend(1);
  g_assert_cmpint(bw_view3d_get_n_drawn(f->view), ==, drawn);
  g_object_set(f->view, "show-cell", FALSE, NULL);
  spend(0.5);
  g_assert_cmpint(bw_view3d_get_n_drawn(f->view), >, drawn);
}

/* The page, the properties and the settings are one. */
static void test_page(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwSceneStyle style;
  GtkWidget *page = find(GTK_WIDGET(f->window), BW_TYPE_VIEW_PAGE);
  GtkWidget *beads = find(page, GTK_TYPE_SWITCH);
  gtk_switch_set_active(GTK_SWITCH(beads), FALSE);
  g_assert_false(g_settings_get_boolean(bw_settings_get(), "show-beads"));
  g_settings_set_string(bw_settings_get(), "style", "licorice");
  g_settings_set_string(bw_settings_get(), "background", "black");
  g_settings_set_boolean(bw_settings_get(), "orthographic", TRUE);
  bw_view3d_get_scene_style(f->view, &style);
  g_assert_false(style.show_beads);
  g_assert_cmpint(style.style, ==, BW_STYLE_LICORICE);
  g_assert_cmpfloat(style.background[1], ==, 0);
  g_assert_true(style.dark && f->view->camera.orthographic);
  const char *const keys[] = {"show-beads", "style", "background", "orthographic"};
  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
    g_settings_reset(bw_settings_get(), keys[i]);
  g_assert_true(gtk_switch_get_active(GTK_SWITCH(beads)));
}

static char *exported;

static gboolean is_exported(G_GNUC_UNUSED Fixture *f)
{
  return g_file_test(exported, G_FILE_TEST_EXISTS);
}

static gboolean has_texture(Fixture *f)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard(GTK_WIDGET(f->view));
  return gdk_content_formats_contain_gtype(gdk_clipboard_get_formats(clipboard), GDK_TYPE_TEXTURE);
}

static void test_export(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  exported = g_build_filename(home, "beadwork-test-view.png", NULL);
  bw_view3d_export(f->view, exported, 240, 160, TRUE);
  g_assert_true(happens(f, is_exported));
  cairo_surface_t *image = cairo_image_surface_create_from_png(exported);
  g_assert_cmpint(cairo_image_surface_get_width(image), ==, 240);
  g_assert_cmpint(cairo_image_surface_get_height(image), ==, 160);
  const guint32 *corner = (const guint32 *)(gpointer)cairo_image_surface_get_data(image);
  g_assert_cmpuint(corner[0] >> 24, ==, 0);
  cairo_surface_destroy(image);
  g_clear_pointer(&exported, g_free);
  bw_view3d_copy_picture(f->view);
  g_assert_true(happens(f, has_texture));
}

static gboolean can_pull(Fixture *f)
{
  return bw_session_can_pull(f->session);
}

static double pull_energy(Fixture *f)
{
  const BwTrace *trace = bw_session_get_trace(f->session);
  const BwTraceColumn *column = trace ? bw_trace_get_column(trace, BW_TRACE_PULL) : NULL;
  return column && trace->n > 0 ? column->y[trace->n - 1] : 0;
}

static gboolean is_taut(Fixture *f)
{
  return pull_energy(f) > 0.01;
}

static gboolean is_slack(Fixture *f)
{
  return pull_energy(f) == 0;
}

/* A hand holds the hydrogen of the hydroxyl 1 Å away, and lets go. */
static void test_pull(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  double place[2];
  g_action_group_activate_action(G_ACTION_GROUP(f->window), "example", g_variant_new_string("ethanol"));
  if (!happens(f, can_pull)) {
    g_test_skip("no model of the example");
    return;
  }
  f->view->grabbed_atom = 8;
  g_assert_true(bw_view3d_can_pull(f->view));
  f->view->drag = BW_DRAG_PULL;
  g_assert_true(bw_view3d_locate(f->view, f->view->grabbed_from, place));
  bw_view3d_pull_to(f->view, place[0] + 80, place[1]);
  g_assert_true(happens(f, is_taut));
  bw_view3d_release(f->view);
  g_assert_true(happens(f, is_slack));
  f->view->drag = BW_DRAG_NONE;
  act(f, "stop");
}

static void add(const char *path, void (*test)(Fixture *, gconstpointer))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  add("/view/selection", test_selection);
  add("/view/places", test_places);
  add("/view/camera", test_camera);
  add("/view/transition", test_transition);
  add("/view/measures", test_measures);
  add("/view/nothing-is-drawn", test_nothing_is_drawn);
  add("/view/page", test_page);
  add("/view/export", test_export);
  add("/view/pull", test_pull);
  return run_in_windows();
}
