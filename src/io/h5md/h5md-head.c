#include "io/h5md/h5md-head.h"
#include "config.h"

#include <string.h>

static gboolean write_attributes(hid_t file, const char *group, const char *name, const char *version,
                                 GError **error)
{
  g_auto(BwH5) made = bw_h5_create_group(file, group, error);
  return made >= 0 && bw_h5_set_string(made, "name", name, error) &&
         (!version || bw_h5_set_string(made, "version", version, error));
}

static const char *author(void)
{
  const char *name = g_get_real_name();
  return g_str_equal(name, "Unknown") ? g_get_user_name() : name;
}

gboolean bw_h5md_write_head(hid_t file, GError **error)
{
  g_auto(BwH5) group = bw_h5_create_group(file, "h5md", error);
  if (group < 0 || !bw_h5_set_ints(group, "version", (int[]){1, 1}, 2, error) ||
      !write_attributes(group, "author", author(), NULL, error) ||
      !write_attributes(group, "creator", "Beadwork", BW_VERSION, error))
    return FALSE;
  g_auto(BwH5) units = bw_h5_create_group(group, "modules/units", error);
  return units >= 0 && bw_h5_set_ints(units, "version", (int[]){1, 0}, 2, error);
}

static gboolean write_box(hid_t particles, const BwCell *cell, GError **error)
{
  const char *boundary[3];
  for (int k = 0; k < 3; k++)
    boundary[k] = cell->periodic[k] ? "periodic" : "none";
  g_auto(BwH5) box = bw_h5_create_group(particles, "box", error);
  return box >= 0 && bw_h5_set_ints(box, "dimension", (int[]){3}, 0, error) &&
         bw_h5_set_strings(box, "boundary", boundary, 3, error);
}

gboolean bw_h5md_write_particles(hid_t file, const char *path, const BwAtoms *atoms, int n_beads,
                                 const BwCell *cell, GError **error)
{
  const hsize_t n = (hsize_t)n_beads * atoms->n_atoms;
  g_autofree int *species = g_new(int, n);
  g_autofree double *masses = g_new(double, n);
  for (int bead = 0; bead < n_beads; bead++) {
    memcpy(species + (gsize)bead * atoms->n_atoms, atoms->numbers, sizeof *species * atoms->n_atoms);
    memcpy(masses + (gsize)bead * atoms->n_atoms, atoms->masses, sizeof *masses * atoms->n_atoms);
  }
  g_auto(BwH5) group = bw_h5_create_group(file, path, error);
  return group >= 0 && bw_h5_set_int(group, "n_beads", n_beads, error) &&
         bw_h5_set_int(group, "n_atoms", atoms->n_atoms, error) && write_box(group, cell, error) &&
         bw_h5_write(group, "species", H5T_NATIVE_INT, 1, &n, species, NULL, error) &&
         bw_h5_write(group, "mass", H5T_NATIVE_DOUBLE, 1, &n, masses, "u", error);
}

gboolean bw_h5md_link(hid_t file, const char *first, const char *other, const char *name, GError **error)
{
  g_autofree char *from = g_build_path("/", first, name, NULL), *to = g_build_path("/", other, name, NULL);
  if (H5Lcreate_hard(file, from, file, to, H5P_DEFAULT, H5P_DEFAULT) >= 0)
    return TRUE;
  g_autofree char *place = bw_h5_place(file);
  return bw_h5_fail(error, BW_ERROR_DISK, place, "%s cannot be made", to);
}
