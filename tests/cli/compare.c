/* The comparison of models, run as a user runs it. */
#include "answer.h"
#include "springs-folder.h"

#include <json-glib/json-glib.h>

#define SMALL "--no-check", "--train", "20", "--valid", "10", "--epochs", "2", "--config"

/* Networks so small that a test has time for them. */
static char *write_config(const Fixture *fixture)
{
  char *path = g_build_filename(fixture->folder, "small.ini", NULL);
  g_assert_true(
      g_file_set_contents(path, "[network]\nn_atom_basis=4\nn_interactions=1\nn_rbf=5\n", -1, NULL));
  return path;
}

static void test_comparison(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *config = write_config(fixture);
  g_autofree char *figure = g_build_filename(fixture->folder, "c.svg", NULL);
  g_autofree char *table = g_build_filename(fixture->folder, "c.csv", NULL);
  g_autofree char *model = g_build_filename(fixture->folder, "c-gat.bwmodel", NULL), *kept = NULL;
  g_auto(Answer) two = {0}, all = {0}, tested = {0}, other = {0}, info = {0};
  two = CALL("compare", fixture->dataset, SMALL, config, "--models", "schnet,gcn", "-o", table);
  g_assert_cmpint(two.status, ==, 0);
  g_assert_nonnull(strstr(two.out, "SchNet"));
  g_assert_null(strstr(two.out, "GGNN"));
  g_assert_true(g_file_get_contents(table, &kept, NULL, NULL));

  /* What is done is not done again: the rows that were there have the same bytes. */
  all = CALL("compare", fixture->dataset, SMALL, config, "--resume", "--json", "-o", figure);
  g_assert_cmpint(all.status, ==, 0);
  g_assert_true(g_file_test(figure, G_FILE_TEST_EXISTS));
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_true(json_parser_load_from_data(parser, all.out, -1, NULL));
  JsonObject *root = json_node_get_object(json_parser_get_root(parser));
  JsonArray *models = json_object_get_array_member(root, "models");
  static const char *const names[] = {"SchNet", "GCN", "DeepSets", "GAT", "GGNN"};
  g_assert_cmpint(json_array_get_length(models), ==, G_N_ELEMENTS(names));
  for (guint m = 0; m < G_N_ELEMENTS(names); m++) {
    JsonObject *row = json_array_get_object_element(models, m);
    g_assert_cmpstr(json_object_get_string_member(row, "model"), ==, names[m]);
    g_assert_cmpint(json_object_get_int_member(row, "n_epochs"), ==, 2);
    g_assert_cmpfloat(json_object_get_double_member(row, "force_mae"), >, 0);
    g_assert_cmpfloat(json_object_get_double_member(row, "prediction_us"), >, 0);
  }
  g_autofree char *grown = NULL;
  g_assert_true(g_file_get_contents(table, &grown, NULL, NULL));
  g_assert_true(g_str_has_prefix(grown, kept));

  info = CALL("info", model);
  g_assert_cmpint(info.status, ==, 0);
  g_assert_nonnull(strstr(info.out, "GAT"));
  tested = CALL("compare", fixture->dataset, SMALL, config, "--models", "ggnn", "--test", fixture->dataset,
                "-o", table);
  g_assert_cmpint(tested.status, ==, 0);
  g_assert_nonnull(strstr(tested.out, "test structures"));
  other = CALL("compare", fixture->dataset, SMALL, config, "--seed", "5", "--resume", "-o", table);
  g_assert_cmpint(other.status, ==, 2);
  g_assert_nonnull(strstr(other.err, "other data or settings"));
}

/* Kernel models beside networks: the same numbers of structures, no epochs, and as many coefficients as there
 * are forces. */
static void test_families(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *config = write_config(fixture);
  g_autofree char *table = g_build_filename(fixture->folder, "f.csv", NULL);
  g_autofree char *model = g_build_filename(fixture->folder, "f-sgdml.bwmodel", NULL);
  g_auto(Answer) both = {0}, again = {0}, other = {0}, info = {0};
  both = CALL("compare", fixture->dataset, SMALL, config, "--models", "schnet,sgdml", "--sigma", "10",
              "--json", "-o", table);
  g_assert_cmpint(both.status, ==, 0);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_true(json_parser_load_from_data(parser, both.out, -1, NULL));
  JsonObject *root = json_node_get_object(json_parser_get_root(parser));
  JsonArray *models = json_object_get_array_member(root, "models");
  g_assert_cmpint(json_array_get_length(models), ==, 2);
  JsonObject *kernel = json_array_get_object_element(models, 0);
  g_assert_cmpstr(json_object_get_string_member(kernel, "model"), ==, "sGDML");
  g_assert_cmpint(json_object_get_int_member(kernel, "n_parameters"), ==, 20 * 3 * ATOMS);
  g_assert_cmpint(json_object_get_int_member(kernel, "n_epochs"), ==, 0);
  g_assert_cmpint(json_object_get_int_member(kernel, "n"), ==, 10);
  g_assert_cmpfloat(json_object_get_double_member(kernel, "force_mae"), >, 0);
  g_assert_cmpfloat(json_object_get_double_member(kernel, "force_mae"), <,
                    json_object_get_double_member(json_array_get_object_element(models, 1), "force_mae"));

  again = CALL("compare", fixture->dataset, SMALL, config, "--models", "sgdml,schnet", "--sigma", "10",
               "--resume", "-o", table);
  g_assert_cmpint(again.status, ==, 0);
  g_assert_null(strstr(again.err, "1 of 2"));
  other = CALL("compare", fixture->dataset, SMALL, config, "--models", "sgdml,schnet", "--sigma", "20",
               "--resume", "-o", table);
  g_assert_cmpint(other.status, ==, 2);
  info = CALL("info", model);
  g_assert_cmpint(info.status, ==, 0);
}

static void test_wrong(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const wrong[][5] = {
      {"--models", "sgdml", "--epochs", "1", "--epochs is for networks"},
      {"--models", "sgdml,gcn", "--property", "gap = sum eV", "sGDML learns nothing else"},
      {"--models", "gcn,gcn", "--threads", "1", "twice"},
      {"--models", "forest", "--threads", "1", "forest"},
      {"--model", "gcn", "--threads", "1", "--model"},
      {"--train", "0", "--threads", "1", "--train 0"},
      {"--sigma", "2", "--threads", "1", "--sigma"},
      {"-o", "nothing.txt", "--threads", "1", ".csv"},
  };
  g_autofree char *table = g_build_filename(fixture->folder, "c.csv", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_auto(Answer) answer = {0};
    answer = CALL("compare", fixture->dataset, "--no-check", "-o", table, wrong[i][0], wrong[i][1],
                  wrong[i][2], wrong[i][3]);
    g_assert_cmpint(answer.status, ==, 2);
    g_assert_nonnull(strstr(answer.err, wrong[i][4]));
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/cli/compare/comparison", Fixture, GINT_TO_POINTER(40), set_up, test_comparison, tear_down);
  g_test_add("/cli/compare/families", Fixture, GINT_TO_POINTER(40), set_up, test_families, tear_down);
  g_test_add("/cli/compare/wrong", Fixture, GINT_TO_POINTER(40), set_up, test_wrong, tear_down);
  return g_test_run();
}
