/* mixture.h - more frames of a molecule than one split of rMD17 has. */
#pragma once

#include "system/dataset.h"

/* The frames of all the molecule's splits that there are, each once: the first n_train of them, and the
 * others in *test. NULL where there are not more than n_train. */
BwDataset *bw_bench_mix(const char *molecule, int n_train, BwDataset **test);
