#include "system/collection.h"
#include "base/error.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* HO, OH and HO again, with a dipole that the second lacks and charges. */
static GPtrArray *three_frames(gboolean energies)
{
  static const int numbers[3][2] = {{1, 8}, {8, 1}, {1, 8}};
  GPtrArray *frames = g_ptr_array_new();
  for (int k = 0; k < 3; k++) {
    g_autoptr(BwAtoms) atoms = bw_atoms_new(2, numbers[k], NULL, NULL);
    BwFrame *frame = bw_frame_new(atoms, 1);
    for (int i = 0; i < 6; i++)
      frame->positions[i] = 10 * k + i;
    if (energies)
      bw_frame_add_frame_values(frame, "energy", "eV", 1)->values[0] = -1 - k;
    if (k != 1)
      bw_frame_add_frame_values(frame, "dipole", k == 0 ? "Debye" : "e*Ang", 3)->values[2] = k + 1;
    bw_frame_add_atom_values(frame, "charges", NULL, 1)->values[1] = 0.1 * k;
    bw_frame_add_text(frame, "comment", "water");
    g_ptr_array_add(frames, frame);
  }
  return frames;
}

static BwCollection *gather(GPtrArray *frames, GError **error)
{
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "/somewhere/water.xyz", "extxyz");
  return bw_collection_gather(trajectory, NULL, NULL, NULL, NULL, NULL, NULL, error);
}

static void test_parts(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCollection) all = gather(three_frames(TRUE), &error);
  int frame, n;
  g_assert_no_error(error);
  g_assert_cmpint(bw_collection_get_n_samples(all), ==, 3);
  g_assert_cmpint(all->parts->len, ==, 2);
  g_assert_null(bw_collection_get_dataset(all));
  const BwDataset *third = bw_collection_get(all, 2, &frame);
  g_assert_cmpint(frame, ==, 1);
  g_assert_cmpint(third->n_frames, ==, 2);
  g_assert_cmpint(third->atoms->numbers[0], ==, 1);
  g_assert_cmpfloat(third->energies[1], ==, -3);
  g_assert_cmpfloat(third->positions[6], ==, 20);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint(bw_collection_origin(all, i), ==, i);
  g_autofree int *elements = bw_collection_find_elements(all, NULL, 0, &n);
  g_assert_cmpint(n, ==, 2);
  g_assert_cmpint(elements[1], ==, 8);
  const int hydrogens[] = {2};
  g_autofree int *of_third = bw_collection_find_elements(all, hydrogens, 1, &n);
  g_assert_cmpint(of_third[0], ==, 1);
  g_assert_cmpstr(third->name, ==, "water");
}

static void test_labels(void)
{
  g_autoptr(BwCollection) all = gather(three_frames(FALSE), NULL);
  const BwDataset *first = all->parts->pdata[0], *second = all->parts->pdata[1];
  const BwLabel *dipole = bw_dataset_find_label(first, "Dipole");
  const BwLabel *charges = bw_dataset_find_label(second, "charges");
  g_assert_null(first->energies);
  g_assert_cmpstr(dipole->unit, ==, "Debye");
  g_assert_cmpint(dipole->n_components, ==, 3);
  g_assert_cmpfloat(dipole->values[2], ==, 1);
  g_assert_cmpfloat_with_epsilon(dipole->values[5], 3 / BW_DEBYE, 1e-12);
  g_assert_null(bw_dataset_find_label(second, "dipole"));
  g_assert_null(bw_dataset_find_label(second, "comment"));
  g_assert_true(charges->per_atom);
  g_assert_cmpfloat(charges->values[1], ==, 0.1);
}

/* A label that appears late is NaN before, and one that a frame lacks is NaN there. */
static void test_missing(void)
{
  GPtrArray *frames = three_frames(TRUE);
  g_ptr_array_remove(((BwFrame *)frames->pdata[0])->properties, bw_frame_find(frames->pdata[0], "dipole"));
  g_autoptr(BwCollection) all = gather(frames, NULL);
  const BwLabel *dipole = bw_dataset_find_label(all->parts->pdata[0], "dipole");
  g_assert_true(isnan(dipole->values[0]) && isnan(dipole->values[2]));
  g_assert_cmpfloat(dipole->values[5], ==, 3);
}

static void check_refused(GPtrArray *frames, BwError code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(gather(frames, &error));
  g_assert_error(error, BW_ERROR, (int)code);
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void test_refused(void)
{
  GPtrArray *frames = three_frames(TRUE);
  bw_frame_find(frames->pdata[2], "charges")->values[1] = INFINITY;
  check_refused(frames, BW_ERROR_FORMAT, "frame 2: 'charges' is inf");

  frames = three_frames(TRUE);
  bw_frame_find(frames->pdata[2], "dipole")->unit = g_intern_string("eV");
  check_refused(frames, BW_ERROR_UNITS, "frame 2: 'dipole' is in eV, in frames before in Debye");

  frames = three_frames(TRUE);
  g_ptr_array_remove(((BwFrame *)frames->pdata[1])->properties, bw_frame_find(frames->pdata[1], "energy"));
  check_refused(frames, BW_ERROR_FORMAT, "frame 1 has no energy, the first one has");

  frames = three_frames(FALSE);
  for (int k = 0; k < 3; k++)
    g_ptr_array_set_size(((BwFrame *)frames->pdata[k])->properties, 0);
  check_refused(frames, BW_ERROR_FORMAT, "has neither energies nor forces nor other labels");
}

static void test_md5(void)
{
  GPtrArray *changed = three_frames(TRUE);
  bw_frame_find(changed->pdata[1], "charges")->values[1] += 1e-9;
  g_autoptr(BwCollection) all = gather(three_frames(TRUE), NULL);
  g_autoptr(BwCollection) again = gather(three_frames(TRUE), NULL);
  g_autoptr(BwCollection) other = gather(changed, NULL);
  g_assert_cmpint(strlen(bw_collection_get_md5(all)), ==, 32);
  g_assert_cmpstr(bw_collection_get_md5(all), ==, bw_collection_get_md5(again));
  g_assert_cmpstr(bw_collection_get_md5(all), !=, bw_collection_get_md5(other));
}

/* In a cell of length a, periodic along so many directions: the same atoms are another system. */
static BwCollection *gather_in_cell(double a, int n_periodic)
{
  GPtrArray *frames = three_frames(TRUE);
  const double vectors[3][3] = {{a, 0, 0}, {0, 30, 0}, {0, 0, 30}};
  const gboolean periodic[3] = {n_periodic > 0, n_periodic > 1, n_periodic > 2};
  for (guint k = 0; k < frames->len; k++)
    g_assert_true(bw_cell_init(&((BwFrame *)frames->pdata[k])->cell, vectors, periodic, NULL));
  return gather(frames, NULL);
}

static void test_md5_of_cells(void)
{
  g_autoptr(BwCollection) all = gather_in_cell(30, 3), again = gather_in_cell(30, 3);
  g_autoptr(BwCollection) wider = gather_in_cell(31, 3), slab = gather_in_cell(30, 2);
  g_assert_cmpstr(bw_collection_get_md5(all), ==, bw_collection_get_md5(again));
  g_assert_cmpstr(bw_collection_get_md5(all), !=, bw_collection_get_md5(wider));
  g_assert_cmpstr(bw_collection_get_md5(all), !=, bw_collection_get_md5(slab));
}

/* Labels come back through the frames of each part. */
static void test_as_trajectory(void)
{
  g_autoptr(BwCollection) all = gather(three_frames(TRUE), NULL);
  g_autoptr(BwTrajectory) trajectory = bw_dataset_as_trajectory(all->parts->pdata[0], "extxyz");
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, NULL);
  const BwProperty *dipole = bw_frame_find(frame, "dipole");
  g_assert_cmpstr(dipole->unit, ==, "Debye");
  g_assert_cmpfloat(dipole->values[2], ==, 1);
  g_assert_true(bw_frame_find(frame, "charges")->per_atom);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/collection/parts", test_parts);
  g_test_add_func("/collection/labels", test_labels);
  g_test_add_func("/collection/missing", test_missing);
  g_test_add_func("/collection/refused", test_refused);
  g_test_add_func("/collection/md5", test_md5);
  g_test_add_func("/collection/md5-of-cells", test_md5_of_cells);
  g_test_add_func("/collection/as-trajectory", test_as_trajectory);
  return g_test_run();
}
