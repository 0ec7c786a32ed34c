#include "io/h5md/h5md-species.h"
#include "base/array.h"
#include "base/elements.h"
#include "base/units.h"

#include <math.h>

#define SAME_MASS 0.35 /* amu: as far as the masses of force fields are from the standard weights */

/* The first row of an element that has one number for each particle, in Beadwork's unit; NULL: none such. */
static double *read_numbers(hid_t group, const char *name, gint64 n_particles, BwDimension dimension)
{
  BwH5mdElement element = BW_H5MD_ELEMENT_INIT;
  double *values = NULL, factor = 1;
  if (bw_h5_has(group, name) && bw_h5md_element_open(&element, group, name, NULL) && element.n_dims == 1 &&
      (gint64)element.dims[0] == n_particles && element.n_rows > 0) {
    values = bw_new(double, element.n_values);
    if (!bw_h5md_element_read(&element, 0, values, NULL))
      g_clear_pointer(&values, bw_free);
    if (element.unit && !bw_unit_parse_as(element.unit, dimension, name, &factor, NULL))
      factor = 1;
    for (gsize i = 0; values && i < element.n_values; i++)
      values[i] *= factor;
  }
  bw_h5md_element_clear(&element);
  return values;
}

static char *name_in_enumeration(hid_t type, double value)
{
  char name[64] = "";
  gint64 number = (gint64)value; /* room for any integer type */
  g_auto(BwH5) native = H5Tget_native_type(type, H5T_DIR_DEFAULT);
  g_auto(BwH5) integer = H5Tget_super(native);
  if (H5Tconvert(H5T_NATIVE_INT64, integer, 1, &number, NULL, H5P_DEFAULT) >= 0)
    H5Tenum_nameof(native, &number, name, sizeof name);
  return g_strdup(name);
}

/* The names that an enumeration or an array of texts has for the species; NULL: they are plain numbers. */
static char **read_labels(hid_t group, const double *species, gint64 n_particles)
{
  BwH5mdElement element = BW_H5MD_ELEMENT_INIT;
  char **labels = NULL;
  if (bw_h5_has(group, "species") && bw_h5md_element_open(&element, group, "species", NULL)) {
    g_auto(BwH5) type = H5Dget_type(element.value);
    if (H5Tget_class(type) == H5T_STRING && element.fixed)
      labels = bw_h5_read_strings(group, "species", NULL);
    else if (H5Tget_class(type) == H5T_ENUM && species) {
      labels = g_new0(char *, n_particles + 1);
      for (gint64 i = 0; i < n_particles; i++)
        labels[i] = name_in_enumeration(type, species[i]);
    }
  }
  bw_h5md_element_clear(&element);
  if (labels && g_strv_length(labels) < (guint)n_particles)
    g_clear_pointer(&labels, g_strfreev);
  return labels;
}

static int element_of_mass(double mass)
{
  for (int number = 1; number < BW_N_ELEMENTS; number++)
    if (fabs(bw_element(number)->mass - mass) < SAME_MASS)
      return number;
  return 0;
}

/* Unless the masses know better. Isotopes are more different than force fields' masses. */
static gboolean are_atomic_numbers(const double *species, const double *masses, int n)
{
  for (int i = 0; i < n; i++)
    if (!(species[i] >= 0) || species[i] >= BW_N_ELEMENTS || species[i] != floor(species[i]) ||
        (masses && fabs(bw_element((int)species[i])->mass - masses[i]) > 6 * SAME_MASS))
      return FALSE;
  return TRUE;
}

static void find_numbers(const double *species, const double *masses, char *const *labels, int n,
                         int *numbers, char **note)
{
  const gboolean known = !labels && species && are_atomic_numbers(species, masses, n);
  for (int i = 0; i < n; i++)
    numbers[i] = labels   ? bw_element_parse(labels[i], TRUE, NULL)
                 : known  ? (int)species[i]
                 : masses ? element_of_mass(masses[i])
                          : 0;
  if (!labels && !known && masses)
    *note = g_strdup("elements are taken from the masses");
  else if (known && !masses)
    *note = g_strdup("species are taken as atomic numbers");
}

BwAtoms *bw_h5md_read_atoms(hid_t group, gint64 n_particles, int n_atoms, char **note)
{
  g_autoptr(BwDoubles) species = read_numbers(group, "species", n_particles, (BwDimension){0});
  g_autoptr(BwDoubles) masses = read_numbers(group, "mass", n_particles, (BwDimension){.mass = 1});
  g_auto(GStrv) labels = read_labels(group, species, n_particles);
  g_autofree int *numbers = g_new0(int, n_atoms);
  find_numbers(species, masses, labels, n_atoms, numbers, note);
  for (int i = 0; masses && i < n_atoms; i++)
    if (!(masses[i] > 0) || !isfinite(masses[i]))
      masses[i] = bw_element(numbers[i])->mass;
  return bw_atoms_new(n_atoms, numbers, masses, (const char *const *)labels);
}
