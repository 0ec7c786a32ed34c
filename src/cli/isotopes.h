/* isotopes.h - what --isotopes says: "H=D,5=T,8=2.5". */
#pragma once

#include "system/atoms.h"

/* A copy of the atoms with other masses. Each item is ELEMENT=ISOTOPE or INDEX=ISOTOPE, where an isotope is a
 * name (D, T, 13C) or a mass in amu. Fails with ARGUMENT. */
BwAtoms *bw_atoms_with_isotopes(const BwAtoms *atoms, const char *list, GError **error);
