#include "engine/guard.h"
#include "base/array.h"
#include "base/elements.h"
#include "base/error.h"
#include "base/vec3.h"

#include <math.h>
#include <string.h>

/* Limits that follow from the start rather than from the settings. */
#define TIMES_TARGET_TEMPERATURE 20
#define TIMES_FIRST_DISTANCE 2

struct _BwGuard {
  BwGuardSettings settings;
  int n_beads, n_atoms;
  double *energies;     /* [n_beads] of the step before, eV */
  int *neighbours;      /* [n_atoms]: which atom was nearest when last looked */
  double *max_distance; /* [n_atoms], Å */
};

void bw_guard_settings_init(BwGuardSettings *settings)
{
  *settings =
      (BwGuardSettings){.energy_jump = 3, .max_distance = 6, .max_temperature = 5000, .out_of_domain = 5};
}

/* Distances between centroids */

static double distance(BwDynamics *dynamics, const double *centroid, int i, int j)
{
  double difference[3];
  const BwCell *cell = bw_dynamics_get_cell(dynamics);
  bw_sub3(centroid + 3 * j, centroid + 3 * i, difference);
  if (cell)
    bw_cell_minimum_image(cell, difference, NULL);
  return bw_norm3(difference);
}

static double find_nearest(BwGuard *self, BwDynamics *dynamics, const double *centroid, int i)
{
  double shortest = INFINITY;
  for (int j = 0; j < self->n_atoms; j++) {
    double d = j == i ? INFINITY : distance(dynamics, centroid, i, j);
    if (d < shortest) {
      shortest = d;
      self->neighbours[i] = j;
    }
  }
  return shortest;
}

BwGuard *bw_guard_new(const BwGuardSettings *settings, BwDynamics *dynamics)
{
  const BwDynamicsState *state = bw_dynamics_get_state(dynamics);
  const double *centroid = bw_dynamics_centroid(dynamics);
  BwGuard *self = g_new0(BwGuard, 1);
  self->settings = *settings;
  self->n_beads = state->n_beads;
  self->n_atoms = state->n_atoms;
  self->energies = g_memdup2(bw_dynamics_energies(dynamics), sizeof(double) * state->n_beads);
  self->neighbours = g_new0(int, state->n_atoms);
  self->max_distance = g_new0(double, state->n_atoms);
  for (int i = 0; i < self->n_atoms; i++)
    self->max_distance[i] =
        MAX(settings->max_distance, TIMES_FIRST_DISTANCE * find_nearest(self, dynamics, centroid, i));
  return self;
}

void bw_guard_free(BwGuard *self)
{
  if (!self)
    return;
  g_free(self->energies);
  g_free(self->neighbours);
  g_free(self->max_distance);
  g_free(self);
}

BwGuardSettings bw_guard_get_settings(const BwGuard *self)
{
  return self->settings;
}

/* What is said */

static gboolean fail(GError **error, BwDynamics *dynamics, const char *remedy, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

static gboolean fail(GError **error, BwDynamics *dynamics, const char *remedy, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  const gint64 step = bw_dynamics_get_state(dynamics)->step;
  if (step == 0) /* nothing has moved yet: no time step and no temperature is to blame */
    return bw_fail(error, BW_ERROR_PHYSICS,
                   "the run cannot begin: %s. Check the structure and its units, or take a model that knows "
                   "such geometries",
                   what);
  return bw_fail(error, BW_ERROR_PHYSICS,
                 "stopped at step %" G_GINT64_FORMAT ": %s; the steps before are kept. %s", step, what,
                 remedy);
}

static char *name_atom(BwDynamics *dynamics, int atom)
{
  return g_strdup_printf("atom %d (%s)", atom,
                         bw_element(bw_dynamics_get_atoms(dynamics)->numbers[atom])->symbol);
}

static int most_forced_atom(const BwGuard *self, BwDynamics *dynamics, int bead)
{
  const double *forces = bw_dynamics_forces(dynamics) + (gsize)bead * self->n_atoms * 3;
  int worst = 0;
  for (int i = 1; i < self->n_atoms; i++)
    if (bw_norm3(forces + 3 * i) > bw_norm3(forces + 3 * worst))
      worst = i;
  return worst;
}

/* Checks */

static gboolean check_energies(BwGuard *self, BwDynamics *dynamics, GError **error)
{
  const double *energies = bw_dynamics_energies(dynamics);
  const double limit = self->settings.energy_jump * self->n_atoms;
  for (int bead = 0; bead < self->n_beads && limit > 0; bead++) {
    double jump = energies[bead] - self->energies[bead];
    if (fabs(jump) <= limit)
      continue;
    int worst = most_forced_atom(self, dynamics, bead);
    g_autofree char *atom = name_atom(dynamics, worst);
    return fail(
        error, dynamics,
        "Use a shorter time step or a lower temperature, or train the model with more geometries like "
        "the last frame",
        "the energy of bead %d jumped by %.3g eV within one step, the force on %s is %.3g eV/Å", bead, jump,
        atom, bw_norm3(bw_dynamics_forces(dynamics) + ((gsize)bead * self->n_atoms + worst) * 3));
  }
  memcpy(self->energies, energies, sizeof(double) * self->n_beads);
  return TRUE;
}

static gboolean check_temperature(const BwGuard *self, BwDynamics *dynamics, GError **error)
{
  const double target = bw_dynamics_get_settings(dynamics)->temperature;
  const double limit = MAX(self->settings.max_temperature, TIMES_TARGET_TEMPERATURE * target);
  const double temperature = bw_dynamics_estimates(dynamics)->temperature;
  if (self->settings.max_temperature <= 0 || temperature <= limit)
    return TRUE;
  return fail(error, dynamics, "Use a shorter time step or a stronger thermostat",
              "the temperature rose to %.0f K where %.0f K are wanted", temperature, target);
}

static gboolean check_distances(BwGuard *self, BwDynamics *dynamics, GError **error)
{
  if (self->settings.max_distance <= 0 || self->n_atoms < 2)
    return TRUE;
  const double *centroid = bw_dynamics_centroid(dynamics);
  for (int i = 0; i < self->n_atoms; i++) {
    if (distance(dynamics, centroid, i, self->neighbours[i]) <= self->max_distance[i])
      continue;
    double nearest = find_nearest(self, dynamics, centroid, i);
    if (nearest <= self->max_distance[i])
      continue;
    g_autofree char *atom = name_atom(dynamics, i);
    return fail(error, dynamics,
                "Use a lower temperature, or a model that was trained on this dissociation if it is real",
                "%s has left, its nearest neighbour is %.1f Å away", atom, nearest);
  }
  return TRUE;
}

/* Asks the potential again, this time for the atom: it is the last question of the run. */
static int find_outlier(const BwGuard *self, BwDynamics *dynamics, BwPool *pool, int *bead)
{
  const BwAtoms *atoms = bw_dynamics_get_atoms(dynamics);
  g_autofree double *measure = g_new0(double, self->n_beads);
  g_autofree int *outliers = g_new0(int, self->n_beads);
  const BwReplicas replicas = {.n_replicas = self->n_beads,
                               .n_atoms = self->n_atoms,
                               .numbers = atoms->numbers,
                               .cell = bw_dynamics_get_cell(dynamics),
                               .positions = bw_dynamics_positions(dynamics)};
  BwEvaluation answers = {.out_of_domain = measure, .outlier = outliers};
  *bead = 0;
  if (!bw_potential_evaluate(bw_dynamics_get_potential(dynamics), &replicas, &answers, pool, NULL))
    return -1;
  for (int b = 1; b < self->n_beads; b++)
    if (measure[b] > measure[*bead])
      *bead = b;
  return outliers[*bead];
}

static gboolean check_domain(const BwGuard *self, BwDynamics *dynamics, BwPool *pool, GError **error)
{
  const double measure = bw_dynamics_estimates(dynamics)->out_of_domain;
  if (self->settings.out_of_domain <= 0 || !(measure > self->settings.out_of_domain))
    return TRUE; /* NaN: the potential cannot say */
  int bead, outlier = find_outlier(self, dynamics, pool, &bead);
  g_autofree char *atom = outlier >= 0 ? name_atom(dynamics, outlier) : g_strdup("the geometry");
  return fail(error, dynamics,
              "Train the model with more geometries like the last frame, or use a lower temperature",
              "bead %d is %.1f times as far from what the model knows as its own data are, most of all %s",
              bead, measure, atom);
}

gboolean bw_guard_check(BwGuard *self, BwDynamics *dynamics, BwPool *pool, GError **error)
{
  return check_energies(self, dynamics, error) && check_temperature(self, dynamics, error) &&
         check_distances(self, dynamics, error) && check_domain(self, dynamics, pool, error);
}
