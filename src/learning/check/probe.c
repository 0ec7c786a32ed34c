#include "learning/check/probe.h"
#include "base/error.h"
#include "base/median.h"
#include "learning/kernel/kernel.h"
#include "potential/gdml/predict.h"

#include <math.h>
#include <string.h>

enum { MAX_POINTS = 80, MIN_POINTS = 6, MAX_UNKNOWNS = 2200, MAX_FRAMES = 20000, BATCH = 64 };

static const double SIGMA = 20, LAMBDA = 1e-7; /* smooth: a wrong label must not be learnt by heart */
static const double IN_DOMAIN = 1.2;
static const double LIKELY = 3; /* times more or less force than usual */

/* Frames of the most common cell that nothing is wrong with so far. */
static int *choose_frames(const BwCheckFrames *frames, int *n)
{
  int *chosen = g_new(int, MAX(frames->n_clean, 1)), count = 0;
  const BwCell *cell = frames->n_clean > 0 ? bw_check_cell(frames, frames->clean[0]) : NULL;
  int step = MAX(1, frames->n_clean / MAX_FRAMES);
  for (int k = 0; k < frames->n_clean; k += step) {
    const BwCell *here = bw_check_cell(frames, frames->clean[k]);
    gboolean same =
        !cell == !here && (!cell || memcmp(cell->vectors, here->vectors, sizeof cell->vectors) == 0);
    if (same && frames->check->usable[frames->clean[k]])
      chosen[count++] = k;
  }
  *n = count;
  return chosen;
}

/* Takes turns through the file; what has forces of another size may be what is looked for. Returns how
 * many each model gets. */
static int choose_points(const BwCheckFrames *frames, BwProbe *probe, int most)
{
  g_autofree double *sizes = g_new(double, (gsize)probe->n), *sorted = NULL;
  g_autofree int *fit = g_new(int, (gsize)probe->n);
  int n_fit = 0;
  for (int i = 0; i < probe->n; i++)
    sizes[i] = bw_check_force_size(frames, probe->frames[i]);
  sorted = g_memdup2(sizes, sizeof(double) * (gsize)probe->n);
  double usual = bw_median(sorted, probe->n);
  for (int i = 0; i < probe->n; i++)
    if (sizes[i] < LIKELY * usual && sizes[i] > usual / LIKELY)
      fit[n_fit++] = i;
  int points = MIN(most, n_fit / 2);
  for (int m = 0; m < 2 * points; m++)
    probe->taught[fit[(gint64)m * n_fit / (2 * points)]] = (guint8)(1 + m % 2);
  return points;
}

static BwDataset *make_set(const BwCheckFrames *frames, const BwProbe *probe, int which, int points)
{
  gsize size = (gsize)frames->atoms->n_atoms * 3;
  BwDataset *set = bw_dataset_new((BwAtoms *)frames->atoms, points, FALSE, TRUE);
  if (bw_check_cell(frames, probe->frames[0]))
    set->cells = bw_new(BwCell, points);
  for (int i = 0, m = 0; i < probe->n; i++) {
    gint64 f = probe->frames[i];
    if (probe->taught[i] != which)
      continue;
    memcpy(set->positions + (gsize)m * size, bw_check_positions(frames, f), sizeof(double) * size);
    memcpy(set->forces + (gsize)m * size, bw_check_forces(frames, f), sizeof(double) * size);
    if (set->cells)
      set->cells[m] = frames->cells[f];
    m++;
  }
  return set;
}

static BwPotential *learn(const BwCheckFrames *frames, const BwDataset *set, GError **error)
{
  BwTrainSettings settings;
  BwErrors unused;
  bw_train_settings_init(&settings);
  settings.kind = BW_MODEL_GDML;
  settings.kernel.solver = BW_SOLVER_CLOSED;
  settings.n_train = set->n_frames;
  settings.n_valid = 0;
  settings.kernel.sigmas = &SIGMA;
  settings.kernel.lambdas = &LAMBDA;
  settings.kernel.n_sigmas = settings.kernel.n_lambdas = 1;
  g_autoptr(BwGdmlFile) file =
      bw_kernel_train(set, &settings, &unused, frames->pool, NULL, frames->cancellable, error);
  return file ? bw_gdml_potential_new(file, error) : NULL;
}

/* What one model says of frames[first … first + n − 1]. */
static gboolean ask(const BwCheckFrames *frames, const BwProbe *probe, BwPotential *potential, int first,
                    int n, double *energies, double *forces, double *distances, GError **error)
{
  gsize size = (gsize)frames->atoms->n_atoms * 3;
  g_autoptr(BwDoubles) positions = bw_new(double, size *(gsize)n);
  for (int i = 0; i < n; i++)
    memcpy(positions + (gsize)i * size, bw_check_positions(frames, probe->frames[first + i]),
           sizeof(double) * size);
  const BwReplicas in = {n, frames->atoms->n_atoms, frames->atoms->numbers,
                         bw_check_cell(frames, probe->frames[0]), positions};
  BwEvaluation out = {.energies = energies, .forces = forces, .out_of_domain = distances};
  return bw_potential_evaluate(potential, &in, &out, frames->pool, error);
}

/* A model knows its own points: the other one is asked about them. */
static double weight_of(const BwProbe *probe, int i, int which)
{
  return probe->taught[i] == 0 ? 0.5 : probe->taught[i] != which;
}

static void keep(BwProbe *probe, int i, double weight, gsize size, const double *forces, double distance)
{
  for (gsize k = 0; k < size; k++)
    probe->forces[(gsize)i * size + k] += weight * forces[k];
  probe->in_domain[i] = probe->in_domain[i] && (weight == 0 || distance < IN_DOMAIN);
}

static gboolean ask_all(const BwCheckFrames *frames, BwProbe *probe, BwPotential *potential, int which,
                        double *energies, GError **error)
{
  gsize size = (gsize)frames->atoms->n_atoms * 3;
  g_autoptr(BwDoubles) forces = bw_new(double, size *BATCH);
  double distances[BATCH];
  for (int first = 0; first < probe->n; first += BATCH) {
    int n = MIN(BATCH, probe->n - first);
    double done = 0.2 + 0.4 * (which - 1) + 0.4 * first / probe->n;
    if (!bw_check_go_on(frames, "Comparing labels", done, error) ||
        !ask(frames, probe, potential, first, n, energies + first, forces, distances, error))
      return FALSE;
    for (int i = 0; i < n; i++)
      keep(probe, first + i, weight_of(probe, first + i, which), size, forces + (gsize)i * size,
           distances[i]);
  }
  return TRUE;
}

/* Forces leave each model its own zero of energy: the difference is taken out. */
static void join_energies(BwProbe *probe, const double *first, const double *second)
{
  double difference = 0;
  for (int i = 0; i < probe->n; i++)
    difference += (first[i] - second[i]) / probe->n;
  for (int i = 0; i < probe->n; i++) {
    double weight = weight_of(probe, i, 1);
    probe->energies[i] = weight * first[i] + (1 - weight) * (second[i] + difference);
  }
}

static BwProbe *probe_of(const BwCheckFrames *frames, const int *chosen, int n)
{
  BwProbe *probe = g_new0(BwProbe, 1);
  probe->n = n;
  probe->frames = g_new(gint64, n);
  probe->energies = g_new0(double, n);
  probe->forces = g_new0(double, (gsize)n *(gsize)frames->atoms->n_atoms * 3);
  probe->in_domain = g_new(gboolean, n);
  probe->taught = g_new0(guint8, n);
  for (int i = 0; i < n; i++) {
    probe->frames[i] = frames->clean[chosen[i]];
    probe->in_domain[i] = TRUE;
  }
  return probe;
}

BwProbe *bw_probe_new(const BwCheckFrames *frames, GError **error)
{
  int n, unknowns = 3 * frames->atoms->n_atoms;
  g_autofree int *chosen = choose_frames(frames, &n);
  int most = MIN(MIN(MAX_POINTS, MAX_UNKNOWNS / unknowns), n / 2);
  if (most < MIN_POINTS || frames->atoms->n_atoms < 2 || frames->n_forces == 0)
    return NULL;
  g_autoptr(BwProbe) probe = probe_of(frames, chosen, n);
  g_autoptr(BwDoubles) energies = bw_new(double, 2 * (gsize)n);
  int points = choose_points(frames, probe, most);
  if (points < MIN_POINTS)
    return NULL;
  for (int which = 1; which <= 2; which++) {
    g_autoptr(GError) problem = NULL;
    g_autoptr(BwDataset) set = make_set(frames, probe, which, points);
    g_autoptr(BwPotential) potential = learn(frames, set, &problem);
    if (!potential ||
        !ask_all(frames, probe, potential, which, energies + (which - 1) * (gsize)n, &problem)) {
      if (g_error_matches(problem, BW_ERROR, BW_ERROR_CANCELLED))
        g_propagate_error(error, g_steal_pointer(&problem));
      return NULL; /* what cannot be fitted says nothing of its labels */
    }
  }
  join_energies(probe, energies, energies + n);
  return g_steal_pointer(&probe);
}

void bw_probe_free(BwProbe *probe)
{
  if (!probe)
    return;
  g_free(probe->frames);
  g_free(probe->energies);
  g_free(probe->forces);
  g_free(probe->in_domain);
  g_free(probe->taught);
  g_free(probe);
}
