#include "system/dataset.h"
#include "base/error.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* Two frames of HO whose numbers are easy to recognise; each test spoils or renames something. */
static GPtrArray *two_frames(const char *energy, const char *energy_unit, const char *forces,
                             const char *forces_unit)
{
  GPtrArray *frames = g_ptr_array_new();
  BwAtoms *atoms = bw_atoms_new(2, (const int[]){1, 8}, NULL, NULL);
  for (int k = 0; k < 2; k++) {
    BwFrame *frame = bw_frame_new(atoms, 1);
    for (int i = 0; i < 6; i++)
      frame->positions[i] = 10 * k + i;
    if (energy)
      bw_frame_add_frame_values(frame, energy, energy_unit, 1)->values[0] = -1 - k;
    if (forces) {
      double *values = bw_frame_add_atom_values(frame, forces, forces_unit, 3)->values;
      for (int i = 0; i < 6; i++)
        values[i] = 100 * k + i;
    }
    g_ptr_array_add(frames, frame);
  }
  bw_atoms_unref(atoms);
  return frames;
}

static BwDataset *gather(GPtrArray *frames, const char *energy_key, const char *forces_key,
                         const BwUnitSystem *units, GError **error)
{
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "/somewhere/water.xyz", "extxyz");
  return bw_dataset_from_trajectory(trajectory, energy_key, forces_key, units, error);
}

static void test_gather(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDataset) dataset =
      gather(two_frames("energy", "eV", "forces", "eV/Å"), NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(dataset->name, ==, "water");
  g_assert_cmpint(dataset->n_frames, ==, 2);
  g_assert_cmpfloat(dataset->energies[1], ==, -2);
  g_assert_cmpfloat(dataset->forces[11], ==, 105);
  g_assert_cmpfloat(dataset->positions[11], ==, 15);
  g_assert_null(dataset->units_note);
  g_assert_null(dataset->cells);
}

static void test_units(void)
{
  const BwUnitSystem kcal = {.length = "Å", .energy = "kcal/mol"};
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDataset) said = gather(two_frames("energy", NULL, "forces", NULL), NULL, NULL, &kcal, &error);
  g_autoptr(BwDataset) silent = gather(two_frames("energy", NULL, "forces", NULL), NULL, NULL, NULL, &error);
  g_autoptr(BwDataset) stated =
      gather(two_frames("energy", "Ha", "forces", "Ha/bohr"), NULL, NULL, &kcal, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat_with_epsilon(said->energies[0], -BW_KCAL_PER_MOL, 1e-15);
  g_assert_cmpfloat_with_epsilon(said->forces[1], BW_KCAL_PER_MOL, 1e-15);
  g_assert_null(said->units_note);
  g_assert_cmpstr(said->units.energy, ==, "kcal/mol");
  g_assert_cmpfloat(silent->energies[0], ==, -1);
  g_assert_nonnull(strstr(silent->units_note, "eV/Å assumed"));
  g_assert_cmpfloat_with_epsilon(stated->energies[0], -BW_HARTREE, 1e-12);
  g_assert_cmpfloat_with_epsilon(stated->forces[1], BW_HARTREE / BW_BOHR, 1e-12);
  g_assert_cmpstr(stated->units.force, ==, "Ha/bohr");
}

static void test_keys(void)
{
  g_autoptr(GError) error = NULL, absent = NULL;
  g_autoptr(BwDataset) dataset =
      gather(two_frames("gap", "eV", "gradient", "eV/Å"), "gap", "gradient", NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(dataset->energies[1], ==, -2);
  g_assert_null(gather(two_frames("gap", "eV", "forces", "eV/Å"), "homo", NULL, NULL, &absent));
  g_assert_error(absent, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(absent->message, "frame 0 has no 'homo'; it has gap, forces"));
}

static void check_refused(GPtrArray *frames, BwError code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(gather(frames, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, (int)code);
  g_assert_true(g_str_has_prefix(error->message, "/somewhere/water.xyz: "));
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void test_refused(void)
{
  GPtrArray *frames = two_frames("energy", "eV", "forces", "eV/Å");
  bw_frame_find(frames->pdata[1], "forces")->values[4] = NAN;
  check_refused(frames, BW_ERROR_FORMAT, "frame 1: 'forces' of atom 1 is nan");

  frames = two_frames("energy", "eV", "forces", "eV/Å");
  bw_frame_find(frames->pdata[1], "energy")->values[0] = INFINITY;
  check_refused(frames, BW_ERROR_FORMAT, "frame 1: 'energy' is inf");

  frames = two_frames("energy", "eV", "forces", "eV/Å");
  ((BwFrame *)frames->pdata[0])->positions[5] = NAN;
  check_refused(frames, BW_ERROR_FORMAT, "frame 0: the position of atom 1 is nan");

  frames = two_frames("energy", "eV", NULL, NULL);
  g_ptr_array_set_size(((BwFrame *)frames->pdata[1])->properties, 0);
  check_refused(frames, BW_ERROR_FORMAT, "frame 1 has no energy, the first one has");

  frames = two_frames("energy", "eV", "forces", "eV/Å");
  bw_atoms_unref(((BwFrame *)frames->pdata[1])->atoms);
  ((BwFrame *)frames->pdata[1])->atoms = bw_atoms_new(2, (const int[]){1, 6}, NULL, NULL);
  check_refused(frames, BW_ERROR_FORMAT, "frame 1: atom 1 is C, in the first frame O");

  check_refused(two_frames("charge", NULL, NULL, NULL), BW_ERROR_FORMAT, "neither energies nor forces");
  check_refused(two_frames("energy", "m", NULL, NULL), BW_ERROR_UNITS, "energy");
  check_refused(g_ptr_array_new(), BW_ERROR_FORMAT, "has no frames");
}

/* Names by which others label their reference data. */
static void test_names(void)
{
  static const char *const names[][2] = {
      {"dft_energy", "dft_forces"}, {"REF_energy", "REF_forces"}, {"TotEnergy", "force"}};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(BwDataset) dataset =
        gather(two_frames(names[i][0], "eV", names[i][1], "eV/Å"), NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpfloat(dataset->energies[1], ==, -2);
    g_assert_cmpfloat(dataset->forces[11], ==, 105);
  }
}

static void test_as_trajectory(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDataset) dataset =
      gather(two_frames("energy", "eV", "forces", "eV/Å"), NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwTrajectory) trajectory = bw_dataset_as_trajectory(dataset, "npz");
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 2);
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 1, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(frame->positions[2], ==, 12);
  g_assert_cmpfloat(bw_frame_find_energy(frame)->values[0], ==, -2);
  g_assert_cmpstr(bw_frame_find_forces(frame)->unit, ==, "eV/Å");
  g_assert_cmpfloat(bw_frame_find_forces(frame)->values[5], ==, 105);
  g_assert_null(bw_trajectory_read(trajectory, 2, NULL));
  g_autoptr(BwDataset) again = bw_dataset_from_trajectory(trajectory, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpmem(again->forces, 12 * sizeof(double), dataset->forces, 12 * sizeof(double));
}

static void note_fraction(double fraction, gpointer data)
{
  *(double *)data = fraction;
}

static void test_progress(void)
{
  double fraction = 0;
  g_autoptr(GError) error = NULL, stopped = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(
      two_frames("energy", "eV", "forces", "eV/Å"), "/somewhere/water.xyz", "extxyz");
  g_autoptr(BwDataset) dataset =
      bw_dataset_gather(trajectory, NULL, NULL, NULL, cancellable, note_fraction, &fraction, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(fraction, ==, 1);
  g_cancellable_cancel(cancellable);
  g_assert_null(bw_dataset_gather(trajectory, NULL, NULL, NULL, cancellable, NULL, NULL, &stopped));
  g_assert_error(stopped, BW_ERROR, BW_ERROR_CANCELLED);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/system/dataset/gather", test_gather);
  g_test_add_func("/system/dataset/units", test_units);
  g_test_add_func("/system/dataset/keys", test_keys);
  g_test_add_func("/system/dataset/names", test_names);
  g_test_add_func("/system/dataset/refused", test_refused);
  g_test_add_func("/system/dataset/progress", test_progress);
  g_test_add_func("/system/dataset/as-trajectory", test_as_trajectory);
  return g_test_run();
}
