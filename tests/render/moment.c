/* Bonds of many atoms that move: followed from moment to moment, found again when the picture stays. */
#include "render/moment.h"

enum { N = 12000 };

static const double APART = 5; /* Å between the molecules */

/* N / 2 molecules of two carbons in a row along x, in a periodic cell that they fill. */
static void make(double *positions, double length, double shift)
{
  double side = APART * (N / 2);
  for (int i = 0; i < N; i++) {
    double x = APART * (i / 2) + shift + (i % 2 ? length : 0);
    positions[3 * i] = x >= side ? x - side : x;
    positions[3 * i + 1] = positions[3 * i + 2] = 0;
  }
}

static gboolean same_bonds(const BwMoment *moment, const GArray *other)
{
  if (moment->bonds->len != other->len)
    return FALSE;
  for (guint k = 0; k < other->len; k++) {
    const BwBond *a = &g_array_index(moment->bonds, BwBond, k), *b = &g_array_index(other, BwBond, k);
    if (a->i != b->i || a->j != b->j || a->image[0] != b->image[0])
      return FALSE;
  }
  return TRUE;
}

static void test_many(void)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  const double vectors[3][3] = {{APART * (N / 2), 0, 0}, {0, 10, 0}, {0, 0, 10}};
  g_autofree double *positions = g_new(double, 3 * N);
  g_autofree int *numbers = g_new(int, N);
  BwCell cell;
  BwMoment moment = {0};
  for (int i = 0; i < N; i++)
    numbers[i] = 6;
  g_assert_true(bw_cell_init(&cell, vectors, all, NULL));
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N, numbers, NULL, NULL);
  make(positions, 1.4, 0);
  bw_moment_set(&moment, atoms, &cell, positions, 1);
  g_assert_cmpuint(moment.bonds->len, ==, N / 2);
  g_assert_false(bw_moment_settle(&moment)); /* they have just been found */

  make(positions, 1.45, 4); /* the last molecule lies across the boundary now */
  bw_moment_set(&moment, atoms, &cell, positions, 1);
  g_autoptr(GArray) found = bw_bonds_find(atoms, positions, &cell, NULL);
  g_assert_cmpint(moment.bonds_age, ==, 1);
  g_assert_true(same_bonds(&moment, found));
  g_assert_cmpint(g_array_index(found, BwBond, N / 2 - 1).image[0], ==, 1);

  positions[3] += 2; /* one breaks, and its atom comes to another */
  bw_moment_set(&moment, atoms, &cell, positions, 1);
  g_assert_cmpuint(moment.bonds->len, ==, N / 2 - 1);
  g_assert_true(bw_moment_settle(&moment));
  g_autoptr(GArray) after = bw_bonds_find(atoms, positions, &cell, NULL);
  g_assert_true(same_bonds(&moment, after));
  g_assert_cmpuint(after->len, >, N / 2 - 1);
  for (int i = 0; i < 5; i++)
    bw_moment_set(&moment, atoms, &cell, positions, 1);
  g_assert_cmpint(moment.bonds_age, <=, N / 4000);
  bw_moment_clear(&moment);
}

static void test_few(void)
{
  const int numbers[] = {6, 6};
  const double near[] = {0, 0, 0, 1.4, 0, 0}, far[] = {0, 0, 0, 1.95, 0, 0};
  BwMoment moment = {0};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, numbers, NULL, NULL);
  bw_moment_set(&moment, atoms, NULL, far, 1);
  g_assert_cmpuint(moment.bonds->len, ==, 0);
  bw_moment_set(&moment, atoms, NULL, near, 1); /* at once */
  g_assert_cmpuint(moment.bonds->len, ==, 1);
  bw_moment_set(&moment, atoms, NULL, far, 1); /* and with hysteresis */
  g_assert_cmpuint(moment.bonds->len, ==, 1);
  g_assert_false(bw_moment_settle(&moment));
  bw_moment_clear(&moment);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/moment/many", test_many);
  g_test_add_func("/moment/few", test_few);
  return g_test_run();
}
