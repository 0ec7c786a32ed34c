/* near-list.h - pairs that may come within a cutoff, kept from call to call while atoms move little (Verlet,
 * Phys. Rev. 159, 98 (1967)).
 *
 * The list only proposes: whoever uses it looks at every distance again, and the order of the pairs is that
 * of their numbers and images. So what is computed from it has the same bytes whenever the list was made. */
#pragma once

#include "system/cell.h"

typedef struct {
  int i, j, image[3];
} BwNearPair;

typedef struct {
  int n_atoms, n_pairs;
  double cutoff;
  BwCell cell;
  double *made_at;   /* [n_atoms][3], Å */
  BwNearPair *pairs; /* [n_pairs], each once, ascending */
} BwNearList;

/* Makes it anew where it does not hold every pair of these positions within the cutoff. Begin with {0}. cell
 * may be NULL. Fails as bw_neighbours_new(). */
gboolean bw_near_list_update(BwNearList *self, const double *positions, int n_atoms, const BwCell *cell,
                             double cutoff, GError **error);
void bw_near_list_clear(BwNearList *self);
