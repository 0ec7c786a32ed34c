#include "potential/gdml/columns.h"
#include "potential/gdml/cosets-columns.h"
#include "potential/gdml/strip.h"

enum { SEGMENT = 32 }; /* wanted training points that one task pairs with a strip's rows */

/* The wanted columns of one training point, and where they go. */
typedef struct {
  BwStripColumns columns;
  int first, energy; /* columns of `out` */
} Wanted;

typedef struct {
  const BwKernelSystem *system;
  const BwStrip *strip;
  int n_components; /* gradients of a training point */
  gboolean energies;
  int *components;
  GArray *wanted;
  double *out; /* one of the two */
  float *out_float;
} Picking;

static void add_gradients(Picking *job, const gint64 *columns, int n)
{
  for (int first = 0, next; first < n; first = next) {
    int point = (int)(columns[first] / job->n_components);
    for (next = first; next < n && columns[next] / job->n_components == point; next++)
      job->components[next] = (int)(columns[next] % job->n_components);
    const Wanted wanted = {{point, next - first, job->components + first, FALSE}, first, -1};
    g_array_append_val(job->wanted, wanted);
  }
}

static int compare_points(gconstpointer a, gconstpointer b)
{
  return ((const Wanted *)a)->columns.point - ((const Wanted *)b)->columns.point;
}

/* Energies join the gradients of their training point. */
static void add_energies(Picking *job, const gint64 *columns, int first, int n)
{
  gint64 offset = (gint64)job->n_components * job->system->points.n_points;
  guint n_gradients = job->wanted->len, g = 0;
  for (int i = first; i < n; i++) {
    int point = (int)(columns[i] - offset);
    while (g < n_gradients && g_array_index(job->wanted, Wanted, g).columns.point < point)
      g++;
    if (g < n_gradients && g_array_index(job->wanted, Wanted, g).columns.point == point) {
      g_array_index(job->wanted, Wanted, g).columns.energy = TRUE;
      g_array_index(job->wanted, Wanted, g).energy = i;
    } else {
      const Wanted wanted = {{point, 0, NULL, TRUE}, 0, i};
      g_array_append_val(job->wanted, wanted);
    }
  }
  g_array_sort(job->wanted, compare_points);
}

static void write_column(const Picking *job, const double *in, int row, int n, int column)
{
  int n_points = job->system->points.n_points, size = job->n_components;
  gsize start = (gsize)column * bw_kernel_system_n_rows(job->system);
  gsize gradients = start + (gsize)size * row, energies = start + (gsize)size * n_points + row;
  if (job->out)
    bw_strip_write(in, size, n, job->out + gradients);
  else
    bw_strip_write_float(in, size, n, job->out_float + gradients);
  for (int lane = 0; job->energies && lane < n; lane++)
    if (job->out)
      job->out[energies + lane] = in[size * BW_STRIP + lane];
    else
      job->out_float[energies + lane] = (float)in[size * BW_STRIP + lane];
}

static int n_segments(const Picking *job)
{
  return ((int)job->wanted->len + SEGMENT - 1) / SEGMENT;
}

static void fill_segment(int task, BwScratch *scratch, gpointer data)
{
  const Picking *job = data;
  int row = task / n_segments(job) * BW_STRIP, first = task % n_segments(job) * SEGMENT;
  int n = MIN(BW_STRIP, job->system->points.n_points - row), n_rows = bw_strip_n_rows(job->strip);
  double *work = bw_strip_workspace(job->strip, scratch);
  bw_strip_set_rows(job->strip, row, work);
  for (int w = first; w < MIN(first + SEGMENT, (int)job->wanted->len); w++) {
    const Wanted *wanted = &g_array_index(job->wanted, Wanted, w);
    const double *values = bw_strip_fill(job->strip, &wanted->columns, work);
    for (int c = 0; c < wanted->columns.n_components; c++, values += n_rows * BW_STRIP)
      write_column(job, values, row, n, wanted->first + c);
    if (wanted->columns.energy)
      write_column(job, values, row, n, wanted->energy);
  }
}

static void pick(const BwKernelSystem *system, const gint64 *columns, int n, double *out, float *out_float,
                 BwPool *pool)
{
  if (bw_cosets_columns(system, columns, n, out, out_float, pool))
    return;
  const BwGdmlPoints *points = &system->points;
  g_autoptr(BwStrip) strip = bw_strip_new(system);
  g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(Wanted));
  g_autofree int *components = g_new(int, n);
  int size = system->learns & BW_LEARNS_FORCES ? 3 * points->n_atoms : 0, n_gradients = 0;
  Picking job = {system,     strip,  size, (system->learns & BW_LEARNS_ENERGIES) != 0,
                 components, wanted, out,  out_float};
  while (n_gradients < n && columns[n_gradients] < (gint64)size * points->n_points)
    n_gradients++;
  add_gradients(&job, columns, n_gradients);
  add_energies(&job, columns, n_gradients, n);
  bw_pool_run(pool, (points->n_points + BW_STRIP - 1) / BW_STRIP * n_segments(&job), fill_segment, &job);
}

void bw_gdml_columns(const BwKernelSystem *system, const gint64 *columns, int n, double *out, BwPool *pool)
{
  pick(system, columns, n, out, NULL, pool);
}

void bw_gdml_columns_float(const BwKernelSystem *system, const gint64 *columns, int n, float *out,
                           BwPool *pool)
{
  pick(system, columns, n, NULL, out, pool);
}
