/* Reading our own model file; its layout is described in gdml-layout.h. */
#include "base/array.h"
#include "base/error.h"
#include "io/gdml/gdml-layout.h"
#include "io/hdf5/h5-fields.h"

#include <math.h>
#include <string.h>

typedef struct {
  BwGdmlFile *file;
  hid_t at; /* the group that is being read */
  GError **error;
} Reader;

static gboolean read_atoms(Reader *r)
{
  gsize n;
  gint64 *z = bw_h5_read(r->at, "z", H5T_NATIVE_INT64, 1, (gint64[]){-1}, &n, r->error);
  gboolean ok = z && bw_gdml_set_atoms(r->file, z, n, r->error);
  bw_free(z);
  return ok;
}

static gboolean read_permutations(Reader *r)
{
  BwGdmlFile *file = r->file;
  gsize n;
  gint64 *perms =
      bw_h5_read(r->at, "perms", H5T_NATIVE_INT64, 2, (gint64[]){-1, file->n_atoms}, &n, r->error);
  file->perms = perms ? bw_gdml_ints(file, "perms", perms, n, 0, file->n_atoms - 1, r->error) : NULL;
  bw_free(perms);
  if (!file->perms)
    return FALSE;
  if (n == 0 || n / file->n_atoms > G_MAXINT32)
    return bw_fail_file(r->error, BW_ERROR_FORMAT, file->path, "array 'perms': there is no permutation");
  file->n_permutations = (int)(n / file->n_atoms);
  return TRUE;
}

static gboolean read_points(Reader *r)
{
  BwGdmlFile *file = r->file;
  gint64 shape[2] = {-1, file->n_descriptors};
  gsize n;
  file->R_desc = bw_h5_read(r->at, "R_desc", H5T_NATIVE_DOUBLE, 2, shape, &n, r->error);
  if (!file->R_desc)
    return FALSE;
  shape[0] = (gint64)n / file->n_descriptors;
  if (shape[0] < 1 || shape[0] > G_MAXINT32)
    return bw_fail_file(r->error, BW_ERROR_FORMAT, file->path,
                        "array 'R_desc': there are no training points");
  file->n_train = (int)shape[0];
  return bw_h5_doubles_if_there(r->at, "R_d_desc_alpha", 2, shape, &file->R_d_desc_alpha, r->error) &&
         bw_h5_doubles_if_there(r->at, "alphas_E", 1, shape, &file->alphas_E, r->error);
}

static void read_units(Reader *r)
{
  g_autofree char *length = bw_h5_get_string(r->at, "length_unit");
  g_autofree char *energy = bw_h5_get_string(r->at, "energy_unit");
  r->file->units_stated = length && energy;
  if (r->file->units_stated) {
    r->file->r_unit = g_intern_string(length);
    r->file->e_unit = g_intern_string(energy);
  }
}

/* "TTF": the third vector repeats nothing. Absent: all do. */
static gboolean read_periodic(Reader *r)
{
  g_autofree char *periodic = bw_h5_get_string(r->at, "periodic");
  if (!periodic)
    return TRUE;
  if (strlen(periodic) != 3 || strspn(periodic, "TF") != 3)
    return bw_fail_file(r->error, BW_ERROR_FORMAT, r->file->path,
                        "'periodic' is '%s', which is not three letters T or F", periodic);
  for (int k = 0; k < 3; k++)
    r->file->periodic[k] = periodic[k] == 'T';
  return TRUE;
}

/* Absent in files of version 1. */
static gboolean read_rules(Reader *r)
{
  BwGdmlFile *file = r->file;
  g_autofree char *function = bw_h5_get_string(r->at, "kernel_function"),
                  *images = bw_h5_get_string(r->at, "images");
  if (function && !bw_kernel_function_parse(function, &file->function))
    return bw_fail_file(r->error, BW_ERROR_UNSUPPORTED, file->path,
                        "has the kernel function '%s', which is not known here: use a newer program",
                        function);
  if (images && !g_str_equal(images, "nearest") && !g_str_equal(images, "rounded"))
    return bw_fail_file(r->error, BW_ERROR_FORMAT, file->path,
                        "'images' is '%s', which is neither 'nearest' nor 'rounded'", images);
  file->images = g_strcmp0(images, "nearest") == 0 ? BW_IMAGES_NEAREST : BW_IMAGES_ROUNDED;
  return read_periodic(r);
}

static gboolean read_model(Reader *r)
{
  BwGdmlFile *file = r->file;
  gint64 use_E = TRUE;
  bw_h5_get_int(r->at, "use_E", &use_E);
  read_units(r);
  if (!bw_h5_need_double(r->at, "sigma", &file->sig, r->error) ||
      !bw_h5_need_double(r->at, "std", &file->std, r->error) ||
      !bw_h5_need_double(r->at, "c", &file->c, r->error) || !read_atoms(r) || !read_permutations(r) ||
      !read_points(r) ||
      !bw_h5_doubles_if_there(r->at, "lattice", 2, (gint64[]){3, 3}, &file->lattice, r->error) ||
      !read_rules(r))
    return FALSE;
  file->use_E = use_E != 0;
  file->use_E_cstr = file->alphas_E && file->R_d_desc_alpha;
  return TRUE;
}

static gboolean read_training(Reader *r)
{
  BwGdmlFile *file = r->file;
  const gint64 m = file->n_train;
  file->dataset_name = bw_h5_get_string(r->at, "dataset");
  file->dataset_theory = bw_h5_get_string(r->at, "theory");
  file->code_version = bw_h5_get_string(r->at, "code_version");
  file->solver_name = bw_h5_get_string(r->at, "solver");
  bw_h5_get_md5(r->at, "md5_train", file->md5_train);
  bw_h5_get_md5(r->at, "md5_valid", file->md5_valid);
  bw_h5_get_double(r->at, "lambda", &file->lam);
  bw_h5_get_double(r->at, "solver_tol", &file->solver_tol);
  bw_h5_get_double(r->at, "solver_resid", &file->solver_resid);
  bw_h5_get_double(r->at, "norm_y_train", &file->norm_y_train);
  bw_h5_get_int(r->at, "solver_iters", &file->solver_iters);
  gsize n_valid = 0, n_inducing = 0;
  const gint64 forces[2] = {m, 3 * file->n_atoms};
  if (!bw_h5_indices_if_there(r->at, "idxs_train", m, &file->idxs_train, NULL, r->error) ||
      !bw_h5_indices_if_there(r->at, "idxs_valid", -1, &file->idxs_valid, &n_valid, r->error) ||
      !bw_h5_indices_if_there(r->at, "inducing_pts_idxs", -1, &file->inducing_pts_idxs, &n_inducing,
                              r->error) ||
      !bw_h5_doubles_if_there(r->at, "alphas_F", 2, forces, &file->alphas_F, r->error))
    return FALSE;
  file->n_valid = (int)MIN(n_valid, G_MAXINT32);
  file->n_inducing_pts = (int)MIN(n_inducing, G_MAXINT32);
  return TRUE;
}

static gboolean read_test(Reader *r)
{
  BwGdmlFile *file = r->file;
  bw_h5_get_int(r->at, "n", &file->n_test);
  bw_h5_get_md5(r->at, "md5", file->md5_test);
  bw_h5_get_double(r->at, "force_mae", &file->f_err.mae);
  bw_h5_get_double(r->at, "force_rmse", &file->f_err.rmse);
  bw_h5_get_double(r->at, "energy_mae", &file->e_err.mae);
  bw_h5_get_double(r->at, "energy_rmse", &file->e_err.rmse);
  return TRUE;
}

static gboolean read_group(Reader *r, hid_t h5, const char *name, gboolean (*read)(Reader *))
{
  r->at = bw_h5_open(h5, name, r->error);
  gboolean ok = r->at >= 0 && read(r);
  bw_h5_close(r->at);
  return ok;
}

static gboolean check_kind(hid_t h5, const char *path, const char **method_out, GError **error)
{
  g_autofree char *kind = bw_h5_get_string(h5, "beadwork_kind"), *method = bw_h5_get_string(h5, "method");
  gint64 version = 0;
  if (g_strcmp0(kind, "model") != 0)
    return bw_fail_file(error, BW_ERROR_FORMAT, path, "is not a model of Beadwork");
  *method_out = bw_kernel_method_parse(method);
  if (!*method_out)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, path, "is a model of method '%s', not a kernel model",
                        method ? method : "unknown");
  if (!bw_h5_get_int(h5, "format_version", &version) || version < 1 || version > BW_GDML_H5_VERSION)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, path,
                        "is a model file of version %" G_GINT64_FORMAT
                        "; this program reads up to version %d: use a newer one",
                        version, BW_GDML_H5_VERSION);
  return TRUE;
}

BwGdmlFile *bw_gdml_h5_read(const char *path, GError **error)
{
  g_auto(BwH5) h5 = bw_h5_open_file(path, error);
  g_autoptr(BwGdmlFile) file = bw_gdml_file_new();
  if (h5 < 0 || !check_kind(h5, path, &file->method, error))
    return NULL;
  Reader reader = {file, -1, error};
  file->path = g_strdup(path);
  if (!read_group(&reader, h5, "model", read_model) || !read_group(&reader, h5, "training", read_training) ||
      !read_group(&reader, h5, "test", read_test))
    return NULL;
  if (!file->dataset_name)
    file->dataset_name = g_path_get_basename(path);
  return bw_gdml_file_check(file, error) ? g_steal_pointer(&file) : NULL;
}
