#include "app/window/bw-sidebar.h"

#include <glib/gi18n.h>

#include "app/window/bw-sidebar-row.h"

struct _BwSidebar {
  AdwBin parent;
  GtkListBox *list;
  BwSession *session; /* borrowed */
};

G_DEFINE_FINAL_TYPE(BwSidebar, bw_sidebar, ADW_TYPE_BIN)

static const char *const sections[] = {
    [BW_ENTRY_STRUCTURE] = N_("Structures"),
    [BW_ENTRY_DATASET] = N_("Datasets"),
    [BW_ENTRY_MODEL] = N_("Models"),
    [BW_ENTRY_TRAINING] = N_("Trainings"),
    [BW_ENTRY_RUN] = N_("Runs"),
};

static void on_row_activated(BwSidebar *self, GtkListBoxRow *row)
{
  BwEntry *entry = bw_sidebar_row_get_entry(BW_SIDEBAR_ROW(row));
  bw_session_show_entry(self->session, entry);
  if (bw_entry_get_kind(entry) == BW_ENTRY_TRAINING)
    gtk_widget_activate_action(GTK_WIDGET(self), "win.page", "s", "train");
}

static void bw_sidebar_class_init(BwSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  g_type_ensure(BW_TYPE_SIDEBAR_ROW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-sidebar.ui");
  gtk_widget_class_bind_template_child(widget_class, BwSidebar, list);
  gtk_widget_class_bind_template_callback(widget_class, on_row_activated);
}

/* Each kind begins with its name. */
static void update_header(GtkListBoxRow *row, GtkListBoxRow *before, G_GNUC_UNUSED gpointer data)
{
  BwEntryKind kind = bw_entry_get_kind(bw_sidebar_row_get_entry(BW_SIDEBAR_ROW(row)));
  if (before && bw_entry_get_kind(bw_sidebar_row_get_entry(BW_SIDEBAR_ROW(before))) == kind) {
    gtk_list_box_row_set_header(row, NULL);
    return;
  }
  GtkWidget *heading = gtk_label_new(_(sections[kind]));
  gtk_label_set_xalign(GTK_LABEL(heading), 0);
  gtk_widget_add_css_class(heading, "heading");
  gtk_widget_add_css_class(heading, "section");
  gtk_list_box_row_set_header(row, heading);
}

static void bw_sidebar_init(BwSidebar *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  gtk_list_box_set_header_func(self->list, update_header, NULL, NULL);
}

static GtkWidget *new_row(gpointer entry, gpointer data)
{
  return GTK_WIDGET(bw_sidebar_row_new(BW_SIDEBAR(data)->session, entry));
}

void bw_sidebar_set_session(BwSidebar *self, BwSession *session)
{
  self->session = session;
  GListModel *entries = session ? bw_session_get_entries(session) : NULL;
  gtk_list_box_bind_model(self->list, entries, entries ? new_row : NULL, self, NULL);
}
