/* ensemble.h - several force fields of one system as one: their mean, and how far they are from agreeing as
 * what is out of domain. Networks that learnt the same from other beginnings agree where there were data. */
#pragma once

#include "potential/potential.h"

/* Members of the same class and system; takes the references. Energies and forces are their mean. Out of
 * domain is, with
 *
 *   s_i = √(1/(M − 1) Σ_m |F_i^m − F̄_i|²)
 *
 * the standard deviation of the force on atom i, the largest s_i over `limit` (eV/Å; with 1, it is s_i
 * itself), and the outlier is that atom. limit NaN, or a single member: it cannot tell. */
BwPotential *bw_ensemble_new(BwPotential *const *members, int n_members, double limit);
