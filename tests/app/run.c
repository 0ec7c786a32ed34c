/* Where a run begins, and what its classical twin is. */
#include "app/session/bw-opener.h"
#include "app/session/bw-run-private.h"

#include <string.h>

/* O–H in `n_beads` beads; bead b is shifted by b Å. */
static BwFrame *make_frame(int n_beads)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (const int[2]){8, 1}, NULL, NULL);
  BwFrame *frame = bw_frame_new(atoms, n_beads);
  for (int b = 0; b < n_beads; b++) {
    frame->positions[6 * b] = frame->positions[6 * b + 3] = b;
    frame->positions[6 * b + 5] = 1;
  }
  return frame;
}

static BwRun *make_run(const BwFrame *frame, int n_beads)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_potential_open("harmonic:k=1", &error);
  g_assert_no_error(error);
  BwCoordinates *coordinates = bw_coordinates_new(frame->atoms, NULL);
  BwRunPlan plan = {.title = "test",
                    .path = "a.b/run.h5",
                    .potential = potential,
                    .length = 10,
                    .coordinates = coordinates,
                    .frame = frame};
  bw_record_settings_init(&plan.record);
  bw_dynamics_settings_init(&plan.dynamics);
  plan.dynamics.n_beads = n_beads;
  BwRun *run = bw_run_new(&plan, NULL);
  bw_coordinates_unref(coordinates);
  return run;
}

static void test_positions(void)
{
  g_autoptr(BwFrame) frame = make_frame(3);
  g_autoptr(BwRun) same = make_run(frame, 3), fewer = make_run(frame, 1), more = make_run(frame, 8);
  g_assert_cmpint(same->n_given_beads, ==, 3);
  g_assert_cmpmem(same->positions, 18 * sizeof(double), frame->positions, 18 * sizeof(double));
  g_assert_cmpint(fewer->n_given_beads, ==, 1);
  g_assert_cmpfloat_with_epsilon(fewer->positions[3], 1, 1e-15); /* the centroid */
  g_assert_cmpint(more->n_given_beads, ==, 1);
  g_assert_cmpfloat_with_epsilon(more->positions[3], 1, 1e-15);
  g_assert_null(same->velocities);
  g_assert_null(bw_run_get_note(same));
}

static void test_velocities(void)
{
  g_autoptr(BwFrame) frame = make_frame(2);
  BwProperty *velocities = bw_frame_add_bead_values(frame, "velocities", "Å/ps", 3);
  for (int i = 0; i < 12; i++)
    velocities->values[i] = i;
  g_autoptr(BwRun) same = make_run(frame, 2), classical = make_run(frame, 1), other = make_run(frame, 4);
  for (int i = 0; i < 12; i++)
    g_assert_cmpfloat_with_epsilon(same->velocities[i], 1e-3 * i, 1e-15);
  for (int i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon(classical->velocities[i], 1e-3 * (i + 3), 1e-15);
  g_assert_null(other->velocities);
  g_assert_nonnull(strstr(bw_run_get_note(same), "velocities of the file"));
  g_assert_nonnull(strstr(bw_run_get_note(other), "drawn"));
  velocities->unit = NULL;
  g_autoptr(BwRun) unknown = make_run(frame, 2);
  g_assert_null(unknown->velocities);
  g_assert_nonnull(strstr(bw_run_get_note(unknown), "unit"));
}

/* p = m v */
static void test_momenta(void)
{
  g_autoptr(BwFrame) frame = make_frame(1);
  memcpy(bw_frame_add_atom_values(frame, "momenta", "amu·Å/fs", 3)->values, (double[]){16, 0, 0, 0, 2, 0},
         48);
  g_autoptr(BwRun) run = make_run(frame, 1);
  g_assert_cmpfloat_with_epsilon(run->velocities[0], 16 / frame->atoms->masses[0], 1e-15);
  g_assert_cmpfloat_with_epsilon(run->velocities[4], 2 / frame->atoms->masses[1], 1e-15);
}

static void test_twin(void)
{
  g_autoptr(BwFrame) frame = make_frame(1);
  g_autoptr(BwRun) run = make_run(frame, 16);
  bw_run_add_twin(run, frame);
  BwRun *twin = bw_run_get_twin(run);
  g_assert_cmpstr(bw_run_get_path(twin), ==, "a.b/run-classical.h5");
  g_assert_cmpint(bw_run_get_dynamics(twin)->n_beads, ==, 1);
  g_assert_cmpint(bw_run_get_dynamics(twin)->thermostat, ==, BW_THERMOSTAT_LANGEVIN);
  g_assert_cmpfloat(bw_run_get_length(twin), ==, 10);
  g_assert_cmpint(bw_run_classical_thermostat(BW_THERMOSTAT_PILE_G), ==, BW_THERMOSTAT_SVR);
  g_assert_cmpint(bw_run_classical_thermostat(BW_THERMOSTAT_NONE), ==, BW_THERMOSTAT_NONE);
  g_autofree char *bare = bw_opener_twin_path("a.b/run");
  g_assert_cmpstr(bare, ==, "a.b/run-classical");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/run/positions", test_positions);
  g_test_add_func("/run/velocities", test_velocities);
  g_test_add_func("/run/momenta", test_momenta);
  g_test_add_func("/run/twin", test_twin);
  return g_test_run();
}
