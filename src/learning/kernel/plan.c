#include "learning/kernel/plan.h"
#include "base/array.h"
#include "base/error.h"
#include "learning/kernel/kernel.h"
#include "learning/kernel/solve/closed.h"
#include "learning/kernel/solve/iterative.h"
#include "learning/kernel/symmetries.h"
#include "potential/gdml/descriptor.h"

#include <cblas.h>
#include <math.h>

enum {
  PROBE = 256,
  N_PROBES = 3,
  USUAL_PERMUTATIONS = 6, /* of a molecule */
  USUAL_PERMUTATIONS_PER_ATOM =
      24, /* of a crystal: as many translations as atoms, and half of the cube's group */
};

/* Nobody minds waiting that long for a solution without a residual. */
#define QUICK_SECONDS 3

/* Floating point operations per second of one thread, measured on a small product. */
static double measure_rate(void)
{
  gsize n = PROBE;
  g_autoptr(BwDoubles) a = bw_new0(double, n *n), b = bw_new0(double, n *n), c = bw_new0(double, n *n);
  double best = INFINITY;
  bw_blas_use_one_thread();
  for (int i = 0; i <= N_PROBES; i++) { /* the first warms up */
    gint64 start = g_get_monotonic_time();
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, PROBE, PROBE, PROBE, 1, a, PROBE, b, PROBE, 0, c,
                PROBE);
    if (i > 0)
      best = MIN(best, MAX(g_get_monotonic_time() - start, 1) * 1e-6);
  }
  return 2.0 * n * n * n / best;
}

static int guess_permutations(const BwKernelChoices *choices, int n_atoms)
{
  return choices->kind == BW_MODEL_BIGDML ? USUAL_PERMUTATIONS_PER_ATOM * n_atoms : USUAL_PERMUTATIONS;
}

static BwKernelSystem size_of(const BwDataset *dataset, const BwKernelChoices *choices, int n_permutations,
                              const int *pairs)
{
  int n_atoms = dataset->atoms->n_atoms;
  const BwGdmlPoints points = {.n_points = choices->n_train,
                               .n_atoms = n_atoms,
                               .n_descriptors = bw_descriptor_size(n_atoms),
                               .n_permutations =
                                   n_permutations > 0 ? n_permutations : guess_permutations(choices, n_atoms),
                               .pairs = pairs};
  return (BwKernelSystem){points, choices->function, choices->learns, choices->sigmas[0]};
}

/* The largest number of points that take no more than `bytes`. */
static int capacity(const BwKernelSystem *system, guint64 (*bytes_of)(const BwKernelSystem *), guint64 bytes)
{
  BwKernelSystem other = *system;
  other.points.pairs = NULL; /* how fast it is does not count */
  int low = 0, high = 1 << 20;
  while (high - low > 1) {
    other.points.n_points = (low + high) / 2;
    if (bytes_of(&other) <= bytes)
      low = other.points.n_points;
    else
      high = other.points.n_points;
  }
  return low;
}

static void measure_closed(const BwKernelSystem *system, double rate, BwTrainPlan *plan)
{
  plan->bytes_closed = bw_solve_closed_bytes(system);
  plan->seconds_closed = bw_solve_closed_seconds(system, rate);
  plan->capacity_closed = capacity(system, bw_solve_closed_bytes, plan->bytes_free);
}

static guint64 least_iterative_bytes(const BwKernelSystem *system)
{
  return bw_solve_iterative_bytes(system, 1, NULL);
}

static void measure_iterative(const BwKernelSystem *system, double rate, BwTrainPlan *plan)
{
  int n_inducing;
  plan->bytes_iterative = bw_solve_iterative_bytes(system, plan->bytes_free, &n_inducing);
  plan->seconds_iterative =
      n_inducing > 0 ? bw_solve_iterative_seconds(system, plan->bytes_free, rate) : INFINITY;
  plan->capacity_iterative = capacity(system, least_iterative_bytes, plan->bytes_free);
}

static void take(BwTrainPlan *plan, BwSolver solver, const char *reason)
{
  gboolean closed = solver == BW_SOLVER_CLOSED;
  plan->solver = solver;
  plan->bytes = closed ? plan->bytes_closed : plan->bytes_iterative;
  plan->seconds = closed ? plan->seconds_closed : plan->seconds_iterative;
  plan->capacity = closed ? plan->capacity_closed : plan->capacity_iterative;
  g_free(plan->reason);
  plan->reason = g_strdup(reason);
}

static void choose_solver(BwSolver wanted, BwTrainPlan *plan)
{
  if (wanted != BW_SOLVER_AUTO)
    take(plan, wanted, "as asked for");
  else if (plan->bytes_closed > plan->bytes_free)
    take(plan, BW_SOLVER_ITERATIVE, "the kernel matrix does not fit into memory");
  else if (plan->seconds_closed < QUICK_SECONDS)
    take(plan, BW_SOLVER_CLOSED, "it is exact, and quick enough");
  else if (plan->seconds_iterative < plan->seconds_closed)
    take(plan, BW_SOLVER_ITERATIVE, "it is faster than the closed form");
  else
    take(plan, BW_SOLVER_CLOSED, "the kernel matrix fits into memory, and nothing is faster");
}

/* What fits instead, where something does. New. */
static char *find_remedy(const BwTrainPlan *plan)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (plan->solver == BW_SOLVER_CLOSED && plan->bytes_iterative <= plan->bytes_free)
    g_string_append_printf(text, "; the iterative solver needs %.2g GB", plan->bytes_iterative / 1e9);
  if (plan->capacity > 0)
    g_string_append_printf(text, "; train on fewer points: %d would fit", plan->capacity);
  else
    g_string_append(text, "; not even one point would fit");
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean check_memory(const BwTrainPlan *plan, int n_atoms, guint64 max_memory, GError **error)
{
  if (plan->bytes <= plan->bytes_free)
    return TRUE;
  g_autofree char *remedy = find_remedy(plan);
  return bw_fail(error, BW_ERROR_MEMORY,
                 "training on %d points of %d atoms with the %s solver needs %.2g GB, more than the %.2g GB "
                 "that are %s%s",
                 plan->n_train, n_atoms, bw_solver_name(plan->solver), plan->bytes / 1e9,
                 plan->bytes_free / 1e9,
                 max_memory > 0 && plan->bytes_free == max_memory ? "allowed" : "free", remedy);
}

gboolean bw_kernel_plan(const BwDataset *dataset, const BwTrainSettings *settings,
                        const BwKernelChoices *choices, int n_permutations, const int *pairs, BwPool *pool,
                        BwTrainPlan *plan, GError **error)
{
  const BwKernelSystem system = size_of(dataset, choices, n_permutations, pairs);
  guint64 room = bw_memory_available();
  double rate = measure_rate() * bw_pool_get_n_threads(pool);
  *plan = (BwTrainPlan){.kind = choices->kind,
                        .n_train = choices->n_train,
                        .n_valid = choices->n_valid,
                        .n_sigmas = choices->n_sigmas,
                        .n_lambdas = choices->n_lambdas,
                        .n_permutations = n_permutations,
                        .n_unknowns = bw_kernel_system_n_rows(&system)};
  plan->bytes_free = settings->max_memory > 0 ? MIN(settings->max_memory, room) : room;
  measure_closed(&system, rate, plan);
  measure_iterative(&system, rate, plan);
  choose_solver(settings->kernel.solver, plan);
  return check_memory(plan, dataset->atoms->n_atoms, settings->max_memory, error);
}

gboolean bw_kernel_train_plan(const BwDataset *dataset, const BwTrainSettings *settings, BwPool *pool,
                              BwTrainPlan *plan, GError **error)
{
  BwKernelChoices choices;
  int known = bw_kernel_symmetries_expected(dataset, settings);
  return bw_kernel_choose(dataset, settings, &choices, error) &&
         bw_kernel_plan(dataset, settings, &choices, known, NULL, pool, plan, error);
}
