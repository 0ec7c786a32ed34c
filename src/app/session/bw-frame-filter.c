#include "app/session/bw-frame-filter.h"

#include <math.h>
#include <string.h>

#include "analysis/smoothing.h"
#include "base/vec3.h"

gboolean bw_filter_is_on(const BwFilterSettings *settings)
{
  return settings->smoothing > 0 || settings->superpose || settings->interpolate;
}

static gsize count_positions(const BwFrame *frame)
{
  return (gsize)frame->n_beads * (gsize)frame->atoms->n_atoms;
}

/* Superposition */

/* Shifts every atom to its image nearest to the first one. FALSE: they are not a molecule that is clearly
 * apart from its images. */
static gboolean gather(const BwFrame *frame, double *centroids)
{
  double heights[3];
  bw_cell_heights(&frame->cell, heights);
  double reach = 0.5 * fmin(heights[0], fmin(heights[1], heights[2]));
  for (int i = 1; i < frame->atoms->n_atoms; i++) {
    double step[3];
    bw_sub3(centroids + 3 * i, centroids, step);
    bw_cell_minimum_image(&frame->cell, step, NULL);
    if (!(bw_norm3(step) < reach))
      return FALSE;
    for (int k = 0; k < 3; k++)
      centroids[3 * i + k] = centroids[k] + step[k];
  }
  return TRUE;
}

static void find_drift(const BwFrame *frame, const double *centroids, const double *reference,
                       double drift[3])
{
  const double *masses = frame->atoms->masses;
  double total = 0;
  memset(drift, 0, 3 * sizeof *drift);
  for (int i = 0; i < frame->atoms->n_atoms; i++) {
    double step[3];
    bw_sub3(centroids + 3 * i, reference + 3 * i, step);
    bw_cell_minimum_image(&frame->cell, step, NULL);
    for (int k = 0; k < 3; k++)
      drift[k] += masses[i] * step[k];
    total += masses[i];
  }
  for (int k = 0; k < 3 && total > 0; k++)
    drift[k] /= total;
}

/* `gathered`: whether it is a molecule that turns. */
static void superpose(const BwFrame *frame, const BwFrame *reference, BwSuperposition *found,
                      gboolean *gathered)
{
  gsize n = (gsize)frame->atoms->n_atoms;
  *gathered = FALSE;
  bw_superposition_init(found);
  if (!bw_atoms_equal(frame->atoms, reference->atoms))
    return;
  g_autofree double *here = g_new(double, 3 * n);
  g_autofree double *there = g_new(double, 3 * n);
  bw_frame_centroid(frame, here);
  bw_frame_centroid(reference, there);
  *gathered = gather(frame, here) && gather(reference, there);
  if (*gathered) {
    bw_superposition_find(found, here, there, frame->atoms->masses, (int)n);
  } else {
    bw_frame_centroid(frame, here); /* not shifted */
    bw_frame_centroid(reference, there);
    find_drift(frame, here, there, found->from);
  }
}

void bw_frame_superpose(const BwFrame *frame, const BwFrame *reference, BwSuperposition *found)
{
  gboolean gathered;
  superpose(frame, reference, found, &gathered);
}

/* Every bead goes where the centroid of its atom goes. */
static void gather_beads(const BwFrame *frame, double *positions)
{
  gsize n = (gsize)frame->atoms->n_atoms;
  g_autofree double *centroids = g_new(double, 3 * n);
  g_autofree double *gathered = g_new(double, 3 * n);
  bw_frame_centroid(frame, centroids);
  memcpy(gathered, centroids, 3 * n * sizeof *gathered);
  gather(frame, gathered);
  for (gsize b = 0; b < (gsize)frame->n_beads; b++)
    for (gsize i = 0; i < 3 * n; i++)
      positions[3 * n * b + i] += gathered[i] - centroids[i];
}

/* A copy of its positions on the reference. */
static double *superposed(const BwFrame *frame, const BwFrame *reference)
{
  gsize n = count_positions(frame);
  double *positions = g_memdup2(frame->positions, 3 * n * sizeof *positions);
  BwSuperposition found;
  gboolean gathered;
  superpose(frame, reference, &found, &gathered);
  if (gathered && bw_cell_is_periodic(&frame->cell))
    gather_beads(frame, positions);
  bw_superposition_apply(&found, positions, n);
  return positions;
}

/* Smoothing */

static gboolean is_alike(const BwFrame *a, const BwFrame *b)
{
  return a && b && a->n_beads == b->n_beads && (a->atoms == b->atoms || bw_atoms_equal(a->atoms, b->atoms));
}

static void add(GPtrArray *window, GPtrArray *owned, const BwFrame *frame, const BwFrame *reference,
                int place)
{
  double *positions = frame->positions;
  if (reference)
    g_ptr_array_add(owned, positions = superposed(frame, reference));
  g_ptr_array_insert(window, place, positions);
}

/* Into positions: of one frame, superposed and smoothed. */
static gboolean filter_frame(const BwFilterSettings *settings, const BwFilterSource *source, gint64 index,
                             double *positions)
{
  const BwFrame *frame = source->get(index, source->data), *reference = NULL;
  g_autoptr(GPtrArray) window = g_ptr_array_new(), owned = g_ptr_array_new_with_free_func(g_free);
  int middle = 0;
  if (!frame)
    return FALSE;
  if (settings->superpose)
    reference = source->reference;
  add(window, owned, frame, reference, 0);
  for (int side = -1; side <= 1; side += 2)
    for (int k = 1; k <= settings->smoothing; k++) {
      const BwFrame *other = source->get(index + side * k, source->data);
      if (!is_alike(frame, other))
        break;
      add(window, owned, other, reference, side < 0 ? 0 : -1);
      middle += side < 0 ? 1 : 0;
    }
  bw_smooth_positions((const double *const *)window->pdata, (int)window->len, middle, count_positions(frame),
                      &frame->cell, positions);
  return TRUE;
}

BwFrame *bw_frame_filter(const BwFilterSettings *settings, const BwFilterSource *source, double position)
{
  gint64 index = (gint64)position;
  double fraction = settings->interpolate ? position - (double)index : 0;
  if (settings->smoothing == 0 && !settings->superpose && fraction == 0)
    return NULL;
  const BwFrame *frame = source->get(index, source->data);
  const BwFrame *next = fraction > 0 ? source->get(index + 1, source->data) : NULL;
  if (!frame)
    return NULL;
  g_autoptr(BwFrame) picture = bw_frame_new(frame->atoms, frame->n_beads);
  picture->cell = frame->cell;
  picture->time = frame->time;
  picture->step = frame->step;
  if (!filter_frame(settings, source, index, picture->positions))
    return NULL;
  if (is_alike(frame, next)) {
    gsize n = count_positions(frame);
    g_autofree double *after = g_new(double, 3 * n);
    if (filter_frame(settings, source, index + 1, after))
      bw_interpolate_positions(picture->positions, after, fraction, n, &picture->cell, picture->positions);
  }
  return g_steal_pointer(&picture);
}
