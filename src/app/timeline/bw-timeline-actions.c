/* What can be done along the frames, as actions of the window. */
#include "app/timeline/bw-timeline-private.h"

#include <math.h>

typedef GSimpleAction Action;

/* Actions without a state are one call of the session. */
static void on_action(Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer data)
{
  BwSession *session = BW_TIMELINE(data)->session;
  const char *name = g_action_get_name(G_ACTION(action));
  gint64 begin, end, position = bw_session_get_position(session);
  bw_playback_get_range(bw_session_get_playback(session), &begin, &end);
  if (g_str_equal(name, "play"))
    bw_session_play(session, !bw_session_is_playing(session));
  else if (g_str_equal(name, "first-frame"))
    bw_session_skip_to_begin(session);
  else if (g_str_equal(name, "last-frame"))
    bw_session_skip_to_end(session);
  else if (g_str_equal(name, "previous-frame"))
    bw_session_skip(session, -1);
  else if (g_str_equal(name, "next-frame"))
    bw_session_skip(session, 1);
  else if (g_str_equal(name, "range-begin"))
    bw_session_set_range(session, position, MAX(position, end));
  else if (g_str_equal(name, "range-end"))
    bw_session_set_range(session, MIN(begin, position), position);
  else if (g_str_equal(name, "range-all"))
    bw_session_set_range(session, 0, G_MAXINT64);
}

static void on_skip(G_GNUC_UNUSED Action *action, GVariant *parameter, gpointer data)
{
  bw_session_skip(BW_TIMELINE(data)->session, g_variant_get_int32(parameter));
}

/* Off: what is shown now is looked at, while the run goes on. */
static void on_live(G_GNUC_UNUSED Action *action, GVariant *value, gpointer data)
{
  BwSession *session = BW_TIMELINE(data)->session;
  gint64 last = bw_session_get_n_frames(session) - 1;
  bw_session_go_to(session, g_variant_get_boolean(value) ? last : last - 1);
}

/* 0: as fast as it goes */
static void on_speed(G_GNUC_UNUSED Action *action, GVariant *value, gpointer data)
{
  double speed = g_variant_get_double(value);
  bw_session_set_speed(BW_TIMELINE(data)->session, speed > 0 ? speed : INFINITY);
}

static const char *const modes[] = {
    [BW_PLAY_ONCE] = "once", [BW_PLAY_LOOP] = "loop", [BW_PLAY_PING_PONG] = "ping-pong"};

static void on_mode(G_GNUC_UNUSED Action *action, GVariant *value, gpointer data)
{
  for (gsize m = 0; m < G_N_ELEMENTS(modes); m++)
    if (g_str_equal(g_variant_get_string(value, NULL), modes[m]))
      bw_session_set_play_mode(BW_TIMELINE(data)->session, (BwPlayMode)m);
}

static void on_filter(Action *action, GVariant *value, gpointer data)
{
  BwSession *session = BW_TIMELINE(data)->session;
  const char *name = g_action_get_name(G_ACTION(action));
  BwFilterSettings filter = *bw_session_get_filter(session);
  if (g_str_equal(name, "smoothing"))
    filter.smoothing = CLAMP(g_variant_get_int32(value), 0, BW_MAX_SMOOTHING);
  else if (g_str_equal(name, "superpose"))
    filter.superpose = g_variant_get_boolean(value);
  else
    filter.interpolate = g_variant_get_boolean(value);
  bw_session_set_filter(session, &filter);
}

static void on_series(G_GNUC_UNUSED Action *action, GVariant *value, gpointer data)
{
  bw_timeline_choose_series(data, g_variant_get_string(value, NULL));
}

static const GActionEntry actions[] = {
    {.name = "play", .activate = on_action},
    {.name = "first-frame", .activate = on_action},
    {.name = "previous-frame", .activate = on_action},
    {.name = "next-frame", .activate = on_action},
    {.name = "last-frame", .activate = on_action},
    {.name = "skip", .activate = on_skip, .parameter_type = "i"},
    {.name = "live", .state = "false", .change_state = on_live},
    {.name = "range-begin", .activate = on_action},
    {.name = "range-end", .activate = on_action},
    {.name = "range-all", .activate = on_action},
    {.name = "play-speed", .parameter_type = "d", .state = "1.0", .change_state = on_speed},
    {.name = "play-mode", .parameter_type = "s", .state = "'once'", .change_state = on_mode},
    {.name = "smoothing", .parameter_type = "i", .state = "0", .change_state = on_filter},
    {.name = "superpose", .state = "false", .change_state = on_filter},
    {.name = "interpolate", .state = "false", .change_state = on_filter},
    {.name = "timeline-series", .parameter_type = "s", .state = "''", .change_state = on_series},
};

void bw_timeline_add_actions(BwTimeline *self, GActionMap *window)
{
  self->actions = window;
  g_action_map_add_action_entries(window, actions, G_N_ELEMENTS(actions), self);
}

static void enable(BwTimeline *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled(G_SIMPLE_ACTION(g_action_map_lookup_action(self->actions, name)), enabled);
}

static void set_state(BwTimeline *self, const char *name, GVariant *state)
{
  g_simple_action_set_state(G_SIMPLE_ACTION(g_action_map_lookup_action(self->actions, name)), state);
}

void bw_timeline_update_actions(BwTimeline *self)
{
  BwSession *session = self->session;
  const BwPlayback *playback = bw_session_get_playback(session);
  const BwFilterSettings *filter = bw_session_get_filter(session);
  gint64 n_frames = bw_session_get_n_frames(session), position = bw_session_get_position(session);
  gboolean paused = bw_session_get_job_state(session) == BW_JOB_PAUSED;
  if (!self->actions)
    return;
  enable(self, "play", n_frames > 1);
  enable(self, "first-frame", position > 0);
  enable(self, "previous-frame", position > 0);
  enable(self, "next-frame", position + 1 < n_frames || paused);
  enable(self, "last-frame", position + 1 < n_frames);
  enable(self, "skip", n_frames > 1);
  enable(self, "live", bw_session_shows_run(session) && n_frames > 1);
  enable(self, "range-begin", n_frames > 1);
  enable(self, "range-end", n_frames > 1);
  enable(self, "range-all", bw_playback_has_range(playback));
  double speed = bw_playback_get_speed(playback);
  set_state(self, "live", g_variant_new_boolean(bw_session_is_following(session)));
  set_state(self, "play-speed", g_variant_new_double(isfinite(speed) ? speed : 0));
  set_state(self, "play-mode", g_variant_new_string(modes[bw_playback_get_mode(playback)]));
  set_state(self, "smoothing", g_variant_new_int32(filter->smoothing));
  set_state(self, "superpose", g_variant_new_boolean(filter->superpose));
  set_state(self, "interpolate", g_variant_new_boolean(filter->interpolate));
  set_state(self, "timeline-series", g_variant_new_string(self->series ? self->series : ""));
}
