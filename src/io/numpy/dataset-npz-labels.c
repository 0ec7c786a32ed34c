/* Arrays beside positions, energies and forces that have a row for each frame: labels. */
#include "base/array.h"
#include "io/numpy/dataset-npz.h"

#include <string.h>

enum { MOST_COMPONENTS = 9 }; /* a tensor */

static gboolean is_used(const char *name, const BwNpy *const *used, int n_used)
{
  static const char *const others[] = {"lattice", "cell", "perms", NULL};
  for (int i = 0; i < n_used; i++)
    if (used[i] && g_str_equal(used[i]->name, name))
      return TRUE;
  return g_strv_contains(others, name);
}

/* [frames][3] of three atoms may be a vector or a number for each atom: the name decides. */
static gboolean means_atoms(const char *name)
{
  g_autofree char *lower = g_ascii_strdown(name, -1);
  return g_str_equal(lower, "q") || strstr(lower, "charge") || strstr(lower, "atomic");
}

/* What the shape says; FALSE: it is no label. */
static gboolean understand(const BwNpy *array, const BwDataset *dataset, gboolean *per_atom,
                           int *n_components)
{
  const gint64 *shape = array->shape, n_atoms = dataset->atoms->n_atoms;
  if ((array->type != BW_NPY_FLOAT && array->type != BW_NPY_INT) || array->n_dims < 1 || array->n_dims > 3 ||
      shape[0] != dataset->n_frames)
    return FALSE;
  gint64 second = array->n_dims > 1 ? shape[1] : 1, third = array->n_dims > 2 ? shape[2] : 1;
  *per_atom = array->n_dims == 3 ||
              (array->n_dims == 2 && second == n_atoms &&
               (second > MOST_COMPONENTS || means_atoms(array->name) || (second != 1 && second != 3)));
  gint64 components = *per_atom ? third : second;
  *n_components = (int)CLAMP(components, 0, MOST_COMPONENTS);
  return components >= 1 && components <= MOST_COMPONENTS && (array->n_dims < 3 || second == n_atoms);
}

void bw_dataset_read_npz_labels(BwDataset *dataset, BwNpz *npz, const BwNpy *const *used, int n_used)
{
  for (const char *const *name = bw_npz_get_names(npz); *name; name++) {
    gboolean per_atom;
    int n_components;
    const BwNpy *array = is_used(*name, used, n_used) ? NULL : bw_npz_get(npz, *name, NULL);
    if (!array || !understand(array, dataset, &per_atom, &n_components))
      continue;
    BwLabel *label = bw_dataset_add_label(dataset, *name, NULL, per_atom, n_components);
    memcpy(label->values, array->doubles, sizeof(double) * (gsize)array->n);
  }
}
