/* cyclic.h - the Fourier transform over a product of small cyclic groups. */
#pragma once

typedef struct {
  int n, n_factors;
  int *factors;
  double **cosines, **sines; /* [factors][n of the factor]: of 2π j/n */
} BwCyclic;

BwCyclic *bw_cyclic_new(int n_factors, const int *factors);
void bw_cyclic_free(BwCyclic *cyclic);
