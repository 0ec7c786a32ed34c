/* normal-modes.h - the real Fourier transform between the beads of a ring polymer and its normal modes.
 *
 * q_k = Σ_b C_kb q_b with the orthogonal matrix of Ceriotti, Parrinello, Markland, Manolopoulos (2010), in
 * the order and with the signs of i-PI: C_0b = 1/√P; C_kb = √(2/P) cos(2πkb/P) for 0 < k < P/2; (−1)ᵇ/√P for
 * k = P/2; √(2/P) sin(2πkb/P) for k > P/2. The centroid is q_0/√P. */
#pragma once

#include <glib.h>

typedef struct _BwNormalModes BwNormalModes;

BwNormalModes *bw_normal_modes_new(int n_beads);
void bw_normal_modes_free(BwNormalModes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNormalModes, bw_normal_modes_free)

/* C_kb */
double bw_normal_modes_coefficient(int n_beads, int k, int b);

/* ω_k = 2 ω_P sin(kπ/P), ω_P = P k_B T/ħ, in radians per internal time (Å·√(amu/eV)); temperature in K. */
double bw_normal_modes_frequency(int n_beads, int k, double temperature);

/* beads, modes: [n_beads][n_columns], different arrays; every column is transformed by itself, the same
 * wherever it stands. */
void bw_normal_modes_to_beads(const BwNormalModes *self, const double *modes, double *beads, int n_columns);
void bw_normal_modes_from_beads(const BwNormalModes *self, const double *beads, double *modes, int n_columns);
