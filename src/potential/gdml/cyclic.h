/* cyclic.h - the Fourier transform over a product of small cyclic groups. */
#pragma once

/* Two factors that are transformed together, or one: then m = 1. */
typedef struct {
  int n, m;
  double *cosines, *sines; /* [n]: of 2π j/n */
} BwCyclicPass;

typedef struct {
  int n, n_passes;
  BwCyclicPass *passes;
} BwCyclic;

/* The first factor is the fastest index. They are best sorted, the largest first. */
BwCyclic *bw_cyclic_new(int n_factors, const int *factors);
void bw_cyclic_free(BwCyclic *cyclic);
