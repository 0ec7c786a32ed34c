/* `explain` as a user runs it: what it prints adds up, cubes and pictures come to be, and what cannot be
 * explained is said. */
#include "answer.h"
#include "folder.h"
#include "io/cube/cube.h"
#include "potential/networks.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define WATER "3\nProperties=species:S:1:pos:R:3\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n"

typedef struct {
  char *folder, *model, *water, *cube, *picture;
} Fixture;

static void write_model(const char *path, int n_members)
{
  const int elements[2] = {1, 8};
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_autoptr(GError) error = NULL;
  g_key_file_load_from_data(
      description, "[network]\nmodel=schnet\nn_atom_basis=16\nn_filters=16\nn_interactions=2\ncutoff=4\n",
      (gsize)-1, G_KEY_FILE_NONE, NULL);
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  for (int m = 0; m < n_members; m++) {
    g_autoptr(BwNetwork) network = bw_network_make(description, elements, 2, &error);
    g_assert_no_error(error);
    bw_network_draw(network, (guint64)m + 3);
    network->scale = 0.01;
    network->offsets[1] = -2000;
    bw_network_store(network, file);
  }
  file->dataset_name = g_strdup("water");
  file->units = (BwUnitSystem){.length = "Å", .energy = "kcal/mol"};
  bw_network_file_write(file, path, &error);
  g_assert_no_error(error);
}

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = new_folder();
  fixture->model = g_build_filename(fixture->folder, "net.bwmodel", NULL);
  fixture->water = g_build_filename(fixture->folder, "water.xyz", NULL);
  fixture->cube = g_build_filename(fixture->folder, "water.cube", NULL);
  fixture->picture = g_build_filename(fixture->folder, "water.png", NULL);
  g_assert_true(g_file_set_contents(fixture->water, WATER, -1, NULL));
  write_model(fixture->model, 1);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  remove_folder(fixture->folder);
  g_free(fixture->model);
  g_free(fixture->water);
  g_free(fixture->cube);
  g_free(fixture->picture);
}

static void check_says(const char *text, const char *part)
{
  if (!strstr(text, part))
    g_error("'%s' does not say '%s'", text, part);
}

static double sum_of(JsonArray *numbers)
{
  double sum = 0;
  for (guint k = 0; k < json_array_get_length(numbers); k++)
    sum += json_array_get_double_element(numbers, k);
  return sum;
}

/* Atoms add up to the energy that `evaluate` gives, and blocks to atoms. */
static void check_sums(const Fixture *fixture)
{
  g_auto(Answer) answer = CALL("explain", fixture->model, fixture->water, "--json", "--units", "ev");
  g_assert_cmpint(answer.status, ==, 0);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_true(json_parser_load_from_data(parser, answer.out, -1, NULL));
  JsonObject *root = json_node_get_object(json_parser_get_root(parser));
  g_assert_cmpstr(json_object_get_string_member(root, "unit"), ==, "eV");
  double energy = json_object_get_double_member(root, "energy"), sum = 0, expected;
  JsonArray *atoms = json_object_get_array_member(root, "atoms");
  g_assert_cmpuint(json_array_get_length(atoms), ==, 3);
  for (guint i = 0; i < 3; i++) {
    JsonObject *atom = json_array_get_object_element(atoms, i);
    double own = json_object_get_double_member(atom, "energy");
    g_assert_cmpfloat_with_epsilon(sum_of(json_object_get_array_member(atom, "blocks")), own, 1e-9);
    sum += own;
  }
  g_assert_cmpfloat_with_epsilon(sum, energy, 1e-9);
  g_assert_cmpfloat_with_epsilon(sum_of(json_object_get_array_member(root, "blocks")), energy, 1e-9);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(root, "pairs")), ==, 3);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_potential_open(fixture->model, &error);
  const double positions[9] = {0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0};
  const BwReplicas in = {1, 3, (const int[]){8, 1, 1}, NULL, positions};
  BwEvaluation out = {&expected};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  g_assert_cmpfloat_with_epsilon(energy, expected, 1e-5);
}

static void test_sums(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  check_sums(fixture);
  write_model(fixture->model, 3); /* means of an ensemble */
  check_sums(fixture);
}

static void test_words(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) answer = CALL("explain", fixture->model, fixture->water, "--pairs", "2");
  g_assert_cmpint(answer.status, ==, 0);
  static const char *const parts[] = {"kcal/mol", "block 2", "O0", "H2", "O0–H1", "--pairs 3"};
  for (gsize k = 0; k < G_N_ELEMENTS(parts); k++)
    check_says(answer.out, parts[k]);
}

static void test_cube(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) answer = CALL("explain", fixture->model, fixture->water, "-o", fixture->cube, "--probe", "h",
                               "--spacing", "0.5", "--margin", "6", "--json");
  g_assert_cmpint(answer.status, ==, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwField) field = bw_cube_read(fixture->cube, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(field->n[2], ==, 25);
  g_assert_cmpfloat(field->values[0], ==, 0); /* out of the cutoff: as if it were alone */
  double largest = 0;
  for (gsize k = 0; k < bw_field_get_n(field); k++)
    largest = fmax(largest, fabs(field->values[k]));
  g_assert_cmpfloat(largest, >, 1e-4);
}

static void test_picture(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) answer = CALL("explain", fixture->model, fixture->water, "-o", fixture->picture, "--probe",
                               "O", "--size", "300x200");
  if (answer.status == 1 && strstr(answer.err, "OpenGL")) {
    g_test_skip("no OpenGL 3.3 through EGL");
    return;
  }
  g_assert_cmpint(answer.status, ==, 0);
  g_autofree char *bytes = NULL;
  gsize n;
  g_assert_true(g_file_get_contents(fixture->picture, &bytes, &n, NULL));
  g_assert_cmpmem(bytes, 4, "\211PNG", 4);
  check_says(answer.out, "a probe of O");
}

static void test_refusals(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) gold = CALL("explain", fixture->model, fixture->water, "-o", fixture->cube, "--probe", "Au");
  g_assert_cmpint(gold.status, ==, 1);
  check_says(gold.err, "choose one of H, O");
  g_auto(Answer) nothing = CALL("explain", fixture->model, fixture->water, "--probe", "Zz");
  g_assert_cmpint(nothing.status, ==, 2);
  g_auto(Answer) large = CALL("explain", fixture->model, fixture->water, "-o", fixture->cube, "--probe", "H",
                              "--spacing", "0.0005");
  g_assert_cmpint(large.status, ==, 1);
  check_says(large.err, "fits");
  g_auto(Answer) form = CALL("explain", fixture->model, fixture->water, "-o", "a.txt");
  g_assert_cmpint(form.status, ==, 2);
  g_auto(Answer) swapped = CALL("explain", fixture->water, fixture->model);
  g_assert_cmpint(swapped.status, ==, 2);
  check_says(swapped.err, "is no model");
  g_assert_true(g_file_set_contents(fixture->water, "1\n\nC 0 0 0\n", -1, NULL));
  g_auto(Answer) unseen = CALL("explain", fixture->model, fixture->water);
  g_assert_cmpint(unseen.status, ==, 1);
  check_says(unseen.err, "has not seen");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/explain/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("sums", test_sums);
  ADD("words", test_words);
  ADD("cube", test_cube);
  ADD("picture", test_picture);
  ADD("refusals", test_refusals);
  return g_test_run();
}
