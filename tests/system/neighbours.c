/* Neighbour lists against all pairs and all images. */
#include "base/error.h"
#include "base/random.h"
#include "base/vec3.h"
#include "system/neighbours.h"

static double uniform(guint64 seed, guint64 index)
{
  return bw_random_uniform(seed, BW_STREAM_TEST, 1, index);
}

static void random_system(guint64 seed, const gboolean periodic[3], BwCell *cell, double *positions, int n)
{
  double vectors[3][3] = {0};
  for (int k = 0; k < 3; k++) {
    vectors[k][k] = 3 + 4 * uniform(seed, k);
    for (int d = 0; d < k; d++)
      vectors[k][d] = 4 * uniform(seed, 10 + 3 * k + d) - 2;
  }
  g_assert_true(bw_cell_init(cell, (const double(*)[3])vectors, periodic, NULL));
  for (int i = 0; i < n; i++) {
    double f[3];
    for (int k = 0; k < 3; k++)
      f[k] = 3 * uniform(seed, 100 + 3 * i + k) - 1; /* many lie outside the cell */
    bw_cell_to_cartesian(cell, f, positions + 3 * i);
  }
}

/* How many images along each direction can reach into the cutoff, for atoms spread over three cells. */
static void image_range(const BwCell *cell, double cutoff, int range[3])
{
  double heights[3];
  bw_cell_heights(cell, heights);
  for (int k = 0; k < 3; k++)
    range[k] = cell->periodic[k] ? (int)ceil(cutoff / heights[k]) + 4 : 0;
}

typedef struct {
  int count;
  double sum, checksum; /* of the distances; of vectors weighted by the partner's index */
} Tally;

static void tally(Tally *t, int j, const double v[3])
{
  t->count++;
  t->sum += bw_norm3(v);
  t->checksum += (j + 1) * (v[0] + 2 * v[1] + 3 * v[2]);
}

static void brute_force(const BwCell *cell, const double *positions, int n, int i, double cutoff,
                        gboolean half, Tally *t)
{
  int range[3];
  image_range(cell, cutoff, range);
  for (int j = half ? i : 0; j < n; j++)
    for (int a = -range[0]; a <= range[0]; a++)
      for (int b = -range[1]; b <= range[1]; b++)
        for (int c = -range[2]; c <= range[2]; c++) {
          double v[3];
          gboolean positive = a > 0 || (a == 0 && (b > 0 || (b == 0 && c > 0)));
          if (i == j && (half ? !positive : !a && !b && !c))
            continue;
          for (int d = 0; d < 3; d++)
            v[d] = positions[3 * j + d] - positions[3 * i + d] + a * cell->vectors[0][d] +
                   b * cell->vectors[1][d] + c * cell->vectors[2][d];
          if (bw_norm3(v) < cutoff)
            tally(t, j, v);
        }
}

static void check_entries(const BwNeighbours *list, const BwCell *cell, const double *positions, int i)
{
  for (int p = list->first[i]; p < list->first[i + 1]; p++) {
    const double *v = list->vectors + 3 * p;
    int j = list->j[p];
    g_assert_true(p == list->first[i] || list->j[p - 1] <= j);
    g_assert_cmpfloat_with_epsilon(bw_norm3(v), list->distances[p], 1e-12);
    for (int d = 0; d < 3; d++) {
      double expected = positions[3 * j + d] - positions[3 * i + d];
      for (int k = 0; k < 3; k++)
        expected += list->images[3 * p + k] * cell->vectors[k][d];
      g_assert_cmpfloat_with_epsilon(v[d], expected, 1e-10);
    }
  }
}

static void check_system(guint64 seed, const gboolean periodic[3], double cutoff, gboolean half)
{
  enum { N = 23 };
  double positions[3 * N];
  BwCell cell;
  random_system(seed, periodic, &cell, positions, N);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwNeighbours) list = bw_neighbours_new(positions, N, &cell, cutoff, half, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->first[N], ==, list->n_pairs);
  for (int i = 0; i < N; i++) {
    Tally expected = {0}, got = {0};
    brute_force(&cell, positions, N, i, cutoff, half, &expected);
    for (int p = list->first[i]; p < list->first[i + 1]; p++)
      tally(&got, list->j[p], list->vectors + 3 * p);
    check_entries(list, &cell, positions, i);
    g_assert_cmpint(got.count, ==, expected.count);
    g_assert_cmpfloat_with_epsilon(got.sum, expected.sum, 1e-8);
    g_assert_cmpfloat_with_epsilon(got.checksum, expected.checksum, 1e-6);
  }
}

static void test_random_systems(void)
{
  static const double cutoffs[] = {0.9, 2.5, 6.0, 11.0}; /* the last ones are larger than the cells */
  for (int mask = 0; mask < 8; mask++) {
    const gboolean periodic[3] = {mask & 1, (mask >> 1) & 1, (mask >> 2) & 1};
    for (gsize c = 0; c < G_N_ELEMENTS(cutoffs); c++)
      for (int half = 0; half < 2; half++)
        check_system(17 * mask + c, periodic, cutoffs[c], half);
  }
}

static void test_without_cell(void)
{
  const double positions[] = {0, 0, 0, 1, 0, 0, 0, 2, 0, 500, 0, 0};
  g_autoptr(BwNeighbours) list = bw_neighbours_new(positions, 4, NULL, 2.5, FALSE, NULL);
  g_assert_cmpint(list->n_pairs, ==, 6);
  g_assert_cmpint(list->first[3], ==, 6);
  g_autoptr(BwNeighbours) nobody = bw_neighbours_new(NULL, 0, NULL, 2.5, FALSE, NULL);
  g_assert_cmpint(nobody->n_pairs, ==, 0);
}

/* Face-centred cubic shells: 12, 6, 24, 12 neighbours. Large enough that only a linear method is quick. */
static void test_crystal(void)
{
  enum { CELLS = 20, N = 4 * CELLS * CELLS * CELLS };
  static const double basis[4][3] = {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  const double a = 3.6, vectors[3][3] = {{CELLS * a, 0, 0}, {0, CELLS * a, 0}, {0, 0, CELLS * a}};
  g_autofree double *positions = g_new(double, 3 * N);
  for (int i = 0; i < N; i++)
    for (int d = 0; d < 3; d++) {
      int site = i / 4, c[3] = {site % CELLS, site / CELLS % CELLS, site / CELLS / CELLS};
      positions[3 * i + d] = a * (c[d] + basis[i % 4][d]);
    }
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, all, NULL));
  g_autoptr(BwNeighbours) list = bw_neighbours_new(positions, N, &cell, 1.5 * a, FALSE, NULL);
  g_assert_cmpint(list->n_pairs, ==, N * (12 + 6 + 24 + 12));
  g_autoptr(BwNeighbours) half = bw_neighbours_new(positions, N, &cell, 0.8 * a, TRUE, NULL);
  g_assert_cmpint(half->n_pairs, ==, N * 12 / 2);
}

static void test_refusals(void)
{
  const double broken[] = {0, 0, 0, 0, NAN, 0}, fine[] = {0, 0, 0, 1, 1, 1};
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  const double vectors[3][3] = {{3, 0, 0}, {0, 3, 0}, {0, 0, 3}};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, all, NULL));
  GError *error = NULL;
  g_assert_null(bw_neighbours_new(broken, 2, NULL, 2, FALSE, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
  g_assert_nonnull(g_strstr_len(error->message, -1, "atom 1"));
  g_clear_error(&error);
  g_assert_null(bw_neighbours_new(fine, 2, &cell, 1e5, FALSE, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_MEMORY);
  g_clear_error(&error);
  g_assert_null(bw_neighbours_new(fine, 2, &cell, -1, FALSE, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_clear_error(&error);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/neighbours/random-systems", test_random_systems);
  g_test_add_func("/neighbours/without-cell", test_without_cell);
  g_test_add_func("/neighbours/crystal", test_crystal);
  g_test_add_func("/neighbours/refusals", test_refusals);
  return g_test_run();
}
