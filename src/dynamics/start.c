#include "base/error.h"
#include "base/random.h"
#include "base/units.h"
#include "dynamics/dynamics-private.h"

#include <math.h>
#include <string.h>

void bw_dynamics_draw_momenta(BwDynamics *self)
{
  const int n = self->n_columns, n_beads = self->settings.n_beads;
  const double root_energy = sqrt(self->thermal_energy);
  BwDynamicsState *state = &self->now->state;
  bw_random_normals(self->settings.seed, BW_STREAM_MOMENTA, (guint64)state->step, 0, self->noise,
                    (gsize)n_beads * n);
  for (gsize i = 0; i < (gsize)n_beads * n; i++)
    state->mode_momenta[i] = root_energy * self->root_masses[i % n] * self->noise[i];
  if (self->settings.remove_com)
    bw_dynamics_remove_com(self, state->mode_momenta);
}

/* Without forces from outside, mode k of a mass m has variance P k_B T/mω_k². */
void bw_dynamics_draw_free_modes(BwDynamics *self)
{
  const int n = self->n_columns, n_beads = self->settings.n_beads;
  const double root_energy = sqrt(self->thermal_energy);
  BwDynamicsState *state = &self->now->state;
  bw_random_normals(self->settings.seed, BW_STREAM_BEADS, (guint64)state->step, 0, self->noise,
                    (gsize)n_beads * n);
  for (int k = 1; k < n_beads; k++)
    for (int j = 0; j < n; j++) {
      gsize i = (gsize)k * n + j;
      state->modes[i] = root_energy / (self->root_masses[j] * self->frequencies[k]) * self->noise[i];
    }
}

static gboolean check_start(const BwAtoms *atoms, const double *positions, int n_given_beads, int n_beads,
                            GError **error)
{
  if (n_given_beads != 1 && n_given_beads != n_beads)
    return bw_fail(
        error, BW_ERROR_ARGUMENT,
        "the structure has %d beads and the run %d; start from one geometry or from the same number",
        n_given_beads, n_beads);
  for (gsize i = 0; i < (gsize)n_given_beads * atoms->n_atoms * 3; i++)
    if (!isfinite(positions[i]))
      return bw_fail(error, BW_ERROR_ARGUMENT, "the position of atom %d is not a number",
                     (int)(i / 3 % atoms->n_atoms));
  return TRUE;
}

static void place_beads(BwDynamics *self, const double *positions, int n_given_beads, gboolean spread)
{
  double *modes = self->now->state.modes;
  const int n = self->n_columns, n_beads = self->settings.n_beads;
  if (n_given_beads == n_beads) {
    bw_normal_modes_from_beads(self->transform, positions, modes, n);
    return;
  }
  memset(modes, 0, (gsize)n_beads * n * sizeof *modes);
  for (int j = 0; j < n; j++)
    modes[j] = sqrt(n_beads) * positions[j];
  if (spread)
    bw_dynamics_draw_free_modes(self);
}

BwDynamics *bw_dynamics_new(BwAtoms *atoms, const BwCell *cell, BwPotential *potential,
                            const BwDynamicsSettings *settings, const double *positions, int n_given_beads,
                            gboolean spread, BwPool *pool, GError **error)
{
  if (!bw_dynamics_settings_check(settings, atoms->n_atoms, error) ||
      !bw_potential_check_atoms(potential, atoms, error) ||
      !check_start(atoms, positions, n_given_beads, settings->n_beads, error))
    return NULL;
  g_autoptr(BwDynamics) self = bw_dynamics_allocate(atoms, cell, potential, settings, error);
  if (!self)
    return NULL;
  place_beads(self, positions, n_given_beads, spread);
  bw_dynamics_draw_momenta(self);
  return bw_dynamics_evaluate(self, self->now, pool, error) ? g_steal_pointer(&self) : NULL;
}

void bw_dynamics_set_velocities(BwDynamics *self, const double *velocities)
{
  const int n = self->n_columns;
  double *momenta = self->noise;
  for (gsize i = 0; i < (gsize)self->settings.n_beads * n; i++)
    momenta[i] = self->masses[i % n] * velocities[i] * BW_TIME_UNIT;
  bw_normal_modes_from_beads(self->transform, momenta, self->now->state.mode_momenta, n);
  if (self->settings.remove_com)
    bw_dynamics_remove_com(self, self->now->state.mode_momenta);
  bw_dynamics_forget(self);
}
