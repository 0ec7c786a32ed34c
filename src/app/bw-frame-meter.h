/* bw-frame-meter.h - how smoothly a window moves: the time from one painted frame to the next, and how much
 * of it was work. */
#pragma once

#include <gtk/gtk.h>

typedef struct {
  int n;                          /* intervals */
  double median, worst;           /* ms from frame to frame */
  double worst_but_few;           /* 99 of 100 are shorter */
  double work_median, work_worst; /* ms from the beginning of a frame to its end */
} BwFrameTimes;

typedef struct _BwFrameMeter BwFrameMeter;

/* Begins at once. */
BwFrameMeter *bw_frame_meter_new(GdkFrameClock *clock);
BwFrameTimes bw_frame_meter_finish(BwFrameMeter *self); /* and frees it */
