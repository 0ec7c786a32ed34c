/* common.h - small runs that tests of the engine share. */
#pragma once

#include "base/error.h"
#include "engine/engine.h"
#include "folder.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

enum { N_ATOMS = 4 };

static const double two_molecules[N_ATOMS * 3] = {0, 0, 0, 0.8, 0, 0, 3, 0, 0, 3, 0.75, 0.1};

/* Two hydrogen molecules; positions are not copied. Free what bw_run_spec_unref_parts() frees. */
static inline BwRunSpec molecules_spec(const char *output, int n_beads, gint64 n_steps)
{
  BwRunSpec spec = {.potential = bw_morse_new(4.75, 1.94, 0.742),
                    .atoms = bw_atoms_new(N_ATOMS, (int[]){1, 1, 1, 1}, NULL, NULL),
                    .positions = two_molecules,
                    .n_given_beads = 1,
                    .n_steps = n_steps,
                    .output = output};
  bw_dynamics_settings_init(&spec.dynamics);
  bw_record_settings_init(&spec.record);
  bw_guard_settings_init(&spec.guard);
  spec.dynamics.n_beads = n_beads;
  spec.dynamics.seed = 5;
  return spec;
}

static inline void clear_spec(BwRunSpec *spec)
{
  bw_potential_unref(spec->potential);
  bw_atoms_unref(spec->atoms);
}

static inline void start(BwEngine *engine, const BwRunSpec *spec)
{
  g_autoptr(GError) error = NULL;
  bw_engine_start_run(engine, spec, &error);
  g_assert_no_error(error);
}

static inline BwJobState state_of(BwEngine *engine)
{
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  BwJobState state = status.state;
  bw_job_status_clear(&status);
  return state;
}

static inline void wait_for_state(BwEngine *engine, BwJobState state)
{
  gint64 end = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
  while (state_of(engine) != state) {
    g_assert_cmpint(g_get_monotonic_time(), <, end);
    g_usleep(1000);
  }
}

static inline gint64 step_of(BwEngine *engine)
{
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  bw_job_status_clear(&status);
  return status.step;
}

/* While it runs: a job that is over before says why. */
static inline void wait_for_step(BwEngine *engine, gint64 step)
{
  gint64 end = g_get_monotonic_time() + 60 * G_USEC_PER_SEC, now = step_of(engine);
  for (; now < step; now = step_of(engine)) {
    BwJobStatus status;
    bw_engine_get_status(engine, &status);
    if (status.state == BW_JOB_FAILED)
      g_assert_no_error(status.error);
    bw_job_status_clear(&status);
    g_assert_cmpint(g_get_monotonic_time(), <, end);
    g_usleep(200);
  }
}

static inline void start_paused(BwEngine *engine, const BwRunSpec *spec)
{
  start(engine, spec);
  bw_engine_pause(engine);
  wait_for_state(engine, BW_JOB_PAUSED);
}

/* Runs it to its end; returns the state. */
static inline BwJobState run_whole(const BwRunSpec *spec, int n_threads)
{
  g_autoptr(BwEngine) engine = bw_engine_new(n_threads, FALSE, NULL, NULL);
  start(engine, spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  BwJobStatus status;
  bw_engine_get_status(engine, &status);
  if (status.state == BW_JOB_FAILED)
    g_test_message("%s", status.error->message);
  BwJobState state = status.state;
  bw_job_status_clear(&status);
  return state;
}
