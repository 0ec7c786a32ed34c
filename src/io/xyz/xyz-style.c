#include "io/xyz/xyz-style.h"
#include "io/text/text-number.h"
#include "io/xyz/xyz-names.h"

#include <math.h>

void bw_xyz_append_double(GString *text, double value)
{
  char number[BW_TEXT_DOUBLE_BYTES];
  int n = bw_text_format_double(number, value);
  g_string_append_len(text, number, n);
}

void bw_xyz_append_value(GString *text, double value, BwPropertyType type)
{
  const double exact = 9e15;
  if (type == BW_PROPERTY_BOOLEAN)
    g_string_append_c(text, value != 0 ? 'T' : 'F');
  else if (type == BW_PROPERTY_INTEGER && fabs(value) < exact)
    g_string_append_printf(text, "%" G_GINT64_FORMAT, (gint64)value);
  else
    bw_xyz_append_double(text, value);
}

double bw_xyz_style_factor(const BwXyzStyle *style, const BwProperty *property)
{
  double out;
  BwUnit unit;
  switch (bw_xyz_quantity(property->name, property->n_components, property->per_atom)) {
  case BW_XYZ_ENERGY:
    out = style->energy;
    break;
  case BW_XYZ_FORCES:
    out = style->force;
    break;
  case BW_XYZ_STRESS:
    out = style->energy / pow(style->length, 3);
    break;
  default:
    return 1;
  }
  return property->unit && bw_unit_parse(property->unit, &unit, NULL) ? unit.to_internal * out : 1;
}

gboolean bw_xyz_is_reserved(const BwProperty *property)
{
  static const char *const keys[] = {"Properties", "Lattice", "pbc",  "units", BW_XYZ_PROPERTY_UNITS,
                                     "bead",       "n_beads", "step", "time"};
  static const char *const columns[] = {"species", "pos", "masses", "label"};
  const char *const *names = property->per_atom ? columns : keys;
  gsize n = property->per_atom ? G_N_ELEMENTS(columns) : G_N_ELEMENTS(keys);
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp(property->name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

gint64 bw_xyz_first_row(const BwFrame *frame, const BwProperty *property, int bead)
{
  gint64 n_atoms = property->per_atom ? frame->atoms->n_atoms : 1;
  if (property->n_rows == n_atoms || property->text)
    return bead == 0 ? 0 : -1;
  return property->n_rows == frame->n_beads * n_atoms ? bead * n_atoms : -1;
}
