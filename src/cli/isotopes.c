#include "cli/isotopes.h"
#include "base/elements.h"
#include "base/error.h"

static gboolean apply_isotope(const BwAtoms *atoms, double *masses, const char *text, GError **error)
{
  g_auto(GStrv) sides = g_strsplit(text, "=", 2);
  if (g_strv_length(sides) != 2)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--isotopes %s: write H=D, 8=D or 8=2.5", text);
  char *end;
  double mass;
  const gint64 index = g_ascii_strtoll(sides[0], &end, 10);
  const gboolean one = *sides[0] && !*end;
  const int element = one ? 0 : bw_element_parse(sides[0], FALSE, NULL);
  int isotope = bw_element_parse(sides[1], FALSE, &mass), n = 0;
  if (isotope == 0)
    mass = g_ascii_strtod(sides[1], &end);
  if (isotope == 0 && (end == sides[1] || *end || !(mass > 0)))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--isotopes %s: “%s” is neither an isotope nor a mass in amu",
                   text, sides[1]);
  for (int i = 0; i < atoms->n_atoms; i++) {
    if (one ? i != index : atoms->numbers[i] != element)
      continue;
    if (isotope != 0 && isotope != atoms->numbers[i])
      return bw_fail(error, BW_ERROR_ARGUMENT, "--isotopes %s: atom %d is %s", text, i,
                     bw_element(atoms->numbers[i])->symbol);
    masses[i] = mass;
    n++;
  }
  return n > 0 ||
         bw_fail(error, BW_ERROR_ARGUMENT, "--isotopes %s: there is no such atom in the structure", text);
}

BwAtoms *bw_atoms_with_isotopes(const BwAtoms *atoms, const char *list, GError **error)
{
  g_autofree double *masses = g_memdup2(atoms->masses, sizeof(double) * atoms->n_atoms);
  g_auto(GStrv) items = g_strsplit(list, ",", -1);
  for (char **item = items; *item; item++)
    if (!apply_isotope(atoms, masses, *item, error))
      return NULL;
  return bw_atoms_new(atoms->n_atoms, atoms->numbers, masses, (const char *const *)atoms->labels);
}
