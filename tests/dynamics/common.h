/* common.h - systems that several tests of dynamics use. */
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "base/units.h"
#include "dynamics/dynamics.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

static const BwThermostat all_thermostats[] = {BW_THERMOSTAT_NONE, BW_THERMOSTAT_LANGEVIN, BW_THERMOSTAT_SVR,
                                               BW_THERMOSTAT_PILE_L, BW_THERMOSTAT_PILE_G};
static const BwSplitting all_splittings[] = {BW_SPLITTING_OBABO, BW_SPLITTING_BAOAB};

/* Hydrogen molecules in a row, 3 Å apart. */
static inline BwAtoms *new_molecules(int n_molecules, double *positions)
{
  g_autofree int *numbers = g_new(int, 2 * n_molecules);
  for (int i = 0; i < 2 * n_molecules; i++) {
    numbers[i] = 1;
    positions[3 * i] = 3.0 * (i / 2);
    positions[3 * i + 1] = 0.1 * i;
    positions[3 * i + 2] = i % 2 ? 0.78 : 0;
  }
  return bw_atoms_new(2 * n_molecules, numbers, NULL, NULL);
}

static inline BwPotential *new_simple(const char *text)
{
  g_autoptr(GError) error = NULL;
  BwPotential *potential = bw_simple_potential_parse(text, &error);
  g_assert_no_error(error);
  return potential;
}

static inline BwDynamics *new_dynamics(BwAtoms *atoms, BwPotential *potential,
                                       const BwDynamicsSettings *settings, const double *positions,
                                       gboolean spread)
{
  g_autoptr(GError) error = NULL;
  BwDynamics *dynamics =
      bw_dynamics_new(atoms, NULL, potential, settings, positions, 1, spread, NULL, &error);
  g_assert_no_error(error);
  return dynamics;
}

static inline void run(BwDynamics *dynamics, int n_steps, BwPool *pool)
{
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < n_steps; i++) {
    bw_dynamics_step(dynamics, pool, &error);
    g_assert_no_error(error);
  }
}
