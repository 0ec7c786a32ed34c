/* Files that a person names: opened one after the other, on another thread. */
#include "app/session/bw-session-private.h"

#include <glib/gi18n.h>

#include "app/window/bw-places.h"
#include "base/error.h"

static void open_next(BwSession *self);

static void request_clear(BwOpenRequest *request)
{
  if (request->opening)
    g_cancellable_cancel(request->opening);
  g_clear_object(&request->opening);
  g_clear_pointer(&request->paths, g_strfreev);
  g_clear_pointer(&request->model, bw_potential_unref);
  g_clear_pointer(&request->systems, g_ptr_array_unref);
  *request = (BwOpenRequest){0};
}

void bw_session_stop_opening(BwSession *self)
{
  request_clear(&self->request);
}

static gboolean fits(BwPotential *potential, const BwAtoms *atoms)
{
  return bw_potential_check_atoms(potential, atoms, NULL);
}

/* The model at hand, or another one that is open and describes the atoms. */
static void choose_model(BwSession *self, const BwAtoms *atoms)
{
  g_autoptr(GPtrArray) known = bw_session_list_models(self);
  for (guint k = 0; k < known->len; k++)
    if (fits(known->pdata[k], atoms)) {
      bw_session_set_potential(self, known->pdata[k]);
      return;
    }
}

/* The one that a run was made with comes first; one that was named together with the file stays, whether it
 * fits or not. */
static void choose_model_for(BwSession *self, BwOpened *opened)
{
  if (self->request.model)
    return;
  if (opened->potential)
    bw_session_add_model(self, opened->potential);
  if (opened->has_run && opened->potential)
    bw_session_set_potential(self, opened->potential);
  else
    choose_model(self, opened->first->atoms);
}

static void take_up_run(BwSession *self, const BwRunInfo *run)
{
  bw_session_take_settings(self, &run->dynamics, run->dynamics.timestep * (double)run->n_steps, NULL);
}

static void take_up_frames(BwSession *self, BwOpened *opened)
{
  g_autofree char *path = g_strdup(opened->path);
  g_autofree char *note = g_strdup(opened->trajectory->units_note);
  gboolean shows = !self->request.shows;
  self->request.shows = TRUE;
  g_ptr_array_add(self->request.systems, bw_atoms_ref(opened->first->atoms));
  if (shows)
    choose_model_for(self, opened);
  if (shows && opened->has_run)
    take_up_run(self, &opened->run);
  BwEntry *entry = bw_session_add_reel(self, opened);
  if (shows)
    bw_session_show_reel(self, entry);
  if (note && !self->request.is_example)
    bw_session_emit_text(self, BW_SIGNAL_ASSUMED, path, note);
}

static void take_up_model(BwSession *self, BwPotential *potential)
{
  g_clear_pointer(&self->request.model, bw_potential_unref);
  self->request.model = bw_potential_ref(potential);
  bw_session_add_model(self, potential);
  bw_session_set_potential(self, potential);
}

/* Examples */

static void complain_about_example(BwSession *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_path_get_basename(bw_session_get_path(self));
  bw_fail(
      &error, BW_ERROR_FILE,
      _("The example has no force field: there is no model of %s in $BW_MODELS or among the program's data. "
        "Install Beadwork again, or open a model of these atoms."),
      name);
  bw_session_emit_trouble(self, error);
}

/* At once: a run without an end that nobody keeps makes room. */
static void start_example(BwSession *self)
{
  if (bw_session_get_n_frames(self) > 1) {
    bw_session_play(self, TRUE);
    return;
  }
  if (!bw_session_can_start(self)) {
    complain_about_example(self);
    return;
  }
  if (bw_session_has_job(self) && !self->job->path && self->job->length == 0)
    bw_session_stop(self);
  bw_session_start(self);
}

/* One file after the other */

static void take_up(BwSession *self, BwOpened *opened)
{
  g_autofree char *path = g_strdup(opened->path);
  if (opened->kind == BW_KIND_MODEL)
    take_up_model(self, opened->potential);
  if (opened->trajectory)
    take_up_frames(self, opened);
  else
    bw_opened_free(opened);
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_SYSTEM);
  bw_session_refresh_numbers(self);
  if (self->request.is_example)
    start_example(self);
  else
    bw_session_emit_text(self, BW_SIGNAL_OPENED, path, NULL);
}

static void on_opened(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(BwSession) self = data;
  g_autoptr(GError) error = NULL;
  BwOpened *opened = bw_open_finish(result, &error);
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object(&self->request.opening);
  self->request.n_done++;
  if (opened)
    take_up(self, opened);
  else
    bw_session_emit_trouble(self, error);
  open_next(self);
}

/* All are open: do the model and what is shown belong together? It may have been meant for another of the
 * structures. */
static void end(BwSession *self)
{
  g_autoptr(GError) error = NULL;
  BwOpenRequest *request = &self->request;
  gboolean is_of_another = FALSE;
  for (guint s = 0; s < request->systems->len && request->model; s++)
    is_of_another |= fits(request->model, request->systems->pdata[s]);
  if (request->model && request->shows && self->frame &&
      !bw_potential_check_atoms(request->model, self->frame->atoms, &error)) {
    if (is_of_another)
      choose_model(self, self->frame->atoms);
    else
      bw_session_emit_trouble(self, error);
  }
  request_clear(request);
}

static void open_next(BwSession *self)
{
  BwOpenRequest *request = &self->request;
  const char *path = request->paths ? request->paths[request->n_done] : NULL;
  if (path) {
    g_autoptr(GPtrArray) known = bw_session_list_models(self);
    BwOpenQuestion question = {.path = path,
                               .units = &request->units,
                               .known = known,
                               .atoms = self->frame ? self->frame->atoms : NULL,
                               .alone = request->paths[1] == NULL};
    request->opening = g_cancellable_new();
    bw_open_async(&question, request->opening, on_opened, g_object_ref(self));
  } else {
    end(self);
  }
  bw_session_emit(self, BW_SIGNAL_JOB);
}

void bw_session_open(BwSession *self, const char *const *paths, const BwUnitSystem *units)
{
  request_clear(&self->request);
  self->request.paths = g_strdupv((char **)paths);
  self->request.systems = g_ptr_array_new_with_free_func((GDestroyNotify)bw_atoms_unref);
  if (units)
    self->request.units = *units;
  open_next(self);
}

gboolean bw_session_open_example(BwSession *self, const char *file)
{
  g_autofree char *path = bw_places_find_model(file);
  if (!path)
    return FALSE;
  bw_session_open(self, (const char *const[]){path, NULL}, NULL);
  self->request.is_example = TRUE;
  return TRUE;
}
