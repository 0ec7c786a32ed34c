/* bw-rehearsal.h - hidden options with which the program shows itself: how fast it starts, what it looks
 * like. */
#pragma once

#include <gtk/gtk.h>

#include "app/bw-frame-meter.h"

typedef struct {
  gboolean active;
  gboolean exit_after_startup; /* prints "first-frame SECONDS" and ends */
  gboolean dark;
  char *screenshot;  /* file; NULL: none */
  int width, height; /* of the window; 0: as remembered */
  double after;      /* s from the first frame to the screenshot, or to the first frame that is measured */
  char **steps;      /* what is done before that time begins, as a person would; NULL: nothing */
  char **next_step;
  gint64 step_began;   /* µs */
  gboolean when_still; /* the screenshot waits until nothing moves any more */
  double measure;      /* s; prints "frame-median MS frame-worst MS …" of that time and ends */
  BwFrameMeter *meter;
  gint64 last_frame; /* µs; 0: none yet */
} BwRehearsal;

void bw_rehearsal_add_options(GApplication *application);
gboolean bw_rehearsal_parse(BwRehearsal *self, GVariantDict *options, GError **error);
/* Does with the window, once it is on the screen, what was asked for. */
void bw_rehearsal_watch(BwRehearsal *self, GtkWindow *window);
