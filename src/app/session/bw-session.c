#include "app/session/bw-session-private.h"

#define NUMBERS_INTERVAL (G_USEC_PER_SEC / 8)
#define HISTORY_BYTES ((gsize)32 << 20) /* of all runs together */

G_DEFINE_FINAL_TYPE(BwSession, bw_session, G_TYPE_OBJECT)

static guint signals[BW_N_SIGNALS];

static void bw_session_finalize(GObject *object)
{
  BwSession *self = BW_SESSION(object);
  bw_session_close(self);
  g_ptr_array_unref(self->trainings);
  g_clear_object(&self->dataset);
  g_clear_object(&self->training);
  bw_atom_colours_clear(&self->colours);
  bw_atom_colours_clear(&self->energy_colours);
  g_clear_pointer(&self->energies, bw_atom_energies_free);
  bw_session_stop_probe(self);
  bw_session_stop_shares(self);
  g_clear_pointer(&self->loader, bw_frame_loader_free);
  g_clear_pointer(&self->twin_engine, bw_engine_free);
  g_clear_pointer(&self->engine, bw_engine_free);
  g_clear_handle_id(&self->heartbeat, g_source_remove);
  g_clear_pointer(&self->frame, bw_frame_free);
  g_clear_pointer(&self->picture, bw_frame_free);
  bw_playback_free(self->playback);
  g_clear_pointer(&self->coordinates, bw_coordinates_unref);
  g_clear_pointer(&self->potential, bw_potential_unref);
  g_clear_object(&self->shown);
  g_clear_object(&self->job);
  g_ptr_array_unref(self->queue);
  g_object_unref(self->entries);
  bw_history_budget_unref(self->budget);
  g_array_unref(self->selection);
  g_free(self->output);
  G_OBJECT_CLASS(bw_session_parent_class)->finalize(object);
}

static void add_signal(BwSessionSignal signal, const char *name, guint n_arguments, GType first, GType second)
{
  signals[signal] = g_signal_new(name, BW_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 n_arguments, first, second);
}

static void bw_session_class_init(BwSessionClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = bw_session_finalize;
  add_signal(BW_SIGNAL_ATOMS, "atoms", 0, 0, 0);
  add_signal(BW_SIGNAL_SYSTEM, "system", 0, 0, 0);
  add_signal(BW_SIGNAL_SELECTION, "selection", 0, 0, 0);
  add_signal(BW_SIGNAL_FRAME, "frame", 0, 0, 0);
  add_signal(BW_SIGNAL_TIMELINE, "timeline", 0, 0, 0);
  add_signal(BW_SIGNAL_JOB, "job", 0, 0, 0);
  add_signal(BW_SIGNAL_NUMBERS, "numbers", 0, 0, 0);
  add_signal(BW_SIGNAL_OPENED, "opened", 1, G_TYPE_STRING, 0);
  add_signal(BW_SIGNAL_TROUBLE, "trouble", 1, G_TYPE_ERROR, 0);
  add_signal(BW_SIGNAL_ASSUMED, "assumed", 2, G_TYPE_STRING, G_TYPE_STRING);
  add_signal(BW_SIGNAL_TRAINING, "training", 0, 0, 0);
  add_signal(BW_SIGNAL_COLOURS, "colours", 0, 0, 0);
  add_signal(BW_SIGNAL_PROBE, "probe", 0, 0, 0);
  add_signal(BW_SIGNAL_SHARES, "shares", 0, 0, 0);
  add_signal(BW_SIGNAL_WRITTEN, "written", 1, G_TYPE_STRING, 0);
  add_signal(BW_SIGNAL_FINISHED, "finished", 2, G_TYPE_STRING, BW_TYPE_ENTRY);
}

static void bw_session_init(BwSession *self)
{
  bw_dynamics_settings_init(&self->dynamics);
  bw_record_settings_init(&self->record);
  self->entries = g_list_store_new(BW_TYPE_ENTRY);
  self->queue = g_ptr_array_new_with_free_func(g_object_unref);
  self->trainings = g_ptr_array_new_with_free_func(g_object_unref);
  self->budget = bw_history_budget_new(HISTORY_BYTES);
  self->selection = g_array_new(FALSE, FALSE, sizeof(int));
  self->playback = bw_playback_new();
  bw_superposition_init(&self->turned);
  self->pulled = -1;
}

/* The engine is made when the first run begins. */
BwSession *bw_session_new(int n_threads)
{
  BwSession *self = g_object_new(BW_TYPE_SESSION, NULL);
  self->n_threads = n_threads;
  return self;
}

/* Signals */

void bw_session_emit(BwSession *self, BwSessionSignal signal)
{
  g_signal_emit(self, signals[signal], 0);
}

void bw_session_emit_trouble(BwSession *self, const GError *error)
{
  g_signal_emit(self, signals[BW_SIGNAL_TROUBLE], 0, error);
}

void bw_session_emit_text(BwSession *self, BwSessionSignal signal, const char *first, const char *second)
{
  g_signal_emit(self, signals[signal], 0, first, second);
}

void bw_session_emit_finished(BwSession *self, const char *path, BwEntry *entry)
{
  g_signal_emit(self, signals[BW_SIGNAL_FINISHED], 0, path, entry);
}

/* Ticks */

gboolean bw_session_needs_ticks(BwSession *self)
{
  BwJobState state = bw_session_get_job_state(self);
  gboolean goes = bw_session_has_job(self) && (state == BW_JOB_STARTING || state == BW_JOB_RUNNING);
  return goes || bw_session_is_playing(self) || self->numbers_due || self->entries_due ||
         (self->job && self->job->step_asked);
}

static void tell_news(BwSession *self)
{
  if (self->entries_due)
    bw_session_update_entries(self);
  if (self->numbers_due) {
    bw_session_refresh_numbers(self);
    if (self->run)
      bw_session_emit(self, BW_SIGNAL_TIMELINE);
  }
  self->entries_due = self->numbers_due = FALSE;
}

void bw_session_tick(BwSession *self, gint64 now)
{
  self->last_tick = g_get_monotonic_time();
  bw_session_tick_job(self, now);
  bw_session_tick_playback(self, now);
  if ((self->numbers_due || self->entries_due) && now >= self->next_numbers) {
    self->next_numbers = now + NUMBERS_INTERVAL;
    tell_news(self);
  }
}
