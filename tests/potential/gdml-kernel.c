/* The sGDML sum against the plain double loop over training points and permutations, for groups whose
 * irreducible representations are real, complex and quaternionic, and for permutations that are no group. */
#include "base/array.h"
#include "base/random.h"
#include "potential/gdml/adapted-basis.h"
#include "potential/gdml/kernel-adapted.h"
#include "potential/gdml/kernel-cosets.h"

#include <math.h>
#include <string.h>

enum { MAX_GROUP = 64, MAX_ATOMS = 9 };

#define SIGMA 3.0
#define SCALE 1.7

typedef struct {
  const char *name;
  int n_atoms;
  int n_generators;
  int generators[3][MAX_ATOMS];
  gboolean closed; /* the generators are closed into a group */
  int n_features;  /* Σ d² over the irreducible representations that occur */
} Case;

static const Case cases[] = {
    {"one atom order", 5, 0, {{0}}, TRUE, 1},
    {"ethanol", 9, 2, {{0, 1, 2, 4, 5, 3, 6, 7, 8}, {0, 1, 2, 4, 3, 5, 7, 6, 8}}, TRUE, 1 + 1 + 4},
    {"cyclic of 3", 4, 1, {{0, 2, 3, 1}}, TRUE, 1 + 4},
    {"cyclic of 4", 4, 1, {{1, 2, 3, 0}}, TRUE, 1 + 1 + 4},
    {"tetrahedron", 5, 2, {{0, 2, 3, 1, 4}, {0, 2, 1, 4, 3}}, TRUE, 1 + 4 + 9},
    {"quaternions", 8, 2, {{2, 3, 1, 0, 6, 7, 5, 4}, {4, 5, 7, 6, 1, 0, 2, 3}}, TRUE, 4 + 16},
    {"no group", 5, 2, {{0, 2, 3, 1, 4}, {0, 2, 1, 4, 3}}, FALSE, 3},
};

static double random_number(guint64 index)
{
  return bw_random_uniform(7, BW_STREAM_TEST, 0, index);
}

static int pair_index(int i, int j)
{
  return i > j ? i * (i - 1) / 2 + j : j * (j - 1) / 2 + i;
}

static gboolean add_permutation(int perms[][MAX_ATOMS], int *n, const int *perm, int n_atoms)
{
  for (int p = 0; p < *n; p++)
    if (memcmp(perms[p], perm, sizeof(int) * n_atoms) == 0)
      return FALSE;
  g_assert_cmpint(*n, <, MAX_GROUP);
  memcpy(perms[(*n)++], perm, sizeof(int) * n_atoms);
  return TRUE;
}

/* Fills pairs[S][D] and returns S. */
static int make_permutations(const Case *c, int *pairs)
{
  int perms[MAX_GROUP][MAX_ATOMS], n = 0, identity[MAX_ATOMS], product[MAX_ATOMS];
  for (int i = 0; i < MAX_ATOMS; i++)
    identity[i] = i;
  add_permutation(perms, &n, identity, c->n_atoms);
  for (int g = 0; g < c->n_generators; g++)
    add_permutation(perms, &n, c->generators[g], c->n_atoms);
  for (int p = 0; c->closed && p < n; p++)
    for (int g = 0; g < c->n_generators; g++) {
      for (int i = 0; i < c->n_atoms; i++)
        product[i] = perms[p][c->generators[g][i]];
      add_permutation(perms, &n, product, c->n_atoms);
    }
  int size = c->n_atoms * (c->n_atoms - 1) / 2;
  for (int p = 0; p < n; p++)
    for (int i = 1; i < c->n_atoms; i++)
      for (int j = 0; j < i; j++)
        pairs[p * size + pair_index(i, j)] = pair_index(perms[p][i], perms[p][j]);
  return n;
}

typedef struct {
  int n_points, size, n_permutations;
  int *pairs;
  double *r, *a, *w; /* a or w NULL: none */
  BwKernelFunction function;
} Model;

/* k of the distance d; *slope = −(dk/dd)/d, *bend = −(dslope/dd)/d. */
static double function(const Model *model, double d, double *slope, double *bend)
{
  double x = (model->function == BW_KERNEL_MATERN52 ? sqrt(5) : 1) * d / SIGMA, v = SIGMA * SIGMA;
  if (model->function == BW_KERNEL_GAUSSIAN) {
    *slope = exp(-x * x / 2) / v;
    *bend = exp(-x * x / 2) / (v * v);
    return exp(-x * x / 2);
  }
  *slope = 5 / (3 * v) * (1 + x) * exp(-x);
  *bend = 25 / (3 * v * v) * exp(-x);
  return (1 + x + x * x / 3) * exp(-x);
}

static void add_plain(const Model *model, const double *q, int m, const int *pairs, double *energy,
                      double *slopes, double *nearest)
{
  double delta[MAX_ATOMS * MAX_ATOMS], a[MAX_ATOMS * MAX_ATOMS], square = 0, along = 0, slope, bend;
  for (int k = 0; k < model->size; k++) {
    delta[k] = q[k] - model->r[m * model->size + pairs[k]];
    a[k] = model->a ? model->a[m * model->size + pairs[k]] : 0;
    square += delta[k] * delta[k];
    along += delta[k] * a[k];
  }
  double w = model->w ? model->w[m] : 0, k = function(model, sqrt(square), &slope, &bend);
  *energy += SCALE * (along * slope + w * k);
  *nearest = MIN(*nearest, sqrt(square * (model->function == BW_KERNEL_MATERN52 ? 5 : 1)) / SIGMA);
  for (int c = 0; c < model->size; c++)
    slopes[c] += SCALE * ((along * bend + w * slope) * delta[c] - slope * a[c]);
}

static void plain_sum(const Model *model, const double *q, int left_out, double *energy, double *slopes,
                      double *nearest)
{
  *energy = 0, *nearest = INFINITY;
  memset(slopes, 0, sizeof(double) * model->size);
  for (int m = 0; m < model->n_points; m++)
    for (int p = 0; p < model->n_permutations && m != left_out; p++)
      add_plain(model, q, m, model->pairs + p * model->size, energy, slopes, nearest);
}

static double *random_array(int n, guint64 first)
{
  double *array = g_new(double, n);
  for (int i = 0; i < n; i++)
    array[i] = random_number(first + i);
  return array;
}

static BwGdmlKernel *new_kernel(const Model *model)
{
  return bw_gdml_kernel_new(&(BwGdmlKernelSpec){model->r, model->a, model->w, model->n_points, model->size,
                                                model->n_permutations, model->pairs, model->function, SIGMA,
                                                SCALE});
}

enum { N_QUERIES = 9 };

static void compare(const Model *model, const BwGdmlKernel *kernel, const double *queries, int left_out)
{
  g_autofree double *slopes = g_new(double, N_QUERIES * model->size), *expected = g_new(double, model->size);
  double energies[N_QUERIES], nearest[N_QUERIES];
  g_autoptr(BwDoubles) workspace = bw_new(double, bw_gdml_kernel_workspace(kernel));
  bw_gdml_kernel_sum(kernel, queries, N_QUERIES, left_out, energies, slopes, nearest, workspace);
  for (int g = 0; g < N_QUERIES; g++) {
    double energy, distance;
    plain_sum(model, queries + g * model->size, left_out, &energy, expected, &distance);
    g_assert_cmpfloat_with_epsilon(energies[g], energy, 1e-12 * (1 + fabs(energy)) * model->n_points);
    g_assert_cmpfloat_with_epsilon(nearest[g], distance, distance > 0.01 ? 1e-13 : 1e-6);
    for (int k = 0; k < model->size; k++)
      g_assert_cmpfloat_with_epsilon(slopes[g * model->size + k], expected[k], 1e-12 * model->n_points);
  }
}

/* With the weights the kernel was made with, and with others. */
static void check_sum(Model *model, int lanes)
{
  int n_weights = model->n_points * model->size, left_out = model->n_points > 2 ? 2 : -1;
  g_autofree double *queries = random_array(N_QUERIES * model->size, 1 << 21),
                    *a = random_array(n_weights, 1 << 20), *w = random_array(model->n_points, 1 << 22);
  for (int k = 0; k < model->size; k++) /* a permuted training point: distance zero */
    queries[k] = model->r[model->pairs[(model->n_permutations - 1) * model->size + k]];
  BwGdmlKernel *kernel = new_kernel(model);
  if (bw_gdml_kernel_set_lanes(kernel, lanes)) { /* the processor has them */
    compare(model, kernel, queries, -1);
    compare(model, kernel, queries, left_out);
    model->a = model->a ? a : NULL;
    model->w = model->w ? w : NULL;
    bw_gdml_kernel_set_weights(kernel, model->a, model->w);
    compare(model, kernel, queries, -1);
  }
  bw_gdml_kernel_free(kernel);
}

/* All that a model can have: either function; force weights, energy weights, or both. */
static void test_sum(gconstpointer data)
{
  const Case *c = data;
  const int sizes[] = {1, 3, 16, 37};
  int size = c->n_atoms * (c->n_atoms - 1) / 2;
  g_autofree int *pairs = g_new(int, MAX_GROUP *size);
  int n_permutations = make_permutations(c, pairs);
  g_autofree double *r = random_array(37 * size, 0), *a = random_array(37 * size, 1 << 19),
                    *w = random_array(37, 1 << 18);
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
    for (int lanes = 2; lanes <= 8; lanes *= 2)
      for (int kind = 0; kind < 6; kind++) {
        Model model = {sizes[i],
                       size,
                       n_permutations,
                       pairs,
                       r,
                       kind % 3 < 2 ? a : NULL,
                       kind % 3 > 0 ? w : NULL,
                       kind < 3 ? BW_KERNEL_MATERN52 : BW_KERNEL_GAUSSIAN};
        check_sum(&model, lanes);
      }
}

static void test_basis(gconstpointer data)
{
  const Case *c = data;
  int size = c->n_atoms * (c->n_atoms - 1) / 2;
  g_autofree int *pairs = g_new(int, MAX_GROUP *size);
  int n_permutations = make_permutations(c, pairs);
  BwAdaptedBasis *basis = bw_adapted_basis_new(pairs, n_permutations, size);
  g_assert_cmpint(basis->n_features, ==, c->n_features);
  g_assert_cmpint(basis->n_col_values, ==, size);
  for (int i = 0; i < size; i++)
    for (int j = 0; j <= i; j++) {
      double product = 0;
      for (int k = 0; k < size; k++)
        product += basis->cols[i * size + k] * basis->cols[j * size + k];
      g_assert_cmpfloat_with_epsilon(product, i == j, 1e-13);
    }
  bw_adapted_basis_free(basis);
}

/* A geometry's numbers are the same bytes alone and in any batch. */
static void test_batch(void)
{
  enum { N = 11, N_POINTS = 40 };
  const Case *c = &cases[1];
  int size = c->n_atoms * (c->n_atoms - 1) / 2;
  g_autofree int *pairs = g_new(int, MAX_GROUP *size);
  int n_permutations = make_permutations(c, pairs);
  g_autofree double *r = random_array(N_POINTS * size, 0), *a = random_array(N_POINTS * size, 1 << 20),
                    *queries = random_array(N * size, 1 << 21), *slopes = g_new(double, N *size),
                    *alone = g_new(double, size);
  double energies[N], nearest[N];
  BwGdmlKernel *kernel = bw_gdml_kernel_new(&(BwGdmlKernelSpec){r, a, NULL, N_POINTS, size, n_permutations,
                                                                pairs, BW_KERNEL_MATERN52, SIGMA, SCALE});
  double *workspace = bw_new(double, bw_gdml_kernel_workspace(kernel));
  bw_gdml_kernel_sum(kernel, queries, N, -1, energies, slopes, nearest, workspace);
  for (int g = 0; g < N; g++) {
    double energy, distance;
    bw_gdml_kernel_sum(kernel, queries + g * size, 1, -1, &energy, alone, &distance, workspace);
    g_assert_cmpmem(&energy, sizeof energy, &energies[g], sizeof energy);
    g_assert_cmpmem(&distance, sizeof distance, &nearest[g], sizeof distance);
    g_assert_cmpmem(alone, sizeof(double) * size, slopes + g * size, sizeof(double) * size);
  }
  bw_free(workspace);
  bw_gdml_kernel_free(kernel);
}

/* Weights reach 10¹² in models that were hardly regularised: their size must not show in distances. */
static void test_large_weights(void)
{
  enum { N_POINTS = 20 };
  BwGdmlKernel *(*const makers[])(const BwGdmlKernelSpec *) = {bw_gdml_kernel_adapted_new,
                                                               bw_gdml_kernel_cosets_new};
  const Case *c = &cases[1];
  int size = c->n_atoms * (c->n_atoms - 1) / 2;
  g_autofree int *pairs = g_new(int, MAX_GROUP *size);
  int n_permutations = make_permutations(c, pairs);
  g_autofree double *r = random_array(N_POINTS * size, 0), *a = random_array(N_POINTS * size, 1 << 19),
                    *slopes = g_new(double, 2 * size);
  for (gsize i = 0; i < G_N_ELEMENTS(makers); i++) {
    double energies[2], nearest[2];
    g_autofree double *query = random_array(size, 1 << 21);
    for (int large = 0; large < 2; large++) {
      BwGdmlKernel *kernel =
          makers[i](&(BwGdmlKernelSpec){r, a, NULL, N_POINTS, size, n_permutations, pairs, BW_KERNEL_MATERN52,
                                        SIGMA, large ? ldexp(SCALE, 40) : SCALE});
      g_autoptr(BwDoubles) workspace = bw_new(double, bw_gdml_kernel_workspace(kernel));
      bw_gdml_kernel_sum(kernel, query, 1, -1, &energies[large], slopes + large * size, &nearest[large],
                         workspace);
      bw_gdml_kernel_free(kernel);
    }
    g_assert_cmpfloat(nearest[1], ==, nearest[0]);
    g_assert_cmpfloat(energies[1], ==, ldexp(energies[0], 40));
    for (int k = 0; k < size; k++)
      g_assert_cmpfloat(slopes[size + k], ==, ldexp(slopes[k], 40));
  }
}

/* Geometries far from everything: nothing overflows. */
static void test_far_away(void)
{
  const int pairs[] = {0, 1, 2};
  const double r[] = {1, 1, 1}, a[] = {1, 2, 3}, query[] = {1e8, 0.1, 1e12};
  double energy, slopes[3], nearest;
  BwGdmlKernel *kernel =
      bw_gdml_kernel_new(&(BwGdmlKernelSpec){r, a, NULL, 1, 3, 1, pairs, BW_KERNEL_MATERN52, SIGMA, SCALE});
  double *workspace = bw_new(double, bw_gdml_kernel_workspace(kernel));
  bw_gdml_kernel_sum(kernel, query, 1, -1, &energy, slopes, &nearest, workspace);
  g_assert_cmpfloat_with_epsilon(energy, 0, 1e-200);
  g_assert_cmpfloat(nearest, >, 1e11);
  bw_free(workspace);
  bw_gdml_kernel_free(kernel);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *sum = g_strdup_printf("/gdml/kernel/sum/%s", cases[i].name),
                    *basis = g_strdup_printf("/gdml/kernel/basis/%s", cases[i].name);
    g_test_add_data_func(sum, &cases[i], test_sum);
    g_test_add_data_func(basis, &cases[i], test_basis);
  }
  g_test_add_func("/gdml/kernel/batch", test_batch);
  g_test_add_func("/gdml/kernel/large-weights", test_large_weights);
  g_test_add_func("/gdml/kernel/far-away", test_far_away);
  return g_test_run();
}
