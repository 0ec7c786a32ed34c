/* patience.h - waiting for what comes about while the main loop goes on. A test defines struct _Fixture. */
#pragma once

#include <glib.h>

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

/* Lets the main loop do one thing, or rests where there is nothing to do. */
G_GNUC_UNUSED static void go_on(void)
{
  if (!g_main_context_iteration(NULL, FALSE))
    g_usleep(1000);
}

/* Waits until an expression holds. */
#define WAIT_FOR(expression)                                                                                 \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    const gint64 end_ = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;                                  \
    while (!(expression) && g_get_monotonic_time() < end_)                                                   \
      go_on();                                                                                               \
    g_assert_true(expression);                                                                               \
  }                                                                                                          \
  G_STMT_END

/* Waits until it does; whether it has. */
G_GNUC_UNUSED static gboolean happens(Fixture *f, Condition condition)
{
  const gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  while (!condition(f) && g_get_monotonic_time() < end)
    go_on();
  return condition(f);
}
