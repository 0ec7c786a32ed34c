/* The verbs that use a model, run as a user runs them: BW_PROGRAM names the program. */
#include "answer.h"
#include "base/array.h"
#include "folder.h"
#include "io/numpy/dataset-npz.h"
#include "io/gdml/gdml-file.h"
#include "io/io.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct {
  char *folder, *model, *structures, *predicted;
} Fixture;

/* A number of the JSON object on standard output. */
static double number(const Answer *answer, const char *name)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) error = NULL;
  json_parser_load_from_data(parser, answer->out, -1, &error);
  g_assert_no_error(error);
  return json_object_get_double_member(json_node_get_object(json_parser_get_root(parser)), name);
}

/* Three bent H–O–H with made-up labels, in kcal/mol. */
static void write_structures(const char *path)
{
  BwAtoms *atoms = bw_atoms_new(3, (const int[]){1, 8, 1}, NULL, NULL);
  g_autoptr(BwDataset) dataset = bw_dataset_new(atoms, 3, TRUE, TRUE);
  g_autoptr(GError) error = NULL;
  const double water[9] = {0.96, 0, 0, 0, 0, 0, -0.24, 0.93, 0};
  for (int i = 0; i < 27; i++)
    dataset->positions[i] = water[i % 9] * (1 + 0.02 * (i / 9));
  g_assert_true(bw_dataset_write_npz(dataset, path, NULL, &error));
  bw_atoms_unref(atoms);
}

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = new_folder();
  fixture->model = g_test_build_filename(G_TEST_DIST, "data", "gdml", "water-2018.npz", NULL);
  fixture->structures = g_build_filename(fixture->folder, "structures.npz", NULL);
  fixture->predicted = g_build_filename(fixture->folder, "predicted.npz", NULL);
  write_structures(fixture->structures);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  remove_folder(fixture->folder);
  g_free(fixture->model);
  g_free(fixture->structures);
  g_free(fixture->predicted);
}

/* Against its own predictions a model has no error; against those moved by half a unit, half a unit. */
static void test_evaluate_and_test(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) evaluated = {0}, itself = {0}, moved = {0};
  g_autoptr(GError) error = NULL;
  evaluated = CALL("evaluate", fixture->model, fixture->structures, "-o", fixture->predicted, "--json");
  g_assert_cmpint(evaluated.status, ==, 0);
  g_assert_cmpfloat(number(&evaluated, "n"), ==, 3);

  itself = CALL("test", fixture->model, fixture->predicted, "--json");
  g_assert_cmpint(itself.status, ==, 0);
  g_assert_cmpfloat(number(&itself, "force_mae"), <, 1e-10);
  g_assert_cmpfloat(number(&itself, "energy_mae"), <, 1e-10);
  g_assert_nonnull(strstr(itself.out, "\"kcal/mol/Å\""));

  g_autoptr(BwDataset) dataset = bw_open_dataset(fixture->predicted, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  for (int i = 0; i < 27; i++)
    dataset->forces[i] += (i % 2 ? 0.5 : -0.5) * BW_KCAL_PER_MOL;
  for (int i = 0; i < 3; i++)
    dataset->energies[i] += 100 * BW_KCAL_PER_MOL;
  g_assert_true(bw_dataset_write_npz(dataset, fixture->predicted, NULL, &error));
  moved = CALL("test", fixture->model, fixture->predicted, "--json", "--threads", "2");
  g_assert_cmpfloat_with_epsilon(number(&moved, "force_mae"), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon(number(&moved, "force_rmse"), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon(number(&moved, "energy_mae"), 100, 1e-9);
  g_assert_cmpfloat_with_epsilon(number(&moved, "energy_offset"), -100, 1e-9);
  g_assert_cmpfloat(number(&moved, "energy_mae_shifted"), <, 1e-9);
  g_assert_nonnull(strstr(moved.err, "note: the model's energies lie -100 kcal/mol from the data's"));
}

/* What a model said before gives way to what it says now. */
static void test_evaluated_twice(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) once = {0}, twice = {0};
  g_autofree char *first = g_build_filename(fixture->folder, "first.xyz", NULL),
                  *second = g_build_filename(fixture->folder, "second.xyz", NULL), *before = NULL,
                  *after = NULL;
  once = CALL("evaluate", fixture->model, fixture->structures, "-o", first);
  twice = CALL("evaluate", fixture->model, first, "-o", second);
  g_assert_cmpint(twice.status, ==, 0);
  g_assert_true(g_file_get_contents(first, &before, NULL, NULL));
  g_assert_true(g_file_get_contents(second, &after, NULL, NULL));
  g_assert_nonnull(strstr(before, "out_of_domain="));
  g_assert_cmpstr(after, ==, before);
}

/* Data may have forces and no energies. */
static void test_forces_alone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) trained = {0}, negative = {0};
  g_autofree char *dataset = g_build_filename(fixture->folder, "forces.xyz", NULL),
                  *model = g_build_filename(fixture->folder, "forces.npz", NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < 4; i++)
    g_string_append_printf(
        text, "2\nProperties=species:S:1:pos:R:3:forces:R:3\nH 0 0 0 -%d 0 0\nH 0.7%d 0 0 %d 0 0\n", i, i, i);
  g_assert_true(g_file_set_contents(dataset, text->str, -1, NULL));
  trained = CALL("train", dataset, "--train", "2", "--valid", "2", "--sigma", "5", "-o", model);
  g_assert_cmpint(trained.status, ==, 0);
  g_assert_nonnull(strstr(trained.out, "force MAE"));
  g_assert_null(strstr(trained.out, "nan"));
  negative = CALL("train", dataset, "--train", "2", "--valid", "-2", "-o", model);
  g_assert_cmpint(negative.status, ==, 2);
}

/* The frames that a model states as its own are left out. */
static void test_own_frames(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) rest = {0}, all = {0};
  g_autofree char *model = g_build_filename(fixture->folder, "model.npz", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwGdmlFile) file = bw_gdml_file_read(fixture->model, &error);
  g_autoptr(BwDataset) dataset = bw_open_dataset(fixture->structures, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_strlcpy(file->md5_train, dataset->md5, sizeof file->md5_train);
  file->idxs_train = bw_new(gint64, 2);
  file->idxs_train[0] = 2;
  file->idxs_train[1] = 0;
  g_assert_true(bw_gdml_file_write(file, model, &error));
  rest = CALL("test", model, fixture->structures, "--json");
  all = CALL("test", model, fixture->structures, "--json", "--all");
  g_assert_cmpfloat(number(&rest, "n"), ==, 1);
  g_assert_nonnull(strstr(rest.err, "2 of 3 frames were used"));
  g_assert_cmpfloat(number(&all, "n"), ==, 3);
}

/* Bohr that were taken for Å, say. */
static void test_unknown_start(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) answer = {0};
  g_autofree char *structure = g_build_filename(fixture->folder, "bohr.xyz", NULL),
                  *run = g_build_filename(fixture->folder, "never.h5", NULL);
  g_assert_true(g_file_set_contents(structure, "3\n\nH 4.8 0 0\nO 0 0 0\nH -1.2 4.6 0\n", -1, NULL));
  answer = CALL("simulate", "--model", fixture->model, "--structure", structure, "--steps", "3", "-o", run);
  g_assert_cmpint(answer.status, ==, 1);
  g_assert_nonnull(strstr(answer.err, "cannot begin"));
  g_assert_nonnull(strstr(answer.err, "its units"));
  g_assert_false(g_file_test(run, G_FILE_TEST_EXISTS));
}

static void test_converted(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) answer = {0};
  g_autofree char *model = g_build_filename(fixture->folder, "converted.bwmodel", NULL);
  answer = CALL("convert", fixture->model, model, "--json");
  g_assert_cmpint(answer.status, ==, 0);
  g_assert_cmpfloat(number(&answer, "n_frames"), ==, 0);
  g_assert_nonnull(strstr(answer.out, "\"kind\":\"model\""));
  g_assert_true(g_file_test(model, G_FILE_TEST_EXISTS));
}

static void test_info(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) json = {0}, text = {0};
  json = CALL("info", fixture->model, "--json");
  text = CALL("info", fixture->model);
  g_assert_cmpint(json.status, ==, 0);
  g_assert_nonnull(strstr(json.out, "\"kind\":\"model\""));
  g_assert_cmpfloat(number(&json, "n_train"), ==, 2);
  g_assert_cmpfloat(number(&json, "sigma"), ==, 12);
  g_assert_cmpfloat(number(&json, "force_mae"), ==, 0.25);
  g_assert_nonnull(strstr(text.out, "H2O"));
}

static void check_complaint(const Answer *answer, int status, const char *part)
{
  g_assert_cmpint(answer->status, ==, status);
  g_assert_cmpstr(answer->out, ==, "");
  if (!strstr(answer->err, part))
    g_error("'%s' does not say '%s'", answer->err, part);
}

static void test_complaints(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto(Answer) no_output = {0}, wrong_end = {0}, absent = {0}, no_model = {0}, other = {0}, key = {0},
                 help = {0};
  g_autofree char *ethanol = g_test_build_filename(G_TEST_DIST, "data", "dataset", "rmd17.npz", NULL);
  no_output = CALL("evaluate", fixture->model, fixture->structures);
  check_complaint(&no_output, 2, "say where the result goes with -o");
  wrong_end = CALL("evaluate", fixture->model, fixture->structures, "-o", "predicted.nothing");
  check_complaint(&wrong_end, 2, "predicted.nothing");
  absent = CALL("test", fixture->model, "/nowhere/data.npz");
  check_complaint(&absent, 1, "/nowhere/data.npz: ");
  no_model = CALL("test", fixture->structures, fixture->structures);
  check_complaint(&no_model, 1, "is not a model but a dataset");
  other = CALL("test", fixture->model, ethanol);
  check_complaint(&other, 2, "atom 0 is O in the structure and H in the model");
  key = CALL("test", fixture->model, fixture->structures, "--forces-key", "gradients");
  check_complaint(&key, 1, "there is no array 'gradients'; there are ");
  help = CALL("evaluate", "--help");
  g_assert_cmpint(help.status, ==, 0);
  g_assert_nonnull(strstr(help.out, "Example:"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/cli/models/evaluate-and-test", Fixture, NULL, set_up, test_evaluate_and_test, tear_down);
  g_test_add("/cli/models/evaluated-twice", Fixture, NULL, set_up, test_evaluated_twice, tear_down);
  g_test_add("/cli/models/forces-alone", Fixture, NULL, set_up, test_forces_alone, tear_down);
  g_test_add("/cli/models/own-frames", Fixture, NULL, set_up, test_own_frames, tear_down);
  g_test_add("/cli/models/unknown-start", Fixture, NULL, set_up, test_unknown_start, tear_down);
  g_test_add("/cli/models/converted", Fixture, NULL, set_up, test_converted, tear_down);
  g_test_add("/cli/models/info", Fixture, NULL, set_up, test_info, tear_down);
  g_test_add("/cli/models/complaints", Fixture, NULL, set_up, test_complaints, tear_down);
  return g_test_run();
}
