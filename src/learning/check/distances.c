/* Atoms too close or too far, and bonds whose length speaks of another unit. */
#include "base/elements.h"
#include "base/median.h"
#include "base/units.h"
#include "base/vec3.h"
#include "learning/check/private.h"
#include "system/neighbours.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const double SAME_PLACE = 0.05;    /* Å */
static const double TOO_CLOSE = 0.45;     /* of the sum of covalent radii */
static const double FAR = 12, LOST = 1e3; /* Å from the nearest other atom */
static const double REACH = 6;            /* Å: where neighbours are looked for in large systems */
enum { SMALL = 200 };                     /* atoms: below, all pairs are looked at */

typedef struct {
  double distance;
  int neighbour; /* −1: none within reach */
} Nearest;

static void all_pairs(const double *positions, int n, const BwCell *cell, Nearest *nearest)
{
  for (int i = 1; i < n; i++)
    for (int j = 0; j < i; j++) {
      double d[3];
      bw_sub3(positions + 3 * i, positions + 3 * j, d);
      if (cell)
        bw_cell_minimum_image(cell, d, NULL);
      double r = bw_norm3(d);
      if (r < nearest[i].distance)
        nearest[i] = (Nearest){r, j};
      if (r < nearest[j].distance)
        nearest[j] = (Nearest){r, i};
    }
}

/* Of one atom, however far. */
static Nearest nearest_of(const double *positions, int n, const BwCell *cell, int i)
{
  Nearest nearest = {INFINITY, -1};
  for (int j = 0; j < n; j++) {
    double d[3], r;
    bw_sub3(positions + 3 * i, positions + 3 * j, d);
    if (cell)
      bw_cell_minimum_image(cell, d, NULL);
    if (j != i && (r = bw_norm3(d)) < nearest.distance)
      nearest = (Nearest){r, j};
  }
  return nearest;
}

static void within_reach(const double *positions, int n, const BwCell *cell, Nearest *nearest)
{
  BwCell none;
  bw_cell_init_none(&none);
  g_autoptr(BwNeighbours) pairs = bw_neighbours_new(positions, n, cell ? cell : &none, REACH, FALSE, NULL);
  for (int i = 0; i < n && pairs; i++)
    for (int p = pairs->first[i]; p < pairs->first[i + 1]; p++)
      if (pairs->distances[p] < nearest[i].distance && pairs->j[p] != i)
        nearest[i] = (Nearest){pairs->distances[p], pairs->j[p]};
  for (int i = 0; i < n; i++)
    if (nearest[i].neighbour < 0)
      nearest[i] = nearest_of(positions, n, cell, i);
}

static void find_nearest(const BwCheckFrames *frames, gint64 f, Nearest *nearest)
{
  int n = frames->atoms->n_atoms;
  for (int i = 0; i < n; i++)
    nearest[i] = (Nearest){INFINITY, -1};
  (n <= SMALL ? all_pairs : within_reach)(bw_check_positions(frames, f), n, bw_check_cell(frames, f),
                                          nearest);
}

static double radii(const BwAtoms *atoms, int i, int j)
{
  return bw_element(atoms->numbers[i])->covalent_radius + bw_element(atoms->numbers[j])->covalent_radius;
}

static gboolean is_noble(int number)
{
  return number == 2 || number == 10 || number == 18 || number == 36 || number == 54 || number == 86;
}

/* Median over the atoms of nearest distance by covalent radii: about 1 in anything chemical; NaN where bonds
 * are not covalent. `work`: [n_atoms]. */
static double bond_scale(const BwAtoms *atoms, const Nearest *nearest, double *work)
{
  int n = 0;
  for (int i = 0; i < atoms->n_atoms; i++)
    if (nearest[i].neighbour >= 0 && atoms->numbers[i] > 0 && !is_noble(atoms->numbers[i]))
      work[n++] = nearest[i].distance / radii(atoms, i, nearest[i].neighbour);
  return n > 0 ? bw_median(work, n) : NAN;
}

static void check_close(BwCheckFrames *frames, gint64 f, int i, const Nearest *nearest)
{
  const BwAtoms *atoms = frames->atoms;
  double r = nearest[i].distance;
  int j = nearest[i].neighbour;
  gboolean same = r < SAME_PLACE;
  if (j < 0 || (j > i && nearest[j].neighbour == i) || !(same || r < TOO_CLOSE * radii(atoms, i, j)))
    return;
  g_autofree char *a = bw_atoms_name(atoms, MIN(i, j)), *b = bw_atoms_name(atoms, MAX(i, j));
  if (same)
    bw_check_add(frames, BW_FLAW_CLOSE, BW_SEVERITY_ERROR, f, -1, i, N_("take the frame out"),
                 N_("frame %d: %s and %s are in one place (%.3g Å apart)"), (int)f, a, b, r);
  else
    bw_check_add(frames, BW_FLAW_CLOSE, BW_SEVERITY_WARNING, f, -1, i,
                 N_("look at the frame; take it out unless it is meant"),
                 N_("frame %d: %s and %s are only %.2f Å apart"), (int)f, a, b, r);
}

static void check_far(BwCheckFrames *frames, gint64 f, int i, double r)
{
  if (r <= FAR || !isfinite(r))
    return;
  gboolean lost = r > LOST;
  g_autofree char *name = bw_atoms_name(frames->atoms, i);
  bw_check_add(frames, BW_FLAW_FAR, lost ? BW_SEVERITY_ERROR : BW_SEVERITY_WARNING, f, -1, i,
               lost ? N_("take the frame out") : N_("look at the frame; take it out unless it is meant"),
               N_("frame %d: %s is %.4g Å from the nearest other atom"), (int)f, name, r);
}

/* The unit in which lengths would be as they are in nature, when they came out `scale` times as long; NULL:
 * none that is known. */
static const char *unit_for(double scale)
{
  static const struct {
    double factor;
    const char *words;
  } known[] = {
      {1 / BW_BOHR, N_("as if they were in bohr")}, {BW_BOHR, N_("as if Å had been taken for bohr")},
      {0.1, N_("as if they were in nm")},           {10, N_("as if Å had been taken for nm")},
      {100, N_("as if they were in pm")},
  };
  for (gsize k = 0; k < G_N_ELEMENTS(known); k++)
    if (fabs(log(scale / known[k].factor)) < log(1.25))
      return known[k].words;
  return NULL;
}

static gboolean is_chemical(double scale)
{
  return scale > 0.66 && scale < 1.5;
}

/* All frames: only where their scale hardly varies, as that of separated fragments does. */
static void check_all_scales(BwCheckFrames *frames, double middle, double spread)
{
  const char *unit = unit_for(middle);
  if (is_chemical(middle) || !unit || spread > 0.15 * middle || frames->n_clean < 3)
    return;
  bw_check_add(frames, BW_FLAW_LENGTH_UNIT, BW_SEVERITY_ERROR, -1, -1, -1,
               N_("say the unit of the file with --units, such as --units length=bohr"),
               N_("neighbours are %.2f times as far apart as bonds are long: %s"), middle, unit);
}

static void check_scales(BwCheckFrames *frames, const double *scales)
{
  int n = frames->n_clean;
  g_autofree double *sorted = g_memdup2(scales, sizeof(double) * (gsize)n);
  int known = 0;
  for (int i = 0; i < n; i++)
    if (isfinite(scales[i]))
      sorted[known++] = scales[i];
  if (known == 0)
    return;
  double middle = bw_median(sorted, known);
  for (int i = 0; i < known; i++)
    sorted[i] = fabs(sorted[i] - middle);
  double spread = 1.4826 * bw_median(sorted, known);
  check_all_scales(frames, middle, spread);
  for (int i = 0; i < n; i++) {
    double scale = scales[i] / middle;
    const char *unit = isfinite(scale) && !is_chemical(scale) && known > 4 ? unit_for(scale) : NULL;
    if (unit && fabs(scales[i] - middle) > 8 * spread && spread < 0.1 * middle)
      bw_check_add(frames, BW_FLAW_LENGTH_UNIT, BW_SEVERITY_ERROR, frames->clean[i], -1, -1,
                   N_("convert the positions of the frame, or take it out"),
                   N_("frame %d: bonds are %.2f times as long as in other frames, %s"), (int)frames->clean[i],
                   scale, unit);
  }
}

gboolean bw_check_distances(BwCheckFrames *frames, GError **error)
{
  int n = frames->atoms->n_atoms;
  g_autofree Nearest *nearest = g_new(Nearest, n);
  g_autofree double *scales = g_new(double, MAX(frames->n_clean, 1)), *work = g_new(double, n);
  if (n < 2 && !frames->cells)
    return TRUE;
  for (int k = 0; k < frames->n_clean; k++) {
    gint64 f = frames->clean[k];
    if (!bw_check_go_on(frames, "Measuring distances", (double)k / frames->n_clean, error))
      return FALSE;
    find_nearest(frames, f, nearest);
    scales[k] = bond_scale(frames->atoms, nearest, work);
    for (int i = 0; i < n; i++) {
      check_close(frames, f, i, nearest);
      check_far(frames, f, i, nearest[i].distance);
    }
  }
  check_scales(frames, scales);
  return TRUE;
}
