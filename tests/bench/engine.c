/* What a step costs in a run: dynamics, estimates, guard, samples, snapshots, and a run file on the disk; the
 * floor is the step alone, and of a run with a classical twin the run without. Wells instead of a force
 * field. Starting and ending a run wait for the disk; runs of two lengths tell them from the steps. */
#include "bench.h"
#include "engine/engine.h"
#include "potential/simple/simple.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>

enum { N_BEADS = 32, N_REPEATS = 5, STEPS_AT_A_TIME = 200 };

typedef struct {
  BwAtoms *atoms;
  double *positions;
  BwPotential *potential;
} System;

static void init_system(System *system, int n_atoms)
{
  g_autofree int *numbers = g_new(int, n_atoms);
  system->positions = g_new(double, 3 * n_atoms);
  for (int i = 0; i < n_atoms; i++) {
    numbers[i] = i % 3 ? 1 : 8;
    for (int k = 0; k < 3; k++)
      system->positions[3 * i + k] = k == 0 ? 1.5 * i : 0;
  }
  system->atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  system->potential = bw_harmonic_new(1000, 0, system->positions, n_atoms);
}

static void clear_system(System *system)
{
  bw_atoms_unref(system->atoms);
  bw_potential_unref(system->potential);
  g_free(system->positions);
}

static void step_alone(gpointer dynamics)
{
  for (int i = 0; i < STEPS_AT_A_TIME; i++)
    bw_dynamics_step(dynamics, NULL, NULL);
}

static double measure_alone(const System *system, const BwDynamicsSettings *settings)
{
  g_autoptr(BwDynamics) dynamics = bw_dynamics_new(system->atoms, NULL, system->potential, settings,
                                                   system->positions, 1, FALSE, NULL, NULL);
  return bw_bench_median(step_alone, dynamics, 1.0) / STEPS_AT_A_TIME;
}

static void drain(BwEngine *engine, gpointer data G_GNUC_UNUSED)
{
  bw_engine_drain_samples(engine, NULL, NULL);
  bw_engine_take_snapshot(engine);
}

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Seconds that the runs of n_steps take, from start to last checkpoint; the median of several. `twin`: a
 * classical run of as many steps goes on beside them, in memory. */
static double measure_run(const System *system, const BwDynamicsSettings *settings, const char *output,
                          gint64 n_steps, gboolean twin)
{
  double times[N_REPEATS];
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  g_autoptr(BwEngine) beside = twin ? bw_engine_new_beside(engine, NULL, NULL) : NULL;
  BwRunSpec spec = {.potential = system->potential,
                    .atoms = system->atoms,
                    .positions = system->positions,
                    .n_given_beads = 1,
                    .dynamics = *settings,
                    .n_steps = n_steps,
                    .output = output,
                    .replace = TRUE};
  bw_record_settings_init(&spec.record);
  bw_guard_settings_init(&spec.guard);
  BwRunSpec classical = spec;
  classical.dynamics.n_beads = 1;
  classical.output = NULL;
  for (int i = 0; i < N_REPEATS; i++) {
    gint64 start = g_get_monotonic_time();
    bw_engine_start_run(engine, &spec, NULL);
    if (twin)
      bw_engine_start_run(beside, &classical, NULL);
    bw_engine_wait(engine, NULL, drain, NULL);
    if (twin)
      bw_engine_wait(beside, NULL, drain, NULL);
    times[i] = (g_get_monotonic_time() - start) * 1e-6;
  }
  qsort(times, N_REPEATS, sizeof *times, compare);
  return times[N_REPEATS / 2];
}

static double measure_step(const System *system, const BwDynamicsSettings *settings, const char *output,
                           gint64 n_steps, gboolean twin)
{
  double longer = measure_run(system, settings, output, 4 * n_steps, twin);
  double shorter = measure_run(system, settings, output, n_steps, twin);
  return 1e6 * (longer - shorter) / (3 * (double)n_steps);
}

static void report(const char *name, int n_atoms, gint64 n_steps, gboolean twin)
{
  System system;
  BwDynamicsSettings settings;
  g_autofree char *folder = g_dir_make_tmp("beadwork-bench-XXXXXX", NULL);
  g_autofree char *output = g_build_filename(folder, "run.h5", NULL);
  init_system(&system, n_atoms);
  bw_dynamics_settings_init(&settings);
  settings.n_beads = N_BEADS;
  double floor = twin ? measure_step(&system, &settings, output, n_steps, FALSE)
                      : 1e6 * measure_alone(&system, &settings);
  bw_bench_report(name, measure_step(&system, &settings, output, n_steps, twin), "µs/step", floor, NAN);
  g_unlink(output);
  g_rmdir(folder);
  clear_system(&system);
}

static void run_ethanol_sized(void)
{
  report("engine-9x32", 9, 20000, FALSE);
}

static void run_water_sized(void)
{
  report("engine-192x32", 192, 1000, FALSE);
}

static void run_with_twin(void)
{
  report("engine-192x32-twin", 192, 1000, TRUE);
}

const BwBenchCase bw_bench_engine[] = {
    {"engine-9x32", run_ethanol_sized},
    {"engine-192x32", run_water_sized},
    {"engine-192x32-twin", run_with_twin},
    {NULL, NULL},
};
