#include "app/bw-session-private.h"

#include "app/bw-distance-plot.h"
#include "app/bw-energy-plot.h"

#define PLAY_INTERVAL (G_USEC_PER_SEC / 25)
#define NUMBERS_INTERVAL (G_USEC_PER_SEC / 8)

G_DEFINE_FINAL_TYPE(BwSession, bw_session, G_TYPE_OBJECT)

static guint signals[BW_N_SIGNALS];

static void bw_session_finalize(GObject *object)
{
  BwSession *self = BW_SESSION(object);
  bw_session_close_file(self);
  g_clear_pointer(&self->engine, bw_engine_free);
  bw_job_status_clear(&self->status);
  g_clear_pointer(&self->potential, bw_potential_unref);
  g_clear_pointer(&self->history, bw_history_free);
  g_clear_pointer(&self->frame, bw_frame_free);
  g_free(self->output);
  g_free(self->path);
  bw_averages_free(self->averages);
  bw_trace_free(self->trace);
  bw_plot_free(self->distance_plot);
  bw_plot_free(self->energy_plot);
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
  add_signal(BW_SIGNAL_FRAME, "frame", 0, 0, 0);
  add_signal(BW_SIGNAL_TIMELINE, "timeline", 0, 0, 0);
  add_signal(BW_SIGNAL_JOB, "job", 0, 0, 0);
  add_signal(BW_SIGNAL_NUMBERS, "numbers", 0, 0, 0);
  add_signal(BW_SIGNAL_OPENED, "opened", 1, G_TYPE_STRING, 0);
  add_signal(BW_SIGNAL_ANOTHER, "another", 1, G_TYPE_STRING, 0);
  add_signal(BW_SIGNAL_TROUBLE, "trouble", 1, G_TYPE_ERROR, 0);
  add_signal(BW_SIGNAL_ASSUMED, "assumed", 2, G_TYPE_STRING, G_TYPE_STRING);
  add_signal(BW_SIGNAL_FINISHED, "finished", 1, G_TYPE_STRING, 0);
}

static void bw_session_init(BwSession *self)
{
  bw_dynamics_settings_init(&self->dynamics);
  self->averages = bw_averages_new();
  self->trace = bw_trace_new();
  self->pair = -1;
  self->distance_plot = bw_distance_plot_new();
  self->energy_plot = bw_energy_plot_new();
}

BwSession *bw_session_new(int n_threads)
{
  BwSession *self = g_object_new(BW_TYPE_SESSION, NULL);
  bw_session_init_engine(self, n_threads);
  return self;
}

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

void bw_session_show(BwSession *self, BwFrame *frame)
{
  g_clear_pointer(&self->frame, bw_frame_free);
  self->frame = frame;
  self->numbers_due |= !self->history || !self->following; /* the cursor in the plots moves */
  bw_session_emit(self, BW_SIGNAL_FRAME);
}

/* Frames */

const BwFrame *bw_session_get_frame(BwSession *self)
{
  return self->frame;
}

gint64 bw_session_get_n_frames(BwSession *self)
{
  return self->n_frames;
}

gint64 bw_session_get_position(BwSession *self)
{
  return self->position;
}

void bw_session_go_to(BwSession *self, gint64 position)
{
  if (self->n_frames == 0)
    return;
  position = CLAMP(position, 0, self->n_frames - 1);
  if (self->trajectory)
    bw_frame_loader_request(self->loader, position);
  else
    bw_session_go_to_moment(self, position);
  if (position != self->position) {
    self->position = position;
    bw_session_emit(self, BW_SIGNAL_TIMELINE);
  }
}

void bw_session_next(BwSession *self)
{
  if (self->position + 1 < self->n_frames)
    bw_session_go_to(self, self->position + 1);
  else if (!self->trajectory)
    bw_session_step_once(self);
}

gboolean bw_session_is_playing(BwSession *self)
{
  return self->playing;
}

void bw_session_play(BwSession *self, gboolean play)
{
  if (play && self->n_frames < 2)
    return;
  if (play && self->position + 1 >= self->n_frames)
    bw_session_go_to(self, 0);
  self->playing = play;
  self->next_play = 0;
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

static void tick_play(BwSession *self, gint64 now)
{
  if (now < self->next_play || (self->loader && bw_frame_loader_is_busy(self->loader)))
    return;
  self->next_play = MAX(self->next_play + PLAY_INTERVAL, now);
  if (self->position + 1 < self->n_frames)
    bw_session_go_to(self, self->position + 1);
  else
    bw_session_play(self, FALSE);
}

gboolean bw_session_needs_ticks(BwSession *self)
{
  return self->playing || self->step_asked || self->numbers_due || self->status.state == BW_JOB_STARTING ||
         self->status.state == BW_JOB_RUNNING;
}

void bw_session_tick(BwSession *self, gint64 now)
{
  if (bw_session_tick_run(self, now))
    self->numbers_due = TRUE;
  if (self->playing)
    tick_play(self, now);
  if (self->numbers_due && now >= self->next_numbers) {
    self->numbers_due = FALSE;
    self->next_numbers = now + NUMBERS_INTERVAL;
    bw_session_refresh_numbers(self);
    if (self->history)
      bw_session_emit(self, BW_SIGNAL_TIMELINE);
  }
}
