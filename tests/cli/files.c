/* info and convert, run as a user runs them: BW_PROGRAM names the program. */
#include "../io/temporary.h"
#include "answer.h"
#include "io/io.h"
#include "shared-data.h"

#include <json-glib/json-glib.h>

/* Two frames of a ring polymer of two beads. */
static const char beads[] = "1\nProperties=species:S:1:pos:R:3 bead=0 n_beads=2 step=0\nH 0 0 0\n"
                            "1\nProperties=species:S:1:pos:R:3 bead=1 n_beads=2 step=0\nH 1 0 0\n"
                            "1\nProperties=species:S:1:pos:R:3 bead=0 n_beads=2 step=10\nH 2 0 0\n"
                            "1\nProperties=species:S:1:pos:R:3 bead=1 n_beads=2 step=10\nH 4 0 0\n";

static void test_info(void)
{
  g_autofree char *path = temporary_file("beads.xyz", beads, -1);
  g_auto(Answer) answer = CALL("info", path, "--json"), text = CALL("info", path);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_cmpint(answer.status, ==, 0);
  g_assert_true(json_parser_load_from_data(parser, answer.out, -1, NULL));
  JsonObject *facts = json_node_get_object(json_parser_get_root(parser));
  g_assert_cmpstr(json_object_get_string_member(facts, "format"), ==, "extxyz");
  g_assert_cmpstr(json_object_get_string_member(facts, "kind"), ==, "trajectory");
  g_assert_cmpint(json_object_get_int_member(facts, "n_frames"), ==, 2);
  g_assert_cmpint(json_object_get_int_member(facts, "n_atoms"), ==, 1);
  g_assert_cmpint(json_object_get_int_member(facts, "n_beads"), ==, 2);
  g_assert_cmpint(json_object_get_int_member(facts, "step"), ==, 10);
  g_assert_cmpint(text.status, ==, 0);
  g_assert_nonnull(strstr(text.out, "note")); /* Å was assumed */
}

static void check_refused(const char *path)
{
  g_autofree char *base = g_path_get_basename(path);
  g_auto(Answer) answer = CALL("info", path);
  g_auto(GStrv) lines = g_strsplit(g_strstrip(answer.err), "\n", -1);
  g_assert_true(answer.status == 1 || answer.status == 2);
  g_assert_nonnull(strstr(answer.err, base));
  g_assert_cmpuint(g_strv_length(lines), <=, 3);
  g_assert_cmpstr(answer.out, ==, "");
}

/* Also what is malformed only in its last frame. */
static void test_refused(void)
{
  g_autofree char *late = temporary_file("late.xyz", "1\n\nH 0 0 0\n1\n\nH 0 0 x\n", -1);
  g_autofree char *cut = temporary_file("cut.xyz", beads, sizeof beads - 12);
  g_autofree char *text = temporary_file("diary.txt", "Dear diary,\n", -1),
                  *absent = temporary_path("absent.xyz");
  check_refused(late);
  check_refused(cut);
  check_refused(text);
  check_refused(absent);
  check_refused(temporary_folder);
  check_refused("/dev/null");
}

static double first_x(const char *path, gint64 frame, gint64 n_frames)
{
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, NULL);
  g_assert_nonnull(trajectory);
  g_assert_true(bw_trajectory_wait(trajectory, NULL, NULL));
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, n_frames);
  g_autoptr(BwFrame) read = bw_trajectory_read(trajectory, frame, NULL);
  g_assert_nonnull(read);
  return read->positions[0];
}

static void test_convert(void)
{
  g_autofree char *path = temporary_file("in.xyz", beads, -1), *out = temporary_path("out.xyz");
  g_autofree char *pdb = temporary_path("out.pdb"), *bad = temporary_path("out.docx");
  g_auto(Answer) whole = CALL("convert", path, pdb), last = CALL("convert", path, out, "--frames", "-1:");
  g_assert_cmpint(whole.status, ==, 0);
  g_assert_cmpfloat(first_x(pdb, 1, 2), ==, 2);
  g_assert_cmpint(last.status, ==, 0);
  g_assert_cmpfloat(first_x(out, 0, 1), ==, 2);
  g_auto(Answer) centroids = CALL("convert", path, out, "--centroids", "--json");
  g_assert_cmpint(centroids.status, ==, 0);
  g_assert_nonnull(strstr(centroids.out, "\"n_beads\":1"));
  g_assert_cmpfloat(first_x(out, 1, 2), ==, 3); /* between 2 and 4 */
  g_auto(Answer) units = CALL("convert", path, out, "--units", "length=nm", "--output-units", "length=pm");
  g_assert_cmpint(units.status, ==, 0);
  g_assert_cmpfloat_with_epsilon(first_x(out, 1, 2), 20, 1e-9);

  g_auto(Answer) none = CALL("convert", path, out, "--frames", "7:9"),
                 odd = CALL("convert", path, out, "--frames", "x");
  g_auto(Answer) format = CALL("convert", path, bad),
                 unit = CALL("convert", path, out, "--units", "length=furlong");
  g_assert_cmpint(none.status, ==, 2);
  g_assert_cmpint(odd.status, ==, 2);
  g_assert_cmpint(format.status, ==, 2);
  g_assert_cmpint(unit.status, ==, 2);
  g_assert_false(g_file_test(bad, G_FILE_TEST_EXISTS));
}

/* Frames that know no step of their own are counted. */
static void test_steps(void)
{
  g_autofree char *path = temporary_file("steps.xyz", "1\n\nH 0 0 0\n1\n\nH 1 0 0\n", -1);
  g_autofree char *out = temporary_path("steps.pos_0.xyz");
  g_auto(Answer) answer = CALL("convert", path, out), info = {0};
  g_assert_cmpint(answer.status, ==, 0);
  info = CALL("info", out, "--json");
  g_assert_nonnull(strstr(info.out, "\"n_frames\":2"));
  g_assert_nonnull(strstr(info.out, "\"step\":1"));
}

static void test_no_verb(void)
{
  g_auto(Answer) answer = CALL("simulte", "--model", "x");
  g_assert_cmpint(answer.status, ==, 2);
  g_assert_nonnull(strstr(answer.err, "simulte"));
}

static void test_real(void)
{
  static const char *const folders[] = {"xyz/bad", "lammps/bad"};
  for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
    g_autofree char *name = g_strconcat("viewer_trajectories/chemfiles/", folders[i], NULL);
    g_autofree char *folder = shared_data(name);
    if (!folder)
      return;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *file; (file = g_dir_read_name(dir));) {
      g_autofree char *path = g_build_filename(folder, file, NULL);
      check_refused(path);
    }
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/files/info", test_info);
  g_test_add_func("/files/refused", test_refused);
  g_test_add_func("/files/convert", test_convert);
  g_test_add_func("/files/steps", test_steps);
  g_test_add_func("/files/no-verb", test_no_verb);
  g_test_add_func("/files/real", test_real);
  int status = g_test_run();
  temporary_end();
  return status;
}
