/* Coefficients beside those of the sgdml package 1.0.3, from the same five geometries, σ = 2, λ = 1e-6. */
#include "base/array.h"
#include "learning/kernel/kernel.h"
#include "springs.h"

enum { POINTS = 5, PICKED = 6 };

/* Elements of alphas_F, all of alphas_E, and the constants. */
typedef struct {
  const char *name;
  BwModelKind kind;
  gboolean energies;
  double c, std, alphas_F[PICKED], alphas_E[POINTS];
} Golden;

static const int picked[PICKED] = {0, 1, 17, 31, 58, 59};

static const Golden golden[] = {
    {"GDML",
     BW_MODEL_GDML,
     FALSE,
     1.06907156238,
     0.132229839625,
     {9.983270529, -60.02060964, 1059.95411, -88.89816595, 110.3335854, -562.6532123},
     {0}},
    {"sGDML",
     BW_MODEL_SGDML,
     FALSE,
     3.97953283897,
     0.132229839625,
     {-1788.211638, 1088.098386, 690.5829313, -601.018679, -518.3091784, -283.6414725},
     {0}},
    {"GDML with energies",
     BW_MODEL_GDML,
     TRUE,
     0.0355942221359,
     0.127121086158,
     {59.17230402, 23.18405637, 1094.127563, -18.08522691, 112.9030512, -517.5360383},
     {-689.4640502, -1113.438872, 2150.065458, 633.4398008, -969.4310053}},
    {"sGDML with energies",
     BW_MODEL_SGDML,
     TRUE,
     0.0355942221359,
     0.127121086158,
     {-1865.251741, 1115.15378, 804.4813936, -648.5792183, -458.449442, -363.6382421},
     {3458.668561, -3005.117818, 3244.312553, -1598.16153, -2091.735851}},
};

/* The geometry of springs.h, moved along sines. */
static BwDataset *make_points(void)
{
  static const int perms[6 * ATOMS] = {0, 1, 2, 3, 0, 1, 3, 2, 0, 2, 1, 3,
                                       0, 2, 3, 1, 0, 3, 1, 2, 0, 3, 2, 1};
  static const double start[3 * ATOMS] = {0, 0, 0.3, 1, 0, 0, -0.5, 0.87, 0, -0.5, -0.87, 0};
  BwDataset *dataset = make_springs(POINTS);
  for (int f = 0; f < POINTS; f++) {
    double *positions = dataset->positions + f * 3 * ATOMS;
    for (int k = 0; k < 3 * ATOMS; k++)
      positions[k] = start[k] + 0.1 * sin(1.7 * k + 2.3 * f);
    label(positions, &dataset->energies[f], dataset->forces + f * 3 * ATOMS);
  }
  dataset->permutations = memcpy(bw_new(int, G_N_ELEMENTS(perms)), perms, sizeof perms);
  dataset->n_permutations = 6;
  return dataset;
}

static void expect_near(const char *name, double ours, double theirs)
{
  if (fabs(ours - theirs) > 1e-5 * (1 + fabs(theirs)))
    g_error("%s: %.12g, but sgdml has %.12g", name, ours, theirs);
}

static void expect_equal(const Golden *theirs, const BwGdmlFile *file)
{
  expect_near(theirs->name, file->c, theirs->c);
  expect_near(theirs->name, file->std, theirs->std);
  for (int i = 0; i < PICKED; i++)
    expect_near(theirs->name, file->alphas_F[picked[i]], theirs->alphas_F[i]);
  for (int i = 0; theirs->energies && i < POINTS; i++)
    expect_near(theirs->name, file->alphas_E[i], theirs->alphas_E[i]);
}

static void train(BwSolver solver, double tolerance)
{
  const double sigma = 2, lambda = 1e-6;
  g_autoptr(BwDataset) dataset = make_points();
  for (gsize i = 0; i < G_N_ELEMENTS(golden); i++) {
    g_autoptr(GError) error = NULL;
    BwTrainSettings settings;
    BwErrors validation;
    bw_train_settings_init(&settings);
    settings.kind = golden[i].kind;
    settings.kernel.use_energies = golden[i].energies;
    settings.n_train = POINTS;
    settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1;
    settings.kernel.lambdas = &lambda, settings.kernel.n_lambdas = 1;
    settings.kernel.solver = solver, settings.kernel.tolerance = tolerance;
    g_autoptr(BwGdmlFile) file = bw_kernel_train(dataset, &settings, &validation, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    expect_equal(&golden[i], file);
  }
}

static void test_closed(void)
{
  train(BW_SOLVER_CLOSED, 0);
}

static void test_iterative(void)
{
  train(BW_SOLVER_ITERATIVE, 1e-12);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/golden/closed", test_closed);
  g_test_add_func("/learning/golden/iterative", test_iterative);
  return g_test_run();
}
