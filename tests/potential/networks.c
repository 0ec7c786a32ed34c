/* Networks from descriptions and back; what is wrong in one is named. */
#include "potential/networks.h"
#include "potential/schnet/schnet.h"

#include <string.h>

static const int elements[] = {1, 6, 8};

static BwNetwork *make(const char *text, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_assert_true(g_key_file_load_from_data(file, text, (gsize)-1, G_KEY_FILE_NONE, NULL));
  return bw_network_make(file, elements, 3, error);
}

/* What a description says of every network, a network made from it says again. */
static void check_round_trip(const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwNetwork) network = make(text, &error);
  g_assert_no_error(error);
  g_autoptr(GKeyFile) described = bw_network_describe(network);
  g_autofree char *whole = g_key_file_to_data(described, NULL, NULL);
  g_autoptr(BwNetwork) again = make(whole, &error);
  g_assert_no_error(error);
  g_autoptr(GKeyFile) described_again = bw_network_describe(again);
  g_autofree char *whole_again = g_key_file_to_data(described_again, NULL, NULL);
  g_assert_cmpstr(whole, ==, whole_again);
  g_assert_cmpuint(again->parameters.n_values, ==, network->parameters.n_values);
  bw_network_draw(network, 7);
  bw_network_draw(again, 7);
  g_assert_cmpmem(network->parameters.values, sizeof(double) * network->parameters.n_values,
                  again->parameters.values, sizeof(double) * again->parameters.n_values);
}

static void test_round_trip(void)
{
  check_round_trip("[network]\nmodel=schnet\n");
  check_round_trip(
      "[network]\nmodel=SchNet\nn_atom_basis=16\nn_interactions=2\nshared_interactions=true\nhead=ssp\n"
      "cutoff=20\nn_rbf=200\ngamma=10\ncutoff_fn=none\nactive_filters=true\n"
      "normalize_filter=true\nn_hidden=11\n[outputs]\nenergy=sum eV\n");
  check_round_trip("[network]\nmodel=mpnn\n");
  check_round_trip("[network]\nmodel=gat\nn_atom_basis=12\nn_interactions=2\nn_heads=3\nactivation=tanh\n"
                   "shared_interactions=true\nn_hidden=5\ncutoff=4\nn_rbf=10\n");
  check_round_trip("[network]\nmodel=mpnn\naggregate=min\nupdate=gru\n");
}

static void test_schnet(void)
{
  g_autoptr(BwNetwork) network = make("[network]\nmodel=schnet\nn_atom_basis=32\ncutoff=6\n", NULL);
  const BwSchnetSettings *settings = &((BwSchnet *)network)->settings;
  g_assert_cmpint(settings->n_features, ==, 32);
  g_assert_cmpint(settings->n_filters, ==, 32);
  g_assert_cmpint(settings->n_interactions, ==, 3);
  g_assert_cmpfloat(settings->last_gaussian, ==, 6);
  g_assert_cmpint(settings->cutoff_function, ==, BW_CUTOFF_COSINE);
  g_assert_cmpint(settings->head_activation, ==, BW_SILU);
}

/* The four that have names, from the name alone. */
static void test_named(void)
{
  static const char *const models[][2] = {
      {"gcn", "GCN"}, {"deepsets", "DeepSets"}, {"gat", "GAT"}, {"ggnn", "GGNN"}, {"mpnn", "MPNN"}};
  for (gsize m = 0; m < G_N_ELEMENTS(models); m++) {
    g_autofree char *text = g_strdup_printf("[network]\nmodel=%s\n", models[m][0]);
    g_autoptr(BwNetwork) network = make(text, NULL);
    g_assert_cmpstr(network->klass->method, ==, models[m][1]);
    g_assert_cmpint(network->n_features, ==, 64);
    check_round_trip(text);
  }
}

static void test_wrong(void)
{
  static const struct {
    const char *text, *named[2];
  } cases[] = {
      {"[network]\nn_atom_basis=3\n", {"model", "schnet"}},
      {"[network]\nmodel=transformer\n", {"transformer", "schnet"}},
      {"[network]\nmodel=schnet\nfeature=3\n", {"feature", "n_atom_basis"}},
      {"[network]\nmodel=schnet\nn_atom_basis=0\n", {"n_atom_basis = 0", "from 1"}},
      {"[network]\nmodel=schnet\nn_atom_basis=many\n", {"n_atom_basis = many", "whole number"}},
      {"[network]\nmodel=schnet\ncutoff=nan\n", {"cutoff = nan", "number"}},
      {"[network]\nmodel=schnet\ncutoff_fn=tanh\n", {"cutoff_fn = tanh", "cosine"}},
      {"[network]\nmodel=schnet\nshared_interactions=perhaps\n",
       {"shared_interactions = perhaps", "true or false"}},
      {"[network]\nmodel=schnet\ncutoff=0\n", {"cutoff", "distance"}},
      {"[network]\nmodel=gat\naggregate=sum\n", {"aggregate = sum", "attention"}},
      {"[network]\nmodel=gcn\nn_filters=3\n", {"filters", "aggregate"}},
      {"[network]\nmodel=mpnn\naggregate=median\n", {"aggregate = median", "mean"}},
      {"[network]\nmodel=gat\nn_heads=5\n", {"64", "5 heads"}},
      {"[network]\nmodel=gcn\nactivation=leaky-relu\n", {"leaky-relu", "jump"}},
      {"[network]\nmodel=gcn\ncutoff=0\n", {"cutoff", "0 Å"}},
      {"[network]\nmodel=schnet\n[extra]\nkey=1\n", {"[extra]", "[outputs]"}},
      {"[network]\nmodel=schnet\n[outputs]\nenergy=sum apples\n", {"energy", "apples"}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(make(cases[i].text, &error));
    for (int k = 0; k < 2; k++)
      if (!strstr(error->message, cases[i].named[k]))
        g_error("\"%s\" does not say \"%s\"", error->message, cases[i].named[k]);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/networks/round-trip", test_round_trip);
  g_test_add_func("/networks/schnet", test_schnet);
  g_test_add_func("/networks/named", test_named);
  g_test_add_func("/networks/wrong", test_wrong);
  return g_test_run();
}
