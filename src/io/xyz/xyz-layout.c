#include "io/xyz/xyz-layout.h"
#include "base/error.h"

#include <string.h>

enum { MAX_WIDTH = 100000 };

static BwXyzLayout *layout_new(int n_columns)
{
  BwXyzLayout *layout = g_new0(BwXyzLayout, 1);
  g_atomic_ref_count_init(&layout->refs);
  layout->n_columns = n_columns;
  layout->columns = g_new0(BwXyzColumn, n_columns);
  return layout;
}

BwXyzLayout *bw_xyz_layout_ref(BwXyzLayout *layout)
{
  g_atomic_ref_count_inc(&layout->refs);
  return layout;
}

void bw_xyz_layout_unref(BwXyzLayout *layout)
{
  if (!layout || !g_atomic_ref_count_dec(&layout->refs))
    return;
  g_free(layout->text);
  g_free(layout->columns);
  g_free(layout);
}

static gboolean is_one_of(const char *name, const char *const *names)
{
  for (; *names; names++)
    if (g_ascii_strcasecmp(name, *names) == 0)
      return TRUE;
  return FALSE;
}

static BwColumnRole role_of(const char *name, char type, int width)
{
  static const char *const species[] = {"species", "element", "elements", "symbol", "symbols", NULL};
  static const char *const labels[] = {"label", "labels", NULL};
  static const char *const numbers[] = {"Z", "numbers", "atomic_numbers", "atomic_number", NULL};
  static const char *const positions[] = {"pos", "positions", "position", NULL};
  static const char *const masses[] = {"masses", "mass", NULL};
  if (type == 'S' && width == 1 && is_one_of(name, species))
    return BW_COLUMN_SPECIES;
  if (type == 'S')
    return width == 1 && is_one_of(name, labels) ? BW_COLUMN_LABEL : BW_COLUMN_WORDS;
  if (type == 'I' && width == 1 && is_one_of(name, numbers))
    return BW_COLUMN_NUMBER;
  if (type == 'R' && width == 3 && is_one_of(name, positions))
    return BW_COLUMN_POSITION;
  if (type == 'R' && width == 1 && is_one_of(name, masses))
    return BW_COLUMN_MASS;
  return BW_COLUMN_VALUES;
}

static gboolean parse_column(BwXyzColumn *column, char **fields, int n_fields, GError **error)
{
  const char *name = g_strstrip(fields[0]);
  if (n_fields < 3 || fields[2][0] == '\0')
    return bw_fail(error, BW_ERROR_FORMAT, "Properties: column “%s” needs name:type:width", name);
  const char *type = g_strstrip(fields[1]);
  if (strlen(type) != 1 || !strchr("SRIL", g_ascii_toupper(*type)))
    return bw_fail(error, BW_ERROR_FORMAT, "Properties: type “%s” of column “%s” is none of S, R, I and L",
                   type, name);
  guint64 width;
  if (!g_ascii_string_to_unsigned(g_strstrip(fields[2]), 10, 1, MAX_WIDTH, &width, NULL))
    return bw_fail(error, BW_ERROR_FORMAT, "Properties: width “%s” of column “%s” is not a positive number",
                   fields[2], name);
  char letter = g_ascii_toupper(*type);
  column->name = g_intern_string(name);
  column->width = (int)width;
  column->type = letter == 'I' ? BW_PROPERTY_INTEGER : letter == 'L' ? BW_PROPERTY_BOOLEAN : BW_PROPERTY_REAL;
  column->role = role_of(name, letter, column->width);
  return TRUE;
}

static int count_role(const BwXyzLayout *layout, BwColumnRole role)
{
  int count = 0;
  for (int c = 0; c < layout->n_columns; c++)
    count += layout->columns[c].role == role;
  return count;
}

static gboolean check_roles(BwXyzLayout *layout, GError **error)
{
  if (count_role(layout, BW_COLUMN_POSITION) != 1)
    return bw_fail(error, BW_ERROR_FORMAT, "Properties need positions once, as pos:R:3");
  int n_species = count_role(layout, BW_COLUMN_SPECIES), n_numbers = count_role(layout, BW_COLUMN_NUMBER);
  if (n_species > 1 || n_species + n_numbers == 0 || (n_species == 0 && n_numbers > 1))
    return bw_fail(error, BW_ERROR_FORMAT, "Properties need the elements once, as species:S:1 or Z:I:1");
  for (int c = 0; c < layout->n_columns && n_species == 1; c++)
    if (layout->columns[c].role == BW_COLUMN_NUMBER)
      layout->columns[c].role = BW_COLUMN_VALUES;
  return TRUE;
}

BwXyzLayout *bw_xyz_layout_parse(const char *text, gsize n, GError **error)
{
  g_autofree char *copy = g_strndup(text, n);
  g_auto(GStrv) fields = g_strsplit(copy, ":", -1);
  int n_fields = (int)g_strv_length(fields);
  g_autoptr(BwXyzLayout) layout = layout_new((n_fields + 2) / 3);
  for (int c = 0; c < layout->n_columns; c++)
    if (!parse_column(&layout->columns[c], fields + 3 * c, n_fields - 3 * c, error))
      return NULL;
  if (!check_roles(layout, error))
    return NULL;
  layout->text = g_steal_pointer(&copy);
  layout->strict = TRUE;
  return g_steal_pointer(&layout);
}

BwXyzLayout *bw_xyz_layout_plain(int n_extra)
{
  BwXyzLayout *layout = layout_new(n_extra > 0 ? 3 : 2);
  layout->n_extra = n_extra;
  layout->columns[0] = (BwXyzColumn){"species", BW_COLUMN_SPECIES, BW_PROPERTY_REAL, 1};
  layout->columns[1] = (BwXyzColumn){"pos", BW_COLUMN_POSITION, BW_PROPERTY_REAL, 3};
  if (n_extra > 0)
    layout->columns[2] = (BwXyzColumn){"extra", BW_COLUMN_VALUES, BW_PROPERTY_REAL, n_extra};
  return layout;
}
