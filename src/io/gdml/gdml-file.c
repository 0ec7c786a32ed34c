#include "io/gdml/gdml-file.h"
#include "base/array.h"
#include "base/elements.h"
#include "base/error.h"
#include "base/units.h"
#include "io/file-head.h"
#include "io/gdml/gdml-layout.h"
#include "io/hdf5/h5.h"

#include <math.h>
#include <string.h>

/* More than any kernel model of today has; keeps D = N (N − 1) / 2 an int. */
#define MOST_ATOMS 10000

BwGdmlFile *bw_gdml_file_new(void)
{
  BwGdmlFile *file = g_new0(BwGdmlFile, 1);
  file->method = BW_METHOD_SGDML;
  file->r_unit = "Ang";
  file->e_unit = "kcal/mol";
  file->units_stated = TRUE;
  file->f_err = file->e_err = (BwGdmlError){NAN, NAN};
  file->std = 1;
  file->periodic[0] = file->periodic[1] = file->periodic[2] = TRUE;
  file->lam = file->solver_tol = file->solver_resid = file->norm_y_train = NAN;
  file->solver_iters = -1;
  return file;
}

void bw_gdml_file_free(BwGdmlFile *file)
{
  if (!file)
    return;
  g_free(file->path);
  g_free(file->code_version);
  g_free(file->dataset_name);
  g_free(file->dataset_theory);
  g_free(file->solver_name);
  bw_free(file->z);
  bw_free(file->idxs_train);
  bw_free(file->idxs_valid);
  bw_free(file->R_desc);
  bw_free(file->R_d_desc_alpha);
  bw_free(file->alphas_F);
  bw_free(file->alphas_E);
  bw_free(file->perms);
  bw_free(file->lattice);
  bw_free(file->inducing_pts_idxs);
  g_free(file);
}

/* Where (i, j) is in the lower triangle without its diagonal, row after row. */
static int pair_index(int i, int j)
{
  return i > j ? i * (i - 1) / 2 + j : j * (j - 1) / 2 + i;
}

void bw_gdml_descriptor_permutation(const int *perm, int n_atoms, int *pairs)
{
  for (int i = 1; i < n_atoms; i++)
    for (int j = 0; j < i; j++)
      pairs[pair_index(i, j)] = pair_index(perm[i], perm[j]);
}

int *bw_gdml_ints(const BwGdmlFile *file, const char *name, const gint64 *values, gsize n, gint64 min,
                  gint64 max, GError **error)
{
  int *ints = bw_new(int, MAX(1, n));
  for (gsize i = 0; i < n; i++) {
    if (values[i] < min || values[i] > max) {
      bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                   "array '%s': element %" G_GSIZE_FORMAT " is %" G_GINT64_FORMAT
                   ", which is not from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                   name, i, values[i], min, max);
      bw_free(ints);
      return NULL;
    }
    ints[i] = (int)values[i];
  }
  return ints;
}

gboolean bw_gdml_set_atoms(BwGdmlFile *file, const gint64 *z, gsize n, GError **error)
{
  if (n < 2 || n > MOST_ATOMS)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                        "array 'z': a model of %" G_GSIZE_FORMAT " atoms; 2 to %d make sense", n, MOST_ATOMS);
  file->n_atoms = (int)n;
  file->n_descriptors = file->n_atoms * (file->n_atoms - 1) / 2;
  file->z = bw_gdml_ints(file, "z", z, n, 1, BW_N_ELEMENTS - 1, error);
  return file->z != NULL;
}

static gboolean check_finite(const BwGdmlFile *file, const double *values, gsize n, const char *name,
                             GError **error)
{
  for (gsize i = 0; values && i < n; i++)
    if (!isfinite(values[i]))
      return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "array '%s': element %" G_GSIZE_FORMAT " is %g",
                          name, i, values[i]);
  return TRUE;
}

static gboolean check_numbers(const BwGdmlFile *file, GError **error)
{
  gsize n = (gsize)file->n_train * file->n_descriptors;
  if (!(file->sig > 0))
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                        "array 'sig': the length scale %g is not positive", file->sig);
  return check_finite(file, &file->sig, 1, "sig", error) && check_finite(file, &file->c, 1, "c", error) &&
         check_finite(file, &file->std, 1, "std", error) &&
         check_finite(file, file->R_desc, n, "R_desc", error) &&
         check_finite(file, file->R_d_desc_alpha, n, "R_d_desc_alpha", error) &&
         check_finite(file, file->alphas_F, (gsize)file->n_train * file->n_atoms * 3, "alphas_F", error) &&
         check_finite(file, file->alphas_E, file->n_train, "alphas_E", error) &&
         check_finite(file, file->lattice, 9, "lattice", error);
}

/* Each row of perms names each atom once and maps elements onto themselves. */
static gboolean check_permutations(BwGdmlFile *file, GError **error)
{
  int n = file->n_atoms;
  g_autofree int *identity = g_new(int, n);
  for (int i = 0; i < n; i++)
    identity[i] = i;
  for (int s = 0; s < file->n_permutations; s++) {
    int *perm = file->perms + (gsize)s * n;
    g_autofree gboolean *seen = g_new0(gboolean, n);
    for (int i = 0; i < n; i++) {
      if (seen[perm[i]] || file->z[perm[i]] != file->z[i])
        return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                            "array 'perms': row %d is not a permutation of like atoms (at atom %d)", s, i);
      seen[perm[i]] = TRUE;
    }
    if (s > 0 && memcmp(perm, identity, sizeof(int) * n) == 0) {
      memcpy(perm, file->perms, sizeof(int) * n);
      memcpy(file->perms, identity, sizeof(int) * n);
    }
  }
  return TRUE;
}

gboolean bw_gdml_file_check(BwGdmlFile *file, GError **error)
{
  if (!file->R_d_desc_alpha && !file->alphas_E)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                        "has neither 'R_d_desc_alpha' nor 'alphas_E': there is nothing to predict with");
  BwUnitSystem units = {.length = file->r_unit, .energy = file->e_unit};
  if (!bw_unit_system_factors(&units, NULL, NULL, NULL, NULL, error)) {
    g_prefix_error(error, "%s: arrays 'r_unit' and 'e_unit': ", file->path);
    return FALSE;
  }
  return check_permutations(file, error) && check_numbers(file, error);
}

BwGdmlFile *bw_gdml_file_read(const char *path, GError **error)
{
  g_auto(BwFileHead) head = {0};
  if (!bw_file_head_read(&head, path, error))
    return NULL;
  if (bw_h5_is_hdf5(head.bytes, head.n))
    return bw_gdml_h5_read(path, error);
  if (head.n > 1 && head.bytes[0] == 'P' && head.bytes[1] == 'K')
    return bw_gdml_npz_read(path, error);
  bw_fail_file(error, BW_ERROR_FORMAT, path,
               "is not an sGDML model; those are .npz and .bwmodel files (beadwork convert makes one of a "
               "checkpoint of SchNet)");
  return NULL;
}

gboolean bw_gdml_file_check_format(const BwGdmlFile *file, const char *path, GError **error)
{
  if (g_str_has_suffix(path, ".npz"))
    return bw_gdml_npz_can_say(file, path, error);
  return g_str_has_suffix(path, ".bwmodel") ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                      "the end of the name says no model format; use .npz (sGDML's) or .bwmodel (ours)");
}

gboolean bw_gdml_file_write(const BwGdmlFile *file, const char *path, GError **error)
{
  if (!bw_gdml_file_check_format(file, path, error))
    return FALSE;
  return (g_str_has_suffix(path, ".npz") ? bw_gdml_npz_write : bw_gdml_h5_write)(file, path, error);
}
