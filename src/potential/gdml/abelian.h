/* abelian.h - the part of a permutation group that Fourier transforms diagonalise.
 *
 * A group of symmetries of a crystal is its translations, which commute, and some tens of classes (cosets)
 * of operations that differ by translations; further commuting permutations, as the rotations of a molecule
 * on a surface, count as translations here. Where an involution c turns every translation around,
 * c t c = t⁻¹ (inversion; the twofold axis of a sheet), it halves the number of cosets once more.
 *
 * The group is ∪ p N over the cosets, with N = T, or T ∪ T c. */
#pragma once

#include "potential/gdml/group.h"

/* Largest order of a cyclic factor. */
#define BW_ABELIAN_MAX_FACTOR 64

typedef struct {
  int n;         /* members of T */
  int *members;  /* [n] indices of permutations; t = Σ_i e_i Π_(j<i) factors[j], 0 ≤ e_i < factors[i] */
  int n_factors; /* T is the direct product of cyclic groups of these orders, powers of primes */
  int *factors;
  gboolean normal; /* every p t p⁻¹ is in T */
  int involution;  /* index of c; −1: none */
  int n_cosets;
  int *cosets; /* [n_cosets] indices of p */
} BwAbelian;

/* A large T: not always the largest. Permutations that are no group have the identity as T (which has the
 * index −1 where it is not among them), and every one of them as a coset. pairs: [S][D], (P_g r)[a] =
 * r[pairs[g][a]]. */
BwAbelian *bw_abelian_find(const int *pairs, int n_permutations, int n_descriptors);
void bw_abelian_free(BwAbelian *abelian);

/* The exponent e_i of a member t; those of a character are the same numbers, with χ(t) = e^(2πi turns). */
int bw_abelian_digit(const BwAbelian *abelian, int index, int factor);
double bw_abelian_turns(const BwAbelian *abelian, int character, int t);
