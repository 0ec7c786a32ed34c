#include "learning/kernel/plan.h"
#include "base/array.h"
#include "base/error.h"
#include "learning/kernel/fit.h"
#include "potential/gdml/descriptor.h"

#include <cblas.h>
#include <math.h>

enum { PROBE = 256, N_PROBES = 3, USUAL_PERMUTATIONS = 6 };

/* Part of the speed of matrix multiplication that assembling and factorising reach. */
#define ASSEMBLY_EFFICIENCY 0.25
#define CHOLESKY_EFFICIENCY 0.85

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

static BwGdmlPoints size_of(const BwDataset *dataset, int n_train, int n_permutations)
{
  int n_atoms = dataset->atoms->n_atoms;
  return (BwGdmlPoints){.n_points = n_train,
                        .n_atoms = n_atoms,
                        .n_descriptors = bw_descriptor_size(n_atoms),
                        .n_permutations = n_permutations > 0 ? n_permutations : USUAL_PERMUTATIONS};
}

static int capacity(const BwGdmlPoints *points, guint64 bytes)
{
  BwGdmlPoints other = *points;
  int low = 0, high = 1 << 20;
  while (high - low > 1) {
    other.n_points = (low + high) / 2;
    if (bw_kernel_closed_bytes(&other) <= bytes)
      low = other.n_points;
    else
      high = other.n_points;
  }
  return low;
}

static double closed_seconds(const BwGdmlPoints *points, double rate)
{
  double m = points->n_points, d = points->n_descriptors, s = points->n_permutations,
         w = 3.0 * points->n_atoms;
  double n = m * w, assembly = m * m / 2 * (s * d * (2 * w + 10) + 2 * d * w * w);
  return assembly / (rate * ASSEMBLY_EFFICIENCY) + n * n * n / 3 / (rate * CHOLESKY_EFFICIENCY);
}

static gboolean check_memory(const BwTrainPlan *plan, const BwGdmlPoints *points, guint64 max_memory,
                             GError **error)
{
  if (plan->bytes <= plan->bytes_free)
    return TRUE;
  return bw_fail(
      error, BW_ERROR_MEMORY,
      "training on %d points of %d atoms needs %.1f GB, more than the %.1f GB that are %s; train on "
      "fewer points: %d would fit",
      points->n_points, points->n_atoms, plan->bytes / 1e9, plan->bytes_free / 1e9,
      max_memory > 0 && plan->bytes_free == max_memory ? "allowed" : "free", plan->capacity);
}

gboolean bw_kernel_plan(const BwDataset *dataset, const BwTrainSettings *settings,
                        const BwKernelChoices *choices, int n_permutations, BwPool *pool, BwTrainPlan *plan,
                        GError **error)
{
  BwGdmlPoints points = size_of(dataset, choices->n_train, n_permutations);
  guint64 room = bw_memory_available();
  *plan = (BwTrainPlan){.kind = choices->kind,
                        .solver = BW_SOLVER_CLOSED,
                        .n_train = choices->n_train,
                        .n_valid = choices->n_valid,
                        .n_sigmas = choices->n_sigmas,
                        .n_lambdas = choices->n_lambdas,
                        .n_permutations = n_permutations,
                        .n_unknowns = (gint64)3 * points.n_atoms * points.n_points};
  plan->bytes_free = settings->max_memory > 0 ? MIN(settings->max_memory, room) : room;
  plan->bytes = plan->bytes_closed = bw_kernel_closed_bytes(&points);
  plan->seconds = plan->seconds_closed =
      closed_seconds(&points, measure_rate() * bw_pool_get_n_threads(pool));
  plan->seconds_iterative = NAN;
  plan->capacity = capacity(&points, plan->bytes_free);
  if (!check_memory(plan, &points, settings->max_memory, error))
    return FALSE;
  plan->reason = g_strdup("the kernel matrix fits into memory");
  return TRUE;
}

gboolean bw_train_plan(const BwDataset *dataset, const BwTrainSettings *settings, BwPool *pool,
                       BwTrainPlan *plan, GError **error)
{
  BwKernelChoices choices;
  int known = settings->like ? settings->like->n_permutations
              : settings->kind == BW_MODEL_GDML || settings->kind == BW_MODEL_KRR ? 1
              : dataset->n_permutations > 0                                       ? dataset->n_permutations
                                                                                  : -1;
  return bw_kernel_choose(dataset, settings, &choices, error) &&
         bw_kernel_plan(dataset, settings, &choices, known, pool, plan, error);
}

void bw_train_plan_clear(BwTrainPlan *plan)
{
  g_clear_pointer(&plan->reason, g_free);
}
