/* whole-molecules.h - the molecules of one geometry, each in one piece though the cell's boundary cuts it. */
#pragma once

#include "system/atoms.h"
#include "system/cell.h"

/* Atoms that are bonded to each other: n positions from the first on. */
typedef struct {
  int first, n;
} BwWholeMolecule;

typedef struct {
  GArray *positions; /* double, Å: three for each atom */
  GArray *molecules; /* of BwWholeMolecule */
} BwWholeMolecules;

/* Of positions[n_atoms][3]; cell NULL: none. A molecule that lies across the boundary is there once for each
 * of the images that its atoms are at, so that there is a whole one around every atom where it is. What is
 * bonded to its own image (a crystal, a polymer) has no end, and is left as it is. */
BwWholeMolecules *bw_whole_molecules_new(const BwAtoms *atoms, const double *positions, const BwCell *cell);
void bw_whole_molecules_free(BwWholeMolecules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwWholeMolecules, bw_whole_molecules_free)
