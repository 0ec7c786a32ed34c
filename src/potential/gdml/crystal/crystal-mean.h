/* crystal-mean.h - the sites of a crystal along a trajectory, and how far its atoms move from them. */
#pragma once

#include "system/dataset.h"

typedef struct {
  int n;                /* sites */
  int *atoms;           /* [n] of the dataset */
  int *numbers;         /* [n] elements */
  double *positions;    /* [n][3] Å, not wrapped */
  double *spread;       /* [n] mean square displacement from it, Å² */
  double noise;         /* standard error of a site's position, Å; 0 for a single frame */
  double n_independent; /* frames that would know the sites as well if each were independent */
} BwCrystalMean;

/* Of atoms[n_atoms] over frames[n_frames]. Each frame is shifted as a whole onto the others: neither where it
 * was cut nor a drift of the crystal counts. All are medians over the frames, for normal distributions the
 * same as means: an atom that leaves its site for a while, a defect that comes and goes, does not move the
 * site. The standard error is that of blocks of consecutive frames, since neighbouring frames resemble each
 * other. */
BwCrystalMean *bw_crystal_mean_new(const BwDataset *dataset, const int *frames, int n_frames,
                                   const int *atoms, int n_atoms);
void bw_crystal_mean_free(BwCrystalMean *mean);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCrystalMean, bw_crystal_mean_free)
