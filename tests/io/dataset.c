#include "base/error.h"
#include "io/numpy/dataset-npz.h"
#include "io/io.h"
#include "io/numpy/npz.h"
#include "shared-data.h"
#include "temporary.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static char *fixture_path(const char *name)
{
  return g_test_build_filename(G_TEST_DIST, "data", "dataset", name, NULL);
}

static BwDataset *open_fixture(const char *name, const BwUnitSystem *units, const char *energy_key,
                               const char *forces_key)
{
  g_autofree char *path = fixture_path(name);
  g_autoptr(GError) error = NULL;
  BwDataset *dataset = bw_open_dataset(path, units, energy_key, forces_key, &error);
  g_assert_no_error(error);
  return dataset;
}

/* position, energy and force number k of the fixtures, in their own units */
static double position(int k)
{
  return k * k / 16.0;
}

static double force(int k)
{
  return k / 8.0 - 1;
}

static void check_labels(const BwDataset *dataset, double length, double energy)
{
  g_assert_cmpint(dataset->n_frames, ==, 2);
  g_assert_cmpint(dataset->atoms->n_atoms, ==, 3);
  g_assert_cmpint(dataset->atoms->numbers[0], ==, 8);
  g_assert_cmpfloat_with_epsilon(dataset->energies[0], -10.5 * energy, 1e-12);
  g_assert_cmpfloat_with_epsilon(dataset->energies[1], -10.25 * energy, 1e-12);
  for (int k = 0; k < 18; k++) {
    g_assert_cmpfloat_with_epsilon(dataset->positions[k], position(k) * length, 1e-12);
    g_assert_cmpfloat_with_epsilon(dataset->forces[k], force(k) * energy / length, 1e-12);
  }
}

static void test_sgdml(void)
{
  g_autoptr(BwDataset) dataset = open_fixture("sgdml.npz", NULL, NULL, NULL);
  const int permutations[6] = {0, 1, 2, 0, 2, 1};
  check_labels(dataset, BW_BOHR, 1);
  g_assert_cmpstr(dataset->name, ==, "water");
  g_assert_cmpstr(dataset->theory, ==, "PBE0");
  g_assert_cmpstr(dataset->units.length, ==, "bohr");
  g_assert_cmpstr(dataset->units.energy, ==, "eV");
  g_assert_null(dataset->units_note);
  g_assert_cmpstr(dataset->md5, ==, "6eb055b7d7f33c34eef0867bf14aadb0");
  g_assert_cmpstr(dataset->md5_arrays, ==, dataset->md5);
  g_assert_cmpint(dataset->n_permutations, ==, 2);
  g_assert_cmpmem(dataset->permutations, sizeof permutations, permutations, sizeof permutations);
  g_assert_cmpfloat_with_epsilon(dataset->cells[1].vectors[1][0], 1 * BW_BOHR, 1e-12); /* lattice[0][1] */
  g_assert_cmpfloat_with_epsilon(dataset->cells[1].vectors[2][1], 3 * BW_BOHR, 1e-12);
}

/* The md5 in the file is that of other forces. */
static void test_changed(void)
{
  g_autoptr(BwDataset) dataset = open_fixture("changed.npz", NULL, NULL, NULL);
  g_assert_cmpstr(dataset->md5, ==, "6eb055b7d7f33c34eef0867bf14aadb0");
  g_assert_cmpstr(dataset->md5_arrays, !=, dataset->md5);
  g_assert_nonnull(strstr(dataset->units_note, "md5"));
  g_assert_true(bw_dataset_has_md5(dataset, dataset->md5));
  g_assert_true(bw_dataset_has_md5(dataset, dataset->md5_arrays));
  g_assert_false(bw_dataset_has_md5(dataset, ""));
}

static void test_rmd17(void)
{
  g_autoptr(BwDataset) dataset = open_fixture("rmd17.npz", NULL, NULL, NULL);
  check_labels(dataset, 1, BW_KCAL_PER_MOL);
  g_assert_cmpstr(dataset->md5, ==, "6eb055b7d7f33c34eef0867bf14aadb0");
  g_assert_cmpstr(dataset->name, ==, "rmd17");
  g_assert_nonnull(strstr(dataset->units_note, "Å and kcal/mol assumed"));
  g_assert_null(dataset->cells);
}

static void test_keys_and_units(void)
{
  const BwUnitSystem units = {.length = "nm", .energy = "kJ/mol"};
  g_autoptr(BwDataset) dataset = open_fixture("rmd17.npz", &units, "old_energies", "old_forces");
  g_assert_null(dataset->units_note);
  g_assert_cmpfloat_with_epsilon(dataset->energies[0], -9.5 * BW_KJ_PER_MOL, 1e-12);
  g_assert_cmpfloat_with_epsilon(dataset->forces[17], -force(17) * BW_KJ_PER_MOL / 10, 1e-12);
  g_assert_cmpfloat_with_epsilon(dataset->positions[17], position(17) * 10, 1e-12);
}

static void test_plain_names(void)
{
  g_autoptr(BwDataset) dataset = open_fixture("ase.npz", NULL, NULL, NULL);
  g_assert_null(dataset->energies);
  g_assert_cmpfloat(dataset->positions[17], ==, position(17));
  g_assert_cmpfloat(dataset->cells[1].vectors[2][2], ==, 6);
  g_assert_true(bw_cell_is_periodic(&dataset->cells[0]));
}

static void test_refused(void)
{
  static const struct {
    const char *name, *part;
    BwError code;
  } bad[] = {
      {"bad-nan.npz", "array 'forces': frame 1, atom 2 is nan", BW_ERROR_FORMAT},
      {"bad-inf.npz", "array 'energies': frame 1 is inf", BW_ERROR_FORMAT},
      {"bad-shape.npz", "array 'forces': its shape is (2, 2, 3) where (2, 3, 3)", BW_ERROR_FORMAT},
      {"bad-frames.npz", "array 'energies': its shape is (1,) where (2,)", BW_ERROR_FORMAT},
      {"bad-empty.npz", "array 'coords' holds no frames", BW_ERROR_FORMAT},
      {"bad-numbers.npz", "array 'nuclear_charges': -1 of atom 1", BW_ERROR_FORMAT},
      {"bad-atoms.npz", "array 'nuclear_charges': its shape is (2,) where (3,)", BW_ERROR_FORMAT},
      {"bad-other.npz", "array 'nuclear_charges': atom 2 of frame 1", BW_ERROR_FORMAT},
      {"bad-absent.npz", "there is no array of positions", BW_ERROR_FORMAT},
      {"bad-ambiguous.npz", "'E' and 'energies' could both be meant; say which with --energy-key",
       BW_ERROR_ARGUMENT},
      {"bad-objects.npz", "array 'forces': it holds Python objects", BW_ERROR_FORMAT},
      {"bad-unit.npz", "parsec", BW_ERROR_UNITS},
      {"bad-sgdml.npz", "there is no array of forces", BW_ERROR_FORMAT},
      {"bad-task.npz", "is a training task", BW_ERROR_UNSUPPORTED},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *path = fixture_path(bad[i].name);
    g_autoptr(GError) error = NULL;
    g_assert_null(bw_open_dataset(path, NULL, NULL, NULL, &error));
    g_assert_error(error, BW_ERROR, (int)bad[i].code);
    g_assert_true(g_str_has_prefix(error->message, path));
    if (!strstr(error->message, bad[i].part))
      g_error("'%s' does not say '%s'", error->message, bad[i].part);
  }
}

/* Read and written as if it were in our own units, so that nothing is rounded, the made-up set has the md5
 * that sGDML gave it. */
static void test_written(void)
{
  const BwUnitSystem units = {.length = "Å", .energy = "eV"};
  g_autofree char *path = temporary_path("bw-test-dataset.npz");
  g_autoptr(BwDataset) dataset = open_fixture("sgdml.npz", &units, NULL, NULL);
  g_autoptr(GError) error = NULL;
  double variance, mean, lowest;
  bw_dataset_write_npz(dataset, path, &units, &error);
  g_assert_no_error(error);
  g_autoptr(BwDataset) again = bw_open_dataset(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  check_labels(again, 1, 1);
  g_assert_cmpstr(again->theory, ==, "PBE0");
  g_assert_cmpstr(again->md5, ==, "6eb055b7d7f33c34eef0867bf14aadb0");
  g_assert_cmpint(again->n_permutations, ==, 2);
  g_assert_cmpfloat(again->cells[0].vectors[2][1], ==, 3);
  g_autoptr(BwNpz) npz = bw_npz_open(path, &error);
  g_assert_true(bw_npz_get_double(npz, "E_var", &variance, &error));
  g_assert_true(bw_npz_get_double(npz, "F_mean", &mean, &error));
  g_assert_true(bw_npz_get_double(npz, "F_min", &lowest, &error));
  g_assert_cmpfloat_with_epsilon(variance, 0.015625, 1e-12);
  g_assert_cmpfloat_with_epsilon(mean, 0.0625, 1e-12);
  g_assert_cmpfloat_with_epsilon(lowest, -1, 1e-12);
  g_unlink(path);
}

/* A dataset looked at as a trajectory and written in the convention: kcal/mol, Å. */
static void test_converted(void)
{
  g_autofree char *from = fixture_path("sgdml.npz");
  g_autofree char *path = temporary_path("bw-test-converted.npz");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(from, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(bw_write_trajectory(path, trajectory, NULL, NULL, NULL, NULL, &error));
  g_autoptr(BwDataset) dataset = bw_open_dataset(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  check_labels(dataset, BW_BOHR, 1);
  g_assert_cmpstr(dataset->units.energy, ==, "kcal/mol");
  g_assert_cmpstr(dataset->units.length, ==, "Å");
  g_assert_cmpstr(dataset->theory, ==, "PBE0");
  g_assert_null(dataset->units_note);
  const BwUnitSystem odd = {.energy = "eV", .force = "Ha/bohr"};
  g_assert_false(bw_write_trajectory(path, trajectory, &odd, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNITS);
  g_unlink(path);
}

static void test_kinds(void)
{
  static const struct {
    const char *folder, *name;
    BwKind kind;
  } files[] = {{"dataset", "sgdml.npz", BW_KIND_DATASET},
               {"dataset", "rmd17.npz", BW_KIND_DATASET},
               {"gdml", "water-2018.npz", BW_KIND_MODEL},
               {"gdml", "water-today.npz", BW_KIND_MODEL}};
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", files[i].folder, files[i].name, NULL);
    g_autoptr(GError) error = NULL;
    const BwFormat *format;
    BwKind kind;
    bw_file_kind(path, &format, &kind, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(format->name, ==, "npz");
    g_assert_cmpint(kind, ==, files[i].kind);
  }
}

/* mbGDML counts its md5 in another way, so the file's own and sGDML's differ; its models use both. */
static void test_real(void)
{
  g_autofree char *path =
      shared_data("mbgdml/tests/data/datasets/1h2o/140h2o.sphere.gfn2.md.500k.prod1.3h2o.dset.1h2o-dset.npz");
  if (!path)
    return;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDataset) dataset = bw_open_dataset(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(dataset->n_frames, ==, 14027);
  g_assert_cmpstr(dataset->md5, ==, "615f82452c46250df5f82c8a9a145536");
  g_assert_cmpstr(dataset->md5_arrays, ==, "cd18188f38933a680a4184a5ae68e055");
  g_assert_cmpstr(dataset->units.length, ==, "Å");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/io/dataset/sgdml", test_sgdml);
  g_test_add_func("/io/dataset/changed", test_changed);
  g_test_add_func("/io/dataset/rmd17", test_rmd17);
  g_test_add_func("/io/dataset/keys-and-units", test_keys_and_units);
  g_test_add_func("/io/dataset/plain-names", test_plain_names);
  g_test_add_func("/io/dataset/refused", test_refused);
  g_test_add_func("/io/dataset/written", test_written);
  g_test_add_func("/io/dataset/converted", test_converted);
  g_test_add_func("/io/dataset/kinds", test_kinds);
  g_test_add_func("/io/dataset/real", test_real);
  int status = g_test_run();
  temporary_end();
  return status;
}
