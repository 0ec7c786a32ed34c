#include "dynamics/dynamics-private.h"

#include <math.h>
#include <string.h>

/* The mode of `to` beads that has the shape of mode k of `from` beads along the ring; −1 where one of them
 * has no such mode. The middle mode of an even number of beads has no sine beside it and is no Fourier mode
 * of the other. */
static int same_mode(int k, int from, int to)
{
  if (from == to || k == 0)
    return k;
  int wave = MIN(k, from - k);
  if (2 * wave >= from || 2 * wave >= to)
    return -1;
  return k == wave ? wave : to - wave;
}

/* A mode is √P times an amplitude that does not depend on P. */
static void copy_modes(const BwDynamics *from, BwDynamics *to, double momentum_scale)
{
  const int n = from->n_columns, n_from = from->settings.n_beads, n_to = to->settings.n_beads;
  const double scale = n_from == n_to ? 1 : sqrt((double)n_to / n_from);
  const BwDynamicsState *source = &from->now->state;
  BwDynamicsState *target = &to->now->state;
  for (int k = 0; k < n_from; k++) {
    int mode = same_mode(k, n_from, n_to);
    for (int j = 0; mode >= 0 && j < n; j++) {
      target->modes[(gsize)mode * n + j] = scale * source->modes[(gsize)k * n + j];
      target->mode_momenta[(gsize)mode * n + j] =
          scale * momentum_scale * source->mode_momenta[(gsize)k * n + j];
    }
  }
}

static void copy_forces(const BwDynamics *from, BwDynamics *to)
{
  const int n_beads = from->settings.n_beads;
  memcpy(to->now->state.forces, from->now->state.forces, (gsize)n_beads * from->n_columns * sizeof(double));
  memcpy(to->now->state.energies, from->now->state.energies, n_beads * sizeof(double));
  memcpy(to->now->out_of_domain, from->now->out_of_domain, n_beads * sizeof(double));
  bw_dynamics_derive(to, to->now);
}

/* Positions, momenta and forces of the ring polymer under new settings. */
static gboolean carry_over(const BwDynamics *from, BwDynamics *to, BwPool *pool, GError **error)
{
  const double old = from->settings.temperature, temperature = to->settings.temperature;
  const gboolean same_beads = from->settings.n_beads == to->settings.n_beads;
  to->now->state.step = from->now->state.step;
  to->now->state.pull_work = from->now->state.pull_work;
  to->pulling = from->pulling;
  to->pull = from->pull;
  if (!same_beads) {
    bw_dynamics_draw_momenta(to);
    bw_dynamics_draw_free_modes(to);
  }
  copy_modes(from, to, old == temperature || old == 0 ? 1 : sqrt(temperature / old));
  if (old == 0 && temperature > 0)
    bw_dynamics_draw_momenta(to);
  if (to->settings.remove_com)
    bw_dynamics_remove_com(to, to->now->state.mode_momenta);
  if (!same_beads)
    return bw_dynamics_evaluate(to, to->now, pool, error);
  copy_forces(from, to);
  return TRUE;
}

/* Thermostat energy and clock, so that neither the conserved quantity nor the time makes a step. */
static void keep_books(BwDynamics *from, BwDynamics *to)
{
  BwDynamicsState *state = &to->now->state;
  double conserved = bw_dynamics_estimates(from)->conserved;
  state->time_offset = from->now->state.time_offset;
  if (from->settings.timestep != to->settings.timestep)
    state->time_offset += state->step * (from->settings.timestep - to->settings.timestep);
  state->thermostat_energy = 0;
  state->thermostat_energy = to->settings.n_beads * (conserved - bw_dynamics_estimates(to)->conserved);
  bw_dynamics_forget(to);
}

gboolean bw_dynamics_change(BwDynamics *self, const BwDynamicsSettings *settings, BwPool *pool,
                            GError **error)
{
  if (!bw_dynamics_settings_check(settings, self->atoms->n_atoms, error))
    return FALSE;
  g_autoptr(BwDynamics) fresh =
      bw_dynamics_allocate(self->atoms, bw_dynamics_get_cell(self), self->potential, settings, error);
  if (!fresh || !carry_over(self, fresh, pool, error))
    return FALSE;
  keep_books(self, fresh);
  BwDynamics old = *self;
  *self = *fresh;
  *fresh = old;
  return TRUE;
}
