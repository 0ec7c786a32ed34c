/* SchNet's prediction by hand against its tape in double precision: with every option, alone and in batches,
 * in and out of cells; its forces against its energies; and for any number of threads. */
#include "base/error.h"
#include "potential/schnet/predict.h"
#include "by-tape.h"

#include <string.h>

static BwSchnet *make_network(const BwSchnetSettings *settings)
{
  GError *error = NULL;
  BwSchnet *network = bw_schnet_new(settings, elements, 3, &error);
  g_assert_no_error(error);
  bw_network_draw(&network->base, 5);
  network->base.scale = 0.3;
  for (int e = 0; e < 3; e++)
    network->base.offsets[e] = -100 * e - 7;
  return network;
}

static void compare(const BwSchnetSettings *settings, const BwCell *cell)
{
  GError *error = NULL;
  BwSchnet *network = make_network(settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "test", &error);
  g_assert_no_error(error);
  compare_with_tape(&network->base, potential, cell);
}

static void test_options(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  compare(&settings, NULL);
  settings.n_features = 20; /* not whole vectors */
  settings.n_filters = 35;
  settings.head_activation = BW_SHIFTED_SOFTPLUS;
  compare(&settings, NULL);
  settings.mean_of_neighbours = settings.shared = TRUE;
  settings.n_interactions = 2;
  settings.cutoff = 2.5;
  compare(&settings, NULL);
  settings.active_filters = TRUE;
  settings.cutoff_function = BW_CUTOFF_NONE;
  settings.cutoff = 0;
  compare(&settings, NULL);
}

/* The cell is smaller than twice the cutoff: atoms see several images of others, and their own. */
static void test_cell(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  const double vectors[3][3] = {{4.1, 0, 0}, {0.8, 4.4, 0}, {-0.5, 0.6, 4.9}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
  compare(&settings, &cell);
}

/* The force is the derivative of the energy that is returned. */
static void test_forces(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  BwSchnet *network = make_network(&settings);
  memset(network->base.offsets, 0, sizeof(double) * 3);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "test", NULL);
  double positions[2 * 3 * ATOMS][3 * ATOMS], energies[2 * 3 * ATOMS], forces[3 * ATOMS];
  const double h = 0.01;
  for (int k = 0; k < 3 * ATOMS; k++)
    for (int s = 0; s < 2; s++) {
      make_positions(3, ATOMS, positions[2 * k + s]);
      positions[2 * k + s][k] += s == 0 ? -h : h;
    }
  const BwReplicas shifted = {2 * 3 * ATOMS, ATOMS, numbers, NULL, positions[0]};
  BwEvaluation energy = {energies};
  g_assert_true(bw_potential_evaluate(potential, &shifted, &energy, NULL, NULL));
  make_positions(3, ATOMS, positions[0]);
  const BwReplicas one = {1, ATOMS, numbers, NULL, positions[0]};
  BwEvaluation force = {.forces = forces};
  g_assert_true(bw_potential_evaluate(potential, &one, &force, NULL, NULL));
  for (int k = 0; k < 3 * ATOMS; k++) {
    double expected = (energies[2 * k] - energies[2 * k + 1]) / (2 * h);
    g_assert_cmpfloat_with_epsilon(forces[k], expected, 2e-3 * (1 + fabs(expected)));
  }
}

/* A large system goes through bins instead of all pairs; replicas alone and together, with any number of
 * threads: the same bytes. */
static void test_threads(void)
{
  enum { MANY = 210, FEW = 5 };
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
  static double positions[FEW][3 * MANY], expected[FEW][3 * MANY], forces[FEW][3 * MANY];
  int z[MANY];
  for (int i = 0; i < MANY; i++)
    z[i] = numbers[i % ATOMS];
  for (int r = 0; r < FEW; r++)
    make_positions(r, MANY, positions[r]);
  for (int r = 0; r < FEW; r++) {
    const BwReplicas one = {1, MANY, z, NULL, positions[r]};
    BwEvaluation out = {.forces = expected[r]};
    g_assert_true(bw_potential_evaluate(potential, &one, &out, NULL, NULL));
  }
  for (int n_threads = 1; n_threads <= 3; n_threads++) {
    g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
    const BwReplicas all = {FEW, MANY, z, NULL, positions[0]};
    BwEvaluation out = {.forces = forces[0]};
    g_assert_true(bw_potential_evaluate(potential, &all, &out, pool, NULL));
    g_assert_cmpmem(forces, sizeof forces, expected, sizeof expected);
  }
  double by_tape[3 * MANY], virial[9];
  g_autoptr(BwNetwork) network = &make_network(&settings)->base;
  compute_by_tape(network, MANY, positions[0], NULL, by_tape, virial);
  for (int k = 0; k < 3 * MANY; k++)
    g_assert_cmpfloat_with_epsilon(forces[0][k], by_tape[k], 1e-4);
}

/* Forces as a potential gives them that has seen nothing else. */
static void compute_afresh(const BwReplicas *in, double *forces)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
  BwEvaluation out = {.forces = forces};
  g_assert_true(bw_potential_evaluate(potential, in, &out, NULL, NULL));
}

/* A list of neighbours that is kept while atoms move does not show: in small steps, in steps larger than its
 * skin, through the walls of the cell, and when the cell changes, the bytes are those of a new list. */
static void test_history(void)
{
  enum { STEPS = 12 };
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  double positions[2][3 * ATOMS], forces[2][3 * ATOMS], expected[2][3 * ATOMS];
  for (int r = 0; r < 2; r++)
    make_positions(r, ATOMS, positions[r]);
  for (int step = 0; step < STEPS; step++) {
    double a = step < 9 ? 4.1 : 4.3, far = step % 5 == 4 ? 1.5 : 0.12;
    const double vectors[3][3] = {{a, 0, 0}, {0.8, 4.4, 0}, {-0.5, 0.6, 4.9}};
    BwCell cell;
    g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
    for (int k = 0; k < 3 * ATOMS; k++)
      positions[step % 2][k] += far * uniform(40 + step, k / 3 % 2 ? k : k % 3);
    if (step == 7)
      for (int d = 0; d < 3; d++)
        positions[1][3 + d] -= vectors[1][d];
    const BwReplicas in = {2, ATOMS, numbers, &cell, positions[0]};
    BwEvaluation out = {.forces = forces[0]};
    g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
    compute_afresh(&in, expected[0]);
    g_assert_cmpmem(forces, sizeof forces, expected, sizeof expected);
  }
}

/* Gaussians like needles: no table would show them between its nodes. Wider ones it shows, but not their
 * slopes, of which forces are made. */
static void test_too_fine(void)
{
  static const double gammas[] = {1e7, 6e4};
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  for (gsize k = 0; k < G_N_ELEMENTS(gammas); k++) {
    g_autoptr(GError) error = NULL;
    settings.gamma = gammas[k];
    g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", &error);
    g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
    g_assert_null(potential);
    g_assert_nonnull(strstr(error->message, "wider Gaussians"));
  }
}

/* A network that has learnt nothing has energies, weights that are no numbers are told. */
static void test_zero(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  g_autoptr(GError) error = NULL, nowhere = NULL;
  BwSchnet *network = bw_schnet_new(&settings, elements, 3, NULL);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "test", &error);
  g_assert_no_error(error);
  network = make_network(&settings);
  network->base.parameters.values[7] = NAN;
  g_autoptr(BwPotential) none = bw_schnet_potential_new(network, "test", &nowhere);
  g_assert_error(nowhere, BW_ERROR, BW_ERROR_NUMERICS);
  g_assert_null(none);
}

/* Replica `bad` of many has its last atom at x, on its y axis: the error says which it was, whether it is
 * in the first group that goes through the layers or in a later one. */
static void check_bad_replica(BwPotential *potential, int bad, double x, const char *part)
{
  enum { MANY = 40 };
  static double positions[MANY][6], energies[MANY];
  g_autoptr(GError) error = NULL;
  g_autofree char *replica = g_strdup_printf("replica %d: ", bad);
  for (int r = 0; r < MANY; r++)
    memcpy(positions[r], (const double[]){0, 0, 0, r == bad ? x : 1.1, 0, 0}, sizeof positions[r]);
  const BwReplicas in = {MANY, 2, (const int[]){1, 6}, NULL, positions[0]};
  BwEvaluation out = {energies};
  g_assert_false(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
  if (!strstr(error->message, replica) || !strstr(error->message, part))
    g_error("\"%s\" does not say \"%s\" and \"%s\"", error->message, replica, part);
}

static void test_bad_replica(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  for (int cutoff = 0; cutoff < 2; cutoff++) {
    settings.cutoff = cutoff * 5;
    settings.cutoff_function = cutoff ? BW_CUTOFF_COSINE : BW_CUTOFF_NONE;
    g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
    for (int bad = 3; bad < 40; bad += 34) {
      check_bad_replica(potential, bad, 0, "atoms 0 and 1 are at the same place");
      check_bad_replica(potential, bad, NAN, "atom 1 is nan");
      check_bad_replica(potential, bad, INFINITY, "atom 1 is inf");
      check_bad_replica(potential, bad, -INFINITY, "atom 1 is -inf");
    }
  }
}

/* All pairs of so many atoms cannot be counted. */
static void test_too_many(void)
{
  enum { MANY = 70000 };
  BwSchnetSettings settings;
  g_autoptr(GError) error = NULL;
  bw_schnet_settings_init(&settings);
  settings.cutoff = 0;
  settings.cutoff_function = BW_CUTOFF_NONE;
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
  g_autofree double *positions = g_new(double, 3 * MANY);
  g_autofree int *z = g_new(int, MANY);
  double energy;
  for (int i = 0; i < MANY; i++) {
    z[i] = 6;
    for (int d = 0; d < 3; d++)
      positions[3 * i + d] = d == 0 ? 1.5 * i : 0;
  }
  const BwReplicas in = {1, MANY, z, NULL, positions};
  BwEvaluation out = {&energy};
  g_assert_false(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_MEMORY);
  g_assert_nonnull(strstr(error->message, "2449965000 pairs of 70000 atoms"));
  g_assert_nonnull(strstr(error->message, "with a cutoff"));
}

static void test_bad_input(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
  double positions[6] = {0, 0, 0, 0, 0, 0}, energy;
  BwEvaluation out = {&energy};
  g_autoptr(GError) same = NULL, unseen = NULL, nowhere = NULL, none = NULL;
  const BwReplicas twice = {1, 2, (const int[]){1, 6}, NULL, positions};
  g_assert_false(bw_potential_evaluate(potential, &twice, &out, NULL, &same));
  g_assert_nonnull(strstr(same->message, "same place"));
  positions[3] = 1;
  const BwReplicas gold = {1, 2, (const int[]){1, 79}, NULL, positions};
  g_assert_false(bw_potential_evaluate(potential, &gold, &out, NULL, &unseen));
  g_assert_nonnull(strstr(unseen->message, "Au"));
  positions[4] = NAN;
  g_assert_false(bw_potential_evaluate(potential, &twice, &out, NULL, &nowhere));
  g_assert_nonnull(strstr(nowhere->message, "space"));
  settings.n_features = 0;
  g_assert_null(bw_schnet_new(&settings, elements, 3, &none));
  g_assert_nonnull(none);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/schnet-predict/options", test_options);
  g_test_add_func("/schnet-predict/cell", test_cell);
  g_test_add_func("/schnet-predict/forces", test_forces);
  g_test_add_func("/schnet-predict/threads", test_threads);
  g_test_add_func("/schnet-predict/history", test_history);
  g_test_add_func("/schnet-predict/too-fine", test_too_fine);
  g_test_add_func("/schnet-predict/zero", test_zero);
  g_test_add_func("/schnet-predict/bad-replica", test_bad_replica);
  g_test_add_func("/schnet-predict/too-many", test_too_many);
  g_test_add_func("/schnet-predict/bad-input", test_bad_input);
  return g_test_run();
}
