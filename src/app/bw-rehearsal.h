/* bw-rehearsal.h - hidden options with which the program shows itself: how fast it starts, what it looks
 * like. */
#pragma once

#include <gtk/gtk.h>

typedef struct {
  gboolean active;
  gboolean exit_after_startup; /* prints "first-frame SECONDS" and ends */
  gboolean dark;
  char *screenshot;   /* file; NULL: none */
  int width, height;  /* of the window; 0: as remembered */
  double after;       /* s from the first frame to the screenshot */
  gulong first_frame; /* handler that waits for it */
} BwRehearsal;

void bw_rehearsal_add_options(GApplication *application);
gboolean bw_rehearsal_parse(BwRehearsal *self, GVariantDict *options, GError **error);
/* Does with the window, once it is on the screen, what was asked for. */
void bw_rehearsal_watch(BwRehearsal *self, GtkWindow *window);
