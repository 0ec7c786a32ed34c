#include "base/error.h"

/* clang-format off */
G_DEFINE_QUARK(bw-error-quark, bw_error)
/* clang-format on */

static void set_literal(GError **error, BwError code, const char *path, const char *format, va_list args)
{
  g_autofree char *message = g_strdup_vprintf(format, args);
  if (path)
    g_set_error(error, BW_ERROR, code, "%s: %s", path, message);
  else
    g_set_error_literal(error, BW_ERROR, code, message);
}

gboolean bw_fail_file(GError **error, BwError code, const char *path, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  set_literal(error, code, path, format, args);
  va_end(args);
  return FALSE;
}

gboolean bw_fail(GError **error, BwError code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  set_literal(error, code, NULL, format, args);
  va_end(args);
  return FALSE;
}
