/* stopwatch.h - how long frames take, without waiting for any of them. */
#pragma once

#include <epoxy/gl.h>
#include <glib.h>

typedef struct {
  GLuint marks[2];  /* when the driver got to the beginning and to the end of a frame */
  gint64 began;     /* µs, when this program did */
  double preparing; /* seconds from its beginning to its end here */
  int label;
  gboolean pending; /* a frame has been measured but not read */
} BwStopwatch;

void bw_stopwatch_init(BwStopwatch *watch);
void bw_stopwatch_clear(BwStopwatch *watch);
/* Around the calls that draw a frame. A frame that begins before the last one has been read is not measured.
 */
void bw_stopwatch_begin(BwStopwatch *watch, int label);
void bw_stopwatch_end(BwStopwatch *watch);
/* What a frame before has taken, here and at the driver, seconds, and its label; 0 when that is not known
 * yet. */
double bw_stopwatch_read(BwStopwatch *watch, int *label);
