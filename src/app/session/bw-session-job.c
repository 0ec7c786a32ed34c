/* The run that goes on, and its twin beside it: told what to do, and looked after. */
#include "app/session/bw-session-private.h"

#include <glib/gi18n.h>

#include "base/error.h"

#define BEAT 100                      /* ms between two looks at surveys, */
#define TICKLESS (G_USEC_PER_SEC / 4) /* and at jobs, when nothing ticks */

BwRun *bw_session_get_job(BwSession *self)
{
  return bw_session_has_job(self) ? self->job : NULL;
}

gboolean bw_session_has_job(BwSession *self)
{
  return self->job && bw_run_is_on(self->job);
}

BwJobState bw_session_get_job_state(BwSession *self)
{
  return self->job ? bw_run_get_state(self->job) : BW_JOB_IDLE;
}

/* What the engine of the job and that of its twin are told. */
static void tell(BwSession *self, void (*command)(BwEngine *))
{
  if (!self->job)
    return;
  if (self->job->engine)
    command(self->job->engine);
  if (self->job->twin && self->job->twin->engine)
    command(self->job->twin->engine);
}

void bw_session_start_or_pause(BwSession *self)
{
  if (!bw_session_has_job(self))
    bw_session_start(self);
  else
    tell(self, bw_session_get_job_state(self) == BW_JOB_PAUSED ? bw_engine_resume : bw_engine_pause);
}

void bw_session_stop(BwSession *self)
{
  tell(self, bw_engine_stop);
}

void bw_session_step_once(BwSession *self)
{
  if (bw_session_get_job_state(self) != BW_JOB_PAUSED)
    return;
  self->job->step_asked = TRUE;
  if (self->run == self->job)
    self->following = TRUE;
  tell(self, bw_engine_step_once);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

void bw_session_change_job(BwSession *self, const BwDynamicsSettings *dynamics)
{
  BwRun *twin = self->job->twin;
  if (self->job->engine)
    bw_run_change(self->job, dynamics);
  if (!twin || !twin->engine)
    return;
  BwDynamicsSettings classical = *dynamics;
  classical.n_beads = 1;
  classical.thermostat = bw_run_classical_thermostat(dynamics->thermostat);
  bw_run_change(twin, &classical);
}

/* States */

static void complain(BwSession *self, const BwRun *run)
{
  g_autoptr(GError) error = g_error_copy(run->status.error);
  if (run != self->job)
    g_prefix_error(&error, "%s: ", run->title);
  bw_session_emit_trouble(self, error);
}

/* Its engine has nothing more to do with it. */
static void let_run_go(BwSession *self, BwRun *run)
{
  bw_run_take(run, run->next_moment, NULL);
  run->engine = NULL;
  run->step_asked = FALSE;
  if (run == self->run)
    bw_session_show_newest(self);
}

static gboolean is_over(BwJobState state)
{
  return state == BW_JOB_FINISHED || state == BW_JOB_STOPPED || state == BW_JOB_FAILED;
}

/* A run without its reference is still a run; a reference without its run is nothing. */
static void settle(BwSession *self)
{
  BwRun *job = self->job;
  if (!job->engine && job->status.state == BW_JOB_FAILED && job->twin && job->twin->engine)
    bw_engine_stop(job->twin->engine);
  if (bw_run_is_on(job))
    return;
  self->pulled = -1;
  bw_session_update_entries(self);
  BwEntry *entry = bw_session_find_run(self, job);
  if (job->status.state == BW_JOB_FINISHED && entry)
    bw_session_emit_finished(self, job->path, entry);
  bw_session_start_next(self);
}

/* The engine says that its state has changed. */
static void on_notify(BwEngine *engine, gpointer data)
{
  BwSession *self = data;
  BwRun *run = self->job;
  if (run && run->twin && run->twin->engine == engine)
    run = run->twin;
  if (!run || run->engine != engine) /* said before the last one was let go */
    return;
  g_autoptr(BwRun) kept = g_object_ref(run);
  BwJobState before = bw_run_update_status(run), now = run->status.state;
  /* A failure may have been there before anyone asked for the state: that state has not changed counts for
   * nothing. */
  if (run->status.error)
    complain(self, run);
  if (run == self->job && run == self->run)
    self->dynamics = run->dynamics;
  if (now != before && now != BW_JOB_RUNNING)
    bw_run_take(run, run->next_moment, NULL);
  self->numbers_due = TRUE;
  if (is_over(now)) {
    let_run_go(self, run);
    settle(self);
  } else if (run == self->run && now == BW_JOB_PAUSED) {
    bw_session_show_newest(self);
  }
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

/* The start */

static gboolean begin_twin(BwSession *self, BwRun *twin)
{
  g_autoptr(GError) error = NULL;
  if (!self->twin_engine)
    self->twin_engine = bw_engine_new_beside(self->engine, on_notify, self);
  if (bw_run_begin(twin, self->twin_engine, &error))
    return TRUE;
  bw_session_emit_trouble(self, error);
  return FALSE;
}

void bw_session_begin(BwSession *self, BwRun *run)
{
  g_autoptr(GError) error = NULL;
  g_set_object(&self->job, run);
  if (!self->engine)
    self->engine = bw_engine_new(self->n_threads, TRUE, on_notify, self);
  if (!bw_run_begin(run, self->engine, &error)) {
    bw_session_emit_trouble(self, error);
  } else {
    if (run->twin)
      begin_twin(self, run->twin);
    bw_session_keep_beating(self);
  }
  self->numbers_due = TRUE;
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_JOB);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

/* Looking after them */

void bw_session_tick_job(BwSession *self, gint64 now)
{
  BwRun *job = self->job;
  gboolean moment = FALSE, any = FALSE;
  if (job && job->engine)
    any = bw_run_take(job, now, &moment);
  if (job && job->twin && job->twin->engine)
    any |= bw_run_take(job->twin, now, NULL);
  if (moment && job == self->run)
    bw_session_show_newest(self);
  if (moment)
    bw_session_tick_pull(self);
  self->entries_due |= any;
  self->numbers_due |= any && job == self->run;
}

static gboolean poll_surveys(BwSession *self)
{
  gboolean goes_on = FALSE;
  GListModel *entries = G_LIST_MODEL(self->entries);
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    if (!entry->reel || !bw_reel_is_surveying(entry->reel))
      continue;
    BwReelNews news = bw_reel_poll(entry->reel);
    goes_on |= news != BW_REEL_DONE;
    bw_entry_update(entry);
    if (entry->reel == self->reel)
      bw_session_take_news(self, news);
  }
  return goes_on;
}

static gboolean on_beat(gpointer data)
{
  BwSession *self = data;
  gboolean goes_on = poll_surveys(self);
  gint64 now = g_get_monotonic_time();
  if (bw_session_has_job(self)) {
    goes_on = TRUE;
    if (now - self->last_tick > TICKLESS)
      bw_session_tick(self, now);
  }
  if (goes_on)
    return G_SOURCE_CONTINUE;
  self->heartbeat = 0;
  return G_SOURCE_REMOVE;
}

void bw_session_keep_beating(BwSession *self)
{
  if (!self->heartbeat)
    self->heartbeat = g_timeout_add(BEAT, on_beat, self);
}

void bw_session_close(BwSession *self)
{
  bw_session_stop_opening(self);
  g_ptr_array_set_size(self->queue, 0);
  bw_session_stop(self);
  bw_session_stop_trainings(self);
  bw_session_let_go(self);
}
