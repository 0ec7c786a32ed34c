/* bonds.h - which atoms are bonded in one geometry: closer than 1.2 times the sum of their covalent radii
 * (with exceptions that keep H–H contacts and cations apart). */
#pragma once

#include "system/atoms.h"
#include "system/cell.h"

typedef struct {
  int i, j;     /* i < j, or i == j across the cell */
  int image[3]; /* cell shift of j */
} BwBond;

/* Bonds of positions[n_atoms][3] (Å) in the order of (i, j); a GArray of BwBond. `previous` (may be NULL)
 * adds hysteresis: a bond that was there stays up to 1.3 times, so that a picture does not flicker. */
GArray *bw_bonds_find(const BwAtoms *atoms, const double *positions, const BwCell *cell,
                      const GArray *previous);

/* fragments[n_atoms]: index of the connected fragment of each atom, by first atom; returns how many. */
int bw_bonds_fragments(const GArray *bonds, int n_atoms, int *fragments);

/* Walks along the bonds from the first atom of each fragment: images[n_atoms][3], the cell of each atom in
 * which its fragment is in one piece. endless[n_fragments] becomes TRUE where an atom is met again in another
 * cell: a crystal, a polymer. Fragments −1 are left out, and have no bonds. */
void bw_bonds_walk(const GArray *bonds, int n_atoms, const int *fragments, int n_fragments, int (*images)[3],
                   gboolean *endless);
