/* The state of a training in HDF5: /identity, /permutations, /tries, /best and /partial. */
#include "base/array.h"
#include "io/atomic-file.h"
#include "io/hdf5/h5.h"
#include "learning/kernel/state.h"

#include <string.h>

enum { FORMAT_VERSION = 1 };

/* One try is a row of numbers. */
typedef struct {
  double sigma, lambda, energy_mae, energy_rmse, force_mae, force_rmse, n, energy_offset, energy_mae_shifted;
} Row;

enum { ROW_NUMBERS = sizeof(Row) / sizeof(double) };

static gboolean save_tries(hid_t file, const GArray *tries, GError **error)
{
  g_autofree Row *rows = g_new(Row, MAX(tries->len, 1));
  for (guint i = 0; i < tries->len; i++) {
    const BwKernelTry *one = &g_array_index(tries, BwKernelTry, i);
    const BwErrors *e = &one->errors;
    rows[i] = (Row){one->sigma,    one->lambda,  e->energy_mae,    e->energy_rmse,       e->force_mae,
                    e->force_rmse, (double)e->n, e->energy_offset, e->energy_mae_shifted};
  }
  const hsize_t dims[] = {tries->len, ROW_NUMBERS};
  return tries->len == 0 || bw_h5_write_sealed(file, "tries", H5T_NATIVE_DOUBLE, 2, dims, rows, NULL, error);
}

static gboolean save_solution(hid_t file, const char *name, const BwKernelSolution *solution, GError **error)
{
  if (!solution->alphas)
    return TRUE;
  g_auto(BwH5) group = bw_h5_create_group(file, name, error);
  const hsize_t n = solution->n, n_inducing = solution->n_inducing;
  return group >= 0 && bw_h5_set_double(group, "sigma", solution->sigma, error) &&
         bw_h5_set_double(group, "lambda", solution->lambda, error) &&
         bw_h5_set_int(group, "iterative", solution->iterative, error) &&
         bw_h5_set_int(group, "iterations", solution->iterations, error) &&
         bw_h5_set_double(group, "tolerance", solution->tolerance, error) &&
         bw_h5_set_double(group, "residual", solution->residual, error) &&
         bw_h5_set_double(group, "norm_labels", solution->norm_labels, error) &&
         bw_h5_write_sealed(group, "alphas", H5T_NATIVE_DOUBLE, 1, &n, solution->alphas, NULL, error) &&
         (n_inducing == 0 || bw_h5_write_sealed(group, "inducing", H5T_NATIVE_INT64, 1, &n_inducing,
                                                solution->inducing, NULL, error));
}

static gboolean save_permutations(hid_t file, const BwPermutations *set, GError **error)
{
  if (!set)
    return TRUE;
  const hsize_t dims[] = {set->n, set->n_atoms};
  return bw_h5_write_sealed(file, "permutations", H5T_NATIVE_INT, 2, dims, set->perms, NULL, error);
}

static gboolean save_all(const BwKernelState *state, hid_t file, GError **error)
{
  return bw_h5_set_string_sealed(file, "beadwork_kind", "training", error) &&
         bw_h5_set_int(file, "format_version", FORMAT_VERSION, error) &&
         bw_h5_set_string_sealed(file, "identity", state->identity, error) &&
         bw_h5_set_int(file, "first", state->first, error) &&
         bw_h5_set_int(file, "best_try", state->best_try, error) &&
         save_permutations(file, state->permutations, error) && save_tries(file, state->tries, error) &&
         save_solution(file, "best", &state->best, error) &&
         save_solution(file, "partial", &state->partial, error) && bw_h5_flush(file, error);
}

gboolean bw_kernel_state_save(const BwKernelState *state, const char *path, GError **error)
{
  g_autoptr(BwAtomicFile) atomic = bw_atomic_file_new(path, error);
  if (!atomic)
    return FALSE;
  hid_t file = bw_h5_create_file(bw_atomic_file_get_temporary(atomic), error);
  gboolean saved = file >= 0 && save_all(state, file, error);
  bw_h5_close(file);
  return saved ? bw_atomic_file_commit(atomic, error) : bw_atomic_file_explain(atomic, error);
}

static gboolean fail_damaged(const char *path, GError **error)
{
  return bw_fail_file(error, BW_ERROR_FORMAT, path,
                      "is damaged or not an unfinished training; delete it and begin again");
}

/* Names the first line in which two identities differ. */
static gboolean check_identity(const BwKernelState *state, const char *theirs, const char *path,
                               GError **error)
{
  g_auto(GStrv) ours = g_strsplit(state->identity, "\n", -1), other = g_strsplit(theirs, "\n", -1);
  for (int i = 0; ours[i] && other[i]; i++)
    if (strcmp(ours[i], other[i]) != 0)
      return i == 0 ? bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                                   "is a training on other data; resume with the same dataset, or delete it")
                    : bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                                   "is another training: there \"%s\", now \"%s\"; resume with the same "
                                   "settings, or delete it",
                                   other[i], ours[i]);
  return g_strv_length(ours) == g_strv_length(other) || fail_damaged(path, error);
}

static gboolean load_tries(BwKernelState *state, hid_t file, GError **error)
{
  if (!bw_h5_has(file, "tries"))
    return TRUE;
  gsize n;
  g_autoptr(BwDoubles) numbers =
      bw_h5_read(file, "tries", H5T_NATIVE_DOUBLE, 2, (gint64[]){-1, ROW_NUMBERS}, &n, error);
  for (gsize i = 0; numbers && i < n / ROW_NUMBERS; i++) {
    Row row;
    memcpy(&row, numbers + i * ROW_NUMBERS, sizeof row);
    const BwKernelTry one = {row.sigma,
                             row.lambda,
                             {row.energy_mae, row.energy_rmse, row.force_mae, row.force_rmse, (int)row.n,
                              row.energy_offset, row.energy_mae_shifted}};
    g_array_append_val(state->tries, one);
  }
  return numbers != NULL;
}

static gboolean load_solution(hid_t file, const char *name, BwKernelSolution *solution, GError **error)
{
  if (!bw_h5_has(file, name))
    return TRUE;
  gint64 iterative = 0, iterations = 0;
  gsize n = 0;
  g_auto(BwH5) group = bw_h5_open(file, name, error);
  if (group < 0)
    return FALSE;
  bw_h5_get_double(group, "sigma", &solution->sigma);
  bw_h5_get_double(group, "lambda", &solution->lambda);
  bw_h5_get_int(group, "iterative", &iterative);
  bw_h5_get_int(group, "iterations", &iterations);
  bw_h5_get_double(group, "tolerance", &solution->tolerance);
  bw_h5_get_double(group, "residual", &solution->residual);
  bw_h5_get_double(group, "norm_labels", &solution->norm_labels);
  solution->iterative = iterative != 0;
  solution->iterations = (int)iterations;
  solution->alphas = bw_h5_read(group, "alphas", H5T_NATIVE_DOUBLE, 1, (gint64[]){-1}, &n, error);
  solution->n = (gint64)n;
  if (!solution->alphas)
    return FALSE;
  if (bw_h5_has(group, "inducing")) {
    gint64 *inducing = bw_h5_read(group, "inducing", H5T_NATIVE_INT64, 1, (gint64[]){-1}, &n, error);
    if (!inducing)
      return FALSE;
    solution->inducing = g_memdup2(inducing, n * sizeof *inducing);
    solution->n_inducing = (int)n;
    bw_free(inducing);
  }
  return TRUE;
}

/* Whether each row names each atom once. */
static gboolean are_permutations(const int *perms, int n, int n_atoms)
{
  g_autofree gboolean *seen = g_new(gboolean, n_atoms);
  for (int p = 0; p < n; p++) {
    memset(seen, 0, sizeof *seen * n_atoms);
    for (int a = 0; a < n_atoms; a++) {
      int image = perms[(gsize)p * n_atoms + a];
      if (image < 0 || image >= n_atoms || seen[image])
        return FALSE;
      seen[image] = TRUE;
    }
  }
  return TRUE;
}

static gboolean load_permutations(BwKernelState *state, hid_t file, const char *path, GError **error)
{
  if (!bw_h5_has(file, "permutations"))
    return TRUE;
  hsize_t dims[2] = {0};
  g_auto(BwH5) dataset = bw_h5_open(file, "permutations", error);
  if (dataset < 0)
    return FALSE;
  if (bw_h5_shape(dataset, dims, 2) != 2 || dims[0] < 1 || dims[1] < 1 || dims[1] > G_MAXINT32)
    return fail_damaged(path, error);
  int *perms = bw_h5_read(file, "permutations", H5T_NATIVE_INT, 2,
                          (gint64[]){(gint64)dims[0], (gint64)dims[1]}, NULL, error);
  if (!perms)
    return FALSE;
  gboolean sound = are_permutations(perms, (int)dims[0], (int)dims[1]);
  if (sound)
    state->permutations = bw_permutations_new_from(perms, (int)dims[0], (int)dims[1]);
  bw_free(perms);
  return sound || fail_damaged(path, error);
}

gboolean bw_kernel_state_load(BwKernelState *state, const char *path, GError **error)
{
  g_auto(BwH5) file = bw_h5_open_file(path, error);
  if (file < 0)
    return FALSE;
  g_autofree char *identity = bw_h5_get_string(file, "identity");
  if (!identity)
    return fail_damaged(path, error);
  gint64 first = -1, best_try = -1;
  bw_h5_get_int(file, "first", &first);
  bw_h5_get_int(file, "best_try", &best_try);
  if (!check_identity(state, identity, path, error) || !load_permutations(state, file, path, error) ||
      !load_tries(state, file, error) || !load_solution(file, "best", &state->best, error) ||
      !load_solution(file, "partial", &state->partial, error))
    return FALSE;
  state->first = (int)first;
  state->best_try = (int)best_try;
  gboolean sound =
      state->best_try < (int)state->tries->len && (state->best_try >= 0) == (state->best.alphas != NULL);
  return sound || fail_damaged(path, error);
}
