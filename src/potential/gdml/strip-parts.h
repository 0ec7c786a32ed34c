/* strip-parts.h - what both ways of summing over permutations do with one of them. */
#pragma once

#include "potential/gdml/strip-private.h"

#include <math.h>

/* Δ_p and its square, for the rows' points and one column's. */
BW_VECTORISED_PART void take_differences(const BwStrip *strip, int p, int point, const BwStripWorkspace *work,
                                         Lanes *square)
{
  const BwGdmlPoints *points = &strip->system->points;
  int size = points->n_descriptors;
  const int *pairs = points->pairs + (gsize)p * size;
  const double *descriptor = points->descriptors + (gsize)point * size;
  Lanes sum = {0};
  for (int a = 0; a < size; a++) {
    Lanes delta = work->descriptors[a] - descriptor[pairs[a]];
    work->differences[a] = delta;
    sum += delta * delta;
  }
  *square = sum;
}

/* k, k', k'' */
static inline void weigh(const BwKernelSystem *system, const double *square, double *radial)
{
  double inverse = 1 / (system->sigma * system->sigma);
  double *value = radial, *slope = radial + BW_STRIP, *curvature = radial + 2 * BW_STRIP;
  for (int l = 0; l < BW_STRIP; l++)
    if (system->function == BW_KERNEL_GAUSSIAN) {
      value[l] = exp(-0.5 * square[l] * inverse);
      slope[l] = value[l] * inverse;
      curvature[l] = slope[l] * inverse;
    } else {
      double x = sqrt(5 * square[l] * inverse), e = exp(-x);
      value[l] = (1 + x + x * x / 3) * e;
      slope[l] = 5.0 / 3 * inverse * (1 + x) * e;
      curvature[l] = 25.0 / 3 * inverse * inverse * e;
    }
}

/* out[N][3] = J_iᵀ slopes */
BW_VECTORISED_PART void project_left(const BwStrip *strip, const BwStripWorkspace *work, const Lanes *slopes,
                                     Lanes *out)
{
  int n = strip->n_atoms;
  for (int k = 0; k < n; k++) {
    Lanes sums[3] = {0};
    const Lanes *arm = work->arms + (gsize)k * n * 3;
    for (int l = 0; l < n; l++, arm += 3) {
      Lanes slope = slopes[strip->pair_of[k * n + l]];
      for (int c = 0; c < 3; c++)
        sums[c] += arm[c] * slope;
    }
    for (int c = 0; c < 3; c++)
      out[3 * k + c] = sums[c];
  }
}
