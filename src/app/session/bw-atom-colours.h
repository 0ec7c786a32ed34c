/* bw-atom-colours.h - numbers of atoms that colour them, with what their legend says. */
#pragma once

#include "system/atoms.h"

typedef struct {
  BwAtoms *atoms;   /* of which they are; NULL: there are none */
  double *shares;   /* [n_atoms], 0 … 1 */
  char *title;      /* "Force error per atom" */
  char *low, *high; /* what 0 and 1 mean, with the unit */
} BwAtomColours;

void bw_atom_colours_clear(BwAtomColours *colours);
