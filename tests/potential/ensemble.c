/* Ensembles: means of their members, and how far these are apart. */
#include "potential/network/ensemble.h"
#include "by-tape.h"
#include "potential/networks.h"

#include <string.h>

enum { MEMBERS = 3 };

static BwNetworkFile *make_file(int n_members)
{
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_key_file_set_string(description, "network", "model", "gcn");
  g_key_file_set_integer(description, "network", "n_atom_basis", 8);
  BwNetworkFile *file = bw_network_file_new();
  for (int m = 0; m < n_members; m++) {
    g_autoptr(BwNetwork) network = bw_network_make(description, elements, 3, NULL);
    bw_network_draw(network, 5 + (guint64)m);
    bw_network_store(network, file);
  }
  file->dataset_name = g_strdup("test");
  return file;
}

typedef struct {
  double energies[REPLICAS], forces[REPLICAS][3 * ATOMS], virials[REPLICAS][9], atomic[REPLICAS][ATOMS];
  double out_of_domain[REPLICAS];
  int outlier[REPLICAS];
} Answers;

static void ask(BwPotential *potential, Answers *answers)
{
  double positions[REPLICAS][3 * ATOMS];
  for (int r = 0; r < REPLICAS; r++)
    make_positions(r, ATOMS, positions[r]);
  const BwReplicas in = {REPLICAS, ATOMS, numbers, NULL, positions[0]};
  BwEvaluation out = {.energies = answers->energies,
                      .forces = answers->forces[0],
                      .virials = answers->virials[0],
                      .atomic_energies = answers->atomic[0]};
  if (potential->can & BW_CAN_OUT_OF_DOMAIN) {
    out.out_of_domain = answers->out_of_domain;
    out.outlier = answers->outlier;
  }
  GError *error = NULL;
  bw_potential_evaluate(potential, &in, &out, NULL, &error);
  g_assert_no_error(error);
}

static void test_mean_and_spread(void)
{
  const double limit = 0.25;
  g_autoptr(BwNetworkFile) file = make_file(MEMBERS);
  file->spread_limit = limit;
  g_autoptr(BwPotential) ensemble = bw_network_potential_new(file, NULL);
  g_assert_true(ensemble->can & BW_CAN_OUT_OF_DOMAIN);
  static Answers all, of[MEMBERS];
  ask(ensemble, &all);
  for (int m = 0; m < MEMBERS; m++) {
    g_autoptr(BwPotential) member = bw_network_predict(bw_network_load(file, m, NULL), "test", NULL);
    ask(member, &of[m]);
  }
  for (int r = 0; r < REPLICAS; r++) {
    double largest = 0;
    int atom = -1;
    g_assert_cmpfloat_with_epsilon(all.energies[r],
                                   (of[0].energies[r] + of[1].energies[r] + of[2].energies[r]) / 3, 1e-12);
    for (int k = 0; k < 9; k++)
      g_assert_cmpfloat_with_epsilon(
          all.virials[r][k], (of[0].virials[r][k] + of[1].virials[r][k] + of[2].virials[r][k]) / 3, 1e-12);
    for (int i = 0; i < ATOMS; i++) {
      double square = 0;
      g_assert_cmpfloat_with_epsilon(
          all.atomic[r][i], (of[0].atomic[r][i] + of[1].atomic[r][i] + of[2].atomic[r][i]) / 3, 1e-12);
      for (int k = 3 * i; k < 3 * i + 3; k++) {
        double f[] = {of[0].forces[r][k], of[1].forces[r][k], of[2].forces[r][k]};
        double mean = (f[0] + f[1] + f[2]) / 3;
        g_assert_cmpfloat_with_epsilon(all.forces[r][k], mean, 1e-12);
        for (int m = 0; m < MEMBERS; m++)
          square += (f[m] - mean) * (f[m] - mean) / (MEMBERS - 1);
      }
      atom = square > largest ? i : atom;
      largest = fmax(largest, square);
    }
    g_assert_cmpfloat(largest, >, 0);
    g_assert_cmpfloat_with_epsilon(all.out_of_domain[r], sqrt(largest) / limit, 1e-10);
    g_assert_cmpint(all.outlier[r], ==, atom);
  }
}

/* A single network has nobody to disagree with, and without a limit nobody knows what is much. */
static void test_cannot_tell(void)
{
  g_autoptr(BwNetworkFile) one = make_file(1);
  one->spread_limit = 0.1;
  g_autoptr(BwPotential) single = bw_network_potential_new(one, NULL);
  g_assert_false(single->can & BW_CAN_OUT_OF_DOMAIN);
  g_autoptr(BwNetworkFile) two = make_file(2);
  g_autoptr(BwPotential) pair = bw_network_potential_new(two, NULL);
  g_assert_false(pair->can & BW_CAN_OUT_OF_DOMAIN);
}

/* Elements and wrong input are looked at as they are for one. */
static void test_unseen(void)
{
  g_autoptr(BwNetworkFile) file = make_file(2);
  g_autoptr(BwPotential) ensemble = bw_network_potential_new(file, NULL);
  const double positions[6] = {0, 0, 0, 0, 0, 1};
  double energy;
  const BwReplicas in = {1, 2, (const int[]){1, 79}, NULL, positions};
  BwEvaluation out = {&energy};
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_potential_evaluate(ensemble, &in, &out, NULL, &error));
  g_assert_nonnull(strstr(error->message, "Au"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ensemble/mean-and-spread", test_mean_and_spread);
  g_test_add_func("/ensemble/cannot-tell", test_cannot_tell);
  g_test_add_func("/ensemble/unseen", test_unseen);
  return g_test_run();
}
