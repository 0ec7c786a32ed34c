#include "io/xyz/xyz-names.h"

#include <string.h>

static gboolean ends_with(const char *name, const char *end)
{
  gsize n = strlen(name), m = strlen(end);
  return n >= m && g_ascii_strcasecmp(name + n - m, end) == 0;
}

static gboolean is_any(const char *name, const char *const *names)
{
  for (; *names; names++)
    if (g_ascii_strcasecmp(name, *names) == 0)
      return TRUE;
  return FALSE;
}

BwXyzQuantity bw_xyz_quantity(const char *name, int n_components, gboolean per_atom)
{
  static const char *const energies[] = {"E", "TotEnergy", "potential", NULL};
  static const char *const forces[] = {"F", "frc", NULL};
  if (per_atom && n_components == 3 &&
      (ends_with(name, "forces") || ends_with(name, "force") || is_any(name, forces)))
    return BW_XYZ_FORCES;
  if (n_components == 1 &&
      (ends_with(name, "energy") || ends_with(name, "energies") || is_any(name, energies)))
    return BW_XYZ_ENERGY;
  gboolean tensor = n_components == 9 || n_components == 6;
  if (tensor && (ends_with(name, "virial") || ends_with(name, "virials")))
    return BW_XYZ_ENERGY;
  return tensor && !per_atom && ends_with(name, "stress") ? BW_XYZ_STRESS : BW_XYZ_OTHER;
}
