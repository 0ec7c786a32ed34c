#include "engine/job.h"
#include "base/error.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

#define MAX_WAITING_BYTES ((gsize)64 << 20) /* of rows: then the run waits for the disk */

void bw_record_settings_init(BwRecordSettings *settings)
{
  *settings = (BwRecordSettings){.position_stride = 20, .estimate_stride = 1, .checkpoint_seconds = 2};
}

/* The spec */

BwRunSpec *bw_run_spec_copy(const BwRunSpec *spec)
{
  BwRunSpec *copy = g_memdup2(spec, sizeof *spec);
  const gsize bytes =
      spec->atoms ? sizeof(double) * (gsize)spec->n_given_beads * spec->atoms->n_atoms * 3 : 0;
  copy->model_path = g_strdup(spec->model_path);
  copy->output = g_strdup(spec->output);
  copy->structure_path = g_strdup(spec->structure_path);
  copy->potential = spec->potential ? bw_potential_ref(spec->potential) : NULL;
  copy->atoms = spec->atoms ? bw_atoms_ref(spec->atoms) : NULL;
  copy->cell = spec->cell ? g_memdup2(spec->cell, sizeof *spec->cell) : NULL;
  copy->positions = spec->positions ? g_memdup2(spec->positions, bytes) : NULL;
  copy->velocities = spec->velocities ? g_memdup2(spec->velocities, bytes) : NULL;
  return copy;
}

void bw_run_spec_free(BwRunSpec *spec)
{
  if (!spec)
    return;
  g_free((char *)spec->model_path);
  g_free((char *)spec->output);
  g_free((char *)spec->structure_path);
  bw_potential_unref(spec->potential);
  bw_atoms_unref(spec->atoms);
  g_free((BwCell *)spec->cell);
  g_free((double *)spec->positions);
  g_free((double *)spec->velocities);
  g_free(spec);
}

static gboolean check_record(const BwRecordSettings *record, GError **error)
{
  if (record->position_stride < 0 || record->momentum_stride < 0 || record->force_stride < 0 ||
      record->estimate_stride < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT, "a stride is a number of steps, or 0 for never");
  if (record->compression < 0 || record->compression > 9)
    return bw_fail(error, BW_ERROR_ARGUMENT, "compression goes from 0 (none) to 9, not %d",
                   record->compression);
  if (!(record->checkpoint_seconds >= 0))
    return bw_fail(error, BW_ERROR_ARGUMENT, "%g seconds between checkpoints; use a number from 0 on",
                   record->checkpoint_seconds);
  return TRUE;
}

/* Starting */

static gboolean open_potential(BwJob *job, const char *path, GError **error)
{
  job->potential = job->spec->potential ? bw_potential_ref(job->spec->potential) : NULL;
  if (!job->potential && !path)
    return bw_fail(error, BW_ERROR_ARGUMENT, "choose a model for the run");
  if (!job->potential)
    job->potential = bw_potential_open(path, error);
  return job->potential != NULL;
}

/* So that the run finds its model again from another folder. */
static char *lasting_path(const char *path)
{
  return !path || bw_simple_potential_is(path) ? g_strdup(path) : g_canonicalize_filename(path, NULL);
}

static gboolean create_file(BwJob *job, GError **error)
{
  const BwRunSpec *spec = job->spec;
  if (!spec->output)
    return TRUE;
  g_auto(BwRunInfo) info = {
      .model_path = lasting_path(spec->model_path ? spec->model_path : job->potential->path),
      .model_name = g_strdup(job->potential->name),
      .model_method = g_strdup(job->potential->method),
      .model_hash = g_strdup(job->potential->hash),
      .structure_path = g_strdup(spec->structure_path),
      .atoms = bw_atoms_ref(spec->atoms),
      .dynamics = spec->dynamics,
      .record = spec->record,
      .guard = spec->guard,
      .n_steps = spec->n_steps,
  };
  info.record.out_of_domain = (job->potential->can & BW_CAN_OUT_OF_DOMAIN) != 0;
  if (spec->cell)
    info.cell = *spec->cell;
  else
    bw_cell_init_none(&info.cell);
  job->file = bw_run_file_create(spec->output, &info, spec->replace, error);
  if (job->file)
    bw_run_file_record(job->file, job->dynamics, FALSE);
  return job->file != NULL;
}

static gboolean start(BwJob *job, BwPool *pool, GError **error)
{
  const BwRunSpec *spec = job->spec;
  if (!spec->atoms || !spec->positions)
    return bw_fail(error, BW_ERROR_ARGUMENT, "choose a structure for the run");
  if (!check_record(&spec->record, error) || !open_potential(job, spec->model_path, error))
    return FALSE;
  job->dynamics = bw_dynamics_new(spec->atoms, spec->cell, job->potential, &spec->dynamics, spec->positions,
                                  spec->n_given_beads, FALSE, pool, error);
  if (!job->dynamics)
    return FALSE;
  if (spec->velocities)
    bw_dynamics_set_velocities(job->dynamics, spec->velocities);
  job->guard = bw_guard_new(&spec->guard, job->dynamics);
  return bw_guard_check(job->guard, job->dynamics, pool, error) && create_file(job, error);
}

static gboolean check_model(const BwJob *job, const BwRunInfo *info, GError **error)
{
  if (g_str_equal(job->potential->hash, info->model_hash) &&
      g_str_equal(job->potential->method, info->model_method) &&
      (*info->model_hash || g_str_equal(job->potential->name, info->model_name)))
    return TRUE;
  return bw_fail_file(
      error, BW_ERROR_ARGUMENT, job->spec->output,
      "the run was made with the %s model %s, and %s is not that one any more (SHA-256 %.12s… "
      "then, %.12s… now); put the model back, or start a new run",
      info->model_method, info->model_name,
      job->potential->path ? job->potential->path : job->potential->name,
      *info->model_hash ? info->model_hash : "none", *job->potential->hash ? job->potential->hash : "none");
}

static gboolean make_restarted_dynamics(BwJob *job, const BwRunInfo *info, BwPool *pool, GError **error)
{
  g_autofree double *centroid = g_new(double, (gsize)info->atoms->n_atoms * 3);
  const BwCell *cell = bw_cell_is_periodic(&info->cell) ? &info->cell : NULL;
  if (!bw_run_file_read_centroid(job->file, centroid, error))
    return FALSE;
  job->dynamics =
      bw_dynamics_new(info->atoms, cell, job->potential, &info->dynamics, centroid, 1, FALSE, pool, error);
  return job->dynamics && bw_run_file_restore(job->file, job->dynamics, error);
}

static gboolean restart(BwJob *job, BwPool *pool, GError **error)
{
  g_auto(BwRunInfo) info = {0};
  if (!job->spec->output)
    return bw_fail(error, BW_ERROR_ARGUMENT, "say which run to go on with");
  job->file = bw_run_file_open(job->spec->output, &info, error);
  if (!job->file)
    return FALSE;
  const char *path = job->spec->model_path ? job->spec->model_path
                     : *info.model_path    ? info.model_path
                                           : NULL;
  if (!open_potential(job, path, error) || !check_model(job, &info, error) ||
      !make_restarted_dynamics(job, &info, pool, error))
    return FALSE;
  if (job->n_steps == 0 || job->n_steps > bw_job_get_step(job))
    bw_run_file_set_n_steps(job->file, job->n_steps);
  job->last_checkpoint = bw_job_get_step(job);
  job->guard = bw_guard_new(&info.guard, job->dynamics);
  return TRUE;
}

BwJob *bw_job_new(BwRunSpec *spec, BwPool *pool, GError **error)
{
  g_autoptr(BwJob) job = g_new0(BwJob, 1);
  job->spec = spec;
  job->n_steps = spec->n_steps;
  job->last_checkpoint = -1;
  job->last_checkpoint_time = G_MININT64 / 2;
  return (spec->resume ? restart : start)(job, pool, error) ? g_steal_pointer(&job) : NULL;
}

void bw_job_free(BwJob *job)
{
  if (!job)
    return;
  bw_run_file_free(job->file);
  bw_guard_free(job->guard);
  bw_dynamics_free(job->dynamics);
  bw_potential_unref(job->potential);
  bw_run_spec_free(job->spec);
  g_free(job);
}

/* Going on */

gint64 bw_job_get_step(const BwJob *job)
{
  return bw_dynamics_get_state(job->dynamics)->step;
}

gboolean bw_job_is_done(const BwJob *job)
{
  return job->n_steps > 0 && bw_job_get_step(job) >= job->n_steps;
}

/* The potential's own words, and what to do about them. */
static void explain(BwJob *job, GError **error)
{
  if (!g_error_matches(*error, BW_ERROR, BW_ERROR_NUMERICS))
    return;
  g_autofree char *why = g_strdup((*error)->message);
  g_clear_error(error);
  bw_fail(error, BW_ERROR_PHYSICS,
          "stopped after step %" G_GINT64_FORMAT ": %s. Use a shorter time step or a lower temperature",
          bw_job_get_step(job), why);
}

gboolean bw_job_step(BwJob *job, BwPool *pool, GError **error)
{
  GError *problem = NULL;
  gboolean good = bw_dynamics_step(job->dynamics, pool, &problem);
  if (!good)
    explain(job, &problem);
  else if (!bw_guard_check(job->guard, job->dynamics, pool, &problem)) {
    bw_dynamics_undo_step(job->dynamics);
    good = FALSE;
  }
  if (job->file)
    bw_run_file_record(job->file, job->dynamics, !good);
  if (!good)
    g_propagate_error(error, problem);
  return good;
}

gboolean bw_job_change(BwJob *job, const BwDynamicsSettings *settings, BwPool *pool, GError **error)
{
  const BwDynamicsSettings wanted = *settings;
  if (!bw_dynamics_change(job->dynamics, &wanted, pool, error))
    return FALSE;
  const BwGuardSettings guard = bw_guard_get_settings(job->guard);
  bw_guard_free(job->guard);
  job->guard = bw_guard_new(&guard, job->dynamics);
  if (job->file)
    bw_run_file_record_change(job->file, bw_job_get_step(job), &wanted);
  return TRUE;
}

BwEvent bw_job_note_event(BwJob *job, BwEventKind kind, int atom)
{
  const gint64 now = bw_job_get_step(job), step = kind == BW_EVENT_CHECKPOINT ? job->last_checkpoint : now;
  const double timestep = bw_dynamics_get_settings(job->dynamics)->timestep;
  const double time = bw_dynamics_estimates(job->dynamics)->time - timestep * (double)(now - step);
  const BwEvent event = {.step = step, .time = time, .kind = kind, .atom = atom};
  if (job->file && kind != BW_EVENT_CHECKPOINT)
    bw_run_file_record_event(job->file, &event);
  return event;
}

static gboolean is_due(const BwJob *job, gint64 now)
{
  return now - job->last_checkpoint_time > 1e6 * job->spec->record.checkpoint_seconds ||
         bw_run_file_get_waiting(job->file) > MAX_WAITING_BYTES / 2;
}

gboolean bw_job_keep_safe(BwJob *job, gint64 now, GError **error)
{
  if (!job->file)
    return TRUE;
  const gboolean hurry = bw_run_file_get_waiting(job->file) > MAX_WAITING_BYTES;
  if (!bw_run_file_checkpoint_poll(job->file, hurry, error))
    return FALSE;
  job->last_checkpoint = bw_run_file_get_saved_step(job->file);
  if (bw_run_file_is_saving(job->file) || !is_due(job, now))
    return TRUE;
  job->last_checkpoint_time = now;
  return bw_run_file_checkpoint_begin(job->file, job->dynamics, error);
}

gboolean bw_job_checkpoint(BwJob *job, GError **error)
{
  if (!job->file)
    return TRUE;
  gboolean saved = bw_run_file_checkpoint(job->file, job->dynamics, error);
  job->last_checkpoint = bw_run_file_get_saved_step(job->file);
  job->last_checkpoint_time = g_get_monotonic_time();
  return saved;
}
