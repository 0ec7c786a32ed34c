#include "base/error.h"
#include "base/units.h"
#include "dynamics/dynamics-private.h"

#include <math.h>

enum { ARRAYS_OF_BEADS = 12 }; /* positions, momenta and forces as beads and as modes, for two moments */

static gboolean check_atoms(const BwAtoms *atoms, GError **error)
{
  for (int i = 0; i < atoms->n_atoms; i++)
    if (!(atoms->masses[i] > 0) || !isfinite(atoms->masses[i]))
      return bw_fail(error, BW_ERROR_ARGUMENT,
                     "atom %d has a mass of %g amu and cannot move; give it an element or remove it", i,
                     atoms->masses[i]);
  return atoms->n_atoms > 0 || bw_fail(error, BW_ERROR_ARGUMENT, "there are no atoms to move");
}

static gboolean check_memory(int n_beads, int n_atoms, GError **error)
{
  guint64 bytes = (guint64)ARRAYS_OF_BEADS * n_beads * n_atoms * 3 * sizeof(double);
  g_autofree char *what = g_strdup_printf("a ring polymer of %d beads × %d atoms", n_beads, n_atoms);
  return bw_memory_check(bytes, what, "use fewer beads", error);
}

void bw_dynamics_forget_domain(BwMoment *moment)
{
  for (int b = 0; b < moment->state.n_beads; b++)
    moment->out_of_domain[b] = NAN;
}

static BwMoment *moment_new(int n_beads, int n_atoms)
{
  const gsize n = (gsize)n_beads * n_atoms * 3;
  BwMoment *moment = g_new0(BwMoment, 1);
  moment->state = (BwDynamicsState){
      .n_beads = n_beads,
      .n_atoms = n_atoms,
      .modes = bw_new0(double, n),
      .mode_momenta = bw_new0(double, n),
      .forces = bw_new0(double, n),
      .energies = bw_new0(double, n_beads),
  };
  moment->beads = bw_new0(double, n);
  moment->mode_forces = bw_new0(double, n);
  moment->out_of_domain = bw_new(double, n_beads);
  bw_dynamics_forget_domain(moment);
  return moment;
}

static void moment_free(BwMoment *moment)
{
  bw_free(moment->state.modes);
  bw_free(moment->state.mode_momenta);
  bw_free(moment->state.forces);
  bw_free(moment->state.energies);
  bw_free(moment->beads);
  bw_free(moment->mode_forces);
  bw_free(moment->out_of_domain);
  g_free(moment);
}

static void fill_masses(BwDynamics *self)
{
  for (int j = 0; j < self->n_columns; j++) {
    double mass = self->atoms->masses[j / 3];
    self->masses[j] = mass;
    self->inverse_masses[j] = 1 / mass;
    self->root_masses[j] = sqrt(mass);
    self->total_mass += j % 3 ? 0 : mass;
  }
}

static void fill_coefficients(BwDynamics *self)
{
  const BwDynamicsSettings *s = &self->settings;
  const gboolean halved = s->splitting == BW_SPLITTING_BAOAB;
  for (int k = 0; k < s->n_beads; k++)
    self->frequencies[k] = bw_normal_modes_frequency(s->n_beads, k, s->temperature);
  bw_free_motion_init(&self->motion, self->frequencies, s->n_beads, self->timestep * (halved ? 0.5 : 1));
  bw_langevin_init(self, self->timestep * (halved ? 1 : 0.5));
}

static void allocate_arrays(BwDynamics *self)
{
  const int n_beads = self->settings.n_beads, n = self->n_columns;
  self->masses = bw_new(double, n);
  self->inverse_masses = bw_new(double, n);
  self->root_masses = bw_new(double, n);
  self->frequencies = bw_new(double, n_beads);
  self->damping = bw_new(double, n_beads);
  self->amplitude = bw_new(double, n_beads);
  self->noise = bw_new(double, (gsize)n_beads *n);
  self->sums = bw_new(double, 4 * (gsize)n);
  self->gyration = bw_new(double, n / 3);
  self->centroid = bw_new(double, n);
  self->momenta = bw_new(double, (gsize)n_beads *n);
  self->now = moment_new(n_beads, n / 3);
  self->next = moment_new(n_beads, n / 3);
}

BwDynamics *bw_dynamics_allocate(BwAtoms *atoms, const BwCell *cell, BwPotential *potential,
                                 const BwDynamicsSettings *settings, GError **error)
{
  if (!check_atoms(atoms, error) || !check_memory(settings->n_beads, atoms->n_atoms, error))
    return NULL;
  BwDynamics *self = g_new0(BwDynamics, 1);
  self->atoms = bw_atoms_ref(atoms);
  self->potential = bw_potential_ref(potential);
  self->settings = *settings;
  self->has_cell = cell != NULL;
  if (cell)
    self->cell = *cell;
  self->transform = bw_normal_modes_new(settings->n_beads);
  self->n_columns = 3 * atoms->n_atoms;
  self->timestep = settings->timestep / BW_TIME_UNIT;
  self->thermal_energy = settings->n_beads * BW_KB * settings->temperature;
  self->degrees_of_freedom = (double)settings->n_beads * self->n_columns - (settings->remove_com ? 3 : 0);
  allocate_arrays(self);
  fill_masses(self);
  fill_coefficients(self);
  return self;
}

void bw_dynamics_free(BwDynamics *self)
{
  if (!self)
    return;
  bw_atoms_unref(self->atoms);
  bw_potential_unref(self->potential);
  bw_normal_modes_free(self->transform);
  bw_free_motion_clear(&self->motion);
  moment_free(self->now);
  moment_free(self->next);
  double *const arrays[] = {self->masses,   self->inverse_masses, self->root_masses, self->frequencies,
                            self->damping,  self->amplitude,      self->noise,       self->sums,
                            self->gyration, self->centroid,       self->momenta};
  for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
    bw_free(arrays[i]);
  g_free(self);
}
