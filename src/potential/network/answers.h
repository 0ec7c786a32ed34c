/* answers.h - between replicas and networks: groups of them as a batch, and what a network says of a group
 * where the caller wants it. */
#pragma once

#include "potential/network/network.h"

/* Replicas first … first + n − 1, whose atoms are elements[n_atoms] of the network, as a batch. Fails as
 * bw_batch_add(), naming the replica. */
gboolean bw_batch_fill(BwBatch *batch, const BwNetwork *network, const BwReplicas *in, const int *elements,
                       int first, int n, GError **error);

/* energies[n][n_atoms], eV, without offsets: those of the atoms and their sums, with offsets. */
void bw_answer_energies(const BwNetwork *network, const BwReplicas *in, const int *elements, int first, int n,
                        const double *energies, const BwEvaluation *out);

/* Forces and virials of a group while they are added up. */
typedef struct {
  int n_atoms;     /* of each replica */
  double *forces;  /* of the group's atoms; NULL: not wanted */
  double *virials; /* of its replicas; NULL: not wanted */
} BwForceSums;

/* Begins with zeros. */
BwForceSums bw_force_sums_begin(const BwReplicas *in, int first, int n, const BwEvaluation *out);

/* Atoms i and j of the group, slope[3] of the energy by the vector from i to j. */
static inline void bw_force_sums_add(const BwForceSums *self, int i, int j, const double *slope,
                                     const double *vector)
{
  for (int d = 0; d < 3; d++) {
    if (self->forces) {
      self->forces[3 * i + d] += slope[d];
      self->forces[3 * j + d] -= slope[d];
    }
    for (int e = 0; self->virials && e < 3; e++)
      self->virials[9 * (i / self->n_atoms) + 3 * d + e] -= slope[d] * vector[e];
  }
}
