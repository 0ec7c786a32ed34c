#include "base/units.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

#define MAX_LENGTH 64 /* no unit is longer, and what is ends up in a message */

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
    {"Å A Ang angstrom angstroms", {1.0, LENGTH}},
    {"bohr bohrs a0 a.u.", {BW_BOHR, LENGTH}},
    {"nm nanometer", {10.0, LENGTH}},
    {"pm picometer", {0.01, LENGTH}},
    {"m meter", {1e10, LENGTH}},
    {"eV electronvolt electron_volt", {1.0, ENERGY}},
    {"meV millielectronvolt", {1e-3, ENERGY}},
    {"Ha hartree hartrees Eh", {BW_HARTREE, ENERGY}},
    {"mHa millihartree", {1e-3 * BW_HARTREE, ENERGY}},
    {"Ry rydberg", {0.5 * BW_HARTREE, ENERGY}},
    {"kcal/mol", {BW_KCAL_PER_MOL, ENERGY}}, /* beside kcal and mol, so that no factor is rounded */
    {"kJ/mol", {BW_KJ_PER_MOL, ENERGY}},
    {"kcal", {BW_KCAL_PER_MOL * 6.02214076e23, ENERGY}},
    {"kJ", {BW_KJ_PER_MOL * 6.02214076e23, ENERGY}},
    {"J joule", {6.241509074460763e18, ENERGY}},
    {"cm⁻¹ cm-1 cm^-1 1/cm inversecm wavenumber", {BW_WAVENUMBER, ENERGY}},
    {"mol Mol MOL", {6.02214076e23, {0}}},
    {"fs femtosecond femtoseconds", {1.0, TIME}},
    {"ps picosecond picoseconds", {1e3, TIME}},
    {"ns nanosecond nanoseconds", {1e6, TIME}},
    {"s second", {1e15, TIME}},
    {"aut atomic_time au_time", {BW_HBAR / BW_HARTREE, TIME}},
    {"u amu dalton Da g/mol", {1.0, {.mass = 1}}},
    {"m_e me electron_mass", {BW_ELECTRON_MASS, {.mass = 1}}},
    {"e elementary_charge", {1.0, {.charge = 1}}},
    {"D debye", {BW_DEBYE, {.charge = 1, .length = 1}}},
    {"K kelvin", {1.0, {.temperature = 1}}},
    {"GPa gigapascal", {BW_GPA, {.energy = 1, .length = -3}}},
    {"bar", {1e-4 * BW_GPA, {.energy = 1, .length = -3}}},
    {"1 number atom atoms", {1.0, {0}}},
};

/* Case does not matter, except for a leading m: milli is not mega. */
static gboolean same_name(const char *known, const char *name, gsize n, gboolean exact)
{
  if (exact || *known == 'm' || *known == 'M')
    return *known == *name && (exact ? memcmp(known, name, n) : g_ascii_strncasecmp(known, name, n)) == 0;
  return g_ascii_strncasecmp(known, name, n) == 0;
}

static const Entry *find_entry(const char *name, gsize length)
{
  for (int exact = 1; exact >= 0; exact--)
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
      for (const char *p = table[i].names; *p;) {
        gsize n = strcspn(p, " ");
        if (n == length && same_name(p, name, n, exact))
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

/* The power at the end of a factor, "^3", "**-3", "-1", "3", "³" or "⁻¹", and where the name before it ends.
 */
static int split_power(const char *text, gsize length, gsize *name_length)
{
  static const struct {
    const char *mark;
    int power;
  } superscripts[] = {{"⁻¹", -1}, {"⁻²", -2}, {"⁻³", -3}, {"²", 2}, {"³", 3}};

  for (gsize i = 0; i < G_N_ELEMENTS(superscripts); i++) {
    gsize n = strlen(superscripts[i].mark);
    if (length > n && memcmp(text + length - n, superscripts[i].mark, n) == 0) {
      *name_length = length - n;
      return superscripts[i].power;
    }
  }
  *name_length = length;
  if (length < 2 || !g_ascii_isdigit(text[length - 1]))
    return 1;
  int power = text[length - 1] - '0';
  gsize end = length - 1;
  if (end > 0 && (text[end - 1] == '-' || text[end - 1] == '+'))
    power = text[--end] == '-' ? -power : power;
  while (end > 0 && (text[end - 1] == '^' || text[end - 1] == '*'))
    end--;
  *name_length = end;
  return power;
}

static gboolean parse_factor(const char *text, gsize length, int sign, BwUnit *unit)
{
  gsize name_length;
  const Entry *entry = find_entry(text, length); /* first: "cm-1" and "a0" are names as they stand */
  int power = entry ? 1 : split_power(text, length, &name_length);
  if (!entry)
    entry = find_entry(text, name_length);
  if (entry)
    multiply(unit, &entry->unit, sign * power);
  return entry != NULL;
}

#define MIDDLE_DOT "·"

static gsize factor_length(const char *text)
{
  static const char *const whole[] = {"a.u.", "kcal/mol", "kJ/mol"};
  for (gsize i = 0; i < G_N_ELEMENTS(whole); i++)
    if (g_ascii_strncasecmp(text, whole[i], strlen(whole[i])) == 0 &&
        (!text[strlen(whole[i])] || strchr("/*. )", text[strlen(whole[i])])))
      return strlen(whole[i]);
  gsize n = 0;
  while (text[n] && !strchr("/*. ()", text[n]) && !g_str_has_prefix(text + n, MIDDLE_DOT))
    n++;
  if (text[n] == '*' && text[n + 1] == '*')
    n += 2 + strspn(text + n + 2, "-+0123456789");
  return n;
}

/* factor { [* / . · blank] factor }, up to the end or a closing bracket; a quotient holds for one factor, so
 * that a/b*c is (a/b)·c as it is everywhere. */
static gboolean parse_product(const char **text, int sign, int depth, BwUnit *unit)
{
  enum { MAX_DEPTH = 8 };
  for (int factor_sign = sign;;) {
    *text += strspn(*text, " ");
    if (**text == '(') {
      (*text)++;
      if (depth == MAX_DEPTH || !parse_product(text, factor_sign, depth + 1, unit) || *(*text)++ != ')')
        return FALSE;
    } else {
      gsize n = factor_length(*text);
      if (n == 0 || !parse_factor(*text, n, factor_sign, unit))
        return FALSE;
      *text += n;
    }
    *text += strspn(*text, " ");
    if (**text == '\0' || **text == ')')
      return TRUE;
    factor_sign = **text == '/' ? -sign : sign;
    if (**text == '/' || **text == '*' || **text == '.')
      (*text)++;
    else if (g_str_has_prefix(*text, MIDDLE_DOT))
      *text += strlen(MIDDLE_DOT);
  }
}

gboolean bw_unit_parse(const char *text, BwUnit *unit, GError **error)
{
  BwUnit result = {1.0, {0}};
  const Entry *entry = find_entry(text, strlen(text)); /* "1/cm" and "g/mol" as they stand */
  const char *rest = text;
  if (entry)
    result = entry->unit;
  else if (strlen(text) > MAX_LENGTH || !parse_product(&rest, 1, 0, &result) || *rest != '\0' ||
           !isnormal(result.to_internal))
    return bw_fail(
        error, BW_ERROR_UNITS,
        "unit “%.*s” is not known; known are Å, bohr, nm, eV, meV, Ha, Ry, kcal/mol, kJ/mol, cm-1, fs, ps, "
        "amu, e, D, K, GPa and their products, such as eV/Å",
        MAX_LENGTH, text);
  *unit = result;
  return TRUE;
}

gboolean bw_dimension_equal(BwDimension a, BwDimension b)
{
  return a.length == b.length && a.energy == b.energy && a.time == b.time && a.mass == b.mass &&
         a.charge == b.charge && a.temperature == b.temperature;
}

static gboolean is_atomic(const char *text)
{
  static const char *const names[] = {"atomic_unit", "atomic_units", "a.u.", "au", "atomic", NULL};
  return g_strv_contains(names, text);
}

/* ħ, e, a₀, m_e and their products. */
static double atomic_unit(BwDimension dimension)
{
  return pow(BW_BOHR, dimension.length) * pow(BW_HARTREE, dimension.energy) *
         pow(BW_HBAR / BW_HARTREE, dimension.time) * pow(BW_ELECTRON_MASS, dimension.mass);
}

gboolean bw_unit_parse_as(const char *text, BwDimension dimension, const char *what, double *to_internal,
                          GError **error)
{
  BwUnit unit;
  if (is_atomic(text)) {
    *to_internal = atomic_unit(dimension);
    return TRUE;
  }
  if (!bw_unit_parse(text, &unit, error))
    return FALSE;
  if (!bw_dimension_equal(unit.dimension, dimension))
    return bw_fail(error, BW_ERROR_UNITS, "“%s” is not a unit of %s", text, what);
  *to_internal = unit.to_internal;
  return TRUE;
}
