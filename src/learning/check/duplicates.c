/* Geometries that come twice, wherever they stand and however they are turned.
 *
 * Geometries are compared by their interatomic distances. Sums of these with fixed random weights differ by
 * little where all distances do, so that sorting by one such sum brings candidates together. */
#include "base/random.h"
#include "base/vec3.h"
#include "learning/check/private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const double TOLERANCE = 1e-4; /* Å, of every distance: what rounding in a file leaves */
static const double ENERGY_NOISE = 1e-3, FORCE_NOISE = 1e-2; /* eV, eV/Å: same geometry, same calculation */
enum { MAX_PAIRS = 2000, SUMS = 3 };

typedef struct {
  double sums[SUMS];
  int clean; /* index into frames->clean */
} Fingerprint;

typedef struct {
  BwCheckFrames *frames;
  int n_pairs;
  int (*pairs)[2];         /* those that the sums are over */
  double (*weights)[SUMS]; /* [n_pairs], −1 … 1 */
  double windows[SUMS];    /* the sums differ by no more where all distances are within tolerance */
  Fingerprint *prints;     /* [n_clean], sorted */
} Search;

static double distance(const Search *search, gint64 f, int i, int j)
{
  const double *positions = bw_check_positions(search->frames, f);
  const BwCell *cell = bw_check_cell(search->frames, f);
  double d[3];
  bw_sub3(positions + 3 * i, positions + 3 * j, d);
  if (cell)
    bw_cell_minimum_image(cell, d, NULL);
  return bw_norm3(d);
}

static void choose_pairs(Search *search)
{
  gint64 n = search->frames->atoms->n_atoms, all = n * (n - 1) / 2, step = MAX(1, all / MAX_PAIRS), p = 0;
  search->pairs = g_malloc(sizeof *search->pairs * (gsize)(all / step + 1));
  search->weights = g_malloc(sizeof *search->weights * (gsize)(all / step + 1));
  for (int i = 1; i < n; i++)
    for (int j = 0; j < i; j++, p++) {
      if (p % step)
        continue;
      search->pairs[search->n_pairs][0] = i, search->pairs[search->n_pairs][1] = j;
      for (int s = 0; s < SUMS; s++) {
        double weight = 2 * bw_random_uniform(1, BW_STREAM_SPLIT, (guint64)s, (guint64)p) - 1;
        search->weights[search->n_pairs][s] = weight;
        search->windows[s] += fabs(weight) * TOLERANCE;
      }
      search->n_pairs++;
    }
}

static void take_print(Search *search, int clean)
{
  Fingerprint *print = &search->prints[clean];
  *print = (Fingerprint){.clean = clean};
  for (int p = 0; p < search->n_pairs; p++) {
    double r = distance(search, search->frames->clean[clean], search->pairs[p][0], search->pairs[p][1]);
    for (int s = 0; s < SUMS; s++)
      print->sums[s] += search->weights[p][s] * r;
  }
}

static int compare_prints(gconstpointer a, gconstpointer b)
{
  const Fingerprint *x = a, *y = b;
  if (x->sums[0] != y->sums[0])
    return x->sums[0] < y->sums[0] ? -1 : 1;
  return x->clean - y->clean;
}

static gboolean same_geometry(const Search *search, const Fingerprint *a, const Fingerprint *b)
{
  gint64 f = search->frames->clean[a->clean], g = search->frames->clean[b->clean];
  int n = search->frames->atoms->n_atoms;
  for (int s = 0; s < SUMS; s++)
    if (!(fabs(a->sums[s] - b->sums[s]) <= search->windows[s]))
      return FALSE;
  for (int i = 1; i < n; i++)
    for (int j = 0; j < i; j++)
      if (fabs(distance(search, f, i, j) - distance(search, g, i, j)) > TOLERANCE)
        return FALSE;
  return TRUE;
}

/* The largest difference between the lengths of forces on an atom: it does not depend on how a frame is
 * turned. */
static double force_difference(const BwCheckFrames *frames, gint64 f, gint64 g)
{
  const double *a = bw_check_forces(frames, f), *b = bw_check_forces(frames, g);
  double most = 0;
  for (int i = 0; i < frames->atoms->n_atoms && frames->n_forces > 0; i++)
    most = MAX(most, fabs(bw_norm3(a + 3 * i) - bw_norm3(b + 3 * i)));
  return most;
}

static void tell(BwCheckFrames *frames, gint64 first, gint64 again)
{
  gsize bytes = sizeof(double) * 3 * (gsize)frames->atoms->n_atoms;
  gboolean exact = memcmp(bw_check_positions(frames, first), bw_check_positions(frames, again), bytes) == 0;
  const char *how = exact ? N_("the geometry") : N_("up to rotation and rounding the geometry");
  double energy = frames->n_energies ? frames->energies[again] - frames->energies[first] : 0;
  double force = force_difference(frames, first, again);
  bw_check_drop(frames, again);
  if (fabs(energy) <= ENERGY_NOISE && force <= FORCE_NOISE) {
    bw_check_add(frames, BW_FLAW_DUPLICATE, BW_SEVERITY_WARNING, again, first, -1,
                 N_("take it out: it teaches nothing, and in a test set it is no test"),
                 N_("frame %d has %s of frame %d"), (int)again, how, (int)first);
    return;
  }
  bw_check_drop(frames, first);
  gboolean by_energy = fabs(energy) > ENERGY_NOISE;
  bw_check_add(frames, BW_FLAW_CONTRADICTION, BW_SEVERITY_ERROR, again, first, -1,
               N_("compute both again, or take both out"),
               N_("frame %d has %s of frame %d, but its %s by %.3g %s"), (int)again, how, (int)first,
               by_energy ? N_("energy differs") : N_("forces differ"), by_energy ? energy : force,
               by_energy ? "eV" : "eV/Å");
}

/* All copies of one geometry, told as copies of the first in the file. */
static void tell_group(BwCheckFrames *frames, const GArray *group)
{
  int first = G_MAXINT;
  for (guint k = 0; k < group->len; k++)
    first = MIN(first, g_array_index(group, int, k));
  for (guint k = 0; k < group->len; k++)
    if (g_array_index(group, int, k) != first)
      tell(frames, frames->clean[first], frames->clean[g_array_index(group, int, k)]);
}

static gboolean search_pairs(Search *search, GError **error)
{
  int n = search->frames->n_clean;
  g_autofree gboolean *found = g_new0(gboolean, n);
  g_autoptr(GArray) group = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < n; i++) {
    if (!bw_check_go_on(search->frames, "Looking for duplicates", 0.5 + 0.5 * i / n, error))
      return FALSE;
    const Fingerprint *a = &search->prints[i];
    g_array_set_size(group, 0);
    g_array_append_val(group, a->clean);
    for (int j = i + 1; j < n && search->prints[j].sums[0] - a->sums[0] <= search->windows[0]; j++)
      if (!found[i] && !found[j] && same_geometry(search, a, &search->prints[j])) {
        found[j] = TRUE;
        g_array_append_val(group, search->prints[j].clean);
      }
    tell_group(search->frames, group);
  }
  return TRUE;
}

gboolean bw_check_duplicates(BwCheckFrames *frames, GError **error)
{
  Search search = {.frames = frames};
  gboolean done = TRUE;
  if (frames->atoms->n_atoms < 2)
    return TRUE;
  choose_pairs(&search);
  search.prints = g_new(Fingerprint, MAX(frames->n_clean, 1));
  for (int k = 0; k < frames->n_clean && done; k++) {
    take_print(&search, k);
    done = bw_check_go_on(frames, "Looking for duplicates", 0.5 * k / frames->n_clean, error);
  }
  if (done) {
    qsort(search.prints, (gsize)frames->n_clean, sizeof *search.prints, compare_prints);
    done = search_pairs(&search, error);
  }
  g_free(search.pairs);
  g_free(search.weights);
  g_free(search.prints);
  return done;
}
