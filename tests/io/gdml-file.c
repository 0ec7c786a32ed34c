#include "io/gdml/gdml-file.h"
#include "base/error.h"
#include "io/hdf5/h5.h"
#include "io/io.h"
#include "shared-data.h"
#include "temporary.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static char *fixture_path(const char *name)
{
  return g_test_build_filename(G_TEST_DIST, "data", "gdml", name, NULL);
}

static BwGdmlFile *read_path(const char *path)
{
  g_autoptr(GError) error = NULL;
  BwGdmlFile *file = bw_gdml_file_read(path, &error);
  g_assert_no_error(error);
  return file;
}

static BwGdmlFile *read_fixture(const char *name)
{
  g_autofree char *path = fixture_path(name);
  return read_path(path);
}

/* What both fixtures of water say. */
static void check_water(const BwGdmlFile *file)
{
  const double R_desc[6] = {1.0, 0.6, 1.2, 1.1, 0.65, 1.3}, alpha[6] = {1.0, -2.0, 3.0, 0.5, 0.25, -0.125};
  const int z[3] = {1, 8, 1}, perms[6] = {0, 1, 2, 2, 1, 0};
  g_assert_cmpint(file->n_atoms, ==, 3);
  g_assert_cmpint(file->n_train, ==, 2);
  g_assert_cmpint(file->n_descriptors, ==, 3);
  g_assert_cmpint(file->n_permutations, ==, 2);
  g_assert_cmpmem(file->z, sizeof z, z, sizeof z);
  g_assert_cmpmem(file->R_desc, sizeof R_desc, R_desc, sizeof R_desc);
  g_assert_cmpmem(file->R_d_desc_alpha, sizeof alpha, alpha, sizeof alpha);
  g_assert_cmpmem(file->perms, sizeof perms, perms, sizeof perms);
  g_assert_cmpfloat(file->sig, ==, 12);
  g_assert_cmpfloat(file->c, ==, -7.5);
  g_assert_cmpfloat(file->f_err.mae, ==, 0.25);
  g_assert_cmpfloat(file->f_err.rmse, ==, 0.5);
  g_assert_cmpfloat(file->e_err.mae, ==, 0.125);
  g_assert_cmpfloat(file->e_err.rmse, ==, 0.375);
  g_assert_cmpstr(file->dataset_name, ==, "water");
  g_assert_null(file->dataset_theory);
  g_assert_true(file->use_E);
}

static void test_2018(void)
{
  g_autoptr(BwGdmlFile) file = read_fixture("water-2018.npz");
  check_water(file);
  g_assert_cmpfloat(file->std, ==, 1);
  g_assert_true(isnan(file->lam));
  g_assert_false(file->units_stated);
  g_assert_cmpstr(file->e_unit, ==, "kcal/mol");
  g_assert_null(file->idxs_train);
  g_assert_null(file->alphas_F);
  g_assert_null(file->lattice);
}

static void check_today(const BwGdmlFile *file)
{
  const double rows[9] = {10, 0, 0, 1, 11, 0, 2, 3, 12};
  check_water(file);
  g_assert_cmpfloat(file->std, ==, 2.5);
  g_assert_cmpfloat(file->lam, ==, 1e-10);
  g_assert_true(file->units_stated);
  g_assert_cmpstr(file->r_unit, ==, "bohr");
  g_assert_cmpstr(file->e_unit, ==, "eV");
  g_assert_cmpint(file->idxs_train[0], ==, 4);
  g_assert_cmpint(file->idxs_train[1], ==, 2);
  g_assert_cmpint(file->n_valid, ==, 1);
  g_assert_cmpint(file->idxs_valid[0], ==, 1);
  g_assert_cmpstr(file->md5_train, ==, "0123456789abcdef0123456789abcdef");
  g_assert_cmpstr(file->md5_valid, ==, "fedcba9876543210fedcba9876543210");
  g_assert_cmpstr(file->md5_test, ==, "");
  g_assert_cmpint(file->n_test, ==, 30);
  for (int i = 0; i < 18; i++)
    g_assert_cmpfloat(file->alphas_F[i], ==, i / 8.0);
  g_assert_null(file->alphas_E);
  g_assert_cmpmem(file->lattice, sizeof rows, rows, sizeof rows);
  g_assert_cmpstr(file->solver_name, ==, "cg");
  g_assert_cmpfloat(file->solver_tol, ==, 1e-4);
  g_assert_cmpfloat(file->solver_resid, ==, 0.5);
  g_assert_cmpfloat(file->norm_y_train, ==, 3);
  g_assert_cmpint(file->solver_iters, ==, 17);
  g_assert_cmpint(file->n_inducing_pts, ==, 2);
  g_assert_cmpint(file->inducing_pts_idxs[1], ==, 5);
}

static void test_today(void)
{
  g_autoptr(BwGdmlFile) file = read_fixture("water-today.npz");
  check_today(file);
}

/* Written in both of today's formats and read again; what does not state something does not begin to. */
static void test_round_trip(void)
{
  static const char *const names[] = {"bw-test-model.npz", "bw-test-model.bwmodel"};
  g_autoptr(BwGdmlFile) today = read_fixture("water-today.npz"), old = read_fixture("water-2018.npz");
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = temporary_path(names[i]);
    g_autoptr(GError) error = NULL;
    g_assert_true(bw_gdml_file_write(today, path, &error));
    g_autoptr(BwGdmlFile) today_again = read_path(path);
    check_today(today_again);
    g_assert_true(bw_gdml_file_write(old, path, &error));
    g_autoptr(BwGdmlFile) old_again = read_path(path);
    check_water(old_again);
    g_assert_true(isnan(old_again->lam));
    g_assert_null(old_again->idxs_train);
    g_assert_null(old_again->solver_name);
    g_assert_cmpint(old_again->n_valid, ==, 0);
    g_unlink(path);
  }
}

static void check_refused(const char *path, BwError code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_gdml_file_read(path, &error));
  g_assert_error(error, BW_ERROR, (int)code);
  g_assert_true(g_str_has_prefix(error->message, path));
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void test_refused(void)
{
  static const struct {
    const char *folder, *name, *part;
    BwError code;
  } bad[] = {
      {"gdml", "contradiction.npz", "'perms' and 'tril_perms_lin' contradict", BW_ERROR_FORMAT},
      {"gdml", "unlike.npz", "row 1 is not a permutation of like atoms (at atom 0)", BW_ERROR_FORMAT},
      {"gdml", "nan.npz", "array 'R_d_desc_alpha': element 1 is nan", BW_ERROR_FORMAT},
      {"gdml", "shape.npz", "array 'alphas_F': its shape is (17,) where (18,)", BW_ERROR_FORMAT},
      {"gdml", "energies-shape.npz", "array 'alphas_E': its shape is (3,) where (2,)", BW_ERROR_FORMAT},
      {"gdml", "energies-nan.npz", "array 'alphas_E': element 1 is nan", BW_ERROR_FORMAT},
      {"gdml", "make.py", "is not an sGDML model", BW_ERROR_FORMAT},
      {"npz", "types.npz", "it has no R_desc", BW_ERROR_UNSUPPORTED},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", bad[i].folder, bad[i].name, NULL);
    check_refused(path, bad[i].code, bad[i].part);
  }
  g_autoptr(BwGdmlFile) file = read_fixture("water-today.npz");
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_gdml_file_write(file, "/tmp/model.txt", &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

/* What a later program may write. */
static void test_unknown(void)
{
  static const struct {
    const char *group, *name, *value, *part;
    BwError code;
  } changes[] = {
      {"model", "kernel_function", "laplace", "has the kernel function 'laplace'", BW_ERROR_UNSUPPORTED},
      {"model", "images", "all", "'images' is 'all'", BW_ERROR_FORMAT},
      {"model", "periodic", "T", "'periodic' is 'T'", BW_ERROR_FORMAT},
      {"/", "method", "FCHL", "is a model of method 'FCHL'", BW_ERROR_UNSUPPORTED},
  };
  g_autoptr(BwGdmlFile) water = read_fixture("water-today.npz");
  g_autofree char *path = temporary_path("bw-test-unknown.bwmodel");
  for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
    g_assert_true(bw_gdml_file_write(water, path, NULL));
    hid_t h5 = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT), group = H5Gopen2(h5, changes[i].group, H5P_DEFAULT);
    g_assert_true(bw_h5_set_string(group, changes[i].name, changes[i].value, NULL));
    bw_h5_close(group);
    bw_h5_close(h5);
    check_refused(path, changes[i].code, changes[i].part);
  }
  g_assert_true(bw_gdml_file_write(water, path, NULL));
  hid_t h5 = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
  g_assert_cmpint(H5Ldelete(h5, "model/R_d_desc_alpha", H5P_DEFAULT), ==, 0);
  bw_h5_close(h5);
  check_refused(path, BW_ERROR_FORMAT, "there is nothing to predict with");
  g_unlink(path);
}

/* Cut anywhere and with flipped bits, a model of ours is read or refused, never more. */
static void test_damaged(void)
{
  static const char *const names[] = {"bw-test-damaged.npz", "bw-test-damaged.bwmodel"};
  g_autoptr(BwGdmlFile) water = read_fixture("water-today.npz");
  g_autoptr(GRand) random = g_rand_new_with_seed(11);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = temporary_path(names[i]), *bytes = NULL;
    gsize n;
    g_assert_true(bw_gdml_file_write(water, path, NULL));
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    for (int round = 0; round < 400; round++) {
      g_autofree char *noisy = g_memdup2(bytes, n);
      gsize kept = round % 4 ? n : (gsize)g_rand_int_range(random, 0, (gint32)n);
      for (int flips = 0; flips <= round % 16; flips++)
        noisy[g_rand_int_range(random, 0, (gint32)n)] ^= 1 << g_rand_int_range(random, 0, 8);
      g_assert_true(g_file_set_contents(path, noisy, (gssize)kept, NULL));
      g_autoptr(GError) error = NULL;
      g_autoptr(BwGdmlFile) file = bw_gdml_file_read(path, &error);
      g_assert_true((file != NULL) == (error == NULL));
      if (error)
        g_assert_nonnull(strstr(error->message, path));
    }
    g_unlink(path);
  }
}

static void test_kind(void)
{
  g_autofree char *path = temporary_path("bw-test-kind.bwmodel");
  g_autoptr(BwGdmlFile) water = read_fixture("water-today.npz");
  const BwFormat *format;
  BwKind kind;
  g_autoptr(GError) error = NULL;
  g_assert_true(bw_gdml_file_write(water, path, &error));
  bw_file_kind(path, &format, &kind, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(format->name, ==, "bwmodel");
  g_assert_cmpint(kind, ==, BW_KIND_MODEL);
  g_unlink(path);
}

static void test_descriptor_permutation(void)
{
  int pairs[6];
  bw_gdml_descriptor_permutation((const int[]){0, 1, 3, 2}, 4, pairs);
  const int expected[6] = {0, 3, 4, 1, 2, 5}; /* (1,0) (2,0) (2,1) (3,0) (3,1) (3,2) */
  g_assert_cmpmem(pairs, sizeof pairs, expected, sizeof expected);
}

static void test_official(void)
{
  static const struct {
    const char *name;
    int n_atoms, n_permutations;
    double f_mae;
  } models[] = {
      {"sgdml_models_2018/ethanol.npz", 9, 6, 0.33501784862814155},
      {"sgdml_models_2018/malonaldehyde.npz", 9, 4, 0.4141862272517511},
      {"sgdml_models_2018/toluene.npz", 15, 12, 0.14194927263450555},
      {"sgdml_models_2018/uracil.npz", 12, 1, 0.24116309005110237},
      {"sgdml_model_ipi/benzene.DFT.PBE-TS.npz", 12, 12, 0.05532213400432022},
      {"mbgdml/tests/data/models/1h2o-model.npz", 3, 2, 0.12253935483611667},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    g_autofree char *path = shared_data(models[i].name);
    if (!path)
      return;
    g_autoptr(BwGdmlFile) file = read_path(path);
    g_assert_cmpint(file->n_atoms, ==, models[i].n_atoms);
    g_assert_cmpint(file->n_permutations, ==, models[i].n_permutations);
    g_assert_cmpfloat(file->f_err.mae, ==, models[i].f_mae);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/io/gdml-file/2018", test_2018);
  g_test_add_func("/io/gdml-file/today", test_today);
  g_test_add_func("/io/gdml-file/round-trip", test_round_trip);
  g_test_add_func("/io/gdml-file/refused", test_refused);
  g_test_add_func("/io/gdml-file/unknown", test_unknown);
  g_test_add_func("/io/gdml-file/damaged", test_damaged);
  g_test_add_func("/io/gdml-file/kind", test_kind);
  g_test_add_func("/io/gdml-file/descriptor-permutation", test_descriptor_permutation);
  g_test_add_func("/io/gdml-file/official", test_official);
  int status = g_test_run();
  temporary_end();
  return status;
}
