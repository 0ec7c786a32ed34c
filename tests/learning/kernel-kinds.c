/* Every kind of model learns what it can from a molecule whose energy is known. */
#include "base/array.h"
#include "base/error.h"
#include "learning/kernel/kernel.h"
#include "potential/gdml/predict.h"
#include "springs.h"

static BwGdmlFile *train(const BwDataset *dataset, const BwTrainSettings *settings, BwErrors *validation)
{
  g_autoptr(GError) error = NULL;
  BwGdmlFile *file = bw_kernel_train(dataset, settings, validation, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return file;
}

static BwTrainSettings one(BwModelKind kind, int n_train, const double *sigma)
{
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.kind = kind;
  settings.n_train = n_train;
  settings.kernel.sigmas = sigma, settings.kernel.n_sigmas = 1;
  return settings;
}

/* Forces are the slope of the energy, whatever was learned from. */
static void expect_consistent(const BwGdmlFile *file, const BwDataset *dataset)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, &error);
  g_assert_no_error(error);
  const double step = 1e-3; /* coefficients are large: energies have some 1e-8 eV of rounding */
  double positions[2 * 3 * ATOMS], energies[2], forces[2 * 3 * ATOMS];
  for (int k = 0; k < 3 * ATOMS; k++) {
    memcpy(positions, dataset->positions, sizeof(double) * 3 * ATOMS);
    memcpy(positions + 3 * ATOMS, dataset->positions, sizeof(double) * 3 * ATOMS);
    positions[k] -= step, positions[3 * ATOMS + k] += step;
    const BwReplicas in = {2, ATOMS, dataset->atoms->numbers, NULL, positions};
    BwEvaluation out = {.energies = energies, .forces = forces};
    g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, &error));
    double slope = (energies[0] - energies[1]) / (2 * step), force = (forces[k] + forces[3 * ATOMS + k]) / 2;
    g_assert_cmpfloat_with_epsilon(slope, force, 2e-4);
  }
}

static void test_krr(void)
{
  static const BwKernelFunction functions[] = {BW_KERNEL_MATERN52, BW_KERNEL_GAUSSIAN};
  const double sigma = 2;
  g_autoptr(BwDataset) dataset = make_springs(600);
  for (int i = 0; i < 2; i++) {
    BwTrainSettings settings = one(BW_MODEL_KRR, 400, &sigma);
    BwErrors validation;
    settings.kernel.function = functions[i];
    g_autoptr(BwGdmlFile) file = train(dataset, &settings, &validation);
    g_assert_cmpstr(file->method, ==, "KRR");
    g_assert_cmpint(file->n_permutations, ==, 1);
    g_assert_null(file->alphas_F);
    g_assert_cmpint(file->function, ==, functions[i]);
    g_assert_cmpfloat(validation.energy_mae, <, 0.005);
    g_assert_cmpfloat(validation.force_mae, <, 0.1);
    expect_consistent(file, dataset);
  }
}

/* Data without forces are enough. */
static void test_energies_alone(void)
{
  const double sigma = 2;
  g_autoptr(BwDataset) dataset = make_springs(100);
  g_clear_pointer(&dataset->forces, bw_free);
  BwTrainSettings settings = one(BW_MODEL_KRR, 80, &sigma);
  BwErrors validation;
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &validation);
  g_assert_true(isnan(validation.force_mae));
  g_assert_cmpfloat(validation.energy_mae, <, 0.02);
}

/* What symmetries are worth: fewer points for the same error. */
static void test_symmetries(void)
{
  const double sigma = 3;
  g_autoptr(BwDataset) dataset = make_springs(200);
  BwErrors gdml, sgdml;
  BwTrainSettings settings = one(BW_MODEL_GDML, 15, &sigma);
  g_autoptr(BwGdmlFile) without = train(dataset, &settings, &gdml);
  settings.kind = BW_MODEL_SGDML;
  g_autoptr(BwGdmlFile) with = train(dataset, &settings, &sgdml);
  g_assert_cmpint(without->n_permutations, ==, 1);
  g_assert_cmpstr(without->method, ==, "GDML");
  g_assert_cmpint(with->n_permutations, ==, 6);
  g_assert_cmpfloat(sgdml.force_mae, <, 0.7 * gdml.force_mae);
  expect_consistent(with, dataset);
}

static void test_energies_too(void)
{
  const double sigma = 3;
  g_autoptr(BwDataset) dataset = make_springs(100);
  BwErrors with, without;
  BwTrainSettings settings = one(BW_MODEL_SGDML, 20, &sigma);
  g_autoptr(BwGdmlFile) first = train(dataset, &settings, &without);
  settings.kernel.use_energies = TRUE;
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &with);
  g_assert_true(file->use_E_cstr);
  g_assert_nonnull(file->alphas_E);
  g_assert_null(first->alphas_E);
  g_assert_cmpfloat(with.force_mae, <, 1.2 * without.force_mae);
  g_assert_cmpfloat(with.energy_mae, <, 1.2 * without.energy_mae);
  expect_consistent(file, dataset);
}

/* A simple cubic crystal whose nearest neighbours are held by springs. */
static BwDataset *make_crystal(int n_frames)
{
  enum { SIDE = 3, SITES = SIDE * SIDE * SIDE };
  const double a = 2.5, vectors[3][3] = {{SIDE * a, 0, 0}, {0, SIDE * a, 0}, {0, 0, SIDE * a}};
  int numbers[SITES];
  for (int i = 0; i < SITES; i++)
    numbers[i] = 84; /* polonium, the one element that is simple cubic */
  BwAtoms *atoms = bw_atoms_new(SITES, numbers, NULL, NULL);
  BwDataset *dataset = bw_dataset_new(atoms, n_frames, TRUE, TRUE);
  bw_atoms_unref(atoms);
  dataset->units.length = "Å", dataset->units.energy = "eV";
  dataset->cells = bw_new0(BwCell, n_frames);
  for (int f = 0; f < n_frames; f++) {
    double *positions = dataset->positions + (gsize)f * 3 * SITES,
           *forces = dataset->forces + (gsize)f * 3 * SITES;
    bw_cell_init(&dataset->cells[f], vectors, (const gboolean[]){TRUE, TRUE, TRUE}, NULL);
    for (int i = 0; i < SITES; i++) {
      const int site[3] = {i / (SIDE * SIDE), i / SIDE % SIDE, i % SIDE};
      for (int k = 0; k < 3; k++)
        positions[3 * i + k] = a * (site[k] + 0.05 * random_number(f * 1000 + 3 * i + k));
    }
    for (int i = 1; i < SITES; i++)
      for (int j = 0; j < i; j++) {
        double d[3], r = 0;
        for (int k = 0; k < 3; k++) {
          d[k] = remainder(positions[3 * i + k] - positions[3 * j + k], SIDE * a);
          r += d[k] * d[k];
        }
        r = sqrt(r);
        if (r > 1.25 * a)
          continue;
        dataset->energies[f] += 0.5 * (r - a) * (r - a);
        for (int k = 0; k < 3; k++) {
          forces[3 * i + k] -= (r - a) * d[k] / r;
          forces[3 * j + k] += (r - a) * d[k] / r;
        }
      }
  }
  return dataset;
}

/* The crystal's group: 27 translations times 48 operations of the cube. */
static void test_crystal(void)
{
  const double sigma = 20;
  g_autoptr(BwDataset) dataset = make_crystal(16);
  BwErrors gdml, bigdml;
  BwTrainSettings settings = one(BW_MODEL_GDML, 6, &sigma);
  g_autoptr(BwGdmlFile) without = train(dataset, &settings, &gdml);
  settings.kind = BW_MODEL_BIGDML;
  g_autoptr(BwGdmlFile) with = train(dataset, &settings, &bigdml);
  g_assert_cmpstr(with->method, ==, "BIGDML");
  g_assert_cmpint(with->n_permutations, ==, 27 * 48);
  g_assert_cmpfloat(bigdml.force_mae, <, 0.2 * gdml.force_mae);
}

static void expect_refusal(const BwDataset *dataset, const BwTrainSettings *settings, const char *part)
{
  g_autoptr(GError) error = NULL;
  BwErrors validation;
  g_assert_null(bw_kernel_train(dataset, settings, &validation, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  if (!strstr(error->message, part))
    g_error("\"%s\" is not in \"%s\"", part, error->message);
}

static void test_refusals(void)
{
  const double sigma = 3;
  g_autoptr(BwDataset) dataset = make_springs(20);
  BwTrainSettings settings = one(BW_MODEL_SGDML, 10, &sigma);
  settings.kernel.function = BW_KERNEL_GAUSSIAN;
  expect_refusal(dataset, &settings, "krr");
  settings = one(BW_MODEL_BIGDML, 10, &sigma);
  expect_refusal(dataset, &settings, "no periodic cell");
  settings = one(BW_MODEL_SGDML, 10, &sigma);
  settings.kernel.tolerance = 2;
  expect_refusal(dataset, &settings, "tolerance");
  settings = one(BW_MODEL_KRR, 10, &sigma);
  g_clear_pointer(&dataset->energies, bw_free);
  expect_refusal(dataset, &settings, "no energies");
}

static void test_names(void)
{
  BwModelKind kind;
  g_autoptr(GError) error = NULL;
  for (int k = 0; k < BW_N_MODEL_KINDS; k++) {
    g_assert_true(bw_model_kind_parse(bw_model_kind_name(k), &kind, NULL));
    g_assert_cmpint(kind, ==, k);
  }
  g_assert_true(bw_model_kind_parse("sgdml", &kind, NULL));
  g_assert_false(bw_model_kind_parse("forest", &kind, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/kinds/krr", test_krr);
  g_test_add_func("/learning/kinds/energies-alone", test_energies_alone);
  g_test_add_func("/learning/kinds/symmetries", test_symmetries);
  g_test_add_func("/learning/kinds/energies-too", test_energies_too);
  g_test_add_func("/learning/kinds/crystal", test_crystal);
  g_test_add_func("/learning/kinds/refusals", test_refusals);
  g_test_add_func("/learning/kinds/names", test_names);
  return g_test_run();
}
