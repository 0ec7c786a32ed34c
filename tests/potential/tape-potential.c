/* Networks as force fields through the tape: what the network itself says in double precision, in and out of
 * cells, in any groups, for any number of threads. */
#include "potential/network/tape-potential.h"
#include "by-tape.h"
#include "potential/networks.h"

#include <string.h>

static BwNetwork *make_network(const char *text)
{
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_assert_true(g_key_file_load_from_data(description, text, (gsize)-1, G_KEY_FILE_NONE, NULL));
  GError *error = NULL;
  BwNetwork *network = bw_network_make(description, elements, 3, &error);
  g_assert_no_error(error);
  bw_network_draw(network, 5);
  network->scale = 0.3;
  for (int e = 0; e < 3; e++)
    network->offsets[e] = -100 * e - 7;
  return network;
}

static void test_answers(void)
{
  BwNetwork *network = make_network("[network]\nmodel=schnet\nn_atom_basis=24\n");
  g_autoptr(BwPotential) potential = bw_tape_potential_new(network, "test");
  compare_with_tape(network, potential, NULL);
}

/* Atoms see several images of others, and their own: the cutoff is more than half the cell. */
static void test_cell(void)
{
  BwNetwork *network = make_network("[network]\nmodel=schnet\nn_atom_basis=24\n");
  g_autoptr(BwPotential) potential = bw_tape_potential_new(network, "test");
  const double vectors[3][3] = {{4.1, 0, 0}, {0.8, 4.4, 0}, {-0.5, 0.6, 4.9}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
  compare_with_tape(network, potential, &cell);
}

static void test_threads(void)
{
  enum { MANY = 40 };
  g_autoptr(BwPotential) potential =
      bw_tape_potential_new(make_network("[network]\nmodel=schnet\nn_atom_basis=24\n"), "test");
  static double positions[MANY][3 * ATOMS], expected[MANY][3 * ATOMS], forces[MANY][3 * ATOMS];
  for (int r = 0; r < MANY; r++)
    make_positions(r, ATOMS, positions[r]);
  const BwReplicas in = {MANY, ATOMS, numbers, NULL, positions[0]};
  BwEvaluation first = {.forces = expected[0]};
  g_assert_true(bw_potential_evaluate(potential, &in, &first, NULL, NULL));
  for (int n_threads = 1; n_threads <= 3; n_threads++) {
    g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
    BwEvaluation out = {.forces = forces[0]};
    g_assert_true(bw_potential_evaluate(potential, &in, &out, pool, NULL));
    g_assert_cmpmem(forces, sizeof forces, expected, sizeof expected);
  }
}

/* The last of many replicas has its second atom at x: errors name it though it is not in the first group. */
static void test_bad_input(void)
{
  enum { MANY = 60 };
  static const struct {
    int numbers[2];
    double x;
    const char *named[2];
  } cases[] = {
      {{1, 79}, 1, {"atom 1 is Au", "H, C, O"}},
      {{1, 6}, 0, {"replica 59: atoms 0 and 1", "same place"}},
      {{1, 6}, NAN, {"replica 59: ", "place in space"}},
      {{1, 6}, -INFINITY, {"replica 59: ", "place in space"}},
  };
  g_autoptr(BwPotential) potential = bw_tape_potential_new(make_network("[network]\nmodel=schnet\n"), "test");
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    double positions[MANY][6], energies[MANY];
    for (int r = 0; r < MANY; r++)
      memcpy(positions[r], (const double[]){0, 0, 0, r == MANY - 1 ? cases[i].x : 1, 0, 0},
             sizeof positions[r]);
    const BwReplicas in = {MANY, 2, cases[i].numbers, NULL, positions[0]};
    BwEvaluation out = {energies};
    g_autoptr(GError) error = NULL;
    g_assert_false(bw_potential_evaluate(potential, &in, &out, NULL, &error));
    for (int k = 0; k < 2; k++)
      if (!strstr(error->message, cases[i].named[k]))
        g_error("\"%s\" does not say \"%s\"", error->message, cases[i].named[k]);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/tape-potential/answers", test_answers);
  g_test_add_func("/tape-potential/cell", test_cell);
  g_test_add_func("/tape-potential/threads", test_threads);
  g_test_add_func("/tape-potential/bad-input", test_bad_input);
  return g_test_run();
}
