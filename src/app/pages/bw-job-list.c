#include "app/pages/bw-job-list.h"

#include <glib/gi18n.h>

#include "app/pages/bw-job-row.h"

struct _BwJobList {
  AdwPreferencesGroup parent;
  GtkListBox *list;
  GtkCustomFilter *filter;
  GListModel *jobs; /* of BwEntry; NULL: no session */
  BwEntry *seen;    /* elsewhere; only compared */
  BwSession *session;
};

G_DEFINE_FINAL_TYPE(BwJobList, bw_job_list, ADW_TYPE_PREFERENCES_GROUP)

static gboolean is_job(gpointer entry, gpointer data)
{
  if (entry == BW_JOB_LIST(data)->seen)
    return FALSE;
  BwEntryState state = bw_entry_get_state(entry);
  return state == BW_ENTRY_QUEUED || state == BW_ENTRY_RUNNING || state == BW_ENTRY_PAUSED;
}

static GtkWidget *new_row(gpointer entry, gpointer data)
{
  return GTK_WIDGET(bw_job_row_new(BW_JOB_LIST(data)->session, entry));
}

static void on_row_activated(BwJobList *self, GtkListBoxRow *row)
{
  bw_session_show_entry(self->session, bw_job_row_get_entry(BW_JOB_ROW(row)));
}

void bw_job_list_update(BwJobList *self)
{
  gtk_filter_changed(GTK_FILTER(self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_widget_set_visible(GTK_WIDGET(self), self->jobs && g_list_model_get_n_items(self->jobs) > 0);
}

void bw_job_list_set_seen(BwJobList *self, BwEntry *entry)
{
  self->seen = entry;
  bw_job_list_update(self);
}

void bw_job_list_set_session(BwJobList *self, BwSession *session)
{
  gtk_list_box_bind_model(self->list, NULL, NULL, NULL, NULL);
  g_clear_object(&self->jobs);
  self->session = session;
  if (session) {
    GListModel *entries = g_object_ref(bw_session_get_entries(session));
    self->jobs = G_LIST_MODEL(gtk_filter_list_model_new(entries, g_object_ref(GTK_FILTER(self->filter))));
    gtk_list_box_bind_model(self->list, self->jobs, new_row, self, NULL);
  }
  bw_job_list_update(self);
}

static void bw_job_list_dispose(GObject *object)
{
  BwJobList *self = BW_JOB_LIST(object);
  g_clear_object(&self->jobs);
  g_clear_object(&self->filter);
  G_OBJECT_CLASS(bw_job_list_parent_class)->dispose(object);
}

static void bw_job_list_class_init(BwJobListClass *klass)
{
  g_type_ensure(BW_TYPE_JOB_ROW);
  G_OBJECT_CLASS(klass)->dispose = bw_job_list_dispose;
}

static void bw_job_list_init(BwJobList *self)
{
  adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(self), _("Jobs"));
  self->filter = gtk_custom_filter_new(is_job, self, NULL);
  self->list = GTK_LIST_BOX(gtk_list_box_new());
  gtk_list_box_set_selection_mode(self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class(GTK_WIDGET(self->list), "boxed-list");
  g_signal_connect_object(self->list, "row-activated", G_CALLBACK(on_row_activated), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Jobs"), -1);
  adw_preferences_group_add(ADW_PREFERENCES_GROUP(self), GTK_WIDGET(self->list));
}
