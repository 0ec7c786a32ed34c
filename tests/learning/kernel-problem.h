/* kernel-problem.h - a small linear system of a kernel model, and labels that a smooth function has. */
#pragma once

#include "base/random.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/points.h"

#include <math.h>
#include <string.h>

enum { MAX_POINTS = 150, MAX_ATOMS = 5, SIZE = 10, MAX_ROWS = MAX_POINTS * (3 * MAX_ATOMS + 1) };

typedef struct {
  BwKernelSystem system;
  double lambda;
  double descriptors[MAX_POINTS * SIZE], arms[MAX_POINTS * SIZE * 3], labels[MAX_ROWS];
  int pairs[2 * SIZE];
} Problem;

/* Between −1 and 1. */
static inline double noise(guint64 index)
{
  return 2 * bw_random_uniform(5, BW_STREAM_TEST, 0, index) - 1;
}

/* Shaken geometries of five atoms, the last two alike; labels that a smooth function has. */
static inline void make_problem(Problem *problem, BwLearns learns, BwKernelFunction function,
                                int n_permutations, int n_points)
{
  const double start[3 * MAX_ATOMS] = {0, 0, 0, 1.4, 0, 0, -0.5, 1.2, 0, -0.5, -0.6, 1.0, -0.5, -0.6, -1.0};
  const int swapped[MAX_ATOMS] = {0, 1, 2, 4, 3};
  *problem = (Problem){
      {{n_points, MAX_ATOMS, SIZE, n_permutations, problem->descriptors, problem->arms, problem->pairs},
       function,
       learns,
       function == BW_KERNEL_GAUSSIAN ? 0.8 : 2},
      1e-8};
  for (int i = 1, pair = 0; i < MAX_ATOMS; i++)
    for (int j = 0; j < i; j++, pair++) {
      int k = MAX(swapped[i], swapped[j]), l = MIN(swapped[i], swapped[j]);
      problem->pairs[pair] = pair;
      problem->pairs[SIZE + pair] = k * (k - 1) / 2 + l;
    }
  for (int m = 0; m < n_points; m++) {
    double positions[3 * MAX_ATOMS];
    for (int k = 0; k < 3 * MAX_ATOMS; k++)
      positions[k] = start[k] + 0.12 * noise((guint64)(m * 3 * MAX_ATOMS + k));
    bw_descriptor(positions, MAX_ATOMS, NULL, BW_IMAGES_ROUNDED, problem->descriptors + m * SIZE,
                  problem->arms + m * SIZE * 3);
    double slopes[SIZE], *labels = problem->labels;
    for (int a = 0; a < SIZE; a++)
      slopes[a] = sin(5 * problem->descriptors[m * SIZE + a]);
    if (learns & BW_LEARNS_FORCES) {
      bw_descriptor_forces(slopes, problem->arms + m * SIZE * 3, MAX_ATOMS, labels + m * 3 * MAX_ATOMS);
      labels += n_points * 3 * MAX_ATOMS;
    }
    for (int a = 0; a < SIZE && learns & BW_LEARNS_ENERGIES; a++)
      labels[m] -= cos(5 * problem->descriptors[m * SIZE + a]) / 5;
  }
}
