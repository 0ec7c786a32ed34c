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
  WATER_LABELS = 8,    /* a dipole and a gap for each frame, a charge for each atom */
} WaterFlaws;

/* Charges of −0.8 and 0.4 e, their dipole, and how far apart the hydrogens are as a gap. */
static void add_labels(BwDataset *dataset)
{
  static const double charges[N_ATOMS] = {-0.8, 0.4, 0.4};
  double *q = bw_dataset_add_label(dataset, "charges", "e", TRUE, 1)->values;
  double *gap = bw_dataset_add_label(dataset, "gap", "eV", FALSE, 1)->values;
  double *dipole = bw_dataset_add_label(dataset, "dipole", "e·Å", FALSE, 3)->values;
  for (int i = 0; i < dataset->n_frames; i++) {
    const double *r = dataset->positions + 3 * N_ATOMS * i;
    gap[i] = hypot(r[6] - r[3], r[7] - r[4]);
    memset(dipole + 3 * i, 0, 3 * sizeof *dipole);
    for (int a = 0; a < N_ATOMS; a++) {
      q[N_ATOMS * i + a] = charges[a];
      for (int d = 0; d < 3; d++)
        dipole[3 * i + d] += charges[a] * r[3 * a + d];
    }
  }
}

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
  if (flaws & WATER_LABELS)
    add_labels(dataset);
  char *path = g_build_filename(folder, "water.xyz", NULL);
  g_autoptr(BwTrajectory) trajectory = bw_dataset_as_trajectory(dataset, "test");
  bw_write_trajectory(path, trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return path;
}
