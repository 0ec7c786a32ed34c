/* Bonds and fragments of molecules whose bonds every chemist knows. */
#include "base/random.h"
#include "system/bonds.h"
#include "system/whole-molecules.h"

#include <math.h>

static const int ethanol_numbers[] = {6, 6, 8, 1, 1, 1, 1, 1, 1};
static const double ethanol[] = {
    -0.748, -0.015, 0.024,  0.558,  0.420,  -0.278, 1.293,  -0.202, 0.742,
    -1.263, 0.755,  0.600,  -1.353, -0.211, -0.902, -0.699, -0.933, 0.614,
    0.488,  1.348,  -0.868, 1.094,  -0.349, -0.892, 2.177,  0.067,  0.747,
};

static BwAtoms *atoms_of(const int *numbers, int n)
{
  return bw_atoms_new(n, numbers, NULL, NULL);
}

static gboolean has_bond(const GArray *bonds, int i, int j)
{
  for (guint b = 0; b < bonds->len; b++)
    if (g_array_index(bonds, BwBond, b).i == i && g_array_index(bonds, BwBond, b).j == j)
      return TRUE;
  return FALSE;
}

static void test_ethanol(void)
{
  static const int expected[][2] = {{0, 1}, {0, 3}, {0, 4}, {0, 5}, {1, 2}, {1, 6}, {1, 7}, {2, 8}};
  g_autoptr(BwAtoms) atoms = atoms_of(ethanol_numbers, 9);
  g_autoptr(GArray) bonds = bw_bonds_find(atoms, ethanol, NULL, NULL);
  int fragments[9];
  g_assert_cmpuint(bonds->len, ==, G_N_ELEMENTS(expected));
  for (gsize b = 0; b < G_N_ELEMENTS(expected); b++)
    g_assert_true(has_bond(bonds, expected[b][0], expected[b][1]));
  g_assert_cmpint(bw_bonds_fragments(bonds, 9, fragments), ==, 1);
}

static void benzene(double positions[36], int numbers[12])
{
  for (int i = 0; i < 6; i++) {
    double angle = i * G_PI / 3;
    numbers[i] = 6, numbers[6 + i] = 1;
    for (int ring = 0; ring < 2; ring++) {
      double *p = positions + 3 * (6 * ring + i), radius = ring ? 2.482 : 1.397;
      p[0] = radius * cos(angle), p[1] = radius * sin(angle), p[2] = 0;
    }
  }
}

static void test_benzene(void)
{
  double positions[36];
  int numbers[12], fragments[12];
  benzene(positions, numbers);
  g_autoptr(BwAtoms) atoms = atoms_of(numbers, 12);
  g_autoptr(GArray) bonds = bw_bonds_find(atoms, positions, NULL, NULL);
  g_assert_cmpuint(bonds->len, ==, 12);
  for (int i = 0; i < 6; i++)
    g_assert_true(has_bond(bonds, i, 6 + i));
  g_assert_cmpint(bw_bonds_fragments(bonds, 12, fragments), ==, 1);
}

/* Every molecule has its bonds, without the cell, and around each atom of the file there is a whole one. */
static void check_whole(const BwAtoms *atoms, const double *positions, const BwCell *cell, int n_cut)
{
  g_autoptr(BwWholeMolecules) whole = bw_whole_molecules_new(atoms, positions, cell);
  int n_there = 0;
  g_assert_cmpint((int)whole->molecules->len, >, atoms->n_atoms / 3);
  g_assert_cmpint((int)whole->molecules->len, <=, atoms->n_atoms / 3 + n_cut);
  for (guint m = 0; m < whole->molecules->len; m++) {
    const BwWholeMolecule *molecule = &g_array_index(whole->molecules, BwWholeMolecule, m);
    const double *p = &g_array_index(whole->positions, double, 3 * molecule->first);
    g_assert_cmpint(molecule->n, ==, 3);
    for (int h = 1; h < 3; h++)
      g_assert_cmpfloat_with_epsilon(hypot(hypot(p[3 * h] - p[0], p[3 * h + 1] - p[1]), p[3 * h + 2] - p[2]),
                                     0.96, 1e-9);
    for (int a = 0; a < 3; a++)
      for (int i = 0; i < atoms->n_atoms; i++) {
        const double *q = positions + 3 * i;
        n_there += hypot(hypot(p[3 * a] - q[0], p[3 * a + 1] - q[1]), p[3 * a + 2] - q[2]) < 1e-9;
      }
  }
  g_assert_cmpint(n_there, ==, atoms->n_atoms);
}

/* Waters on a 3.1 Å grid that fills the cell, wrapped atom by atom: some molecules are cut by the boundary.
 */
static void test_water_box(void)
{
  enum { SIDE = 6, MOLECULES = SIDE * SIDE * SIDE, N = 3 * MOLECULES };
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  const double a = 3.1, edge = SIDE * a, vectors[3][3] = {{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}};
  static int numbers[N], fragments[N];
  static double positions[3 * N];
  for (int m = 0; m < MOLECULES; m++) {
    double turn = 2 * G_PI * bw_random_uniform(3, BW_STREAM_TEST, 0, m);
    const double site[3] = {m % SIDE * a, m / SIDE % SIDE * a, m / SIDE / SIDE * a};
    for (int k = 0; k < 3; k++) {
      double angle = turn + (k == 2 ? 104.5 * G_PI / 180 : 0), reach = k ? 0.96 : 0;
      double *p = positions + 9 * m + 3 * k;
      numbers[3 * m + k] = k ? 1 : 8;
      p[0] = site[0] + reach * cos(angle), p[1] = site[1] + reach * sin(angle), p[2] = site[2];
    }
  }
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, all, NULL));
  bw_cell_wrap(&cell, positions, N);
  g_autoptr(BwAtoms) atoms = atoms_of(numbers, N);
  g_autoptr(GArray) bonds = bw_bonds_find(atoms, positions, &cell, NULL);
  g_assert_cmpuint(bonds->len, ==, 2 * MOLECULES);
  g_assert_cmpint(bw_bonds_fragments(bonds, N, fragments), ==, MOLECULES);
  int cut = 0;
  for (guint b = 0; b < bonds->len; b++) {
    const BwBond *bond = &g_array_index(bonds, BwBond, b);
    g_assert_cmpint(bond->i / 3, ==, bond->j / 3);
    g_assert_cmpint(fragments[bond->i], ==, bond->i / 3);
    cut += bond->image[0] || bond->image[1] || bond->image[2];
  }
  g_assert_cmpint(cut, >, 0);
  check_whole(atoms, positions, &cell, cut);
}

static void test_exceptions(void)
{
  const int hydrogen[] = {1, 1};
  const double molecule[] = {0, 0, 0, 0.80, 0, 0};
  g_autoptr(BwAtoms) h2 = atoms_of(hydrogen, 2);
  g_autoptr(GArray) h2_bonds = bw_bonds_find(h2, molecule, NULL, NULL);
  g_assert_cmpuint(h2_bonds->len, ==, 1);

  const int water_and_sodium[] = {8, 1, 1, 11};
  const double cramped[] = {0, 0, 0, 0.95, 0.45, 0, 0.95, -0.45, 0, -2.3, 0, 0}; /* H–H 0.9 Å, Na–O 2.3 Å */
  g_autoptr(BwAtoms) ion = atoms_of(water_and_sodium, 4);
  g_autoptr(GArray) ion_bonds = bw_bonds_find(ion, cramped, NULL, NULL);
  g_assert_cmpuint(ion_bonds->len, ==, 2);
  g_assert_false(has_bond(ion_bonds, 1, 2));
  g_assert_false(has_bond(ion_bonds, 0, 3));
}

static void test_hysteresis(void)
{
  const int numbers[] = {8, 1};
  g_autoptr(BwAtoms) atoms = atoms_of(numbers, 2);
  const double near[] = {0, 0, 0, 1.00, 0, 0}, between[] = {0, 0, 0, 1.21, 0, 0},
               far[] = {0, 0, 0, 1.3, 0, 0};
  g_autoptr(GArray) first = bw_bonds_find(atoms, near, NULL, NULL);
  g_assert_cmpuint(first->len, ==, 1);
  g_autoptr(GArray) kept = bw_bonds_find(atoms, between, NULL, first);
  g_assert_cmpuint(kept->len, ==, 1);
  g_autoptr(GArray) broken = bw_bonds_find(atoms, far, NULL, kept);
  g_assert_cmpuint(broken->len, ==, 0);
  g_autoptr(GArray) still_broken = bw_bonds_find(atoms, between, NULL, broken);
  g_assert_cmpuint(still_broken->len, ==, 0);
}

static void test_bond_to_own_image(void)
{
  static const gboolean wire[3] = {TRUE, FALSE, FALSE};
  const double vectors[3][3] = {{1.3, 0, 0}, {0, 0, 0}, {0, 0, 0}}, position[3] = {0.4, 2, -1};
  const int carbon = 6;
  int fragment;
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, wire, NULL));
  g_autoptr(BwAtoms) atoms = atoms_of(&carbon, 1);
  g_autoptr(GArray) bonds = bw_bonds_find(atoms, position, &cell, NULL);
  g_assert_cmpuint(bonds->len, ==, 1);
  g_assert_cmpint(g_array_index(bonds, BwBond, 0).image[0], ==, 1);
  g_assert_cmpint(bw_bonds_fragments(bonds, 1, &fragment), ==, 1);
}

static void test_nowhere(void)
{
  const double positions[] = {0, 0, 0, NAN, 0, 0};
  const int numbers[] = {6, 6};
  g_autoptr(BwAtoms) atoms = atoms_of(numbers, 2);
  g_autoptr(GArray) bonds = bw_bonds_find(atoms, positions, NULL, NULL);
  g_assert_cmpuint(bonds->len, ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/bonds/ethanol", test_ethanol);
  g_test_add_func("/bonds/benzene", test_benzene);
  g_test_add_func("/bonds/water-box", test_water_box);
  g_test_add_func("/bonds/exceptions", test_exceptions);
  g_test_add_func("/bonds/hysteresis", test_hysteresis);
  g_test_add_func("/bonds/own-image", test_bond_to_own_image);
  g_test_add_func("/bonds/nowhere", test_nowhere);
  return g_test_run();
}
