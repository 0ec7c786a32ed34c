/* The verbs on the file of a network, run as a user runs them: chosen like any other model, for whatever
 * molecule of its elements. */
#include "answer.h"
#include "base/array.h"
#include "folder.h"
#include "io/io.h"
#include "io/numpy/dataset-npz.h"
#include "potential/networks.h"

#include <string.h>

#define WATER "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n"
#define METHANE "5\n\nC 0 0 0\nH 0.63 0.63 0.63\nH -0.63 -0.63 0.63\nH -0.63 0.63 -0.63\nH 0.63 -0.63 -0.63\n"

typedef struct {
  char *folder, *model, *water, *methane, *run;
} Fixture;

static void write_model(const char *path)
{
  const int elements[2] = {1, 8};
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_autoptr(GError) error = NULL;
  g_key_file_load_from_data(
      description, "[network]\nmodel=schnet\nn_atom_basis=16\nn_filters=16\nn_interactions=2\ncutoff=4\n",
      (gsize)-1, G_KEY_FILE_NONE, NULL);
  g_autoptr(BwNetwork) network = bw_network_make(description, elements, 2, &error);
  g_assert_no_error(error);
  bw_network_draw(network, 3);
  network->scale = 0.01;
  network->offsets[1] = -2000;
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  bw_network_store(network, file);
  file->dataset_name = g_strdup("water");
  file->dataset_theory = g_strdup("PBE");
  file->units = (BwUnitSystem){.length = "Å", .energy = "kcal/mol"};
  file->n_train = 100;
  file->training = g_strdup("[training]\nbatch_size=10\n");
  bw_network_file_add_error(file, "energy", "eV", 0.0433641153087705, 0.1);
  bw_network_file_add_error(file, "forces", "eV/Å", 0.0867282306175410, 0.1);
  bw_network_file_write(file, path, &error);
  g_assert_no_error(error);
}

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = new_folder();
  fixture->model = g_build_filename(fixture->folder, "net.bwmodel", NULL);
  fixture->water = g_build_filename(fixture->folder, "water.xyz", NULL);
  fixture->methane = g_build_filename(fixture->folder, "methane.xyz", NULL);
  fixture->run = g_build_filename(fixture->folder, "run.h5", NULL);
  g_assert_true(g_file_set_contents(fixture->water, WATER, -1, NULL));
  g_assert_true(g_file_set_contents(fixture->methane, METHANE, -1, NULL));
  write_model(fixture->model);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  remove_folder(fixture->folder);
  g_free(fixture->model);
  g_free(fixture->water);
  g_free(fixture->methane);
  g_free(fixture->run);
}

static void check_says(const char *text, const char *part)
{
  if (!strstr(text, part))
    g_error("'%s' does not say '%s'", text, part);
}

static void test_info(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const lines[] = {"model, SchNet",
                                      "water",
                                      "PBE",
                                      "H, O, in any number and order",
                                      "n_atom_basis 16",
                                      "energy sum eV",
                                      "parameters",
                                      "100",
                                      "batch_size 10",
                                      "energy 1 (RMSE 2.306) kcal/mol",
                                      "forces 2 (RMSE 2.306) kcal/mol/Å",
                                      "validated on"};
  static const char *const facts[] = {
      "\"method\":\"SchNet\"", "\"elements\":[\"H\",\"O\"]",    "\"n_interactions\":\"2\"",
      "\"energy\":\"sum eV\"", "\"batch_size\":\"10\"",         "\"n_members\":1",
      "\"n_train\":100",       "\"force_unit\":\"kcal/mol/Å\"", "\"energy_unit\":\"kcal/mol\""};
  g_auto(Answer) text = CALL("info", fixture->model), json = CALL("info", fixture->model, "--json");
  g_assert_cmpint(text.status, ==, 0);
  g_assert_cmpint(json.status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
    check_says(text.out, lines[i]);
  for (gsize i = 0; i < G_N_ELEMENTS(facts); i++)
    check_says(json.out, facts[i]);
}

/* The same bytes for two sessions as for one. */
static void test_simulate(Fixture *fixture, const char *beads)
{
  g_autofree char *whole = g_build_filename(fixture->folder, "whole.h5", NULL);
  g_auto(Answer) once = CALL("simulate", "-m", fixture->model, "-s", fixture->water, "-P", beads, "-n", "40",
                             "-o", whole, "--json");
  g_auto(Answer) first = CALL("simulate", "-m", fixture->model, "-s", fixture->water, "-P", beads, "-n", "20",
                              "-o", fixture->run);
  g_auto(Answer) rest = CALL("simulate", "--resume", "-n", "40", "-o", fixture->run, "--json");
  g_assert_cmpint(once.status, ==, 0);
  g_assert_cmpint(first.status, ==, 0);
  g_assert_cmpint(rest.status, ==, 0);
  const char *mine = strstr(once.out, "\"potential_eV\""), *theirs = strstr(rest.out, "\"potential_eV\"");
  g_assert_nonnull(mine);
  g_assert_cmpint(strncmp(mine, theirs, 60), ==, 0);
  g_auto(Answer) info = CALL("info", fixture->run);
  check_says(info.out, "water, SchNet");
}

static void test_classical(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  test_simulate(fixture, "1");
}

static void test_beads(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  test_simulate(fixture, "32");
}

/* A run does not go on with a network that took the place of its own. */
static void test_replaced(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = g_build_filename(fixture->folder, "other.bwmodel", NULL), *bytes = NULL;
  gsize n;
  g_auto(Answer) first =
      CALL("simulate", "-m", fixture->model, "-s", fixture->water, "-P", "4", "-n", "5", "-o", fixture->run);
  g_autoptr(BwNetworkFile) file = bw_network_file_read(fixture->model, NULL);
  bw_network_file_find(file, 0, "embedding.weight")->values[0] += 1;
  g_assert_true(bw_network_file_write(file, other, NULL));
  g_assert_true(g_file_get_contents(other, &bytes, &n, NULL));
  g_assert_true(g_file_set_contents(fixture->model, bytes, (gssize)n, NULL));
  g_auto(Answer) rest = CALL("simulate", "--resume", "-n", "10", "-o", fixture->run);
  g_assert_cmpint(first.status, ==, 0);
  g_assert_cmpint(rest.status, !=, 0);
  check_says(rest.err, "net.bwmodel");
}

/* Predictions are labels without error; a molecule of other elements is refused by name. */
static void test_evaluate(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *predicted = g_build_filename(fixture->folder, "predicted.xyz", NULL);
  g_auto(Answer) evaluated = CALL("evaluate", fixture->model, fixture->water, "-o", predicted);
  g_auto(Answer) tested = CALL("test", fixture->model, predicted, "--json");
  g_auto(Answer) refused = CALL("evaluate", fixture->model, fixture->methane, "-o", predicted);
  g_assert_cmpint(evaluated.status, ==, 0);
  g_assert_cmpint(tested.status, ==, 0);
  check_says(tested.out, "\"n\":1");
  g_assert_cmpint(refused.status, ==, 2);
  check_says(refused.err, "atom 0 is C, an element that");
}

/* As with kernel models, structures that the network learnt from do not count. */
static void test_known_structures(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename(fixture->folder, "data.npz", NULL);
  BwAtoms *atoms = bw_atoms_new(3, (const int[]){8, 1, 1}, NULL, NULL);
  g_autoptr(BwDataset) dataset = bw_dataset_new(atoms, 5, TRUE, TRUE);
  const double water[9] = {0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0};
  bw_atoms_unref(atoms);
  for (int i = 0; i < 45; i++)
    dataset->positions[i] = water[i % 9] * (1 + 0.02 * (i / 9));
  g_assert_true(bw_dataset_write_npz(dataset, path, NULL, NULL));
  g_autoptr(BwDataset) read = bw_open_dataset(path, NULL, NULL, NULL, NULL);
  g_autoptr(BwNetworkFile) file = bw_network_file_read(fixture->model, NULL);
  g_strlcpy(file->md5_train, read->md5, sizeof file->md5_train);
  file->n_train = 2;
  file->idxs_train = bw_new0(gint64, 2);
  file->idxs_train[1] = 3;
  file->n_valid = 1;
  file->idxs_valid = bw_new0(gint64, 1);
  file->idxs_valid[0] = 4;
  g_assert_true(bw_network_file_write(file, fixture->model, NULL));
  g_auto(Answer) tested = CALL("test", fixture->model, path, "--json"),
                 all = CALL("test", fixture->model, path, "--json", "--all");
  check_says(tested.out, "\"n\":2");
  check_says(tested.err, "3 of 5 frames were used to train");
  check_says(all.out, "\"n\":5");
}

/* Of a copy, which has its matrices in the order of a file, a copy is the same bytes. */
static void test_convert(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *copy = g_build_filename(fixture->folder, "copy.bwmodel", NULL),
                  *again = g_build_filename(fixture->folder, "again.bwmodel", NULL),
                  *npz = g_build_filename(fixture->folder, "copy.npz", NULL), *before = NULL, *after = NULL;
  gsize n, n_after;
  g_auto(Answer) copied = CALL("convert", fixture->model, copy), twice = CALL("convert", copy, again);
  g_auto(Answer) refused = CALL("convert", fixture->model, npz);
  g_assert_cmpint(copied.status, ==, 0);
  g_assert_cmpint(twice.status, ==, 0);
  g_assert_true(g_file_get_contents(copy, &before, &n, NULL));
  g_assert_true(g_file_get_contents(again, &after, &n_after, NULL));
  g_assert_cmpmem(before, n, after, n_after);
  g_assert_cmpint(refused.status, ==, 2);
  check_says(refused.err, "ends with .bwmodel");
}

/* What is asked of a network that it cannot do, or may not be meant, is told with the file that it is about.
 */
static void test_told(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *config = g_build_filename(fixture->folder, "net.ini", NULL),
                  *small = g_build_filename(fixture->folder, "small.xyz", NULL),
                  *output = g_build_filename(fixture->folder, "out.xyz", NULL);
  g_assert_true(g_file_set_contents(config, "[network]\nmodel = schnet\nn_atom_basis = many\n", -1, NULL));
  g_assert_true(g_file_set_contents(small,
                                    "3\nLattice=\"5 0 0 0 15 0 0 0 15\" Properties=species:S:1:pos:R:3\n"
                                    "O 0 0 0\nH 0.96 0 0\nH 0 7.5 7.5\n",
                                    -1, NULL));
  g_auto(Answer) unseen = CALL("explain", fixture->model, fixture->methane),
                 wrong = CALL("train", fixture->water, "--config", config, "-o", fixture->model),
                 finish = CALL("train", fixture->water, "--model", "gat", "--finish", "-o", fixture->run),
                 nothing = CALL("train", fixture->water, "--model", "gat", "--property", "gap", "-o", "x"),
                 seen = CALL("evaluate", fixture->model, small, "-o", output);
  check_says(unseen.err, fixture->methane);
  check_says(unseen.err, "has not seen");
  check_says(wrong.err, "net.ini: n_atom_basis = many in [network]");
  check_says(finish.err, "use it with --resume");
  check_says(nothing.err, "say a name, a kind and a unit");
  g_assert_cmpint(seen.status, ==, 0);
  check_says(seen.err, "larger than half the cell");
}

static void test_lonely(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *far = g_build_filename(fixture->folder, "far.xyz", NULL),
                  *output = g_build_filename(fixture->folder, "out.xyz", NULL);
  g_assert_true(g_file_set_contents(far, "3\n\nO 0 0 0\nH 0.96 0 0\nH 9 0 0\n", -1, NULL));
  g_auto(Answer) evaluated = CALL("evaluate", fixture->model, far, "-o", output),
                 explained = CALL("explain", fixture->model, far);
  check_says(evaluated.err, "H2 has no neighbour within the model's cutoff of 4 Å");
  check_says(explained.err, "H2 has no neighbour");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/cli/networks/info", Fixture, NULL, set_up, test_info, tear_down);
  g_test_add("/cli/networks/classical", Fixture, NULL, set_up, test_classical, tear_down);
  g_test_add("/cli/networks/beads", Fixture, NULL, set_up, test_beads, tear_down);
  g_test_add("/cli/networks/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add("/cli/networks/evaluate", Fixture, NULL, set_up, test_evaluate, tear_down);
  g_test_add("/cli/networks/known-structures", Fixture, NULL, set_up, test_known_structures, tear_down);
  g_test_add("/cli/networks/convert", Fixture, NULL, set_up, test_convert, tear_down);
  g_test_add("/cli/networks/told", Fixture, NULL, set_up, test_told, tear_down);
  g_test_add("/cli/networks/lonely", Fixture, NULL, set_up, test_lonely, tear_down);
  return g_test_run();
}
