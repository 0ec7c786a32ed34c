/* A spring between the centroid of one atom and a hand. Of the whole ring polymer it is P · ½ k |q̄ −
 * target|², so that every bead feels −k (q̄ − target) and the physical system (H_P/P) the spring itself. In
 * normal modes it acts on the centroid alone.
 *
 * The target moves between steps, never within one. What the hand does then is the change of the spring's
 * energy at fixed positions; the state keeps that work less the energy that is in the spring, which no move
 * of the hand changes. */
#include "dynamics/dynamics-private.h"

#include <math.h>

void bw_dynamics_add_pull(const BwDynamics *self, BwMoment *moment)
{
  const BwPull *pull = &self->pull;
  moment->pull_energy = 0;
  if (!self->pulling)
    return;
  const double root_beads = sqrt(self->settings.n_beads);
  for (int x = 0; x < 3; x++) {
    const int j = 3 * pull->atom + x;
    double stretch = moment->state.modes[j] / root_beads - pull->target[x];
    moment->mode_forces[j] -= root_beads * pull->stiffness * stretch;
    moment->pull_energy += 0.5 * pull->stiffness * stretch * stretch;
  }
}

void bw_dynamics_set_pull(BwDynamics *self, const BwPull *pull)
{
  if (!pull && !self->pulling)
    return;
  self->pulling = pull != NULL;
  if (pull)
    self->pull = *pull;
  bw_dynamics_transform_forces(self, self->now);
  bw_dynamics_forget(self);
}

const BwPull *bw_dynamics_get_pull(const BwDynamics *self)
{
  return self->pulling ? &self->pull : NULL;
}

gboolean bw_pull_is_valid(const BwPull *pull, int n_atoms)
{
  gboolean valid = pull->atom >= 0 && pull->atom < n_atoms && pull->stiffness >= 0;
  for (int x = 0; x < 3; x++)
    valid = valid && isfinite(pull->target[x]);
  return valid && isfinite(pull->stiffness);
}
