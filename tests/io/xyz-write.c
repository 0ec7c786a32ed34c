/* What is written as extended XYZ is read back with the same bits, beads, isotopes, labels and units
 * included. */
#include "base/error.h"
#include "base/units.h"
#include "io/formats.h"
#include "shared-data.h"
#include "temporary.h"

#include <math.h>

static const int numbers[] = {8, 1, 1, 0};
static const double masses[] = {15.999, 2.01410177812, 1.008, 0};
static const char *const labels[] = {"OW", "D1", "H 2", "M"};

static BwFrame *make_frame(int n_beads, int index)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(4, numbers, masses, labels);
  const double vectors[3][3] = {{4, 0.1, 0}, {0, 5, 0}, {0, 1.0 / 3, 6}};
  const gboolean periodic[3] = {TRUE, FALSE, TRUE};
  BwFrame *frame = bw_frame_new(atoms, n_beads);
  g_assert_true(bw_cell_init(&frame->cell, vectors, periodic, NULL));
  for (int k = 0; k < n_beads * 12; k++)
    frame->positions[k] = sin(k + 100 * index) * pow(10, k % 9 - 4);
  frame->time = 0.25 * index + 1e-3;
  frame->step = 10 * index;
  bw_frame_add_frame_values(frame, "energy", "eV", 1)->values[0] = -1.0 / 3 - index;
  bw_frame_add_frame_values(frame, "gap", "meV", 1)->values[0] = 5;
  BwProperty *stress = bw_frame_add_frame_values(frame, "stress", "eV/Å³", 9);
  for (int k = 0; k < 9; k++)
    stress->values[k] = k / 7.0;
  BwProperty *count = bw_frame_add_frame_values(frame, "a count", NULL, 2);
  count->type = BW_PROPERTY_INTEGER;
  count->values[1] = -3;
  bw_frame_add_text(frame, "note", "two \"words\" \\ and\na line");
  BwProperty *forces = bw_frame_add_bead_values(frame, "forces", "eV/Å", 3);
  for (int k = 0; k < n_beads * 12; k++)
    forces->values[k] = cos(k) / 3;
  BwProperty *fixed = bw_frame_add_atom_values(frame, "fixed", NULL, 1);
  fixed->type = BW_PROPERTY_BOOLEAN;
  fixed->values[2] = 1;
  bw_frame_add_atom_values(frame, "charge", "e", 1)->values[3] = -0.5;
  if (n_beads > 1)
    for (int b = 0; b < n_beads; b++)
      bw_frame_find(frame, "energy")->values[0] -= b;
  return frame;
}

static BwTrajectory *make_trajectory(int n_beads, int n_frames)
{
  GPtrArray *frames = g_ptr_array_new();
  for (int i = 0; i < n_frames; i++)
    g_ptr_array_add(frames, make_frame(n_beads, i));
  return bw_trajectory_new_in_memory(frames, "memory", "memory");
}

static BwTrajectory *write_and_open(BwTrajectory *trajectory, const BwUnitSystem *units)
{
  g_autofree char *path = temporary_path("out.xyz");
  g_autoptr(GError) error = NULL;
  static const BwUnitSystem nothing = {0};
  bw_format_xyz.write(path, trajectory, units, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  BwTrajectory *back = bw_format_xyz.open_trajectory(path, &nothing, &error);
  g_assert_no_error(error);
  g_assert_null(back->units_note);
  return back;
}

/* epsilon 0: the same number. */
static void check_close(double a, double b, double epsilon)
{
  if (!(fabs(a - b) <= epsilon))
    g_error("%.17g is not %.17g", a, b);
}

static void check_property(const BwProperty *a, const BwProperty *b, double epsilon)
{
  g_assert_nonnull(b);
  g_assert_cmpstr(a->unit, ==, b->unit);
  g_assert_cmpint(a->type, ==, b->type);
  g_assert_cmpint(a->per_atom, ==, b->per_atom);
  g_assert_cmpstr(a->text, ==, b->text);
  g_assert_cmpint(a->n_rows, ==, b->n_rows);
  g_assert_cmpint(a->n_components, ==, b->n_components);
  for (int k = 0; k < a->n_rows * a->n_components; k++)
    check_close(a->values[k], b->values[k], epsilon);
}

static void check_same(const BwFrame *a, const BwFrame *b, double epsilon)
{
  g_assert_true(bw_atoms_equal(a->atoms, b->atoms));
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat(a->atoms->masses[i], ==, b->atoms->masses[i]);
  g_assert_cmpstr(b->atoms->labels[0], ==, "OW");
  g_assert_cmpstr(b->atoms->labels[2], ==, "H_2");
  g_assert_cmpint(a->n_beads, ==, b->n_beads);
  for (int k = 0; k < a->n_beads * 12; k++)
    check_close(a->positions[k], b->positions[k], epsilon);
  for (int k = 0; k < 9; k++)
    check_close(a->cell.vectors[k / 3][k % 3], b->cell.vectors[k / 3][k % 3], epsilon);
  g_assert_true(b->cell.periodic[0] && !b->cell.periodic[1] && b->cell.periodic[2]);
  check_close(a->time, b->time, epsilon);
  g_assert_cmpint(a->step, ==, b->step);
  g_assert_cmpuint(a->properties->len, ==, b->properties->len);
  for (guint i = 0; i < a->properties->len; i++) {
    const BwProperty *property = a->properties->pdata[i];
    check_property(property, bw_frame_find(b, property->name), epsilon);
  }
}

static void round_trip(int n_beads, const BwUnitSystem *units, double epsilon)
{
  g_autoptr(BwTrajectory) trajectory = make_trajectory(n_beads, 3);
  g_autoptr(BwTrajectory) back = write_and_open(trajectory, units);
  g_assert_cmpint(bw_trajectory_get_n_frames(back, NULL), ==, 3);
  g_assert_cmpint(back->n_beads, ==, n_beads);
  for (int i = 0; i < 3; i++) {
    g_autoptr(BwFrame) expected = bw_trajectory_read(trajectory, i, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(BwFrame) frame = bw_trajectory_read(back, i, &error);
    g_assert_no_error(error);
    check_same(expected, frame, epsilon);
  }
}

static void test_same_bits(void)
{
  round_trip(1, NULL, 0);
}

static void test_beads(void)
{
  round_trip(3, NULL, 0);
}

static void test_units(void)
{
  const BwUnitSystem atomic = {"bohr", "Ha", NULL, "aut"}, kcal = {NULL, "kcal/mol", "eV/Å", NULL};
  round_trip(2, &atomic, 1e-10);
  round_trip(1, &kcal, 1e-10);
}

static void test_per_bead(void)
{
  GPtrArray *frames = g_ptr_array_new();
  BwFrame *made = make_frame(2, 0);
  BwProperty *energies = bw_frame_add_per_bead_values(made, "bead_energy", "eV", 1);
  energies->values[0] = 1, energies->values[1] = 2;
  g_ptr_array_add(frames, made);
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "memory", "memory");
  g_autoptr(BwTrajectory) back = write_and_open(trajectory, NULL);
  g_autoptr(BwFrame) frame = bw_trajectory_read(back, 0, NULL);
  check_property(energies, bw_frame_find(frame, "bead_energy"), 0);
}

/* The numbers in the file are the ones that its units say. */
static void test_written_numbers(void)
{
  const BwUnitSystem units = {"bohr", "Ha", NULL, "ps"};
  g_autoptr(BwTrajectory) trajectory = make_trajectory(1, 2);
  g_autoptr(BwTrajectory) back = write_and_open(trajectory, &units);
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(back->path, &text, NULL, NULL));
  g_assert_nonnull(strstr(text, "units=\"length=bohr,energy=Ha,time=ps\""));
  g_assert_nonnull(strstr(text, "property_units=\"gap=meV,charge=e\""));
  g_assert_nonnull(strstr(text, "pbc=\"T F T\""));
  g_assert_nonnull(strstr(text, " gap=5.0"));
  g_assert_nonnull(strstr(text, "masses:R:1:label:S:1"));
  const char *energy = strstr(text, " energy=");
  g_assert_cmpfloat_with_epsilon(g_ascii_strtod(energy + 8, NULL), -1.0 / 3 / BW_HARTREE, 1e-12);
}

static void test_refused(void)
{
  g_autoptr(BwTrajectory) trajectory = make_trajectory(1, 1);
  g_autoptr(GError) error = NULL;
  g_assert_false(
      bw_format_xyz.write("/nonexistent/folder/a.xyz", trajectory, NULL, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  g_clear_error(&error);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_cancellable_cancel(cancellable);
  g_autofree char *path = temporary_path("stopped.xyz");
  g_assert_false(bw_format_xyz.write(path, trajectory, NULL, cancellable, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* Every real file, written and read and written again, gives the same bytes. */
static void test_real(void)
{
  static const char *const names[] = {
      "viewer_trajectories/chemfiles/xyz/extended.xyz", "bulk_methane/mebox-minimal-oos-T110-pbe0-b1b.xyz",
      "botnet/dataset_acac/isolated_atoms.xyz", "li3ps4/train.xyz", "metatrain/qm9_reduced_100.xyz"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = shared_data(names[i]), *second = temporary_path("second.xyz"), *a = NULL,
                    *b = NULL;
    static const BwUnitSystem nothing = {0};
    gsize n_a, n_b;
    if (!path)
      return;
    g_autoptr(BwTrajectory) original = bw_format_xyz.open_trajectory(path, &nothing, NULL);
    g_assert_nonnull(original);
    g_autoptr(BwTrajectory) back = write_and_open(original, NULL);
    g_assert_true(bw_format_xyz.write(second, back, NULL, NULL, NULL, NULL, NULL));
    g_assert_true(g_file_get_contents(back->path, &a, &n_a, NULL));
    g_assert_true(g_file_get_contents(second, &b, &n_b, NULL));
    g_assert_cmpmem(a, n_a, b, n_b);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/xyz-write/same-bits", test_same_bits);
  g_test_add_func("/xyz-write/beads", test_beads);
  g_test_add_func("/xyz-write/units", test_units);
  g_test_add_func("/xyz-write/per-bead", test_per_bead);
  g_test_add_func("/xyz-write/written-numbers", test_written_numbers);
  g_test_add_func("/xyz-write/refused", test_refused);
  g_test_add_func("/xyz-write/real", test_real);
  int status = g_test_run();
  temporary_end();
  return status;
}
