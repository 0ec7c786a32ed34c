/* permutations.h - sets of atom permutations, and their completion to a group. */
#pragma once

#include "system/atoms.h"

typedef struct {
  int n_atoms;
  int n;      /* how many; the identity is always the first */
  int *perms; /* [n][n_atoms] */

  int *
      slots; /* private: a hash table of indices, −1 free, so that looking one up does not walk through all */
  int n_slots;
} BwPermutations;

/* The identity alone. */
BwPermutations *bw_permutations_new(int n_atoms);
/* These, without repetition. perms: [n][n_atoms]. */
BwPermutations *bw_permutations_new_from(const int *perms, int n, int n_atoms);
void bw_permutations_free(BwPermutations *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPermutations, bw_permutations_free)

/* [n_atoms], of the set until one is added. */
const int *bw_permutations_get(const BwPermutations *set, int index);
gboolean bw_permutations_contain(const BwPermutations *set, const int *perm);

/* FALSE when it was there already. */
gboolean bw_permutations_add(BwPermutations *set, const int *perm);

/* The group that the set generates, in lexicographic order; NULL when it has `limit` members or more. */
BwPermutations *bw_permutations_close(const BwPermutations *set, int limit);

/* Without the permutations that have a cycle which shares atoms with a longer cycle of any other: what can be
 * saved of a set that does not close because some of it is wrong. */
BwPermutations *bw_permutations_salvage(const BwPermutations *set);

/* A group within the set: the members whose products with all members are members. All of it where it is a
 * group. In lexicographic order. */
BwPermutations *bw_permutations_subgroup(const BwPermutations *set);

/* All products of one of `a` and one of `b`, in lexicographic order: a group where both are groups and
 * commute, or one only rearranges the members of the other. NULL when there would be more than `limit`. */
BwPermutations *bw_permutations_product(const BwPermutations *a, const BwPermutations *b, int limit);

/* The permutation as cycles of atoms, "(H5 H6)(H7 H8 H9)": each atom's place is taken by the one after it in
 * its bracket, perm[i] after i. "()" for the identity. New. */
char *bw_permutations_cycles(const int *perm, const BwAtoms *atoms);
