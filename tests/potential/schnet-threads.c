/* One large system by several threads: molecules with beads, periodic boxes whose atoms see their own images,
 * one and several; the bytes of one thread, whatever is asked for, also when atoms move. */
#include "base/error.h"
#include "potential/schnet/predict.h"
#include "by-tape.h"

#include <string.h>

enum { MANY = 90, FEW = 3, STEPS = 3 };

static const int n_threads[] = {1, 2, 3, 5};

typedef struct {
  double energies[FEW], forces[FEW][3 * MANY], virials[FEW][9], atomic[FEW][MANY];
} Answers;

static BwSchnet *make_network(gboolean with_means)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  settings.n_features = with_means ? 20 : 64;
  settings.n_filters = with_means ? 100 : 64; /* more vectors than are summed together */
  settings.mean_of_neighbours = with_means;
  settings.n_interactions = with_means ? 2 : 3;
  BwSchnet *network = bw_schnet_new(&settings, elements, 3, NULL);
  bw_network_draw(&network->base, 5);
  return network;
}

static BwPotential *make_potential(gboolean with_means)
{
  GError *error = NULL;
  BwPotential *potential = bw_schnet_potential_new(make_network(with_means), "test", &error);
  g_assert_no_error(error);
  return potential;
}

static BwReplicas make_replicas(int n, const BwCell *cell, int step)
{
  static int z[MANY];
  static double positions[FEW][3 * MANY];
  for (int i = 0; i < MANY; i++)
    z[i] = numbers[i % ATOMS];
  for (int r = 0; r < n; r++) {
    make_positions(r, MANY, positions[r]);
    for (int k = 0; k < 3 * MANY; k++)
      positions[r][k] += 0.2 * step * uniform(9, k);
  }
  return (BwReplicas){n, MANY, z, cell, positions[0]};
}

static void init_cell(BwCell *cell)
{
  const double vectors[3][3] = {{4.2, 0, 0}, {0.4, 4.5, 0}, {-0.3, 0.2, 33}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  g_assert_true(bw_cell_init(cell, vectors, periodic, NULL));
}

/* Everything; only energies; only forces; only virials. */
static void compute(BwPotential *potential, const BwReplicas *in, int wanted, BwPool *pool, Answers *answers)
{
  GError *error = NULL;
  BwEvaluation all[] = {{answers->energies, answers->forces[0], answers->virials[0], answers->atomic[0]},
                        {.energies = answers->energies},
                        {.forces = answers->forces[0]},
                        {.virials = answers->virials[0]}};
  memset(answers, 0, sizeof *answers);
  bw_potential_evaluate(potential, in, &all[wanted], pool, &error);
  g_assert_no_error(error);
}

static void compare(gboolean with_means, const BwCell *cell)
{
  static Answers expected, found;
  g_autoptr(BwPotential) alone = make_potential(with_means);
  for (gsize k = 0; k < G_N_ELEMENTS(n_threads); k++) {
    g_autoptr(BwPotential) potential = make_potential(with_means);
    g_autoptr(BwPool) pool = bw_pool_new(n_threads[k], FALSE);
    for (int n = 1; n <= FEW; n += 2)
      for (int step = 0; step < STEPS; step++)
        for (int wanted = 0; wanted < 4; wanted++) {
          const BwReplicas in = make_replicas(n, cell, step);
          compute(alone, &in, wanted, NULL, &expected);
          compute(potential, &in, wanted, pool, &found);
          g_assert_cmpmem(&found, sizeof found, &expected, sizeof expected);
        }
  }
}

static void test_molecules(void)
{
  compare(FALSE, NULL);
  compare(TRUE, NULL);
}

static void test_boxes(void)
{
  BwCell cell;
  init_cell(&cell);
  compare(FALSE, &cell);
  compare(TRUE, &cell);
}

/* Not only equal: right. */
static void test_tape(void)
{
  static Answers found;
  BwCell cell;
  init_cell(&cell);
  g_autoptr(BwPotential) potential = make_potential(FALSE);
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  g_autoptr(BwNetwork) network = &make_network(FALSE)->base;
  const BwReplicas in = make_replicas(1, &cell, 1);
  double forces[3 * MANY], virial[9];
  compute(potential, &in, 0, pool, &found);
  double energy = compute_by_tape(network, MANY, in.positions, &cell, forces, virial);
  g_assert_cmpfloat_with_epsilon(found.energies[0], energy, 1e-6 * MANY);
  for (int k = 0; k < 3 * MANY; k++)
    g_assert_cmpfloat_with_epsilon(found.forces[0][k], forces[k], 1e-4);
  for (int k = 0; k < 9; k++)
    g_assert_cmpfloat_with_epsilon(found.virials[0][k], virial[k], 2e-3);
}

/* The same words, whether threads share a replica or not; and the next call is as if nothing had been. */
static void test_errors(void)
{
  static Answers expected, found;
  BwCell cell;
  init_cell(&cell);
  for (gsize k = 0; k < G_N_ELEMENTS(n_threads); k++) {
    g_autoptr(BwPotential) potential = make_potential(FALSE);
    g_autoptr(BwPool) pool = bw_pool_new(n_threads[k], FALSE);
    BwReplicas in = make_replicas(2, &cell, 0);
    double *second = (double *)in.positions + 3 * MANY, kept[3];
    BwEvaluation out = {.forces = found.forces[0]};
    g_autoptr(GError) same = NULL, nowhere = NULL;
    memcpy(kept, second + 3 * 80, sizeof kept);
    memcpy(second + 3 * 80, second + 3 * 7, sizeof kept);
    g_assert_false(bw_potential_evaluate(potential, &in, &out, pool, &same));
    g_assert_error(same, BW_ERROR, BW_ERROR_NUMERICS);
    g_assert_cmpstr(same->message, ==, "replica 1: atoms 7 and 80 are at the same place");
    second[3 * 80] = NAN;
    g_assert_false(bw_potential_evaluate(potential, &in, &out, pool, &nowhere));
    g_assert_nonnull(strstr(nowhere->message, "replica 1: position of atom 80 is nan"));
    memcpy(second + 3 * 80, kept, sizeof kept);
    compute(potential, &in, 0, pool, k == 0 ? &expected : &found);
    if (k > 0)
      g_assert_cmpmem(&found, sizeof found, &expected, sizeof expected);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/schnet-threads/molecules", test_molecules);
  g_test_add_func("/schnet-threads/boxes", test_boxes);
  g_test_add_func("/schnet-threads/tape", test_tape);
  g_test_add_func("/schnet-threads/errors", test_errors);
  return g_test_run();
}
