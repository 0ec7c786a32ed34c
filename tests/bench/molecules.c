#include "molecules.h"
#include "base/random.h"
#include "base/vec3.h"

#include <math.h>

const int bw_bench_ethanol_numbers[] = {6, 6, 8, 1, 1, 1, 1, 1, 1};
const double bw_bench_ethanol[] = {
    0.068,  0.470, 0.213,  -1.266, 0.038,  -0.306, 1.087,  -0.467, 0.141,
    0.382,  1.458, -0.252, 0.142,  0.755,  1.225,  -1.651, -0.818, 0.168,
    -2.017, 0.837, -0.168, -1.109, -0.135, -1.346, 1.271,  -0.742, -0.769,
};

void bw_bench_shake_ethanol(double *positions, int n)
{
  enum { NUMBERS = 3 * BW_BENCH_ETHANOL_ATOMS };
  for (int i = 0; i < n * NUMBERS; i++)
    positions[i] = bw_bench_ethanol[i % NUMBERS] + 0.05 * bw_random_uniform(1, BW_STREAM_TEST, 0, i);
}

/* A unit vector, and one at right angles to it. */
static void draw_directions(int molecule, double a[3], double b[3])
{
  double c[3];
  for (int d = 0; d < 3; d++) {
    a[d] = bw_random_uniform(1, BW_STREAM_TEST, 1 + molecule, d) - 0.5;
    b[d] = bw_random_uniform(1, BW_STREAM_TEST, 1 + molecule, 3 + d) - 0.5;
  }
  bw_cross3(a, b, c);
  bw_cross3(c, a, b);
  double lengths[2] = {bw_norm3(a), bw_norm3(b)};
  for (int d = 0; d < 3; d++) {
    a[d] /= lengths[0];
    b[d] /= lengths[1];
  }
}

void bw_bench_fill_water(int edge, int *numbers, double *positions, BwCell *cell)
{
  const double spacing = 3.105, length = edge * spacing, bond = 0.9572, half_angle = 52.26 * G_PI / 180;
  const double vectors[3][3] = {{length, 0, 0}, {0, length, 0}, {0, 0, length}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  bw_cell_init(cell, vectors, periodic, NULL);
  for (int m = 0; m < edge * edge * edge; m++) {
    const int site[3] = {m % edge, m / edge % edge, m / edge / edge};
    double along[3], across[3];
    draw_directions(m, along, across);
    for (int a = 0; a < 3; a++) {
      double x = a == 0 ? 0 : bond * cos(half_angle), y = a == 0 ? 0 : bond * sin(half_angle);
      numbers[3 * m + a] = a == 0 ? 8 : 1;
      for (int d = 0; d < 3; d++)
        positions[9 * m + 3 * a + d] =
            (site[d] + 0.5) * spacing + x * along[d] + (a == 1 ? y : -y) * across[d];
    }
  }
}
