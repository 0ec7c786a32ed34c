/* neural-problem.h - what tests of training networks learn: clusters of carbon and oxygen around one shape,
 * labelled by a Lennard-Jones potential. */
#pragma once

#include "base/random.h"
#include "potential/simple/simple.h"
#include "system/dataset.h"

static inline BwDataset *make_clusters(const int *numbers, int n_atoms, int n_frames, guint64 seed)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  BwDataset *dataset = bw_dataset_new(atoms, n_frames, TRUE, TRUE);
  dataset->name = g_strdup("clusters");
  dataset->path = g_strdup("clusters.npz");
  for (int f = 0; f < n_frames; f++)
    for (int i = 0; i < n_atoms; i++)
      for (int d = 0; d < 3; d++) {
        int at = d == 0 ? i % 2 : d == 1 ? i / 2 % 2 : i / 4;
        double shake = bw_random_uniform(seed, BW_STREAM_TEST, (guint64)f, (guint64)(3 * i + d)) - 0.5;
        dataset->positions[3 * (f * n_atoms + i) + d] = 1.6 * at + 0.3 * shake;
      }
  g_autoptr(BwPotential) potential = bw_lennard_jones_new(0.3, 1.5, 0);
  const BwReplicas in = {n_frames, n_atoms, numbers, NULL, dataset->positions};
  BwEvaluation out = {dataset->energies, dataset->forces};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  return dataset;
}
