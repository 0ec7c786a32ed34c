/* Cube files: what is written is read again, digit by digit where the format fixes it. */
#include "base/error.h"
#include "folder.h"
#include "io/cube/cube.h"

#include <math.h>
#include <string.h>

static BwField *make_field(void)
{
  const int n[3] = {2, 3, 7};
  const double origin[3] = {-1, 0.25, 3}, steps[3][3] = {{0.2, 0, 0}, {0, 0.3, 0}, {0.1, 0, 0.4}};
  BwField *field = bw_field_new(n, origin, steps, NULL);
  for (gsize k = 0; k < bw_field_get_n(field); k++)
    field->values[k] = sin((double)k) * pow(10, (double)(k % 9) - 4);
  return field;
}

static void test_round_trip(void)
{
  GError *error = NULL;
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "a.cube", NULL);
  g_autoptr(BwField) field = make_field();
  const double positions[6] = {0, 0, 0, 0.757, 0.586, -1};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (const int[]){8, 1}, NULL, NULL);
  g_autoptr(BwAtoms) again = NULL;
  g_autofree double *places = NULL;
  g_assert_true(bw_cube_write(path, field, 2, atoms, positions, "one\nline", "values", &error));
  g_assert_no_error(error);
  g_autoptr(BwField) read = bw_cube_read(path, &again, &places, &error);
  g_assert_no_error(error);
  g_assert_true(bw_atoms_equal(atoms, again));
  g_assert_cmpmem(field->n, sizeof field->n, read->n, sizeof read->n);
  for (int k = 0; k < 6; k++)
    g_assert_cmpfloat_with_epsilon(places[k], positions[k], 5e-7);
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++)
      g_assert_cmpfloat_with_epsilon(read->steps[k][d], field->steps[k][d], 5e-7);
  for (gsize k = 0; k < bw_field_get_n(field); k++)
    g_assert_cmpfloat_with_epsilon(read->values[k], 2 * field->values[k],
                                   2e-7 * fabs(field->values[k]) + 1e-12);
  remove_folder(folder);
}

/* Points are where the steps say. */
static void test_points(void)
{
  g_autoptr(BwField) field = make_field();
  double points[2][3];
  bw_field_get_points(field, 2 * 3 * 4 + 2 * 1 + 1, 1, points);
  g_assert_cmpfloat_with_epsilon(points[0][0], -1 + 0.2 + 4 * 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon(points[0][1], 0.25 + 0.3, 1e-12);
  g_assert_cmpfloat_with_epsilon(points[0][2], 3 + 4 * 0.4, 1e-12);
}

/* The layout that readers with fixed columns ask for. */
static void test_layout(void)
{
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "a.cube", NULL), *text = NULL;
  g_autoptr(BwField) field = make_field();
  const double positions[3] = {0.529177210903, 0, -0.529177210903};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(1, (const int[]){6}, NULL, NULL);
  g_assert_true(bw_cube_write(path, field, 1, atoms, positions, "title", "values", NULL));
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_assert_cmpstr(lines[1], ==, " values");
  g_assert_cmpstr(lines[2], ==, "    1   -1.889726    0.472432    5.669178");
  g_assert_cmpstr(lines[3], ==, "    2    0.377945    0.000000    0.000000");
  g_assert_cmpstr(lines[6], ==, "    6    6.000000    1.000000    0.000000   -1.000000");
  g_assert_true(g_str_has_prefix(lines[7], "  0.0000000E+00 -2.7941550E+01")); /* z is fastest */
  g_assert_cmpuint(strlen(lines[7]), ==, 6 * 15);
  g_assert_cmpuint(strlen(lines[8]), ==, 15);
  remove_folder(folder);
}

static void expect_failure(const char *path, const char *text, const char *words)
{
  g_autoptr(GError) error = NULL;
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  g_assert_null(bw_cube_read(path, NULL, NULL, &error));
  if (!strstr(error->message, words))
    g_error("'%s' does not say '%s'", error->message, words);
}

static void test_broken(void)
{
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "a.cube", NULL);
  expect_failure(path, "", "ends too early");
  expect_failure(path, "a\nb\n 1 0 0 0\n 2 1 0 0\n 2 0 1 0\n 2 0 0 1\n 6 6 0 0 0\n 1 2 3 4 5 6 7\n",
                 "ends too early");
  expect_failure(path, "a\nb\n 1 0 0 0\n 2 1 0 0\n 2 0 x 0\n", "line 5");
  expect_failure(path, "a\nb\n 1 0 0 0\n 2 1 0 0\n 0 0 1 0\n", "points");
  expect_failure(path, "a\nb\n 1 0 0 0\n 30000 1 0 0\n 30000 0 1 0\n 30000 0 0 1\n", "2³⁰");
  expect_failure(path, "a\nb\n -1 0 0 0\n 2 1 0 0\n 2 0 1 0\n 2 0 0 1\n", "orbitals");
  remove_folder(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cube/round-trip", test_round_trip);
  g_test_add_func("/cube/points", test_points);
  g_test_add_func("/cube/layout", test_layout);
  g_test_add_func("/cube/broken", test_broken);
  return g_test_run();
}
