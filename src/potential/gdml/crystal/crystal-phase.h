/* crystal-phase.h - the frames of a dataset that show one and the same structure. */
#pragma once

#include "system/dataset.h"

/* Data for force fields mix phases: half of the frames of a metal may be its melt, which has no sites. Chosen
 * are the frames near the one that has the nearest quarter of all others nearest to it, as far as twice that
 * quarter; the distance of two frames is how far two thirds of the atoms are displaced at most, so that a
 * molecule that wanders on a crystal does not count. New, ascending, *n_chosen of them: at least one. */
int *bw_crystal_phase(const BwDataset *dataset, const int *frames, int n_frames, int *n_chosen);
