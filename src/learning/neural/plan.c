/* What a training of networks will take: a few steps are tried. */
#include "learning/neural/task.h"
#include "learning/neural/train.h"

#include "base/error.h"

enum { TRIED_ATOMS = 400, TRIED_STRUCTURES = 64, TRIES = 2 };

/* Seconds for `which`[n] with or without learning: the best of a few, the first of which warms up. */
static double measure(BwFitParts *parts, const BwNeuralTask *task, const int *which, int n, double *gradient)
{
  double best = G_MAXDOUBLE;
  for (int t = 0; t <= TRIES; t++) {
    BwLossSums sums;
    gint64 start = g_get_monotonic_time();
    if (!bw_fit_parts_loss(parts, &task->train_data, which, n, &task->settings.neural.fit.weights, &sums,
                           gradient, NULL))
      return 0;
    double seconds = MAX(g_get_monotonic_time() - start, 1) * 1e-6;
    if (t > 0 || seconds > 0.1)
      best = MIN(best, seconds);
    if (seconds > 0.1)
      break;
  }
  return best;
}

/* Structures from all over the training set, few enough to take no time: at the most a batch. */
static int choose(const BwNeuralTask *task, int *which)
{
  int n = 0, n_atoms = 0, most = MIN(task->settings.neural.fit.batch_size, TRIED_STRUCTURES);
  for (; n < most && n < task->train_data.n && (n == 0 || n_atoms < TRIED_ATOMS); n++) {
    which[n] = (int)((gint64)n * task->train_data.n / most);
    n_atoms += bw_fit_data_get_n_atoms(&task->train_data, which[n]);
  }
  return n;
}

static void measure_all(const BwNeuralTask *task, BwPool *pool, BwTrainPlan *plan)
{
  const BwTrainSettings *s = &task->settings;
  g_autoptr(BwNetwork) network = bw_neural_task_make(task, 0);
  BwFitSettings settings = bw_neural_task_fit(task, 0);
  int which[TRIED_STRUCTURES], n = choose(task, which);
  BwFit fit;
  bw_fit_init(&fit, network, &settings, pool);
  double learning = measure(&fit.parts, task, which, n, fit.gradient) / n;
  double looking = measure(&fit.parts, task, which, n, NULL) / n;
  gint64 start = g_get_monotonic_time();
  bw_adam_step(&fit.adam, &settings.adam, fit.gradient, network->parameters.values);
  bw_average_weights(fit.average, network->parameters.values, network->parameters.n_values, 0.9, 1);
  double stepping = (g_get_monotonic_time() - start) * 1e-6;
  int steps = (s->n_train + settings.batch_size - 1) / settings.batch_size;
  plan->seconds = (double)plan->n_epochs * plan->n_members *
                  (learning * s->n_train + looking * s->n_valid + stepping * steps);
  plan->bytes = bw_fit_parts_get_memory(&fit.parts) + 8 * sizeof(double) * network->parameters.n_values;
  bw_fit_clear(&fit);
}

/* What a training holds of all weights at the least, before any of it is taken: the network's two copies, the
 * optimiser's and those of each part of a batch. */
static guint64 least_bytes(const BwNeuralTask *task)
{
  enum { OF_A_FIT = 8 };
  return (guint64)(OF_A_FIT + bw_fit_parts_count(&task->train_data, task->settings.neural.fit.batch_size)) *
         sizeof(double) * task->network->parameters.n_values;
}

static gboolean check_memory(const BwNeuralTask *task, const BwTrainPlan *plan, GError **error)
{
  return plan->bytes <= plan->bytes_free ||
         bw_fail(
             error, BW_ERROR_MEMORY,
             "training %.3g million weights in batches of %d structures needs %.2g GB, more than the %.2g "
             "GB that there are: use smaller batches or a smaller network",
             (double)plan->n_unknowns * 1e-6, task->settings.neural.fit.batch_size, plan->bytes / 1e9,
             plan->bytes_free / 1e9);
}

gboolean bw_neural_train_plan(const BwCollection *data, const BwTrainSettings *settings, BwPool *pool,
                              BwTrainPlan *plan, GError **error)
{
  *plan = (BwTrainPlan){0};
  g_autoptr(BwNeuralTask) task = bw_neural_task_new(data, settings, NULL, error);
  if (!task)
    return FALSE;
  guint64 room = bw_memory_available();
  *plan = (BwTrainPlan){.kind = settings->kind,
                        .n_train = task->settings.n_train,
                        .n_valid = task->settings.n_valid,
                        .n_unknowns = (gint64)task->network->parameters.n_values,
                        .n_epochs = task->settings.neural.fit.schedule.n_epochs,
                        .n_members = task->settings.neural.n_members,
                        .n_permutations = -1,
                        .solver = BW_SOLVER_ITERATIVE};
  plan->bytes_free = settings->max_memory > 0 ? MIN(settings->max_memory, room) : room;
  plan->bytes = least_bytes(task);
  if (!check_memory(task, plan, error))
    return FALSE;
  measure_all(task, pool, plan);
  return check_memory(task, plan, error);
}
