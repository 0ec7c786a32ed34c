/* mpnn.h - message passing: in every round, what an atom hears of its neighbours changes its features,
 *
 *   v_i = aggregate_j message(x_j, d_ij),   x_i ← update(x_i, v_i)
 *
 * from embeddings of the elements at the beginning to a head of two layers at the end: Gilmer et al., ICML
 * 2017. How messages are aggregated and what an update is are parts (part.h) that combine freely. Four
 * combinations have names: bw_named_mpnns.
 *
 * Messages vanish smoothly at the cutoff, and an atom that leaves it is as if it had never been there, so
 * that energies and forces are continuous (of min and max: energies everywhere, forces but where another
 * neighbour becomes the extreme one). */
#pragma once

#include "potential/network/network.h"

typedef enum {
  BW_AGGREGATE_SUM,
  BW_AGGREGATE_MEAN,
  BW_AGGREGATE_MIN,
  BW_AGGREGATE_MAX,
  BW_AGGREGATE_NORMALISED,
  BW_AGGREGATE_DEEPSETS,
  BW_AGGREGATE_ATTENTION,
  BW_N_AGGREGATES
} BwAggregateKind;

typedef enum { BW_UPDATE_MLP, BW_UPDATE_GRU, BW_N_UPDATES } BwUpdateKind;

/* Combinations that the literature has names for. */
typedef enum { BW_MPNN_GCN, BW_MPNN_DEEPSETS, BW_MPNN_GAT, BW_MPNN_GGNN, BW_N_NAMED_MPNNS } BwNamedMpnn;

typedef struct {
  const char *name; /* "GCN"; descriptions say it in any case */
  BwAggregateKind aggregate;
  BwUpdateKind update;
} BwMpnnCombination;

extern const BwMpnnCombination bw_named_mpnns[BW_N_NAMED_MPNNS];

typedef struct {
  int n_features, n_interactions; /* rounds */
  int n_gaussians;                /* of the distance, from 0 to the cutoff */
  double cutoff;                  /* Å */
  BwAggregateKind aggregate;
  BwUpdateKind update;
  int n_heads; /* of attention; a divisor of n_features */
  BwActivation activation;
  gboolean shared; /* all rounds have the same weights */
  int n_hidden;    /* of the head; 0: n_features/2 */
} BwMpnnSettings;

/* 64 features, 3 rounds, 25 Gaussians, 5 Å, sums of messages, updates by SiLU. */
void bw_mpnn_settings_init(BwMpnnSettings *settings);

typedef struct {
  BwNetwork base;
  BwMpnnSettings settings;
  int embedding;             /* [n_elements][n_features] */
  int *aggregates, *updates; /* [n_interactions]: the first parameter of each */
  BwGaussians gaussians;
  double *radial; /* memory of the Gaussians */
} BwMpnn;

/* With zero weights. Fails with ARGUMENT where the settings make no sense. */
BwNetwork *bw_mpnn_new(const BwMpnnSettings *settings, const int *elements, int n_elements, GError **error);
/* From a description (potential/networks.h) whose model is "mpnn" or a combination's name. Fails with
 * ARGUMENT naming the key. */
BwNetwork *bw_mpnn_make(GKeyFile *description, const int *elements, int n_elements, GError **error);
/* Every setting of it, with `model = mpnn`. */
void bw_mpnn_describe(const BwNetwork *self, GKeyFile *description);
/* The combination of this name, in any case; NULL: none has it. */
const BwMpnnCombination *bw_mpnn_find(const char *name);
/* What people call the combination: "GCN"; "MPNN" where it has no name of its own. */
const char *bw_mpnn_name(BwAggregateKind aggregate, BwUpdateKind update);
