/* Data that is looked at before it is learnt from, by the verbs: BW_PROGRAM names the program. */
#include "answer.h"
#include "folder.h"
#include "io/gdml/gdml-file.h"

#include <json-glib/json-glib.h>
#include <string.h>

enum { N_FRAMES = 20, BAD = 5 };

/* H₂ on a spring; the force of one frame is not a number. */
static char *write_data(const char *folder, gboolean bad)
{
  char *path = g_build_filename(folder, "h2.xyz", NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  for (int f = 0; f < N_FRAMES; f++) {
    double stretch = 0.01 * (f - 8), force = 36 * stretch;
    g_string_append_printf(text, "2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=%.12g\n",
                           18 * stretch * stretch);
    g_string_append_printf(text, "H 0 0 0 %.12g 0 0\nH %.12g 0 0 ", force, 0.74 + stretch);
    if (bad && f == BAD)
      g_string_append(text, "nan 0 0\n");
    else
      g_string_append_printf(text, "%.12g 0 0\n", -force);
  }
  g_assert_true(g_file_set_contents(path, text->str, -1, NULL));
  return path;
}

static void test_check(void)
{
  char *folder = new_folder();
  g_autofree char *good = write_data(folder, FALSE);
  g_auto(Answer) fine = CALL("check", good);
  g_assert_cmpint(fine.status, ==, 0);
  g_assert_nonnull(strstr(fine.out, "0 errors, 0 warnings; 20 of 20 frames can be used"));
  g_autofree char *data = write_data(folder, TRUE);
  g_auto(Answer) told = CALL("check", data);
  g_assert_cmpint(told.status, ==, 1);
  g_assert_nonnull(strstr(told.out, "frame 5: the force on H1 is nan"));
  g_auto(Answer) json = CALL("check", data, "--json");
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_true(json_parser_load_from_data(parser, json.out, -1, NULL));
  JsonObject *root = json_node_get_object(json_parser_get_root(parser));
  g_assert_cmpint(json_object_get_int_member(root, "n_usable"), ==, N_FRAMES - 1);
  JsonObject *flaw = json_array_get_object_element(json_object_get_array_member(root, "flaws"), 0);
  g_assert_cmpstr(json_object_get_string_member(flaw, "kind"), ==, "not-finite");
  g_assert_cmpint(json_array_get_int_element(json_object_get_array_member(flaw, "frames"), 0), ==, BAD);
  g_auto(Answer) nothing = CALL("check", "/nowhere.xyz");
  g_assert_cmpint(nothing.status, ==, 1);
  remove_folder(folder);
}

static void test_train(void)
{
  char *folder = new_folder();
  g_autofree char *data = write_data(folder, TRUE), *model = g_build_filename(folder, "h2.bwmodel", NULL);
  g_auto(Answer) stopped = CALL("train", data, "--train", "19", "--sigma", "5", "-o", model);
  g_assert_cmpint(stopped.status, ==, 1);
  g_assert_nonnull(strstr(stopped.err, "frame 5: the force on H1 is nan"));
  g_assert_nonnull(strstr(stopped.err, "--skip-bad-frames"));
  g_assert_false(g_file_test(model, G_FILE_TEST_EXISTS));
  g_auto(Answer) trained =
      CALL("train", data, "--train", "19", "--sigma", "5", "--skip-bad-frames", "-o", model);
  g_assert_cmpint(trained.status, ==, 0);
  g_assert_nonnull(strstr(trained.err, "1 of 20 frames are left out"));
  g_autoptr(BwGdmlFile) file = bw_gdml_file_read(model, NULL);
  g_assert_cmpint(file->n_train, ==, N_FRAMES - 1);
  for (int i = 0; i < file->n_train; i++) /* as the file counts them */
    g_assert_cmpint(file->idxs_train[i], ==, i < BAD ? i : i + 1);
  remove_folder(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cli/check/check", test_check);
  g_test_add_func("/cli/check/train", test_train);
  return g_test_run();
}
