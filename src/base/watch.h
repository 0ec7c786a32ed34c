/* watch.h - how long work tells how far it is, and is told to stop. */
#pragma once

#include "base/error.h"

#include <gio/gio.h>

/* All of it may be NULL, and so may a pointer to it. */
typedef struct {
  GCancellable *cancellable;
  void (*progress)(double fraction, gpointer data); /* on the thread that does the work */
  gpointer data;
} BwWatch;

/* FALSE with CANCELLED when it is to stop. */
static inline gboolean bw_watch_tell(const BwWatch *watch, double fraction, GError **error)
{
  if (watch && watch->progress)
    watch->progress(fraction, watch->data);
  return !(watch && watch->cancellable && g_cancellable_is_cancelled(watch->cancellable)) ||
         bw_fail(error, BW_ERROR_CANCELLED, "cancelled");
}
