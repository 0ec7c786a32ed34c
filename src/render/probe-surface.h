/* probe-surface.h - the surface around a molecule, painted by the local chemical potential of a probe atom on
 * it. No OpenGL. */
#pragma once

#include "analysis/explained.h"
#include "render/painted-surface.h"

/* The molecule's surface with Ω of the element at each of its vertices; *result: over them. Fails as
 * bw_molecule_surface() and bw_explained_probe(). */
BwPaintedSurface *bw_probe_surface_new(BwExplained *explained, int element, BwPool *pool,
                                       const BwWatch *watch, BwProbeResult *result, GError **error);
