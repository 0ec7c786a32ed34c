/* log-ticks.h - where the ticks of a logarithmic axis are, and what they are called.
 *
 * From few to many: every n-th power of ten, each, 1 and 3, 1, 2 and 5 of each, or all of 1 … 9. Where even
 * those are too few, as less than a decade is shown, there are none, and the axis takes those of ticks.h. */
#pragma once

#include <glib.h>

enum { BW_LOG_TICKS_MOST = 64, BW_LOG_TICKS_MOST_MINOR = 192 };

typedef struct {
  int n, n_minor;
  double values[BW_LOG_TICKS_MOST];
  double minor[BW_LOG_TICKS_MOST_MINOR]; /* between those with a label */
  gboolean plain;                        /* 50, 100, 200; otherwise 10⁻³, 2×10⁻³ */
} BwLogTicks;

/* At most `wanted` ≥ 2 ticks with a label, rarely more, from 10^low to 10^high, low < high; none when fewer
 * than two of them can be had. */
void bw_log_ticks_find(BwLogTicks *ticks, double low, double high, double wanted);

char *bw_log_ticks_label(const BwLogTicks *ticks, int i); /* new */
