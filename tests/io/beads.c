/* i-PI's bead files: whichever is named, all open as one ring polymer. */
#include "base/error.h"
#include "base/units.h"
#include "frames.h"
#include "shared-data.h"

#include <math.h>

static void write_bead(const char *stem, const char *number, int bead, int n_frames, const char *quantity)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *name = g_strdup_printf("%s.%.3s_%s.xyz", stem, quantity, number);
  for (int i = 0; i < n_frames; i++)
    g_string_append_printf(
        text,
        "2\n# CELL(abcABC): 10 10 10 90 90 90 Step: %d Bead: %d %s{atomic_unit} cell{angstrom}\n"
        "O %d %d 0\nH 0 0 1\n",
        5 * i, bead, g_str_has_prefix(quantity, "pos") ? "positions" : quantity, bead, i);
  g_free(temporary_file(name, text->str, -1));
}

static BwTrajectory *open_name(const char *name, GError **error)
{
  g_autofree char *path = temporary_path(name);
  return bw_open_trajectory(path, NULL, error);
}

static void check_four(const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = open_name(name, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(trajectory->format, ==, "ipi-beads");
  g_assert_cmpint(trajectory->n_beads, ==, 4);
  g_assert_null(trajectory->units_note);
  g_assert_true(bw_trajectory_wait(trajectory, NULL, NULL));
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 3);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 2);
  g_assert_cmpint(frame->n_beads, ==, 4);
  g_assert_cmpint(frame->step, ==, 10);
  for (int b = 0; b < 4; b++) {
    g_assert_cmpfloat(frame->positions[6 * b], ==, b * BW_BOHR);
    g_assert_cmpfloat(frame->positions[6 * b + 1], ==, 2 * BW_BOHR);
  }
}

static void test_any_name(void)
{
  static const char *const plain[] = {"0", "1", "2", "3"}, *const padded[] = {"000", "001", "002", "003"};
  for (int b = 0; b < 4; b++) {
    write_bead("a", plain[b], b, 3, "positions");
    write_bead("b", padded[b], b, 3, "positions");
    write_bead("both", plain[b], b, 3, "positions");
  }
  write_bead("both", "00", 0, 3, "positions"); /* of another run, with other padding */
  check_four("a.pos_0.xyz");
  check_four("a.pos_3.xyz");
  check_four("b.pos_000.xyz");
  check_four("b.pos_002.xyz");
  check_four("both.pos_1.xyz");
}

/* Numbers with more digits than the first have. */
static void test_more_digits(void)
{
  for (int b = 0; b < 12; b++) {
    g_autofree char *plain = g_strdup_printf("%d", b), *padded = g_strdup_printf("%02d", b);
    write_bead("plain", plain, b, 1, "positions");
    write_bead("padded", padded, b, 1, "positions");
  }
  static const char *const names[] = {"plain.pos_3.xyz", "plain.pos_11.xyz", "padded.pos_03.xyz",
                                      "padded.pos_10.xyz"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(BwTrajectory) trajectory = open_name(names[i], NULL);
    g_assert_nonnull(trajectory);
    g_assert_cmpint(trajectory->n_beads, ==, 12);
    g_autoptr(BwFrame) frame = read_frame(trajectory, 0);
    g_assert_cmpfloat(frame->positions[6 * 10], ==, 10 * BW_BOHR);
  }
}

static void test_missing(void)
{
  g_autoptr(GError) error = NULL;
  write_bead("gap", "0", 0, 2, "positions");
  write_bead("gap", "2", 2, 2, "positions");
  g_assert_null(open_name("gap.pos_2.xyz", &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  g_assert_nonnull(strstr(error->message, "gap.pos_1.xyz"));
  g_clear_error(&error);
  g_free(temporary_file("gap.pos_1.xyz", "", 0));
  g_assert_null(open_name("gap.pos_0.xyz", &error));
  g_assert_nonnull(strstr(error->message, "gap.pos_1.xyz"));
}

/* A run that was killed between two beads. */
static void test_lengths(void)
{
  write_bead("short", "0", 0, 3, "positions");
  write_bead("short", "1", 1, 2, "positions");
  g_autoptr(BwTrajectory) trajectory = open_name("short.pos_0.xyz", NULL);
  g_assert_nonnull(trajectory);
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 2);
  g_assert_nonnull(strstr(trajectory->units_note, "2 to 3 frames"));
  g_assert_true(bw_trajectory_wait(trajectory, NULL, NULL));
}

static void test_steps_differ(void)
{
  g_autoptr(GError) error = NULL;
  write_bead("step", "0", 0, 1, "positions");
  g_free(temporary_file(
      "step.pos_1.xyz",
      "2\n# CELL(abcABC): 10 10 10 90 90 90 Step: 7 Bead: 1 positions{angstrom} cell{angstrom}\n"
      "O 0 0 0\nH 0 0 1\n",
      -1));
  g_autoptr(BwTrajectory) trajectory = open_name("step.pos_0.xyz", NULL);
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, &error);
  g_assert_null(frame);
  g_assert_nonnull(strstr(error->message, "step.pos_1.xyz"));
  g_assert_nonnull(strstr(error->message, "step 7"));
  g_clear_error(&error);
  g_free(temporary_file("step.pos_1.xyz", "1\n\nO 0 0 0\n", -1));
  g_autoptr(BwTrajectory) other = open_name("step.pos_0.xyz", NULL);
  g_assert_null(bw_trajectory_read(other, 0, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
}

/* Forces, velocities and momenta beside the positions. */
static void test_companions(void)
{
  for (int b = 0; b < 2; b++) {
    g_autofree char *number = g_strdup_printf("%d", b);
    write_bead("full", number, b, 2, "positions");
    write_bead("full", number, b, 2, "forces");
    write_bead("full", number, b, 2, "velocities");
    write_bead("full", number, b, 2, "momenta");
  }
  g_autoptr(BwTrajectory) trajectory = open_name("full.pos_0.xyz", NULL);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 1);
  const BwProperty *forces = bw_frame_find_forces(frame);
  g_assert_nonnull(forces);
  g_assert_cmpint(forces->n_rows, ==, 4);
  g_assert_cmpstr(forces->unit, ==, "eV/Å");
  g_assert_cmpfloat_with_epsilon(forces->values[1], BW_HARTREE / BW_BOHR, 1e-9);
  g_assert_cmpfloat_with_epsilon(forces->values[6], BW_HARTREE / BW_BOHR, 1e-9);
  const double velocity = BW_BOHR / (BW_HBAR / BW_HARTREE);
  g_assert_cmpfloat_with_epsilon(bw_frame_find(frame, "velocities")->values[1], velocity, 1e-9);
  g_assert_cmpfloat_with_epsilon(bw_frame_find(frame, "momenta")->values[1], velocity * BW_ELECTRON_MASS,
                                 1e-9);
}

static void test_not_beads(void)
{
  static const char *const names[] = {"a.pos_c.xyz", "pos.xyz", "apos_0.xyz", "a.pos_0.dat", "a.pos_.xyz"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = temporary_file(names[i], "1\n\nH 0 0 0\n", -1);
    const BwFormat *format = bw_format_detect(path, NULL);
    g_assert_nonnull(format);
    g_assert_cmpstr(format->name, ==, "extxyz");
  }
}

static void test_write(void)
{
  static const int numbers[] = {8, 1};
  static const double masses[] = {15.999, 2.01410177812};
  const double upright[3][3] = {{10, 0, 0}, {1, 11, 0}, {2, 3, 12}},
               tilted[3][3] = {{10, 1, 0}, {1, 11, 0}, {2, 3, 12}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, numbers, masses, NULL);
  GPtrArray *frames = g_ptr_array_new();
  for (int i = 0; i < 3; i++) {
    BwFrame *frame = bw_frame_new(atoms, 3);
    if (i > 0)
      bw_cell_init(&frame->cell, i == 1 ? upright : tilted, periodic, NULL);
    for (int k = 0; k < 18; k++)
      frame->positions[k] = sin(k + i) / 3;
    frame->step = 20 * i;
    g_ptr_array_add(frames, frame);
  }
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "memory", "memory");
  g_autofree char *path = temporary_path("out.pos_0.xyz"), *last = temporary_path("out.pos_2.xyz");
  g_autoptr(GError) error = NULL;
  bw_write_trajectory(path, trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(g_file_test(last, G_FILE_TEST_EXISTS));
  g_autoptr(BwTrajectory) back = open_name("out.pos_1.xyz", &error);
  g_assert_no_error(error);
  for (int i = 0; i < 3; i++) {
    g_autoptr(BwFrame) frame = read_frame(back, i), expected = bw_trajectory_read(trajectory, i, NULL);
    g_assert_cmpmem(frame->positions, 18 * sizeof(double), expected->positions, 18 * sizeof(double));
    g_assert_cmpfloat(frame->atoms->masses[1], ==, masses[1]);
    g_assert_cmpint(frame->step, ==, 20 * i);
    for (int k = 0; k < 9; k++)
      g_assert_cmpfloat_with_epsilon(frame->cell.vectors[k / 3][k % 3], expected->cell.vectors[k / 3][k % 3],
                                     1e-9);
  }
  g_autofree char *stale = temporary_file("out.pos_3.xyz", "1\n\nH 0 0 0\n", -1);
  g_assert_false(bw_write_trajectory(path, trajectory, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull(strstr(error->message, "out.pos_3.xyz"));
}

static void test_real(void)
{
  g_autofree char *path = shared_data("ipi_reference/replay_with_many_beads_water_molecule/traj.pos_3.xyz");
  if (!path)
    return;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(trajectory->n_beads, ==, 6);
  g_assert_true(bw_trajectory_wait(trajectory, NULL, NULL));
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 10);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 0);
  g_assert_cmpint(frame->step, ==, 1991);
  g_assert_cmpfloat(frame->positions[0], ==, 11.9893);
  g_assert_cmpfloat(frame->positions[3 * 9 + 1], ==, 28.1815);
  g_assert_cmpfloat_with_epsilon(bw_cell_volume(&frame->cell), 512000, 1e-6);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/beads/any-name", test_any_name);
  g_test_add_func("/beads/more-digits", test_more_digits);
  g_test_add_func("/beads/missing", test_missing);
  g_test_add_func("/beads/lengths", test_lengths);
  g_test_add_func("/beads/steps-differ", test_steps_differ);
  g_test_add_func("/beads/companions", test_companions);
  g_test_add_func("/beads/not-beads", test_not_beads);
  g_test_add_func("/beads/write", test_write);
  g_test_add_func("/beads/real", test_real);
  int status = g_test_run();
  temporary_end();
  return status;
}
