/* The panels around the view: they lie beside it where there is room and over it where there is not, stay as
 * a person left them, and are reached by keys. */
#include "app/window/bw-window-private.h"

#include "app/bw-settings.h"

/* Narrower windows than this have a panel over the view instead of beside it. */
#define SIDEBAR_FOLDS 1100
#define PANEL_FOLDS 860

/* Height of the plots before anybody has chosen one. */
#define PLOTS_SHARE 0.3
#define PLOTS_LEAST 200
#define PLOTS_MOST 400

/* Folding */

static gboolean is_folded(AdwFlap *flap)
{
  return adw_flap_get_fold_policy(flap) == ADW_FLAP_FOLD_POLICY_ALWAYS;
}

/* Whether a panel over the view is open is nobody's wish for next time. */
static void remember(AdwFlap *flap, const char *key)
{
  if (!is_folded(flap))
    g_settings_set_boolean(bw_settings_get(), key, adw_flap_get_reveal_flap(flap));
}

static void on_sidebar_revealed(BwWindow *self)
{
  remember(self->sidebar_flap, "show-sidebar");
}

static void on_panel_revealed(BwWindow *self)
{
  remember(self->panel, "show-panel");
}

static void fold(AdwFlap *flap, gboolean folds, const char *key)
{
  if (folds == is_folded(flap))
    return;
  if (folds) {
    adw_flap_set_fold_policy(flap, ADW_FLAP_FOLD_POLICY_ALWAYS);
    adw_flap_set_reveal_flap(flap, FALSE);
  } else {
    adw_flap_set_reveal_flap(flap, g_settings_get_boolean(bw_settings_get(), key));
    adw_flap_set_fold_policy(flap, ADW_FLAP_FOLD_POLICY_NEVER);
  }
}

static void fold_for(BwWindow *self, int width)
{
  fold(self->sidebar_flap, width < SIDEBAR_FOLDS, "show-sidebar");
  fold(self->panel, width < PANEL_FOLDS, "show-panel");
}

static gboolean fold_now(gpointer data)
{
  BwWindow *self = data;
  self->folding = 0;
  fold_for(self, gtk_widget_get_width(GTK_WIDGET(self->stack)));
  return G_SOURCE_REMOVE;
}

void bw_window_fold_panels(BwWindow *self)
{
  int width = gtk_widget_get_width(GTK_WIDGET(self->stack));
  gboolean folds = (width < SIDEBAR_FOLDS) != is_folded(self->sidebar_flap) ||
                   (width < PANEL_FOLDS) != is_folded(self->panel);
  if (folds && !self->folding)
    self->folding = g_idle_add_full(G_PRIORITY_HIGH_IDLE, fold_now, self, NULL);
}

static void on_default_width(BwWindow *self)
{
  int width;
  g_object_get(self, "default-width", &width, NULL);
  if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
    fold_for(self, width);
}

/* The plots keep their height while the window changes its own. */

static void on_paned_moved(BwWindow *self)
{
  int height = gtk_widget_get_height(GTK_WIDGET(self->plots));
  if (self->plots_restored && !self->plot_maximised && height > 0)
    g_settings_set_int(bw_settings_get(), "plots-height", height);
}

static void restore_plots(BwWindow *self)
{
  int room;
  g_object_get(self->paned, "max-position", &room, NULL);
  int least = gtk_widget_get_height(GTK_WIDGET(self->paned)) - room; /* of the plots, and the handle */
  if (self->plots_restored || room <= 0 || room == G_MAXINT)
    return;
  int height = g_settings_get_int(bw_settings_get(), "plots-height");
  if (height == 0)
    height = CLAMP((int)(PLOTS_SHARE * (room + least)), PLOTS_LEAST, PLOTS_MOST);
  gtk_paned_set_position(self->paned, room + least - height);
  self->plots_restored = TRUE;
}

/* Keys */

static void on_page(G_GNUC_UNUSED GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BwWindow *self = data;
  adw_view_stack_set_visible_child_name(self->pages, g_variant_get_string(parameter, NULL));
  adw_flap_set_reveal_flap(self->panel, TRUE);
  gtk_widget_child_focus(adw_view_stack_get_visible_child(self->pages), GTK_DIR_TAB_FORWARD);
}

/* The area that has the focus gives it to the next one that is there. */
static void move_focus(BwWindow *self, int by)
{
  GtkWidget *areas[] = {GTK_WIDGET(self->sidebar), GTK_WIDGET(self->view), GTK_WIDGET(self->timeline),
                        GTK_WIDGET(self->plots), self->panel_box};
  const int n = G_N_ELEMENTS(areas);
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
  int at = by > 0 ? -1 : n;
  for (int i = 0; i < n && focus; i++)
    if (focus == areas[i] || gtk_widget_is_ancestor(focus, areas[i]))
      at = i;
  for (int tried = 0; tried < n; tried++) {
    at = (at + by + n) % n;
    if (gtk_widget_get_child_visible(areas[at]) && gtk_widget_get_mapped(areas[at]) &&
        gtk_widget_child_focus(areas[at], GTK_DIR_TAB_FORWARD))
      return;
  }
}

static void on_next_area(G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter,
                         gpointer self)
{
  move_focus(self, 1);
}

static void on_previous_area(G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter,
                             gpointer self)
{
  move_focus(self, -1);
}

void bw_window_init_panels(BwWindow *self)
{
  static const GActionEntry actions[] = {
      {.name = "page", .activate = on_page, .parameter_type = "s"},
      {.name = "next-area", .activate = on_next_area},
      {.name = "previous-area", .activate = on_previous_area},
  };
  GSettings *settings = bw_settings_get();
  g_action_map_add_action_entries(G_ACTION_MAP(self), actions, G_N_ELEMENTS(actions), self);
  adw_flap_set_reveal_flap(self->sidebar_flap, g_settings_get_boolean(settings, "show-sidebar"));
  adw_flap_set_reveal_flap(self->panel, g_settings_get_boolean(settings, "show-panel"));
  on_default_width(self);
  g_signal_connect_object(self, "notify::default-width", G_CALLBACK(on_default_width), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->sidebar_flap, "notify::reveal-flap", G_CALLBACK(on_sidebar_revealed), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->panel, "notify::reveal-flap", G_CALLBACK(on_panel_revealed), self,
                          G_CONNECT_SWAPPED);
  g_settings_bind(settings, "page", self->pages, "visible-child-name", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind(settings, "show-plots", self->plots, "visible", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object(self->paned, "notify::max-position", G_CALLBACK(restore_plots), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->paned, "notify::position", G_CALLBACK(on_paned_moved), self,
                          G_CONNECT_SWAPPED);
}
