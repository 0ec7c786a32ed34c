/* What is said of a run before it starts: sizes and times in closed form, names of files, and what a scout
 * brings back. */
#include "../folder.h"

#include "app/session/bw-output.h"
#include "app/session/bw-plan.h"
#include "app/session/bw-scout.h"
#include "engine/run-file.h"
#include "io/io.h"

#include <math.h>

#define PATIENCE 60 /* s */

static BwPlanned planned(double length)
{
  BwPlanned self = {.n_atoms = 9, .length = length, .recorded = TRUE, .steps_per_second = 1000};
  bw_dynamics_settings_init(&self.dynamics);
  bw_record_settings_init(&self.record);
  return self;
}

static void test_times(void)
{
  BwPlanned run = planned(5000); /* fs; steps of 0.25 */
  BwPlan plan;
  bw_plan_init(&plan, &run);
  g_assert_cmpint(bw_plan_n_steps(&run), ==, 20000);
  g_assert_cmpfloat(plan.seconds, ==, 20);
  g_assert_false(plan.open_end);
  run.length = 0;
  bw_plan_init(&plan, &run);
  g_assert_true(plan.open_end);
  g_assert_cmpfloat(plan.seconds, ==, 4); /* of a ps */
  run.steps_per_second = NAN;
  bw_plan_init(&plan, &run);
  g_assert_false(isfinite(plan.seconds));
  g_assert_cmpfloat(bw_plan_scale_speed(100, 32, FALSE, &run), ==, 100);
  run.dynamics.n_beads = 15;
  run.twin = TRUE;
  g_assert_cmpfloat(bw_plan_scale_speed(100, 32, FALSE, &run), ==, 200);
  g_assert_false(isfinite(bw_plan_scale_speed(0, 32, FALSE, &run)));
}

/* Rows as HDF5 has them: 3 × 8 bytes for each bead of each atom, every 20th step; 9 numbers for each step. */
static void test_sizes(void)
{
  BwPlanned run = planned(250000);
  BwPlan plan, other;
  const double n_steps = 1e6, rows = n_steps / 20 * (24 * 9 * 32 + 16) + n_steps * 9 * 8;
  bw_plan_init(&plan, &run);
  g_assert_cmpfloat(fabs((double)plan.file_bytes - rows), <, 0.01 * rows);
  run.length = 0;
  bw_plan_init(&other, &run);
  g_assert_cmpfloat(fabs((double)other.file_bytes - rows / 250), <, 0.01 * rows / 250);
  run.length = 250000;
  run.twin = TRUE;
  bw_plan_init(&other, &run);
  g_assert_cmpuint(other.file_bytes - plan.file_bytes, ==,
                   bw_run_file_predict_size(&run.record, 1, 9, 1000000));
  g_assert_cmpuint(other.memory_bytes, >, plan.memory_bytes);
  run.recorded = FALSE;
  bw_plan_init(&other, &run);
  g_assert_cmpuint(other.file_bytes, ==, 0);
}

static void test_words(void)
{
  BwPlan plan = {.steps_per_second = 1420, .seconds = 35, .file_bytes = 120000000, .memory_bytes = 12000000};
  g_autofree char *text = bw_plan_describe(&plan);
  g_assert_cmpstr(text, ==,
                  "1\u202f420\u00a0steps/s · 35\u00a0s · 120.0\u00a0MB\u00a0file · 12.0\u00a0MB\u00a0memory");
  plan = (BwPlan){.open_end = TRUE, .steps_per_second = NAN, .seconds = NAN, .memory_bytes = 12000000};
  g_autofree char *unknown = bw_plan_describe(&plan);
  g_assert_cmpstr(unknown, ==, "no\u00a0file · 12.0\u00a0MB\u00a0memory");
}

static void test_output(void)
{
  char *folder = new_folder();
  g_autofree char *first = bw_output_suggest(folder, "ethanol"),
                  *expected = g_build_filename(folder, "ethanol-1.h5", NULL);
  g_assert_cmpstr(first, ==, expected);
  g_assert_true(g_file_set_contents(first, "", -1, NULL));
  g_autofree char *second = bw_output_suggest(folder, "ethanol");
  g_assert_true(g_str_has_suffix(second, "ethanol-2.h5"));
  remove_folder(folder);

  g_autofree char *renamed = bw_output_rename("/a/b.h5", " cold "),
                  *whole = bw_output_rename("/a/b.h5", "c.h5");
  g_assert_cmpstr(renamed, ==, "/a/cold.h5");
  g_assert_cmpstr(whole, ==, "/a/c.h5");
  g_assert_null(bw_output_rename("/a/b.h5", "  "));
  g_assert_null(bw_output_rename("/a/b.h5", "../c"));
}

/* A scout with a real model. */

static void on_news(gpointer data)
{
  (*(int *)data)++;
}

static void wait_for(BwScout *scout)
{
  const gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  while (bw_scout_is_away(scout) && g_get_monotonic_time() < end)
    if (!g_main_context_iteration(NULL, FALSE))
      g_usleep(1000);
  g_assert_false(bw_scout_is_away(scout));
}

static void test_scout(void)
{
  g_autofree char *model = g_build_filename(g_getenv("BW_MODELS"), "ethanol.bwmodel", NULL);
  g_autofree char *path = g_build_filename(g_getenv("BW_MODELS"), "ethanol.xyz", NULL);
  g_autoptr(BwPotential) potential = bw_potential_open(model, NULL);
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, NULL);
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, NULL);
  BwScoutMission mission = {.potential = potential, .frame = frame, .structure = "ethanol", .n_threads = 1};
  BwAdvice advice;
  int n_news = 0;
  bw_dynamics_settings_init(&mission.dynamics);
  BwScout *scout = bw_scout_new(on_news, &n_news);

  bw_scout_send(scout, &mission);
  g_assert_false(bw_scout_get_advice(scout, &mission, &advice));
  wait_for(scout);
  g_assert_true(bw_scout_get_advice(scout, &mission, &advice));
  g_assert_cmpint(advice.n_beads, ==, 32);
  g_assert_false(isfinite(bw_scout_get_speed(scout, &mission))); /* it was not to be measured */
  mission.dynamics.temperature = 150;
  g_assert_true(bw_scout_get_advice(scout, &mission, &advice)); /* the same vibration */
  g_assert_cmpint(advice.n_beads, ==, 64);

  mission.measure_speed = TRUE;
  mission.dynamics.n_beads = 64;
  bw_scout_send(scout, &mission);
  mission.dynamics.n_beads = 4;
  bw_scout_send(scout, &mission); /* the newest counts */
  wait_for(scout);
  g_assert_cmpfloat(bw_scout_get_speed(scout, &mission), >, 0);
  mission.dynamics.n_beads = 64;
  g_assert_false(isfinite(bw_scout_get_speed(scout, &mission)));
  g_assert_cmpint(n_news, ==, 3);

  bw_scout_send(scout, &mission);
  bw_scout_free(scout); /* while it is away: nobody is told */
  for (int i = 0; i < 1000; i++) {
    g_main_context_iteration(NULL, FALSE);
    g_usleep(1000);
  }
  g_assert_cmpint(n_news, ==, 3);
}

int main(int argc, char **argv)
{
  g_setenv("LC_ALL", "C.UTF-8", TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/plan/times", test_times);
  g_test_add_func("/plan/sizes", test_sizes);
  g_test_add_func("/plan/words", test_words);
  g_test_add_func("/plan/output", test_output);
  g_test_add_func("/plan/scout", test_scout);
  return g_test_run();
}
