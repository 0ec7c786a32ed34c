#include "learning/kernel/train.h"
#include "base/error.h"
#include "learning/kernel/fit.h"
#include "potential/gdml/predict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SIGMAS = 1000 };

/* As sGDML's own grid; the search ends where the validation error rises. */
static const double default_sigmas[] = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100};

void bw_gdml_train_settings_init(BwGdmlTrainSettings *settings)
{
  *settings = (BwGdmlTrainSettings){.n_valid = 1000, .lambda = 1e-10, .use_symmetries = TRUE};
}

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* "10", "2:20" or "2:3:20". */
static gboolean parse_range(const char *text, GArray *sigmas)
{
  double values[3];
  int n = 0;
  for (char *end; n < 3; text = end + 1) {
    values[n++] = g_ascii_strtod(text, &end);
    if (end == text || !(*end == '\0' || (*end == ':' && n < 3)))
      return FALSE;
    if (*end == '\0')
      break;
  }
  double first = values[0], last = values[n - 1], step = n == 3 ? values[1] : 1;
  if (!(first > 0 && step > 0 && last >= first && (last - first) / step < MAX_SIGMAS))
    return FALSE;
  for (int i = 0; first + i * step <= last * (1 + 1e-12); i++) {
    double sigma = first + i * step;
    g_array_append_val(sigmas, sigma);
  }
  return TRUE;
}

double *bw_gdml_parse_sigmas(const char *text, int *n, GError **error)
{
  g_auto(GStrv) parts = g_strsplit_set(text, ", ", -1);
  g_autoptr(GArray) sigmas = g_array_new(FALSE, FALSE, sizeof(double));
  for (char **part = parts; *part; part++)
    if (**part && !parse_range(*part, sigmas)) {
      bw_fail(error, BW_ERROR_ARGUMENT,
              "sigma \"%s\": write a positive number, a list 10,20,40 or first:step:last", *part);
      return NULL;
    }
  if (sigmas->len == 0) {
    bw_fail(error, BW_ERROR_ARGUMENT,
            "no sigma is given; write a positive number, a list 10,20,40 or first:step:last");
    return NULL;
  }
  g_array_sort(sigmas, compare_doubles);
  double *values = (double *)(void *)sigmas->data;
  *n = 0;
  for (guint i = 0; i < sigmas->len; i++)
    if (*n == 0 || values[i] > values[*n - 1])
      values[(*n)++] = values[i];
  return g_memdup2(values, sizeof(double) * *n);
}

static gboolean check_memory(const BwGdmlTask *task, guint64 max_memory, GError **error)
{
  const BwGdmlPoints *points = &task->points;
  guint64 needed = bw_gdml_fit_bytes(points), room = bw_memory_available();
  g_autofree char *what =
      g_strdup_printf("training on %d points of %d atoms", points->n_points, points->n_atoms);
  if (max_memory > 0 && max_memory < room)
    room = max_memory;
  g_autofree char *remedy =
      g_strdup_printf("train on fewer points: %d would fit", bw_gdml_fit_capacity(points->n_atoms, room));
  if (max_memory > 0 && needed > max_memory)
    return bw_fail(error, BW_ERROR_MEMORY, "%s needs %.1f GB, more than the %.1f GB that are allowed; %s",
                   what, needed / 1e9, max_memory / 1e9, remedy);
  return bw_memory_check(needed, what, remedy, error);
}

typedef struct {
  const BwGdmlTask *task;
  BwPool *pool;
  const BwTrainObserver *observer;
  GCancellable *cancellable;
} Search;

static gboolean validate(const Search *search, const BwGdmlFile *file, BwErrors *errors, GError **error)
{
  const BwGdmlTask *task = search->task;
  *errors = (BwErrors){NAN, NAN, NAN, NAN, 0};
  if (task->n_valid == 0)
    return TRUE;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, error);
  BwTrainStage stage = {search->observer, "Validating"};
  return potential && bw_errors_measure(potential, task->dataset, task->valid, task->n_valid, search->pool,
                                        bw_train_stage_progress, &stage, search->cancellable, errors, error);
}

/* Tries σ after σ until the validation error rises, and keeps the best. */
static BwGdmlFile *search_sigma(const Search *search, const double *sigmas, int n_sigmas, double lambda,
                                BwErrors *validation, GError **error)
{
  g_autoptr(BwGdmlFile) best = NULL;
  g_autoptr(BwPackedMatrix) matrix = bw_gdml_fit_matrix(&search->task->points);
  for (int i = 0; i < n_sigmas; i++) {
    BwErrors errors;
    g_autoptr(BwGdmlFile) file = bw_gdml_fit(search->task, sigmas[i], lambda, matrix, search->pool,
                                             search->observer, search->cancellable, error);
    if (!file || !validate(search, file, &errors, error))
      return NULL;
    if (search->observer && search->observer->tried)
      search->observer->tried(sigmas[i], &errors, search->observer->data);
    if (best && errors.force_rmse > validation->force_rmse)
      break;
    g_clear_pointer(&best, bw_gdml_file_free);
    best = g_steal_pointer(&file);
    *validation = errors;
  }
  if (n_sigmas > 1 && (best->sig == sigmas[0] || best->sig == sigmas[n_sigmas - 1]))
    bw_train_note(search->observer,
                  "the best sigma, %g, is at the border of those tried; a better one may lie beyond",
                  best->sig);
  return g_steal_pointer(&best);
}

BwGdmlFile *bw_gdml_train(const BwDataset *dataset, const BwGdmlTrainSettings *settings, BwErrors *validation,
                          BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                          GError **error)
{
  const BwGdmlFile *like = settings->like;
  const double *sigmas = like ? &like->sig : settings->sigmas ? settings->sigmas : default_sigmas;
  int n_sigmas = like ? 1 : settings->sigmas ? settings->n_sigmas : (int)G_N_ELEMENTS(default_sigmas);
  double lambda = like && !isnan(like->lam) ? like->lam : settings->lambda;
  if (!(lambda >= 0 && isfinite(lambda))) {
    bw_fail(error, BW_ERROR_ARGUMENT, "lambda %g: use a small number that is not negative, such as 1e-10",
            lambda);
    return NULL;
  }
  g_autoptr(BwGdmlTask) task = bw_gdml_task_new(dataset, settings, pool, observer, cancellable, error);
  if (!task || !check_memory(task, settings->max_memory, error))
    return NULL;
  if (n_sigmas > 1 && task->n_valid == 0) {
    bw_fail(
        error, BW_ERROR_ARGUMENT,
        "no frame is left to choose sigma by: give one with --sigma, or train on fewer than the %d frames",
        dataset->n_frames);
    return NULL;
  }
  Search search = {task, pool, observer, cancellable};
  return search_sigma(&search, sigmas, n_sigmas, lambda, validation, error);
}

gboolean bw_gdml_test(BwGdmlFile *file, const BwDataset *dataset, BwPool *pool, BwErrors *errors,
                      GCancellable *cancellable, GError **error)
{
  double length, energy;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, error);
  if (!potential || !bw_potential_check_atoms(potential, dataset->atoms, error) ||
      !bw_unit_parse_as(file->r_unit, BW_DIMENSION_LENGTH, "length", &length, error) ||
      !bw_unit_parse_as(file->e_unit, BW_DIMENSION_ENERGY, "energy", &energy, error) ||
      !bw_errors_measure(potential, dataset, NULL, 0, pool, NULL, NULL, cancellable, errors, error))
    return FALSE;
  file->e_err = (BwGdmlError){errors->energy_mae / energy, errors->energy_rmse / energy};
  file->f_err = (BwGdmlError){errors->force_mae * length / energy, errors->force_rmse * length / energy};
  file->n_test = errors->n;
  g_strlcpy(file->md5_test, dataset->md5, sizeof file->md5_test);
  return TRUE;
}
