/* pace.h - how much longer an iteration will take, from the residuals that it had. */
#pragma once

#include <glib.h>

typedef struct {
  GArray *logs;   /* of double, natural logarithms of the residuals */
  double seconds; /* of the last iterations, on average */
} BwPace;

void bw_pace_init(BwPace *pace);
void bw_pace_clear(BwPace *pace);

void bw_pace_add(BwPace *pace, double residual, double seconds);

/* Seconds until the residual is `tolerance`, if it goes on falling as over the last half of the iterations;
 * NaN when it does not fall, or after fewer than ten. */
double bw_pace_left(const BwPace *pace, double tolerance);

/* How many iterations ago the residual was last smaller by a hundredth than ever before. */
int bw_pace_stalled(const BwPace *pace);
