/* loss.h - how far a network is from its labels, and which way its weights should go.
 *
 *   L = w_E 1/M Σ_m (E_m − Ê_m)² + w_F 1/3N Σ_ik (F_ik + ∂E/∂r_ik)² + Σ_o w_o 1/M Σ_m |p_m − p̂_m|²/(n_m s_o²)
 *
 * over the M molecules and N atoms of a batch, eV and Å: the loss of SchNet, J. Chem. Phys. 148, 241722
 * (2018), (9), with both means taken over what there is. The last part is of the network's further outputs o,
 * with their scales s_o; n_m is the number of components or atoms, of a sum over atoms the square of their
 * number, of an extent that of Σ|r − r₀|². A label that is not known adds nothing. */
#pragma once

#include "potential/network/outputs.h"

/* Molecules with what they should give. */
typedef struct {
  BwBatch batch;
  GArray *energies; /* of double [n_molecules], eV, without the network's offsets; empty: not known */
  GArray *forces;   /* of double [n_atoms][3], eV/Å; empty: not known */
  /* By the network's outputs, of double [n_molecules][n_components] or [n_atoms], without what offsets add,
   * NaN where a label is not known; empty: none is. */
  GArray *outputs[BW_MAX_OUTPUTS];
  /* Of the structure that is being added: of int [n_atoms], of double. */
  GArray *elements, *offsets;
} BwLabelledBatch;

void bw_labelled_batch_init(BwLabelledBatch *self);
void bw_labelled_batch_clear(BwLabelledBatch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwLabelledBatch, bw_labelled_batch_clear)
/* Empties it and keeps its memory. */
void bw_labelled_batch_begin(BwLabelledBatch *self);

typedef struct {
  double energy, forces;          /* w_E, w_F; 0: not looked at */
  double outputs[BW_MAX_OUTPUTS]; /* w_o */
} BwLossWeights;

/* Errors of one output, summed over what is known. */
typedef struct {
  double absolute, squared; /* in its unit and its square */
  gint64 n;
} BwOutputSums;

/* Sums over a batch, so that those of several batches add up. */
typedef struct {
  double loss;                            /* L of the batch */
  double energy_absolute, energy_squared; /* Σ over molecules, eV, eV² */
  double force_absolute, force_squared;   /* Σ over components, eV/Å, (eV/Å)² */
  gint64 n_energies, n_forces;            /* how many */
  BwOutputSums outputs[BW_MAX_OUTPUTS];
} BwLossSums;

void bw_loss_sums_add(BwLossSums *total, const BwLossSums *part);

/* The weights of a part of a batch, so that parts add up to the batch's loss: it has these shares of the
 * molecules and atoms. */
BwLossWeights bw_loss_weights_share(const BwLossWeights *weights, double molecules, double atoms);

/* Clears the tape and uses it. gradient[n_values of the network's parameters]: ∂L/∂weights; NULL: only looks,
 * which takes half the time. */
void bw_network_loss(const BwNetwork *network, BwTape *tape, const BwLabelledBatch *batch,
                     const BwLossWeights *weights, BwLossSums *sums, double *gradient);
