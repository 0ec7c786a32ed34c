/* sGDML as a potential: against numbers of the sgdml package and of an independent evaluation in extended
 * precision, against finite differences, and under the symmetries that it must have. */
#include "base/array.h"
#include "base/error.h"
#include "base/random.h"
#include "base/units.h"
#include "io/io.h"
#include "potential/gdml/predict.h"
#include "shared-data.h"

#include <math.h>
#include <string.h>

#define KCAL BW_KCAL_PER_MOL

static void *copy(const void *array, gsize bytes)
{
  return memcpy(bw_alloc(bytes, 1), array, bytes);
}

/* Two training points of water whose coefficients were drawn at random, in kcal/mol and Å; with a lattice
 * when asked for. */
static BwGdmlFile *water_file(gboolean periodic)
{
  const double descriptors[] = {0.8225186252300926, 1.0179937681849478, 0.613641415897528,
                                1.1221238689813184, 0.8139798473945369, 0.6205163642058146};
  const double coefficients[] = {-39.03087696747508,  0.4122144677148519,  0.07305747350810372,
                                 -15.969126555065127, -0.3589829693572631, 16.064982353989617};
  const double lattice[] = {2.5, 0.3, 0, 0, 2.8, 0.2, 0, 0, 3};
  const int z[] = {8, 1, 1}, perms[] = {0, 1, 2, 0, 2, 1};
  BwGdmlFile *file = bw_gdml_file_new();
  file->dataset_name = g_strdup("water");
  file->n_atoms = file->n_descriptors = 3;
  file->n_train = file->n_permutations = 2;
  file->z = copy(z, sizeof z);
  file->perms = copy(perms, sizeof perms);
  file->R_desc = copy(descriptors, sizeof descriptors);
  file->R_d_desc_alpha = copy(coefficients, sizeof coefficients);
  file->c = -3.25, file->std = 2.5, file->sig = 3;
  if (periodic)
    file->lattice = copy(lattice, sizeof lattice);
  return file;
}

static const double water[] = {-0.164, -0.203, 0.034, 0.594, 0.766, 0.107, -1.06, 0.631, -0.165};

static void evaluate(BwPotential *potential, const BwCell *cell, int n, const double *positions,
                     BwEvaluation *out, BwPool *pool)
{
  g_autoptr(GError) error = NULL;
  const BwReplicas in = {n, potential->atoms->n_atoms, potential->atoms->numbers, cell, positions};
  bw_potential_evaluate(potential, &in, out, pool, &error);
  g_assert_no_error(error);
}

static double energy_of(BwPotential *potential, const BwCell *cell, const double *positions)
{
  double energy;
  BwEvaluation out = {.energies = &energy};
  evaluate(potential, cell, 1, positions, &out, NULL);
  return energy;
}

static BwPotential *new_water(gboolean periodic)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwGdmlFile) file = water_file(periodic);
  BwPotential *potential = bw_gdml_potential_new(file, &error);
  g_assert_no_error(error);
  return potential;
}

static void test_golden(void)
{
  const double forces[] = {-1.6030964104759482, 23.628191762100982,  -1.6164914693150478,
                           -4.926823585047899,  -12.393590445276303, -0.1274098212282103,
                           6.529919995523848,   -11.23460131682468,  1.743901290543258};
  g_autoptr(BwPotential) potential = new_water(FALSE);
  double energy, computed[9];
  BwEvaluation out = {.energies = &energy, .forces = computed};
  evaluate(potential, NULL, 1, water, &out, NULL);
  g_assert_cmpfloat_with_epsilon(energy / KCAL, 1.30587120274968, 1e-12);
  for (int k = 0; k < 9; k++)
    g_assert_cmpfloat_with_epsilon(computed[k] / KCAL, forces[k], 1e-12);
}

/* The same water, its hydrogens in neighbouring cells. */
static void test_golden_periodic(void)
{
  const double forces[] = {-1.491356749421564, 22.07148593562975,   -1.5089562518099124,
                           -22.8070644778529,  -14.590847568730748, 3.420937995828681,
                           24.298421227274464, -7.480638366899004,  -1.9119817440187687};
  g_autoptr(BwPotential) potential = new_water(TRUE);
  double positions[9], energy, computed[9];
  memcpy(positions, water, sizeof positions);
  positions[3] += 2.5, positions[4] += 0.3, positions[7] -= 2.8, positions[8] -= 0.2;
  BwEvaluation out = {.energies = &energy, .forces = computed};
  evaluate(potential, NULL, 1, positions, &out, NULL);
  g_assert_cmpfloat_with_epsilon(energy / KCAL, 8.199087574142618, 1e-11);
  for (int k = 0; k < 9; k++)
    g_assert_cmpfloat_with_epsilon(computed[k] / KCAL, forces[k], 1e-11);
}

/* A model that speaks bohr and hartree describes the same water as its translation to Å and kcal/mol. */
static void test_units(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwGdmlFile) file = water_file(FALSE);
  for (int k = 0; k < 6;
       k++) /* descriptors, σ and the arms of α are 1/length; energies a·b·σ go as A/length */
    file->R_desc[k] *= BW_BOHR, file->R_d_desc_alpha[k] *= BW_BOHR * KCAL / BW_HARTREE;
  file->sig *= BW_BOHR;
  file->c *= KCAL / BW_HARTREE;
  file->r_unit = "bohr", file->e_unit = "hartree";
  g_autoptr(BwPotential) translated = bw_gdml_potential_new(file, &error), potential = new_water(FALSE);
  g_assert_no_error(error);
  double forces[2][9], energies[2];
  BwEvaluation first = {.energies = &energies[0], .forces = forces[0]},
               second = {.energies = &energies[1], .forces = forces[1]};
  evaluate(potential, NULL, 1, water, &first, NULL);
  evaluate(translated, NULL, 1, water, &second, NULL);
  g_assert_cmpfloat_with_epsilon(energies[0], energies[1], 1e-12);
  for (int k = 0; k < 9; k++)
    g_assert_cmpfloat_with_epsilon(forces[0][k], forces[1][k], 1e-12);
}

static void strain(double *vectors, int n, int a, int b, double amount)
{
  for (int i = 0; i < n; i++)
    vectors[3 * i + a] += amount * vectors[3 * i + b];
}

/* virial_ab = −∂E/∂ε_ab, where positions (and cell) are strained. */
static void check_derivatives(BwPotential *potential, const double *geometry, double h, double tolerance)
{
  int n = potential->atoms->n_atoms;
  g_autofree double *positions = g_memdup2(geometry, sizeof(double) * 3 * n), *forces = g_new(double, 3 * n);
  double virial[9];
  BwEvaluation out = {.forces = forces, .virials = virial};
  evaluate(potential, NULL, 1, positions, &out, NULL);
  for (int k = 0; k < 3 * n; k++) {
    positions[k] = geometry[k] + h;
    double up = energy_of(potential, NULL, positions);
    positions[k] = geometry[k] - h;
    double down = energy_of(potential, NULL, positions);
    positions[k] = geometry[k];
    g_assert_cmpfloat_with_epsilon(forces[k], (down - up) / (2 * h), tolerance);
  }
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) {
      double energies[2];
      for (int sign = 0; sign < 2; sign++) {
        memcpy(positions, geometry, sizeof(double) * 3 * n);
        strain(positions, n, a, b, sign ? h : -h);
        energies[sign] = energy_of(potential, NULL, positions);
      }
      g_assert_cmpfloat_with_epsilon(virial[3 * a + b], (energies[0] - energies[1]) / (2 * h), 3 * tolerance);
    }
}

static void test_derivatives(void)
{
  g_autoptr(BwPotential) potential = new_water(FALSE);
  check_derivatives(potential, water, 1e-4, 1e-7);
}

/* Strained together with its cell, the virial of a crystal is the derivative of its energy too. */
static void test_periodic_virial(void)
{
  const double h = 1e-4;
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  const double vectors[9] = {2.5, 0.3, 0, 0, 2.8, 0.2, 0, 0, 3};
  g_autoptr(BwPotential) potential = new_water(TRUE);
  double virial[9];
  BwEvaluation out = {.virials = virial};
  evaluate(potential, NULL, 1, water, &out, NULL);
  for (int ab = 0; ab < 9; ab++) {
    double energies[2];
    for (int sign = 0; sign < 2; sign++) {
      double positions[9], strained[3][3];
      BwCell cell;
      memcpy(positions, water, sizeof positions);
      memcpy(strained, vectors, sizeof strained);
      strain(positions, 3, ab / 3, ab % 3, sign ? h : -h);
      strain(&strained[0][0], 3, ab / 3, ab % 3, sign ? h : -h);
      bw_cell_init(&cell, (const double(*)[3])strained, periodic, NULL);
      energies[sign] = energy_of(potential, &cell, positions);
    }
    g_assert_cmpfloat_with_epsilon(virial[ab], (energies[0] - energies[1]) / (2 * h), 1e-6);
  }
}

/* In a skewed cell the nearest image is not that of rounded coordinates: here it is the molecule itself. */
static void test_images(void)
{
  const double lattice[9] = {5, 0, 0, 4.5, 5, 0, 0, 0, 5}, positions[9] = {0, 0, 0, -0.725, 2.25, 0, 0, 0, 1};
  double energies[2];
  g_autoptr(BwPotential) alone = new_water(FALSE);
  for (int rule = BW_IMAGES_ROUNDED; rule <= BW_IMAGES_NEAREST; rule++) {
    g_autoptr(BwGdmlFile) file = water_file(TRUE);
    memcpy(file->lattice, lattice, sizeof lattice);
    file->images = (BwImageRule)rule;
    g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, NULL);
    energies[rule] = energy_of(potential, NULL, positions);
  }
  g_assert_cmpfloat_with_epsilon(energies[BW_IMAGES_NEAREST], energy_of(alone, NULL, positions), 1e-13);
  g_assert_cmpfloat(fabs(energies[BW_IMAGES_ROUNDED] - energies[BW_IMAGES_NEAREST]), >, 1e-3);
}

static void rotate(double *positions, int n)
{
  double c = cos(0.7), s = sin(0.7);
  for (int i = 0; i < n; i++) {
    double x = positions[3 * i], y = positions[3 * i + 1], z = positions[3 * i + 2];
    double x1 = c * x - s * y, y1 = s * x + c * y;
    positions[3 * i] = x1 + 5, positions[3 * i + 1] = c * y1 - s * z - 3,
                  positions[3 * i + 2] = s * y1 + c * z;
  }
}

static void test_invariance(void)
{
  g_autoptr(BwPotential) potential = new_water(FALSE);
  double positions[9], swapped[9], forces[9], swapped_forces[9], energy = energy_of(potential, NULL, water),
                                                                 other;
  memcpy(positions, water, sizeof positions);
  rotate(positions, 3);
  g_assert_cmpfloat_with_epsilon(energy_of(potential, NULL, positions), energy, 1e-12);
  memcpy(swapped, water, sizeof swapped);
  memcpy(swapped + 3, water + 6, sizeof(double) * 3);
  memcpy(swapped + 6, water + 3, sizeof(double) * 3);
  BwEvaluation out = {.energies = &other, .forces = forces},
               swapped_out = {.energies = &energy, .forces = swapped_forces};
  evaluate(potential, NULL, 1, water, &out, NULL);
  evaluate(potential, NULL, 1, swapped, &swapped_out, NULL);
  g_assert_cmpfloat_with_epsilon(energy, other, 1e-13);
  for (int k = 0; k < 3; k++) {
    g_assert_cmpfloat_with_epsilon(forces[3 + k], swapped_forces[6 + k], 1e-13);
    g_assert_cmpfloat_with_epsilon(forces[6 + k], swapped_forces[3 + k], 1e-13);
  }
}

/* Data that were not made here */

static gboolean open_shared(const char *model, const char *data, BwPotential **potential, BwDataset **dataset)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *model_path = shared_data(model), *data_path = shared_data(data);
  if (!model_path || !data_path)
    return FALSE;
  *potential = bw_potential_open(model_path, &error);
  g_assert_no_error(error);
  *dataset = bw_open_dataset(data_path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return TRUE;
}

typedef struct {
  const char *model, *data;
  double energy, forces[3]; /* of frame 3, and on its first atom: kcal/mol, Å */
} Official;

#define WATER_MODEL "mbgdml/tests/data/models/1h2o-model.npz"
#define WATER_DATA "mbgdml/tests/data/datasets/1h2o/140h2o.sphere.gfn2.md.500k.prod1.3h2o.dset.1h2o-dset.npz"

/* Evaluated with the formula of io/gdml/gdml-file.h in 80-bit precision. */
static const Official official[] = {
    {"sgdml_models_2018/ethanol.npz",
     "rmd17/rmd17_ethanol_test_01.npz",
     -97193.4426320379,
     {-24.340091885, -13.150742582, 47.320379001}},
    {"sgdml_models_2018/malonaldehyde.npz",
     "rmd17/rmd17_malonaldehyde_test_01.npz",
     -167503.7065802942,
     {-62.273674691, 35.429503075, -22.816143332}},
    {"sgdml_models_2018/toluene.npz",
     "rmd17/rmd17_toluene_test_01.npz",
     -170223.5103836474,
     {-24.525514104, 3.734292467, 4.602987560}},
    {"sgdml_models_2018/uracil.npz",
     "rmd17/rmd17_uracil_test_01.npz",
     -260109.4477656536,
     {23.124696285, 26.641728901, -11.949709185}},
    {"sgdml_model_ipi/benzene.DFT.PBE-TS.npz",
     "rmd17/rmd17_benzene_test_01.npz",
     -145492.7303080070,
     {22.095280972, 35.083608680, -10.587085726}},
    {WATER_MODEL, WATER_DATA, -47881.0999138053, {-20.170332250, 35.648880365, -3.216051961}},
};

static void test_official(gconstpointer data)
{
  const Official *expected = data;
  g_autoptr(BwPotential) potential = NULL;
  g_autoptr(BwDataset) dataset = NULL;
  if (!open_shared(expected->model, expected->data, &potential, &dataset))
    return;
  int n = potential->atoms->n_atoms;
  g_autofree double *forces = g_new(double, 3 * n);
  double energy;
  BwEvaluation out = {.energies = &energy, .forces = forces};
  evaluate(potential, NULL, 1, dataset->positions + (gsize)3 * 3 * n, &out, NULL);
  /* coefficients reach 10¹²: double precision leaves five digits behind the point */
  g_assert_cmpfloat_with_epsilon(energy / KCAL, expected->energy, 1e-4);
  for (int k = 0; k < 3; k++)
    g_assert_cmpfloat_with_epsilon(forces[k] / KCAL, expected->forces[k], 1e-4);
  g_assert_cmpint(strlen(potential->hash), ==, 64);
  g_assert_cmpstr(potential->energy_unit, ==, "kcal/mol");
}

static void test_threads(void)
{
  enum { N = 33 };
  g_autoptr(BwPotential) potential = NULL;
  g_autoptr(BwDataset) dataset = NULL;
  if (!open_shared(official[0].model, official[0].data, &potential, &dataset))
    return;
  double energies[3][N], domain[3][N], forces[3][N * 27], virials[3][N * 9];
  for (int threads = 1; threads <= 3; threads++) {
    g_autoptr(BwPool) pool = bw_pool_new(threads, FALSE);
    BwEvaluation out = {.energies = energies[threads - 1],
                        .forces = forces[threads - 1],
                        .virials = virials[threads - 1],
                        .out_of_domain = domain[threads - 1]};
    evaluate(potential, NULL, N, dataset->positions, &out, pool);
    g_assert_cmpmem(energies[0], sizeof energies[0], energies[threads - 1], sizeof energies[0]);
    g_assert_cmpmem(forces[0], sizeof forces[0], forces[threads - 1], sizeof forces[0]);
    g_assert_cmpmem(virials[0], sizeof virials[0], virials[threads - 1], sizeof virials[0]);
    g_assert_cmpmem(domain[0], sizeof domain[0], domain[threads - 1], sizeof domain[0]);
  }
}

static void test_official_derivatives(void)
{
  g_autoptr(BwPotential) potential = NULL;
  g_autoptr(BwDataset) dataset = NULL;
  if (open_shared(official[0].model, official[0].data, &potential, &dataset))
    check_derivatives(potential, dataset->positions, 1e-3, 2e-3);
}

/* Frames like the training set are inside; a molecule that flies apart is outside, and the atom is named. */
static void test_domain(void)
{
  enum { N = 200, HYDROGEN = 8 };
  g_autoptr(BwPotential) potential = NULL;
  g_autoptr(BwDataset) dataset = NULL;
  if (!open_shared(official[0].model, official[0].data, &potential, &dataset))
    return;
  double measure[N];
  int outlier[N], n_inside = 0;
  BwEvaluation out = {.out_of_domain = measure, .outlier = outlier};
  evaluate(potential, NULL, N, dataset->positions, &out, NULL);
  for (int i = 0; i < N; i++)
    n_inside += measure[i] <= 1;
  g_assert_cmpint(n_inside, >=, N * 95 / 100);
  double *geometry = dataset->positions;
  for (int k = 0; k < 3; k++)
    geometry[3 * HYDROGEN + k] += 2 * (geometry[3 * HYDROGEN + k] - geometry[3 * 2 + k]);
  evaluate(potential, NULL, 1, geometry, &out, NULL);
  g_assert_cmpfloat(measure[0], >, 1.5);
  g_assert_cmpint(outlier[0], ==, HYDROGEN);
}

static void expect_failure(const char *path, int code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_potential_open(path, &error));
  g_assert_error(error, BW_ERROR, code);
  g_assert_nonnull(strstr(error->message, part));
}

static void test_bad_files(void)
{
  expect_failure("/nowhere/model.npz", BW_ERROR_FILE, "/nowhere/model.npz");
  g_autofree char *dataset = find_shared_data(WATER_DATA);
  if (dataset)
    expect_failure(dataset, BW_ERROR_UNSUPPORTED, "train a model on it");
  g_autoptr(BwGdmlFile) file = water_file(FALSE);
  g_autoptr(GError) error = NULL;
  file->r_unit = "furlong";
  g_assert_null(bw_gdml_potential_new(file, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNITS);
}

static void test_bad_geometries(void)
{
  g_autoptr(BwPotential) potential = new_water(FALSE);
  g_autoptr(GError) error = NULL;
  const int numbers[] = {1, 8, 1};
  double positions[9] = {0}, energy; /* all atoms at one place */
  BwEvaluation out = {.energies = &energy};
  BwReplicas in = {1, 3, numbers, NULL, water};
  g_assert_false(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_clear_error(&error);
  in.numbers = potential->atoms->numbers, in.positions = positions;
  g_assert_false(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/predict/golden", test_golden);
  g_test_add_func("/gdml/predict/golden-periodic", test_golden_periodic);
  g_test_add_func("/gdml/predict/units", test_units);
  g_test_add_func("/gdml/predict/derivatives", test_derivatives);
  g_test_add_func("/gdml/predict/periodic-virial", test_periodic_virial);
  g_test_add_func("/gdml/predict/images", test_images);
  g_test_add_func("/gdml/predict/invariance", test_invariance);
  for (gsize i = 0; i < G_N_ELEMENTS(official); i++) {
    g_autofree char *name = g_strdup_printf("/gdml/predict/official/%" G_GSIZE_FORMAT, i);
    g_test_add_data_func(name, &official[i], test_official);
  }
  g_test_add_func("/gdml/predict/official-derivatives", test_official_derivatives);
  g_test_add_func("/gdml/predict/threads", test_threads);
  g_test_add_func("/gdml/predict/domain", test_domain);
  g_test_add_func("/gdml/predict/bad-files", test_bad_files);
  g_test_add_func("/gdml/predict/bad-geometries", test_bad_geometries);
  return g_test_run();
}
