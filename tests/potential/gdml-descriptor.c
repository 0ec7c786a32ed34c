/* Descriptors in periodic cells against all images, and permutations as people read them. */
#include "base/random.h"
#include "base/vec3.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/permutations.h"

#include <string.h>

enum { ATOMS = 6, SIZE = ATOMS * (ATOMS - 1) / 2, REACH = 9, CELLS = 40 };

static double uniform(int set, int index)
{
  return bw_random_uniform(11, BW_STREAM_TEST, set, index);
}

/* The length of the shortest of all images within REACH cells. */
static double shortest(const BwCell *cell, const double difference[3])
{
  double best = INFINITY;
  int reach[3];
  for (int k = 0; k < 3; k++)
    reach[k] = cell->periodic[k] ? REACH : 0;
  for (int a = -reach[0]; a <= reach[0]; a++)
    for (int b = -reach[1]; b <= reach[1]; b++)
      for (int c = -reach[2]; c <= reach[2]; c++) {
        double image[3];
        for (int d = 0; d < 3; d++)
          image[d] =
              difference[d] + a * cell->vectors[0][d] + b * cell->vectors[1][d] + c * cell->vectors[2][d];
        best = MIN(best, bw_norm3(image));
      }
  return best;
}

/* Random triclinic cells, skewed by whole vectors, periodic in `n_periodic` directions. */
static void make_cell(int set, int n_periodic, BwCell *cell)
{
  double vectors[3][3];
  gboolean periodic[3];
  for (int k = 0; k < 3; k++) {
    periodic[k] = k < n_periodic;
    for (int d = 0; d < 3; d++)
      vectors[k][d] = (k == d ? 6 : 0) + 3 * (uniform(set, 100 + 3 * k + d) - 0.5);
  }
  for (int d = 0; d < 3 && n_periodic > 1; d++)
    vectors[1][d] += (set % 3 - 1) * vectors[0][d];
  GError *error = NULL;
  bw_cell_init(cell, (const double(*)[3])vectors, periodic, &error);
  g_assert_no_error(error);
}

static void make_positions(int set, double *positions)
{
  for (int k = 0; k < 3 * ATOMS; k++)
    positions[k] = 12 * (uniform(set, k) - 0.5);
}

static void test_nearest(void)
{
  for (int set = 0; set < CELLS; set++) {
    double positions[3 * ATOMS], descriptor[SIZE], arms[3 * SIZE];
    BwCell cell;
    make_cell(set, 1 + set % 3, &cell);
    make_positions(set, positions);
    bw_descriptor(positions, ATOMS, &cell, BW_IMAGES_NEAREST, descriptor, arms);
    for (int i = 1, pair = 0; i < ATOMS; i++)
      for (int j = 0; j < i; j++, pair++) {
        double difference[3], distance = 1 / descriptor[pair];
        bw_sub3(positions + 3 * i, positions + 3 * j, difference);
        g_assert_cmpfloat_with_epsilon(distance, shortest(&cell, difference), 1e-10);
        g_assert_cmpfloat_with_epsilon(bw_norm3(arms + 3 * pair) * distance * distance, 1, 1e-10);
      }
  }
}

/* In the hexagonal cell with an angle of 60° the two rules differ, and only one is the same for both ways to
 * write the lattice. */
static void test_hexagonal(void)
{
  const double acute[3][3] = {{5, 0, 0}, {2.5, 4.330127018922193, 0}, {0, 0, 8}},
               obtuse[3][3] = {{5, 0, 0}, {-2.5, 4.330127018922193, 0}, {0, 0, 8}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  const double positions[] = {0, 0, 0, 3.3, 1.9, 0.5};
  BwCell cells[2];
  double nearest[2], rounded[2], arms[3];
  bw_cell_init(&cells[0], acute, periodic, NULL);
  bw_cell_init(&cells[1], obtuse, periodic, NULL);
  for (int k = 0; k < 2; k++) {
    bw_descriptor(positions, 2, &cells[k], BW_IMAGES_NEAREST, &nearest[k], arms);
    bw_descriptor(positions, 2, &cells[k], BW_IMAGES_ROUNDED, &rounded[k], arms);
  }
  g_assert_cmpfloat_with_epsilon(nearest[0], nearest[1], 1e-12);
  g_assert_cmpfloat(fabs(rounded[0] - rounded[1]), >, 1e-3);
  g_assert_cmpfloat(MIN(rounded[0], rounded[1]), <, nearest[0]);
}

/* dE/d(strain) of E = Σ D² by finite differences, and its forces. */
static double energy_of(const double *positions, const BwCell *cell)
{
  double descriptor[SIZE], arms[3 * SIZE], energy = 0;
  bw_descriptor(positions, ATOMS, cell, BW_IMAGES_NEAREST, descriptor, arms);
  for (int k = 0; k < SIZE; k++)
    energy += descriptor[k] * descriptor[k];
  return energy;
}

static void strain(const double *positions, const BwCell *cell, int a, int b, double by, double *strained,
                   BwCell *strained_cell)
{
  double vectors[3][3];
  for (int i = 0; i < ATOMS; i++) {
    memcpy(strained + 3 * i, positions + 3 * i, sizeof(double[3]));
    strained[3 * i + a] += by * positions[3 * i + b];
  }
  memcpy(vectors, cell->vectors, sizeof vectors);
  for (int k = 0; k < 3; k++)
    vectors[k][a] += by * cell->vectors[k][b];
  bw_cell_init(strained_cell, (const double(*)[3])vectors, cell->periodic, NULL);
}

static void test_virial(void)
{
  const double h = 1e-6;
  for (int set = 0; set < 6; set++) {
    double positions[3 * ATOMS], strained[3 * ATOMS], descriptor[SIZE], arms[3 * SIZE], slopes[SIZE],
        virial[9];
    BwCell cell, changed;
    make_cell(set, 2 + set % 2, &cell);
    make_positions(set, positions);
    bw_descriptor(positions, ATOMS, &cell, BW_IMAGES_NEAREST, descriptor, arms);
    for (int k = 0; k < SIZE; k++)
      slopes[k] = -2 * descriptor[k];
    bw_descriptor_virial(slopes, descriptor, arms, ATOMS, virial);
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++) {
        strain(positions, &cell, a, b, h, strained, &changed);
        double up = energy_of(strained, &changed);
        strain(positions, &cell, a, b, -h, strained, &changed);
        double slope = (up - energy_of(strained, &changed)) / (2 * h);
        g_assert_cmpfloat_with_epsilon(-virial[3 * a + b], slope, 1e-6 * (1 + fabs(slope)));
      }
  }
}

static void check_cycles(const int *perm, const BwAtoms *atoms, const char *expected)
{
  g_autofree char *text = bw_permutations_cycles(perm, atoms);
  g_assert_cmpstr(text, ==, expected);
}

static void test_cycles(void)
{
  const int numbers[] = {6, 8, 1, 1, 1, 1}, identity[] = {0, 1, 2, 3, 4, 5}, swap[] = {0, 1, 3, 2, 4, 5},
            both[] = {0, 1, 4, 5, 3, 2};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(ATOMS, numbers, NULL, NULL);
  check_cycles(identity, atoms, "()");
  check_cycles(swap, atoms, "(H2 H3)");
  check_cycles(both, atoms, "(H2 H4 H3 H5)");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/descriptor/nearest", test_nearest);
  g_test_add_func("/gdml/descriptor/hexagonal", test_hexagonal);
  g_test_add_func("/gdml/descriptor/virial", test_virial);
  g_test_add_func("/gdml/descriptor/cycles", test_cycles);
  return g_test_run();
}
