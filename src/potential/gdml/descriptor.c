#include "potential/gdml/descriptor.h"
#include "base/vec3.h"

#include <string.h>

int bw_descriptor_size(int n_atoms)
{
  return n_atoms * (n_atoms - 1) / 2;
}

static void rounded_image(const BwCell *cell, double difference[3])
{
  double fractional[3], shift[3];
  bw_cell_to_fractional(cell, difference, fractional);
  for (int k = 0; k < 3; k++)
    fractional[k] = cell->periodic[k] ? nearbyint(fractional[k]) : 0;
  bw_cell_to_cartesian(cell, fractional, shift);
  bw_sub3(difference, shift, difference);
}

void bw_descriptor(const double *positions, int n_atoms, const BwCell *cell, BwImageRule images,
                   double *descriptor, double *arms)
{
  int pair = 0;
  for (int i = 1; i < n_atoms; i++)
    for (int j = 0; j < i; j++, pair++) {
      double difference[3];
      bw_sub3(positions + 3 * i, positions + 3 * j, difference);
      if (cell && images == BW_IMAGES_NEAREST)
        bw_cell_minimum_image(cell, difference, NULL);
      else if (cell)
        rounded_image(cell, difference);
      double inverse = 1 / bw_norm3(difference), cube = inverse * inverse * inverse;
      descriptor[pair] = inverse;
      for (int k = 0; k < 3; k++)
        arms[3 * pair + k] = difference[k] * cube;
    }
}

void bw_descriptor_forces(const double *slopes, const double *arms, int n_atoms, double *forces)
{
  memset(forces, 0, sizeof(double) * n_atoms * 3);
  int pair = 0;
  for (int i = 1; i < n_atoms; i++)
    for (int j = 0; j < i; j++, pair++)
      for (int k = 0; k < 3; k++) {
        double force = slopes[pair] * arms[3 * pair + k];
        forces[3 * i + k] -= force;
        forces[3 * j + k] += force;
      }
}

void bw_descriptor_virial(const double *slopes, const double *descriptor, const double *arms, int n_atoms,
                          double *virial)
{
  memset(virial, 0, sizeof(double) * 9);
  for (int pair = 0; pair < bw_descriptor_size(n_atoms); pair++) {
    double d = 1 / descriptor[pair], factor = -slopes[pair] * d * d * d;
    const double *arm = arms + 3 * pair;
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++)
        virial[3 * a + b] += factor * arm[a] * arm[b];
  }
}

void bw_descriptor_change(const double *arms, const double *vector, int n_atoms, double *out)
{
  int pair = 0;
  for (int i = 1; i < n_atoms; i++)
    for (int j = 0; j < i; j++, pair++) {
      double difference[3];
      bw_sub3(vector + 3 * j, vector + 3 * i, difference);
      out[pair] = bw_dot3(arms + 3 * pair, difference);
    }
}
