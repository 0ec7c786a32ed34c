/* by-tape.h - a network's force field against the network itself: on the tape, in double precision, geometry
 * by geometry. */
#pragma once

#include "base/random.h"
#include "potential/network/network.h"
#include "potential/potential.h"

#include <math.h>

enum { ATOMS = 7, REPLICAS = 11 };

static const int numbers[ATOMS] = {6, 1, 8, 1, 6, 1, 1};
static const int elements[] = {1, 6, 8};

static inline double uniform(int set, int index)
{
  return bw_random_uniform(17, BW_STREAM_TEST, (guint64)set, (guint64)index);
}

/* Atoms on a lattice of 1.4 Å, shaken: near each other, but not on top. */
static inline void make_positions(int set, int n_atoms, double *positions)
{
  for (int i = 0; i < n_atoms; i++)
    for (int d = 0; d < 3; d++) {
      int at = d == 0 ? i % 2 : d == 1 ? i / 2 % 2 : i / 4;
      positions[3 * i + d] = 1.4 * at + 0.5 * uniform(set, 3 * i + d);
    }
}

/* energy with offsets, forces and virial of one geometry, from the tape. */
static inline double compute_by_tape(const BwNetwork *network, int n_atoms, const double *positions,
                                     const BwCell *cell, double *forces, double virial[9])
{
  g_autofree int *element = g_new(int, n_atoms);
  g_autofree int *z = g_new(int, n_atoms);
  for (int i = 0; i < n_atoms; i++)
    z[i] = numbers[i % ATOMS];
  g_assert_true(bw_network_find_elements(network, z, n_atoms, element, NULL));
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  bw_batch_begin(&batch);
  g_assert_true(bw_batch_add(&batch, element, positions, n_atoms, cell, network->cutoff, NULL));
  bw_batch_end(&batch, network->n_elements);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwNetworkRecord record;
  bw_network_record(network, tape, &batch, &record);
  BwTensor *energy = bw_total(bw_network_record_energies(network, &record));
  BwTensor *wrt[] = {record.positions, record.vectors}, *gradients[2];
  bw_gradient(energy, NULL, wrt, 2, gradients);
  bw_tensor_read(bw_scale(gradients[0], -1), forces);
  bw_tensor_read(bw_scale(bw_product(record.vectors, TRUE, gradients[1], FALSE), -1), virial);
  double sum = bw_tensor_get_number(energy);
  for (int i = 0; i < n_atoms; i++)
    sum += network->offsets[element[i]];
  return sum;
}

/* All that the force field of the network gives, of several replicas at once. */
static inline void compare_with_tape(const BwNetwork *network, BwPotential *potential, const BwCell *cell)
{
  GError *error = NULL;
  double positions[REPLICAS][3 * ATOMS], energies[REPLICAS], forces[REPLICAS][3 * ATOMS];
  double virials[REPLICAS][9], atomic[REPLICAS][ATOMS];
  for (int r = 0; r < REPLICAS; r++)
    make_positions(r, ATOMS, positions[r]);
  const BwReplicas in = {REPLICAS, ATOMS, numbers, cell, positions[0]};
  BwEvaluation out = {energies, forces[0], virials[0], atomic[0]};
  bw_potential_evaluate(potential, &in, &out, NULL, &error);
  g_assert_no_error(error);
  for (int r = 0; r < REPLICAS; r++) {
    double expected[3 * ATOMS], virial[9], sum = 0;
    double energy = compute_by_tape(network, ATOMS, positions[r], cell, expected, virial);
    for (int i = 0; i < ATOMS; i++)
      sum += atomic[r][i];
    g_assert_cmpfloat_with_epsilon(energies[r], energy, 1e-6 * ATOMS);
    g_assert_cmpfloat_with_epsilon(sum, energies[r], 1e-10 * fabs(energy));
    for (int k = 0; k < 3 * ATOMS; k++)
      g_assert_cmpfloat_with_epsilon(forces[r][k], expected[k], 2e-5);
    for (int k = 0; k < 9; k++)
      g_assert_cmpfloat_with_epsilon(virials[r][k], virial[k], 1e-4);
  }
}
