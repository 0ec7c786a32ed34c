#include "app/bw-timeline.h"

#include <glib/gi18n.h>

struct _BwTimeline {
  GtkBox parent;
  GtkButton *play_button;
  GtkScale *scale;
  GtkAdjustment *adjustment;
  GtkLabel *label;
  BwSession *session; /* borrowed */
  gboolean updating;  /* the value changes because of the session */
};

G_DEFINE_FINAL_TYPE(BwTimeline, bw_timeline, GTK_TYPE_BOX)

static void on_value_changed(BwTimeline *self)
{
  if (!self->updating && self->session)
    bw_session_go_to(self->session, (gint64)(gtk_adjustment_get_value(self->adjustment) + 0.5));
}

static void bw_timeline_class_init(BwTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-timeline.ui");
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, play_button);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, scale);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, adjustment);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, label);
  gtk_widget_class_bind_template_callback(widget_class, on_value_changed);
}

static void bw_timeline_init(BwTimeline *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

void bw_timeline_set_session(BwTimeline *self, BwSession *session)
{
  self->session = session;
  if (session)
    bw_timeline_update(self);
}

static void update_play_button(BwTimeline *self)
{
  gboolean playing = bw_session_is_playing(self->session);
  const char *name = playing ? _("Pause") : _("Play");
  g_autofree char *tooltip = g_strdup_printf(_("%s (Space in the view)"), name);
  gtk_button_set_icon_name(self->play_button,
                           playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->play_button), tooltip);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void bw_timeline_update(BwTimeline *self)
{
  gint64 n_frames = bw_session_get_n_frames(self->session);
  g_autofree char *text = bw_session_describe_moment(self->session);
  self->updating = TRUE;
  gtk_adjustment_set_upper(self->adjustment, (double)MAX(n_frames - 1, 1));
  gtk_adjustment_set_value(self->adjustment, (double)bw_session_get_position(self->session));
  self->updating = FALSE;
  gtk_widget_set_sensitive(GTK_WIDGET(self->scale), n_frames > 1);
  gtk_label_set_label(self->label, text);
  update_play_button(self);
}
