/* The session's files: opening them, reading frames, and the survey that fills plots and averages. */
#include "app/bw-session-private.h"

#include <glib/gi18n.h>

#include "app/bw-places.h"
#include "base/error.h"

#define POLL_INTERVAL 200 /* ms between two looks at the survey */

void bw_session_close_file(BwSession *self)
{
  g_clear_handle_id(&self->poll, g_source_remove);
  g_clear_pointer(&self->survey, bw_survey_free);
  g_clear_pointer(&self->loader, bw_frame_loader_free);
  g_clear_pointer(&self->trajectory, bw_trajectory_unref);
}

static void on_frame_ready(BwFrame *frame, gint64 index, const GError *error, gpointer data)
{
  BwSession *self = data;
  if (!frame) {
    bw_session_play(self, FALSE);
    bw_session_emit_trouble(self, error);
    return;
  }
  gboolean other_atoms = !self->frame || !bw_atoms_equal(self->frame->atoms, frame->atoms);
  bw_session_show(self, frame);
  if (index == self->position || self->playing)
    bw_session_emit(self, BW_SIGNAL_TIMELINE); /* with the time of this frame */
  if (other_atoms) {
    g_autoptr(GArray) bonds = bw_frame_bonds(frame);
    bw_session_take_bonds(self, bonds);
    bw_session_start_survey(self);
    bw_session_emit(self, BW_SIGNAL_ATOMS);
    bw_session_emit(self, BW_SIGNAL_SYSTEM);
  }
}

/* Survey */

static gboolean on_poll(gpointer data)
{
  BwSession *self = data;
  const BwFindings *findings = bw_survey_lock(self->survey);
  gboolean done = findings->done;
  g_autoptr(GError) error = done && findings->error ? g_error_copy(findings->error) : NULL;
  bw_survey_unlock(self->survey);
  gint64 n_frames = bw_trajectory_get_n_frames(self->trajectory, NULL);
  if (n_frames != self->n_frames) {
    self->n_frames = n_frames;
    bw_session_emit(self, BW_SIGNAL_TIMELINE);
    bw_session_emit(self, BW_SIGNAL_JOB);
  }
  bw_session_refresh_numbers(self);
  if (!done)
    return G_SOURCE_CONTINUE;
  self->poll = 0;
  if (error)
    bw_session_emit_trouble(self, error);
  return G_SOURCE_REMOVE;
}

void bw_session_start_survey(BwSession *self)
{
  g_clear_pointer(&self->survey, bw_survey_free);
  g_clear_handle_id(&self->poll, g_source_remove);
  self->survey = bw_survey_new(self->trajectory, self->averages);
  self->poll = g_timeout_add(POLL_INTERVAL, on_poll, self);
}

/* Opening */

static void open_next(BwSession *self);

static void stop_opening(BwSession *self)
{
  if (self->opening)
    g_cancellable_cancel(self->opening);
  g_clear_object(&self->opening);
  g_clear_pointer(&self->queue, g_strfreev);
}

static void set_potential(BwSession *self, BwPotential *potential)
{
  if (potential)
    bw_potential_ref(potential);
  g_clear_pointer(&self->potential, bw_potential_unref);
  self->potential = potential;
}

static void show_trajectory(BwSession *self, BwOpened *opened)
{
  bw_session_end_run(self);
  bw_session_close_file(self);
  g_free(self->path);
  self->path = g_strdup(opened->trajectory->path ? opened->trajectory->path : opened->path);
  self->format = opened->format;
  self->trajectory = g_steal_pointer(&opened->trajectory);
  self->loader = bw_frame_loader_new(self->trajectory, on_frame_ready, self);
  self->n_frames = bw_trajectory_get_n_frames(self->trajectory, NULL);
  self->position = 0;
  self->playing = FALSE;
  bw_session_show(self, g_steal_pointer(&opened->first));
  bw_session_take_bonds(self, opened->bonds);
  bw_session_start_survey(self);
  bw_session_emit(self, BW_SIGNAL_ATOMS);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
  if (self->trajectory->units_note && !self->is_example)
    bw_session_emit_text(self, BW_SIGNAL_ASSUMED, self->path, self->trajectory->units_note);
}

static void complain_about_example(BwSession *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_path_get_basename(self->path);
  bw_fail(
      &error, BW_ERROR_FILE,
      _("The example has no force field: there is no model of %s in $BW_MODELS or among the program's data. "
        "Install Beadwork again, or open a model of these atoms."),
      name);
  bw_session_emit_trouble(self, error);
}

static void start_example(BwSession *self)
{
  if (self->n_frames > 1)
    bw_session_play(self, TRUE);
  else if (bw_session_can_start(self))
    bw_session_start(self);
  else
    complain_about_example(self);
}

static void take_up(BwSession *self, BwOpened *opened)
{
  if (opened->trajectory && self->queue_shows) {
    bw_session_emit_text(self, BW_SIGNAL_ANOTHER, opened->path, NULL);
    return;
  }
  self->queue_shows |= opened->trajectory != NULL;
  set_potential(self, opened->potential);
  if (opened->trajectory)
    show_trajectory(self, opened);
  bw_session_emit(self, BW_SIGNAL_SYSTEM);
  bw_session_refresh_numbers(self);
  if (!self->is_example)
    bw_session_emit_text(self, BW_SIGNAL_OPENED, opened->path, NULL);
  else
    start_example(self);
}

static void on_opened(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(BwSession) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwOpened) opened = bw_open_finish(result, &error);
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object(&self->opening);
  if (opened)
    take_up(self, opened);
  else
    bw_session_emit_trouble(self, error);
  self->queued++;
  open_next(self);
}

static void open_next(BwSession *self)
{
  const char *path = self->queue[self->queued];
  if (path) {
    self->opening = g_cancellable_new();
    bw_open_async(path, &self->queue_units, self->potential, self->frame ? self->frame->atoms : NULL,
                  self->opening, on_opened, g_object_ref(self));
  } else {
    g_clear_pointer(&self->queue, g_strfreev);
  }
  bw_session_emit(self, BW_SIGNAL_JOB);
}

void bw_session_open(BwSession *self, const char *const *paths, const BwUnitSystem *units)
{
  stop_opening(self);
  self->queue = g_strdupv((char **)paths);
  self->queued = 0;
  self->queue_units = units ? *units : (BwUnitSystem){0};
  self->queue_shows = self->is_example = FALSE;
  open_next(self);
}

gboolean bw_session_open_example(BwSession *self, const char *file)
{
  g_autofree char *path = bw_places_find_model(file);
  if (!path)
    return FALSE;
  bw_session_open(self, (const char *const[]){path, NULL}, NULL);
  self->is_example = TRUE;
  return TRUE;
}

void bw_session_close(BwSession *self)
{
  stop_opening(self);
  bw_session_close_file(self);
  bw_session_end_run(self);
}

const char *bw_session_get_path(BwSession *self)
{
  return self->path;
}

BwPotential *bw_session_get_potential(BwSession *self)
{
  return self->potential;
}
