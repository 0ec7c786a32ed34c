/* schnet.h - SchNet: Schütt, Sauceda, Kindermans, Tkatchenko, Müller, J. Chem. Phys. 148, 241722 (2018).
 *
 *   x⁰_i = a_Z(i)
 *   W_ij = f(D₂ ssp(D₁ g(d_ij) + b₁) + b₂) c(d_ij)             filters from Gaussians g of the distance
 *   v_i  = Σ_j (B x_j) ⊙ W_ij                                  continuous-filter convolution
 *   x_i += D₄ ssp(D₃ v_i + b₃) + b₄                            once per interaction
 *
 * and a head of two layers on x. Programs differ in details that a file of weights does not show: they are
 * settings here. */
#pragma once

#include "potential/network/network.h"

typedef enum { BW_CUTOFF_NONE, BW_CUTOFF_COSINE } BwCutoffFunction;

typedef struct {
  int n_features, n_filters, n_interactions;
  int n_gaussians;
  double cutoff;        /* Å; of pairs, and of the cutoff function */
  double last_gaussian; /* Å: centres go from 0 to there */
  double gamma;         /* Å⁻², of all Gaussians; 0: ½ over the square of their spacing */
  BwCutoffFunction cutoff_function;
  gboolean active_filters;      /* f is ssp instead of the identity: the original of 2017 */
  gboolean mean_of_neighbours;  /* v_i is divided by the number of neighbours: normalize_filter, as in
                                   SchNetPack 1 */
  gboolean shared;              /* all interactions have the same weights */
  int n_hidden;                 /* of the head; 0: n_features/2 */
  BwActivation head_activation; /* SiLU, or the shifted softplus of SchNetPack 1 and the original */
} BwSchnetSettings;

/* As SchNetPack 2 has it by default, but for 64 features, 3 interactions, 25 Gaussians and 5 Å. */
void bw_schnet_settings_init(BwSchnetSettings *settings);

typedef struct {
  int in, filter_weights[2], filter_biases[2], out_weights[2], out_biases[2]; /* numbers of parameters */
} BwSchnetInteraction;

typedef struct {
  BwNetwork base;
  BwSchnetSettings settings;
  int embedding;                     /* [n_elements][n_features] */
  BwSchnetInteraction *interactions; /* [n_interactions], equal ones if shared */
  BwGaussians gaussians;
  double *centres, *gammas; /* theirs; gammas within centres' memory */
} BwSchnet;

/* [n_atoms][n_features] on the tape. filters[n_interactions], [n_pairs][n_filters] each, instead of those of
 * the weights; NULL: those. */
BwTensor *bw_schnet_record(const BwSchnet *self, const BwNetworkRecord *record, BwTensor *const *filters);

/* With zero weights. Fails with ARGUMENT where the settings make no sense. */
BwSchnet *bw_schnet_new(const BwSchnetSettings *settings, const int *elements, int n_elements,
                        GError **error);
/* From a description (potential/networks.h). Fails with ARGUMENT naming the key. */
BwNetwork *bw_schnet_make(GKeyFile *description, const int *elements, int n_elements, GError **error);
/* Every setting of it, with `model = schnet`. */
void bw_schnet_describe(const BwNetwork *self, GKeyFile *description);
