/* How far each bead is out of what the model knows, in the file of a run. */
#include "engine/job.h"
#include "io/io.h"
#include "potential/network/ensemble.h"
#include "saved.h"

enum { N_BEADS = 6, N_STEPS = 12 };

/* Two that do not agree: their spread is what is out of domain. */
static BwPotential *new_ensemble(void)
{
  g_autoptr(BwPotential) one = bw_morse_new(4.75, 1.94, 0.742), other = bw_morse_new(4.4, 2.0, 0.75);
  return bw_ensemble_new((BwPotential *[]){bw_potential_ref(one), bw_potential_ref(other)}, 2, 0.5);
}

/* Steps from where the file is to `end`, with more beads from the middle on. */
static void run(const char *path, BwPotential *potential, gint64 end)
{
  g_autoptr(GError) error = NULL;
  BwRunSpec spec = molecules_spec(path, N_BEADS, 0);
  bw_potential_unref(spec.potential);
  spec.potential = bw_potential_ref(potential);
  spec.resume = g_file_test(path, G_FILE_TEST_EXISTS);
  spec.record = (BwRecordSettings){.position_stride = 3, .estimate_stride = 1};
  spec.guard = (BwGuardSettings){0};
  g_autoptr(BwJob) job = bw_job_new(bw_run_spec_copy(&spec), NULL, &error);
  g_assert_no_error(error);
  clear_spec(&spec);
  while (bw_job_get_step(job) < end) {
    BwDynamicsSettings settings = *bw_dynamics_get_settings(job->dynamics);
    settings.n_beads = 2 * N_BEADS;
    if (bw_job_get_step(job) == N_STEPS / 2)
      g_assert_true(bw_job_change(job, &settings, NULL, &error));
    g_assert_true(bw_job_step(job, NULL, &error));
  }
  g_assert_true(bw_job_checkpoint(job, &error));
}

static void check_frame(const BwFrame *frame, BwPotential *potential)
{
  double measure[2 * N_BEADS], largest = 0;
  const BwCell none = {0};
  const BwReplicas replicas = {.n_replicas = frame->n_beads,
                               .n_atoms = N_ATOMS,
                               .numbers = frame->atoms->numbers,
                               .cell = &none,
                               .positions = frame->positions};
  BwEvaluation answers = {.out_of_domain = measure};
  g_assert_true(bw_potential_evaluate(potential, &replicas, &answers, NULL, NULL));
  const BwProperty *beads = bw_frame_find(frame, "out_of_domain_of_beads"),
                   *all = bw_frame_find(frame, "out_of_domain");
  g_assert_cmpint(beads->n_rows * beads->n_components, ==, frame->n_beads);
  for (int b = 0; b < frame->n_beads; b++) {
    g_assert_cmpfloat_with_epsilon(beads->values[b], measure[b], 1e-9);
    largest = MAX(largest, measure[b]);
  }
  g_assert_cmpfloat(largest, >, 0.05);
  g_assert_cmpfloat_with_epsilon(all->values[0], largest, 1e-9);
}

static void test_beads(void)
{
  g_autofree char *path = in_folder("ensemble.h5");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = new_ensemble();
  run(path, potential, 4);
  run(path, potential, N_STEPS);
  g_autoptr(BwTrajectory) frames = bw_open_trajectory(path, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(frames->n_frames, ==, N_STEPS / 3 + 1);
  for (gint64 i = 0; i < frames->n_frames; i++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(frames, i, &error);
    g_assert_no_error(error);
    g_assert_cmpint(frame->n_beads, ==, frame->step > N_STEPS / 2 ? 2 * N_BEADS : N_BEADS);
    check_frame(frame, potential);
  }
}

/* A potential that cannot say it is not taken for one that knows everything. */
static void test_unknown(void)
{
  g_autofree char *path = in_folder("single.h5");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_morse_new(4.75, 1.94, 0.742);
  run(path, potential, 4);
  g_autoptr(BwTrajectory) frames = bw_open_trajectory(path, NULL, &error);
  g_autoptr(BwFrame) frame = bw_trajectory_read(frames, 1, &error);
  g_assert_no_error(error);
  g_assert_null(bw_frame_find(frame, "out_of_domain_of_beads"));
  g_assert_true(isnan(bw_frame_find(frame, "out_of_domain")->values[0]));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_test_add_func("/domain/beads", test_beads);
  g_test_add_func("/domain/unknown", test_unknown);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
