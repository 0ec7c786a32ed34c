#include "potential/evaluated.h"
#include "base/error.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

/* Frame k of n: one atom at (k, 0, 0), or on bead b at (k, b, 0); every third in another cell; with labels
 * that must go and one that must stay. */
static BwTrajectory *walk(int n, int n_beads)
{
  GPtrArray *frames = g_ptr_array_new();
  BwAtoms *atoms = bw_atoms_new(1, (const int[]){1}, NULL, NULL);
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  for (int k = 0; k < n; k++) {
    BwFrame *frame = bw_frame_new(atoms, n_beads);
    const double vectors[3][3] = {{50, 0, 0}, {0, 50, 0}, {0, 0, 50}};
    for (int b = 0; b < n_beads; b++) {
      frame->positions[3 * b] = k;
      frame->positions[3 * b + 1] = b;
    }
    if (k % 3 == 2)
      g_assert_true(bw_cell_init(&frame->cell, vectors, periodic, NULL));
    bw_frame_add_frame_values(frame, "energy", "eV", 1)->values[0] = 1e6;
    bw_frame_add_frame_values(frame, "total_energy", "eV", 1)->values[0] = 1e6;
    bw_frame_add_atom_values(frame, "forces", "eV/Å", 3)->values[0] = 1e6;
    bw_frame_add_frame_values(frame, "gap", "eV", 1)->values[0] = k;
    g_ptr_array_add(frames, frame);
  }
  bw_atoms_unref(atoms);
  return bw_trajectory_new_in_memory(frames, "/somewhere/walk.xyz", "extxyz");
}

static void count(const GPtrArray *frames, gint64 first, gpointer data)
{
  gint64 *n = data;
  g_assert_cmpint(first, ==, *n);
  *n += frames->len;
}

/* V = ½ k x²: every frame once, whichever cells and batches they are in. */
static void test_walk(void)
{
  enum { N = 700 };
  const double k = 2.5;
  gint64 done = 0;
  g_autoptr(BwPotential) well = bw_harmonic_new(0, k, NULL, 1);
  g_autoptr(BwTrajectory) structures = walk(N, 1);
  g_autoptr(BwTrajectory) evaluated = bw_evaluated_new(well, structures, NULL, NULL, count, &done);
  g_assert_cmpint(bw_trajectory_get_n_frames(evaluated, NULL), ==, N);
  for (int i = 0; i < N; i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(BwFrame) frame = bw_trajectory_read(evaluated, i, &error);
    g_assert_no_error(error);
    const BwProperty *forces = bw_frame_find_forces(frame);
    g_assert_cmpfloat_with_epsilon(bw_frame_find_energy(frame)->values[0], 0.5 * k * i * i,
                                   1e-12 * (i * i + 1));
    g_assert_cmpfloat_with_epsilon(forces->values[0], -k * i, 1e-12 * (i + 1));
    g_assert_cmpstr(forces->unit, ==, "eV/Å");
    g_assert_null(bw_frame_find(frame, "total_energy"));
    g_assert_cmpfloat(bw_frame_find(frame, "gap")->values[0], ==, i);
  }
  g_assert_cmpint(done, ==, N);
}

/* Of a ring polymer: the mean energy of the beads, the forces of each. */
static void test_beads(void)
{
  g_autoptr(BwPotential) well = bw_harmonic_new(0, 2, NULL, 1);
  g_autoptr(BwTrajectory) structures = walk(5, 3);
  g_autoptr(BwTrajectory) evaluated = bw_evaluated_new(well, structures, NULL, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwFrame) frame = bw_trajectory_read(evaluated, 4, &error);
  g_assert_no_error(error);
  g_assert_cmpint(evaluated->n_beads, ==, 3);
  g_assert_cmpfloat_with_epsilon(bw_frame_find_energy(frame)->values[0], 16 + (0 + 1 + 4) / 3.0, 1e-12);
  g_assert_cmpint(bw_frame_find_forces(frame)->n_rows, ==, 3);
  g_assert_cmpfloat_with_epsilon(bw_frame_find_forces(frame)->values[7], -4, 1e-12);
}

/* What cannot be evaluated says where it is, and does not spoil what was read before it. */
static void test_failures(void)
{
  const double one_atom[3] = {0};
  g_autoptr(GError) wrong = NULL, stopped = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(BwPotential) well = bw_harmonic_new(0, 2, one_atom, 1), pairs = bw_morse_new(1, 1, 1);
  g_autoptr(BwTrajectory) structures = walk(4, 1);
  g_autoptr(BwTrajectory) unpaired = bw_evaluated_new(pairs, structures, NULL, NULL, NULL, NULL);
  g_assert_null(bw_trajectory_read(unpaired, 0, &wrong));
  g_assert_true(g_str_has_prefix(wrong->message, "/somewhere/walk.xyz, from frame 0 on: "));
  g_autoptr(BwTrajectory) evaluated = bw_evaluated_new(well, structures, NULL, cancellable, NULL, NULL);
  g_autoptr(BwFrame) first = bw_trajectory_read(evaluated, 0, NULL);
  g_assert_nonnull(first);
  g_cancellable_cancel(cancellable);
  g_autoptr(BwFrame) again = bw_trajectory_read(evaluated, 0, NULL); /* in the batch already */
  g_assert_nonnull(again);
  g_assert_null(bw_trajectory_read(evaluated, 2, &stopped));
  g_assert_error(stopped, BW_ERROR, BW_ERROR_CANCELLED);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/potential/evaluated/walk", test_walk);
  g_test_add_func("/potential/evaluated/beads", test_beads);
  g_test_add_func("/potential/evaluated/failures", test_failures);
  return g_test_run();
}
