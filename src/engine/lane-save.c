/* The end of a stretch of work: a checkpoint, and what follows when there is no room for one. */
#include "base/error.h"
#include "engine/lane-private.h"

#define RETRY_INTERVAL G_USEC_PER_SEC /* of a full disk */

static void note_checkpoint(BwLane *self, gint64 last)
{
  if (self->job->last_checkpoint != last)
    bw_lane_note(self, BW_EVENT_CHECKPOINT, -1);
}

static GError *waiting_message(const GError *error)
{
  return g_error_new(error->domain, error->code,
                     "%s; the run waits, and goes on by itself when there is room", error->message);
}

/* A checkpoint failed: when the disk is full, `after` comes later. Takes both errors. */
static void wait_or_fail(BwLane *self, BwJobState after, GError *failure, GError *error)
{
  if (!g_error_matches(error, BW_ERROR, BW_ERROR_DISK)) {
    g_clear_error(&failure);
    bw_lane_set_state(self, BW_JOB_FAILED, error);
    return;
  }
  self->after = after;
  self->failure = failure;
  self->next_retry = g_get_monotonic_time() + RETRY_INTERVAL;
  bw_lane_set_state(self, BW_JOB_WAITING, waiting_message(error));
  g_error_free(error);
}

void bw_lane_save(BwLane *self, BwJobState after, GError *failure)
{
  GError *error = NULL;
  const gint64 last = self->job->last_checkpoint;
  if (after != BW_JOB_RUNNING && after != BW_JOB_PAUSED)
    bw_lane_pull(self, NULL);
  if (!bw_job_checkpoint(self->job, &error)) {
    wait_or_fail(self, after, failure, error);
    return;
  }
  note_checkpoint(self, last);
  bw_engine_set_progress(self->engine, self->job, after == BW_JOB_RUNNING ? self->rate.steps_per_second : 0);
  bw_lane_set_state(self, after, failure);
}

gint64 bw_lane_get_retry(const BwLane *self)
{
  return self->state == BW_JOB_WAITING ? self->next_retry : G_MAXINT64;
}

void bw_lane_retry(BwLane *self)
{
  GError *error = NULL;
  const gint64 last = self->job->last_checkpoint, now = g_get_monotonic_time();
  if (bw_job_checkpoint(self->job, &error)) {
    note_checkpoint(self, last);
    bw_lane_restart_rate(self, now);
    bw_lane_set_state(self, self->after, g_steal_pointer(&self->failure));
    if (self->change_waits)
      bw_lane_change(self, &self->wanted);
  } else if (g_error_matches(error, BW_ERROR, BW_ERROR_DISK)) {
    self->next_retry = now + RETRY_INTERVAL;
    g_error_free(error);
  } else {
    g_clear_error(&self->failure);
    bw_lane_set_state(self, BW_JOB_FAILED, error);
  }
}

void bw_lane_give_up(BwLane *self)
{
  GError *error = NULL;
  if (self->after == BW_JOB_RUNNING || self->after == BW_JOB_PAUSED)
    self->after = BW_JOB_STOPPED;
  bw_lane_retry(self);
  if (self->state != BW_JOB_WAITING)
    return;
  g_clear_error(&self->failure);
  const char *path = self->job->spec->output;
  gint64 last = self->job->last_checkpoint;
  if (last < 0)
    bw_fail_file(&error, BW_ERROR_DISK, path, "stopped while the disk was full; nothing was written");
  else
    bw_fail_file(&error, BW_ERROR_DISK, path,
                 "stopped while the disk was full; what came after step %" G_GINT64_FORMAT " is lost", last);
  bw_lane_set_state(self, BW_JOB_FAILED, error);
}

void bw_lane_keep_safe(BwLane *self, gint64 now)
{
  GError *error = NULL;
  const gint64 last = self->job->last_checkpoint;
  if (!bw_job_keep_safe(self->job, now, &error))
    wait_or_fail(self, self->state, NULL, error);
  else if (self->job->last_checkpoint != last) {
    note_checkpoint(self, last);
    bw_engine_set_progress(self->engine, self->job, self->rate.steps_per_second);
  }
}
