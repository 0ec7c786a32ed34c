/* error.h - the one error domain of the compute library.
 *
 * Every message names the file (where there is one), the place and the remedy; the code only says what kind
 * of trouble it is, so that a front end can choose an exit status or an icon. */
#pragma once

#include <glib.h>

#define BW_ERROR (bw_error_quark())

typedef enum {
  BW_ERROR_ARGUMENT,    /* asked for something that makes no sense: exit status 2 */
  BW_ERROR_FILE,        /* cannot be opened, read, or is not there */
  BW_ERROR_FORMAT,      /* malformed or truncated content */
  BW_ERROR_UNSUPPORTED, /* well formed, but not something this version handles */
  BW_ERROR_UNITS,       /* unit unknown or contradictory */
  BW_ERROR_MEMORY,      /* would not fit; refused before it was tried */
  BW_ERROR_DISK,        /* no room, or the write failed */
  BW_ERROR_NUMERICS,    /* not positive definite, not converged, NaN */
  BW_ERROR_PHYSICS,     /* the guard stopped a run that left the physical world */
  BW_ERROR_CANCELLED,
} BwError;

GQuark bw_error_quark(void);

/* Sets `error` in the form "PATH: message" and returns FALSE, so that `return bw_fail_file(...)` reads well.
 * `path` may be NULL. */
gboolean bw_fail_file(GError **error, BwError code, const char *path, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
gboolean bw_fail(GError **error, BwError code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Appends to what an error of this code says, "; delete it and begin again": what only the caller knows to
 * do. Others, and none, stay as they are. Returns FALSE. */
gboolean bw_fail_with_remedy(GError **error, BwError code, const char *remedy);

/* Of tasks that were done side by side: the first error becomes `error`, the others are freed. Returns
 * whether there was none. errors[n], NULL where there is none. */
gboolean bw_propagate_first(GError **errors, int n, GError **error);
