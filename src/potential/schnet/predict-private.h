/* predict-private.h - what the parts of SchNet's prediction share. */
#pragma once

#include "potential/potential.h"
#include "potential/schnet/convolution.h"
#include "potential/schnet/dense.h"
#include "potential/schnet/near-list.h"

/* Pairs within the cutoff of a group of replicas, whose atoms are counted through. */
typedef struct {
  int n_atoms;
  int (*ends)[2];       /* [n_pairs] */
  double (*vectors)[3]; /* [n_pairs], Å: r_j − r_i with its image */
  double *lengths;      /* [n_pairs], Å */
  float *distances;     /* [n_pairs], the same */
  float *shares;        /* [n_atoms] 1/number of neighbours; NULL: sums are not divided */
  int capacity;
  GArray *lists; /* of BwNearList, one for each replica of a large or periodic system */
  BwFilterPairs filters;
} BwSchnetPairs;

BwSchnetPairs *bw_schnet_pairs_new(void);

/* Replicas first … first + n_replicas − 1; reuses the memory. Fails with NUMERICS for positions that are not
 * finite or coincide, ARGUMENT where a periodic system would have no end of pairs, MEMORY where there are too
 * many. */
gboolean bw_schnet_pairs_find(BwSchnetPairs *self, const BwSchnet *network, const BwReplicas *in, int first,
                              int n_replicas, GError **error);
void bw_schnet_pairs_free(BwSchnetPairs *self);

/* One interaction: the layers before and after the convolution, and the transposed ones for the way back. */
typedef struct {
  BwDense in, in_back, out[2], out_back[2];
} BwSchnetLayers;

typedef struct {
  BwPotential base;
  BwSchnet *network;
  int features, filters;   /* padded */
  float *embedding;        /* [n_elements][features] */
  float *first;            /* [n_elements][filters], the first interaction's layer of it */
  BwSchnetLayers *layers;  /* [n_interactions] */
  BwFilterTable *tables;   /* [n_interactions] */
  BwDense head, head_back; /* its first layer */
  float *head_weights;     /* [head.n_out_padded] of the second */
  double head_bias;
  GPtrArray *pairs; /* of BwSchnetPairs, one per group of replicas: memory for the next call */
} BwSchnetPotential;

/* Fails with NUMERICS where tabulated filters would change, of atoms with twelve neighbours at the distance
 * where tables err most, energies by more than 1e-6 eV or forces between two by more than 1e-4 eV/Å, or by
 * such shares of the largest where that is more than 1. */
gboolean bw_schnet_check_tables(const BwSchnetPotential *self, GError **error);

gboolean bw_schnet_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                            GError **error);
