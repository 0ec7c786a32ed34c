#include "base/units.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

typedef struct {
  const char *names; /* separated by blanks; the first is how Beadwork writes it */
  BwUnit unit;
} Entry;

#define LENGTH                                                                                               \
  {                                                                                                          \
    .length = 1                                                                                              \
  }
#define ENERGY                                                                                               \
  {                                                                                                          \
    .energy = 1                                                                                              \
  }
#define TIME                                                                                                 \
  {                                                                                                          \
    .time = 1                                                                                                \
  }

/* Amount-of-substance is a number here (kcal/mol is an energy per particle), so "mol" divides by Avogadro's
 * number. */
static const Entry table[] = {
    {"Å A Ang ang angstrom Angstrom angstroms Angstroms ANGSTROM", {1.0, LENGTH}},
    {"bohr a0 Bohr a.u. BOHR bohrs", {BW_BOHR, LENGTH}},
    {"nm nanometer", {10.0, LENGTH}},
    {"pm picometer", {0.01, LENGTH}},
    {"m meter", {1e10, LENGTH}},
    {"eV ev EV electronvolt electron_volt", {1.0, ENERGY}},
    {"meV mev millielectronvolt", {1e-3, ENERGY}},
    {"Ha hartree Hartree ha Eh HARTREE hartrees", {BW_HARTREE, ENERGY}},
    {"mHa millihartree", {1e-3 * BW_HARTREE, ENERGY}},
    {"Ry rydberg Rydberg ry", {0.5 * BW_HARTREE, ENERGY}},
    {"kcal Kcal KCAL", {BW_KCAL_PER_MOL * 6.02214076e23, ENERGY}},
    {"kJ kj KJ", {BW_KJ_PER_MOL * 6.02214076e23, ENERGY}},
    {"J joule", {6.241509074460763e18, ENERGY}},
    {"cm⁻¹ cm-1 inversecm wavenumber", {BW_WAVENUMBER, ENERGY}},
    {"mol MOL Mol", {6.02214076e23, {0}}},
    {"fs femtosecond femtoseconds", {1.0, TIME}},
    {"ps picosecond picoseconds", {1e3, TIME}},
    {"ns nanosecond nanoseconds", {1e6, TIME}},
    {"s second", {1e15, TIME}},
    {"aut atomic_time", {BW_HBAR / BW_HARTREE, TIME}},
    {"u amu dalton Da g/mol", {1.0, {.mass = 1}}},
    {"m_e me electron_mass", {BW_ELECTRON_MASS, {.mass = 1}}},
    {"e elementary_charge", {1.0, {.charge = 1}}},
    {"D Debye debye", {BW_DEBYE, {.charge = 1, .length = 1}}},
    {"K kelvin Kelvin", {1.0, {.temperature = 1}}},
    {"GPa gigapascal", {BW_GPA, {.energy = 1, .length = -3}}},
    {"bar", {1e-4 * BW_GPA, {.energy = 1, .length = -3}}},
    {"1 number", {1.0, {0}}},
};

static const Entry *find_entry(const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
    for (const char *p = table[i].names; *p;) {
      gsize n = strcspn(p, " ");
      if (n == length && memcmp(p, name, n) == 0)
        return &table[i];
      p += n + strspn(p + n, " ");
    }
  return NULL;
}

static void multiply(BwUnit *unit, const BwUnit *factor, int power)
{
  unit->to_internal *= pow(factor->to_internal, power);
  unit->dimension.length += power * factor->dimension.length;
  unit->dimension.energy += power * factor->dimension.energy;
  unit->dimension.time += power * factor->dimension.time;
  unit->dimension.mass += power * factor->dimension.mass;
  unit->dimension.charge += power * factor->dimension.charge;
  unit->dimension.temperature += power * factor->dimension.temperature;
}

/* One factor: a name with an optional power, "A^3", "A3", "Å³", "fs^-2". */
static gboolean parse_factor(const char *text, gsize length, int sign, BwUnit *unit)
{
  static const struct {
    const char *mark;
    int power;
  } superscripts[] = {{"²", 2}, {"³", 3}, {"⁻¹", -1}, {"⁻²", -2}, {"⁻³", -3}};

  const Entry *entry = find_entry(text, length);
  if (entry) {
    multiply(unit, &entry->unit, sign);
    return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(superscripts); i++) {
    gsize n = strlen(superscripts[i].mark);
    if (length > n && memcmp(text + length - n, superscripts[i].mark, n) == 0 &&
        (entry = find_entry(text, length - n))) {
      multiply(unit, &entry->unit, sign * superscripts[i].power);
      return TRUE;
    }
  }
  gsize digits = length;
  while (digits > 0 && g_ascii_isdigit(text[digits - 1]))
    digits--;
  if (digits == length || digits == 0 || length - digits > 2)
    return FALSE;
  int power = (int)g_ascii_strtoll(text + digits, NULL, 10);
  gsize end = digits;
  if (end > 0 && text[end - 1] == '-') {
    power = -power;
    end--;
  }
  while (end > 0 && (text[end - 1] == '^' || text[end - 1] == '*'))
    end--;
  entry = find_entry(text, end);
  if (entry)
    multiply(unit, &entry->unit, sign * power);
  return entry != NULL;
}

gboolean bw_unit_parse(const char *text, BwUnit *unit, GError **error)
{
  static const char *separators = "/·*. ()";
  BwUnit result = {1.0, {0}};
  const char *rest = g_str_has_prefix(text, "atomic_unit") ? "" : text;
  int sign = 1;
  gboolean any = FALSE;

  while (*rest) {
    if (*rest == '/')
      sign = -1;
    if (g_str_has_prefix(rest, "·"))
      rest += strlen("·");
    else if (strchr(separators, *rest) && !(*rest == '*' && rest[1] == '*'))
      rest++;
    else {
      gsize n = g_str_has_prefix(rest, "a.u.") ? 4 : strcspn(rest, "/*. ()\xc2");
      while (rest[n] == '\xc2' && (guchar)rest[n + 1] != 0xb7) /* part of a superscript, not the middle dot */
        n += 1 + strcspn(rest + n + 1, "/*. ()\xc2");
      if (rest[n] == '*' && rest[n + 1] == '*')
        n += 2 + strspn(rest + n + 2, "-0123456789");
      if (n == 0 || !parse_factor(rest, n, sign, &result))
        return bw_fail(
            error, BW_ERROR_UNITS,
            "unit “%s” is not known; known are Å, bohr, nm, eV, meV, Ha, Ry, kcal/mol, kJ/mol, cm-1, fs, ps, "
            "amu, e, D, K, GPa and their products, such as eV/Å",
            text);
      any = TRUE;
      sign = 1;
      rest += n;
    }
  }
  if (!any)
    return bw_fail(error, BW_ERROR_UNITS, "unit “%s” is not known", text);
  *unit = result;
  return TRUE;
}

gboolean bw_dimension_equal(BwDimension a, BwDimension b)
{
  return a.length == b.length && a.energy == b.energy && a.time == b.time && a.mass == b.mass &&
         a.charge == b.charge && a.temperature == b.temperature;
}

gboolean bw_unit_parse_as(const char *text, BwDimension dimension, const char *what, double *to_internal,
                          GError **error)
{
  BwUnit unit;
  if (!bw_unit_parse(text, &unit, error))
    return FALSE;
  if (!bw_dimension_equal(unit.dimension, dimension))
    return bw_fail(error, BW_ERROR_UNITS, "“%s” is not a unit of %s", text, what);
  *to_internal = unit.to_internal;
  return TRUE;
}

const char *bw_dimension_internal_unit(BwDimension dimension)
{
  static const struct {
    BwDimension dimension;
    const char *unit;
  } units[] = {
      {LENGTH, "Å"},
      {ENERGY, "eV"},
      {{.energy = 1, .length = -1}, "eV/Å"},
      {TIME, "fs"},
      {{.length = 1, .time = -1}, "Å/fs"},
      {{.mass = 1}, "amu"},
      {{.charge = 1}, "e"},
      {{.charge = 1, .length = 1}, "e·Å"},
      {{.temperature = 1}, "K"},
      {{.energy = 1, .length = -3}, "eV/Å³"},
      {{.length = 3}, "Å³"},
      {{0}, ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
    if (bw_dimension_equal(units[i].dimension, dimension))
      return units[i].unit;
  return NULL;
}

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
