/* near-list.h - pairs that may come within a cutoff, kept from call to call while atoms move little (Verlet,
 * Phys. Rev. 159, 98 (1967)).
 *
 * The list only proposes: whoever uses it looks at every distance again, and the order of the pairs is that
 * of their numbers and images. So what is computed from it has the same bytes whenever the list was made. */
#pragma once

#include "base/vec3.h"
#include "system/cell.h"

typedef struct {
  int i, j, image[3];
} BwNearPair;

/* One of the atoms near another. */
typedef struct {
  int other;
  int pair; /* of the list; ~pair where `other` is its first atom */
} BwNearNeighbour;

typedef struct {
  int n_atoms, n_pairs;
  double cutoff;
  BwCell cell;
  double *made_at;   /* [n_atoms][3], Å */
  BwNearPair *pairs; /* [n_pairs], each once, ascending */
  /* From bw_near_list_index() on: */
  int *pairs_begin;            /* [n_atoms + 1]: i of pairs[pairs_begin[i]] … is atom i */
  int *begin;                  /* [n_atoms + 1]: neighbours of atom i are neighbours[begin[i]] … */
  BwNearNeighbour *neighbours; /* [2 n_pairs], in the order of their pairs */
} BwNearList;

/* Makes it anew where it does not hold every pair of these positions within the cutoff. Begin with {0}. cell
 * may be NULL. Fails as bw_neighbours_new(). */
gboolean bw_near_list_update(BwNearList *self, const double *positions, int n_atoms, const BwCell *cell,
                             double cutoff, GError **error);

/* What an atom needs to sum over its own neighbours. Once for each list. */
void bw_near_list_index(BwNearList *self);
void bw_near_list_clear(BwNearList *self);

/* r_j − r_i with its image. */
static inline void bw_near_pair_get_vector(const BwNearPair *pair, const double *positions,
                                           const BwCell *cell, double vector[3])
{
  bw_sub3(positions + 3 * (gsize)pair->j, positions + 3 * (gsize)pair->i, vector);
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3 && pair->image[k] != 0; d++)
      vector[d] += pair->image[k] * cell->vectors[k][d];
}
