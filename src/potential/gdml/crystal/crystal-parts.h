/* crystal-parts.h - a periodic system taken apart by its bonds: what goes on through the cell, and molecules.
 */
#pragma once

#include "system/dataset.h"

typedef struct {
  int n_atoms;
  int n;             /* parts, by their first atoms */
  int *part;         /* [n_atoms] of each atom; −1: left out */
  gboolean *endless; /* [n] bonded to its own image in another cell */
  int *size;         /* [n] atoms */
  GArray *bonds;     /* of BwBond, of a frame that shows these parts */
} BwCrystalParts;

/* As most of some of frames[n_frames] show them. left_out[n_atoms]: atoms that do
 * not count; NULL: none. */
BwCrystalParts *bw_crystal_parts_new(const BwDataset *dataset, const int *frames, int n_frames,
                                     const gboolean *left_out);
void bw_crystal_parts_free(BwCrystalParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCrystalParts, bw_crystal_parts_free)
