#include "learning/kernel/state.h"

static void hash_array(GChecksum *checksum, const void *data, gsize n, gsize size)
{
  const gsize most = G_MAXSSIZE / 2;
  if (data)
    g_checksum_update(checksum, data, (gssize)MIN(n * size, most));
}

static char *hash_data(const BwDataset *dataset)
{
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  gsize n = (gsize)dataset->n_frames * dataset->atoms->n_atoms * 3;
  hash_array(checksum, dataset->atoms->numbers, dataset->atoms->n_atoms, sizeof(int));
  hash_array(checksum, dataset->positions, n, sizeof(double));
  hash_array(checksum, dataset->energies, dataset->n_frames, sizeof(double));
  hash_array(checksum, dataset->forces, n, sizeof(double));
  if (dataset->cells)
    hash_array(checksum, dataset->cells[0].vectors, 9, sizeof(double));
  return g_strdup(g_checksum_get_string(checksum));
}

static void add_grid(GString *text, const char *name, const double *values, int n)
{
  g_string_append(text, name);
  for (int i = 0; i < n; i++)
    g_string_append_printf(text, " %.17g", values[i]);
  g_string_append_c(text, '\n');
}

char *bw_kernel_identify(const BwDataset *dataset, const BwTrainSettings *settings,
                         const BwKernelChoices *choices)
{
  g_autofree char *hash = hash_data(dataset);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "data %s\nmodel %s\n", hash, bw_model_kind_name(choices->kind));
  g_string_append_printf(text, "kernel %s\n",
                         choices->function == BW_KERNEL_GAUSSIAN ? "gaussian" : "matern");
  g_string_append_printf(text, "energies %s\n", choices->learns & BW_LEARNS_ENERGIES ? "yes" : "no");
  g_string_append_printf(text, "train %d\nvalid %d\n", choices->n_train, choices->n_valid);
  g_string_append_printf(text, "symmetries %d%s\n", settings->kernel.symmetries,
                         settings->kernel.search_symmetries ? " searched" : "");
  g_string_append_printf(text, "seed %" G_GUINT64_FORMAT "\n", settings->seed);
  g_string_append_printf(text, "solver %s\n", bw_solver_name(settings->kernel.solver));
  g_string_append_printf(text, "tolerance %g\n", settings->kernel.tolerance);
  add_grid(text, "sigma", choices->sigmas, choices->n_sigmas);
  add_grid(text, "lambda", choices->lambdas, choices->n_lambdas);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

BwKernelState *bw_kernel_state_new(const char *identity)
{
  BwKernelState *state = g_new0(BwKernelState, 1);
  state->identity = g_strdup(identity);
  state->first = state->best_try = -1;
  state->tries = g_array_new(FALSE, FALSE, sizeof(BwKernelTry));
  return state;
}

void bw_kernel_state_free(BwKernelState *state)
{
  if (!state)
    return;
  g_free(state->identity);
  bw_permutations_free(state->permutations);
  g_array_unref(state->tries);
  bw_kernel_solution_clear(&state->best);
  bw_kernel_solution_clear(&state->partial);
  g_free(state);
}

const BwKernelTry *bw_kernel_state_find(const BwKernelState *state, double sigma, double lambda)
{
  for (guint i = 0; i < state->tries->len; i++) {
    const BwKernelTry *one = &g_array_index(state->tries, BwKernelTry, i);
    if (one->sigma == sigma && one->lambda == lambda)
      return one;
  }
  return NULL;
}
