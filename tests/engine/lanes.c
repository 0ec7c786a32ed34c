/* Engines beside each other: one thread, jobs that keep pace and do not disturb one another. */
#include "common.h"

/* The potential of both lanes: at each call it notes whose turn it is. */
typedef struct {
  BwPotential base;
  BwPotential *morse;
  GArray *turns; /* of int: number of beads asked for */
} Witness;

static gboolean witness_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                                 GError **error)
{
  Witness *self = (Witness *)base;
  g_array_append_val(self->turns, in->n_replicas);
  return bw_potential_evaluate(self->morse, in, out, pool, error);
}

static void witness_free(BwPotential *base)
{
  Witness *self = (Witness *)base;
  bw_potential_unref(self->morse);
  g_array_unref(self->turns);
}

static Witness *new_witness(void)
{
  static const BwPotentialClass klass = {witness_evaluate, witness_free};
  Witness *self = g_new0(Witness, 1);
  bw_potential_init(&self->base, &klass, "witness", "simple");
  self->morse = bw_morse_new(4.75, 1.94, 0.742);
  self->turns = g_array_new(FALSE, FALSE, sizeof(int));
  return self;
}

/* A ring polymer and its classical twin take turns; with another time step it is the time that counts. */
static void check_pace(double timestep_of_twin, int steps_of_twin_per_step)
{
  g_autoptr(BwEngine) first = bw_engine_new(1, FALSE, NULL, NULL);
  g_autoptr(BwEngine) second = bw_engine_new_beside(first, NULL, NULL);
  Witness *witness = new_witness();
  BwRunSpec spec = molecules_spec(NULL, 8, 300);
  bw_potential_unref(spec.potential);
  spec.potential = &witness->base;
  start(first, &spec);
  spec.dynamics.n_beads = 1;
  spec.dynamics.timestep = timestep_of_twin;
  spec.n_steps *= steps_of_twin_per_step;
  start(second, &spec);
  bw_engine_wait(first, NULL, NULL, NULL);
  bw_engine_wait(second, NULL, NULL, NULL);
  g_assert_cmpint(state_of(first), ==, BW_JOB_FINISHED);
  g_assert_cmpint(state_of(second), ==, BW_JOB_FINISHED);
  g_assert_cmpint(step_of(first), ==, 300);
  g_assert_cmpint(step_of(second), ==, spec.n_steps);
  int quantum = 0, classical = 0, together = FALSE;
  for (guint i = 0; i < witness->turns->len; i++) {
    int n_beads = g_array_index(witness->turns, int, i);
    *(n_beads == 8 ? &quantum : &classical) += 1;
    gint64 ahead = steps_of_twin_per_step * (gint64)quantum - classical;
    together = together || (classical > 1 && ahead >= 0 && ahead <= steps_of_twin_per_step);
    if (together && quantum < 301) /* once side by side, they stay it to their end */
      g_assert_true(ABS(ahead) <= 2 * steps_of_twin_per_step);
  }
  g_assert_true(together);
  clear_spec(&spec);
}

static void test_pace(void)
{
  check_pace(0.25, 1);
  check_pace(0.125, 2);
}

/* The numbers of a job do not depend on what runs beside it. */
static void test_same_numbers(void)
{
  double times[2] = {0}, temperatures[2] = {0};
  for (int beside = 0; beside < 2; beside++) {
    g_autoptr(BwEngine) first = bw_engine_new(2, FALSE, NULL, NULL);
    g_autoptr(BwEngine) second = bw_engine_new_beside(first, NULL, NULL);
    BwRunSpec spec = molecules_spec(NULL, 8, 500), other = molecules_spec(NULL, 3, 0);
    if (beside)
      start(second, &other);
    start(first, &spec);
    bw_engine_wait(first, NULL, NULL, NULL);
    const BwSnapshot *snapshot = bw_engine_take_snapshot(first);
    times[beside] = snapshot->time;
    temperatures[beside] = snapshot->estimates.temperature;
    clear_spec(&spec);
    clear_spec(&other);
  }
  g_assert_cmpfloat(times[0], ==, times[1]);
  g_assert_cmpfloat(temperatures[0], ==, temperatures[1]);
}

/* Pausing, stopping, failing and going away are a lane's own affair. */
static void test_independence(void)
{
  BwEngine *first = bw_engine_new(1, FALSE, NULL, NULL), *second = bw_engine_new_beside(first, NULL, NULL);
  BwRunSpec spec = molecules_spec(NULL, 4, 0);
  start_paused(first, &spec);
  start(second, &spec);
  wait_for_step(second, 20);
  gint64 paused = step_of(first);
  wait_for_step(second, step_of(second) + 50);
  g_assert_cmpint(step_of(first), ==, paused);
  bw_engine_step_once(first);
  wait_for_step(first, paused + 1);
  bw_engine_resume(first);
  wait_for_step(first, paused + 50);
  bw_engine_pause(second);
  wait_for_state(second, BW_JOB_PAUSED);
  wait_for_step(first, step_of(first) + 50);
  bw_engine_stop(second);
  bw_engine_wait(second, NULL, NULL, NULL);
  g_assert_cmpint(state_of(second), ==, BW_JOB_STOPPED);
  g_assert_cmpint(state_of(first), ==, BW_JOB_RUNNING);
  BwRunSpec bad = spec;
  bad.dynamics.temperature = NAN;
  start(second, &bad);
  bw_engine_wait(second, NULL, NULL, NULL);
  g_assert_cmpint(state_of(second), ==, BW_JOB_FAILED);
  start(second, &spec);
  wait_for_state(second, BW_JOB_RUNNING);
  bw_engine_free(first); /* in either order */
  wait_for_step(second, step_of(second) + 20);
  bw_engine_free(second);
  clear_spec(&spec);
}

/* An engine may go while the other's queue is full of wishes: of pulls so weak that nothing is torn apart,
 * however long they last. */
static void test_come_and_go(void)
{
  g_autoptr(BwEngine) first = bw_engine_new(2, FALSE, NULL, NULL);
  BwRunSpec spec = molecules_spec(NULL, 4, 0);
  start(first, &spec);
  for (int i = 0; i < 50; i++) {
    BwEngine *other = bw_engine_new_beside(first, NULL, NULL);
    if (i % 3)
      start(other, &spec);
    for (int k = 0; k < i; k++) {
      bw_engine_pull(k % 2 ? first : other,
                     &(BwPull){.atom = 1, .target = {0.7, 0.01 * k}, .stiffness = 1e-6});
      bw_engine_step_once(other);
    }
    bw_engine_free(other);
  }
  bw_engine_pull(first, NULL);
  wait_for_step(first, step_of(first) + 10);
  g_assert_cmpint(state_of(first), ==, BW_JOB_RUNNING);
  clear_spec(&spec);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lanes/pace", test_pace);
  g_test_add_func("/lanes/same-numbers", test_same_numbers);
  g_test_add_func("/lanes/independence", test_independence);
  g_test_add_func("/lanes/come-and-go", test_come_and_go);
  return g_test_run();
}
