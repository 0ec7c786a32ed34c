/* fit-data.h - labelled structures as a network learns from them. */
#pragma once

#include "base/elements.h"
#include "learning/neural/fit-pairs.h"
#include "learning/neural/loss.h"
#include "system/collection.h"

/* A choice of a collection's structures. What it points to must outlive it. */
typedef struct {
  const BwCollection *collection;
  const BwNetwork *network;
  const int *samples;               /* [n] of the collection */
  int n;                            /* structures */
  gboolean energies, forces;        /* whether all of them have such labels */
  gboolean outputs[BW_MAX_OUTPUTS]; /* whether any has a label for this output of the network */
  int elements[BW_N_ELEMENTS]; /* number of the network's element for each atomic number; −1: not seen */
  BwFitPairs *pairs;           /* owned */
} BwFitData;

/* Fails with UNSUPPORTED naming the structure, atom and element when the network has not seen one, and as
 * bw_fit_find_outputs(). */
gboolean bw_fit_data_init(BwFitData *self, const BwCollection *collection, const int *samples, int n,
                          const BwNetwork *network, GError **error);
void bw_fit_data_clear(BwFitData *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwFitData, bw_fit_data_clear)

int bw_fit_data_get_n_atoms(const BwFitData *self, int k);

/* Structures which[n] of the data, labels with them; from any thread, and without taking memory once it has
 * seen them. Fails as bw_batch_add() does, naming the structure. */
gboolean bw_fit_data_fill(const BwFitData *self, const int *which, int n, BwLabelledBatch *batch,
                          GError **error);

/* Whether there are labels of every output beside the energy. Fails with ARGUMENT naming the one without and
 * what labels there are. */
gboolean bw_fit_data_check(const BwFitData *self, GError **error);
/* "energies, dipole, gap": what the first structure has. New. */
char *bw_fit_data_label_names(const BwFitData *self);

/* Scale and offsets of a network and its outputs from the data. Offsets e_Z are those of the least squares of
 * E − Σ_i e_Z(i), of the ones that do equally well the nearest to the mean energy per atom: for one
 * composition that mean itself. The scale is the root of the mean square of the forces (times 1 Å) or,
 * without forces, of what the offsets leave of the energy per atom. */
void bw_fit_data_set_scale(const BwFitData *self, BwNetwork *network);
