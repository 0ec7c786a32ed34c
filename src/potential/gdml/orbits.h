/* orbits.h - what permutations turn into each other. */
#pragma once

/* root[a]: the first element of a's orbit. pairs: [S][D], (P_p r)[a] = r[pairs[p][a]]; or permutations of
 * anything else. */
void bw_orbits_find(const int *pairs, int n_permutations, int n_descriptors, int *root);

/* images[S][N], from permutations of the pairs of atoms: atom k turns into images[p][k]. Two atoms, whose one
 * pair does not tell, stay. */
void bw_orbits_atoms(const int *pairs, int n_permutations, int n_atoms, int *images);

/* How many kinds of atoms there are that no permutation turns into each other. */
int bw_orbits_count_atoms(const int *pairs, int n_permutations, int n_atoms);
