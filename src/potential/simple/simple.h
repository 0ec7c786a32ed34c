/* simple.h - force fields of a few parameters with known answers: for learning, for testing a set-up, and for
 * measuring what everything but the force field costs. They are asked for by name instead of a file:
 *
 *   harmonic:frequency=1000               each atom in a well of this wavenumber (cm⁻¹), about the origin
 *   harmonic:k=12.5,centres=start.xyz     of this force constant (eV/Å²), about the first geometry of a file
 *   morse:depth=4.75,width=1.94,length=0.742   pairs of atoms 0–1, 2–3, … bound by Morse's potential (eV,
 * Å⁻¹, Å) lennard-jones:epsilon=0.0103,sigma=3.4,cutoff=8.5   all pairs (eV, Å); without a cutoff every pair
 * of a cluster
 *
 * All of them give the virial. */
#pragma once

#include "potential/potential.h"

/* Whether `text` begins with the name of one of these and a colon, or is just the name. */
gboolean bw_simple_potential_is(const char *text);

/* Fails with BW_ERROR_ARGUMENT and the parameters that there are. */
BwPotential *bw_simple_potential_parse(const char *text, GError **error);

/* V = Σ_i ½ k_i |r_i − c_i|². One of wavenumber (cm⁻¹; k_i = m_i ω² with the element's standard mass, so that
 * isotopes share one potential) and force_constant (eV/Å²) is positive, the other 0. centres[n_atoms][3] is
 * copied; NULL: all at the origin, any number of atoms. The virial is taken about the origin. */
BwPotential *bw_harmonic_new(double wavenumber, double force_constant, const double *centres, int n_atoms);

/* V = Σ D (1 − e^{−a(r − r₀)})² over the pairs (0, 1), (2, 3), … ; depth D in eV, width a in 1/Å, length r₀
 * in Å. */
BwPotential *bw_morse_new(double depth, double width, double length);

/* V = Σ_{i<j} 4ε((σ/r)¹² − (σ/r)⁶), less its value at the cutoff where there is one (0: none, and no periodic
 * cells). */
BwPotential *bw_lennard_jones_new(double epsilon, double sigma, double cutoff);
