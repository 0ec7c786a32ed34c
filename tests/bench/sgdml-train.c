/* What training an sGDML model costs: rMD17's training split 01 at σ = 10, λ = 1e-10 on two threads, from the
 * labelled data to the model, symmetries and all; beside it the force error that it reaches on the first 300
 * frames of the test split. The floor is the matrix products that dominate, on two threads at the speed of
 * DGEMM: those of the Cholesky factorisation, or of the conjugate gradients and their preconditioner. */
#include "base/units.h"
#include "bench.h"
#include "io/io.h"
#include "learning/kernel/kernel.h"
#include "mixture.h"
#include "potential/gdml/predict.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { N_THREADS = 2, N_TEST = 300, PATIENCE = 10, SPLIT_FRAMES = 1000 };

/* More than that, for what it takes to begin. */
#define MORE_PATIENCE 10.0

typedef struct {
  const char *name, *molecule;
  int n_train;
  BwSolver solver;
  int n_runs;
  gboolean hopeless; /* the peer takes hours, and is given up after PATIENCE times our time */
} Training;

/* What the peer prints, in this order; the residual only where it was given up. */
enum { PEER_SECONDS, PEER_ERROR, PEER_GIGABYTES, PEER_RESIDUAL, N_PEER };

static char *split_path(const char *molecule, const char *split)
{
  g_autofree char *name = g_strdup_printf("rmd17/rmd17_%s_%s_01.npz", molecule, split);
  return bw_bench_data(name);
}

static BwDataset *open_split(const Training *training, const char *split)
{
  g_autofree char *path = split_path(training->molecule, split);
  return path ? bw_open_dataset(path, NULL, NULL, NULL, NULL) : NULL;
}

/* FALSE: they are not there, which is said. */
static gboolean open_data(const Training *training, BwDataset **data, BwDataset **test)
{
  if (training->n_train > SPLIT_FRAMES) {
    *data = bw_bench_mix(training->molecule, training->n_train, test);
  } else {
    *data = open_split(training, "train");
    *test = open_split(training, "test");
  }
  if (*data && *test)
    return TRUE;
  fprintf(stderr, "%s left out: rMD17 is not there\n", training->name);
  return FALSE;
}

static BwGdmlFile *train(const Training *training, const BwDataset *dataset, BwPool *pool, double *seconds)
{
  const double sigma = 10, lambda = 1e-10;
  BwTrainSettings settings;
  BwErrors validation;
  g_autoptr(GError) error = NULL;
  bw_train_settings_init(&settings);
  settings.n_train = training->n_train, settings.n_valid = 0, settings.kernel.solver = training->solver;
  settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1, settings.kernel.lambdas = &lambda,
  settings.kernel.n_lambdas = 1;
  gint64 start = g_get_monotonic_time();
  BwGdmlFile *file = bw_kernel_train(dataset, &settings, &validation, pool, NULL, NULL, &error);
  *seconds = (g_get_monotonic_time() - start) * 1e-6;
  if (!file)
    fprintf(stderr, "%s left out: %s\n", training->name, error->message);
  return file;
}

static double find_floor(const BwGdmlFile *file)
{
  double m = file->n_train, n = m * file->n_atoms * 3, flops = n * n * n / 3;
  if (file->solver_iters >= 0) {
    double k = file->n_inducing_pts;
    flops = file->solver_iters * 8.0 * file->n_permutations * m * m * file->n_descriptors + n * k * k;
  }
  return flops / (N_THREADS * bw_bench_dgemm_rate());
}

/* kcal/mol/Å */
static double measure_error(const BwGdmlFile *file, const BwDataset *test, BwPool *pool)
{
  int frames[N_TEST], n = MIN(N_TEST, test->n_frames);
  BwErrors errors;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, NULL);
  for (int i = 0; i < n; i++)
    frames[i] = i;
  if (!potential || !bw_errors_measure(potential, test, frames, n, pool, NULL, NULL, NULL, &errors, NULL))
    return NAN;
  return errors.force_mae / BW_KCAL_PER_MOL;
}

/* limit: seconds; 0: none. It is not asked about mixtures, which would take it hours. */
static void ask_peer(const Training *training, double limit, double numbers[N_PEER])
{
  for (int i = 0; i < N_PEER; i++)
    numbers[i] = NAN;
  if (training->n_train > SPLIT_FRAMES)
    return;
  g_autofree char *data = split_path(training->molecule, "train"),
                  *test = split_path(training->molecule, "test");
  g_autofree char *arguments =
      g_strdup_printf("\"%s\" \"%s\" %d %d %.0f", data, test, training->n_train, N_TEST, limit);
  bw_bench_peer_numbers("sgdml_train.py", arguments, numbers, N_PEER);
}

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void report(const Training *training)
{
  enum { MAX_RUNS = 5 };
  g_autoptr(BwDataset) dataset = NULL, test = NULL;
  if (!open_data(training, &dataset, &test))
    return;
  g_autoptr(BwPool) pool = bw_pool_new(N_THREADS, FALSE);
  double seconds[MAX_RUNS], peer[N_PEER];
  g_autoptr(BwGdmlFile) file = NULL;
  for (int i = 0; i < training->n_runs; i++) {
    g_clear_pointer(&file, bw_gdml_file_free);
    if (!(file = train(training, dataset, pool, &seconds[i])))
      return;
  }
  qsort(seconds, training->n_runs, sizeof *seconds, compare_doubles);
  double ours = seconds[training->n_runs / 2], floor = find_floor(file);
  ask_peer(training, training->hopeless ? PATIENCE * ours + MORE_PATIENCE : 0, peer);
  g_autofree char *error_name = g_strdup_printf("%s-error", training->name);
  g_autofree char *residual_name = g_strdup_printf("%s-residual", training->name);
  gboolean finished = isnan(peer[PEER_RESIDUAL]);
  (finished ? bw_bench_report : bw_bench_report_unfinished)(training->name, ours, "s", floor,
                                                            peer[PEER_SECONDS]);
  bw_bench_report(error_name, measure_error(file, test, pool), "kcal/mol/Å", NAN, peer[PEER_ERROR]);
  if (!finished)
    bw_bench_report(residual_name, file->solver_resid / file->norm_y_train, "of labels", NAN,
                    peer[PEER_RESIDUAL]);
}

/* The peak of the program itself, which has nothing else to do. */
static void report_memory(const Training *training)
{
  const char *program = g_getenv("BW_PROGRAM");
  g_autofree char *data = split_path(training->molecule, "train"), *model = NULL;
  int fd = g_file_open_tmp("beadwork-XXXXXX.bwmodel", &model, NULL), status = 0;
  if (fd >= 0)
    g_close(fd, NULL);
  g_autofree char *n_train = g_strdup_printf("%d", training->n_train);
  const char *arguments[] = {program, "train",   data, "--train", n_train, "--valid",
                             "0",     "--sigma", "10", "-o",      model,   NULL};
  GPid pid;
  struct rusage usage;
  if (!program || !data || fd < 0 ||
      !g_spawn_async(NULL, (char **)arguments, NULL,
                     G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &pid, NULL) ||
      wait4(pid, &status, 0, &usage) != pid || status != 0) {
    fprintf(stderr, "%s left out: %s\n", training->name, data ? "the program failed" : "rMD17 is not there");
  } else {
    double peer[N_PEER];
    ask_peer(training, 0, peer);
    bw_bench_report(training->name, usage.ru_maxrss * 1024.0 / 1e9, "GB", NAN, peer[PEER_GIGABYTES]);
  }
  if (model)
    g_unlink(model);
}

static void run_200(void)
{
  report(&(Training){"sgdml-train-200", "ethanol", 200, BW_SOLVER_AUTO, 5});
}

static void run_1000(void)
{
  report(&(Training){"sgdml-train-1000", "ethanol", 1000, BW_SOLVER_AUTO, 1});
}

static void run_1000_closed(void)
{
  report(&(Training){"sgdml-train-1000-closed", "ethanol", 1000, BW_SOLVER_CLOSED, 1});
}

static void run_1000_memory(void)
{
  report_memory(&(Training){"sgdml-train-1000-memory", "ethanol", 1000, BW_SOLVER_AUTO, 1});
}

static void run_5000(void)
{
  report(&(Training){"sgdml-train-5000", "ethanol", 5000, BW_SOLVER_AUTO, 1});
}

static void run_aspirin(void)
{
  report(&(Training){"sgdml-train-aspirin", "aspirin", 1000, BW_SOLVER_AUTO, 1, TRUE});
}

const BwBenchCase bw_bench_sgdml_train[] = {
    {"sgdml-train-200", run_200},
    {"sgdml-train-1000", run_1000},
    {"sgdml-train-1000-closed", run_1000_closed},
    {"sgdml-train-1000-memory", run_1000_memory},
    {"sgdml-train-5000", run_5000},
    {"sgdml-train-aspirin", run_aspirin},
    {NULL, NULL},
};
