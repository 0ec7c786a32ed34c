/* characters.h - the basis of the descriptor space in which commuting permutations are phases.
 *
 * T turns a pair of atoms a₀ into those of its orbit, t(a₀); for every character χ of T that is 1 on the
 * stabiliser of a₀ there is one vector e[t(a₀)] = χ(t)/√|orbit| with P_t e = χ(t) e: the Fourier components
 * of the crystal's wave vectors. So with q_χk = ⟨e_χk, q⟩
 *
 *   q · P_t r = Σ_χ Re [χ(t) Σ_k q_χk* r_χk],
 *
 * and where an involution c turns T around, phases are chosen such that P_c makes q_χk its conjugate (real
 * characters: ± itself), which gives q · P_c P_t r from the same products. */
#pragma once

#include "potential/gdml/abelian.h"

/* All that a character (and its conjugate, which repeats it) needs: `depth` vectors, of which the real and
 * the imaginary parts of the components are the values first_value + 2 k + part. Products of parts are the
 * features first_feature + 2 part of q + part of r. Real characters have one part. */
typedef struct {
  int n_parts;
  int depth;
  int first_value;
  int first_feature;
  int character, conjugate; /* indices as those of T */
  int sign;                 /* real characters: of P_c; 1 where there is none */
} BwCharacterBlock;

/* e = Σ over the orbits of its pair: coefficients [re, im] times χ(t), over the size of the stabiliser (all t
 * are summed over), and over √2 where there are two parts. */
typedef struct {
  int character;
  int n_parts;
  int value;
  double coefficients[2][2];
} BwCharacterVector;

/* An orbit, or two that the involution exchanges, and the vectors on them. */
typedef struct {
  int n_orbits;
  int orbits[2];
  int n_vectors;
  int first_vector;
} BwOrbitPair;

typedef struct {
  int n_descriptors, n_translations;
  gboolean twofold; /* there is an involution */
  int n_orbits, n_orbit_pairs, n_blocks, n_features;
  int *places; /* [n_orbits][n_translations]: t(a₀) */
  BwOrbitPair *orbit_pairs;
  BwCharacterVector *vectors; /* [≤ n_descriptors] */
  BwCharacterBlock *blocks;
} BwCharacters;

/* pairs: those that `abelian` was found from. */
BwCharacters *bw_characters_new(const BwAbelian *abelian, const int *pairs, int n_descriptors);
void bw_characters_free(BwCharacters *characters);
