#include "app/timeline/bw-timeline-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define WORDS_WIDTH 40 /* characters; longer words give way to what is beside them */

G_DEFINE_FINAL_TYPE(BwTimeline, bw_timeline, GTK_TYPE_BOX)

static void on_value_changed(BwTimeline *self)
{
  if (!self->updating && self->session)
    bw_session_go_to(self->session, llround(gtk_range_get_value(GTK_RANGE(self->scrubber))));
}

static void on_range_changed(BwTimeline *self, gint64 begin, gint64 end)
{
  bw_session_set_range(self->session, begin, end);
}

static void bw_timeline_class_init(BwTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  g_type_ensure(BW_TYPE_SCRUBBER);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-timeline.ui");
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, scrubber);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, play_button);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, live_button);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, speed_button);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, filter_label);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, label);
  gtk_widget_class_bind_template_child(widget_class, BwTimeline, series_menu);
  gtk_widget_class_bind_template_callback(widget_class, on_value_changed);
  gtk_widget_class_bind_template_callback(widget_class, on_range_changed);
}

static void bw_timeline_init(BwTimeline *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  bw_scrubber_set_words(self->scrubber, bw_timeline_describe_frame, self);
}

void bw_timeline_set_session(BwTimeline *self, BwSession *session)
{
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  self->session = session;
  if (!session)
    return;
  g_signal_connect_object(session, "numbers", G_CALLBACK(bw_timeline_update_series), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "job", G_CALLBACK(bw_timeline_update), self, G_CONNECT_SWAPPED);
  bw_timeline_update(self);
}

const char *bw_timeline_get_text(BwTimeline *self)
{
  return gtk_label_get_label(self->label);
}

static void update_play_button(BwTimeline *self)
{
  gboolean playing = bw_session_is_playing(self->session);
  const char *icon = playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic";
  const char *name = playing ? _("Pause") : _("Play");
  if (g_strcmp0(gtk_button_get_icon_name(GTK_BUTTON(self->play_button)), icon) == 0)
    return;
  g_autofree char *tooltip = g_strdup_printf(_("%s (Space in the view)"), name);
  gtk_button_set_icon_name(GTK_BUTTON(self->play_button), icon);
  gtk_widget_set_tooltip_text(self->play_button, tooltip);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* "1×", "4× ↻" */
static void update_speed_button(BwTimeline *self)
{
  static const char *const modes[] = {[BW_PLAY_ONCE] = "", [BW_PLAY_LOOP] = " ↻", [BW_PLAY_PING_PONG] = " ⇄"};
  const BwPlayback *playback = bw_session_get_playback(self->session);
  double speed = bw_playback_get_speed(playback);
  g_autofree char *text = isfinite(speed) ? g_strdup_printf("%g×", speed) : g_strdup(_("max"));
  g_autofree char *label = g_strconcat(text, modes[bw_playback_get_mode(playback)], NULL);
  if (g_strcmp0(gtk_menu_button_get_label(self->speed_button), label) != 0)
    gtk_menu_button_set_label(self->speed_button, label);
}

static void update_words(BwTimeline *self)
{
  g_autofree char *moment = bw_session_describe_moment(self->session);
  g_autofree char *filter = bw_session_describe_filter(self->session);
  gtk_label_set_label(self->label, moment);
  gtk_label_set_width_chars(self->label, MIN((int)g_utf8_strlen(moment, -1), WORDS_WIDTH));
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->label), moment);
  gtk_label_set_label(self->filter_label, filter);
  gtk_widget_set_visible(GTK_WIDGET(self->filter_label), *filter != '\0');
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->scrubber), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, moment,
                                 -1);
}

void bw_timeline_update(BwTimeline *self)
{
  gint64 n_frames = bw_session_get_n_frames(self->session), begin, end;
  BwRun *run = bw_session_get_run(self->session);
  bw_playback_get_range(bw_session_get_playback(self->session), &begin, &end);
  self->updating = TRUE;
  bw_scrubber_set_n_frames(self->scrubber, n_frames);
  bw_scrubber_set_range(self->scrubber, begin, end);
  gtk_range_set_value(GTK_RANGE(self->scrubber), (double)bw_session_get_position(self->session));
  self->updating = FALSE;
  gtk_widget_set_sensitive(GTK_WIDGET(self->scrubber), n_frames > 1);
  gtk_widget_set_visible(self->live_button, run && bw_run_is_on(run));
  update_words(self);
  update_play_button(self);
  update_speed_button(self);
  bw_timeline_update_actions(self);
  if (self->n_frames != n_frames)
    bw_timeline_update_series(self);
}
