/* Models that are trained here, read by the sgdml package, and the other way round: both predict the same.
 * Needs the package: BW_PEER_PYTHON names a Python that has it. */
#include "io/numpy/npz.h"
#include "learning/kernel/kernel.h"
#include "potential/gdml/predict.h"
#include "springs.h"
#include "folder.h"

enum { N_TRAIN = 25 };

#define SIGMA 3
#define LAMBDA 1e-9

static void write_geometries(const BwDataset *dataset, const char *path)
{
  g_autoptr(BwNpzWriter) writer = bw_npz_writer_new();
  const gint64 n = dataset->n_frames, shape[3] = {n, ATOMS, 3};
  gint64 z[ATOMS];
  for (int i = 0; i < ATOMS; i++)
    z[i] = dataset->atoms->numbers[i];
  bw_npz_writer_ints(writer, "z", "<i8", z, 1, (gint64[]){ATOMS});
  bw_npz_writer_doubles(writer, "R", dataset->positions, 3, shape, FALSE);
  bw_npz_writer_doubles(writer, "E", dataset->energies, 1, &n, FALSE);
  bw_npz_writer_doubles(writer, "F", dataset->forces, 3, shape, FALSE);
  g_assert_true(bw_npz_writer_save(writer, path, NULL));
}

static BwGdmlFile *train_ours(const BwDataset *dataset, gboolean use_energies)
{
  const double sigma = SIGMA, lambda = LAMBDA;
  g_autoptr(GError) error = NULL;
  BwTrainSettings settings;
  BwErrors validation;
  bw_train_settings_init(&settings);
  settings.n_train = N_TRAIN, settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1,
  settings.kernel.lambdas = &lambda, settings.kernel.n_lambdas = 1,
  settings.kernel.use_energies = use_energies, settings.kernel.solver = BW_SOLVER_CLOSED;
  BwGdmlFile *file = bw_kernel_train(dataset, &settings, &validation, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(file->use_E_cstr == use_energies);
  return file;
}

/* `rows` has what the package said: a line of energy and forces for each geometry. */
static void compare(const BwGdmlFile *file, const BwDataset *dataset, char **rows)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, &error);
  g_assert_no_error(error);
  double energies[N_FRAMES], forces[N_FRAMES * 3 * ATOMS];
  const BwReplicas in = {N_FRAMES, ATOMS, potential->atoms->numbers, NULL, dataset->positions};
  BwEvaluation out = {.energies = energies, .forces = forces};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  for (int f = 0; f < N_FRAMES; f++) {
    g_auto(GStrv) words = g_strsplit(rows[f], " ", -1);
    g_assert_cmpuint(g_strv_length(words), ==, 1 + 3 * ATOMS);
    g_assert_cmpfloat_with_epsilon(energies[f], g_ascii_strtod(words[0], NULL), 1e-7);
    for (int k = 0; k < 3 * ATOMS; k++)
      g_assert_cmpfloat_with_epsilon(forces[f * 3 * ATOMS + k], g_ascii_strtod(words[1 + k], NULL), 1e-7);
  }
}

static char *ask(const char *data, const char *ours, const char *theirs, gboolean use_energies)
{
  g_autofree char *script = g_test_build_filename(G_TEST_DIST, "learning", "sgdml-peer.py", NULL),
                  *n = g_strdup_printf("%d", N_TRAIN), *sigma = g_strdup_printf("%d", SIGMA),
                  *lambda = g_strdup_printf("%g", LAMBDA), *output = NULL;
  const char *arguments[] = {g_getenv("BW_PEER_PYTHON"), script, data, ours, theirs, n, sigma, lambda,
                             use_energies ? "1" : "0",   NULL};
  g_autoptr(GError) error = NULL;
  int status;
  g_assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output,
                             NULL, &status, &error));
  g_assert_true(g_spawn_check_wait_status(status, &error));
  return g_steal_pointer(&output);
}

static void test_exchange(gconstpointer use_energies)
{
  if (!g_getenv("BW_PEER_PYTHON")) {
    g_test_skip("BW_PEER_PYTHON names no Python that has the sgdml package");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDataset) dataset = make_springs(N_FRAMES);
  g_autoptr(BwGdmlFile) ours = train_ours(dataset, use_energies != NULL);
  char *folder = new_folder();
  g_autofree char *data = g_build_filename(folder, "data.npz", NULL),
                  *our_path = g_build_filename(folder, "ours.npz", NULL),
                  *their_path = g_build_filename(folder, "theirs.npz", NULL);
  write_geometries(dataset, data);
  g_assert_true(bw_gdml_file_write(ours, our_path, &error));
  g_autofree char *output = ask(data, our_path, their_path, use_energies != NULL);
  g_auto(GStrv) rows = g_strsplit(g_strchomp(output), "\n", -1);
  guint n_rows = g_strv_length(rows);
  g_assert_cmpuint(n_rows, >=, 2 * N_FRAMES); /* libraries may print before */
  g_autoptr(BwGdmlFile) theirs = bw_gdml_file_read(their_path, &error);
  g_assert_no_error(error);
  g_assert_true((theirs->alphas_E != NULL) == (use_energies != NULL));
  compare(ours, dataset, rows + n_rows - 2 * N_FRAMES);
  compare(theirs, dataset, rows + n_rows - N_FRAMES);
  remove_folder(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/learning/kernel-peer/forces", NULL, test_exchange);
  g_test_add_data_func("/learning/kernel-peer/energies", GINT_TO_POINTER(1), test_exchange);
  return g_test_run();
}
