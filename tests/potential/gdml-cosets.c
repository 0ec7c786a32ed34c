/* Large groups: what abelian.h and characters.h find of crystals, and the sum by cosets against the plain one
 * over all permutations. */
#include "base/array.h"
#include "base/random.h"
#include "crystals.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/columns.h"
#include "potential/gdml/cosets-columns.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/kernel-cosets.h"

#define SIGMA 2.5
#define SCALE 1.7

typedef struct {
  const char *name;
  Crystal (*make)(void);
  int n_translations, n_cosets; /* expected */
  gboolean twofold;
  int n_dropped; /* permutations left out at the end: no group any more */
} Case;

static Crystal translations_of_sheet(void)
{
  return crystal_graphene(3, 2.46, 1);
}

static Crystal rotations_of_sheet(void)
{
  return crystal_graphene(2, 2.46, 6);
}

static Crystal sheet(void)
{
  return crystal_graphene(4, 2.46, 12);
}

static Crystal five(void)
{
  return crystal_graphene(5, 2.46, 12);
}

static Crystal body_centred(void)
{
  return crystal_bcc(2, 3.5);
}

/* Three atoms that any permutation may exchange, above a sheet. */
static Crystal adsorbate(void)
{
  static const int perms[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  static const double positions[9] = {0, 0, 3, 1, 0, 3, 0.5, 0.8, 3};
  Crystal crystal = crystal_graphene(3, 2.46, 12);
  crystal_add_molecule(&crystal, 3, positions, perms[0], 6);
  return crystal;
}

/* The even permutations of five atoms: no two commute but the powers of few. */
static Crystal alternating(void)
{
  Crystal crystal = {.n_atoms = 5, .perms = g_new(int, 60 * 5), .positions = g_new0(double, 15)};
  for (int code = 0; code < 3125; code++) {
    int perm[5], n_inversions = 0, seen = 0;
    for (int i = 0, rest = code; i < 5; i++, rest /= 5) {
      perm[i] = rest % 5;
      seen |= 1 << perm[i];
      for (int j = 0; j < i; j++)
        n_inversions += perm[j] > perm[i];
    }
    if (seen == 31 && n_inversions % 2 == 0)
      memcpy(crystal.perms + 5 * crystal.n_permutations++, perm, sizeof perm);
  }
  return crystal;
}

static const Case cases[] = {
    {"translations of a 3 x 3 sheet", translations_of_sheet, 9, 1, FALSE, 0},
    {"sheet 2 x 2 without mirrors", rotations_of_sheet, 8, 3, FALSE, 0},
    {"sheet 4 x 4", sheet, 16, 6, TRUE, 0},
    {"sheet 5 x 5", five, 25, 6, TRUE, 0},
    {"body-centred 2 x 2 x 2", body_centred, 64, 12, FALSE, 0},
    {"molecule above a sheet", adsorbate, 27, 12, TRUE, 0},
    {"alternating group", alternating, 5, 6, TRUE, 0},
    {"no group", translations_of_sheet, 1, 8, FALSE, 1},
};

typedef struct {
  int n_points, size, n_permutations;
  int *pairs;
  double *r, *a, *w;
  BwKernelFunction function;
  BwLearns learns;
} Model;

/* n descriptors: inverse distances of a crystal that shakes, as far as periodic neighbours go. */
static double *random_descriptors(const Crystal *crystal, int n, guint64 step)
{
  int n_atoms = crystal->n_atoms, size = n_atoms * (n_atoms - 1) / 2;
  double *out = g_new(double, (gsize)n *size);
  for (gsize k = 0; k < (gsize)n * size; k++)
    out[k] = 0.3 + 0.2 * bw_random_uniform(7, BW_STREAM_TEST, step, k);
  return out;
}

static Model make_model(const Case *c, int n_points, BwKernelFunction function, BwLearns learns)
{
  Crystal crystal = c->make();
  int size = crystal.n_atoms * (crystal.n_atoms - 1) / 2;
  Model model = {n_points, size, crystal.n_permutations - c->n_dropped, crystal_pairs(&crystal)};
  model.function = function;
  model.learns = learns;
  model.r = random_descriptors(&crystal, n_points, 0);
  model.a = random_descriptors(&crystal, n_points, 1);
  model.w = g_new(double, n_points);
  for (int m = 0; m < n_points; m++)
    model.w[m] = bw_random_uniform(7, BW_STREAM_TEST, 2, m) - 0.5;
  crystal_clear(&crystal);
  return model;
}

static void clear_model(Model *model)
{
  g_free(model->pairs);
  g_free(model->r);
  g_free(model->a);
  g_free(model->w);
}

static BwGdmlKernel *make_kernel(const Model *model)
{
  return bw_gdml_kernel_cosets_new(&(BwGdmlKernelSpec){
      .descriptors = model->r,
      .force_weights = model->learns & BW_LEARNS_FORCES ? model->a : NULL,
      .energy_weights = model->learns & BW_LEARNS_ENERGIES ? model->w : NULL,
      .n_points = model->n_points,
      .n_descriptors = model->size,
      .n_permutations = model->n_permutations,
      .pairs = model->pairs,
      .function = model->function,
      .sigma = SIGMA,
      .scale = SCALE,
  });
}

/* k, −k'/|Δ| and (k'/|Δ|)'/|Δ| at a distance. */
static void shape(BwKernelFunction function, double distance, double *k, double *first, double *second)
{
  double x = distance * (function == BW_KERNEL_MATERN52 ? sqrt(5) : 1) / SIGMA, s2 = SIGMA * SIGMA;
  if (function == BW_KERNEL_MATERN52) {
    *k = (1 + x + x * x / 3) * exp(-x);
    *first = 5 / (3 * s2) * (1 + x) * exp(-x);
    *second = 25 / (3 * s2 * s2) * exp(-x);
  } else {
    *k = exp(-x * x / 2);
    *first = *k / s2;
    *second = *k / (s2 * s2);
  }
}

/* E = scale Σ (first Δ·A + w k) and −∂E/∂q. */
static void plain_sum(const Model *model, const double *q, int left_out, double *energy, double *slopes,
                      double *nearest)
{
  g_autofree double *delta = g_new(double, model->size);
  *energy = 0, *nearest = INFINITY;
  memset(slopes, 0, sizeof(double) * model->size);
  for (int m = 0; m < model->n_points; m++)
    for (int p = 0; p < model->n_permutations && m != left_out; p++) {
      const int *pairs = model->pairs + (gsize)p * model->size;
      const double *r = model->r + (gsize)m * model->size, *a = model->a + (gsize)m * model->size;
      double square = 0, along = 0, k, first, second;
      for (int i = 0; i < model->size; i++) {
        delta[i] = q[i] - r[pairs[i]];
        square += delta[i] * delta[i];
        along += delta[i] * a[pairs[i]];
      }
      shape(model->function, sqrt(square), &k, &first, &second);
      double of_a = model->learns & BW_LEARNS_FORCES ? SCALE : 0,
             w = model->learns & BW_LEARNS_ENERGIES ? SCALE * model->w[m] : 0;
      *energy += of_a * first * along + w * k;
      *nearest = MIN(*nearest, sqrt(square) / SIGMA * (model->function == BW_KERNEL_MATERN52 ? sqrt(5) : 1));
      for (int i = 0; i < model->size; i++)
        slopes[i] += of_a * (second * along * delta[i] - first * a[pairs[i]]) + w * first * delta[i];
    }
}

static void check_kernel(const Model *model, BwGdmlKernel *kernel, int left_out)
{
  enum { N = 3 };
  g_autofree double *queries = g_new(double, N * model->size), *slopes = g_new(double, N * model->size),
                    *expected = g_new(double, model->size);
  double energies[N], nearest[N], energy, distance,
      *workspace = bw_new(double, bw_gdml_kernel_workspace(kernel));
  for (int i = 0; i < N * model->size; i++)
    queries[i] = 0.3 + 0.2 * bw_random_uniform(7, BW_STREAM_TEST, 3, i);
  for (int i = 0; i < model->size; i++) /* a permuted training point: distance zero */
    queries[i] = model->r[model->pairs[(gsize)(model->n_permutations - 1) * model->size + i]];
  bw_gdml_kernel_sum(kernel, queries, N, left_out, energies, slopes, nearest, workspace);
  for (int g = 0; g < N; g++) {
    double largest = 0;
    plain_sum(model, queries + g * model->size, left_out, &energy, expected, &distance);
    for (int i = 0; i < model->size; i++)
      largest = MAX(largest, fabs(expected[i]));
    g_assert_cmpfloat_with_epsilon(energies[g], energy, 1e-11 * (fabs(energy) + largest));
    g_assert_cmpfloat_with_epsilon(nearest[g], distance, distance > 0.01 ? 1e-12 : 1e-6);
    for (int i = 0; i < model->size; i++)
      g_assert_cmpfloat_with_epsilon(slopes[g * model->size + i], expected[i], 1e-11 * largest);
  }
  bw_free(workspace);
}

static void check_sum(const Case *c, int n_points, int lanes, BwKernelFunction function, BwLearns learns)
{
  Model model = make_model(c, n_points, function, learns);
  BwGdmlKernel *kernel = make_kernel(&model);
  if (bw_gdml_kernel_set_lanes(kernel, lanes)) {
    check_kernel(&model, kernel, -1);
    if (n_points > 2)
      check_kernel(&model, kernel, 2);
    for (gsize i = 0; i < (gsize)n_points * model.size; i++)
      model.a[i] = 1 - model.a[i];
    for (int m = 0; m < n_points; m++)
      model.w[m] = 0.1 - model.w[m];
    bw_gdml_kernel_set_weights(kernel, learns & BW_LEARNS_FORCES ? model.a : NULL,
                               learns & BW_LEARNS_ENERGIES ? model.w : NULL);
    check_kernel(&model, kernel, -1);
  }
  bw_gdml_kernel_free(kernel);
  clear_model(&model);
}

static void test_sum(gconstpointer data)
{
  for (int lanes = 2; lanes <= 8; lanes *= 2)
    check_sum(data, 5, lanes, BW_KERNEL_MATERN52, BW_LEARNS_FORCES);
  check_sum(data, 37, 8, BW_KERNEL_MATERN52, BW_LEARNS_FORCES);
}

static void test_kinds(void)
{
  for (int function = 0; function < 2; function++)
    for (int learns = 1; learns < 4; learns++)
      for (int lanes = 2; lanes <= 8; lanes *= 2)
        check_sum(&cases[5], 3, lanes, function, learns);
}

static void test_structure(gconstpointer data)
{
  const Case *c = data;
  Crystal crystal = c->make();
  g_autofree int *pairs = crystal_pairs(&crystal);
  int size = crystal.n_atoms * (crystal.n_atoms - 1) / 2, n = crystal.n_permutations - c->n_dropped;
  BwAbelian *abelian = bw_abelian_find(pairs, n, size);
  BwCharacters *characters = bw_characters_new(abelian, pairs, size);
  g_test_message("%d commuting permutations, %s an involution, %d cosets", abelian->n,
                 characters->twofold ? "with" : "without", abelian->n_cosets);
  g_assert_cmpint(abelian->n, ==, c->n_translations);
  g_assert_cmpint(abelian->n_cosets, ==, c->n_cosets);
  g_assert_cmpint(characters->twofold, ==, c->twofold);
  int n_values = 0;
  for (int b = 0; b < characters->n_blocks; b++)
    n_values += characters->blocks[b].depth * characters->blocks[b].n_parts;
  g_assert_cmpint(n_values, ==, size);
  bw_characters_free(characters);
  bw_abelian_free(abelian);
  crystal_clear(&crystal);
}

/* A geometry's numbers are the same bytes alone and in any batch, with slopes and without. */
static void test_batch(gconstpointer data)
{
  enum { N = 5 };
  Model model = make_model(data, 40, BW_KERNEL_MATERN52, BW_LEARNS_FORCES);
  BwGdmlKernel *kernel = make_kernel(&model);
  double energies[N], nearest[N], energy, distance,
      *workspace = bw_new(double, bw_gdml_kernel_workspace(kernel));
  g_autofree double *slopes = g_new(double, N *model.size), *alone = g_new(double, model.size);
  const double *queries = model.a;
  bw_gdml_kernel_sum(kernel, queries, N, -1, energies, slopes, nearest, workspace);
  for (int g = 0; g < N; g++) {
    bw_gdml_kernel_sum(kernel, queries + g * model.size, 1, -1, &energy, alone, &distance, workspace);
    g_assert_cmpmem(&energy, sizeof energy, &energies[g], sizeof energy);
    g_assert_cmpmem(&distance, sizeof distance, &nearest[g], sizeof distance);
    g_assert_cmpmem(alone, sizeof(double) * model.size, slopes + g * model.size, sizeof(double) * model.size);
    bw_gdml_kernel_sum(kernel, queries + g * model.size, 1, -1, &energy, NULL, NULL, workspace);
    g_assert_cmpmem(&energy, sizeof energy, &energies[g], sizeof energy);
  }
  bw_free(workspace);
  bw_gdml_kernel_free(kernel);
  clear_model(&model);
}

/* Slopes are minus the derivative of the energy. */
static void test_differences(void)
{
  const double step = 1e-4;
  Model model = make_model(&cases[4], 5, BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES);
  BwGdmlKernel *kernel = make_kernel(&model);
  double energy, ahead, behind, *workspace = bw_new(double, bw_gdml_kernel_workspace(kernel));
  g_autofree double *slopes = g_new(double, model.size),
                    *query = g_memdup2(model.a, sizeof(double) * model.size);
  bw_gdml_kernel_sum(kernel, query, 1, -1, &energy, slopes, NULL, workspace);
  for (int i = 0; i < model.size; i += 17) {
    double before = query[i];
    query[i] = before + step;
    bw_gdml_kernel_sum(kernel, query, 1, -1, &ahead, NULL, NULL, workspace);
    query[i] = before - step;
    bw_gdml_kernel_sum(kernel, query, 1, -1, &behind, NULL, NULL, workspace);
    query[i] = before;
    g_assert_cmpfloat_with_epsilon(slopes[i], (behind - ahead) / (2 * step), 1e-6 * (1 + fabs(slopes[i])));
  }
  bw_free(workspace);
  bw_gdml_kernel_free(kernel);
  clear_model(&model);
}

/* Columns by cosets are those of the assembled matrix, which knows nothing of groups. */
static void check_columns(const Case *c, BwKernelFunction function, BwLearns learns)
{
  enum { M = 3, N = 40 };
  Crystal crystal = c->make();
  int n_atoms = crystal.n_atoms, size = bw_descriptor_size(n_atoms);
  g_autofree int *pairs = crystal_pairs(&crystal);
  g_autofree double *positions = g_new(double, 3 * n_atoms), *descriptors = g_new(double, M *size),
                    *arms = g_new(double, 3 * M * size);
  for (int m = 0; m < M; m++) {
    for (int i = 0; i < 3 * n_atoms; i++)
      positions[i] = crystal.positions[i] + 0.2 * bw_random_uniform(7, BW_STREAM_TEST, 4 + m, i);
    bw_descriptor(positions, n_atoms, NULL, BW_IMAGES_ROUNDED, descriptors + m * size, arms + 3 * m * size);
  }
  const BwKernelSystem system = {
      {M, n_atoms, size, crystal.n_permutations, descriptors, arms, pairs}, function, learns, SIGMA};
  gint64 n_rows = bw_kernel_system_n_rows(&system), columns[N];
  g_autoptr(BwPackedMatrix) matrix = bw_packed_matrix_new(n_rows);
  g_assert_true(bw_gdml_assemble(&system, 0, matrix, NULL, NULL, NULL, NULL, NULL));
  g_autofree double *out = g_new(double, N *n_rows), *again = g_new(double, N *n_rows);
  g_autofree float *out_float = g_new(float, N *n_rows);
  for (int i = 0; i < N; i++)
    columns[i] = n_rows - 1 - (N - 1 - i) * (n_rows / N);
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  g_assert_true(bw_cosets_columns(&system, columns, N, out, NULL, NULL));
  g_assert_true(bw_cosets_columns(&system, columns, N, again, NULL, pool));
  g_assert_cmpmem(out, sizeof(double) * N * n_rows, again, sizeof(double) * N * n_rows);
  bw_gdml_columns_float(&system, columns, N, out_float, pool);
  double largest = 0;
  for (gint64 row = 0; row < n_rows; row++)
    largest = MAX(largest, bw_packed_matrix_column(matrix, row)[0]);
  for (int i = 0; i < N; i++)
    for (gint64 row = 0; row < n_rows; row++) {
      gint64 first = MIN(row, columns[i]), second = MAX(row, columns[i]);
      double expected = bw_packed_matrix_column(matrix, first)[second - first];
      g_assert_cmpfloat_with_epsilon(out[i * n_rows + row], expected, 1e-12 * largest);
      g_assert_cmpfloat_with_epsilon(out_float[i * n_rows + row], expected, 1e-6 * largest);
    }
  crystal_clear(&crystal);
}

static void test_columns(gconstpointer data)
{
  check_columns(data, BW_KERNEL_MATERN52, BW_LEARNS_FORCES);
  check_columns(data, BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *structure = g_strdup_printf("/gdml/cosets/structure/%s", cases[i].name),
                    *sum = g_strdup_printf("/gdml/cosets/sum/%s", cases[i].name);
    g_test_add_data_func(structure, &cases[i], test_structure);
    g_test_add_data_func(sum, &cases[i], test_sum);
  }
  g_test_add_func("/gdml/cosets/kinds", test_kinds);
  g_test_add_data_func("/gdml/cosets/batch/molecule above a sheet", &cases[5], test_batch);
  g_test_add_data_func("/gdml/cosets/batch/translations of a sheet", &cases[0], test_batch);
  g_test_add_data_func("/gdml/cosets/batch/alternating group", &cases[6], test_batch);
  g_test_add_data_func("/gdml/cosets/columns/molecule above a sheet", &cases[5], test_columns);
  g_test_add_data_func("/gdml/cosets/columns/sheet 5 x 5", &cases[3], test_columns);
  g_test_add_func("/gdml/cosets/differences", test_differences);
  return g_test_run();
}
