/* BIGDML on graphene and benzene on graphene: what the crystal's group is worth, that it is
 * exact, and that energies, forces and virials belong together in any cell. */
#include "base/error.h"
#include "folder.h"
#include "io/io.h"
#include "learning/kernel/kernel.h"
#include "potential/gdml/predict.h"

#include <math.h>
#include <string.h>

static BwDataset *read_crystal(const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "crystals", name, NULL);
  BwDataset *dataset = bw_open_dataset(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

static BwGdmlFile *train(const BwDataset *dataset, BwCrystalSymmetries symmetries, int n_train, double sigma)
{
  g_autoptr(GError) error = NULL;
  BwTrainSettings settings;
  BwErrors validation;
  bw_train_settings_init(&settings);
  settings.kind = BW_MODEL_BIGDML;
  settings.kernel.symmetries = symmetries;
  settings.n_train = n_train;
  settings.n_valid = 0;
  settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1;
  BwGdmlFile *file = bw_kernel_train(dataset, &settings, &validation, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return file;
}

static BwPotential *potential_of(const BwGdmlFile *file)
{
  g_autoptr(GError) error = NULL;
  BwPotential *potential = bw_gdml_potential_new(file, &error);
  g_assert_no_error(error);
  return potential;
}

/* On the frames of `test`; where that is what was trained on, on all others. */
static BwErrors test_errors(const BwGdmlFile *file, const BwDataset *test, gboolean trained_on)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = potential_of(file);
  BwErrors errors;
  g_autofree int *frames = g_new(int, test->n_frames);
  int n = 0;
  for (int f = 0; f < test->n_frames; f++) {
    gboolean known = FALSE;
    for (int m = 0; m < file->n_train; m++)
      known = known || (trained_on && file->idxs_train[m] == f);
    if (!known)
      frames[n++] = f;
  }
  bw_errors_measure(potential, test, frames, n, NULL, NULL, NULL, NULL, &errors, &error);
  g_assert_no_error(error);
  return errors;
}

/* Of one geometry; forces, virial: NULL not wanted. */
static double evaluate(BwPotential *potential, const BwCell *cell, const double *positions, double *forces,
                       double *virial)
{
  g_autoptr(GError) error = NULL;
  double energy;
  const BwReplicas in = {1, potential->atoms->n_atoms, potential->atoms->numbers, cell, positions};
  BwEvaluation out = {.energies = &energy, .forces = forces, .virials = virial};
  bw_potential_evaluate(potential, &in, &out, NULL, &error);
  g_assert_no_error(error);
  return energy;
}

/* The fewer the points, the more the group is worth. */
static void test_graphene(void)
{
  static const int sizes[] = {5, 20};
  g_autoptr(BwDataset) dataset = read_crystal("graphene-train.xyz.gz"),
                       test = read_crystal("graphene-test.xyz.gz");
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(BwGdmlFile) all = train(dataset, BW_CRYSTAL_ALL, sizes[i], 20),
                          translations = train(dataset, BW_CRYSTAL_TRANSLATIONS, sizes[i], 20),
                          none = train(dataset, BW_CRYSTAL_NONE, sizes[i], 20);
    g_assert_cmpint(all->n_permutations, ==, 192);
    g_assert_cmpint(translations->n_permutations, ==, 16);
    g_assert_cmpint(none->n_permutations, ==, 1);
    BwErrors with = test_errors(all, test, FALSE), partly = test_errors(translations, test, FALSE),
             without = test_errors(none, test, FALSE);
    g_test_message(
        "%d points: force MAE %.1f meV/Å with the group, %.1f with translations, %.1f without; energy MAE "
        "%.2f, %.2f, %.2f meV/atom",
        sizes[i], with.force_mae * 1e3, partly.force_mae * 1e3, without.force_mae * 1e3,
        with.energy_mae * 1e3 / 32, partly.energy_mae * 1e3 / 32, without.energy_mae * 1e3 / 32);
    g_assert_cmpfloat(with.force_mae, <, 0.04);
    g_assert_cmpfloat(with.force_mae, <, 0.7 * partly.force_mae);
    g_assert_cmpfloat(partly.force_mae, <, 0.5 * without.force_mae);
    g_assert_cmpfloat(with.energy_mae / 32, <, 0.001); /* the paper's measure: 1 meV per atom */
  }
}

/* Energies do not know which of two equal atoms is which, and forces go with the atoms; up to the rounding of
 * coefficients that are a million times as large. */
static void expect_invariant(const BwGdmlFile *file, const BwDataset *dataset, int frame, int step)
{
  int n = file->n_atoms;
  g_autoptr(BwPotential) potential = potential_of(file);
  const double *positions = dataset->positions + (gsize)frame * n * 3;
  g_autofree double *moved = g_new(double, 3 * n), *forces = g_new(double, 3 * n),
                    *others = g_new(double, 3 * n);
  double energy = evaluate(potential, dataset->cells, positions, forces, NULL);
  for (int p = 0; p < file->n_permutations; p += step) {
    const int *perm = file->perms + (gsize)p * n;
    for (int i = 0; i < n; i++)
      memcpy(moved + 3 * i, positions + 3 * perm[i], sizeof(double[3]));
    g_assert_cmpfloat_with_epsilon(evaluate(potential, dataset->cells, moved, others, NULL), energy, 1e-7);
    for (int i = 0; i < n; i++)
      for (int d = 0; d < 3; d++)
        g_assert_cmpfloat_with_epsilon(others[3 * i + d], forces[3 * perm[i] + d], 1e-5);
  }
}

static void test_invariant(void)
{
  g_autoptr(BwDataset) graphene = read_crystal("graphene-train.xyz.gz"),
                       benzene = read_crystal("benzene-on-graphene-train.xyz.gz");
  g_autoptr(BwGdmlFile) of_graphene = train(graphene, BW_CRYSTAL_ALL, 5, 20),
                        of_benzene = train(benzene, BW_CRYSTAL_ALL, 5, 40);
  g_assert_cmpint(of_benzene->n_permutations, ==, 192 * 12);
  expect_invariant(of_graphene, graphene, 90, 1);
  expect_invariant(of_benzene, benzene, 90, 97);
}

/* A molecule on a crystal: the host's group and the molecule's multiply. */
static void test_benzene(void)
{
  g_autoptr(BwDataset) dataset = read_crystal("benzene-on-graphene-train.xyz.gz");
  g_autoptr(BwGdmlFile) all = train(dataset, BW_CRYSTAL_ALL, 10, 40),
                        molecule = train(dataset, BW_CRYSTAL_MOLECULES, 10, 40);
  g_assert_cmpint(all->n_permutations, ==, 192 * 12);
  g_assert_cmpint(molecule->n_permutations, ==, 12);
  BwErrors with = test_errors(all, dataset, TRUE), without = test_errors(molecule, dataset, TRUE);
  g_test_message(
      "10 points: force MAE %.1f meV/Å with the group, %.1f with the molecule's; energy MAE %.2f, %.2f "
      "meV/atom",
      with.force_mae * 1e3, without.force_mae * 1e3, with.energy_mae * 1e3 / 44,
      without.energy_mae * 1e3 / 44);
  g_assert_cmpfloat(with.force_mae, <, 0.05);
  g_assert_cmpfloat(with.force_mae, <, 0.3 * without.force_mae);
  g_assert_cmpfloat(with.energy_mae / 44, <, 0.001);
}

/* Forces and virial against differences of the energy, under displacements and under strain. */
static void expect_consistent(BwPotential *potential, const BwCell *cell, const double *positions)
{
  const double h = 5e-4; /* Å; energies are rounded in the seventh digit, since coefficients are large */
  int n = potential->atoms->n_atoms;
  g_autofree double *forces = g_new(double, 3 * n), *moved = g_new(double, 3 * n);
  double virial[9], energies[2];
  evaluate(potential, cell, positions, forces, virial);
  for (int k = 0; k < 3 * n; k += 7) {
    for (int side = 0; side < 2; side++) {
      memcpy(moved, positions, sizeof(double) * 3 * n);
      moved[k] += side ? h : -h;
      energies[side] = evaluate(potential, cell, moved, NULL, NULL);
    }
    g_assert_cmpfloat_with_epsilon(-(energies[1] - energies[0]) / (2 * h), forces[k], 1e-3);
  }
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) {
      for (int side = 0; side < 2; side++) {
        double strain = side ? h / 5 : -h / 5, vectors[3][3];
        BwCell strained;
        memcpy(moved, positions, sizeof(double) * 3 * n);
        memcpy(vectors, cell->vectors, sizeof vectors);
        for (int i = 0; i < n; i++)
          moved[3 * i + a] += strain * positions[3 * i + b];
        for (int k = 0; k < 3; k++)
          vectors[k][a] += strain * cell->vectors[k][b];
        bw_cell_init(&strained, (const double(*)[3])vectors, cell->periodic, NULL);
        energies[side] = evaluate(potential, &strained, moved, NULL, NULL);
      }
      g_assert_cmpfloat_with_epsilon(-(energies[1] - energies[0]) / (2 * h / 5), virial[3 * a + b], 5e-3);
    }
}

/* The same data as a layer whose third direction has no extent: the vacuum does not count. */
static void make_layer(BwDataset *dataset)
{
  const gboolean periodic[3] = {TRUE, TRUE, FALSE};
  for (int f = 0; f < dataset->n_frames; f++) {
    double vectors[3][3];
    memcpy(vectors, dataset->cells[f].vectors, sizeof vectors);
    memset(vectors[2], 0, sizeof vectors[2]);
    bw_cell_init(&dataset->cells[f], (const double(*)[3])vectors, periodic, NULL);
  }
}

static void test_consistent(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDataset) bulk = read_crystal("graphene-train.xyz.gz"),
                       layer = read_crystal("graphene-train.xyz.gz");
  make_layer(layer);
  g_autoptr(BwGdmlFile) of_bulk = train(bulk, BW_CRYSTAL_ALL, 5, 20),
                        of_layer = train(layer, BW_CRYSTAL_ALL, 5, 20);
  g_autoptr(BwPotential) first = potential_of(of_bulk), second = potential_of(of_layer);
  const double *positions = bulk->positions + 91 * 3 * of_bulk->n_atoms;
  expect_consistent(first, bulk->cells, positions);
  expect_consistent(second, layer->cells, positions);
  g_assert_cmpfloat_with_epsilon(evaluate(first, bulk->cells, positions, NULL, NULL),
                                 evaluate(second, layer->cells, positions, NULL, NULL), 1e-5);

  /* what the file keeps of it */
  char *folder = new_folder();
  g_autofree char *ours = g_build_filename(folder, "layer.bwmodel", NULL),
                  *theirs = g_build_filename(folder, "layer.npz", NULL);
  g_assert_true(bw_gdml_file_write(of_layer, ours, &error));
  g_autoptr(BwPotential) read = bw_potential_open(ours, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat_with_epsilon(evaluate(second, NULL, positions, NULL, NULL),
                                 evaluate(read, NULL, positions, NULL, NULL), 1e-9);
  g_assert_cmpstr(read->method, ==, "BIGDML");
  g_assert_false(bw_gdml_file_write(of_layer, theirs, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
  remove_folder(folder);
}

static void test_strained(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDataset) dataset = read_crystal("graphene-train.xyz.gz");
  const double sigma = 20;
  double vectors[3][3];
  BwTrainSettings settings;
  BwErrors validation;
  memcpy(vectors, dataset->cells[17].vectors, sizeof vectors);
  vectors[0][0] += 0.1;
  bw_cell_init(&dataset->cells[17], (const double(*)[3])vectors, dataset->cells[0].periodic, NULL);
  bw_train_settings_init(&settings);
  settings.kind = BW_MODEL_BIGDML;
  settings.n_train = 5;
  settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1;
  g_assert_null(bw_kernel_train(dataset, &settings, &validation, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
  g_assert_nonnull(strstr(error->message, "frame 17"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/bigdml/graphene", test_graphene);
  g_test_add_func("/learning/bigdml/invariant", test_invariant);
  g_test_add_func("/learning/bigdml/benzene", test_benzene);
  g_test_add_func("/learning/bigdml/consistent", test_consistent);
  g_test_add_func("/learning/bigdml/strained", test_strained);
  return g_test_run();
}
