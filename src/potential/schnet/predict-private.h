/* predict-private.h - what the parts of SchNet's prediction share. */
#pragma once

#include "base/array.h"
#include "base/vec3.h"
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
  BwScratch memory; /* of what threads share */
} BwSchnetPairs;

BwSchnetPairs *bw_schnet_pairs_new(void);

/* Replicas first … first + n_replicas − 1; reuses the memory. Fails with NUMERICS for positions that are not
 * finite or coincide, ARGUMENT where a periodic system would have no end of pairs, MEMORY where there are too
 * many. */
gboolean bw_schnet_pairs_find(BwSchnetPairs *self, const BwSchnet *network, const BwReplicas *in, int first,
                              int n_replicas, GError **error);
void bw_schnet_pairs_free(BwSchnetPairs *self);

/* The list of one replica with its index, and room for its pairs; they are not looked at yet. */
BwNearList *bw_schnet_pairs_get_near(BwSchnetPairs *self, const BwReplicas *in, const double *positions,
                                     double cutoff, GError **error);
gboolean bw_schnet_check_pair(double length, int i, int j, GError **error);

/* Of an atom with so many neighbours, where the mean is taken. */
static inline float bw_schnet_share(int n_neighbours)
{
  return 1.0f / (float)MAX(n_neighbours, 1);
}

/* Slope of the energy, eV/Å, by the vector of a pair whose length has this slope. */
static inline void bw_schnet_pull(double slope, double length, const double vector[3], double pull[3])
{
  for (int d = 0; d < 3; d++)
    pull[d] = slope / length * vector[d];
}

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

/* The arrays of one group; all rows are atoms. Of hidden and hidden_slopes an atom has `widest` numbers. */
typedef struct {
  int n_atoms, features, filters, widest; /* padded */
  float *x, *x_bar;                       /* [n_atoms][features] */
  float *hidden, *hidden_slopes;          /* of the head; hidden also of each interaction */
  float *v[2];         /* [n_atoms][filters], of even and odd interactions, and their derivatives */
  float *y, *slopes;   /* [n_interactions][n_atoms][filters], [features] */
  float *pair_slopes;  /* [n_pairs] */
  double *energies;    /* [n_atoms], eV, without offsets */
  const float *shares; /* [n_atoms]; NULL: sums are not divided */
} BwSchnetWork;

/* Memory that is dealt out, or only measured. */
typedef struct {
  char *memory; /* NULL: only measures */
  gsize used;   /* bytes */
} BwSchnetMemory;

void *bw_schnet_take(BwSchnetMemory *memory, gsize n, gsize size);

/* `apart`: even and odd interactions do not share their v. */
void bw_schnet_work_lay_out(const BwSchnetPotential *self, int n_atoms, int n_pairs, gboolean apart,
                            BwSchnetMemory *memory, BwSchnetWork *work);

/* What is done atom by atom, for n atoms from `first` on. Features, and what the first interaction makes of
 * them; elements [n_per_replica]. */
void bw_schnet_embed(const BwSchnetPotential *self, const int *elements, int n_per_replica, int first, int n,
                     BwSchnetWork *work);
/* From v of an interaction to x, and to y of the next. */
void bw_schnet_interact(const BwSchnetPotential *self, int interaction, int first, int n, BwSchnetWork *work);
/* energies [n] of x [n][features], offsets of elements not included; hidden and slopes [n][head.n_out_padded]
 * are written. */
void bw_schnet_apply_head(const BwSchnetPotential *self, const float *x, int n, float *hidden, float *slopes,
                          double *energies);
/* From x to energies and x_bar = ∂E/∂x. */
void bw_schnet_read_head(const BwSchnetPotential *self, int first, int n, BwSchnetWork *work);
/* From x_bar to ∂E/∂v. */
void bw_schnet_interact_back(const BwSchnetPotential *self, int interaction, int first, int n,
                             BwSchnetWork *work);
/* ∂E/∂y is where hidden_slopes were. */
static inline float *bw_schnet_y_bar(const BwSchnetWork *work, int first)
{
  return work->hidden_slopes + (gsize)first * (gsize)work->widest;
}
/* From it to x_bar. */
void bw_schnet_enter_back(const BwSchnetPotential *self, int interaction, int first, int n,
                          BwSchnetWork *work);

/* One call. */
typedef struct {
  BwSchnetPotential *self;
  const BwReplicas *in;
  BwEvaluation *out;
  const int *elements; /* [n_atoms] */
  int n_per_group;     /* replicas */
  GError **errors;     /* [n_groups] */
} BwSchnetCall;

/* One replica by all threads of the pool; the same bytes as alone on one. */
gboolean bw_schnet_evaluate_blocks(const BwSchnetCall *call, int replica, BwPool *pool, GError **error);

/* Fails with NUMERICS where tabulated filters would change, of atoms with twelve neighbours at the distance
 * where tables err most, energies by more than 1e-6 eV or forces between two by more than 1e-4 eV/Å, or by
 * such shares of the largest where that is more than 1. */
gboolean bw_schnet_check_tables(const BwSchnetPotential *self, GError **error);

gboolean bw_schnet_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                            GError **error);
