#include "app/session/bw-playback.h"

#include <math.h>

#define SCREEN_RATE 60.0 /* pictures per second that a screen shows */

struct _BwPlayback {
  gint64 n_frames, begin, end;
  double position;
  int direction; /* ±1; −1 on the way back */
  double speed;
  BwPlayMode mode;
  gboolean interpolate, playing;
  gint64 last; /* µs, when the position was right; 0: not yet */
};

BwPlayback *bw_playback_new(void)
{
  BwPlayback *self = g_new0(BwPlayback, 1);
  self->speed = 1;
  self->direction = 1;
  return self;
}

void bw_playback_free(BwPlayback *self)
{
  g_free(self);
}

/* Frames */

void bw_playback_begin(BwPlayback *self, gint64 n_frames)
{
  self->n_frames = n_frames;
  self->begin = 0;
  self->end = MAX(n_frames - 1, 0);
  self->position = 0;
  self->playing = FALSE;
}

static gint64 in_proportion(gint64 frame, gint64 n_before, gint64 n_now)
{
  return n_before > 1 ? llround((double)frame * (double)(n_now - 1) / (double)(n_before - 1)) : 0;
}

void bw_playback_set_n_frames(BwPlayback *self, gint64 n_frames)
{
  gint64 before = self->n_frames;
  self->n_frames = n_frames;
  if (self->end >= before - 1)
    self->end = MAX(n_frames - 1, 0);
  else if (n_frames < before)
    self->end = in_proportion(self->end, before, n_frames);
  if (n_frames < before) {
    self->begin = in_proportion(self->begin, before, n_frames);
    self->position = (double)in_proportion(bw_playback_get_frame(self), before, n_frames);
  }
}

gint64 bw_playback_get_n_frames(const BwPlayback *self)
{
  return self->n_frames;
}

void bw_playback_go_to(BwPlayback *self, gint64 frame)
{
  self->position = (double)CLAMP(frame, 0, MAX(self->n_frames - 1, 0));
  self->last = 0;
}

gint64 bw_playback_get_frame(const BwPlayback *self)
{
  return (gint64)self->position;
}

double bw_playback_get_position(const BwPlayback *self)
{
  return self->position;
}

void bw_playback_set_range(BwPlayback *self, gint64 begin, gint64 end)
{
  gint64 last = MAX(self->n_frames - 1, 0);
  self->begin = CLAMP(MIN(begin, end), 0, last);
  self->end = CLAMP(MAX(begin, end), 0, last);
}

void bw_playback_get_range(const BwPlayback *self, gint64 *begin, gint64 *end)
{
  *begin = self->begin;
  *end = self->end;
}

gboolean bw_playback_has_range(const BwPlayback *self)
{
  return self->begin > 0 || self->end < self->n_frames - 1;
}

/* Settings */

void bw_playback_set_speed(BwPlayback *self, double speed)
{
  self->speed = speed;
}

double bw_playback_get_speed(const BwPlayback *self)
{
  return self->speed;
}

void bw_playback_set_mode(BwPlayback *self, BwPlayMode mode)
{
  self->mode = mode;
  self->direction = 1;
}

BwPlayMode bw_playback_get_mode(const BwPlayback *self)
{
  return self->mode;
}

void bw_playback_set_interpolate(BwPlayback *self, gboolean interpolate)
{
  self->interpolate = interpolate;
  if (!interpolate)
    self->position = floor(self->position);
}

/* Playing */

void bw_playback_play(BwPlayback *self, gboolean play)
{
  if (play && self->begin == self->end)
    return;
  gboolean over = self->mode == BW_PLAY_ONCE && self->position >= (double)self->end;
  if (play && (over || self->position < (double)self->begin || self->position > (double)self->end))
    self->position = (double)self->begin;
  if (play)
    self->direction = 1;
  else
    self->position = floor(self->position); /* what stands still is a frame */
  self->playing = play;
  self->last = 0;
}

gboolean bw_playback_is_playing(const BwPlayback *self)
{
  return self->playing;
}

/* From the last frame back to the first is one step like any other. */
static double loop(double position, double begin, double end)
{
  double along = fmod(position - begin, end - begin + 1);
  return MIN(begin + along, end);
}

static double reflect(double position, double begin, double end, int *direction)
{
  double length = end - begin, along = fmod(fabs(position - begin), 2 * length);
  if (position < begin)
    *direction = 1;
  if (along >= length)
    *direction = -*direction;
  return along > length ? end - (along - length) : begin + along;
}

/* The place some frames further on; *direction is that there. */
static double advance(const BwPlayback *self, double position, double by, int *direction)
{
  double begin = (double)self->begin, end = (double)self->end;
  if (self->begin == self->end)
    return begin;
  position += by * *direction;
  if (self->mode == BW_PLAY_LOOP)
    return loop(MAX(position, begin), begin, end);
  if (self->mode == BW_PLAY_PING_PONG)
    return position < begin || position >= end ? reflect(position, begin, end, direction) : position;
  return MIN(position, end);
}

/* Frames from one picture to the next. */
static double find_stride(const BwPlayback *self)
{
  return isfinite(self->speed) ? MAX(1, ceil(self->speed * BW_PLAYBACK_RATE / SCREEN_RATE)) : 1;
}

/* How far to go now; what cannot be gone at once is given up, so that nothing hurries afterwards. */
static double find_step(BwPlayback *self, gint64 now)
{
  double stride = find_stride(self), rate = self->speed * BW_PLAYBACK_RATE;
  if (isinf(rate))
    return 1;
  double due = rate * (double)(now - self->last) / G_USEC_PER_SEC;
  double step = self->interpolate ? due : floor(due + 1e-6);
  if (step <= 0)
    return 0;
  self->last = step > stride ? now : self->last + (gint64)(step / rate * G_USEC_PER_SEC);
  return MIN(step, stride);
}

gboolean bw_playback_tick(BwPlayback *self, gint64 now)
{
  double before = self->position;
  if (!self->playing)
    return FALSE;
  if (self->last == 0)
    self->last = now;
  double step = find_step(self, now);
  if (step > 0)
    self->position = advance(self, self->position, step, &self->direction);
  if (self->mode == BW_PLAY_ONCE && self->position >= (double)self->end)
    self->playing = FALSE;
  return self->position != before;
}

static int list_neighbours(const BwPlayback *self, gint64 *frames, int n)
{
  gint64 frame = bw_playback_get_frame(self);
  int found = 0;
  if (found < n && frame + 1 < self->n_frames)
    frames[found++] = frame + 1;
  if (found < n && frame > 0)
    frames[found++] = frame - 1;
  return found;
}

int bw_playback_foresee(const BwPlayback *self, gint64 *frames, int n)
{
  if (!self->playing)
    return list_neighbours(self, frames, n);
  double position = self->position, stride = self->interpolate ? 1 : find_stride(self);
  int direction = self->direction, found = 0;
  while (found < n) {
    double next = advance(self, position, stride, &direction);
    if (next == position)
      break;
    position = next;
    frames[found++] = (gint64)position;
  }
  return found;
}
