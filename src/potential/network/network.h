/* network.h - an atomistic neural network: from elements and the vectors between neighbours to features of
 * every atom, and heads that read properties off the features.
 *
 * The energy of a molecule is E = Σ_i (s y_i + e_Z(i)), y_i the head's number for atom i, s a scale and e_Z
 * an offset for each element, which are not learnt but taken from the data. Forces are its derivative. */
#pragma once

#include "autodiff/operations.h"
#include "potential/network/batch.h"
#include "potential/network/parameters.h"
#include "potential/potential.h"

typedef struct _BwNetwork BwNetwork;
typedef struct _BwOutput BwOutput; /* outputs.h */

/* A network on a tape, with what it was given. */
typedef struct {
  BwTape *tape;
  const BwBatch *batch;
  BwTensor **weights;  /* [n_parameters], leaves */
  BwTensor *positions; /* [n_atoms][3], a leaf: the batch's */
  BwTensor *vectors;   /* [n_pairs][3], r_j − r_i with its image */
  BwTensor *distances; /* [n_pairs][1] */
  BwTensor *features;  /* [n_atoms][n_features] */
  BwTensor **stages; /* [n_interactions + 1]: features before the first interaction and after each; NULL where
                        the network does not say them */
} BwNetworkRecord;

typedef struct {
  const char *method; /* "SchNet" */
  /* [n_atoms][n_features], from record->weights, vectors and distances; fills record->stages, all of them as
   * wide as the last, with which every head can read them */
  BwTensor *(*record)(const BwNetwork *self, const BwNetworkRecord *record);
  /* Adds [network] with every setting. */
  void (*describe)(const BwNetwork *self, GKeyFile *description);
  /* A sentence about what of its energy is not continuous, marked to be translated; NULL when all is. The
   * function may be NULL too. */
  const char *(*find_jumps)(const BwNetwork *self);
  /* A force field that is faster than the tape; takes the network. NULL: there is none. */
  BwPotential *(*predict)(BwNetwork *self, const char *name, GError **error);
  void (*finalize)(BwNetwork *self); /* frees what the network added, not the base */
} BwNetworkClass;

/* y = W₂ f(W₁ x + b₁) + b₂ for every atom: numbers of parameters. */
typedef struct {
  int weights[2], biases[2];
  BwActivation activation;
} BwHead;

/* Networks embed it as their first member. */
struct _BwNetwork {
  const BwNetworkClass *klass;
  BwParameters parameters;
  int n_features, n_interactions;
  double cutoff;  /* Å; 0: all pairs */
  int n_elements; /* it can describe */
  int *elements;  /* [n_elements] atomic numbers, ascending; owned */
  gboolean has_energy;
  BwHead energy;
  double scale;      /* s, eV */
  double *offsets;   /* [n_elements] e_Z, eV; owned */
  BwOutput *outputs; /* [n_outputs] beside the energy; owned */
  int n_outputs;
  double total_charge; /* of what it describes, e */
};

/* elements[n_elements] are copied; scale 1, offsets 0, no interactions. */
void bw_network_init(BwNetwork *self, const BwNetworkClass *klass, const int *elements, int n_elements,
                     int n_features, double cutoff);
void bw_network_free(BwNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNetwork, bw_network_free)

/* Random weights to begin training from, the same for the same seed: Glorot's, embeddings normal, biases
 * zero. */
void bw_network_draw(BwNetwork *self, guint64 seed);

/* Gaussians centred from 0 to `last` (Å), all with gamma (Å⁻²; 0: ½ over the square of their spacing).
 * Returns the memory that they are in: centres [n], then gammas [n]; free with g_free(). */
double *bw_gaussians_place(BwGaussians *gaussians, int n, double last, double gamma);

/* Adds the head's parameters, "NAME.0.weight" and so on, with n_hidden units. */
void bw_head_add(BwHead *self, BwNetwork *network, const char *name, int n_hidden, int n_outputs,
                 BwActivation activation);

/* out[n]: numbers of the elements. Fails with UNSUPPORTED naming the atom and its element when the network
 * has not seen one. */
gboolean bw_network_find_elements(const BwNetwork *self, const int *numbers, int n, int *out, GError **error);

/* Weights, positions, vectors, distances and features on the tape. record->weights belongs to the tape. */
void bw_network_record(const BwNetwork *self, BwTape *tape, const BwBatch *batch, BwNetworkRecord *record);
/* The last part of it, for those who fill in tape, batch, weights and vectors themselves. */
void bw_network_record_features(const BwNetwork *self, BwNetworkRecord *record);
/* [n_atoms][n_outputs] */
BwTensor *bw_head_record(const BwHead *self, const BwNetworkRecord *record);
/* [n_atoms][1], eV: s y_i, without offsets, which single precision would drown in. */
BwTensor *bw_network_record_energies(const BwNetwork *self, const BwNetworkRecord *record);
