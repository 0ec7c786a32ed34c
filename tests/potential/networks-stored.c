/* Networks that are stored, written, read and loaded are the same; a file that contradicts its description is
 * refused; and a file of a network opens as a force field like any other model. */
#include "base/error.h"
#include "folder.h"
#include "output-named.h"
#include "potential/network/outputs.h"
#include "potential/networks.h"
#include "potential/schnet/predict.h"

#include <string.h>

static char *folder;
static const int elements[] = {1, 6, 8};

static BwNetwork *make_network(guint64 seed)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  settings.n_features = 12;
  settings.n_filters = 10;
  settings.n_interactions = 2;
  settings.cutoff = 4.25;
  settings.mean_of_neighbours = TRUE;
  BwSchnet *network = bw_schnet_new(&settings, elements, 3, NULL);
  bw_network_draw(&network->base, seed);
  network->base.scale = 0.3;
  for (int e = 0; e < 3; e++)
    network->base.offsets[e] = -100.1 * e - 7;
  return &network->base;
}

static BwNetworkFile *make_file(void)
{
  BwNetworkFile *file = bw_network_file_new();
  for (guint64 seed = 5; seed < 7; seed++) {
    g_autoptr(BwNetwork) network = make_network(seed);
    bw_network_store(network, file);
  }
  file->dataset_name = g_strdup("ethanol");
  file->dataset_theory = g_strdup("PBE+TS");
  file->units = (BwUnitSystem){.length = "Ang", .energy = "kcal/mol"};
  bw_network_file_add_error(file, "energy", "eV", 0.01, 0.02);
  bw_network_file_add_error(file, "forces", "eV/Å", 0.0433641153087705, 0.1);
  return file;
}

static char *write_file(const BwNetworkFile *file)
{
  GError *error = NULL;
  char *path = g_build_filename(folder, "net.bwmodel", NULL);
  bw_network_file_write(file, path, &error);
  g_assert_no_error(error);
  return path;
}

static void test_round_trip(void)
{
  GError *error = NULL;
  g_autoptr(BwNetworkFile) file = make_file();
  g_autofree char *path = write_file(file);
  g_autoptr(BwNetworkFile) read = bw_network_file_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(read->method, ==, "SchNet");
  for (int m = 0; m < 2; m++) {
    g_autoptr(BwNetwork) network = make_network(5 + (guint64)m), loaded = bw_network_load(read, m, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(loaded->parameters.values, sizeof(double) * loaded->parameters.n_values,
                    network->parameters.values, sizeof(double) * network->parameters.n_values);
    g_assert_cmpmem(loaded->offsets, sizeof(double) * 3, network->offsets, sizeof(double) * 3);
    g_assert_true(loaded->scale == 0.3 && loaded->cutoff == 4.25);
    g_assert_true(((BwSchnet *)loaded)->settings.mean_of_neighbours);
    g_assert_cmpint(loaded->elements[2], ==, 8);
  }
}

/* One member's energies through a file are those of the network that was never in one. */
static void test_open(void)
{
  const int numbers[4] = {8, 1, 6, 1};
  const double positions[12] = {0, 0, 0, 0.96, 0.1, 0, -0.5, 1.3, 0.1, -0.4, 1.9, 0.9};
  const BwReplicas in = {1, 4, numbers, NULL, positions};
  GError *error = NULL;
  double energies[2], forces[2][12];
  g_autoptr(BwNetworkFile) file = make_file();
  g_ptr_array_remove_index(file->members, 1);
  g_autofree char *path = write_file(file);
  g_autoptr(BwPotential) direct = bw_schnet_potential_new((BwSchnet *)make_network(5), "direct", NULL);
  g_autoptr(BwPotential) opened = bw_potential_open(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(opened->name, ==, "ethanol");
  g_assert_cmpstr(opened->method, ==, "SchNet");
  g_assert_cmpstr(opened->theory, ==, "PBE+TS");
  g_assert_cmpstr(opened->path, ==, path);
  g_assert_cmpint(strlen(opened->hash), ==, 64);
  g_assert_cmpstr(opened->energy_unit, ==, "kcal/mol");
  g_assert_cmpfloat_with_epsilon(opened->force_error, 1, 1e-6);
  g_assert_null(opened->atoms);
  for (int k = 0; k < 2; k++) {
    BwEvaluation out = {.energies = &energies[k], .forces = forces[k]};
    bw_potential_evaluate(k == 0 ? direct : opened, &in, &out, NULL, &error);
    g_assert_no_error(error);
  }
  g_assert_true(energies[0] == energies[1]);
  g_assert_cmpmem(forces[0], sizeof forces[0], forces[1], sizeof forces[1]);
}

/* Another model, with more outputs than the energy: all of it comes back, and two members are an ensemble. */
static void test_outputs(void)
{
  GError *error = NULL;
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  g_key_file_load_from_data(description,
                            "[network]\nmodel=mpnn\nn_atom_basis=8\nn_interactions=2\naggregate=attention\n"
                            "update=gru\n\n[outputs]\nenergy=sum eV\ngap=mean eV\ndipole=dipole e·Å\n",
                            (gsize)-1, G_KEY_FILE_NONE, NULL);
  for (guint64 seed = 1; seed < 3; seed++) {
    g_autoptr(BwNetwork) network = bw_network_make(description, elements, 3, &error);
    g_assert_no_error(error);
    bw_network_draw(network, seed);
    network->scale = 0.5;
    find_output(network, "gap")->scale = 0.25;
    find_output(network, "gap")->offsets[2] = 7.5;
    bw_network_store(network, file);
  }
  file->dataset_name = g_strdup("qm9");
  file->spread_limit = 0.1;
  g_autofree char *path = write_file(file);
  g_autoptr(BwNetworkFile) read = bw_network_file_read(path, &error);
  g_assert_no_error(error);
  g_autoptr(BwNetwork) loaded = bw_network_load(read, 1, &error);
  g_assert_no_error(error);
  g_assert_true(loaded->scale == 0.5);
  g_assert_true(find_output(loaded, "gap")->scale == 0.25);
  g_assert_true(find_output(loaded, "gap")->offsets[2] == 7.5);
  g_assert_true(find_output(loaded, "dipole")->scale == 1);
  g_autoptr(BwPotential) potential = bw_potential_open(path, &error);
  g_assert_no_error(error);
  g_assert_true(potential->can & BW_CAN_DIPOLES);
  g_assert_true(potential->can & BW_CAN_OUT_OF_DOMAIN);
  g_assert_cmpint(potential->n_properties, ==, 1);
  g_assert_cmpint(potential->n_elements, ==, 3);
}

static void check_refused(const BwNetworkFile *file, const char *part)
{
  g_autofree char *path = write_file(file);
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_potential_open(path, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_assert_true(g_str_has_prefix(error->message, path));
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void redescribe(BwNetworkFile *file, const char *description)
{
  g_free(file->description);
  file->description = g_strdup(description);
}

static void test_refused(void)
{
  g_autoptr(BwNetworkFile) other = make_file(), missing = make_file(), more = make_file(),
                           shape = make_file(), energy = make_file();
  redescribe(other, "[network]\nmodel=perceptron\n");
  check_refused(other, "model = perceptron");
  for (guint m = 0; m < 2; m++) {
    g_array_remove_index(missing->members->pdata[m], 0);
    bw_network_member_add(more->members->pdata[m], "zeal.weight", 1, 1);
    BwNetworkMatrix *matrix = bw_network_file_find(shape, (int)m, "energy.0.bias");
    matrix->columns--;
  }
  check_refused(missing, "array 'members/0/embedding.weight' is missing");
  check_refused(more, "member 0 has 24 matrices, where its description asks for 23");
  check_refused(shape, "array 'members/0/energy.0.bias' is 1 × 5, where its description asks for 1 × 6");
  redescribe(more, "[network]\nmodel=schnet\nn_atom_basis=4096\nn_interactions=64\n");
  check_refused(more, "n_interactions = 64, which its 24 matrices are too few for");
  redescribe(more, "[network]\nmodel=schnet\nn_atom_basis=4096\nn_interactions=2\n");
  check_refused(more, "n_atom_basis = 4096, but array 'members/0/embedding.weight' has 12 columns");
  g_free(energy->outputs[0]);
  energy->outputs[0] = g_strdup("gap");
  check_refused(energy, "no scale and offsets of its energy");
}

/* Made of a model of SchNetPack by resources/import/schnetpack-to-bwmodel; the numbers are SchNetPack's. */
static void test_schnetpack(void)
{
  const int numbers[3] = {8, 1, 1};
  const double positions[9] = {0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0.1};
  const double known[9] = {0.05275142192840576,  0.06801620125770569,  0.007313568610697985,
                           0.07906314730644226,  -0.11575953662395477, -0.012447260320186615,
                           -0.13181455433368683, 0.047743335366249084, 0.00513369170948863};
  const BwReplicas in = {1, 3, numbers, NULL, positions};
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "network", "schnetpack.bwmodel", NULL);
  GError *error = NULL;
  double energy, forces[9];
  BwEvaluation out = {.energies = &energy, .forces = forces};
  g_autoptr(BwPotential) potential = bw_potential_open(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(potential->name, ==, "water");
  bw_potential_evaluate(potential, &in, &out, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat_with_epsilon(energy / BW_KCAL_PER_MOL, -2077.2455978393555, 1e-5);
  for (int k = 0; k < 9; k++)
    g_assert_cmpfloat_with_epsilon(forces[k] / BW_KCAL_PER_MOL, known[k], 1e-5);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_test_add_func("/potential/networks-stored/round-trip", test_round_trip);
  g_test_add_func("/potential/networks-stored/open", test_open);
  g_test_add_func("/potential/networks-stored/refused", test_refused);
  g_test_add_func("/potential/networks-stored/outputs", test_outputs);
  g_test_add_func("/potential/networks-stored/schnetpack", test_schnetpack);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
