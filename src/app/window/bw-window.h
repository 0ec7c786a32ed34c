/* bw-window.h - the main window: one session and the widgets that show it. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_WINDOW (bw_window_get_type())
G_DECLARE_FINAL_TYPE(BwWindow, bw_window, BW, WINDOW, AdwApplicationWindow)

/* Empty: it says what can be opened. */
BwWindow *bw_window_new(GtkApplication *application);

BwSession *bw_window_get_session(BwWindow *self);
/* Opens the example of this name (bw-examples.h) and starts it; says in the window what is missing when it is
 * not there. */
void bw_window_open_example(BwWindow *self, const char *name);
/* Opens files as bw_session_open() does. */
void bw_window_open(BwWindow *self, const char *const *paths);
void bw_window_open_files(BwWindow *self, GFile **files, int n_files);
/* What is said in the bar under the header; NULL: nothing. */
const char *bw_window_get_notice(BwWindow *self);
/* Pictures of the 3D view drawn so far. */
gint64 bw_window_get_n_drawn(BwWindow *self);
