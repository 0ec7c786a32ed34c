/* The frame of the window: the list of what is open, panels that fold and remember, areas reached by keys. */
#include "windows.h"

#include "app/bw-settings.h"
#include "app/window/bw-sidebar-row.h"
#include "app/window/bw-sidebar.h"
#include "app/timeline/bw-timeline.h"
#include "app/view/bw-view3d.h"
#include "app/window/bw-welcome.h"

static BwWindow *open_window(int width)
{
  BwWindow *window = bw_window_new(application);
  gtk_window_set_default_size(GTK_WINDOW(window), width, 720);
  gtk_window_present(GTK_WINDOW(window));
  WAIT_FOR(gtk_widget_get_mapped(GTK_WIDGET(window)));
  return window;
}

static void open_model_file(BwWindow *window, const char *name)
{
  g_autofree char *path = g_build_filename(g_getenv("BW_MODELS"), name, NULL);
  open_in(window, path);
  WAIT_FOR(bw_session_get_frame(bw_window_get_session(window)));
}

static BwSidebarRow *get_row(BwWindow *window, int index)
{
  GtkListBox *list = GTK_LIST_BOX(find(find(window, BW_TYPE_SIDEBAR), GTK_TYPE_LIST_BOX));
  return BW_SIDEBAR_ROW(gtk_list_box_get_row_at_index(list, index));
}

static const char *get_text(GtkWidget *row, guint index)
{
  const char *text = NULL;
  GtkWidget *texts = gtk_widget_get_parent(gtk_widget_get_parent(find(row, GTK_TYPE_LABEL)));
  GtkWidget *child = gtk_widget_get_first_child(texts);
  for (guint i = 0; i < index && child; i++)
    child = gtk_widget_get_next_sibling(child);
  if (child)
    text = gtk_label_get_label(GTK_LABEL(find(child, GTK_TYPE_LABEL)));
  return text;
}

/* Each kind has a heading; what is shown is marked; removing everything leads back to the empty window. */
static void test_list(void)
{
  BwWindow *window = open_window(1280);
  open_model_file(window, "acetylacetone.h5");
  open_model_file(window, "ethanol.xyz");
  WAIT_FOR(get_row(window, 2));
  g_assert_cmpint(bw_entry_get_kind(bw_sidebar_row_get_entry(get_row(window, 0))), ==, BW_ENTRY_STRUCTURE);
  g_assert_cmpstr(get_text(GTK_WIDGET(get_row(window, 0)), 0), ==, "ethanol");
  g_assert_nonnull(strstr(get_text(GTK_WIDGET(get_row(window, 0)), 1), "9 atoms"));
  g_assert_true(gtk_widget_has_css_class(GTK_WIDGET(get_row(window, 0)), "shown"));
  for (int i = 0; i < 3; i++)
    g_assert_nonnull(gtk_list_box_row_get_header(GTK_LIST_BOX_ROW(get_row(window, i))));

  GtkWidget *run = GTK_WIDGET(get_row(window, 2));
  g_assert_cmpint(bw_entry_get_kind(bw_sidebar_row_get_entry(BW_SIDEBAR_ROW(run))), ==, BW_ENTRY_RUN);
  g_assert_false(gtk_widget_has_css_class(run, "shown"));
  g_assert_true(gtk_widget_activate_action(run, "entry.show", NULL));
  WAIT_FOR(bw_session_get_frame(bw_window_get_session(window))->n_beads == 16);
  g_assert_true(gtk_widget_has_css_class(run, "shown"));

  WAIT_FOR(!gtk_widget_get_mapped(find(window, BW_TYPE_WELCOME)));
  while (get_row(window, 0)) {
    gtk_widget_activate_action(GTK_WIDGET(get_row(window, 0)), "entry.remove", NULL);
    spend(0.1);
  }
  WAIT_FOR(gtk_widget_get_mapped(find(window, BW_TYPE_WELCOME)));
  close_window(window);
}

/* The menu of a run that goes on stops it. */
static void test_menu(void)
{
  BwWindow *window = open_window(1280);
  BwSession *session = bw_window_get_session(window);
  bw_window_open_example(window, "ethanol");
  WAIT_FOR(bw_session_get_job_state(session) == BW_JOB_RUNNING);
  WAIT_FOR(get_row(window, 2));
  GtkWidget *row = GTK_WIDGET(get_row(window, 2));
  WAIT_FOR(bw_entry_get_state(bw_sidebar_row_get_entry(BW_SIDEBAR_ROW(row))) == BW_ENTRY_RUNNING);
  WAIT_FOR(gtk_widget_get_width(row) > 0);
  g_signal_emit_by_name(find(row, GTK_TYPE_BUTTON), "clicked");
  spend(0.2);
  GtkWidget *menu = find(row, GTK_TYPE_POPOVER_MENU);
  g_assert_nonnull(menu);
  g_assert_true(gtk_widget_activate_action(menu, "win.stop", NULL));
  gtk_popover_popdown(GTK_POPOVER(menu));
  WAIT_FOR(!bw_session_has_job(session));
  WAIT_FOR(bw_entry_get_state(bw_sidebar_row_get_entry(BW_SIDEBAR_ROW(row))) == BW_ENTRY_STOPPED);
  WAIT_FOR(!find(row, GTK_TYPE_POPOVER_MENU));
  close_window(window);
}

/* In a narrow window the side panel waits behind its button, which is nobody's wish for a wide one. */
static void test_panels(void)
{
  BwWindow *window = open_window(1000);
  AdwFlap *flap = ADW_FLAP(find(window, ADW_TYPE_FLAP));
  spend(0.3);
  g_assert_cmpint(adw_flap_get_fold_policy(flap), ==, ADW_FLAP_FOLD_POLICY_ALWAYS);
  g_assert_false(adw_flap_get_reveal_flap(flap));
  g_action_group_activate_action(G_ACTION_GROUP(window), "show-sidebar", NULL);
  g_assert_true(adw_flap_get_reveal_flap(flap));
  g_assert_true(g_settings_get_boolean(bw_settings_get(), "show-sidebar"));
  close_window(window);

  window = open_window(1280);
  flap = ADW_FLAP(find(window, ADW_TYPE_FLAP));
  g_assert_true(adw_flap_get_reveal_flap(flap));
  g_action_group_activate_action(G_ACTION_GROUP(window), "show-sidebar", NULL);
  g_assert_false(g_settings_get_boolean(bw_settings_get(), "show-sidebar"));
  g_action_group_activate_action(G_ACTION_GROUP(window), "page", g_variant_new_string("analyse"));
  close_window(window);

  window = open_window(1280);
  g_assert_false(adw_flap_get_reveal_flap(ADW_FLAP(find(window, ADW_TYPE_FLAP))));
  AdwViewStack *pages = ADW_VIEW_STACK(find(window, ADW_TYPE_VIEW_STACK));
  g_assert_cmpstr(adw_view_stack_get_visible_child_name(pages), ==, "analyse");
  g_settings_reset(bw_settings_get(), "show-sidebar");
  g_settings_reset(bw_settings_get(), "page");
  close_window(window);
}

static gboolean has_focus(BwWindow *window, GType area)
{
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window)), *widget = find(window, area);
  return focus && (focus == widget || gtk_widget_is_ancestor(focus, widget));
}

/* F6 goes round all areas. */
static void test_areas(void)
{
  static GType areas[4];
  BwWindow *window = open_window(1280);
  open_model_file(window, "acetylacetone.h5");
  spend(0.3);
  areas[0] = BW_TYPE_SIDEBAR;
  areas[1] = BW_TYPE_VIEW3D;
  areas[2] = BW_TYPE_TIMELINE;
  areas[3] = ADW_TYPE_VIEW_STACK;
  gtk_widget_child_focus(find(window, BW_TYPE_SIDEBAR), GTK_DIR_TAB_FORWARD);
  for (int i = 0; i < 3; i++) {
    g_assert_true(has_focus(window, areas[i]));
    g_action_group_activate_action(G_ACTION_GROUP(window), "next-area", NULL);
  }
  g_action_group_activate_action(G_ACTION_GROUP(window), "previous-area", NULL);
  g_assert_true(has_focus(window, areas[2]));
  g_action_group_activate_action(G_ACTION_GROUP(window), "page", g_variant_new_string("simulate"));
  g_assert_true(has_focus(window, areas[3]));
  close_window(window);
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  g_test_add_func("/frame/list", test_list);
  g_test_add_func("/frame/menu", test_menu);
  g_test_add_func("/frame/panels", test_panels);
  g_test_add_func("/frame/areas", test_areas);
  return run_in_windows();
}
