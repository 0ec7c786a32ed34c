#include "base/units.h"
#include "dynamics/dynamics-private.h"

#include <math.h>
#include <string.h>

void bw_dynamics_transform_forces(const BwDynamics *self, BwMoment *moment)
{
  bw_normal_modes_from_beads(self->transform, moment->state.forces, moment->mode_forces, self->n_columns);
  bw_dynamics_add_pull(self, moment);
  if (self->settings.remove_com)
    bw_dynamics_remove_com(self, moment->mode_forces);
}

void bw_dynamics_derive(const BwDynamics *self, BwMoment *moment)
{
  bw_normal_modes_to_beads(self->transform, moment->state.modes, moment->beads, self->n_columns);
  bw_dynamics_transform_forces(self, moment);
}

gboolean bw_dynamics_evaluate(BwDynamics *self, BwMoment *moment, BwPool *pool, GError **error)
{
  bw_normal_modes_to_beads(self->transform, moment->state.modes, moment->beads, self->n_columns);
  const BwReplicas replicas = {
      .n_replicas = self->settings.n_beads,
      .n_atoms = self->atoms->n_atoms,
      .numbers = self->atoms->numbers,
      .cell = bw_dynamics_get_cell(self),
      .positions = moment->beads,
  };
  BwEvaluation answers = {
      .energies = moment->state.energies,
      .forces = moment->state.forces,
      .out_of_domain = self->potential->can & BW_CAN_OUT_OF_DOMAIN ? moment->out_of_domain : NULL,
  };
  if (!bw_potential_evaluate(self->potential, &replicas, &answers, pool, error))
    return FALSE;
  bw_dynamics_transform_forces(self, moment);
  return TRUE;
}

static void use_thermostat(BwDynamics *self, BwMoment *moment, double time, gboolean second)
{
  BwThermostat thermostat = self->settings.thermostat;
  if (thermostat == BW_THERMOSTAT_SVR || thermostat == BW_THERMOSTAT_PILE_G)
    bw_svr_apply(self, moment, time, second);
  if (thermostat == BW_THERMOSTAT_LANGEVIN || thermostat == BW_THERMOSTAT_PILE_L ||
      (thermostat == BW_THERMOSTAT_PILE_G && self->settings.n_beads > 1))
    bw_langevin_apply(self, moment, second);
}

/* Up to where new forces are needed. */
static void begin_step(BwDynamics *self, BwMoment *next)
{
  const BwMoment *now = self->now;
  const double dt = self->timestep;
  memcpy(next->state.mode_momenta, now->state.mode_momenta,
         (gsize)self->settings.n_beads * self->n_columns * sizeof(double));
  next->state.step = now->state.step;
  next->state.thermostat_energy = now->state.thermostat_energy;
  next->state.time_offset = now->state.time_offset;
  next->state.pull_work = now->state.pull_work + now->pull_energy;
  if (self->settings.splitting == BW_SPLITTING_OBABO) {
    use_thermostat(self, next, 0.5 * dt, FALSE);
    bw_dynamics_kick(self, next, now->mode_forces, 0.5 * dt);
    bw_dynamics_move_freely(self, now->state.modes, next);
  } else {
    bw_dynamics_kick(self, next, now->mode_forces, 0.5 * dt);
    bw_dynamics_move_freely(self, now->state.modes, next);
    use_thermostat(self, next, dt, FALSE);
    bw_dynamics_move_freely(self, next->state.modes, next);
  }
}

gboolean bw_dynamics_step(BwDynamics *self, BwPool *pool, GError **error)
{
  BwMoment *next = self->next;
  begin_step(self, next);
  if (!bw_dynamics_evaluate(self, next, pool, error))
    return FALSE;
  next->state.pull_work -= next->pull_energy;
  bw_dynamics_kick(self, next, next->mode_forces, 0.5 * self->timestep);
  if (self->settings.splitting == BW_SPLITTING_OBABO)
    use_thermostat(self, next, 0.5 * self->timestep, TRUE);
  if (self->settings.remove_com) /* rounding */
    bw_dynamics_remove_com(self, next->state.mode_momenta);
  next->state.step++;
  self->next = self->now;
  self->now = next;
  bw_dynamics_forget(self);
  return TRUE;
}

void bw_dynamics_undo_step(BwDynamics *self)
{
  BwMoment *before = self->next;
  g_return_if_fail(before->state.step == self->now->state.step - 1);
  self->next = self->now;
  self->now = before;
  bw_dynamics_forget(self);
}

void bw_dynamics_forget(BwDynamics *self)
{
  self->estimates_known = self->momenta_known = FALSE;
}

const BwDynamicsState *bw_dynamics_get_state(const BwDynamics *self)
{
  return &self->now->state;
}

void bw_dynamics_set_state(BwDynamics *self, const BwDynamicsState *state)
{
  BwMoment *now = self->now;
  const gsize bytes = (gsize)self->settings.n_beads * self->n_columns * sizeof(double);
  g_return_if_fail(state->n_beads == now->state.n_beads && state->n_atoms == now->state.n_atoms);
  now->state.step = state->step;
  now->state.thermostat_energy = state->thermostat_energy;
  now->state.time_offset = state->time_offset;
  now->state.pull_work = state->pull_work;
  self->pulling = FALSE;
  memcpy(now->state.modes, state->modes, bytes);
  memcpy(now->state.mode_momenta, state->mode_momenta, bytes);
  memcpy(now->state.forces, state->forces, bytes);
  memcpy(now->state.energies, state->energies, state->n_beads * sizeof(double));
  bw_dynamics_forget_domain(now);
  bw_dynamics_derive(self, now);
  bw_dynamics_forget(self);
}

const double *bw_dynamics_positions(BwDynamics *self)
{
  return self->now->beads;
}

const double *bw_dynamics_momenta(BwDynamics *self)
{
  if (self->momenta_known)
    return self->momenta;
  bw_normal_modes_to_beads(self->transform, self->now->state.mode_momenta, self->momenta, self->n_columns);
  for (gsize i = 0; i < (gsize)self->settings.n_beads * self->n_columns; i++)
    self->momenta[i] /= BW_TIME_UNIT;
  self->momenta_known = TRUE;
  return self->momenta;
}

const double *bw_dynamics_centroid(BwDynamics *self)
{
  const double scale = 1 / sqrt(self->settings.n_beads);
  for (int j = 0; j < self->n_columns; j++)
    self->centroid[j] = scale * self->now->state.modes[j];
  return self->centroid;
}

const double *bw_dynamics_forces(BwDynamics *self)
{
  return self->now->state.forces;
}

const double *bw_dynamics_out_of_domain(BwDynamics *self)
{
  return self->now->out_of_domain;
}

const double *bw_dynamics_energies(BwDynamics *self)
{
  return self->now->state.energies;
}

const BwDynamicsSettings *bw_dynamics_get_settings(const BwDynamics *self)
{
  return &self->settings;
}

BwAtoms *bw_dynamics_get_atoms(const BwDynamics *self)
{
  return self->atoms;
}

const BwCell *bw_dynamics_get_cell(const BwDynamics *self)
{
  return self->has_cell ? &self->cell : NULL;
}

BwPotential *bw_dynamics_get_potential(const BwDynamics *self)
{
  return self->potential;
}
