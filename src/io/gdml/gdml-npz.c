/* sGDML models as sGDML writes them today (npz of type 'm') and as it did in 2018. */
#include "base/array.h"
#include "base/error.h"
#include "io/gdml/gdml-layout.h"
#include "io/numpy/npz.h"

#include <string.h>

typedef struct {
  BwNpz *npz;
  BwGdmlFile *file;
  gboolean old; /* the layout of 2018 */
} Reader;

/* Optional members: absent or None leaves the default. */

static void copy_md5(BwNpz *npz, const char *name, char md5[33])
{
  const char *text = bw_npz_find_text(npz, name);
  g_strlcpy(md5, text ? text : "", 33);
}

static gboolean double_if_there(BwNpz *npz, const char *name, double *value, GError **error)
{
  return !bw_npz_has(npz, name) || bw_npz_get_double(npz, name, value, error);
}

static gboolean int_if_there(BwNpz *npz, const char *name, gint64 *value, GError **error)
{
  return !bw_npz_has(npz, name) || bw_npz_get_int(npz, name, value, error);
}

/* n < 0: any number, and *found says which. An empty one says nothing. */
static gboolean indices_if_there(BwNpz *npz, const char *name, gint64 n, gint64 **values, int *found,
                                 GError **error)
{
  if (!bw_npz_has(npz, name))
    return TRUE;
  const BwNpy *array = bw_npz_get_shaped(npz, name, BW_NPY_INT, 1, (gint64[]){-1}, error);
  if (!array || array->n == 0)
    return array != NULL;
  if (!bw_npz_get_shaped(npz, name, BW_NPY_INT, 1, &n, error))
    return FALSE;
  *values = bw_new(gint64, array->n);
  memcpy(*values, array->ints, sizeof(gint64) * array->n);
  if (found)
    *found = (int)array->n;
  return TRUE;
}

static double *copy_doubles(const BwNpy *array)
{
  double *copy = bw_new(double, MAX(1, array->n));
  memcpy(copy, array->doubles, sizeof(double) * array->n);
  return copy;
}

static gboolean doubles_if_there(BwNpz *npz, const char *name, int n_dims, const gint64 *shape,
                                 double **values, GError **error)
{
  if (!bw_npz_has(npz, name))
    return TRUE;
  const BwNpy *array = bw_npz_get_shaped(npz, name, BW_NPY_FLOAT, n_dims, shape, error);
  if (array)
    *values = copy_doubles(array);
  return array != NULL;
}

/* z, and from its length the sizes of all else. */
static gboolean read_atoms(Reader *reader, GError **error)
{
  const BwNpy *z = bw_npz_get_shaped(reader->npz, "z", BW_NPY_INT, 1, (gint64[]){-1}, error);
  return z && bw_gdml_set_atoms(reader->file, z->ints, z->n, error);
}

static gboolean read_training_points(Reader *reader, GError **error)
{
  BwGdmlFile *file = reader->file;
  const char *descriptors = reader->old ? "Rt_desc" : "R_desc";
  const char *coefficients = reader->old ? "Rt_d_desc_alpha" : "R_d_desc_alpha";
  gint64 d = file->n_descriptors;
  const BwNpy *R_desc =
      bw_npz_get_shaped(reader->npz, descriptors, BW_NPY_FLOAT, 2, (gint64[]){d, -1}, error);
  if (!R_desc)
    return FALSE;
  gint64 m = R_desc->shape[1];
  if (m < 1 || m > G_MAXINT32)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "array '%s': there are no training points",
                        descriptors);
  const BwNpy *alpha = bw_npz_get_shaped(reader->npz, coefficients, BW_NPY_FLOAT, reader->old ? 3 : 2,
                                         (gint64[]){m, d, 1}, error);
  if (!alpha)
    return FALSE;
  file->n_train = (int)m;
  file->R_d_desc_alpha = copy_doubles(alpha);
  file->R_desc = bw_new(double, m *d);
  for (gint64 i = 0; i < m; i++)
    for (gint64 k = 0; k < d; k++)
      file->R_desc[i * d + k] = R_desc->doubles[k * m + i];
  return TRUE;
}

/* sgdml predicts by tril_perms_lin, we by perms: they must say the same. Element (k, s) is the index of the
 * descriptor element in the s-th of S descriptors one after the other. */
static gboolean check_tril_perms(Reader *reader, GError **error)
{
  BwGdmlFile *file = reader->file;
  gint64 d = file->n_descriptors, n = file->n_permutations;
  if (!bw_npz_has(reader->npz, "tril_perms_lin"))
    return TRUE;
  const BwNpy *lin =
      bw_npz_get_shaped(reader->npz, "tril_perms_lin", BW_NPY_INT, 1, (gint64[]){d * n}, error);
  g_autofree int *pairs = g_new(int, d);
  for (gint64 s = 0; lin && s < n; s++) {
    bw_gdml_descriptor_permutation(file->perms + s * file->n_atoms, file->n_atoms, pairs);
    for (gint64 k = 0; k < d; k++)
      if (lin->ints[k * n + s] != s * d + pairs[k])
        return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                            "arrays 'perms' and 'tril_perms_lin' contradict each other in permutation %d",
                            (int)s);
  }
  return lin != NULL;
}

/* Counted from 0 today and from 1 in 2018: the smallest number tells. */
static gboolean read_permutations(Reader *reader, GError **error)
{
  BwGdmlFile *file = reader->file;
  gint64 n = file->n_atoms;
  const BwNpy *perms = bw_npz_get_shaped(reader->npz, "perms", BW_NPY_INT, 2, (gint64[]){-1, n}, error);
  if (!perms)
    return FALSE;
  if (perms->n < 1 || perms->shape[0] > G_MAXINT32)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "array 'perms': there is no permutation");
  gint64 first = perms->ints[0];
  for (gint64 i = 1; i < n; i++)
    first = MIN(first, perms->ints[i]);
  first = CLAMP(first, 0, 1);
  file->n_permutations = (int)perms->shape[0];
  file->perms = bw_gdml_ints(file, "perms", perms->ints, perms->n, first, first + n - 1, error);
  for (gint64 i = 0; file->perms && i < perms->n; i++)
    file->perms[i] -= (int)first;
  return file->perms && check_tril_perms(reader, error);
}

/* {'mae': …, 'rmse': …} */
static void read_error_dict(BwNpz *npz, const char *name, BwGdmlError *result)
{
  const BwNpy *array = bw_npz_has(npz, name) ? bw_npz_get(npz, name, NULL) : NULL;
  if (!array || !array->pickle || !g_variant_is_of_type(array->pickle, G_VARIANT_TYPE("a{sd}")))
    return;
  g_variant_lookup(array->pickle, "mae", "d", &result->mae);
  g_variant_lookup(array->pickle, "rmse", "d", &result->rmse);
}

static gboolean read_errors(Reader *reader, GError **error)
{
  BwGdmlFile *file = reader->file;
  if (reader->old)
    return double_if_there(reader->npz, "f_mae", &file->f_err.mae, error) &&
           double_if_there(reader->npz, "f_rmse", &file->f_err.rmse, error) &&
           double_if_there(reader->npz, "e_mae", &file->e_err.mae, error) &&
           double_if_there(reader->npz, "e_rmse", &file->e_err.rmse, error);
  read_error_dict(reader->npz, "f_err", &file->f_err);
  read_error_dict(reader->npz, "e_err", &file->e_err);
  return int_if_there(reader->npz, "n_test", &file->n_test, error);
}

static gboolean read_constants(Reader *reader, GError **error)
{
  BwGdmlFile *file = reader->file;
  gint64 use_E = TRUE;
  if (!bw_npz_get_double(reader->npz, "sig", &file->sig, error) ||
      !bw_npz_get_double(reader->npz, "c", &file->c, error) ||
      !double_if_there(reader->npz, "std", &file->std, error) ||
      !double_if_there(reader->npz, "lam", &file->lam, error) ||
      !double_if_there(reader->npz, "solver_tol", &file->solver_tol, error) ||
      !double_if_there(reader->npz, "solver_resid", &file->solver_resid, error) ||
      !double_if_there(reader->npz, "norm_y_train", &file->norm_y_train, error) ||
      !int_if_there(reader->npz, "solver_iters", &file->solver_iters, error) ||
      !int_if_there(reader->npz, "use_E", &use_E, error))
    return FALSE;
  file->use_E = use_E != 0;
  return TRUE;
}

static gboolean read_coefficients(Reader *reader, GError **error)
{
  BwGdmlFile *file = reader->file;
  BwNpz *npz = reader->npz;
  gint64 m = file->n_train, n = file->n_atoms;
  if (!doubles_if_there(npz, "alphas_F", 1, (gint64[]){3 * m * n}, &file->alphas_F, error) ||
      !doubles_if_there(npz, "alphas_E", 1, (gint64[]){m}, &file->alphas_E, error) ||
      !doubles_if_there(npz, "lattice", 2, (gint64[]){3, 3}, &file->lattice, error) ||
      !indices_if_there(npz, "idxs_train", m, &file->idxs_train, NULL, error) ||
      !indices_if_there(npz, "idxs_valid", -1, &file->idxs_valid, &file->n_valid, error) ||
      !indices_if_there(npz, "inducing_pts_idxs", -1, &file->inducing_pts_idxs, &file->n_inducing_pts, error))
    return FALSE;
  file->use_E_cstr = file->alphas_E != NULL;
  file->method = file->n_permutations > 1 ? BW_METHOD_SGDML : BW_METHOD_GDML;
  for (int i = 0; file->lattice && i < 3; i++) /* columns in the file */
    for (int j = 0; j < i; j++) {
      double swap = file->lattice[3 * i + j];
      file->lattice[3 * i + j] = file->lattice[3 * j + i];
      file->lattice[3 * j + i] = swap;
    }
  return TRUE;
}

static void read_texts(Reader *reader)
{
  BwGdmlFile *file = reader->file;
  BwNpz *npz = reader->npz;
  const char *r_unit = bw_npz_find_text(npz, "r_unit"), *e_unit = bw_npz_find_text(npz, "e_unit");
  file->code_version = g_strdup(bw_npz_find_text(npz, "code_version"));
  file->dataset_name = g_strdup(bw_npz_find_text(npz, reader->old ? "dataset" : "dataset_name"));
  file->dataset_theory = g_strdup(bw_npz_find_text(npz, "dataset_theory"));
  file->solver_name = g_strdup(bw_npz_find_text(npz, "solver_name"));
  if (!file->dataset_name)
    file->dataset_name = g_path_get_basename(file->path);
  copy_md5(npz, "md5_train", file->md5_train);
  copy_md5(npz, "md5_valid", file->md5_valid);
  copy_md5(npz, "md5_test", file->md5_test);
  file->units_stated = r_unit && e_unit;
  if (file->units_stated) {
    file->r_unit = g_intern_string(r_unit);
    file->e_unit = g_intern_string(e_unit);
  }
}

/* Compressed models and cut-offs never left sGDML's development. */
static gboolean check_features(Reader *reader, GError **error)
{
  gint64 use_cprsn = FALSE;
  if (!int_if_there(reader->npz, "use_cprsn", &use_cprsn, error))
    return FALSE;
  if (use_cprsn)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, reader->file->path,
                        "is a model with compressed descriptors (use_cprsn); train it again without");
  const BwNpy *cutoff =
      bw_npz_has(reader->npz, "interact_cut_off") ? bw_npz_get(reader->npz, "interact_cut_off", error) : NULL;
  gboolean none = !cutoff || (cutoff->pickle && g_variant_is_of_type(cutoff->pickle, G_VARIANT_TYPE_UNIT));
  return none || bw_fail_file(error, BW_ERROR_UNSUPPORTED, reader->file->path,
                              "is a model with a cut-off (interact_cut_off); train it again without");
}

static gboolean check_type(Reader *reader, GError **error)
{
  const char *type = bw_npz_find_text(reader->npz, "type");
  reader->old = !bw_npz_has(reader->npz, "R_desc") && bw_npz_has(reader->npz, "Rt_desc");
  if (type ? g_str_equal(type, "m") : reader->old)
    return TRUE;
  gboolean dataset = g_strcmp0(type, "d") == 0 || bw_npz_has(reader->npz, "coords");
  return bw_fail_file(error, BW_ERROR_UNSUPPORTED, reader->file->path, "is not a model but %s",
                      dataset                     ? "a dataset: train a model on it"
                      : g_strcmp0(type, "t") == 0 ? "a training task: sGDML makes a model of it"
                                                  : "something else: it has no R_desc");
}

BwGdmlFile *bw_gdml_npz_read(const char *path, GError **error)
{
  g_autoptr(BwNpz) npz = bw_npz_open(path, error);
  if (!npz)
    return NULL;
  g_autoptr(BwGdmlFile) file = bw_gdml_file_new();
  Reader reader = {npz, file, FALSE};
  file->path = g_strdup(path);
  if (!check_type(&reader, error) || !check_features(&reader, error) || !read_atoms(&reader, error) ||
      !read_training_points(&reader, error) || !read_permutations(&reader, error) ||
      !read_constants(&reader, error) || !read_coefficients(&reader, error) || !read_errors(&reader, error))
    return NULL;
  read_texts(&reader);
  return bw_gdml_file_check(file, error) ? g_steal_pointer(&file) : NULL;
}
