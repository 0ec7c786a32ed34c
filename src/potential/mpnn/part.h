/* part.h - what a round of message passing is put together from: one file for each part. To add one: a file
 * that defines it, its name and itself in parts.c, its number in mpnn.h. */
#pragma once

#include "potential/mpnn/mpnn.h"

/* What all rounds see. */
typedef struct {
  const BwMpnnSettings *settings;
  const BwBatch *batch;
  BwTensor *gaussians; /* [n_pairs][n_gaussians] of the distance */
  BwTensor *cutoffs;   /* [n_pairs][1]: c(d), 1 at 0 Å and 0 from the cutoff on */
  BwTensor *degrees;   /* [n_atoms][1]: 1 + Σ_j c(d_ij); NULL: nobody has asked yet */
} BwMpnnInput;

/* add: its matrices, named after `place`, one after the other. record: w[0], w[1], … are these, x
 * [n_atoms][n_features]; returns [n_atoms][n_features]. */
typedef struct {
  void (*add)(BwMpnn *self, const char *place);
  BwTensor *(*record)(BwMpnnInput *in, BwTensor *const *w, BwTensor *x);
} BwAggregate;

/* The same with v, what the aggregate gave. */
typedef struct {
  void (*add)(BwMpnn *self, const char *place);
  BwTensor *(*record)(BwMpnnInput *in, BwTensor *const *w, BwTensor *x, BwTensor *v);
} BwUpdate;

extern const BwAggregate bw_aggregate_sum, bw_aggregate_mean, bw_aggregate_min, bw_aggregate_max,
    bw_aggregate_normalised, bw_aggregate_deepsets, bw_aggregate_attention;
extern const BwUpdate bw_update_mlp, bw_update_gru;

/* By number, and what they are called. */
extern const BwAggregate *const bw_aggregates[BW_N_AGGREGATES];
extern const char *const bw_aggregate_names[BW_N_AGGREGATES + 1];
extern const BwUpdate *const bw_updates[BW_N_UPDATES];
extern const char *const bw_update_names[BW_N_UPDATES + 1];

/* What parts are made of */

/* "PLACE.NAME.weight" and, if asked for, "PLACE.NAME.bias". */
void bw_mpnn_add_dense(BwMpnn *self, const char *place, const char *name, int n_in, int n_out, gboolean bias);
/* Two dense layers: four matrices. */
enum { BW_LAYERS = 4 };
void bw_mpnn_add_layers(BwMpnn *self, const char *place, const char *name, int n_in);
BwTensor *bw_mpnn_layers(const BwMpnnInput *in, BwTensor *const *w, BwTensor *x);

/* Messages (B x_j) ⊙ W(d_ij), W two layers on the Gaussians: what most aggregates begin with. */
enum { BW_MESSAGE = 1 + BW_LAYERS };
void bw_mpnn_add_message(BwMpnn *self, const char *place);
/* [n_atoms][n_features]: B x */
BwTensor *bw_mpnn_message_features(BwTensor *const *w, BwTensor *x);
/* [n_pairs][n_features]: W, which does not yet vanish at the cutoff. */
BwTensor *bw_mpnn_message_filters(const BwMpnnInput *in, BwTensor *const *w);
/* Σ_j y_j ⊙ W(d_ij) c(d_ij) for what took the place of B x. */
BwTensor *bw_mpnn_sum_messages(const BwMpnnInput *in, BwTensor *const *w, BwTensor *y);

/* Ends of pairs: where messages differ both ways. Rows are ends, [2 n_pairs]. */

/* Of a matrix of atoms: at each end, the row of the atom there, and that of the one at the other end. */
BwTensor *bw_mpnn_at_ends(const BwMpnnInput *in, BwTensor *x);
BwTensor *bw_mpnn_at_other_ends(const BwMpnnInput *in, BwTensor *x);
/* Of a matrix of pairs: at both ends. */
BwTensor *bw_mpnn_at_both_ends(BwTensor *p);
/* [n_atoms][columns]: the sum over an atom's ends. */
BwTensor *bw_mpnn_sum_ends(const BwMpnnInput *in, BwTensor *e);

BwTensor *bw_mpnn_degrees(BwMpnnInput *in);
