#include "dynamics/advice.h"
#include "base/error.h"
#include "base/random.h"
#include "base/units.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

#define DISPLACEMENT 2e-3     /* Å, of the atom that moves most in a difference */
#define TOLERANCE 5e-3        /* of the squared frequency: at most a quarter of a per cent of the frequency */
#define BEADS_PER_QUANTUM 1.5 /* P / βħω */
#define STEPS_PER_PERIOD 20
#define STABLE_PHASE 2.0 /* ω dt */

enum { MAX_ITERATIONS = 60, MAX_BEADS = 128 };

/* The mass-weighted Hessian, as what it does to a vector. */
typedef struct {
  BwPotential *potential;
  BwReplicas replicas;
  BwPool *pool;
  const double *positions;
  double *root_masses;        /* [n], √amu */
  double *displaced, *forces; /* [2][n] */
  int n;                      /* coordinates */
} Hessian;

static void hessian_clear(Hessian *self)
{
  g_free(self->root_masses);
  g_free(self->displaced);
  g_free(self->forces);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Hessian, hessian_clear)

static gboolean hessian_init(Hessian *self, const BwAtoms *atoms, GError **error)
{
  const gsize n = (gsize)atoms->n_atoms * 3;
  self->n = (int)n;
  self->root_masses = g_new(double, n);
  self->displaced = g_new(double, 2 * n);
  self->forces = g_new(double, 2 * n);
  for (int i = 0; i < atoms->n_atoms; i++) {
    if (!(atoms->masses[i] > 0))
      return bw_fail(error, BW_ERROR_ARGUMENT, "atom %d has no mass and cannot vibrate", i);
    for (int k = 0; k < 3; k++)
      self->root_masses[3 * i + k] = sqrt(atoms->masses[i]);
  }
  return TRUE;
}

/* product = M^−½ H M^−½ vector, eV/(amu·Å²) */
static gboolean hessian_multiply(Hessian *self, const double *vector, double *product, GError **error)
{
  double largest = 0;
  for (int i = 0; i < self->n; i++)
    largest = MAX(largest, fabs(vector[i]) / self->root_masses[i]);
  const double h = DISPLACEMENT / largest;
  for (int i = 0; i < self->n; i++) {
    self->displaced[i] = self->positions[i] + h * vector[i] / self->root_masses[i];
    self->displaced[self->n + i] = self->positions[i] - h * vector[i] / self->root_masses[i];
  }
  BwEvaluation answers = {.forces = self->forces};
  if (!bw_potential_evaluate(self->potential, &self->replicas, &answers, self->pool, error))
    return FALSE;
  for (int i = 0; i < self->n; i++)
    product[i] = (self->forces[self->n + i] - self->forces[i]) / (2 * h * self->root_masses[i]);
  return TRUE;
}

/* Lanczos */

static double dot(const double *a, const double *b, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void subtract(double *vector, const double *direction, double amount, int n)
{
  for (int i = 0; i < n; i++)
    vector[i] -= amount * direction[i];
}

static double normalise(double *vector, int n)
{
  const double norm = sqrt(dot(vector, vector, n));
  for (int i = 0; i < n && norm > 0; i++)
    vector[i] /= norm;
  return norm;
}

/* The largest eigenvalue of the tridiagonal matrix, and its vector[n]. */
static double largest_ritz_value(const double *diagonal, const double *beside, int n, double *vector)
{
  double values[MAX_ITERATIONS], work[MAX_ITERATIONS] = {0}, vectors[MAX_ITERATIONS * MAX_ITERATIONS];
  for (int i = 0; i < n; i++) {
    values[i] = diagonal[i];
    work[i] = i < n - 1 ? beside[i] : 0;
  }
  LAPACKE_dstev(LAPACK_COL_MAJOR, 'V', n, values, work, vectors, n);
  memcpy(vector, &vectors[(n - 1) * n], (gsize)n * sizeof *vector);
  return values[n - 1];
}

/* Light atoms move most in the stiffest mode: a start that favours them saves iterations. */
static double *first_vector(const Hessian *hessian)
{
  double *vector = g_new(double, hessian->n);
  bw_random_normals(0, BW_STREAM_LANCZOS, 0, 0, vector, (gsize)hessian->n);
  for (int i = 0; i < hessian->n; i++)
    vector[i] /= hessian->root_masses[i];
  normalise(vector, hessian->n);
  return vector;
}

/* Vectors are kept orthogonal to all before them, twice: with so few of them that costs nothing. */
static gboolean find_largest(Hessian *hessian, double *largest, double *mode, int *n_products, GError **error)
{
  const int n = hessian->n;
  double diagonal[MAX_ITERATIONS], beside[MAX_ITERATIONS], ritz[MAX_ITERATIONS];
  g_autoptr(GPtrArray) basis = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(basis, first_vector(hessian));
  for (int j = 0; j < MIN(n, MAX_ITERATIONS); j++) {
    double *next = g_new(double, n);
    g_ptr_array_add(basis, next);
    if (!hessian_multiply(hessian, basis->pdata[j], next, error))
      return FALSE;
    *n_products = j + 1;
    diagonal[j] = dot(basis->pdata[j], next, n);
    for (int twice = 0; twice < 2; twice++)
      for (int k = j; k >= 0; k--)
        subtract(next, basis->pdata[k], dot(basis->pdata[k], next, n), n);
    beside[j] = normalise(next, n);
    *largest = largest_ritz_value(diagonal, beside, j + 1, ritz);
    if (beside[j] * fabs(ritz[j]) <= TOLERANCE * fabs(*largest))
      break;
  }
  for (int j = 0; j < *n_products; j++)
    subtract(mode, basis->pdata[j], -ritz[j], n);
  return TRUE;
}

/* The bond */

#define ALONG_BOND 0.7 /* cosine */

static double separation(const Hessian *hessian, int i, int j, double vector[3])
{
  for (int k = 0; k < 3; k++)
    vector[k] = hessian->positions[3 * j + k] - hessian->positions[3 * i + k];
  if (hessian->replicas.cell)
    bw_cell_minimum_image(hessian->replicas.cell, vector, NULL);
  return sqrt(dot(vector, vector, 3));
}

static int nearest_atom(const Hessian *hessian, int atom)
{
  int nearest = -1;
  double least = INFINITY, vector[3];
  for (int j = 0; j < hessian->n / 3; j++) {
    const double distance = j == atom ? INFINITY : separation(hessian, atom, j, vector);
    if (distance < least) {
      least = distance;
      nearest = j;
    }
  }
  return nearest;
}

/* The atom that moves most, and its neighbour if they move along the line between them. mode[n] is
 * mass-weighted, and becomes displacements. */
static void find_bond(const Hessian *hessian, double *mode, int atoms[2])
{
  int most = 0;
  double relative[3], axis[3];
  for (int i = 0; i < hessian->n; i++)
    mode[i] /= hessian->root_masses[i];
  for (int a = 1; a < hessian->n / 3; a++)
    if (dot(mode + 3 * a, mode + 3 * a, 3) > dot(mode + 3 * most, mode + 3 * most, 3))
      most = a;
  const int other = nearest_atom(hessian, most);
  atoms[0] = atoms[1] = -1;
  if (other < 0)
    return;
  const double length = separation(hessian, most, other, axis);
  for (int k = 0; k < 3; k++)
    relative[k] = mode[3 * other + k] - mode[3 * most + k];
  if (fabs(dot(relative, axis, 3)) < ALONG_BOND * length * sqrt(dot(relative, relative, 3)))
    return;
  atoms[0] = MIN(most, other);
  atoms[1] = MAX(most, other);
}

/* Rules */

/* 16, 24, 32, 48, …: numbers that people use, and that factorise. */
static int round_beads(double least)
{
  int n = 1;
  while (n < least && n < MAX_BEADS)
    n = n < 4 ? n + 1 : (n & (n - 1)) == 0 ? n + n / 2 : (n / 3) * 4;
  return n;
}

/* Down to 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten. */
static double round_timestep(double longest)
{
  static const double steps[] = {8, 6, 5, 4, 3, 2.5, 2, 1.5, 1};
  const double decade = pow(10, floor(log10(longest)));
  for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
    if (steps[i] * decade <= longest)
      return steps[i] * decade;
  return decade;
}

void bw_advice_set_temperature(BwAdvice *advice, double temperature)
{
  const double quantum = advice->highest_frequency * BW_WAVENUMBER; /* ħω, eV */
  const double period = 2 * G_PI * BW_HBAR / quantum;
  advice->quantumness = quantum / (BW_KB * temperature);
  advice->n_beads = round_beads(BEADS_PER_QUANTUM * advice->quantumness);
  advice->timestep = round_timestep(period / STEPS_PER_PERIOD);
  advice->longest_timestep = STABLE_PHASE * BW_HBAR / quantum;
}

gboolean bw_advise(BwPotential *potential, const BwAtoms *atoms, const BwCell *cell, const double *positions,
                   double temperature, BwPool *pool, BwAdvice *advice, GError **error)
{
  double largest = 0;
  int n_products = 0;
  g_auto(Hessian) hessian = {.potential = potential, .pool = pool, .positions = positions};
  *advice = (BwAdvice){0};
  if (!(temperature > 0))
    return bw_fail(error, BW_ERROR_ARGUMENT, "a temperature of %g K; beads need one above 0", temperature);
  if (!bw_potential_check_atoms(potential, atoms, error) || !hessian_init(&hessian, atoms, error))
    return FALSE;
  hessian.replicas = (BwReplicas){2, atoms->n_atoms, atoms->numbers, cell, hessian.displaced};
  g_autofree double *mode = g_new0(double, hessian.n);
  if (!find_largest(&hessian, &largest, mode, &n_products, error))
    return FALSE;
  if (!(largest > 0))
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "no atom is held in its place here, so no frequency says how many beads are needed");
  advice->highest_frequency = sqrt(largest) * BW_HBAR_INTERNAL / BW_WAVENUMBER;
  advice->n_force_calls = 2 * n_products;
  find_bond(&hessian, mode, advice->atoms);
  bw_advice_set_temperature(advice, temperature);
  return TRUE;
}
