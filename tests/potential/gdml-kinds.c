/* Every kind of kernel model: with energies beside forces against numbers of the sgdml package, all against
 * finite differences, and through their files. */
#include "base/error.h"
#include "base/units.h"
#include "folder.h"
#include "io/gdml/gdml-file.h"
#include "potential/gdml/predict.h"

#include <math.h>
#include <string.h>

enum { ATOMS = 9, COORDINATES = 3 * ATOMS };

#define KCAL BW_KCAL_PER_MOL

/* tests/data/gdml/make-energies.py */
static BwGdmlFile *read_energies(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "gdml", "energies.npz", NULL);
  BwGdmlFile *file = bw_gdml_file_read(path, &error);
  g_assert_no_error(error);
  return file;
}

static void make_geometry(int seed, double *positions)
{
  static const double ethanol[COORDINATES] = {
      0.068,  0.470, 0.213,  -1.266, 0.038,  -0.306, 1.087,  -0.467, 0.141,
      0.382,  1.458, -0.252, 0.142,  0.755,  1.225,  -1.651, -0.818, 0.168,
      -2.017, 0.837, -0.168, -1.109, -0.135, -1.346, 1.271,  -0.742, -0.769,
  };
  for (int k = 0; k < COORDINATES; k++)
    positions[k] = ethanol[k] + 0.12 * sin((k + 1) * 12.9898 + 7.13 * seed);
}

/* What make-energies.py printed: energy and forces on the first three atoms, kcal/mol and Å. */
static const struct {
  double energy, forces[9];
} printed[] = {
    {1119.856298740523,
     {7.294962799571492, 47.13112883346292, 15.304528017964525, -88.47227042910798, -14.612962883591411,
      -20.91817815914309, 117.66534034898751, -74.2675029330911, 42.77720725400302}},
    {1125.5611638842358,
     {8.932840048534874, 35.63300406558729, 13.450743161618114, -94.54674107535921, -14.564779757809207,
      -17.00778702137129, 127.79959104736699, -61.47896136385094, 44.616230058317974}},
    {1137.5710104428981,
     {15.221660980372151, 34.467920327446215, 21.354087216272106, -97.86464740977131, -11.807147755538686,
      -17.005674152858962, 134.15842884310968, -58.241671734411035, 38.49041774077857}}};

static BwPotential *open_file(const BwGdmlFile *file)
{
  g_autoptr(GError) error = NULL;
  BwPotential *potential = bw_gdml_potential_new(file, &error);
  g_assert_no_error(error);
  return potential;
}

static void evaluate(BwPotential *potential, const double *positions, BwEvaluation *out)
{
  g_autoptr(GError) error = NULL;
  const BwReplicas in = {1, ATOMS, potential->atoms->numbers, NULL, positions};
  bw_potential_evaluate(potential, &in, out, NULL, &error);
  g_assert_no_error(error);
}

static void test_golden(void)
{
  g_autoptr(BwGdmlFile) file = read_energies();
  g_assert_nonnull(file->alphas_E);
  g_assert_true(file->use_E_cstr);
  g_autoptr(BwPotential) potential = open_file(file);
  for (gsize i = 0; i < G_N_ELEMENTS(printed); i++) {
    double positions[COORDINATES], forces[COORDINATES], energy;
    BwEvaluation out = {.energies = &energy, .forces = forces};
    make_geometry(100 + (int)i, positions);
    evaluate(potential, positions, &out);
    g_assert_cmpfloat_with_epsilon(energy / KCAL, printed[i].energy, 1e-8);
    for (int k = 0; k < 9; k++)
      g_assert_cmpfloat_with_epsilon(forces[k] / KCAL, printed[i].forces[k], 1e-8);
  }
}

typedef struct {
  const char *method;
  BwKernelFunction function;
  gboolean forces, energies;
} Kind;

static const Kind kinds[] = {
    {BW_METHOD_KRR, BW_KERNEL_MATERN52, FALSE, TRUE},   {BW_METHOD_KRR, BW_KERNEL_GAUSSIAN, FALSE, TRUE},
    {BW_METHOD_SGDML, BW_KERNEL_MATERN52, TRUE, FALSE}, {BW_METHOD_SGDML, BW_KERNEL_MATERN52, TRUE, TRUE},
    {BW_METHOD_GDML, BW_KERNEL_GAUSSIAN, TRUE, FALSE},  {BW_METHOD_GDML, BW_KERNEL_GAUSSIAN, TRUE, TRUE},
};

/* The weights are those of another kind: any weights have derivatives. */
static BwGdmlFile *make_kind(const Kind *kind)
{
  BwGdmlFile *file = read_energies();
  file->method = kind->method;
  file->function = kind->function;
  file->use_E_cstr = kind->forces && kind->energies;
  if (!kind->energies)
    g_clear_pointer(&file->alphas_E, bw_free);
  if (!kind->forces) {
    g_clear_pointer(&file->alphas_F, bw_free);
    g_clear_pointer(&file->R_d_desc_alpha, bw_free);
  }
  if (g_str_equal(kind->method, BW_METHOD_GDML))
    file->n_permutations = 1;
  file->sig = kind->function == BW_KERNEL_GAUSSIAN ? 2 : 8; /* such that k is neither 0 nor 1 */
  return file;
}

/* Fourth-order difference of the energy along `direction`, which displaces positions. */
static double slope(BwPotential *potential, const double *positions, const double *direction)
{
  const double h = 4e-4;
  double energies[4];
  for (int i = 0; i < 4; i++) {
    const double steps[4] = {-2, -1, 1, 2};
    double moved[COORDINATES];
    BwEvaluation out = {.energies = &energies[i]};
    for (int k = 0; k < COORDINATES; k++)
      moved[k] = positions[k] + steps[i] * h * direction[k];
    evaluate(potential, moved, &out);
  }
  return (energies[0] - 8 * energies[1] + 8 * energies[2] - energies[3]) / (12 * h);
}

static void test_derivatives(gconstpointer data)
{
  g_autoptr(BwGdmlFile) file = make_kind(data);
  g_autoptr(BwPotential) potential = open_file(file);
  g_assert_cmpstr(potential->method, ==, ((const Kind *)data)->method);
  double positions[COORDINATES], forces[COORDINATES], virial[9], largest = 0;
  BwEvaluation out = {.forces = forces, .virials = virial};
  make_geometry(101, positions);
  evaluate(potential, positions, &out);
  for (int k = 0; k < COORDINATES; k++)
    largest = MAX(largest, fabs(forces[k]));
  for (int k = 0; k < COORDINATES; k++) {
    double direction[COORDINATES] = {0};
    direction[k] = 1;
    g_assert_cmpfloat_with_epsilon(forces[k], -slope(potential, positions, direction), 1e-6 * largest);
  }
  for (int ab = 0; ab < 9; ab++) {
    double strain[COORDINATES] = {0};
    for (int i = 0; i < ATOMS; i++)
      strain[3 * i + ab / 3] = positions[3 * i + ab % 3];
    g_assert_cmpfloat_with_epsilon(virial[ab], -slope(potential, positions, strain), 1e-6 * largest);
  }
}

static void write_and_compare(const BwGdmlFile *file, const char *name)
{
  g_autoptr(GError) error = NULL;
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(bw_gdml_file_write(file, path, &error));
  g_autoptr(BwGdmlFile) again = bw_gdml_file_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(again->method, ==, file->method);
  g_assert_cmpint(again->use_E_cstr, ==, file->use_E_cstr);
  g_assert_true(again->function == file->function);
  g_autoptr(BwPotential) potential = open_file(file), reopened = open_file(again);
  double positions[COORDINATES], energies[2];
  make_geometry(3, positions);
  for (int i = 0; i < 2; i++) {
    BwEvaluation out = {.energies = &energies[i]};
    evaluate(i ? reopened : potential, positions, &out);
  }
  g_assert_cmpmem(&energies[0], sizeof(double), &energies[1], sizeof(double));
  remove_folder(folder);
}

/* Everything goes through .bwmodel; npz takes what the sgdml package can say. */
static void test_files(gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr(BwGdmlFile) file = make_kind(kind);
  write_and_compare(file, "model.bwmodel");
  if (kind->forces && kind->function == BW_KERNEL_MATERN52) {
    write_and_compare(file, "model.npz");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_gdml_file_write(file, "/nowhere/model.npz", &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
  g_assert_nonnull(strstr(error->message, "write a .bwmodel"));
}

/* Training points are within, the more so with themselves; a molecule that flies apart is not. */
static void test_domain(gconstpointer data)
{
  g_autoptr(BwGdmlFile) file = make_kind(data);
  g_autoptr(BwPotential) potential = open_file(file);
  g_assert_true(potential->can & BW_CAN_OUT_OF_DOMAIN);
  double positions[COORDINATES], measure;
  int outlier;
  BwEvaluation out = {.out_of_domain = &measure, .outlier = &outlier};
  for (int i = 0; i < 30; i++) {
    make_geometry((int)file->idxs_train[i], positions);
    evaluate(potential, positions, &out);
    g_assert_cmpfloat(measure, <, 1e-4);
  }
  for (int k = 0; k < 3; k++)
    positions[3 * 8 + k] += 2 * (positions[3 * 8 + k] - positions[3 * 2 + k]);
  evaluate(potential, positions, &out);
  g_assert_cmpfloat(measure, >, 1.5);
  g_assert_cmpint(outlier, ==, 8);
}

/* The nearest image differs from the rounded one in a cell without right angles, which npz cannot say. */
static void test_images(void)
{
  g_autoptr(BwGdmlFile) file = read_energies();
  g_autoptr(GError) error = NULL;
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "model.npz", NULL);
  const double lattice[9] = {9, 0, 0, 0, 9, 0, 0, 0, 9};
  file->images = BW_IMAGES_NEAREST;
  file->lattice = memcpy(bw_new(double, 9), lattice, sizeof lattice);
  g_assert_true(bw_gdml_file_write(file, path, &error));
  file->lattice[3] = 2;
  g_assert_false(bw_gdml_file_write(file, path, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
  g_assert_nonnull(strstr(error->message, "nearest images"));
  remove_folder(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/kinds/golden", test_golden);
  g_test_add_func("/gdml/kinds/images", test_images);
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
    const struct {
      const char *name;
      GTestDataFunc function;
    } tests[] = {{"derivatives", test_derivatives}, {"files", test_files}, {"domain", test_domain}};
    for (gsize t = 0; t < G_N_ELEMENTS(tests); t++) {
      g_autofree char *name =
          g_strdup_printf("/gdml/kinds/%s/%s-%s-%d%d", tests[t].name, kinds[i].method,
                          bw_kernel_function_name(kinds[i].function), kinds[i].forces, kinds[i].energies);
      g_test_add_data_func(name, &kinds[i], tests[t].function);
    }
  }
  return g_test_run();
}
