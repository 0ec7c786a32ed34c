/* Writing our own model file; its layout is described in gdml-layout.h. */
#include "base/array.h"
#include "base/error.h"
#include "config.h"
#include "io/gdml/gdml-layout.h"
#include "io/hdf5/h5-fields.h"

#include <math.h>
#include <string.h>

static void write_model(BwH5Writer *w, hid_t h5, const BwGdmlFile *file)
{
  const gint64 points[2] = {file->n_train, file->n_descriptors};
  g_autofree char *inverse = g_strconcat("1/", file->r_unit, NULL);
  g_autofree char *force = g_strconcat(file->e_unit, "/", file->r_unit, NULL);
  bw_h5_begin_group(w, h5, "model");
  bw_h5_put_text(w, "length_unit", file->r_unit);
  bw_h5_put_text(w, "energy_unit", file->e_unit);
  bw_h5_put_text(w, "force_unit", force);
  bw_h5_put_text(w, "kernel_function", bw_kernel_function_name(file->function));
  bw_h5_put_double(w, "sigma", file->sig);
  bw_h5_put_double(w, "std", file->std);
  bw_h5_put_double(w, "c", file->c);
  bw_h5_put_int(w, "use_E", file->use_E);
  bw_h5_put_array(w, "z", H5T_NATIVE_INT, file->z, 1, (gint64[]){file->n_atoms}, NULL);
  bw_h5_put_array(w, "perms", H5T_NATIVE_INT, file->perms, 2, (gint64[]){file->n_permutations, file->n_atoms},
                  NULL);
  bw_h5_put_array(w, "R_desc", H5T_NATIVE_DOUBLE, file->R_desc, 2, points, inverse);
  bw_h5_put_array(w, "R_d_desc_alpha", H5T_NATIVE_DOUBLE, file->R_d_desc_alpha, 2, points, "1");
  bw_h5_put_array(w, "lattice", H5T_NATIVE_DOUBLE, file->lattice, 2, (gint64[]){3, 3}, file->r_unit);
  if (file->lattice) {
    const char periodic[] = {file->periodic[0] ? 'T' : 'F', file->periodic[1] ? 'T' : 'F',
                             file->periodic[2] ? 'T' : 'F', '\0'};
    bw_h5_put_text(w, "images", file->images == BW_IMAGES_NEAREST ? "nearest" : "rounded");
    bw_h5_put_text(w, "periodic", periodic);
  }
  bw_h5_put_array(w, "alphas_E", H5T_NATIVE_DOUBLE, file->alphas_E, 1, (gint64[]){file->n_train}, "1");
  bw_h5_end_group(w);
}

static void write_training(BwH5Writer *w, hid_t h5, const BwGdmlFile *file)
{
  const gint64 m = file->n_train;
  g_autofree char *square = g_strconcat(file->r_unit, "^2", NULL);
  bw_h5_begin_group(w, h5, "training");
  bw_h5_put_text(w, "dataset", file->dataset_name);
  bw_h5_put_text(w, "theory", file->dataset_theory);
  bw_h5_put_text(w, "code_version", file->code_version);
  bw_h5_put_text(w, "md5_train", file->md5_train);
  bw_h5_put_text(w, "md5_valid", file->md5_valid);
  bw_h5_put_int(w, "n_train", m);
  bw_h5_put_text(w, "solver", file->solver_name);
  bw_h5_put_double(w, "lambda", file->lam);
  bw_h5_put_double(w, "solver_tol", file->solver_tol);
  bw_h5_put_double(w, "solver_resid", file->solver_resid);
  bw_h5_put_double(w, "norm_y_train", file->norm_y_train);
  if (file->solver_iters >= 0)
    bw_h5_put_int(w, "solver_iters", file->solver_iters);
  bw_h5_put_array(w, "idxs_train", H5T_NATIVE_INT64, file->idxs_train, 1, &m, NULL);
  bw_h5_put_array(w, "idxs_valid", H5T_NATIVE_INT64, file->idxs_valid, 1, (gint64[]){file->n_valid}, NULL);
  bw_h5_put_array(w, "inducing_pts_idxs", H5T_NATIVE_INT64, file->inducing_pts_idxs, 1,
                  (gint64[]){file->n_inducing_pts}, NULL);
  bw_h5_put_array(w, "alphas_F", H5T_NATIVE_DOUBLE, file->alphas_F, 2, (gint64[]){m, 3 * file->n_atoms},
                  square);
  bw_h5_end_group(w);
}

static void write_test(BwH5Writer *w, hid_t h5, const BwGdmlFile *file)
{
  bw_h5_begin_group(w, h5, "test");
  bw_h5_put_int(w, "n", file->n_test);
  bw_h5_put_text(w, "md5", file->md5_test);
  bw_h5_put_double(w, "force_mae", file->f_err.mae);
  bw_h5_put_double(w, "force_rmse", file->f_err.rmse);
  bw_h5_put_double(w, "energy_mae", file->e_err.mae);
  bw_h5_put_double(w, "energy_rmse", file->e_err.rmse);
  bw_h5_end_group(w);
}

static void write_domain(BwH5Writer *w, hid_t h5, const BwGdmlFile *file)
{
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
  bw_h5_begin_group(w, h5, "domain");
  bw_h5_put_array(w, "minimum", H5T_NATIVE_DOUBLE, least, 1, &d, unit);
  bw_h5_put_array(w, "maximum", H5T_NATIVE_DOUBLE, most, 1, &d, unit);
  bw_h5_end_group(w);
}

static void write_all(BwH5Writer *w, gconstpointer data)
{
  const BwGdmlFile *file = data;
  hid_t h5 = w->at;
  bw_h5_put_text(w, "beadwork_kind", "model");
  bw_h5_put_text(w, "method", file->method);
  bw_h5_put_text(w, "program_version", BW_VERSION);
  bw_h5_put_int(w, "format_version", BW_GDML_H5_VERSION);
  write_model(w, h5, file);
  write_training(w, h5, file);
  write_test(w, h5, file);
  write_domain(w, h5, file);
}

gboolean bw_gdml_h5_write(const BwGdmlFile *file, const char *path, GError **error)
{
  return bw_h5_write_whole(path, write_all, file, error);
}
