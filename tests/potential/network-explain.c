/* What an energy is made of: sums are the energy, pairs are what is lost without them. */
#include "by-tape.h"
#include "potential/network/explain.h"
#include "potential/networks.h"

#include <string.h>

static BwNetwork *make_network(const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_assert_true(g_key_file_load_from_data(description, text, (gsize)-1, G_KEY_FILE_NONE, NULL));
  BwNetwork *network = bw_network_make(description, elements, 3, &error);
  g_assert_no_error(error);
  bw_network_draw(network, 5);
  network->scale = 0.3;
  for (int e = 0; e < 3; e++)
    network->offsets[e] = -100 * e - 7;
  return network;
}

static const char *const descriptions[] = {
    "[network]\nmodel=schnet\nn_atom_basis=16\nn_filters=16\nn_interactions=3\n",
    "[network]\nmodel=schnet\nn_atom_basis=16\nn_filters=16\nn_interactions=2\nnormalize_filter=true\n",
    "[network]\nmodel=mpnn\nn_atom_basis=16\nn_interactions=2\naggregate=normalised\n",
    "[network]\nmodel=mpnn\nn_atom_basis=16\nn_interactions=2\naggregate=attention\n",
    "[network]\nmodel=mpnn\nn_atom_basis=16\nn_interactions=2\naggregate=deepsets\nupdate=gru\n",
};

static void check_blocks(const BwNetwork *network, const BwReplicas *in)
{
  GError *error = NULL;
  g_autofree double *blocks = g_new(double, (network->n_interactions + 1) * in->n_atoms);
  g_autofree double *forces = g_new(double, 3 * in->n_atoms);
  double virial[9], sum = 0;
  g_assert_true(bw_network_explain_blocks(network, in, blocks, &error));
  g_assert_no_error(error);
  for (int k = 0; k < (network->n_interactions + 1) * in->n_atoms; k++)
    sum += blocks[k];
  double energy = compute_by_tape(network, in->n_atoms, in->positions, in->cell, forces, virial);
  g_assert_cmpfloat_with_epsilon(sum, energy, 1e-10 * fabs(energy));
  for (int i = 1; i < in->n_atoms; i++) /* before any interaction, elements are all there is */
    if (in->numbers[i] == in->numbers[1])
      g_assert_cmpfloat_with_epsilon(blocks[i], blocks[1], 1e-12);
}

static void test_blocks(void)
{
  double positions[3 * ATOMS];
  make_positions(1, ATOMS, positions);
  const BwReplicas in = {1, ATOMS, numbers, NULL, positions};
  for (gsize k = 0; k < G_N_ELEMENTS(descriptions); k++) {
    g_autoptr(BwNetwork) network = make_network(descriptions[k]);
    check_blocks(network, &in);
  }
}

/* Without the only pair that there is, two atoms are alone. */
static void test_two_atoms(void)
{
  const double positions[6] = {0, 0, 0, 0.9, 0.4, 0.2};
  const BwReplicas in = {1, 2, (const int[]){6, 1}, NULL, positions};
  for (gsize k = 0; k < G_N_ELEMENTS(descriptions); k++) {
    g_autoptr(BwNetwork) network = make_network(descriptions[k]);
    double forces[6], virial[9], expected = compute_by_tape(network, 2, positions, NULL, forces, virial);
    const double apart[6] = {0, 0, 0, 99, 0, 0};
    expected -= compute_by_tape(network, 2, apart, NULL, forces, virial);
    g_autoptr(GArray) pairs = bw_network_explain_pairs(network, &in, 10, NULL, NULL, NULL);
    g_assert_cmpint(pairs->len, ==, 1);
    const BwPairShare *pair = &g_array_index(pairs, BwPairShare, 0);
    g_assert_cmpfloat_with_epsilon(pair->energy, expected, 1e-10);
    g_assert_cmpfloat_with_epsilon(pair->distance, sqrt(1.01), 1e-12);
  }
}

/* Three atoms in a row, the ends out of each other's reach: without the pair at one end, that atom is alone
 * and the other two are left. */
static void test_row(void)
{
  g_autoptr(BwNetwork) network = make_network("[network]\nmodel=schnet\nn_atom_basis=16\ncutoff=2\n");
  const double positions[9] = {0, 0, 0, 1.1, 0, 0, 2.3, 0, 0};
  const double broken[9] = {-50, 0, 0, 1.1, 0, 0, 2.3, 0, 0};
  const int z[ATOMS] = {6, 1, 8}; /* as numbers[] begins */
  const BwReplicas in = {1, 3, z, NULL, positions};
  double forces[9], virial[9];
  double expected = compute_by_tape(network, 3, positions, NULL, forces, virial) -
                    compute_by_tape(network, 3, broken, NULL, forces, virial);
  g_autoptr(GArray) pairs = bw_network_explain_pairs(network, &in, 10, NULL, NULL, NULL);
  g_assert_cmpint(pairs->len, ==, 2);
  for (guint k = 0; k < 2; k++) {
    const BwPairShare *pair = &g_array_index(pairs, BwPairShare, k);
    if (pair->atoms[0] == 0)
      g_assert_cmpfloat_with_epsilon(pair->energy, expected, 1e-10);
  }
  bw_pair_shares_sort(pairs);
  g_assert_cmpfloat(fabs(g_array_index(pairs, BwPairShare, 0).energy), >=,
                    fabs(g_array_index(pairs, BwPairShare, 1).energy));
}

/* A cell whose pairs are many images; every pair is its own, with any number of threads and tapes. */
static void test_cell(void)
{
  const double vectors[3][3] = {{4.1, 0, 0}, {0.8, 4.4, 0}, {-0.5, 0.6, 4.9}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
  double positions[3 * ATOMS];
  make_positions(1, ATOMS, positions);
  const BwReplicas in = {1, ATOMS, numbers, &cell, positions};
  g_autoptr(BwNetwork) network = make_network(descriptions[0]);
  check_blocks(network, &in);
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  g_autoptr(GArray) one = bw_network_explain_pairs(network, &in, 5000, NULL, NULL, NULL);
  g_autoptr(GArray) two = bw_network_explain_pairs(network, &in, 5000, pool, NULL, NULL);
  g_assert_cmpint(one->len, >, 100);
  g_assert_cmpmem(one->data, one->len * sizeof(BwPairShare), two->data, two->len * sizeof(BwPairShare));
  g_autoptr(GError) many = NULL;
  g_assert_null(bw_network_explain_pairs(network, &in, 100, NULL, NULL, &many));
  g_assert_nonnull(strstr(many->message, "100"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/network-explain/blocks", test_blocks);
  g_test_add_func("/network-explain/two-atoms", test_two_atoms);
  g_test_add_func("/network-explain/row", test_row);
  g_test_add_func("/network-explain/cell", test_cell);
  return g_test_run();
}
