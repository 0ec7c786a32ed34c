/* XYZ that is malformed, cut or changed anywhere, or that changes while it is open: a message or frames,
 * never a crash. */
#include "base/error.h"
#include "frames.h"

#include <string.h>
#include <unistd.h>

static const BwUnitSystem nothing;

static void check_refused(const char *text, const char *line, const char *word)
{
  g_autofree char *path = temporary_file("bad.xyz", text, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_format_xyz.open_trajectory(path, &nothing, &error);
  gboolean ok = trajectory && bw_trajectory_wait(trajectory, NULL, &error);
  for (gint64 i = 0; ok && i < bw_trajectory_get_n_frames(trajectory, NULL); i++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, i, &error);
    ok = frame != NULL;
  }
  g_test_message("%s -> %s", text, error ? error->message : "accepted");
  g_assert_false(ok);
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_assert_nonnull(strstr(error->message, "bad.xyz"));
  g_assert_nonnull(strstr(error->message, line));
  g_assert_nonnull(strstr(error->message, word));
  g_assert_null(strchr(error->message, '\n'));
}

static void test_refused(void)
{
  check_refused("2\n\nH 0 0 0\n", "line 1", "2 atoms");
  check_refused("1\n", "line 1", "1 atoms");
  check_refused("1", "line 1", "ends after 0");
  check_refused("x\n\nH 0 0 0\n", "line 1", "number of atoms");
  check_refused("0\n\n", "line 1", "number of atoms");
  check_refused("-1\n\nH 0 0 0\n", "line 1", "“-1”");
  check_refused("99999999999999\n\nH 0 0 0\n", "line 1", "ends after 1");
  check_refused("999999999999999999999999\n\nH 0 0 0\n", "line 1", "number of atoms");
  check_refused("1\n\nH 0 0 0\n1\n\nH 0 0 x\n", "line 6", "“x”");
  check_refused("1\n\nH 0 0 0\nH 1 1 1\n", "line 4", "“H 1 1 1”");
  check_refused("1\n\nH 0 0\n", "line 3", "pos");
  check_refused("1\n\nH 0 0 nan\n", "line 3", "nan");
  check_refused("1\n\nH 0 0 1e999\n", "line 3", "inf");
  check_refused("1\n\nH 0 0 *****\n", "line 3", "*****");
  check_refused("1\n\nH 0.1-0.2 0 0\n", "line 3", "0.1-0.2");
  check_refused("1\n\n0.5 0 0 0\n", "line 3", "element");
  check_refused("1\n\n119 0 0 0\n", "line 3", "element");
  check_refused("2\n\nH 0 0 0\n\n", "line 4", "element");
  check_refused("1\nProperties=species:S:1\nH\n", "line 2", "pos:R:3");
  check_refused("1\nProperties=pos:R:3\n0 0 0\n", "line 2", "species:S:1");
  check_refused("1\nProperties=species:S:1:pos:R:3:a:R:\nH 0 0 0\n", "line 2", "“a”");
  check_refused("1\nProperties=species:S:1:pos:R:3:a:F:1\nH 0 0 0 1\n", "line 2", "“F”");
  check_refused("1\nProperties=species:S:1:pos:R:3:a:R:0\nH 0 0 0\n", "line 2", "“0”");
  check_refused("1\nProperties=species:S:1:pos:R:3:a:R:99999\nH 0 0 0\n", "line 1", "do not fit");
  check_refused("1\nProperties=species:S:1:pos:R:3:a:I:1\nH 0 0 0 1.5\n", "line 3", "integer");
  check_refused("1\nProperties=species:S:1:pos:R:3:a:L:1\nH 0 0 0 ok\n", "line 3", "T or F");
  check_refused("1\nProperties=species:S:1:pos:R:3:a:S:1\nH 0 0 0\n", "line 3", "“a”");
  check_refused("1\nProperties=species:S:1:pos:R:3\nH 0 0 0 5\n", "line 3", "“5”");
  check_refused("1\nLattice=\"1 0 0 0 1 0 0 0\" Properties=species:S:1:pos:R:3\nH 0 0 0\n", "line 2", "nine");
  check_refused("1\nLattice=\"1 0 0 0 1 0 0 0 x\"\nH 0 0 0\n", "line 2", "nine");
  check_refused("1\nLattice=\"1 0 0 1 0 0 0 0 1\"\nH 0 0 0\n", "line 2", "");
  check_refused("1\nLattice=\"1 0 0 0 1 0 0 0 1\" pbc=\"T T\"\nH 0 0 0\n", "line 2", "pbc");
  check_refused("1\nProperties=species:S:1:pos:R:3 a=\"b\nH 0 0 0\n", "line 2", "quote");
  check_refused(
      "1\n# CELL(abcABC): 1 2 x 90 90 90 Step: 0 Bead: 0 positions{angstrom} cell{angstrom}\nH 0 0 0\n",
      "line 2", "6 numbers");
  check_refused(
      "1\n# CELL(abcABC): 9 9 9 90 90 90 Step: 0 Bead: 0 positions{furlong} cell{angstrom}\nH 0 0 0\n",
      "line 2", "furlong");
  check_refused(
      "1\n# CELL(abcABC): 9 9 9 90 90 90 Step: 0 Bead: 0 forces{atomic_unit} cell{angstrom}\nH 0 0 0\n",
      "line 2", "forces");
  check_refused("1\nProperties=species:S:1:pos:R:3 bead=3 n_beads=3\nH 0 0 0\n", "line 2", "n_beads");
}

/* A malformed frame does not take away those before it. */
static void test_readable_before(void)
{
  g_autofree char *path = temporary_file("late.xyz", "1\n\nH 0 0 1\n1\n\nH 0 0 2\nx\n", -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_format_xyz.open_trajectory(path, &nothing, &error);
  g_assert_no_error(error);
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 2);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 1);
  g_assert_cmpfloat(frame->positions[2], ==, 2);
  g_assert_false(bw_trajectory_wait(trajectory, NULL, &error));
  g_assert_nonnull(strstr(error->message, "frame 2, line 7"));
}

/* Cut anywhere, with any byte changed. */
static void test_mutilated(void)
{
  static const char text[] =
      "2\nLattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3:f:R:2:w:S:1:l:L:1:i:I:1 a=\"b c\" "
      "d=[1,[2]] "
      "e={3}\nC 0 1 2 .1 1e5 x T 1\nO1 3 4 5 .4 2 y F 2\n"
      "1\n# CELL(abcABC): 9 9 9 90 90 90 Step: 0 Bead: 0 positions{angstrom} cell{angstrom}\nH 0 0 0\n"
      "1\ni = 10, time = 5.0, E = -12.3\nH 0 0 0\n";
  static const char bytes[] = {'\0', '\n', ' ', '"', '[', '9', '-', '\xff', '='};
  for (gsize i = 0; i < sizeof text - 1; i++)
    for (gsize b = 0; b <= sizeof bytes; b++) {
      g_autofree char *copy = g_memdup2(text, sizeof text);
      gsize n = b < sizeof bytes ? sizeof text - 1 : i;
      if (b < sizeof bytes)
        copy[i] = bytes[b];
      g_autofree char *path = temporary_file("cut.xyz", copy, (gssize)n);
      g_autoptr(GError) error = NULL;
      g_autoptr(BwTrajectory) trajectory = bw_format_xyz.open_trajectory(path, &nothing, &error);
      g_assert_true((trajectory != NULL) != (error != NULL));
      for (gint64 k = 0; trajectory && k < bw_trajectory_get_n_frames(trajectory, NULL); k++) {
        g_clear_error(&error);
        g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, k, &error);
        g_assert_true((frame != NULL) != (error != NULL));
      }
    }
}

/* Large frames of the same size are jumped over; one line more or less among them is found all the same. */
static void test_large(void)
{
  enum { ATOMS = 3000, FRAMES = 60 };
  g_autofree char *path = temporary_path("large.xyz");
  FILE *file = g_fopen(path, "w");
  for (int frame = 0; frame < FRAMES; frame++) {
    fprintf(file, "%d\nframe %4d\n", ATOMS, frame);
    for (int i = 0; i < ATOMS; i++)
      fprintf(file, "Ar %9.5f %9.5f %9.5f\n", i * 0.1, frame * 1.0, -i * 0.2);
  }
  fclose(file);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_format_xyz.open_trajectory(path, &nothing, &error);
  g_assert_no_error(error);
  bw_trajectory_wait(trajectory, NULL, &error);
  g_assert_no_error(error);
  gboolean complete;
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, &complete), ==, FRAMES);
  g_assert_true(complete);
  for (int i = FRAMES - 1; i >= 0; i -= 7) {
    g_autoptr(BwFrame) frame = read_frame(trajectory, i);
    g_assert_cmpfloat(frame->positions[1], ==, i);
    g_assert_cmpfloat_with_epsilon(frame->positions[3 * ATOMS - 1], -0.2 * (ATOMS - 1), 1e-9);
  }
  g_assert_cmpint(truncate(path, 1000000), ==, 0); /* while it is open */
  g_autoptr(BwFrame) gone = bw_trajectory_read(trajectory, FRAMES - 1, &error);
  g_assert_null(gone);
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/xyz/refused", test_refused);
  g_test_add_func("/xyz/readable-before", test_readable_before);
  g_test_add_func("/xyz/mutilated", test_mutilated);
  g_test_add_func("/xyz/large", test_large);
  int status = g_test_run();
  temporary_end();
  return status;
}
