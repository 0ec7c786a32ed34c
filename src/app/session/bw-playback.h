/* bw-playback.h - where one is along the frames of something, and how one goes on: at which speed, within
 * which range, and what happens at its end. It knows neither files nor widgets.
 *
 * Frames count from 0. Playing shows every frame, and falls behind rather than leaving one out when they come
 * late; only a speed beyond what a screen shows passes over frames, evenly. */
#pragma once

#include <glib.h>

#define BW_PLAYBACK_RATE 25.0 /* frames per second at speed 1 */

typedef enum { BW_PLAY_ONCE, BW_PLAY_LOOP, BW_PLAY_PING_PONG } BwPlayMode;

typedef struct _BwPlayback BwPlayback;

BwPlayback *bw_playback_new(void); /* without frames, at speed 1, once */
void bw_playback_free(BwPlayback *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPlayback, bw_playback_free)

/* Other frames: all of them are the range, the first is shown, nothing plays. Speed and mode stay. */
void bw_playback_begin(BwPlayback *self, gint64 n_frames);
/* There are more of them, and a range up to the last one goes on to the new last one; or, fewer, they are
 * the same ones thinned out, and range and position stay where they were in proportion. */
void bw_playback_set_n_frames(BwPlayback *self, gint64 n_frames);
gint64 bw_playback_get_n_frames(const BwPlayback *self);

/* Clamped to the frames. */
void bw_playback_go_to(BwPlayback *self, gint64 frame);
gint64 bw_playback_get_frame(const BwPlayback *self);
double bw_playback_get_position(
    const BwPlayback *self); /* with what is past the frame, while interpolating */

/* Both frames belong to it; begin and end are put in order and clamped. The position stays. */
void bw_playback_set_range(BwPlayback *self, gint64 begin, gint64 end);
void bw_playback_get_range(const BwPlayback *self, gint64 *begin, gint64 *end);
gboolean bw_playback_has_range(const BwPlayback *self); /* not all frames */

/* Times BW_PLAYBACK_RATE; > 0, INFINITY: as fast as frames come. */
void bw_playback_set_speed(BwPlayback *self, double speed);
double bw_playback_get_speed(const BwPlayback *self);
void bw_playback_set_mode(BwPlayback *self, BwPlayMode mode);
BwPlayMode bw_playback_get_mode(const BwPlayback *self);
void bw_playback_set_interpolate(BwPlayback *self, gboolean interpolate);

/* From the frame shown, or from the begin of the range when that is over or outside. Fewer than two frames do
 * not play. */
void bw_playback_play(BwPlayback *self, gboolean play);
gboolean bw_playback_is_playing(const BwPlayback *self);

/* While it plays: now (µs of a steady clock) moves on; not to be called while the last frame asked for is not
 * there yet. TRUE: another position. */
gboolean bw_playback_tick(BwPlayback *self, gint64 now);

/* frames[≤ n]: those that will be asked for next, in that order; while nothing plays the neighbours. Returns
 * how many. */
int bw_playback_foresee(const BwPlayback *self, gint64 *frames, int n);
