#include "io/beads/bead-names.h"

#include <string.h>

enum { MAX_DIGITS = 5 };

static const char mark[] = "pos_";

void bw_bead_names_clear(BwBeadNames *names)
{
  g_clear_pointer(&names->stem, g_free);
  g_clear_pointer(&names->extension, g_free);
}

static gboolean is_extension(const char *text)
{
  static const char *const known[] = {".xyz", ".pdb", ".xyz.gz", ".pdb.gz", NULL};
  return g_strv_contains(known, text);
}

char *bw_bead_names_path(const BwBeadNames *names, const char *quantity, int bead)
{
  return g_strdup_printf("%s%s_%0*d%s", names->stem, quantity, names->width, bead, names->extension);
}

static gboolean exists(const BwBeadNames *names, int bead)
{
  g_autofree char *path = bw_bead_names_path(names, "pos", bead);
  return g_file_test(path, G_FILE_TEST_EXISTS);
}

gboolean bw_bead_names_parse(BwBeadNames *names, const char *path)
{
  const char *base = strrchr(path, '/');
  base = base ? base + 1 : path;
  const char *at = g_strrstr(base, mark);
  if (!at || (at > base && at[-1] != '.'))
    return FALSE;
  const char *digits = at + strlen(mark);
  gsize n = strspn(digits, "0123456789");
  if (n == 0 || n > MAX_DIGITS || !is_extension(digits + n))
    return FALSE;
  names->stem = g_strndup(path, (gsize)(at - path));
  names->extension = g_strdup(digits + n);
  names->width = (int)n;
  if (n > 1 && digits[0] != '0' && !exists(names, 0))
    names->width = 1; /* "sim.pos_12.xyz" without a "sim.pos_00.xyz" */
  return TRUE;
}

/* The number of a file of the set; −1: it is none. */
static int number_of(const BwBeadNames *names, const char *base, const char *name)
{
  if (!g_str_has_prefix(name, base) || !g_str_has_prefix(name + strlen(base), mark))
    return -1;
  const char *digits = name + strlen(base) + strlen(mark);
  gsize n = strspn(digits, "0123456789");
  if (n == 0 || n > MAX_DIGITS || !g_str_equal(digits + n, names->extension))
    return -1;
  gboolean padded = n > 1 && digits[0] == '0';
  if (padded ? (int)n != names->width : (int)n < names->width)
    return -1;
  return (int)g_ascii_strtoll(digits, NULL, 10);
}

int bw_bead_names_count(const BwBeadNames *names)
{
  g_autofree char *zero = bw_bead_names_path(names, "pos", 0), *folder = g_path_get_dirname(zero);
  const char *slash = strrchr(names->stem, '/');
  const char *base = slash ? slash + 1 : names->stem;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  int count = 0;
  for (const char *name; dir && (name = g_dir_read_name(dir));)
    count = MAX(count, number_of(names, base, name) + 1);
  return count;
}
