/* The choice of frames: proportional, without repetition, a function of the seed alone. */
#include "base/error.h"
#include "base/random.h"
#include "learning/split.h"

#include <string.h>

enum { N_FRAMES = 1000 };

/* Energies of which 5 % lie far from the others. */
static void make_values(double *values)
{
  for (int i = 0; i < N_FRAMES; i++)
    values[i] = bw_random_uniform(3, BW_STREAM_TEST, 0, i) + (i % 20 == 0 ? 5 : 0);
}

static void check_choice(const int *chosen, int n, const gboolean *taken)
{
  for (int i = 0; i < n; i++) {
    g_assert_cmpint(chosen[i], >=, 0);
    g_assert_cmpint(chosen[i], <, N_FRAMES);
    g_assert_true(i == 0 || chosen[i] > chosen[i - 1]);
    g_assert_false(taken && taken[chosen[i]]);
  }
}

static void test_stratified(void)
{
  double values[N_FRAMES];
  gboolean taken[N_FRAMES] = {0};
  make_values(values);
  const int sizes[] = {1, 2, 10, 200, 500};
  for (gsize k = 0; k < G_N_ELEMENTS(sizes); k++) {
    int n = sizes[k], n_far = 0;
    g_autofree int *chosen = bw_split_choose(values, N_FRAMES, NULL, n, 1, 0, NULL);
    check_choice(chosen, n, NULL);
    for (int i = 0; i < n; i++)
      n_far += values[chosen[i]] > 4;
    if (n >= 10) {
      g_assert_cmpint(n_far, >=, n / 20 - 3);
      g_assert_cmpint(n_far, <=, n / 20 + n / 10); /* rare bins are represented too */
    }
  }
  g_autofree int *train = bw_split_choose(values, N_FRAMES, NULL, 300, 1, 0, NULL);
  for (int i = 0; i < 300; i++)
    taken[train[i]] = TRUE;
  g_autofree int *rest = bw_split_choose(values, N_FRAMES, taken, 700, 1, 1, NULL);
  check_choice(rest, 700, taken);
}

static void test_seed(void)
{
  double values[N_FRAMES];
  make_values(values);
  g_autofree int *a = bw_split_choose(values, N_FRAMES, NULL, 100, 1, 0, NULL),
                 *same = bw_split_choose(values, N_FRAMES, NULL, 100, 1, 0, NULL),
                 *other_seed = bw_split_choose(values, N_FRAMES, NULL, 100, 2, 0, NULL),
                 *other_round = bw_split_choose(values, N_FRAMES, NULL, 100, 1, 1, NULL);
  g_assert_cmpmem(a, 100 * sizeof *a, same, 100 * sizeof *a);
  g_assert_cmpint(memcmp(a, other_seed, 100 * sizeof *a), !=, 0);
  g_assert_cmpint(memcmp(a, other_round, 100 * sizeof *a), !=, 0);
}

/* Every frame is as likely as any other. */
static void test_uniform(void)
{
  enum { SMALL = 10, ROUNDS = 4000, PICKS = 3 };
  int count[SMALL] = {0};
  for (int round = 0; round < ROUNDS; round++) {
    g_autofree int *chosen = bw_split_choose(NULL, SMALL, NULL, PICKS, 1, round, NULL);
    for (int i = 0; i < PICKS; i++)
      count[chosen[i]]++;
  }
  for (int i = 0; i < SMALL; i++) /* expected 1200, standard deviation 29 */
    g_assert_cmpint(ABS(count[i] - ROUNDS * PICKS / SMALL), <, 150);
}

static void test_all_and_more(void)
{
  double values[N_FRAMES];
  g_autoptr(GError) error = NULL;
  make_values(values);
  g_autofree int *all = bw_split_choose(values, N_FRAMES, NULL, N_FRAMES, 1, 0, &error);
  g_assert_no_error(error);
  check_choice(all, N_FRAMES, NULL);
  g_autofree int *none = bw_split_choose(values, N_FRAMES, NULL, 0, 1, 0, &error);
  g_assert_no_error(error);
  g_assert_nonnull(none);
  g_assert_null(bw_split_choose(values, N_FRAMES, NULL, N_FRAMES + 1, 1, 0, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

static void test_equal_energies(void)
{
  double values[N_FRAMES];
  for (int i = 0; i < N_FRAMES; i++)
    values[i] = -42;
  g_autofree int *chosen = bw_split_choose(values, N_FRAMES, NULL, 7, 1, 0, NULL);
  check_choice(chosen, 7, NULL);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/split/stratified", test_stratified);
  g_test_add_func("/split/seed", test_seed);
  g_test_add_func("/split/uniform", test_uniform);
  g_test_add_func("/split/all-and-more", test_all_and_more);
  g_test_add_func("/split/equal-energies", test_equal_energies);
  return g_test_run();
}
