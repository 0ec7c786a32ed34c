#include "base/error.h"

/* clang-format off */
G_DEFINE_QUARK(bw-error-quark, bw_error)
/* clang-format on */

static void set_literal(GError **error, BwError code, const char *path, const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf(format, args);
  g_autofree char *whole = path ? g_strconcat(path, ": ", text, NULL) : g_steal_pointer(&text);
  g_autofree char *message = g_utf8_make_valid(whole, -1); /* it may quote any bytes of a file */
  for (char *c = message; *c; c++)
    if (g_ascii_iscntrl(*c) && *c != '\n')
      *c = '?';
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

gboolean bw_fail_with_remedy(GError **error, BwError code, const char *remedy)
{
  if (!error || !g_error_matches(*error, BW_ERROR, (int)code))
    return FALSE;
  char *message = g_strconcat((*error)->message, remedy, NULL);
  g_free((*error)->message);
  (*error)->message = message;
  return FALSE;
}

gboolean bw_propagate_first(GError **errors, int n, GError **error)
{
  GError *first = NULL;
  for (int i = 0; i < n; i++)
    if (!first)
      first = g_steal_pointer(&errors[i]);
    else
      g_clear_error(&errors[i]);
  if (first)
    g_propagate_error(error, first);
  return first == NULL;
}
