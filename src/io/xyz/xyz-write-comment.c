#include "io/xyz/xyz-names.h"
#include "io/xyz/xyz-style.h"

#include <math.h>
#include <string.h>

static void append_quoted(GString *text, const char *value)
{
  g_string_append_c(text, '"');
  for (; *value; value++) {
    if (*value == '\n')
      g_string_append(text, "\\n");
    else if (*value == '"' || *value == '\\')
      g_string_append_printf(text, "\\%c", *value);
    else
      g_string_append_c(text, *value);
  }
  g_string_append_c(text, '"');
}

static void append_key(GString *text, const char *key)
{
  g_string_append_c(text, ' ');
  if (strpbrk(key, " \t=\"'[]{},") || !*key)
    append_quoted(text, key);
  else
    g_string_append(text, key);
  g_string_append_c(text, '=');
}

static void append_cell(GString *text, const BwFrame *frame, double length)
{
  const double *vectors = &frame->cell.vectors[0][0];
  gboolean any = FALSE;
  for (int k = 0; k < 9; k++)
    any |= vectors[k] != 0;
  if (any) {
    g_string_append(text, "Lattice=\"");
    for (int k = 0; k < 9; k++) {
      bw_xyz_append_double(text, vectors[k] * length);
      g_string_append_c(text, k < 8 ? ' ' : '"');
    }
    g_string_append_c(text, ' ');
  }
}

static void append_units(GString *text, const BwXyzStyle *style)
{
  g_string_append_printf(text, " units=\"length=%s,energy=%s", style->units.length, style->units.energy);
  if (style->units.force)
    g_string_append_printf(text, ",force=%s", style->units.force);
  g_string_append_printf(text, ",time=%s\"", style->units.time);
}

/* The units of what the units of the file do not cover. */
static void append_property_units(GString *text, const BwFrame *frame)
{
  gboolean any = FALSE;
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    if (!property->unit || !*property->unit || !property->values ||
        bw_xyz_quantity(property->name, property->n_components, property->per_atom) != BW_XYZ_OTHER)
      continue;
    g_string_append_printf(text, "%s%s=%s", any ? "," : " " BW_XYZ_PROPERTY_UNITS "=\"", property->name,
                           property->unit);
    any = TRUE;
  }
  if (any)
    g_string_append_c(text, '"');
}

static void append_property(GString *text, const BwXyzStyle *style, const BwProperty *property, gint64 row)
{
  append_key(text, property->name);
  if (property->text) {
    append_quoted(text, property->text);
    return;
  }
  const double *values = property->values + row * property->n_components;
  double factor = bw_xyz_style_factor(style, property);
  const char *quote = property->n_components == 1 ? "" : "\"";
  g_string_append(text, quote);
  for (int k = 0; k < property->n_components; k++) {
    if (k > 0)
      g_string_append_c(text, ' ');
    bw_xyz_append_value(text, values[k] * factor, property->type);
  }
  g_string_append(text, quote);
}

void bw_xyz_append_comment(GString *text, const BwXyzStyle *style, const BwFrame *frame, const char *columns,
                           int bead)
{
  const gboolean *periodic = frame->cell.periodic;
  append_cell(text, frame, style->length);
  g_string_append_printf(text, "Properties=%s pbc=\"%c %c %c\"", columns, periodic[0] ? 'T' : 'F',
                         periodic[1] ? 'T' : 'F', periodic[2] ? 'T' : 'F');
  append_units(text, style);
  append_property_units(text, frame);
  if (frame->n_beads > 1)
    g_string_append_printf(text, " bead=%d n_beads=%d", bead, frame->n_beads);
  if (frame->step >= 0)
    g_string_append_printf(text, " step=%" G_GINT64_FORMAT, frame->step);
  if (!isnan(frame->time)) {
    append_key(text, "time");
    bw_xyz_append_double(text, frame->time * style->time);
  }
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    gint64 row = bw_xyz_first_row(frame, property, bead);
    if (!property->per_atom && row >= 0 && !bw_xyz_is_reserved(property))
      append_property(text, style, property, row);
  }
  g_string_append_c(text, '\n');
}
