/* kind.h - the kinds of models that can be trained. */
#pragma once

#include "potential/mpnn/mpnn.h"

typedef enum {
  BW_MODEL_KRR,      /* kernel ridge regression on energies; forces are its slope */
  BW_MODEL_GDML,     /* gradient-domain machine learning: on forces */
  BW_MODEL_SGDML,    /* the same with the molecule's permutations */
  BW_MODEL_BIGDML,   /* the same in a periodic cell, with the crystal's group */
  BW_MODEL_SCHNET,   /* continuous-filter convolutions */
  BW_MODEL_GCN,      /* message passing: sums normalised by degrees (Kipf and Welling) */
  BW_MODEL_DEEPSETS, /* a function of a sum of functions (Zaheer et al.) */
  BW_MODEL_GAT,      /* attention (Veličković et al.) */
  BW_MODEL_GGNN,     /* sums, and a gated recurrent unit (Li et al.) */
  BW_MODEL_MPNN,     /* message passing as its description says */
} BwModelKind;

#define BW_N_MODEL_KINDS (BW_MODEL_MPNN + 1)

/* "krr", "sgdml", "schnet", … in any case. FALSE with BW_ERROR_ARGUMENT that lists them. */
gboolean bw_model_kind_parse(const char *text, BwModelKind *kind, GError **error);

/* The combination of message passing that it is; NULL: none, or as its description says. */
const BwMpnnCombination *bw_model_kind_get_combination(BwModelKind kind);

/* "KRR", "sGDML", "SchNet": what files say as their method. */
const char *bw_model_kind_name(BwModelKind kind);

gboolean bw_model_kind_is_network(BwModelKind kind);

/* What its data must have; the others may be there. Networks learn what there is. */
gboolean bw_model_kind_needs_forces(BwModelKind kind);
gboolean bw_model_kind_needs_energies(BwModelKind kind);
