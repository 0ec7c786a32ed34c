/* Along the frames of a file, or the moments of a run that are remembered. */
#include "app/session/bw-session-private.h"

#include <math.h>

gint64 bw_session_get_n_frames(BwSession *self)
{
  return bw_playback_get_n_frames(self->playback);
}

gint64 bw_session_get_position(BwSession *self)
{
  return bw_playback_get_frame(self->playback);
}

gboolean bw_session_is_following(BwSession *self)
{
  return self->run && self->following;
}

const BwPlayback *bw_session_get_playback(BwSession *self)
{
  return self->playback;
}

/* Positions */

gint64 bw_session_find_position(BwSession *self, double x)
{
  const BwFindings *findings = self->reel ? bw_reel_get_findings(self->reel) : NULL;
  if (bw_session_get_n_frames(self) == 0 || !isfinite(x))
    return -1;
  if (self->run)
    return x >= self->run->newest->time ? bw_session_get_n_frames(self) - 1
                                        : llround(bw_history_locate(self->run->history, x));
  if (!findings || !findings->x_is_time)
    return llround(x);
  return findings->trace->n > 0 ? bw_survey_find_frame(self->reel->look.survey, x) : -1;
}

double bw_session_locate_row(BwSession *self, gsize row)
{
  const BwTrace *trace = bw_session_get_trace(self);
  if (self->run)
    return bw_history_locate(self->run->history, trace->x[row]);
  return (double)row * (double)trace->stride * (double)bw_reel_get_findings(self->reel)->stride;
}

/* What is shown there */

static const BwFrame *get_moment(gint64 index, gpointer data)
{
  BwSession *self = data;
  gint64 n_remembered = bw_history_get_n(self->run->history);
  if (index < 0 || index >= bw_session_get_n_frames(self))
    return NULL;
  if (index >= n_remembered || (self->following && index == n_remembered - 1))
    return self->run->newest;
  return bw_history_get(self->run->history, (int)index);
}

gssize bw_session_find_row(BwSession *self, gint64 position)
{
  const BwTrace *trace = bw_session_get_trace(self);
  if (!trace || trace->n == 0)
    return -1;
  if (self->run) {
    const BwFrame *moment = get_moment(position, self);
    return moment ? (gssize)bw_trace_find_row(trace, moment->time) : -1;
  }
  double every = (double)trace->stride * (double)bw_reel_get_findings(self->reel)->stride;
  return (gssize)CLAMP(llround((double)position / MAX(every, 1)), 0, (gint64)trace->n - 1);
}

void bw_session_show_moment(BwSession *self)
{
  gint64 frame = bw_session_get_position(self);
  self->following = frame == bw_session_get_n_frames(self) - 1;
  const BwFrame *moment = get_moment(frame, self);
  BwFilterSource source = {.get = get_moment, .data = self, .reference = get_moment(0, self)};
  bw_superposition_init(&self->turned);
  if (self->filter.superpose)
    bw_frame_superpose(moment, source.reference, &self->turned);
  BwFrame *picture = bw_frame_filter(&self->filter, &source, bw_playback_get_position(self->playback));
  bw_session_set_frame(self, bw_frame_copy(moment), picture);
}

static void request_frame(BwSession *self)
{
  BwFrameRequest request = {.position = bw_playback_get_position(self->playback), .filter = self->filter};
  request.n_ahead = bw_playback_foresee(self->playback, request.ahead, BW_LOADER_AHEAD);
  bw_frame_loader_request(self->loader, &request);
  self->reel->position = bw_session_get_position(self);
}

static void show_position(BwSession *self)
{
  if (self->reel)
    request_frame(self);
  else if (self->run)
    bw_session_show_moment(self);
}

/* Going there */

void bw_session_go_to(BwSession *self, gint64 position)
{
  gint64 before = bw_session_get_position(self);
  if (bw_session_get_n_frames(self) == 0)
    return;
  bw_playback_go_to(self->playback, position);
  show_position(self);
  if (bw_session_get_position(self) != before)
    bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

void bw_session_go_to_x(BwSession *self, double x)
{
  gint64 position = bw_session_find_position(self, x);
  if (position >= 0)
    bw_session_go_to(self, position);
}

void bw_session_skip(BwSession *self, gint64 n_frames)
{
  gint64 position = bw_session_get_position(self);
  if (n_frames != 1 || position + 1 < bw_session_get_n_frames(self))
    bw_session_go_to(self, position + n_frames);
  else if (self->run && self->run == self->job)
    bw_session_step_once(self);
}

void bw_session_skip_to_begin(BwSession *self)
{
  gint64 begin, end;
  bw_playback_get_range(self->playback, &begin, &end);
  bw_session_go_to(self, bw_session_get_position(self) > begin ? begin : 0);
}

void bw_session_skip_to_end(BwSession *self)
{
  gint64 begin, end;
  bw_playback_get_range(self->playback, &begin, &end);
  bw_session_go_to(self, bw_session_get_position(self) < end ? end : G_MAXINT64);
}

void bw_session_set_n_frames(BwSession *self, gint64 n_frames)
{
  gboolean thinned = n_frames < bw_session_get_n_frames(self);
  bw_playback_set_n_frames(self->playback, n_frames);
  if (thinned && self->run && !self->following)
    bw_playback_go_to(self->playback, bw_session_find_position(self, self->frame->time));
}

/* Playing */

gboolean bw_session_is_playing(BwSession *self)
{
  return bw_playback_is_playing(self->playback);
}

void bw_session_play(BwSession *self, gboolean play)
{
  double before = bw_playback_get_position(self->playback);
  bw_playback_play(self->playback, play);
  if (bw_playback_get_position(self->playback) != before)
    show_position(self);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

void bw_session_tick_playback(BwSession *self, gint64 now)
{
  if (!bw_session_is_playing(self) || (self->loader && bw_frame_loader_is_busy(self->loader)))
    return;
  if (!bw_playback_tick(self->playback, now))
    return;
  show_position(self);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

void bw_session_set_speed(BwSession *self, double speed)
{
  bw_playback_set_speed(self->playback, speed);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

void bw_session_set_play_mode(BwSession *self, BwPlayMode mode)
{
  bw_playback_set_mode(self->playback, mode);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

void bw_session_set_range(BwSession *self, gint64 begin, gint64 end)
{
  bw_playback_set_range(self->playback, begin, end);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

const BwFilterSettings *bw_session_get_filter(BwSession *self)
{
  return &self->filter;
}

void bw_session_set_filter(BwSession *self, const BwFilterSettings *filter)
{
  self->filter = *filter;
  bw_playback_set_interpolate(self->playback, filter->interpolate);
  show_position(self);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}
