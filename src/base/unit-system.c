/* The units in which one file speaks, as --units and the window name them. */
#include "base/error.h"
#include "base/units.h"

#include <string.h>

static gboolean parse_assignment(const char *text, BwUnitSystem *units, GError **error)
{
  const char *equals = strchr(text, '=');
  if (!equals)
    return bw_fail(error, BW_ERROR_UNITS,
                   "“%s” is neither a convention (ev, kcal, atomic) nor of the form length=Å,energy=eV,…",
                   text);
  g_autofree char *key = g_strndup(text, equals - text);
  g_strstrip(key);
  const char *value = g_intern_string(equals + 1);
  double factor;
  if (g_str_equal(key, "length")) {
    units->length = value;
    return bw_unit_parse_as(value, BW_DIMENSION_LENGTH, "length", &factor, error);
  }
  if (g_str_equal(key, "energy")) {
    units->energy = value;
    return bw_unit_parse_as(value, BW_DIMENSION_ENERGY, "energy", &factor, error);
  }
  if (g_str_equal(key, "force") || g_str_equal(key, "forces")) {
    units->force = value;
    return bw_unit_parse_as(value, BW_DIMENSION_FORCE, "force", &factor, error);
  }
  if (g_str_equal(key, "time")) {
    units->time = value;
    return bw_unit_parse_as(value, BW_DIMENSION_TIME, "time", &factor, error);
  }
  return bw_fail(error, BW_ERROR_UNITS, "“%s” is not one of length, energy, force, time", key);
}

gboolean bw_unit_system_parse(const char *text, BwUnitSystem *units, GError **error)
{
  static const struct {
    const char *name;
    BwUnitSystem units;
  } conventions[] = {
      {"ev", {"Å", "eV", NULL, "fs"}},         {"metal", {"Å", "eV", NULL, "ps"}},
      {"kcal", {"Å", "kcal/mol", NULL, "fs"}}, {"real", {"Å", "kcal/mol", NULL, "fs"}},
      {"kj", {"nm", "kJ/mol", NULL, "ps"}},    {"gromacs", {"nm", "kJ/mol", NULL, "ps"}},
      {"atomic", {"bohr", "Ha", NULL, "aut"}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(conventions); i++)
    if (g_ascii_strcasecmp(conventions[i].name, text) == 0) {
      *units = conventions[i].units;
      return TRUE;
    }
  g_auto(GStrv) parts = g_strsplit(text, ",", -1);
  for (char **part = parts; *part; part++)
    if (!parse_assignment(*part, units, error))
      return FALSE;
  return TRUE;
}

gboolean bw_unit_system_factors(const BwUnitSystem *units, double *length, double *energy, double *force,
                                double *time, GError **error)
{
  double l = 1, e = 1, f, t = 1;
  if ((units->length && !bw_unit_parse_as(units->length, BW_DIMENSION_LENGTH, "length", &l, error)) ||
      (units->energy && !bw_unit_parse_as(units->energy, BW_DIMENSION_ENERGY, "energy", &e, error)) ||
      (units->time && !bw_unit_parse_as(units->time, BW_DIMENSION_TIME, "time", &t, error)))
    return FALSE;
  f = e / l;
  if (units->force && !bw_unit_parse_as(units->force, BW_DIMENSION_FORCE, "force", &f, error))
    return FALSE;
  if (length)
    *length = l;
  if (energy)
    *energy = e;
  if (force)
    *force = f;
  if (time)
    *time = t;
  return TRUE;
}
