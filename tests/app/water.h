/* water.h - a small dataset to train on: three atoms that attract each other, in a file. */
#pragma once

#include "io/io.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

enum { N_FRAMES = 160, N_ATOMS = 3 };

typedef enum {
  WATER_TWICE = 1,     /* one frame is there again */
  WATER_NO_FORCES = 2, /* energies alone */
  WATER_GRADIENTS = 4, /* forces have the other sign */
} WaterFlaws;

/* Its path; new. */
static char *write_water(const char *folder, WaterFlaws flaws)
{
  static const int numbers[N_ATOMS] = {8, 1, 1};
  static const double rest[N_ATOMS * 3] = {0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N_ATOMS, numbers, NULL, NULL);
  g_autoptr(BwDataset) dataset = bw_dataset_new(atoms, N_FRAMES, TRUE, !(flaws & WATER_NO_FORCES));
  g_autoptr(BwPotential) potential = bw_lennard_jones_new(0.5, 0.9, 0);
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < N_FRAMES * N_ATOMS * 3; i++)
    dataset->positions[i] = rest[i % (N_ATOMS * 3)] + 0.05 * sin(12.9898 * i + 78.233 * sin(i));
  if (flaws & WATER_TWICE)
    memcpy(dataset->positions + 3 * N_ATOMS * 7, dataset->positions, sizeof(double) * 3 * N_ATOMS);
  const BwReplicas replicas = {N_FRAMES, N_ATOMS, numbers, NULL, dataset->positions};
  BwEvaluation evaluation = {.energies = dataset->energies, .forces = dataset->forces};
  bw_potential_evaluate(potential, &replicas, &evaluation, NULL, &error);
  g_assert_no_error(error);
  for (int i = 0; i < N_FRAMES * N_ATOMS * 3 && (flaws & WATER_GRADIENTS); i++)
    dataset->forces[i] = -dataset->forces[i];
  char *path = g_build_filename(folder, "water.xyz", NULL);
  g_autoptr(BwTrajectory) trajectory = bw_dataset_as_trajectory(dataset, "test");
  bw_write_trajectory(path, trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return path;
}
