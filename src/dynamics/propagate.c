#include "base/simd.h"
#include "base/vec3.h"
#include "dynamics/dynamics-private.h"

#include <math.h>

void bw_free_motion_init(BwFreeMotion *motion, const double *frequencies, int n_beads, double time)
{
  motion->cosine = bw_new(double, n_beads);
  motion->omega_sine = bw_new(double, n_beads);
  motion->sine_over_omega = bw_new(double, n_beads);
  for (int k = 0; k < n_beads; k++) {
    double omega = frequencies[k];
    motion->cosine[k] = cos(omega * time);
    motion->omega_sine[k] = omega * sin(omega * time);
    motion->sine_over_omega[k] = omega > 0 ? sin(omega * time) / omega : time;
  }
}

void bw_free_motion_clear(BwFreeMotion *motion)
{
  bw_free(motion->cosine);
  bw_free(motion->omega_sine);
  bw_free(motion->sine_over_omega);
}

BW_VECTORISED static void add(double *restrict p, const double *restrict forces, double time, gsize n)
{
  for (gsize i = 0; i < n; i++)
    p[i] += time * forces[i];
}

void bw_dynamics_kick(const BwDynamics *self, BwMoment *moment, const double *mode_forces, double time)
{
  add(moment->state.mode_momenta, mode_forces, time, (gsize)self->settings.n_beads * self->n_columns);
}

/* `q` may be `q_out`. */
BW_VECTORISED static void rotate(const BwDynamics *self, const double *q, double *q_out, double *p)
{
  const double *restrict m = self->masses, *restrict w = self->inverse_masses;
  const int n = self->n_columns;
  for (int k = 0; k < self->settings.n_beads; k++, q += n, q_out += n, p += n) {
    const double c = self->motion.cosine[k], s = self->motion.omega_sine[k],
                 t = self->motion.sine_over_omega[k];
#pragma GCC ivdep
    for (int j = 0; j < n; j++) {
      double position = q[j], momentum = p[j];
      p[j] = c * momentum - s * (m[j] * position);
      q_out[j] = c * position + t * (w[j] * momentum);
    }
  }
}

void bw_dynamics_move_freely(const BwDynamics *self, const double *modes, BwMoment *moment)
{
  rotate(self, modes, moment->state.modes, moment->state.mode_momenta);
}

double bw_dynamics_remove_com(const BwDynamics *self, double *centroid_momenta)
{
  const int n_atoms = self->atoms->n_atoms;
  double total[3] = {0}, velocity[3];
  for (int i = 0; i < n_atoms; i++)
    for (int x = 0; x < 3; x++)
      total[x] += centroid_momenta[3 * i + x];
  for (int x = 0; x < 3; x++)
    velocity[x] = total[x] / self->total_mass;
  for (int i = 0; i < n_atoms; i++)
    for (int x = 0; x < 3; x++)
      centroid_momenta[3 * i + x] -= self->masses[3 * i] * velocity[x];
  return 0.5 * bw_dot3(total, velocity);
}
