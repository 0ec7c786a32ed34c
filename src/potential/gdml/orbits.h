/* orbits.h - elements of the descriptor that permutations turn into each other. */
#pragma once

/* root[a]: the first element of a's orbit. pairs: [S][D], (P_p r)[a] = r[pairs[p][a]]. */
void bw_orbits_find(const int *pairs, int n_permutations, int n_descriptors, int *root);
