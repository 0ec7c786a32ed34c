/* Sets of many systems: fine for networks, told of to all others; what is wrong with a frame is found in
 * each. */
#include "base/random.h"
#include "learning/check/check.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

enum { FRAMES = 24 };

/* HF, H2O and H3N by turns, with energies; frame `copy` is the same as three frames before, the energy of
 * frame `bad` is not a number. */
static BwTrajectory *three_systems(int copy, int bad, gboolean energies)
{
  static const int numbers[3][4] = {{9, 1}, {8, 1, 1}, {7, 1, 1, 1}};
  GPtrArray *frames = g_ptr_array_new();
  for (int f = 0; f < FRAMES; f++) {
    int n = 2 + f % 3, of = f == copy ? f - 3 : f;
    g_autoptr(BwAtoms) atoms = bw_atoms_new(n, numbers[f % 3], NULL, NULL);
    BwFrame *frame = bw_frame_new(atoms, 1);
    for (int i = 1; i < n; i++)
      for (int d = 0; d < 3; d++)
        frame->positions[3 * i + d] =
            0.9 * (d == i - 1) +
            0.2 * bw_random_uniform(1, BW_STREAM_TEST, (guint64)of, (guint64)(3 * i + d));
    if (energies)
      bw_frame_add_frame_values(frame, "energy", "eV", 1)->values[0] = f == bad ? NAN : -n - 0.01 * of;
    bw_frame_add_frame_values(frame, "gap", "eV", 1)->values[0] = 1;
    g_ptr_array_add(frames, frame);
  }
  return bw_trajectory_new_in_memory(frames, "/somewhere/mixed.xyz", "extxyz");
}

static const BwFlaw *find(const BwCheck *check, BwFlawKind kind)
{
  for (guint i = 0; i < check->flaws->len; i++)
    if (((const BwFlaw *)check->flaws->pdata[i])->kind == kind)
      return check->flaws->pdata[i];
  return NULL;
}

static BwCheck *check(BwTrajectory *trajectory, gboolean mixed)
{
  const BwCheckSettings settings = {.mixed = mixed};
  g_autoptr(GError) error = NULL;
  BwCheck *found = bw_check_trajectory(trajectory, &settings, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return found;
}

static void test_told(void)
{
  g_autoptr(BwTrajectory) trajectory = three_systems(-1, -1, TRUE);
  g_autoptr(BwCheck) wanted = check(trajectory, TRUE), unknown = check(trajectory, FALSE);
  const BwFlaw *notice = find(wanted, BW_FLAW_COMPOSITION), *warning = find(unknown, BW_FLAW_COMPOSITION);
  g_assert_cmpint(wanted->n_errors + wanted->n_warnings + unknown->n_errors, ==, 0);
  g_assert_cmpint(wanted->n_usable, ==, FRAMES);
  g_assert_cmpint(notice->severity, ==, BW_SEVERITY_NOTICE);
  g_assert_cmpint(warning->severity, ==, BW_SEVERITY_WARNING);
  g_assert_nonnull(strstr(warning->message, "3 different systems, the most frequent, FH, in 8 of 24 frames"));
  g_assert_nonnull(strstr(warning->remedy, "networks learn"));
}

/* In a system that is not the main one. */
static void test_flaws(void)
{
  g_autoptr(BwTrajectory) trajectory = three_systems(11, 4, TRUE);
  g_autoptr(BwCheck) found = check(trajectory, TRUE);
  g_autoptr(GError) error = NULL;
  const BwFlaw *bad = find(found, BW_FLAW_NOT_FINITE), *copy = find(found, BW_FLAW_DUPLICATE);
  g_assert_cmpint(bad->frame, ==, 4);
  g_assert_cmpint(copy->frame, ==, 11);
  g_assert_cmpint(copy->other, ==, 8);
  g_assert_cmpint(found->n_usable, ==, FRAMES - 2);
  g_autoptr(BwCollection) data = bw_check_gather_collection(found, trajectory, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(bw_collection_get_n_samples(data), ==, FRAMES - 2);
  g_assert_cmpint(data->parts->len, ==, 3);
  g_assert_cmpint(bw_collection_origin(data, 3), ==, 3);
  g_assert_cmpint(bw_collection_origin(data, 4), ==, 5);
  g_assert_cmpint(bw_collection_origin(data, 21), ==, 23);
}

/* Labels beside energies and forces are told. */
static void test_properties(void)
{
  g_autoptr(BwTrajectory) trajectory = three_systems(-1, -1, FALSE);
  g_autoptr(BwCheck) found = check(trajectory, TRUE);
  const BwFlaw *missing = find(found, BW_FLAW_MISSING);
  g_assert_cmpint(found->n_errors, ==, 0);
  g_assert_cmpint(found->n_usable, ==, FRAMES);
  g_assert_cmpstr(missing->message, ==, "there are neither energies nor forces, but gap");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/check/mixed/told", test_told);
  g_test_add_func("/learning/check/mixed/flaws", test_flaws);
  g_test_add_func("/learning/check/mixed/properties", test_properties);
  return g_test_run();
}
