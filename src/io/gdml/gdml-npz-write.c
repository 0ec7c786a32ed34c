/* sGDML models as sGDML writes them today. */
#include "base/array.h"
#include "base/error.h"
#include "base/vec3.h"
#include "config.h"
#include "io/gdml/gdml-layout.h"
#include "io/numpy/npz.h"

#include <math.h>

static void write_ints(BwNpzWriter *writer, const char *name, const char *descr, const int *values,
                       int n_dims, const gint64 *shape)
{
  gsize n = shape[0] * (n_dims > 1 ? shape[1] : 1);
  g_autofree gint64 *wide = g_new(gint64, MAX(1, n));
  for (gsize i = 0; i < n; i++)
    wide[i] = values[i];
  bw_npz_writer_ints(writer, name, descr, wide, n_dims, shape);
}

static void write_indices(BwNpzWriter *writer, const char *name, const gint64 *values, gint64 n)
{
  bw_npz_writer_ints(writer, name, "<i8", values, 1, (gint64[]){values ? n : 0});
}

static void write_double(BwNpzWriter *writer, const char *name, double value)
{
  bw_npz_writer_doubles(writer, name, &value, 0, NULL, FALSE);
}

static void write_error(BwNpzWriter *writer, const char *name, const BwGdmlError *value)
{
  bw_npz_writer_dict(writer, name, (const char *[]){"mae", "rmse"}, (double[]){value->mae, value->rmse}, 2);
}

static void write_tril_perms(BwNpzWriter *writer, const BwGdmlFile *file)
{
  gint64 d = file->n_descriptors, n = file->n_permutations;
  g_autofree int *pairs = g_new(int, d);
  g_autofree gint64 *lin = g_new(gint64, d * n);
  for (gint64 s = 0; s < n; s++) {
    bw_gdml_descriptor_permutation(file->perms + s * file->n_atoms, file->n_atoms, pairs);
    for (gint64 k = 0; k < d; k++)
      lin[k * n + s] = s * d + pairs[k];
  }
  bw_npz_writer_ints(writer, "tril_perms_lin", "<i8", lin, 1, (gint64[]){d * n});
}

static void write_arrays(BwNpzWriter *writer, const BwGdmlFile *file)
{
  gint64 m = file->n_train, d = file->n_descriptors, n = file->n_atoms;
  g_autoptr(BwDoubles) transposed = bw_new(double, m *d);
  for (gint64 i = 0; i < m; i++)
    for (gint64 k = 0; k < d; k++)
      transposed[k * m + i] = file->R_desc[i * d + k];
  write_ints(writer, "z", "|u1", file->z, 1, (gint64[]){n});
  bw_npz_writer_doubles(writer, "R_desc", transposed, 2, (gint64[]){d, m}, TRUE);
  bw_npz_writer_doubles(writer, "R_d_desc_alpha", file->R_d_desc_alpha, 2, (gint64[]){m, d}, FALSE);
  if (file->alphas_F)
    bw_npz_writer_doubles(writer, "alphas_F", file->alphas_F, 1, (gint64[]){3 * m * n}, FALSE);
  if (file->alphas_E)
    bw_npz_writer_doubles(writer, "alphas_E", file->alphas_E, 1, (gint64[]){m}, FALSE);
  write_ints(writer, "perms", "<i8", file->perms, 2, (gint64[]){file->n_permutations, n});
  write_tril_perms(writer, file);
  if (file->lattice) { /* columns in the file */
    const double *l = file->lattice;
    double columns[9] = {l[0], l[3], l[6], l[1], l[4], l[7], l[2], l[5], l[8]};
    bw_npz_writer_doubles(writer, "lattice", columns, 2, (gint64[]){3, 3}, FALSE);
  }
}

/* sGDML prints σ as an integer and fails on a float, so a whole one is written as such. */
static void write_constants(BwNpzWriter *writer, const BwGdmlFile *file)
{
  gint64 sig = (gint64)file->sig, use_E = file->use_E;
  if ((double)sig == file->sig)
    bw_npz_writer_ints(writer, "sig", "<i8", &sig, 0, NULL);
  else
    write_double(writer, "sig", file->sig);
  write_double(writer, "c", file->c);
  write_double(writer, "std", file->std);
  if (!isnan(file->lam))
    write_double(writer, "lam", file->lam);
  bw_npz_writer_ints(writer, "use_E", "|b1", &use_E, 0, NULL);
}

static void write_solver(BwNpzWriter *writer, const BwGdmlFile *file)
{
  bw_npz_writer_string(writer, "solver_name", file->solver_name ? file->solver_name : "unknown");
  if (!isnan(file->solver_tol))
    write_double(writer, "solver_tol", file->solver_tol);
  if (!isnan(file->solver_resid))
    write_double(writer, "solver_resid", file->solver_resid);
  if (!isnan(file->norm_y_train))
    write_double(writer, "norm_y_train", file->norm_y_train);
  if (file->solver_iters >= 0)
    bw_npz_writer_ints(writer, "solver_iters", "<i8", &file->solver_iters, 0, NULL);
  if (file->inducing_pts_idxs)
    write_indices(writer, "inducing_pts_idxs", file->inducing_pts_idxs, file->n_inducing_pts);
}

static void write_origin(BwNpzWriter *writer, const BwGdmlFile *file)
{
  bw_npz_writer_string(writer, "type", "m");
  bw_npz_writer_string(writer, "code_version",
                       file->code_version ? file->code_version : "Beadwork " BW_VERSION);
  bw_npz_writer_string(writer, "dataset_name", file->dataset_name ? file->dataset_name : "unknown");
  bw_npz_writer_string(writer, "dataset_theory", file->dataset_theory ? file->dataset_theory : "unknown");
  bw_npz_writer_string(writer, "r_unit", file->r_unit);
  bw_npz_writer_string(writer, "e_unit", file->e_unit);
  write_indices(writer, "idxs_train", file->idxs_train, file->n_train);
  write_indices(writer, "idxs_valid", file->idxs_valid, file->n_valid);
  bw_npz_writer_bytes(writer, "md5_train", file->md5_train);
  bw_npz_writer_bytes(writer, "md5_valid", file->md5_valid);
  bw_npz_writer_ints(writer, "n_test", "<i8", &file->n_test, 0, NULL);
  if (*file->md5_test)
    bw_npz_writer_bytes(writer, "md5_test", file->md5_test);
  else
    bw_npz_writer_none(writer, "md5_test");
  write_error(writer, "f_err", &file->f_err);
  if (file->use_E)
    write_error(writer, "e_err", &file->e_err);
}

/* Then the rounded image is the nearest one. */
static gboolean has_right_angles(const double *lattice)
{
  for (int i = 0; i < 3; i++) {
    const double *a = lattice + 3 * i, *b = lattice + 3 * ((i + 1) % 3);
    if (fabs(bw_dot3(a, b)) > 1e-10 * bw_norm3(a) * bw_norm3(b))
      return FALSE;
  }
  return TRUE;
}

/* Read by sgdml, what it has no word for would predict something else. */
gboolean bw_gdml_npz_can_say(const BwGdmlFile *file, const char *path, GError **error)
{
  const char *what = NULL;
  if (g_str_equal(file->method, BW_METHOD_KRR))
    what = "a model that learned energies alone (KRR)";
  else if (file->function != BW_KERNEL_MATERN52)
    what = "another kernel function than Matern's";
  else if (file->lattice && file->images == BW_IMAGES_NEAREST && !has_right_angles(file->lattice))
    what = "the nearest images in a cell without right angles";
  else if (file->lattice && !(file->periodic[0] && file->periodic[1] && file->periodic[2]))
    what = "a cell that is periodic in some directions only";
  return !what || bw_fail_file(error, BW_ERROR_UNSUPPORTED, path,
                               "sGDML's npz cannot say %s; write a .bwmodel instead", what);
}

gboolean bw_gdml_npz_write(const BwGdmlFile *file, const char *path, GError **error)
{
  g_autoptr(BwNpzWriter) writer = bw_npz_writer_new();
  write_origin(writer, file);
  write_arrays(writer, file);
  write_constants(writer, file);
  write_solver(writer, file);
  return bw_npz_writer_save(writer, path, error);
}
