/* molecules.h - the molecules that are measured. */
#pragma once

#include "system/cell.h"

enum { BW_BENCH_ETHANOL_ATOMS = 9, BW_BENCH_WATER_ATOMS = 192 };

extern const int bw_bench_ethanol_numbers[BW_BENCH_ETHANOL_ATOMS];
extern const double bw_bench_ethanol[3 * BW_BENCH_ETHANOL_ATOMS]; /* Å */

/* positions[n][9][3], Å: ethanol, each time a little displaced. */
void bw_bench_shake_ethanol(double *positions, int n);

/* 64 molecules of water at 1 g/cm³: on a lattice, turned at random. numbers[192], positions[192][3] Å. */
void bw_bench_fill_water(int *numbers, double *positions, BwCell *cell);
