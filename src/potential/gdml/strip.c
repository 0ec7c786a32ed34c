#include "potential/gdml/orbits.h"
#include "potential/gdml/strip-private.h"

#include <string.h>

enum { CHUNK_BYTES = 1 << 18 }; /* of what is kept for each permutation: it stays in the second-level cache */

static void find_images(BwStrip *strip)
{
  const BwGdmlPoints *points = &strip->system->points;
  int n = strip->n_atoms;
  for (int i = 1, pair = 0; i < n; i++)
    for (int j = 0; j < i; j++, pair++)
      strip->pair_of[i * n + j] = strip->pair_of[j * n + i] = pair;
  bw_orbits_atoms(points->pairs, points->n_permutations, n, strip->images);
  for (int p = 0; p < points->n_permutations; p++)
    for (int k = 0; k < n; k++)
      strip->sources[(gsize)p * n + strip->images[(gsize)p * n + k]] = k;
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
static gsize lay_out(const BwStrip *strip, double *start, BwStripWorkspace *work)
{
  gsize n = (gsize)strip->n_atoms, rows = (gsize)bw_strip_n_rows(strip), chunk = (gsize)strip->chunk;
  gsize size = (gsize)strip->system->points.n_descriptors, square = strip->forces ? 3 * n * n : 0;
  const gsize sizes[] = {
      size,          square,        size,        3 * chunk,
      3 * n * chunk, 3 * n * chunk, rows * rows, strip->forces ? (BW_STRIP_FEW + 1) * size : 0};
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
  BwStripWorkspace work;
  return sizeof(double) * lay_out(&strip, NULL, &work);
}

double *bw_strip_workspace(const BwStrip *strip, BwScratch *scratch)
{
  BwStripWorkspace work;
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
  BwStripWorkspace work;
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

const double *bw_strip_fill(const BwStrip *strip, const BwStripColumns *columns, double *workspace)
{
  const BwGdmlPoints *points = &strip->system->points;
  BwStripWorkspace work;
  lay_out(strip, workspace, &work);
  BwStripChunk chunk = {strip, &work, columns, 0, 0, bw_strip_n_rows(strip)};
  gsize n = (gsize)strip->n_atoms;
  if (strip->forces) {
    memset(work.column_arms, 0, sizeof(double) * 3 * n * n);
    spread_arms(points->arms + (gsize)columns->point * points->n_descriptors * 3, (int)n, 1,
                work.column_arms);
  }
  memset(work.values, 0, sizeof(Lanes) * chunk.n_rows * (columns->n_components + (columns->energy ? 1 : 0)));
  if (strip->forces && columns->n_components <= BW_STRIP_FEW) {
    chunk.n = points->n_permutations;
    bw_strip_add_few(&chunk);
    return (const double *)work.values;
  }
  for (; chunk.first < points->n_permutations; chunk.first += strip->chunk) {
    chunk.n = MIN(strip->chunk, points->n_permutations - chunk.first);
    bw_strip_add_many(&chunk);
  }
  return (const double *)work.values;
}
