/* springs.h - labelled geometries whose energy is known in closed form. */
#pragma once

#include "base/random.h"
#include "system/dataset.h"

#include <math.h>
#include <string.h>

enum { N_FRAMES = 60, ATOMS = 4 };

static inline double random_number(guint64 index)
{
  return 2 * bw_random_uniform(9, BW_STREAM_TEST, 0, index) - 1;
}

/* Pairs of atoms held by springs: E = ½ Σ (r − r₀)². */
static inline void label(const double *positions, double *energy, double *forces)
{
  *energy = 0;
  memset(forces, 0, sizeof(double) * 3 * ATOMS);
  for (int i = 1; i < ATOMS; i++)
    for (int j = 0; j < i; j++) {
      double d[3], r = 0;
      for (int k = 0; k < 3; k++)
        d[k] = positions[3 * i + k] - positions[3 * j + k], r += d[k] * d[k];
      r = sqrt(r);
      double stretch = r - (j == 0 ? 1.1 : 1.8);
      *energy += 0.5 * stretch * stretch;
      for (int k = 0; k < 3; k++) {
        forces[3 * i + k] -= stretch * d[k] / r;
        forces[3 * j + k] += stretch * d[k] / r;
      }
    }
}

/* Ammonia-like: three atoms that are alike around a fourth. */
static inline BwDataset *make_springs(int n_frames)
{
  const int numbers[ATOMS] = {7, 1, 1, 1};
  const double start[3 * ATOMS] = {0, 0, 0.3, 1, 0, 0, -0.5, 0.87, 0, -0.5, -0.87, 0};
  BwAtoms *atoms = bw_atoms_new(ATOMS, numbers, NULL, NULL);
  BwDataset *dataset = bw_dataset_new(atoms, n_frames, TRUE, TRUE);
  bw_atoms_unref(atoms);
  dataset->name = g_strdup("springs");
  dataset->units.length = "Å";
  dataset->units.energy = "eV";
  for (int f = 0; f < n_frames; f++) {
    double *positions = dataset->positions + (gsize)f * 3 * ATOMS;
    for (int k = 0; k < 3 * ATOMS; k++)
      positions[k] = start[k] + 0.15 * random_number(f * 100 + k);
    label(positions, &dataset->energies[f], dataset->forces + (gsize)f * 3 * ATOMS);
  }
  return dataset;
}
