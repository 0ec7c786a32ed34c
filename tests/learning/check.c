/* Data in which nothing is wrong, the numbers that sum them up, and what is left of those with flaws. */
#include "base/error.h"
#include "io/io.h"
#include "planted.h"
#include "shared-data.h"

static void test_nothing_wrong(void)
{
  g_autoptr(BwCheck) found = check(make_frames(N_FRAMES));
  g_assert_cmpint(found->n_errors + found->n_warnings, ==, 0);
  g_assert_cmpint(found->n_usable, ==, N_FRAMES);
  const BwDatasetSummary *s = found->summary;
  g_assert_cmpstr(s->formula, ==, "CH3N");
  g_assert_cmpint(s->n_species, ==, 3);
  g_assert_cmpint(s->species[0], ==, 6);
  g_assert_cmpint(s->counts[1], ==, 3);
  g_assert_cmpint(s->energy.n, ==, N_FRAMES);
  int counted = 0;
  for (int b = 0; b < s->forces.n_bins; b++)
    counted += s->forces.counts[b];
  g_assert_cmpint(counted, ==, N_FRAMES * ATOMS);
  g_assert_cmpfloat_with_epsilon(s->force_elements.low, -s->force_elements.high, 1e-12);
}

static void test_spread(void)
{
  const int numbers[] = {1, 1};
  BwAtoms *atoms = bw_atoms_new(2, numbers, NULL, NULL);
  double energies[] = {2, 4, 6, 8, NAN, 1000, 10};
  const gint64 places[] = {10, 11, 12, 13, 14, 15, 16};
  g_autoptr(BwDatasetSummary) s = bw_dataset_summary_new(atoms, 7, places, energies, NULL);
  g_assert_cmpint(s->energy.n, ==, 6);
  g_assert_cmpfloat(s->energy.median, ==, 3.5);
  g_assert_cmpfloat_with_epsilon(s->energy.spread, 1.4826 * 1.5, 1e-12);
  g_assert_cmpfloat(s->energy.max, ==, 500);
  g_assert_cmpuint(s->outliers->len, ==, 1);
  g_assert_cmpint(g_array_index(s->outliers, BwOutlier, 0).frame, ==, 15);
  g_assert_cmpint(s->force.n, ==, 0);
  bw_atoms_unref(atoms);
}

static void test_gather(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  *energy_of(frames, 5) = NAN;
  copy_frame(frames, 10, 40);
  g_autoptr(BwTrajectory) trajectory = as_trajectory(frames);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCheck) found = bw_check_trajectory(trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwDataset) dataset = bw_check_gather(found, trajectory, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(dataset->n_frames, ==, N_FRAMES - 2);
  g_assert_cmpint(bw_dataset_origin(dataset, 4), ==, 4);
  g_assert_cmpint(bw_dataset_origin(dataset, 5), ==, 6);
  g_assert_cmpint(bw_dataset_origin(dataset, N_FRAMES - 3), ==, N_FRAMES - 1);
  g_assert_cmpint(bw_dataset_find_origin(dataset, 6), ==, 5);
  g_assert_cmpint(bw_dataset_find_origin(dataset, 40), ==, -1);
}

static void test_cancelled(void)
{
  g_autoptr(BwTrajectory) trajectory = as_trajectory(make_frames(N_FRAMES));
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GError) error = NULL;
  g_cancellable_cancel(cancellable);
  g_assert_null(bw_check_trajectory(trajectory, NULL, NULL, NULL, cancellable, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
}

/* Nothing is said of data in which nothing is wrong. */
static void test_real(gconstpointer name)
{
  g_autofree char *path = shared_data(name);
  if (!path)
    return;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_open_labelled(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwCheck) found = bw_check_trajectory(trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < found->flaws->len; i++)
    g_test_message("%s", nth_flaw(found, i)->message);
  g_assert_cmpint(found->n_errors + found->n_warnings, ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/check/nothing-wrong", test_nothing_wrong);
  g_test_add_func("/learning/check/spread", test_spread);
  g_test_add_func("/learning/check/gather", test_gather);
  g_test_add_func("/learning/check/cancelled", test_cancelled);
  g_test_add_data_func("/learning/check/real/ethanol", "rmd17/rmd17_ethanol_train_01.npz", test_real);
  g_test_add_data_func("/learning/check/real/aspirin", "rmd17/rmd17_aspirin_test_01.npz", test_real);
  g_test_add_data_func("/learning/check/real/3bpa", "botnet/dataset_3BPA/train_300K.xyz", test_real);
  g_test_add_data_func("/learning/check/real/acac", "botnet/dataset_acac/train_600K.xyz", test_real);
  g_test_add_data_func("/learning/check/real/malonaldehyde", "rmd17/rmd17_malonaldehyde_train_01.npz",
                       test_real);
  g_test_add_data_func("/learning/check/real/zundel", "zundel/zundel_dataset.xyz", test_real);
  g_test_add_data_func("/learning/check/real/water", "deepmd_water/water_64mol_ship320.extxyz", test_real);
  return g_test_run();
}
