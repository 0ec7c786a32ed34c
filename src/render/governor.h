/* governor.h - how much of the picture is drawn while it moves, so that it moves smoothly. It is told what
 * each frame took and answers with a tier: 0 is everything, higher tiers leave more out; the last one is
 * seen, and saves time only where there are many pixels to paint. No OpenGL. */
#pragma once

#include <glib.h>

typedef enum {
  BW_QUALITY_AUTO, /* as much as there is time for */
  BW_QUALITY_HIGH, /* everything, however slow */
  BW_QUALITY_FAST, /* without what is hardly missed: the last tier but one */
} BwQuality;

enum { BW_GOVERNOR_FRAMES = 5 };

typedef struct {
  BwQuality quality;
  int n_tiers, tier;                 /* the tier that AUTO is at */
  double recent[BW_GOVERNOR_FRAMES]; /* seconds, of the last frames */
  int n_frames;                      /* since the tier was taken */
  int patience;                      /* frames to wait before a better tier is tried again */
  gboolean trying;                   /* that better tier, for the first frames */
} BwGovernor;

void bw_governor_init(BwGovernor *governor, int n_tiers);
void bw_governor_set_quality(BwGovernor *governor, BwQuality quality);
/* 0 … n_tiers − 1: how the next moving frame is to be drawn. */
int bw_governor_get_tier(const BwGovernor *governor);
/* What a moving frame of that tier took, seconds. Above 18 ms the next tier is taken, the
 * last above 28 ms; well below, after a while, the one before. A tier that turned out too slow is tried again
 * more and more rarely. Frames of other tiers than the present one are late news and do not count. */
void bw_governor_feed(BwGovernor *governor, int tier, double seconds);
/* Something else is shown, for which a better tier may do: tried soon. */
void bw_governor_forget(BwGovernor *governor);
