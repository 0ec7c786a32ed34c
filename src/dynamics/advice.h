/* advice.h - what the stiffest vibration of a structure asks of a run: how many beads, how short a time step.
 *
 * The highest harmonic frequency ω is found by Lanczos' method on the mass-weighted Hessian, whose products
 * with vectors are central differences of forces: one potential call of two geometries for each of some tens
 * of iterations, however many atoms there are. The structure need not be a minimum.
 *
 * Beads. A ring polymer has converged when P is a few times βħω (Habershon, Manolopoulos, Markland and
 * Miller, Annu. Rev. Phys. Chem. 64, 387 (2013); Markland and Ceriotti, Nat. Rev. Chem. 2, 0109 (2018)). Here
 * P ≥ 1.5 βħω, rounded up to a usual number: the primitive ring polymer then has at least 1/√(1 + (βħω/2P)²)
 * = 95 % of the zero-point mean square amplitude of that one stiffest mode, more of all others. O–H at 300
 * K: 32.
 *
 * Time step. Kicks with exact free motion between them, as in every splitting here, are stable in a harmonic
 * mode up to ω·dt = 2; a twentieth of its period keeps the error of the energies at 1 %. */
#pragma once

#include "potential/potential.h"

typedef struct {
  double highest_frequency; /* cm⁻¹ */
  double quantumness;       /* βħω: how many times the thermal energy its quantum is */
  int n_beads;
  double timestep;         /* fs: a good one */
  double longest_timestep; /* fs: the limit of stability; every run beyond it blows up */
  int atoms[2];            /* that stretch against each other in the stiffest vibration; −1: it is none of
                              a single bond */
  int n_force_calls;       /* geometries whose forces were needed to know */
} BwAdvice;

/* positions[n_atoms][3], Å; temperature in K; cell and pool may be NULL. Fails with ARGUMENT for a
 * temperature that is not positive or atoms without mass, NUMERICS when nothing vibrates, and as the
 * potential does. */
gboolean bw_advise(BwPotential *potential, const BwAtoms *atoms, const BwCell *cell, const double *positions,
                   double temperature, BwPool *pool, BwAdvice *advice, GError **error);

/* The same for another temperature, without a force call: fills in all but the frequency, which is there. */
void bw_advice_set_temperature(BwAdvice *advice, double temperature);
