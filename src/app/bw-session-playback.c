/* Along the frames of a file, or the moments of a run that are remembered. */
#include "app/bw-session-private.h"

#include <math.h>

#define PLAY_INTERVAL (G_USEC_PER_SEC / 25)

gint64 bw_session_get_n_frames(BwSession *self)
{
  return self->n_frames;
}

gint64 bw_session_get_position(BwSession *self)
{
  return self->position;
}

gboolean bw_session_is_following(BwSession *self)
{
  return self->run && self->following;
}

static void go_to_moment(BwSession *self, gint64 position)
{
  self->following = position == self->n_frames - 1;
  const BwFrame *moment =
      self->following ? self->run->newest : bw_history_get(self->run->history, (int)position);
  bw_session_set_frame(self, bw_frame_copy(moment));
}

void bw_session_go_to(BwSession *self, gint64 position)
{
  if (self->n_frames == 0)
    return;
  position = CLAMP(position, 0, self->n_frames - 1);
  if (self->reel)
    bw_frame_loader_request(self->loader, position);
  else
    go_to_moment(self, position);
  if (position == self->position)
    return;
  self->position = position;
  if (self->reel)
    self->reel->position = position;
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

/* The moment nearest in time, of those that are remembered. */
gint64 bw_session_find_moment(BwSession *self, double time)
{
  gint64 nearest = self->n_frames - 1;
  double distance = fabs(self->run->newest->time - time);
  for (int i = 0; i < (int)self->n_frames - 1; i++) {
    double other = fabs(bw_history_get(self->run->history, i)->time - time);
    if (other < distance) {
      distance = other;
      nearest = i;
    }
  }
  return nearest;
}

void bw_session_go_to_x(BwSession *self, double x)
{
  if (self->n_frames == 0 || !isfinite(x))
    return;
  if (self->run) {
    bw_session_go_to(self, bw_session_find_moment(self, x));
    return;
  }
  const BwFindings *findings = bw_reel_get_findings(self->reel);
  if (!findings || !findings->x_is_time)
    bw_session_go_to(self, (gint64)round(x));
  else if (findings->trace->n > 0)
    bw_session_go_to(self, bw_survey_find_frame(self->reel->look.survey, x));
}

void bw_session_next(BwSession *self)
{
  if (self->position + 1 < self->n_frames)
    bw_session_go_to(self, self->position + 1);
  else if (self->run && self->run == self->job)
    bw_session_step_once(self);
}

gboolean bw_session_is_playing(BwSession *self)
{
  return self->playing;
}

void bw_session_play(BwSession *self, gboolean play)
{
  if (play && self->n_frames < 2)
    return;
  if (play && self->position + 1 >= self->n_frames)
    bw_session_go_to(self, 0);
  self->playing = play;
  self->next_play = 0;
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

void bw_session_tick_playback(BwSession *self, gint64 now)
{
  if (!self->playing || now < self->next_play || (self->loader && bw_frame_loader_is_busy(self->loader)))
    return;
  self->next_play = MAX(self->next_play + PLAY_INTERVAL, now);
  if (self->position + 1 < self->n_frames)
    bw_session_go_to(self, self->position + 1);
  else
    bw_session_play(self, FALSE);
}
