/* molecule-surface.h - the smooth surface around molecules on which local chemical potentials are shown:
 * Σ_i |r − r_i|⁻² = 3.8 Å⁻², as in Schütt et al., Nat. Commun. 8, 13890 (2017). The sum is over the atoms of
 * one molecule, and the surface encloses what any of them claims: in a liquid the sum over all atoms would
 * nowhere be as small. Atoms between 5 and 7 Å away count less and less, which molecules as large as the
 * paper's do not notice. */
#pragma once

#include "render/isosurface.h"
#include "system/atoms.h"
#include "system/cell.h"

#define BW_MOLECULE_SURFACE_LEVEL 3.8 /* Å⁻² */
#define BW_MOLECULE_SURFACE_REACH                                                                            \
  0.95 /* Å: how far it is from the nearest atom at most, in a small molecule */

/* Adds the surface around positions[n_atoms][3] (Å) to `vertices` (of BwSurfaceVertex, Å) and `triangles`;
 * cell NULL: none. A molecule that lies across the boundary of the cell has its surface at each place where
 * some of its atoms are. Fails with MEMORY. */
gboolean bw_molecule_surface(const BwAtoms *atoms, const double *positions, const BwCell *cell,
                             GArray *vertices, GArray *triangles, GError **error);
