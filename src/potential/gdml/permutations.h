/* permutations.h - sets of atom permutations, and their completion to a group. */
#pragma once

#include "system/atoms.h"

typedef struct {
  int n_atoms;
  int n;      /* how many; the identity is always the first */
  int *perms; /* [n][n_atoms] */
} BwPermutations;

/* The identity alone. */
BwPermutations *bw_permutations_new(int n_atoms);
void bw_permutations_free(BwPermutations *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPermutations, bw_permutations_free)

const int *bw_permutations_get(const BwPermutations *set, int index);

/* FALSE when it was there already. */
gboolean bw_permutations_add(BwPermutations *set, const int *perm);

/* The group that the set generates, in lexicographic order; NULL when it has `limit` members or more. */
BwPermutations *bw_permutations_close(const BwPermutations *set, int limit);

/* Without the permutations that have a cycle which shares atoms with a longer cycle of any other: what can be
 * saved of a set that does not close because some of it is wrong. */
BwPermutations *bw_permutations_salvage(const BwPermutations *set);

/* The permutation as cycles of atoms, "(H5 H6)(H7 H8 H9)": each atom's place is taken by the one after it in
 * its bracket, perm[i] after i. "()" for the identity. New. */
char *bw_permutations_cycles(const int *perm, const BwAtoms *atoms);
