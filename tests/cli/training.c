/* The verbs that train, run as a user runs them. The springs are softer than any bond, which is found when
 * the data are looked at: they are not. */
#include "answer.h"
#include "springs-folder.h"

#include <json-glib/json-glib.h>

static JsonObject *parse(const Answer *answer, JsonParser *parser)
{
  g_autoptr(GError) error = NULL;
  json_parser_load_from_data(parser, answer->out, -1, &error);
  g_assert_no_error(error);
  return json_node_get_object(json_parser_get_root(parser));
}

/* A plan costs nothing and leaves nothing. */
static void test_plan(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) text = {0}, json = {0}, refused = {0};
  text = CALL("train", fixture->dataset, "--no-check", "--plan", "--train", "30");
  g_assert_cmpint(text.status, ==, 0);
  g_assert_nonnull(strstr(text.out, "unknowns     360"));
  json = CALL("train", fixture->dataset, "--no-check", "--plan", "--json", "--train", "30", "--model", "krr");
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonObject *plan = parse(&json, parser);
  g_assert_cmpint(json_object_get_int_member(plan, "n_unknowns"), ==, 30);
  g_assert_cmpstr(json_object_get_string_member(plan, "method"), ==, "KRR");
  refused =
      CALL("train", fixture->dataset, "--no-check", "--plan", "--train", "30", "--max-memory", "0.0001");
  g_assert_cmpint(refused.status, ==, 1);
  g_assert_nonnull(strstr(refused.err, "would fit"));
}

static void test_kinds(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const kinds[] = {"krr", "gdml", "sgdml"}, *const methods[] = {"KRR", "GDML", "sGDML"};
  for (int k = 0; k < 3; k++) {
    g_auto(Answer) trained = {0}, info = {0}, tested = {0};
    g_autofree char *scatter = g_build_filename(fixture->folder, "scatter.csv", NULL), *content = NULL;
    trained = CALL("train", fixture->dataset, "--no-check", "--model", kinds[k], "--train", "30", "--sigma",
                   "2", "-o", fixture->model);
    g_assert_cmpint(trained.status, ==, 0);
    info = CALL("info", fixture->model);
    g_assert_cmpint(info.status, ==, 0);
    g_assert_nonnull(strstr(info.out, methods[k]));
    if (k == 2)
      g_assert_nonnull(strstr(info.out, "(H2 H3)   [0 1 3 2]"));
    tested = CALL("test", fixture->model, fixture->dataset, "--all", "-o", scatter);
    g_assert_cmpint(tested.status, ==, 0);
    g_assert_nonnull(strstr(tested.out, "worst frames"));
    g_assert_nonnull(strstr(tested.out, "on H"));
    g_assert_true(g_file_get_contents(scatter, &content, NULL, NULL));
    g_assert_nonnull(strstr(content, "\nforce,"));
  }
}

/* Networks are trained, planned, tested and followed by the same verbs. */
static void test_network(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) planned = {0}, trained = {0}, tested = {0}, all = {0}, curve = {0};
  g_autofree char *config = g_build_filename(fixture->folder, "net.ini", NULL),
                  *table = g_build_filename(fixture->folder, "net.csv", NULL);
  const char *text = "[network]\nmodel = schnet\nn_atom_basis = 8\nn_filters = 8\nn_interactions = 1\n"
                     "[training]\nbatch_size = 5\nmax_epochs = 50\nnum_train = 20\nnum_val = 8\n";
  g_assert_true(g_file_set_contents(config, text, -1, NULL));
  planned =
      CALL("train", fixture->dataset, "--no-check", "--plan", "--json", "--config", config, "--members", "2");
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonObject *plan = parse(&planned, parser);
  g_assert_cmpstr(json_object_get_string_member(plan, "method"), ==, "SchNet");
  g_assert_cmpint(json_object_get_int_member(plan, "n_train"), ==, 20);
  g_assert_cmpint(json_object_get_int_member(plan, "n_epochs"), ==, 50);
  g_assert_cmpint(json_object_get_int_member(plan, "n_members"), ==, 2);
  trained = CALL("train", fixture->dataset, "--no-check", "--config", config, "--epochs", "3", "-o",
                 fixture->model);
  g_assert_cmpint(trained.status, ==, 0);
  g_assert_nonnull(strstr(trained.out, "SchNet, 20 structures, 3 epochs"));
  g_assert_nonnull(strstr(trained.err, "epoch 3 of 3"));
  tested = CALL("test", fixture->model, fixture->dataset);
  g_assert_cmpint(tested.status, ==, 0);
  g_assert_nonnull(strstr(tested.err, "28 of"));
  all = CALL("test", fixture->model, fixture->dataset, "--all");
  g_assert_cmpint(all.status, ==, 0);
  curve = CALL("learning-curve", fixture->dataset, "--no-check", "--config", config, "--epochs", "2",
               "--train", "10,20", "-o", table);
  g_assert_cmpint(curve.status, ==, 0);
  g_assert_nonnull(strstr(curve.out, "–"));
}

/* What is for the other family is refused, and nonsense. */
static void test_network_options(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) kernel = {0}, sigma = {0}, rate = {0}, config = {0};
  kernel = CALL("train", fixture->dataset, "--plan", "--epochs", "3");
  g_assert_cmpint(kernel.status, ==, 2);
  g_assert_nonnull(strstr(kernel.err, "--epochs is for networks"));
  sigma = CALL("train", fixture->dataset, "--plan", "--model", "schnet", "--sigma", "3");
  g_assert_cmpint(sigma.status, ==, 2);
  g_assert_nonnull(strstr(sigma.err, "--sigma is for kernel models"));
  rate = CALL("train", fixture->dataset, "--plan", "--model", "schnet", "--rate", "-3");
  g_assert_cmpint(rate.status, ==, 2);
  config = CALL("train", fixture->dataset, "--plan", "--config", "/nowhere/net.ini");
  g_assert_cmpint(config.status, ==, 1);
  g_assert_nonnull(strstr(config.err, "/nowhere/net.ini"));
}

static void test_curve(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) drawn = {0}, resumed = {0}, other = {0};
  g_autofree char *figure = g_build_filename(fixture->folder, "curve.pdf", NULL),
                  *table = g_build_filename(fixture->folder, "curve.csv", NULL);
  drawn = CALL("learning-curve", fixture->dataset, "--no-check", "--train", "5,10,20", "--sigma", "2", "-o",
               figure);
  g_assert_cmpint(drawn.status, ==, 0);
  g_assert_nonnull(strstr(drawn.out, "falls as n^-"));
  g_assert_true(g_file_test(figure, G_FILE_TEST_EXISTS));
  resumed = CALL("learning-curve", fixture->dataset, "--no-check", "--train", "5,10,15,20", "--sigma", "2",
                 "-o", table, "--resume", "--json");
  g_assert_cmpint(resumed.status, ==, 0);
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonObject *curve = parse(&resumed, parser);
  g_assert_cmpfloat(json_object_get_double_member(curve, "force_exponent"), <, -0.3);
  g_assert_cmpint(json_array_get_length(json_object_get_array_member(curve, "points")), ==, 4);
  other = CALL("learning-curve", fixture->dataset, "--no-check", "--train", "5,10,20", "--sigma", "3", "-o",
               table, "--resume");
  g_assert_cmpint(other.status, ==, 2);
}

static void test_wrong(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const wrong[][2] = {
      {"--model", "forest"}, {"--solver", "magic"}, {"--kernel", "linear"}, {"--lambda", "x"},
      {"--tolerance", "2"},  {"--seed", "-1"},      {"--max-memory", "-3"}, {"--kernel", "gaussian"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_auto(Answer) answer = {0};
    answer = CALL("train", fixture->dataset, "--no-check", "-o", fixture->model, wrong[i][0], wrong[i][1]);
    g_assert_cmpint(answer.status, ==, 2);
  }
}

/* What the file cannot hold, or be tested on, is said before anything is trained. */
static void test_output(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) krr = {0}, itself = {0}, other = {0};
  g_autofree char *npz = g_build_filename(fixture->folder, "m.npz", NULL),
                  *water = g_build_filename(fixture->folder, "water.xyz", NULL),
                  *state = g_strconcat(npz, ".training", NULL);
  krr = CALL("train", fixture->dataset, "--no-check", "--model", "krr", "-o", npz);
  g_assert_cmpint(krr.status, ==, 1);
  g_assert_nonnull(strstr(krr.err, "write a .bwmodel instead"));
  g_assert_null(strstr(krr.err, "unknowns")); /* it had not begun */
  itself = CALL("train", fixture->dataset, "--no-check", "--like", npz, "-o", npz);
  g_assert_cmpint(itself.status, !=, 0);
  g_assert_true(g_file_set_contents(water,
                                    "3\nProperties=species:S:1:pos:R:3:forces:R:3 energy=-1\n"
                                    "O 0 0 0 0 0 0\nH 1 0 0 0 0 0\nH 0 1 0 0 0 0\n",
                                    -1, NULL));
  other = CALL("train", fixture->dataset, "--no-check", "--sigma", "2", "--test", water, "-o", npz);
  g_assert_cmpint(other.status, ==, 2);
  g_assert_nonnull(strstr(other.err, "holds H2O"));
  g_assert_false(g_file_test(state, G_FILE_TEST_EXISTS));
  g_assert_false(g_file_test(npz, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/cli/training/plan", Fixture, GINT_TO_POINTER(60), set_up, test_plan, tear_down);
  g_test_add("/cli/training/kinds", Fixture, GINT_TO_POINTER(60), set_up, test_kinds, tear_down);
  g_test_add("/cli/training/network", Fixture, GINT_TO_POINTER(60), set_up, test_network, tear_down);
  g_test_add("/cli/training/network-options", Fixture, GINT_TO_POINTER(60), set_up, test_network_options,
             tear_down);
  g_test_add("/cli/training/curve", Fixture, GINT_TO_POINTER(60), set_up, test_curve, tear_down);
  g_test_add("/cli/training/output", Fixture, GINT_TO_POINTER(60), set_up, test_output, tear_down);
  g_test_add("/cli/training/wrong", Fixture, GINT_TO_POINTER(60), set_up, test_wrong, tear_down);
  return g_test_run();
}
