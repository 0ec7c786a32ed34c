/* windows.h - what tests of real windows share: the application and its end, a window that opens a file and
 * is closed, and finding the parts of one. A test defines struct _Fixture. */
#pragma once

#include "../folder.h"
#include "patience.h"

#include "app/bw-application.h"
#include "app/window/bw-window.h"

static GtkApplication *application;
static char *home; /* of this process alone: tests may run beside each other */

/* Called first by main(); FALSE, and said, where there is no display. */
static gboolean begin_windows(int *argc, char ***argv)
{
  home = new_folder();
  g_setenv("XDG_DATA_HOME", home, TRUE); /* recent files of a test are nobody's */
  g_setenv("LC_ALL", "C.UTF-8", TRUE);
  g_test_init(argc, argv, NULL);
  if (!gtk_init_check()) {
    g_print("1..0 # SKIP no display\n");
    remove_folder(home);
    return FALSE;
  }
  application = GTK_APPLICATION(bw_application_new(G_APPLICATION_NON_UNIQUE));
  g_assert_true(g_application_register(G_APPLICATION(application), NULL, NULL));
  return TRUE;
}

/* What main() returns. */
static int run_in_windows(void)
{
  int status = g_test_run();
  g_object_unref(application);
  remove_folder(home);
  return status;
}

/* Waits until its session is gone, and with it the engine. */
static void close_window(BwWindow *window)
{
  gpointer session = bw_window_get_session(window);
  g_object_add_weak_pointer(session, &session);
  gtk_window_destroy(GTK_WINDOW(window));
  WAIT_FOR(session == NULL);
}

G_GNUC_UNUSED static char *write_file(const char *name, const char *text)
{
  char *path = g_build_filename(home, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

G_GNUC_UNUSED static void open_in(BwWindow *window, const char *path)
{
  bw_window_open(window, (const char *const[]){path, NULL});
}

/* The first part of a widget, or itself, that is of a type; NULL: none. */
G_GNUC_UNUSED static GtkWidget *find(gpointer widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE(widget, type))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find(child, type);
  return found;
}
