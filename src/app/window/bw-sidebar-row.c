#include "app/window/bw-sidebar-row.h"

#include <glib/gi18n.h>

struct _BwSidebarRow {
  GtkListBoxRow parent;
  GtkImage *icon, *state;
  GtkLabel *title, *detail;
  GtkProgressBar *progress;
  GtkWidget *menu_button;
  GtkWidget *menu;    /* while it is open */
  BwSession *session; /* borrowed */
  BwEntry *entry;
};

G_DEFINE_FINAL_TYPE(BwSidebarRow, bw_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static const char *const kind_icons[] = {
    [BW_ENTRY_STRUCTURE] = "bw-structure-symbolic", [BW_ENTRY_DATASET] = "bw-dataset-symbolic",
    [BW_ENTRY_MODEL] = "bw-model-symbolic",         [BW_ENTRY_TRAINING] = "bw-train-symbolic",
    [BW_ENTRY_RUN] = "bw-beads-symbolic",
};

static const struct {
  const char *icon, *name;
} states[] = {
    [BW_ENTRY_NONE] = {NULL, NULL},
    [BW_ENTRY_QUEUED] = {"content-loading-symbolic", N_("waits for its turn")},
    [BW_ENTRY_RUNNING] = {"media-playback-start-symbolic", N_("running")},
    [BW_ENTRY_PAUSED] = {"media-playback-pause-symbolic", N_("paused")},
    [BW_ENTRY_FINISHED] = {"object-select-symbolic", N_("finished")},
    [BW_ENTRY_STOPPED] = {"media-playback-stop-symbolic", N_("stopped")},
    [BW_ENTRY_FAILED] = {"dialog-error-symbolic", N_("failed")},
};

static gboolean is_on(BwEntry *entry)
{
  BwEntryState state = bw_entry_get_state(entry);
  return state == BW_ENTRY_RUNNING || state == BW_ENTRY_PAUSED;
}

/* Actions */

static void show_entry(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  BwSidebarRow *self = BW_SIDEBAR_ROW(widget);
  bw_session_show_entry(self->session, self->entry);
  if (bw_entry_get_kind(self->entry) == BW_ENTRY_TRAINING)
    gtk_widget_activate_action(widget, "win.page", "s", "train");
}

static void train(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  BwSidebarRow *self = BW_SIDEBAR_ROW(widget);
  bw_session_show_entry(self->session, self->entry);
  bw_session_look_at_training(self->session, NULL);
  gtk_widget_activate_action(widget, "win.page", "s", "train");
}

static void pause_training(GtkWidget *widget, G_GNUC_UNUSED const char *name,
                           G_GNUC_UNUSED GVariant *parameter)
{
  BwSidebarRow *self = BW_SIDEBAR_ROW(widget);
  bw_session_pause_training(self->session, bw_entry_get_state(self->entry) != BW_ENTRY_PAUSED);
}

static void cancel_training(GtkWidget *widget, G_GNUC_UNUSED const char *name,
                            G_GNUC_UNUSED GVariant *parameter)
{
  BwSidebarRow *self = BW_SIDEBAR_ROW(widget);
  bw_session_cancel_training_entry(self->session, self->entry);
}

static void reuse(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  BwSidebarRow *self = BW_SIDEBAR_ROW(widget);
  bw_session_reuse_entry(self->session, self->entry);
  gtk_widget_activate_action(widget, "win.page", "s", "simulate");
}

/* The row goes with its entry. */
static void remove_entry(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  BwSidebarRow *self = BW_SIDEBAR_ROW(widget);
  g_autoptr(BwEntry) entry = g_object_ref(self->entry);
  if (!is_on(entry))
    bw_session_remove_entry(self->session, entry);
}

static void open_folder(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  const char *path = bw_entry_get_path(BW_SIDEBAR_ROW(widget)->entry);
  if (!path)
    return;
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *uri = g_filename_to_uri(folder, NULL, NULL);
  if (uri)
    gtk_show_uri(GTK_WINDOW(gtk_widget_get_root(widget)), uri, GDK_CURRENT_TIME);
}

static void copy_path(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  const char *path = bw_entry_get_path(BW_SIDEBAR_ROW(widget)->entry);
  if (path)
    gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), path);
}

/* Menu */

static void append(GMenu *menu, const char *label, const char *action)
{
  g_menu_append(menu, label, action);
}

static GMenu *new_section(GMenu *menu)
{
  g_autoptr(GMenu) section = g_menu_new();
  g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
  return section; /* the menu holds it */
}

static GMenuModel *new_menu(BwSidebarRow *self)
{
  BwEntry *entry = self->entry;
  BwEntryKind kind = bw_entry_get_kind(entry);
  BwEntryState state = bw_entry_get_state(entry);
  GMenu *menu = g_menu_new(), *section = new_section(menu);
  append(section, kind == BW_ENTRY_MODEL ? _("_Use for the Next Run") : _("_Show"), "entry.show");
  if (bw_session_can_reuse_entry(self->session, entry))
    append(section, _("Use Its _Settings Again"), "entry.reuse");
  if (bw_entry_can_train(entry))
    append(section, _("_Train a Model on It"), "entry.train");
  if (is_on(entry) && kind == BW_ENTRY_TRAINING) {
    section = new_section(menu);
    append(section, state == BW_ENTRY_PAUSED ? _("_Resume") : _("_Pause"), "entry.pause-training");
    append(section, _("_Cancel"), "entry.cancel-training");
  } else if (is_on(entry)) {
    section = new_section(menu);
    append(section, state == BW_ENTRY_PAUSED ? _("_Resume") : _("_Pause"), "win.start-pause");
    append(section, _("S_top"), "win.stop");
  }
  if (bw_entry_get_path(entry)) {
    section = new_section(menu);
    append(section, _("Open Containing _Folder"), "entry.open-folder");
    append(section, _("_Copy Path"), "entry.copy-path");
  }
  if (!is_on(entry))
    append(new_section(menu), _("Remove from _List"), "entry.remove");
  return G_MENU_MODEL(menu);
}

static gboolean drop_menu(gpointer data)
{
  g_autoptr(BwSidebarRow) self = data;
  g_clear_pointer(&self->menu, gtk_widget_unparent);
  return G_SOURCE_REMOVE;
}

/* What was chosen still has to be done. */
static void on_menu_closed(BwSidebarRow *self)
{
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), bw_entry_get_path(self->entry) != NULL);
  g_idle_add(drop_menu, g_object_ref(self));
}

static void open_menu(BwSidebarRow *self, const GdkRectangle *at)
{
  g_autoptr(GMenuModel) model = new_menu(self);
  g_clear_pointer(&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model(model);
  gtk_widget_set_parent(self->menu, GTK_WIDGET(self));
  gtk_popover_set_pointing_to(GTK_POPOVER(self->menu), at);
  g_signal_connect_object(self->menu, "closed", G_CALLBACK(on_menu_closed), self, G_CONNECT_SWAPPED);
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), FALSE); /* it would lie over the menu */
  gtk_popover_popup(GTK_POPOVER(self->menu));
}

static void on_menu_button(BwSidebarRow *self)
{
  graphene_rect_t bounds;
  if (!gtk_widget_compute_bounds(self->menu_button, GTK_WIDGET(self), &bounds))
    return;
  open_menu(self, &(GdkRectangle){(int)bounds.origin.x, (int)bounds.origin.y, MAX(1, (int)bounds.size.width),
                                  MAX(1, (int)bounds.size.height)});
}

static void on_right_click(BwSidebarRow *self, G_GNUC_UNUSED int n_press, double x, double y)
{
  open_menu(self, &(GdkRectangle){(int)x, (int)y, 1, 1});
}

static gboolean on_menu_key(GtkWidget *widget, G_GNUC_UNUSED GVariant *arguments, G_GNUC_UNUSED gpointer data)
{
  on_menu_button(BW_SIDEBAR_ROW(widget));
  return TRUE;
}

/* The widget */

static void update(BwSidebarRow *self)
{
  BwEntry *entry = self->entry;
  const char *title = bw_entry_get_title(entry), *detail = bw_entry_get_detail(entry);
  BwEntryState state = bw_entry_get_state(entry);
  double progress = bw_entry_get_progress(entry);
  const char *state_name = states[state].name ? _(states[state].name) : NULL;
  g_autofree char *label = g_strjoin(", ", title, detail && *detail ? detail : "–", state_name, NULL);
  gtk_label_set_label(self->title, title);
  gtk_label_set_label(self->detail, detail);
  gtk_widget_set_visible(GTK_WIDGET(self->detail), detail && *detail);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self), bw_entry_get_path(entry));
  gtk_image_set_from_icon_name(self->state, states[state].icon);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->state), state_name);
  gtk_widget_set_visible(GTK_WIDGET(self->state), states[state].icon != NULL);
  gtk_widget_set_visible(GTK_WIDGET(self->progress), is_on(entry) && progress >= 0);
  gtk_progress_bar_set_fraction(self->progress, CLAMP(progress, 0, 1));
  if (bw_entry_is_shown(entry))
    gtk_widget_add_css_class(GTK_WIDGET(self), "shown");
  else
    gtk_widget_remove_css_class(GTK_WIDGET(self), "shown");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void bw_sidebar_row_dispose(GObject *object)
{
  BwSidebarRow *self = BW_SIDEBAR_ROW(object);
  g_clear_pointer(&self->menu, gtk_widget_unparent);
  g_clear_object(&self->entry);
  G_OBJECT_CLASS(bw_sidebar_row_parent_class)->dispose(object);
}

static void bw_sidebar_row_class_init(BwSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_sidebar_row_dispose;
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-sidebar-row.ui");
  gtk_widget_class_bind_template_child(widget_class, BwSidebarRow, icon);
  gtk_widget_class_bind_template_child(widget_class, BwSidebarRow, state);
  gtk_widget_class_bind_template_child(widget_class, BwSidebarRow, title);
  gtk_widget_class_bind_template_child(widget_class, BwSidebarRow, detail);
  gtk_widget_class_bind_template_child(widget_class, BwSidebarRow, progress);
  gtk_widget_class_bind_template_child(widget_class, BwSidebarRow, menu_button);
  gtk_widget_class_bind_template_callback(widget_class, on_menu_button);
  gtk_widget_class_bind_template_callback(widget_class, on_right_click);
  gtk_widget_class_install_action(widget_class, "entry.show", NULL, show_entry);
  gtk_widget_class_install_action(widget_class, "entry.reuse", NULL, reuse);
  gtk_widget_class_install_action(widget_class, "entry.train", NULL, train);
  gtk_widget_class_install_action(widget_class, "entry.pause-training", NULL, pause_training);
  gtk_widget_class_install_action(widget_class, "entry.cancel-training", NULL, cancel_training);
  gtk_widget_class_install_action(widget_class, "entry.remove", NULL, remove_entry);
  gtk_widget_class_install_action(widget_class, "entry.open-folder", NULL, open_folder);
  gtk_widget_class_install_action(widget_class, "entry.copy-path", NULL, copy_path);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Delete, 0, "entry.remove", NULL);
  gtk_widget_class_add_binding(widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding(widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

static void bw_sidebar_row_init(BwSidebarRow *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

BwSidebarRow *bw_sidebar_row_new(BwSession *session, BwEntry *entry)
{
  BwSidebarRow *self = g_object_new(BW_TYPE_SIDEBAR_ROW, NULL);
  self->session = session;
  self->entry = g_object_ref(entry);
  gtk_image_set_from_icon_name(self->icon, kind_icons[bw_entry_get_kind(entry)]);
  g_signal_connect_object(entry, "notify", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
  update(self);
  return self;
}

BwEntry *bw_sidebar_row_get_entry(BwSidebarRow *self)
{
  return self->entry;
}
