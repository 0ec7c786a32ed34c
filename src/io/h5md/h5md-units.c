#include "io/h5md/h5md-units.h"

#include <string.h>

/* Blanks become products; everything else is read by units.c as it stands. */
char *bw_h5md_unit_read(const char *unit)
{
  char *text = g_strstrip(g_strdup(unit));
  GString *out = g_string_new(NULL);
  for (const char *p = text; *p; p++) {
    if (*p != ' ')
      g_string_append_c(out, *p);
    else if (p[1] != ' ')
      g_string_append_c(out, '*');
  }
  g_free(text);
  return g_string_free(out, FALSE);
}

static void append_factor(GString *out, const char *factor, gsize length, gboolean inverse)
{
  static const char angstrom[] = "Å", inverse_centimetre[] = "cm⁻¹";
  if (out->len > 0)
    g_string_append_c(out, ' ');
  if (length == strlen(inverse_centimetre) && memcmp(factor, inverse_centimetre, length) == 0) {
    g_string_append(out, "cm-1");
    return;
  }
  if (g_str_has_prefix(factor, angstrom)) {
    g_string_append(out, "Angstrom");
    factor += strlen(angstrom);
    length -= strlen(angstrom);
  }
  if (length > 0 && factor[0] == '^')
    factor++, length--;
  g_string_append_len(out, factor, (gssize)length);
  if (!inverse)
    return;
  if (length > 0 && g_ascii_isdigit(factor[length - 1])) /* A^3 below the line is A-3 */
    g_string_insert_c(out, (gssize)out->len - 1, '-');
  else
    g_string_append(out, "-1");
}

char *bw_h5md_unit_write(const char *unit)
{
  static const char dot[] = "·";
  if (!unit)
    return NULL;
  GString *out = g_string_new(NULL);
  gboolean inverse = FALSE;
  for (const char *p = unit; *p;) {
    gsize length = strcspn(p, "/* ");
    const char *product = g_strstr_len(p, (gssize)length, dot);
    if (product)
      length = (gsize)(product - p);
    if (length > 0)
      append_factor(out, p, length, inverse);
    p += length;
    if (*p == '/')
      inverse = TRUE, p++;
    else if (*p == '*' || *p == ' ')
      inverse = FALSE, p++;
    else if (*p)
      inverse = FALSE, p += strlen(dot);
  }
  return g_string_free(out, FALSE);
}
