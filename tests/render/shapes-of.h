/* shapes-of.h - a moment in a style as shapes; no OpenGL. */
#pragma once

#include "render/shapes.h"

static const BwHighlight nothing = {.hovered = -1};

static inline BwShapes *shapes_of(int n_atoms, const int *numbers, const double *positions, int n_beads,
                                  const BwCell *cell, const BwSceneStyle *style)
{
  BwMoment moment = {0};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  bw_moment_set(&moment, atoms, cell, positions, n_beads);
  BwShapes *shapes = bw_shapes_new(&moment, style, &nothing);
  bw_moment_clear(&moment);
  return shapes;
}
