#include "potential/gdml/strip.h"
#include "base/simd.h"

#include <math.h>
#include <string.h>

typedef double Lanes __attribute__((vector_size(BW_STRIP * sizeof(double)), may_alias));

enum {
  CHUNK_BYTES = 1 << 18, /* of what is kept for each permutation: it stays in the second-level cache */
  FEW = 4,               /* columns of one training point, for which sums over permutations come first */
};

struct _BwStrip {
  const BwKernelSystem *system;
  gboolean forces, energies;
  int n_atoms, chunk; /* permutations worked on together */
  int *pair_of;       /* [N][N]; the diagonal, which no arm belongs to, is 0 */
  int *images;        /* [S][N] atom k turns into atom images[k] */
  int *sources;       /* [S][N] the inverse */
};

/* Parts of a thread's workspace. Arms are signed and square: arm(k, l) = ∂D_kl/∂r_k, arm(k, k) = 0. */
typedef struct {
  Lanes *descriptors;  /* [D] of the rows' points */
  Lanes *arms;         /* [N][N][3] of the rows' points */
  Lanes *differences;  /* [D] Δ_p */
  Lanes *radial;       /* [chunk][3] k, k', k'' */
  Lanes *left, *right; /* [chunk][N][3] J_iᵀ Δ_p, J_jᵀ P_pᵀ Δ_p */
  Lanes *values;       /* [3N + 1][3N + 1] */
  Lanes *slopes;       /* [FEW + 1][D] */
  double *column_arms; /* [N][N][3] of the columns' point */
} Workspace;

/* The atom that two pairs share. */
static int common_atom(int pair_a, int pair_b, const int *first, const int *second)
{
  return first[pair_a] == first[pair_b] || first[pair_a] == second[pair_b] ? first[pair_a] : second[pair_a];
}

/* Permutations of atoms from those of pairs. */
static void find_images(BwStrip *strip)
{
  const BwGdmlPoints *points = &strip->system->points;
  int n = strip->n_atoms, size = points->n_descriptors;
  g_autofree int *first = g_new(int, size), *second = g_new(int, size);
  for (int i = 1, pair = 0; i < n; i++)
    for (int j = 0; j < i; j++, pair++) {
      first[pair] = i, second[pair] = j;
      strip->pair_of[i * n + j] = strip->pair_of[j * n + i] = pair;
    }
  for (int p = 0; p < points->n_permutations; p++)
    for (int k = 0; k < n; k++) {
      const int *pairs = points->pairs + (gsize)p * size;
      int l = k == 0 ? 1 : 0, m = k <= 1 ? 2 : 1; /* any two others */
      int image = n < 3 ? k
                        : common_atom(pairs[strip->pair_of[k * n + l]], pairs[strip->pair_of[k * n + m]],
                                      first, second);
      strip->images[(gsize)p * n + k] = image;
      strip->sources[(gsize)p * n + image] = k;
    }
}

static BwStrip measure(const BwKernelSystem *system)
{
  const BwGdmlPoints *points = &system->points;
  int of_permutation = (int)sizeof(Lanes) * 6 * points->n_atoms;
  return (BwStrip){.system = system,
                   .forces = (system->learns & BW_LEARNS_FORCES) != 0,
                   .energies = (system->learns & BW_LEARNS_ENERGIES) != 0,
                   .n_atoms = points->n_atoms,
                   .chunk = CLAMP(CHUNK_BYTES / of_permutation, 1, points->n_permutations)};
}

BwStrip *bw_strip_new(const BwKernelSystem *system)
{
  const BwStrip measured = measure(system);
  BwStrip *strip = g_memdup2(&measured, sizeof measured);
  gsize n = (gsize)strip->n_atoms, n_permutations = (gsize)system->points.n_permutations;
  strip->pair_of = g_new0(int, n *n);
  strip->images = g_new0(int, n *n_permutations);
  strip->sources = g_new0(int, n *n_permutations);
  if (strip->forces)
    find_images(strip);
  return strip;
}

void bw_strip_free(BwStrip *strip)
{
  if (!strip)
    return;
  g_free(strip->pair_of);
  g_free(strip->images);
  g_free(strip->sources);
  g_free(strip);
}

int bw_strip_n_rows(const BwStrip *strip)
{
  return (strip->forces ? 3 * strip->n_atoms : 0) + (strip->energies ? 1 : 0);
}

/* Counts the workspace, and places its parts unless `start` is NULL. */
static gsize lay_out(const BwStrip *strip, double *start, Workspace *work)
{
  gsize n = (gsize)strip->n_atoms, rows = (gsize)bw_strip_n_rows(strip), chunk = (gsize)strip->chunk;
  gsize size = (gsize)strip->system->points.n_descriptors, square = strip->forces ? 3 * n * n : 0;
  const gsize sizes[] = {size,          square,        size,        3 * chunk,
                         3 * n * chunk, 3 * n * chunk, rows * rows, strip->forces ? (FEW + 1) * size : 0};
  Lanes **parts[] = {&work->descriptors, &work->arms,  &work->differences, &work->radial,
                     &work->left,        &work->right, &work->values,      &work->slopes};
  Lanes *next = (Lanes *)start;
  gsize count = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
    *parts[i] = start ? next + count : NULL;
    count += sizes[i];
  }
  work->column_arms = start ? (double *)(next + count) : NULL;
  return count * BW_STRIP + square;
}

guint64 bw_strip_bytes(const BwKernelSystem *system)
{
  const BwStrip strip = measure(system);
  Workspace work;
  return sizeof(double) * lay_out(&strip, NULL, &work);
}

double *bw_strip_workspace(const BwStrip *strip, BwScratch *scratch)
{
  Workspace work;
  return bw_scratch_get(scratch, sizeof(double) * lay_out(strip, NULL, &work));
}

/* The square of signed arms of one point, `stride` apart. */
static void spread_arms(const double *arms, int n, int stride, double *out)
{
  for (int i = 1; i < n; i++)
    for (int j = 0; j < i; j++)
      for (int k = 0; k < 3; k++, arms++) {
        out[(gsize)((i * n + j) * 3 + k) * stride] = -*arms;
        out[(gsize)((j * n + i) * 3 + k) * stride] = *arms;
      }
}

void bw_strip_set_rows(const BwStrip *strip, int first, double *workspace)
{
  const BwGdmlPoints *points = &strip->system->points;
  int size = points->n_descriptors, n = strip->n_atoms;
  Workspace work;
  lay_out(strip, workspace, &work);
  if (strip->forces)
    memset(work.arms, 0, sizeof(Lanes) * 3 * n * n);
  for (int lane = 0; lane < BW_STRIP; lane++) {
    gsize point = (gsize)MIN(first + lane, points->n_points - 1);
    for (int a = 0; a < size; a++)
      ((double *)work.descriptors)[a * BW_STRIP + lane] = points->descriptors[point * size + a];
    if (strip->forces)
      spread_arms(points->arms + point * size * 3, n, BW_STRIP, (double *)work.arms + lane);
  }
}

BW_VECTORISED_PART void take_differences(const BwStrip *strip, int p, int point, const Workspace *work,
                                         Lanes *square)
{
  const BwGdmlPoints *points = &strip->system->points;
  int size = points->n_descriptors;
  const int *pairs = points->pairs + (gsize)p * size;
  const double *descriptor = points->descriptors + (gsize)point * size;
  Lanes sum = {0};
  for (int a = 0; a < size; a++) {
    Lanes delta = work->descriptors[a] - descriptor[pairs[a]];
    work->differences[a] = delta;
    sum += delta * delta;
  }
  *square = sum;
}

/* k, k', k'' */
static void weigh(const BwKernelSystem *system, const double *square, double *radial)
{
  double inverse = 1 / (system->sigma * system->sigma);
  double *value = radial, *slope = radial + BW_STRIP, *curvature = radial + 2 * BW_STRIP;
  for (int l = 0; l < BW_STRIP; l++)
    if (system->function == BW_KERNEL_GAUSSIAN) {
      value[l] = exp(-0.5 * square[l] * inverse);
      slope[l] = value[l] * inverse;
      curvature[l] = slope[l] * inverse;
    } else {
      double x = sqrt(5 * square[l] * inverse), e = exp(-x);
      value[l] = (1 + x + x * x / 3) * e;
      slope[l] = 5.0 / 3 * inverse * (1 + x) * e;
      curvature[l] = 25.0 / 3 * inverse * inverse * e;
    }
}

/* out[N][3] = J_iᵀ slopes */
BW_VECTORISED_PART void project_left(const BwStrip *strip, const Workspace *work, const Lanes *slopes,
                                     Lanes *out)
{
  int n = strip->n_atoms;
  for (int k = 0; k < n; k++) {
    Lanes sums[3] = {0};
    const Lanes *arm = work->arms + (gsize)k * n * 3;
    for (int l = 0; l < n; l++, arm += 3) {
      Lanes slope = slopes[strip->pair_of[k * n + l]];
      for (int c = 0; c < 3; c++)
        sums[c] += arm[c] * slope;
    }
    for (int c = 0; c < 3; c++)
      out[3 * k + c] = sums[c];
  }
}

/* out[N][3] = J_jᵀ Pᵀ Δ */
BW_VECTORISED_PART void project_right(const BwStrip *strip, const int *sources, const Workspace *work,
                                      Lanes *out)
{
  int n = strip->n_atoms;
  for (int k = 0; k < n; k++) {
    Lanes sums[3] = {0};
    const double *arm = work->column_arms + (gsize)k * n * 3;
    const int *pairs = strip->pair_of + sources[k] * n;
    for (int l = 0; l < n; l++, arm += 3) {
      Lanes delta = work->differences[pairs[sources[l]]];
      for (int c = 0; c < 3; c++)
        sums[c] += arm[c] * delta;
    }
    for (int c = 0; c < 3; c++)
      out[3 * k + c] = sums[c];
  }
}

/* A chunk of permutations and where its parts go. */
typedef struct {
  const BwStrip *strip;
  const Workspace *work;
  const BwStripColumns *columns;
  int first, n; /* permutations */
  int n_rows;
} Chunk;

/* k' J_iᵀ P_p J_j where an atom meets its own image: Σ_l arm(k, l) ⊗ arm(image of k, image of l). */
BW_VECTORISED_PART void add_own_images(const Chunk *chunk, int atom, const int *c, const int n_c, Lanes *out)
{
  const BwStrip *strip = chunk->strip;
  const Workspace *work = chunk->work;
  int n = strip->n_atoms;
  for (int p = 0; p < chunk->n; p++) {
    const int *images = strip->images + (gsize)(chunk->first + p) * n;
    int k = strip->sources[(gsize)(chunk->first + p) * n + atom];
    Lanes sums[3][3] = {0};
    const Lanes *left = work->arms + (gsize)k * n * 3;
    for (int l = 0; l < n; l++, left += 3) {
      const double *right = work->column_arms + (gsize)(atom * n + images[l]) * 3;
#pragma GCC unroll 3
      for (int i = 0; i < n_c; i++)
#pragma GCC unroll 3
        for (int a = 0; a < 3; a++)
          sums[i][a] += left[a] * right[c[i]];
    }
    Lanes slope = work->radial[3 * p + 1];
    for (int i = 0; i < n_c; i++)
      for (int a = 0; a < 3; a++)
        out[(gsize)i * chunk->n_rows + 3 * k + a] += slope * sums[i][a];
  }
}

/* n_c columns of one atom, with all rows of gradients. */
BW_VECTORISED_PART void add_columns(const Chunk *chunk, int atom, const int *c, const int n_c, Lanes *out)
{
  const BwStrip *strip = chunk->strip;
  const Workspace *work = chunk->work;
  int n = strip->n_atoms;
  const double *column_arms = work->column_arms + (gsize)atom * n * 3;
  for (int k = 0; k < n; k++) {
    Lanes sums[3][3];
    const Lanes *arms = work->arms + (gsize)k * n * 3, *u = work->left + 3 * k, *v = work->right + 3 * atom;
    const int *image = strip->images + (gsize)chunk->first * n + k,
              *source = strip->sources + (gsize)chunk->first * n + atom;
    for (int i = 0; i < n_c; i++)
      for (int a = 0; a < 3; a++)
        sums[i][a] = out[(gsize)i * chunk->n_rows + 3 * k + a];
    for (int p = 0; p < chunk->n; p++, image += n, source += n, u += 3 * n, v += 3 * n) {
      const Lanes *left = arms + *source * 3;
      const double *right = column_arms + *image * 3;
      Lanes slope = work->radial[3 * p + 1];
#pragma GCC unroll 3
      for (int a = 0; a < 3; a++) {
        Lanes scaled = slope * left[a];
#pragma GCC unroll 3
        for (int i = 0; i < n_c; i++)
          sums[i][a] += scaled * right[c[i]] + u[a] * v[c[i]];
      }
    }
    for (int i = 0; i < n_c; i++)
      for (int a = 0; a < 3; a++)
        out[(gsize)i * chunk->n_rows + 3 * k + a] = sums[i][a];
  }
  add_own_images(chunk, atom, c, n_c, out);
}

static void add_energy_rows(const Chunk *chunk, Lanes *out)
{
  for (int i = 0; i < chunk->columns->n_components; i++)
    for (int p = 0; p < chunk->n; p++)
      out[(gsize)i * chunk->n_rows] +=
          chunk->work->radial[3 * p + 1] *
          chunk->work->right[(gsize)p * 3 * chunk->strip->n_atoms + chunk->columns->components[i]];
}

static void add_energy_column(const Chunk *chunk, Lanes *out)
{
  const Lanes *radial = chunk->work->radial;
  int n = chunk->strip->forces ? 3 * chunk->strip->n_atoms : 0;
  for (int p = 0; p < chunk->n; p++)
    for (int r = 0; r < n; r++)
      out[r] -= radial[3 * p + 1] * chunk->work->left[(gsize)p * n + r];
  for (int p = 0; p < chunk->n; p++)
    out[n] += radial[3 * p];
}

BW_VECTORISED_PART void prepare_chunk(const Chunk *chunk)
{
  const BwStrip *strip = chunk->strip;
  const Workspace *work = chunk->work;
  gsize n = (gsize)strip->n_atoms;
  for (int p = 0; p < chunk->n; p++) {
    Lanes square;
    take_differences(strip, chunk->first + p, chunk->columns->point, work, &square);
    weigh(strip->system, (const double *)&square, (double *)(work->radial + 3 * p));
    if (strip->forces) {
      project_left(strip, work, work->differences, work->left + p * 3 * n);
      project_right(strip, strip->sources + (chunk->first + p) * n, work, work->right + p * 3 * n);
    }
  }
}

/* J_jᵀ P_pᵀ Δ_p has served the energies: −k'' goes into it. */
BW_VECTORISED_PART void scale_right(const Chunk *chunk)
{
  int n = 3 * chunk->strip->n_atoms;
  Lanes *right = chunk->work->right;
  for (int p = 0; p < chunk->n; p++) {
    Lanes factor = -chunk->work->radial[3 * p + 2];
    for (int k = 0; k < n; k++, right++)
      *right *= factor;
  }
}

BW_VECTORISED static void add_chunk(const Chunk *chunk)
{
  static const int all[3] = {0, 1, 2};
  const BwStripColumns *columns = chunk->columns;
  gsize n_rows = (gsize)chunk->n_rows;
  Lanes *values = chunk->work->values;
  prepare_chunk(chunk);
  if (columns->energy)
    add_energy_column(chunk, values + columns->n_components * n_rows);
  if (columns->n_components == 0)
    return;
  if (chunk->strip->energies)
    add_energy_rows(chunk, values + n_rows - 1);
  scale_right(chunk);
  for (int i = 0; i < columns->n_components;) {
    int column = columns->components[i], atom = column / 3;
    if (column % 3 == 0 && i + 2 < columns->n_components && columns->components[i + 2] == column + 2) {
      add_columns(chunk, atom, all, 3, values + i * n_rows);
      i += 3;
    } else {
      add_columns(chunk, atom, &all[column % 3], 1, values + i * n_rows);
      i++;
    }
  }
}

/* One permutation's part of Δ_p (J_jᵀ P_pᵀ Δ_p)ᵀ and P_p J_j, for one column. */
BW_VECTORISED_PART void add_few_slopes(const Chunk *chunk, int p, int component, Lanes *slopes, Lanes *energy)
{
  const BwStrip *strip = chunk->strip;
  const Workspace *work = chunk->work;
  int n = strip->n_atoms, size = strip->system->points.n_descriptors, atom = component / 3;
  const int *sources = strip->sources + (gsize)p * n, *pairs = strip->pair_of + sources[atom] * n;
  const double *arms = work->column_arms + (gsize)atom * n * 3 + component % 3;
  Lanes slope = work->radial[1], along = {0};
  for (int l = 0; l < n; l++) {
    along += arms[3 * l] * work->differences[pairs[sources[l]]];
    slopes[pairs[sources[l]]] += slope * arms[3 * l];
  }
  Lanes factor = -work->radial[2] * along;
  for (int a = 0; a < size; a++)
    slopes[a] += factor * work->differences[a];
  if (strip->energies)
    *energy += slope * along;
}

/* For few columns it is cheaper to sum over permutations first and to project on the rows' atoms then. */
BW_VECTORISED static void add_few(const Chunk *chunk)
{
  const Workspace *work = chunk->work;
  const BwStripColumns *columns = chunk->columns;
  gsize size = (gsize)chunk->strip->system->points.n_descriptors, n_rows = (gsize)chunk->n_rows;
  int n = columns->n_components + (columns->energy ? 1 : 0);
  Lanes *of_energy = work->slopes + columns->n_components * size;
  Lanes *energies = work->values + columns->n_components * n_rows + n_rows - 1;
  memset(work->slopes, 0, sizeof(Lanes) * n * size);
  for (int p = 0; p < chunk->n; p++) {
    Lanes square;
    take_differences(chunk->strip, p, columns->point, work, &square);
    weigh(chunk->strip->system, (const double *)&square, (double *)work->radial);
    for (int i = 0; i < columns->n_components; i++)
      add_few_slopes(chunk, p, columns->components[i], work->slopes + i * size,
                     work->values + (i + 1) * n_rows - 1);
    if (columns->energy) {
      for (gsize a = 0; a < size; a++)
        of_energy[a] -= work->radial[1] * work->differences[a];
      *energies += work->radial[0];
    }
  }
  for (int i = 0; i < n; i++)
    project_left(chunk->strip, work, work->slopes + i * size, work->values + i * n_rows);
}

const double *bw_strip_fill(const BwStrip *strip, const BwStripColumns *columns, double *workspace)
{
  const BwGdmlPoints *points = &strip->system->points;
  Workspace work;
  lay_out(strip, workspace, &work);
  Chunk chunk = {strip, &work, columns, 0, 0, bw_strip_n_rows(strip)};
  gsize n = (gsize)strip->n_atoms;
  if (strip->forces) {
    memset(work.column_arms, 0, sizeof(double) * 3 * n * n);
    spread_arms(points->arms + (gsize)columns->point * points->n_descriptors * 3, (int)n, 1,
                work.column_arms);
  }
  memset(work.values, 0, sizeof(Lanes) * chunk.n_rows * (columns->n_components + (columns->energy ? 1 : 0)));
  if (strip->forces && columns->n_components <= FEW) {
    chunk.n = points->n_permutations;
    add_few(&chunk);
    return (const double *)work.values;
  }
  for (; chunk.first < points->n_permutations; chunk.first += strip->chunk) {
    chunk.n = MIN(strip->chunk, points->n_permutations - chunk.first);
    add_chunk(&chunk);
  }
  return (const double *)work.values;
}
