/* Networks that predict something beside energies, or instead of them, run as a user runs them. */
#include "answer.h"
#include "folder.h"
#include "learning/springs.h"

#include <json-glib/json-glib.h>

enum { FRAMES = 30 };

typedef struct {
  char *folder, *dataset, *model, *config;
} Fixture;

/* Ammonia with the length of its first bond as a gap whose unit nobody says, and as a dipole moment. */
static void write_dataset(const char *path)
{
  g_autoptr(BwDataset) springs = make_springs(FRAMES);
  g_autoptr(GString) text = g_string_new(NULL);
  for (int f = 0; f < FRAMES; f++) {
    const double *r = springs->positions + 3 * ATOMS * f, *other = r + 3;
    double gap = sqrt(pow(r[0] - other[0], 2) + pow(r[1] - other[1], 2) + pow(r[2] - other[2], 2));
    g_string_append_printf(text, "%d\nProperties=species:S:1:pos:R:3 gap=%.6f mu=%.6f\n", ATOMS, gap, gap);
    for (int i = 0; i < ATOMS; i++)
      g_string_append_printf(text, "%s %.8f %.8f %.8f\n", i == 0 ? "N" : "H", r[3 * i], r[3 * i + 1],
                             r[3 * i + 2]);
  }
  g_assert_true(g_file_set_contents(path, text->str, -1, NULL));
}

static void set_up(Fixture *fixture, gconstpointer outputs)
{
  fixture->folder = new_folder();
  fixture->dataset = g_build_filename(fixture->folder, "ammonia.xyz", NULL);
  fixture->model = g_build_filename(fixture->folder, "gap.bwmodel", NULL);
  fixture->config = g_build_filename(fixture->folder, "net.ini", NULL);
  g_autofree char *text = g_strdup_printf("[network]\nn_atom_basis = 4\nn_interactions = 1\n[outputs]\n%s\n"
                                          "[training]\nnum_train = 15\nnum_val = 8\nmax_epochs = 2\n",
                                          (const char *)outputs);
  write_dataset(fixture->dataset);
  g_assert_true(g_file_set_contents(fixture->config, text, -1, NULL));
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  remove_folder(fixture->folder);
  g_free(fixture->dataset);
  g_free(fixture->model);
  g_free(fixture->config);
}

static JsonObject *parse(const Answer *answer, JsonParser *parser)
{
  g_assert_cmpint(answer->status, ==, 0);
  g_assert_true(json_parser_load_from_data(parser, answer->out, -1, NULL));
  return json_node_get_object(json_parser_get_root(parser));
}

/* All that tells errors tells those whose unit is not stated. */
static void test_unstated(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) trained = {0}, tested = {0}, json = {0}, info = {0}, info_json = {0};
  trained = CALL("train", fixture->dataset, "--no-check", "--model", "schnet", "--config", fixture->config,
                 "-o", fixture->model);
  g_assert_cmpint(trained.status, ==, 0);
  g_assert_nonnull(strstr(trained.out, "gap"));
  g_assert_nonnull(strstr(trained.err, "gap MAE")); /* epoch after epoch */
  tested = CALL("test", fixture->model, fixture->dataset);

  g_assert_cmpint(tested.status, ==, 0);
  g_assert_nonnull(strstr(tested.out, "gap"));
  g_assert_null(strstr(tested.out, "null"));
  json = CALL("test", fixture->model, fixture->dataset, "--json");
  g_autoptr(JsonParser) parser = json_parser_new(), other = json_parser_new();
  JsonArray *errors = json_object_get_array_member(parse(&json, parser), "errors");
  JsonObject *gap = json_array_get_object_element(errors, 0);
  g_assert_cmpstr(json_object_get_string_member(gap, "name"), ==, "gap");
  g_assert_true(json_object_get_null_member(gap, "unit"));
  g_assert_cmpfloat(json_object_get_double_member(gap, "mae"), >, 0);
  info = CALL("info", fixture->model);
  g_assert_cmpint(info.status, ==, 0);
  g_assert_null(strstr(info.out, "null"));
  info_json = CALL("info", fixture->model, "--json");
  parse(&info_json, other);
}

/* After a training all errors are told, as `test` does. */
static void test_trained(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) trained = {0}, tested = {0};
  trained = CALL("train", fixture->dataset, "--no-check", "--model", "schnet", "--config", fixture->config,
                 "--test", fixture->dataset, "--json", "-o", fixture->model);
  tested = CALL("test", fixture->model, fixture->dataset, "--all", "--json");
  g_autoptr(JsonParser) parser = json_parser_new(), other = json_parser_new();
  JsonArray *ours = json_object_get_array_member(parse(&trained, parser), "errors");
  JsonArray *theirs = json_object_get_array_member(parse(&tested, other), "errors");
  g_assert_cmpint(json_array_get_length(ours), ==, 2);
  g_assert_cmpint(json_array_get_length(theirs), ==, 2);
  for (guint k = 0; k < 2; k++) {
    JsonObject *our = json_array_get_object_element(ours, k),
               *their = json_array_get_object_element(theirs, k);
    g_assert_cmpstr(json_object_get_string_member(our, "name"), ==, k == 0 ? "gap" : "mu");
    double mae = json_object_get_double_member(their, "mae"),
           rmse = json_object_get_double_member(their, "rmse");
    g_assert_cmpfloat_with_epsilon(json_object_get_double_member(our, "mae"), mae, 1e-5 * mae);
    g_assert_cmpfloat_with_epsilon(json_object_get_double_member(our, "rmse"), rmse, 1e-5 * rmse);
  }
}

/* Kinds are compared by what they predict, where that is no energy. */
static void test_compared(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) compared = {0}, json = {0}, help = {0};
  g_autofree char *table = g_build_filename(fixture->folder, "c.csv", NULL),
                  *figure = g_build_filename(fixture->folder, "c.svg", NULL), *kept = NULL, *drawn = NULL;
  compared = CALL("compare", fixture->dataset, "--no-check", "--models", "schnet,gcn", "--config",
                  fixture->config, "-o", table);
  g_assert_cmpint(compared.status, ==, 0);
  g_assert_nonnull(strstr(compared.out, "gap MAE"));
  g_assert_null(strstr(compared.out, "energy MAE"));
  g_assert_true(g_file_get_contents(table, &kept, NULL, NULL));
  g_assert_nonnull(strstr(kept, ",gap MAE,gap RMSE,mu MAE (D),mu RMSE (D)\nSchNet,"));
  json = CALL("compare", fixture->dataset, "--no-check", "--models", "schnet,gcn", "--config",
              fixture->config, "--resume", "--json", "-o", figure);
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonArray *models = json_object_get_array_member(parse(&json, parser), "models");
  g_assert_cmpint(json_array_get_length(models), ==, 2);
  for (guint m = 0; m < 2; m++) {
    JsonObject *model = json_array_get_object_element(models, m);
    JsonArray *outputs = json_object_get_array_member(model, "outputs");
    JsonObject *gap = json_array_get_object_element(outputs, 0),
               *mu = json_array_get_object_element(outputs, 1);
    g_assert_cmpstr(json_object_get_string_member(gap, "name"), ==, "gap");
    g_assert_cmpfloat(json_object_get_double_member(gap, "mae"), >, 0);
    g_assert_cmpstr(json_object_get_string_member(mu, "unit"), ==, "D");
    g_assert_cmpfloat(json_object_get_double_member(model, "prediction_us"), >, 0);
    g_assert_cmpint(json_object_get_int_member(model, "n"), ==, 8);
  }
  g_assert_true(g_file_get_contents(figure, &drawn, NULL, NULL));
  help = CALL("compare", "--help");
  g_assert_nonnull(strstr(help.out, "default 1000, or 80 %"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/cli/outputs/unstated", Fixture, "gap = mean", set_up, test_unstated, tear_down);
  g_test_add("/cli/outputs/trained", Fixture, "gap = mean\nmu = magnitude D", set_up, test_trained,
             tear_down);
  g_test_add("/cli/outputs/compared", Fixture, "gap = mean\nmu = magnitude D", set_up, test_compared,
             tear_down);
  return g_test_run();
}
