/* symmetry.h - the permutations of atoms that a trajectory shows to be possible.
 *
 * Chmiela, Sauceda, Müller, Tkatchenko 2018: geometries are matched pair by pair as weighted graphs of
 * distances (Umeyama's comparison of eigenvectors, with the assignment problem exact), the best matches that
 * connect all geometries, a minimum spanning tree, are kept, and completed to a group. */
#pragma once

#include "potential/gdml/descriptor.h"
#include "potential/gdml/permutations.h"
#include "base/pool.h"
#include "system/cell.h"

#include <gio/gio.h>

/* Groups of this size and more are not believed. */
#define BW_SYMMETRY_LIMIT 100

/* positions: [n_frames][n_atoms][3]; z: [n_atoms]; cell: NULL none. Takes n_frames²/2 matchings: give it at
 * most some thousand frames. *salvaged says whether contradictory permutations had to be dropped. NULL with
 * BW_ERROR_CANCELLED. */
BwPermutations *bw_symmetry_find(const double *positions, int n_frames, int n_atoms, const int *z,
                                 const BwCell *cell, BwImageRule images, BwPool *pool,
                                 void (*progress)(double fraction, gpointer data), gpointer data,
                                 GCancellable *cancellable, gboolean *salvaged, GError **error);
