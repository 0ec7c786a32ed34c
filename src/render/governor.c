#include "render/governor.h"

/* Seconds. What the middle tiers leave out is hardly missed in motion: they are taken so that there is time
 * for 60 frames/s or nearly. The last is seen, and taken where there would be less than 30, with room for the
 * rest of the window. */
static const double TOO_LONG = 0.018, MUCH_TOO_LONG = 0.028;
static const double INTOLERABLE = 0.050;
static const double PLENTY = 0.009; /* a better tier takes up to twice as long */

enum { ENOUGH_FRAMES = 4, LEAST_PATIENCE = 30, MOST_PATIENCE = 3600 };

void bw_governor_init(BwGovernor *governor, int n_tiers)
{
  *governor = (BwGovernor){.n_tiers = n_tiers, .patience = LEAST_PATIENCE};
}

void bw_governor_set_quality(BwGovernor *governor, BwQuality quality)
{
  governor->quality = quality;
}

int bw_governor_get_tier(const BwGovernor *governor)
{
  switch (governor->quality) {
  case BW_QUALITY_HIGH:
    return 0;
  case BW_QUALITY_FAST:
    return MAX(governor->n_tiers - 2, 0);
  case BW_QUALITY_AUTO:
  default:
    return governor->tier;
  }
}

static void take(BwGovernor *g, int tier)
{
  g->trying = tier < g->tier;
  g->tier = tier;
  g->n_frames = 0;
}

/* Of the last frames, the lower one of two: one that was held up, by a shader to compile or another program,
 * says nothing. */
static double median(const BwGovernor *g)
{
  double sorted[BW_GOVERNOR_FRAMES] = {0};
  int n = 0;
  for (int i = 0; i < MIN(g->n_frames, BW_GOVERNOR_FRAMES); i++) {
    int place = n++;
    for (; place > 0 && sorted[place - 1] > g->recent[i]; place--)
      sorted[place] = sorted[place - 1];
    sorted[place] = g->recent[i];
  }
  return sorted[MAX(n - 1, 0) / 2];
}

void bw_governor_feed(BwGovernor *g, int tier, double seconds)
{
  if (g->quality != BW_QUALITY_AUTO || tier != g->tier || !(seconds > 0))
    return;
  g->recent[g->n_frames++ % BW_GOVERNOR_FRAMES] = seconds;
  double typical = median(g);
  double limit = g->tier + 1 < g->n_tiers - 1 ? TOO_LONG : MUCH_TOO_LONG;
  gboolean slow = typical > limit && g->n_frames >= ENOUGH_FRAMES;
  gboolean hopeless = typical > INTOLERABLE && g->n_frames >= 2;
  if ((slow || hopeless) && g->tier < g->n_tiers - 1) {
    if (g->trying)
      g->patience = MIN(2 * g->patience, MOST_PATIENCE);
    take(g, g->tier + 1);
  } else if (typical < PLENTY && g->n_frames >= g->patience && g->tier > 0) {
    take(g, g->tier - 1);
  } else if (g->trying && g->n_frames >= LEAST_PATIENCE) { /* it holds */
    g->trying = FALSE;
    g->patience = LEAST_PATIENCE;
  }
}

void bw_governor_forget(BwGovernor *g)
{
  g->n_frames = 0;
  g->patience = LEAST_PATIENCE;
}
