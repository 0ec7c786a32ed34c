/* crystal-host.h - which atoms of a periodic system are the crystal, and their space group. */
#pragma once

#include "potential/gdml/crystal/crystal-mean.h"
#include "potential/gdml/crystal/space-group.h"

typedef struct {
  BwCrystalMean *mean; /* of the host's atoms */
  BwSpaceGroup *group; /* of mean->atoms, by their place in it */
} BwCrystalHost;

/* Of all atoms, those that are bonded endlessly, and these without a rare element (interstitials): the ones
 * with the largest group, the most atoms where groups are equal. NULL with CANCELLED. */
BwCrystalHost *bw_crystal_host_find(const BwDataset *dataset, const int *frames, int n_frames,
                                    gpointer cancellable, GError **error);
void bw_crystal_host_free(BwCrystalHost *host);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCrystalHost, bw_crystal_host_free)

/* Pairs of the host's atoms whose two nearest images differ by less than the atoms move. */
int bw_crystal_host_half_pairs(const BwCrystalHost *host, const BwCell *cell);
