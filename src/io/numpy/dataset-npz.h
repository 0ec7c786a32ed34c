/* dataset-npz.h - labelled geometries in NumPy archives. */
#pragma once

#include "io/numpy/npz.h"
#include "system/dataset.h"

/* sGDML's datasets (type 'd'), rMD17, and others whose arrays have plain names; see BwFormat.open_dataset for
 * the arguments. Fails naming array, frame and atom when an array is missing, ambiguous, of the wrong shape
 * or not finite. */
BwDataset *bw_dataset_read_npz(const char *path, const BwUnitSystem *units, const char *energy_key,
                               const char *forces_key, GError **error);

/* The same as frames, whatever is wrong with them: numbers that are not finite stay as they are, and frames
 * may differ in the order of their atoms. For those who look for what is wrong. */
BwTrajectory *bw_frames_read_npz(const char *path, const BwUnitSystem *units, const char *energy_key,
                                 const char *forces_key, GError **error);

/* Every array that is not `used` (entries may be NULL) and has a number, a vector or a tensor for each frame,
 * or for each of its atoms, as a further label. */
void bw_dataset_read_npz_labels(BwDataset *dataset, BwNpz *npz, const BwNpy *const *used, int n_used);

/* sGDML's own layout, with the keys of sgdml/utils/io.py. Writes `dataset` in `units` (NULL or fields NULL: Å
 * and kcal/mol, which the file states) with all statistics and the md5 by which models know it. Atomic. Fails
 * when it has no forces or frames of different cells. */
gboolean bw_dataset_write_npz(const BwDataset *dataset, const char *path, const BwUnitSystem *units,
                              GError **error);
