/* The eigenspaces of a random symmetric matrix that commutes with the group are irreducible: the commuting
 * matrices know nothing else to keep together. Done orbit by orbit, which keeps the vectors sparse. */
#include "potential/gdml/irreps.h"
#include "base/array.h"
#include "base/random.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

#define SEED 1
#define SAME_EIGENVALUE                                                                                      \
  1e-9 /* relative to the largest; different ones of a random matrix are ≥ 1e-6 apart                      \
        */
#define EXACT 1e-10

typedef struct {
  const int *pairs;
  int n_permutations, n_descriptors;
} Group;

static void irrep_free(gpointer data)
{
  BwIrrep *irrep = data;
  bw_free(irrep->vectors);
  bw_free(irrep->matrices);
  g_free(irrep);
}

static gboolean is_group(const Group *group)
{
  gsize bytes = sizeof(int) * group->n_descriptors;
  g_autoptr(GHashTable) members =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  for (int p = 0; p < group->n_permutations; p++)
    g_hash_table_add(members, g_bytes_new_static(group->pairs + (gsize)p * group->n_descriptors, bytes));
  if ((int)g_hash_table_size(members) != group->n_permutations)
    return FALSE;
  g_autofree int *product = g_new(int, group->n_descriptors);
  for (int p = 0; p < group->n_permutations; p++)
    for (int q = 0; q < group->n_permutations; q++) {
      const int *first = group->pairs + (gsize)p * group->n_descriptors,
                *second = group->pairs + (gsize)q * group->n_descriptors;
      for (int a = 0; a < group->n_descriptors; a++)
        product[a] = first[second[a]];
      g_autoptr(GBytes) key = g_bytes_new_static(product, bytes);
      if (!g_hash_table_contains(members, key))
        return FALSE;
    }
  return TRUE;
}

/* matrices[p][i][j] = left_i · P_p right_j */
static void represent(const Group *group, const double *left, const double *right, int dimension,
                      double *matrices)
{
  int n = group->n_descriptors;
  for (int p = 0; p < group->n_permutations; p++) {
    const int *pairs = group->pairs + (gsize)p * n;
    for (int i = 0; i < dimension; i++)
      for (int j = 0; j < dimension; j++) {
        double sum = 0;
        for (int a = 0; a < n; a++)
          sum += left[i * n + a] * right[j * n + pairs[a]];
        matrices[((gsize)p * dimension + i) * dimension + j] = sum;
      }
  }
}

static BwIrrep *irrep_new(const Group *group, const int *orbit, int n, const double *eigenvectors,
                          int dimension)
{
  BwIrrep *irrep = g_new0(BwIrrep, 1);
  irrep->dimension = dimension;
  irrep->kind = -1;
  irrep->vectors = bw_new0(double, (gsize)dimension * group->n_descriptors);
  irrep->matrices = bw_new(double, (gsize)group->n_permutations *dimension *dimension);
  for (int i = 0; i < dimension; i++)
    for (int a = 0; a < n; a++)
      irrep->vectors[i * group->n_descriptors + orbit[a]] = eigenvectors[i * n + a];
  represent(group, irrep->vectors, irrep->vectors, dimension, irrep->matrices);
  return irrep;
}

/* Eigenvectors (rows) and eigenvalues of Σ_p P_p X P_pᵀ, X random and symmetric, on one orbit. */
static void commuting_eigenvectors(const Group *group, const int *orbit, int n, double *vectors,
                                   double *values)
{
  g_autofree int *place = g_new(int, group->n_descriptors);
  g_autofree double *x = g_new(double, (gsize)n *n);
  for (int a = 0; a < n; a++)
    place[orbit[a]] = a;
  for (int a = 0; a < n; a++)
    for (int b = 0; b <= a; b++)
      x[a * n + b] = x[b * n + a] =
          bw_random_uniform(SEED, BW_STREAM_SYMMETRY, (guint64)orbit[a], (guint64)orbit[b]);
  memset(vectors, 0, sizeof(double) * n * n);
  for (int p = 0; p < group->n_permutations; p++) {
    const int *pairs = group->pairs + (gsize)p * group->n_descriptors;
    for (int a = 0; a < n; a++)
      for (int b = 0; b < n; b++)
        vectors[a * n + b] += x[place[pairs[orbit[a]]] * n + place[pairs[orbit[b]]]];
  }
  LAPACKE_dsyev(LAPACK_COL_MAJOR, 'V', 'L', n, vectors, n, values);
}

static void split_orbit(const Group *group, const int *orbit, int n, GPtrArray *irreps)
{
  g_autofree double *vectors = g_new(double, (gsize)n *n), *values = g_new(double, n);
  commuting_eigenvectors(group, orbit, n, vectors, values);
  double tolerance = SAME_EIGENVALUE * MAX(fabs(values[0]), fabs(values[n - 1]));
  for (int first = 0, end; first < n; first = end) {
    for (end = first + 1; end < n && values[end] - values[end - 1] < tolerance; end++)
      ;
    g_ptr_array_add(irreps, irrep_new(group, orbit, n, vectors + (gsize)first * n, end - first));
  }
}

static double trace(const BwIrrep *irrep, int p)
{
  double sum = 0;
  for (int i = 0; i < irrep->dimension; i++)
    sum += irrep->matrices[(p * irrep->dimension + i) * irrep->dimension + i];
  return sum;
}

static gboolean same_characters(const Group *group, const BwIrrep *a, const BwIrrep *b)
{
  if (a->dimension != b->dimension)
    return FALSE;
  for (int p = 0; p < group->n_permutations; p++)
    if (fabs(trace(a, p) - trace(b, p)) > EXACT * 1e3)
      return FALSE;
  return TRUE;
}

/* T = Σ_p ρ_copy(p) Y ρ_model(p)ᵀ turns the copy's matrices into the model's: ρ_copy T = T ρ_model. T is a
 * rotation up to a factor, which a random Y leaves away from zero. */
static void intertwine(const Group *group, const BwIrrep *copy, const BwIrrep *model, guint64 attempt,
                       double *t)
{
  int d = model->dimension;
  double norm = 0;
  memset(t, 0, sizeof(double) * d * d);
  for (int p = 0; p < group->n_permutations; p++) {
    const double *left = copy->matrices + (gsize)p * d * d, *right = model->matrices + (gsize)p * d * d;
    for (int k = 0; k < d; k++)
      for (int l = 0; l < d; l++) {
        double y = bw_random_uniform(SEED, BW_STREAM_SYMMETRY, G_MAXUINT32 + attempt, (guint64)(k * d + l));
        for (int i = 0; i < d; i++)
          for (int j = 0; j < d; j++)
            t[i * d + j] += left[i * d + k] * y * right[j * d + l];
      }
  }
  for (int i = 0; i < d * d; i++)
    norm += t[i] * t[i];
  for (int i = 0; i < d * d; i++)
    t[i] *= sqrt(d / norm);
}

static gboolean has_matrices_of(const Group *group, const BwIrrep *a, const BwIrrep *b)
{
  for (int i = 0; i < group->n_permutations * b->dimension * b->dimension; i++)
    if (!(fabs(a->matrices[i] - b->matrices[i]) < EXACT))
      return FALSE;
  return TRUE;
}

/* Rotates the vectors of `copy` so that it has the matrices of `model`. */
static gboolean align(const Group *group, BwIrrep *copy, const BwIrrep *model)
{
  int d = model->dimension, n = group->n_descriptors;
  g_autofree double *t = g_new(double, d *d), *turned = g_new(double, (gsize)d *n);
  for (guint64 attempt = 0; attempt < 8; attempt++) {
    intertwine(group, copy, model, attempt, t);
    for (int j = 0; j < d; j++)
      for (int a = 0; a < n; a++) {
        turned[j * n + a] = 0;
        for (int i = 0; i < d; i++)
          turned[j * n + a] += copy->vectors[i * n + a] * t[i * d + j];
      }
    BwIrrep result = *copy;
    result.vectors = turned;
    result.matrices = g_new(double, (gsize)group->n_permutations *d *d);
    represent(group, turned, turned, d, result.matrices);
    gboolean good = has_matrices_of(group, &result, model);
    g_free(result.matrices);
    if (!good)
      continue;
    memcpy(copy->vectors, turned, sizeof(double) * d * n);
    memcpy(copy->matrices, model->matrices, sizeof(double) * group->n_permutations * d * d);
    return TRUE;
  }
  return FALSE;
}

/* The matrices of an invariant subspace are orthogonal. */
static gboolean is_invariant(const Group *group, const BwIrrep *irrep)
{
  int d = irrep->dimension;
  for (int p = 0; p < group->n_permutations; p++) {
    double norm = 0;
    for (int i = 0; i < d * d; i++)
      norm += irrep->matrices[p * d * d + i] * irrep->matrices[p * d * d + i];
    if (!(fabs(norm - d) < EXACT * d))
      return FALSE;
  }
  return TRUE;
}

static gboolean name_kinds(const Group *group, GPtrArray *irreps)
{
  int n_kinds = 0;
  for (guint i = 0; i < irreps->len; i++) {
    BwIrrep *irrep = irreps->pdata[i];
    if (!is_invariant(group, irrep))
      return FALSE;
    for (guint m = 0; m < i && irrep->kind < 0; m++)
      if (same_characters(group, irrep, irreps->pdata[m])) {
        if (!align(group, irrep, irreps->pdata[m]))
          return FALSE;
        irrep->kind = ((BwIrrep *)irreps->pdata[m])->kind;
      }
    if (irrep->kind < 0)
      irrep->kind = n_kinds++;
  }
  return TRUE;
}

static int compare_kinds(gconstpointer a, gconstpointer b)
{
  const BwIrrep *first = *(BwIrrep *const *)a, *second = *(BwIrrep *const *)b;
  return first->kind - second->kind;
}

GPtrArray *bw_irreps_find(const int *pairs, int n_permutations, int n_descriptors)
{
  Group group = {pairs, n_permutations, n_descriptors};
  if (!is_group(&group))
    return NULL;
  g_autoptr(GPtrArray) irreps = g_ptr_array_new_with_free_func(irrep_free);
  g_autofree gboolean *seen = g_new0(gboolean, n_descriptors);
  g_autofree int *orbit = g_new(int, n_descriptors);
  for (int a = 0; a < n_descriptors; a++) {
    int n = 0;
    for (int p = 0; p < n_permutations; p++) {
      int b = pairs[(gsize)p * n_descriptors + a];
      if (!seen[b])
        orbit[n++] = b;
      seen[b] = TRUE;
    }
    if (n > 0)
      split_orbit(&group, orbit, n, irreps);
  }
  if (!name_kinds(&group, irreps))
    return NULL;
  g_ptr_array_sort(irreps, compare_kinds); /* merge sort: stable */
  return g_steal_pointer(&irreps);
}
