/* Writing our own model file; its layout is described in gdml-layout.h. */
#include "base/array.h"
#include "base/error.h"
#include "config.h"
#include "io/atomic-file.h"
#include "io/gdml/gdml-layout.h"
#include "io/hdf5/h5.h"

#include <math.h>
#include <string.h>

/* One after the other until one fails. */
typedef struct {
  const BwGdmlFile *file;
  hid_t at;
  gboolean ok;
  GError **error;
} Writer;

static void write_array(Writer *w, const char *name, hid_t type, const void *data, int n_dims,
                        const gint64 *shape, const char *unit)
{
  hsize_t dims[2] = {shape[0], n_dims > 1 ? shape[1] : 1};
  if (w->ok && data)
    w->ok = bw_h5_write_sealed(w->at, name, type, n_dims, dims, data, unit, w->error);
}

static void set_text(Writer *w, const char *name, const char *value)
{
  if (w->ok && value && *value)
    w->ok = bw_h5_set_string_sealed(w->at, name, value, w->error);
}

static void set_double(Writer *w, const char *name, double value)
{
  if (w->ok && !isnan(value))
    w->ok = bw_h5_set_double(w->at, name, value, w->error);
}

static void set_int(Writer *w, const char *name, gint64 value)
{
  if (w->ok)
    w->ok = bw_h5_set_int(w->at, name, value, w->error);
}

static void begin_group(Writer *w, hid_t file, const char *name)
{
  w->at = w->ok ? bw_h5_create_group(file, name, w->error) : -1;
  w->ok = w->at >= 0;
}

static void write_model(Writer *w, hid_t h5)
{
  const BwGdmlFile *file = w->file;
  const gint64 points[2] = {file->n_train, file->n_descriptors};
  g_autofree char *inverse = g_strconcat("1/", file->r_unit, NULL);
  g_autofree char *force = g_strconcat(file->e_unit, "/", file->r_unit, NULL);
  begin_group(w, h5, "model");
  set_text(w, "length_unit", file->r_unit);
  set_text(w, "energy_unit", file->e_unit);
  set_text(w, "force_unit", force);
  set_text(w, "kernel_function", bw_kernel_function_name(file->function));
  set_double(w, "sigma", file->sig);
  set_double(w, "std", file->std);
  set_double(w, "c", file->c);
  set_int(w, "use_E", file->use_E);
  write_array(w, "z", H5T_NATIVE_INT, file->z, 1, (gint64[]){file->n_atoms}, NULL);
  write_array(w, "perms", H5T_NATIVE_INT, file->perms, 2, (gint64[]){file->n_permutations, file->n_atoms},
              NULL);
  write_array(w, "R_desc", H5T_NATIVE_DOUBLE, file->R_desc, 2, points, inverse);
  write_array(w, "R_d_desc_alpha", H5T_NATIVE_DOUBLE, file->R_d_desc_alpha, 2, points, "1");
  write_array(w, "lattice", H5T_NATIVE_DOUBLE, file->lattice, 2, (gint64[]){3, 3}, file->r_unit);
  if (file->lattice) {
    const char periodic[] = {file->periodic[0] ? 'T' : 'F', file->periodic[1] ? 'T' : 'F',
                             file->periodic[2] ? 'T' : 'F', '\0'};
    set_text(w, "images", file->images == BW_IMAGES_NEAREST ? "nearest" : "rounded");
    set_text(w, "periodic", periodic);
  }
  write_array(w, "alphas_E", H5T_NATIVE_DOUBLE, file->alphas_E, 1, (gint64[]){file->n_train}, "1");
  bw_h5_close(w->at);
}

static void write_training(Writer *w, hid_t h5)
{
  const BwGdmlFile *file = w->file;
  const gint64 m = file->n_train;
  g_autofree char *square = g_strconcat(file->r_unit, "^2", NULL);
  begin_group(w, h5, "training");
  set_text(w, "dataset", file->dataset_name);
  set_text(w, "theory", file->dataset_theory);
  set_text(w, "code_version", file->code_version);
  set_text(w, "md5_train", file->md5_train);
  set_text(w, "md5_valid", file->md5_valid);
  set_int(w, "n_train", m);
  set_text(w, "solver", file->solver_name);
  set_double(w, "lambda", file->lam);
  set_double(w, "solver_tol", file->solver_tol);
  set_double(w, "solver_resid", file->solver_resid);
  set_double(w, "norm_y_train", file->norm_y_train);
  if (file->solver_iters >= 0)
    set_int(w, "solver_iters", file->solver_iters);
  write_array(w, "idxs_train", H5T_NATIVE_INT64, file->idxs_train, 1, &m, NULL);
  write_array(w, "idxs_valid", H5T_NATIVE_INT64, file->idxs_valid, 1, (gint64[]){file->n_valid}, NULL);
  write_array(w, "inducing_pts_idxs", H5T_NATIVE_INT64, file->inducing_pts_idxs, 1,
              (gint64[]){file->n_inducing_pts}, NULL);
  write_array(w, "alphas_F", H5T_NATIVE_DOUBLE, file->alphas_F, 2, (gint64[]){m, 3 * file->n_atoms}, square);
  bw_h5_close(w->at);
}

static void write_test(Writer *w, hid_t h5)
{
  const BwGdmlFile *file = w->file;
  begin_group(w, h5, "test");
  set_int(w, "n", file->n_test);
  set_text(w, "md5", file->md5_test);
  set_double(w, "force_mae", file->f_err.mae);
  set_double(w, "force_rmse", file->f_err.rmse);
  set_double(w, "energy_mae", file->e_err.mae);
  set_double(w, "energy_rmse", file->e_err.rmse);
  bw_h5_close(w->at);
}

static void write_domain(Writer *w, hid_t h5)
{
  const BwGdmlFile *file = w->file;
  const gint64 d = file->n_descriptors;
  g_autoptr(BwDoubles) least = bw_new(double, d), most = bw_new(double, d);
  memcpy(least, file->R_desc, sizeof(double) * d);
  memcpy(most, file->R_desc, sizeof(double) * d);
  for (gint64 i = 1; i < file->n_train; i++)
    for (gint64 k = 0; k < d; k++) {
      least[k] = MIN(least[k], file->R_desc[i * d + k]);
      most[k] = MAX(most[k], file->R_desc[i * d + k]);
    }
  g_autofree char *unit = g_strconcat("1/", file->r_unit, NULL);
  begin_group(w, h5, "domain");
  write_array(w, "minimum", H5T_NATIVE_DOUBLE, least, 1, &d, unit);
  write_array(w, "maximum", H5T_NATIVE_DOUBLE, most, 1, &d, unit);
  bw_h5_close(w->at);
}

static gboolean write_all(const BwGdmlFile *file, hid_t h5, GError **error)
{
  Writer w = {.file = file, .at = h5, .ok = TRUE, .error = error};
  set_text(&w, "beadwork_kind", "model");
  set_text(&w, "method", file->method);
  set_text(&w, "program_version", BW_VERSION);
  set_int(&w, "format_version", BW_GDML_H5_VERSION);
  write_model(&w, h5);
  write_training(&w, h5);
  write_test(&w, h5);
  write_domain(&w, h5);
  return w.ok && bw_h5_flush(h5, error);
}

gboolean bw_gdml_h5_write(const BwGdmlFile *file, const char *path, GError **error)
{
  g_autoptr(BwAtomicFile) target = bw_atomic_file_new(path, error);
  if (!target)
    return FALSE;
  hid_t h5 = bw_h5_create_file(bw_atomic_file_get_temporary(target), error);
  gboolean ok = h5 >= 0 && write_all(file, h5, error);
  bw_h5_close(h5);
  return ok ? bw_atomic_file_commit(target, error) : bw_atomic_file_explain(target, error);
}
