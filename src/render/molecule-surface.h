/* molecule-surface.h - the smooth surface around a molecule on which local chemical potentials are shown:
 * Σ_i |r − r_i|⁻² = 3.8 Å⁻², as in Schütt et al., Nat. Commun. 8, 13890 (2017). */
#pragma once

#include "render/isosurface.h"

#define BW_MOLECULE_SURFACE_LEVEL 3.8  /* Å⁻² */
#define BW_MOLECULE_SURFACE_REACH 0.95 /* Å: how far it is from the nearest atom at most, in a molecule */

/* Adds the surface around positions[n_atoms][3] (Å) to `vertices` (of BwSurfaceVertex, Å) and `triangles`.
 * Fails with MEMORY. */
gboolean bw_molecule_surface(const double *positions, int n_atoms, GArray *vertices, GArray *triangles,
                             GError **error);
