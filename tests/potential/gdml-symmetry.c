/* Permutations: assignment, closure, and what the search finds in real trajectories. */
#include "base/error.h"
#include "base/random.h"
#include "io/gdml/gdml-file.h"
#include "io/io.h"
#include "potential/gdml/assignment.h"
#include "potential/gdml/symmetry.h"
#include "shared-data.h"

#include <math.h>
#include <string.h>

static double cost_of(const double *cost, int n, const int *column_of)
{
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += cost[i * n + column_of[i]];
  return sum;
}

/* The cheapest of all n! assignments of the rows from `row` on. */
static double brute_force(const double *cost, int n, int row, int *column_of)
{
  if (row == n)
    return cost_of(cost, n, column_of);
  double best = INFINITY;
  for (int k = row; k < n; k++) {
    int here = column_of[row], there = column_of[k];
    column_of[row] = there, column_of[k] = here;
    best = MIN(best, brute_force(cost, n, row + 1, column_of));
    column_of[row] = here, column_of[k] = there;
  }
  return best;
}

static void test_assignment(void)
{
  enum { MAX_N = 6 };
  for (int n = 1; n <= MAX_N; n++)
    for (int trial = 0; trial < 50; trial++) {
      double cost[MAX_N * MAX_N];
      int assigned[MAX_N], all[MAX_N], seen = 0;
      for (int k = 0; k < n * n; k++)
        cost[k] = floor(20 * bw_random_uniform(1, BW_STREAM_TEST, trial, 100 * n + k)) - 10;
      for (int i = 0; i < n; i++)
        all[i] = i;
      bw_assign(cost, n, assigned);
      for (int i = 0; i < n; i++)
        seen |= 1 << assigned[i];
      g_assert_cmpint(seen, ==, (1 << n) - 1);
      g_assert_cmpfloat_with_epsilon(cost_of(cost, n, assigned), brute_force(cost, n, 0, all), 1e-12);
    }
}

static void test_closure(void)
{
  const int rotation[] = {1, 2, 0, 3, 4}, swap[] = {1, 0, 2, 4, 3}, cycle[] = {1, 2, 3, 4, 0},
            exchange[] = {1, 0, 2, 3, 4};
  g_autoptr(BwPermutations) set = bw_permutations_new(5);
  g_assert_true(bw_permutations_add(set, rotation));
  g_assert_true(bw_permutations_add(set, swap));
  g_assert_false(bw_permutations_add(set, swap));
  g_autoptr(BwPermutations) group = bw_permutations_close(set, 100);
  g_assert_cmpint(group->n, ==, 6);
  for (int i = 0; i < 5; i++)
    g_assert_cmpint(bw_permutations_get(group, 0)[i], ==, i);
  for (int p = 0; p < 6; p++)
    for (int q = 0; q < 6; q++) {
      int product[5];
      for (int i = 0; i < 5; i++)
        product[i] = bw_permutations_get(group, p)[bw_permutations_get(group, q)[i]];
      g_assert_false(bw_permutations_add(group, product));
    }
  /* all 120 permutations of five atoms are too many to be true; the longer cycle is believed */
  g_autoptr(BwPermutations) wrong = bw_permutations_new(5);
  bw_permutations_add(wrong, cycle);
  bw_permutations_add(wrong, exchange);
  g_assert_null(bw_permutations_close(wrong, 100));
  g_autoptr(BwPermutations) kept = bw_permutations_salvage(wrong);
  g_assert_cmpint(kept->n, ==, 2);
  g_assert_cmpmem(bw_permutations_get(kept, 1), sizeof cycle, cycle, sizeof cycle);
}

typedef struct {
  const char *molecule;
  int n_permutations;
  const char *model; /* official, with the same permutations; NULL none */
} Molecule;

static const Molecule molecules[] = {
    {"ethanol", 6, "sgdml_models_2018/ethanol.npz"},
    {"malonaldehyde", 4, "sgdml_models_2018/malonaldehyde.npz"},
    {"toluene", 12, "sgdml_models_2018/toluene.npz"},
    {"uracil", 1, "sgdml_models_2018/uracil.npz"},
    {"benzene", 12, "sgdml_model_ipi/benzene.DFT.PBE-TS.npz"},
    {"aspirin", 6, NULL},
    {"naphthalene", 4, NULL},
    {"salicylic", 1, NULL},
    {"paracetamol", 12, NULL},
};

/* Both are the same set. */
static void compare_with_model(BwPermutations *found, const char *model)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = find_shared_data(model);
  g_autoptr(BwGdmlFile) file = bw_gdml_file_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpint(file->n_permutations, ==, found->n);
  for (int p = 0; p < file->n_permutations; p++)
    g_assert_false(bw_permutations_add(found, file->perms + p * file->n_atoms));
}

static void test_molecule(gconstpointer data)
{
  const Molecule *molecule = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_strdup_printf("rmd17/rmd17_%s_train_01.npz", molecule->molecule),
                  *path = shared_data(name);
  if (!path)
    return;
  g_autoptr(BwDataset) dataset = bw_open_dataset(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  gboolean salvaged;
  g_autoptr(BwPermutations) found =
      bw_symmetry_find(dataset->positions, 100, dataset->atoms->n_atoms, dataset->atoms->numbers, NULL,
                       BW_IMAGES_ROUNDED, pool, NULL, NULL, NULL, &salvaged, &error);
  g_assert_no_error(error);
  g_assert_false(salvaged);
  g_assert_cmpint(found->n, ==, molecule->n_permutations);
  if (molecule->model)
    compare_with_model(found, molecule->model);
}

static void test_cancelled(void)
{
  const double positions[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 1.1, 0, 0};
  const int z[] = {1, 1};
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GError) error = NULL;
  gboolean salvaged;
  g_cancellable_cancel(cancellable);
  g_assert_null(bw_symmetry_find(positions, 2, 2, z, NULL, BW_IMAGES_ROUNDED, NULL, NULL, NULL, cancellable,
                                 &salvaged, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/symmetry/assignment", test_assignment);
  g_test_add_func("/gdml/symmetry/closure", test_closure);
  for (gsize i = 0; i < G_N_ELEMENTS(molecules); i++) {
    g_autofree char *name = g_strdup_printf("/gdml/symmetry/%s", molecules[i].molecule);
    g_test_add_data_func(name, &molecules[i], test_molecule);
  }
  g_test_add_func("/gdml/symmetry/cancelled", test_cancelled);
  return g_test_run();
}
