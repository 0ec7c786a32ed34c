/* crystal-molecules.h - the permutations of the molecules on a crystal: their own, and among equal ones. */
#pragma once

#include "potential/gdml/permutations.h"
#include "base/pool.h"
#include "system/dataset.h"

#include <gio/gio.h>

/* Of all atoms, the host's in_host[n_atoms] left in place. *n_molecules: how many there are. Fails with
 * CANCELLED, or MEMORY when there would be more than `limit`, naming them. */
BwPermutations *bw_crystal_molecules_find(const BwDataset *dataset, const int *frames, int n_frames,
                                          const gboolean *in_host, int limit, BwPool *pool,
                                          GCancellable *cancellable, int *n_molecules, GError **error);
