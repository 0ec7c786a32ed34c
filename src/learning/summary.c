#include "learning/summary.h"
#include "base/array.h"
#include "base/elements.h"
#include "base/median.h"

#include <math.h>
#include <string.h>

enum { MIN_BINS = 8, MAX_BINS = 128, MAX_OUTLIERS = 50 };
static const double SHOWN_SPREADS = 10;  /* beyond, values are counted in the last bins */
static const double OUTLIER_SPREADS = 5; /* told */
static const double LEAST_FORCE = 1e-6;  /* eV/Å: below, the logarithm says nothing */

BwDatasetSummary *bw_dataset_summary_ref(BwDatasetSummary *summary)
{
  g_atomic_ref_count_inc(&summary->refs);
  return summary;
}

void bw_dataset_summary_unref(BwDatasetSummary *summary)
{
  if (!summary || !g_atomic_ref_count_dec(&summary->refs))
    return;
  g_free(summary->formula);
  g_free(summary->species);
  g_free(summary->counts);
  g_free(summary->units_note);
  g_free(summary->energies.counts);
  g_free(summary->forces.counts);
  g_free(summary->force_elements.counts);
  g_array_unref(summary->outliers);
  g_free(summary);
}

static double quantile(const double *sorted, gint64 n, double q)
{
  double place = q * (double)(n - 1);
  gint64 below = (gint64)place, above = MIN(below + 1, n - 1);
  return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

/* Median distance of sorted values from their median: the middle of two lists that ascend already. */
static double median_distance(const double *sorted, gint64 n, double median)
{
  gint64 left = 0, right = n - 1;
  for (gint64 k = 0; k < n / 2; k++) /* takes away the farther half */
    if (median - sorted[left] > sorted[right] - median)
      left++;
    else
      right--;
  return MAX(median - sorted[left], sorted[right] - median);
}

static BwSpread spread_of(const double *sorted, gint64 n)
{
  BwSpread s = {n, NAN, NAN, NAN, NAN, NAN, NAN};
  double sum = 0, square = 0;
  if (n == 0)
    return s;
  for (gint64 i = 0; i < n; i++)
    sum += sorted[i];
  s.mean = sum / (double)n;
  for (gint64 i = 0; i < n; i++)
    square += (sorted[i] - s.mean) * (sorted[i] - s.mean);
  s.deviation = sqrt(square / (double)n);
  s.min = sorted[0], s.max = sorted[n - 1];
  s.median = quantile(sorted, n, 0.5);
  s.spread = 1.4826 * median_distance(sorted, n, s.median);
  return s;
}

/* Bins after Freedman and Diaconis; values beyond the edges are counted at the edge. */
static BwHistogram histogram_of(const double *sorted, const BwSpread *s, gboolean symmetric)
{
  BwHistogram h = {0};
  if (s->n == 0)
    return h;
  double reach = SHOWN_SPREADS * s->spread;
  h.low = s->spread > 0 ? MAX(s->min, s->median - reach) : s->min;
  h.high = s->spread > 0 ? MIN(s->max, s->median + reach) : s->max;
  if (symmetric)
    h.high = MAX(fabs(h.low), fabs(h.high)), h.low = -h.high;
  double width = 2 * (quantile(sorted, s->n, 0.75) - quantile(sorted, s->n, 0.25)) / cbrt((double)s->n);
  double bins = width > 0 ? ceil((h.high - h.low) / width) : MIN_BINS;
  h.n_bins = h.high > h.low ? (int)CLAMP(bins, MIN_BINS, MAX_BINS) : 1;
  h.counts = g_new0(int, h.n_bins);
  for (gint64 i = 0; i < s->n; i++) {
    double bin = h.high > h.low ? (sorted[i] - h.low) / (h.high - h.low) * h.n_bins : 0;
    h.counts[(int)CLAMP(bin, 0, h.n_bins - 1)]++;
  }
  return h;
}

/* Keeps the finite ones and sorts them; returns how many. */
static gint64 sort_finite(double *values, gint64 n)
{
  gint64 kept = 0;
  for (gint64 i = 0; i < n; i++)
    if (isfinite(values[i]))
      values[kept++] = values[i];
  qsort(values, (gsize)kept, sizeof *values, bw_compare_doubles);
  return kept;
}

static void add_outlier(BwDatasetSummary *summary, BwOutlierKind kind, gint64 frame, int atom, double value,
                        double score)
{
  BwOutlier outlier = {kind, frame, atom, value, score};
  if (score > OUTLIER_SPREADS && isfinite(score))
    g_array_append_val(summary->outliers, outlier);
}

static void summarise_energies(BwDatasetSummary *summary, const double *energies, int n_frames,
                               const gint64 *numbers)
{
  g_autoptr(BwDoubles) values = bw_new(double, n_frames);
  for (int f = 0; f < n_frames; f++)
    values[f] = energies[f] / summary->n_atoms;
  gint64 n = sort_finite(values, n_frames);
  const BwSpread *s = &summary->energy;
  summary->energy = spread_of(values, n);
  summary->energies = histogram_of(values, s, FALSE);
  for (int f = 0; f < n_frames && s->spread > 0; f++) {
    double value = energies[f] / summary->n_atoms;
    add_outlier(summary, BW_OUTLIER_ENERGY, numbers ? numbers[f] : f, -1, value,
                fabs(value - s->median) / s->spread);
  }
}

static double norm(const double f[3])
{
  return sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
}

/* The atom with the largest force; −1: none is finite. */
static int strongest(const double *forces, int n_atoms)
{
  int most = -1;
  for (int i = 0; i < n_atoms; i++)
    if (isfinite(norm(forces + 3 * i)) && (most < 0 || norm(forces + 3 * i) > norm(forces + 3 * most)))
      most = i;
  return most;
}

/* A frame's largest force against those of the other frames; only large ones are told. */
static void find_strong_frames(BwDatasetSummary *summary, const double *forces, int n_frames,
                               const gint64 *numbers)
{
  int n_atoms = summary->n_atoms;
  g_autoptr(BwDoubles) logs = bw_new(double, n_frames), sorted = bw_new(double, n_frames);
  for (int f = 0; f < n_frames; f++) {
    const double *here = forces + (gsize)f * n_atoms * 3;
    int atom = strongest(here, n_atoms);
    logs[f] = sorted[f] = atom < 0 ? NAN : log(MAX(norm(here + 3 * atom), LEAST_FORCE));
  }
  BwSpread s = spread_of(sorted, sort_finite(sorted, n_frames));
  for (int f = 0; f < n_frames && s.spread > 0; f++) {
    const double *here = forces + (gsize)f * n_atoms * 3;
    int atom = strongest(here, n_atoms);
    if (atom >= 0)
      add_outlier(summary, BW_OUTLIER_FORCE, numbers ? numbers[f] : f, atom, norm(here + 3 * atom),
                  (logs[f] - s.median) / s.spread);
  }
}

static void summarise_forces(BwDatasetSummary *summary, const double *forces, int n_frames,
                             const gint64 *numbers)
{
  gint64 n = (gint64)n_frames * summary->n_atoms;
  g_autoptr(BwDoubles) values = bw_new(double, 3 * n);
  for (gint64 i = 0; i < n; i++)
    values[i] = norm(forces + 3 * i);
  gint64 kept = sort_finite(values, n);
  summary->force = spread_of(values, kept);
  summary->forces = histogram_of(values, &summary->force, FALSE);
  memcpy(values, forces, sizeof(double) * 3 * (gsize)n);
  kept = sort_finite(values, 3 * n);
  BwSpread elements = spread_of(values, kept);
  summary->force_elements = histogram_of(values, &elements, TRUE);
  find_strong_frames(summary, forces, n_frames, numbers);
}

/* Hill order: carbon, hydrogen, then by symbol; without carbon all by symbol. */
static int compare_species(gconstpointer a, gconstpointer b, gpointer has_carbon)
{
  int x = *(const int *)a, y = *(const int *)b;
  for (int first = 6; has_carbon && first >= 1; first -= 5)
    if ((x == first) != (y == first))
      return x == first ? -1 : 1;
  return strcmp(bw_element(x)->symbol, bw_element(y)->symbol);
}

static void count_species(BwDatasetSummary *summary, const BwAtoms *atoms)
{
  int count[BW_N_ELEMENTS] = {0};
  summary->species = g_new(int, BW_N_ELEMENTS);
  summary->counts = g_new(int, BW_N_ELEMENTS);
  for (int i = 0; i < atoms->n_atoms; i++)
    count[atoms->numbers[i]]++;
  for (int z = 0; z < BW_N_ELEMENTS; z++)
    if (count[z] > 0)
      summary->species[summary->n_species++] = z;
  g_qsort_with_data(summary->species, summary->n_species, sizeof(int), compare_species,
                    GINT_TO_POINTER(count[6] > 0));
  for (int s = 0; s < summary->n_species; s++)
    summary->counts[s] = count[summary->species[s]];
}

static int compare_outliers(gconstpointer a, gconstpointer b)
{
  const BwOutlier *x = a, *y = b;
  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->frame < y->frame ? -1 : x->frame > y->frame;
}

BwDatasetSummary *bw_dataset_summary_new(const BwAtoms *atoms, int n_frames, const gint64 *numbers,
                                         const double *energies, const double *forces)
{
  BwDatasetSummary *summary = g_new0(BwDatasetSummary, 1);
  g_atomic_ref_count_init(&summary->refs);
  summary->formula = bw_atoms_formula(atoms);
  summary->n_atoms = atoms->n_atoms;
  summary->n_frames = summary->n_main = n_frames;
  summary->n_formulas = 1;
  summary->units = (BwUnitSystem){.length = "Å", .energy = "eV"};
  summary->energy = summary->force = spread_of(NULL, 0);
  summary->outliers = g_array_new(FALSE, FALSE, sizeof(BwOutlier));
  count_species(summary, atoms);
  if (energies)
    summarise_energies(summary, energies, n_frames, numbers);
  if (forces)
    summarise_forces(summary, forces, n_frames, numbers);
  g_array_sort(summary->outliers, compare_outliers);
  if (summary->outliers->len > MAX_OUTLIERS)
    g_array_set_size(summary->outliers, MAX_OUTLIERS);
  return summary;
}
