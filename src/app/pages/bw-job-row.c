#include "app/pages/bw-job-row.h"

#include <glib/gi18n.h>

struct _BwJobRow {
  GtkListBoxRow parent;
  GtkLabel *title, *detail;
  GtkProgressBar *progress;
  GtkButton *end_button;
  BwSession *session; /* borrowed */
  BwEntry *entry;
};

G_DEFINE_FINAL_TYPE(BwJobRow, bw_job_row, GTK_TYPE_LIST_BOX_ROW)

static void on_end(BwJobRow *self)
{
  g_autoptr(BwEntry) entry = g_object_ref(self->entry); /* the row goes with it */
  if (bw_entry_get_state(entry) == BW_ENTRY_QUEUED)
    bw_session_remove_entry(self->session, entry);
  else if (bw_entry_get_kind(entry) == BW_ENTRY_TRAINING)
    bw_session_cancel_training_entry(self->session, entry);
  else
    bw_session_stop(self->session);
}

static void update(BwJobRow *self)
{
  gboolean queued = bw_entry_get_state(self->entry) == BW_ENTRY_QUEUED;
  double progress = bw_entry_get_progress(self->entry);
  const char *end = queued ? _("Take out of the queue") : _("Stop");
  g_autofree char *label =
      g_strdup_printf("%s, %s", bw_entry_get_title(self->entry), bw_entry_get_detail(self->entry));
  gtk_label_set_label(self->title, bw_entry_get_title(self->entry));
  gtk_label_set_label(self->detail, bw_entry_get_detail(self->entry));
  gtk_widget_set_visible(GTK_WIDGET(self->progress), !queued && progress >= 0);
  gtk_progress_bar_set_fraction(self->progress, CLAMP(progress, 0, 1));
  gtk_button_set_icon_name(self->end_button,
                           queued ? "list-remove-symbolic" : "media-playback-stop-symbolic");
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->end_button), end);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->end_button), GTK_ACCESSIBLE_PROPERTY_LABEL, end, -1);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void bw_job_row_dispose(GObject *object)
{
  g_clear_object(&BW_JOB_ROW(object)->entry);
  G_OBJECT_CLASS(bw_job_row_parent_class)->dispose(object);
}

static void bw_job_row_class_init(BwJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_job_row_dispose;
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-job-row.ui");
  gtk_widget_class_bind_template_child(widget_class, BwJobRow, title);
  gtk_widget_class_bind_template_child(widget_class, BwJobRow, detail);
  gtk_widget_class_bind_template_child(widget_class, BwJobRow, progress);
  gtk_widget_class_bind_template_child(widget_class, BwJobRow, end_button);
  gtk_widget_class_bind_template_callback(widget_class, on_end);
}

static void bw_job_row_init(BwJobRow *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

BwJobRow *bw_job_row_new(BwSession *session, BwEntry *entry)
{
  BwJobRow *self = g_object_new(BW_TYPE_JOB_ROW, NULL);
  self->session = session;
  self->entry = g_object_ref(entry);
  g_signal_connect_object(entry, "notify", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
  update(self);
  return self;
}

BwEntry *bw_job_row_get_entry(BwJobRow *self)
{
  return self->entry;
}
