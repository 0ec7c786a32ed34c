/* hand.h - what tests of real windows share: waiting while the window lives, and finding its parts. A test
 * defines struct _Fixture. */
#pragma once

#include <gtk/gtk.h>

#define PATIENCE 60 /* s; the slowest build under the slowest tools */

typedef struct _Fixture Fixture;
typedef gboolean (*Condition)(Fixture *f);

static gboolean wake(gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

G_GNUC_UNUSED static void spend(double seconds)
{
  gboolean over = FALSE;
  g_timeout_add((guint)(1000 * seconds), wake, &over);
  while (!over)
    g_main_context_iteration(NULL, TRUE);
}

/* Waits until it does. */
G_GNUC_UNUSED static gboolean happens(Fixture *f, Condition condition)
{
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  while (!condition(f) && g_get_monotonic_time() < end)
    spend(0.02);
  return condition(f);
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
