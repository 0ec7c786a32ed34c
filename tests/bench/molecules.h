/* molecules.h - the molecules that are measured. */
#pragma once

#include "system/cell.h"

enum { BW_BENCH_ETHANOL_ATOMS = 9 };

extern const int bw_bench_ethanol_numbers[BW_BENCH_ETHANOL_ATOMS];
extern const double bw_bench_ethanol[3 * BW_BENCH_ETHANOL_ATOMS]; /* Å */

/* positions[n][9][3], Å: ethanol, each time a little displaced. */
void bw_bench_shake_ethanol(double *positions, int n);

/* edge³ molecules of water at 1 g/cm³: on a lattice, turned at random. numbers[3 edge³], positions[3
 * edge³][3] Å. */
void bw_bench_fill_water(int edge, int *numbers, double *positions, BwCell *cell);
