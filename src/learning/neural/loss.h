/* loss.h - how far a network is from its labels, and which way its weights should go.
 *
 *   L = w_E 1/M Σ_m (E_m − Ê_m)² + w_F 1/3N Σ_ik (F_ik + ∂E/∂r_ik)²
 *
 * over the M molecules and N atoms of a batch, eV and Å: the loss of SchNet, J. Chem. Phys. 148, 241722
 * (2018), (9), with both means taken over what there is. */
#pragma once

#include "potential/network/network.h"

/* Molecules with what they should give. */
typedef struct {
  BwBatch batch;
  GArray *energies; /* of double [n_molecules], eV, without the network's offsets; empty: not known */
  GArray *forces;   /* of double [n_atoms][3], eV/Å; empty: not known */
} BwLabelledBatch;

void bw_labelled_batch_init(BwLabelledBatch *self);
void bw_labelled_batch_clear(BwLabelledBatch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwLabelledBatch, bw_labelled_batch_clear)

typedef struct {
  double energy, forces; /* w_E, w_F; 0: not looked at */
} BwLossWeights;

/* Sums over a batch, so that those of several batches add up. */
typedef struct {
  double loss;                            /* L of the batch */
  double energy_absolute, energy_squared; /* Σ over molecules, eV, eV² */
  double force_absolute, force_squared;   /* Σ over components, eV/Å, (eV/Å)² */
  gint64 n_energies, n_forces;            /* how many */
} BwLossSums;

void bw_loss_sums_add(BwLossSums *total, const BwLossSums *part);

/* Clears the tape and uses it. gradient[n_values of the network's parameters]: ∂L/∂weights; NULL: only looks,
 * which takes half the time. */
void bw_network_loss(const BwNetwork *network, BwTape *tape, const BwLabelledBatch *batch,
                     const BwLossWeights *weights, BwLossSums *sums, double *gradient);
