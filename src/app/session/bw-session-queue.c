/* Which run when: one goes on, those after it wait for their turn. */
#include "app/session/bw-session-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/bw-words.h"

gboolean bw_session_can_start(BwSession *self)
{
  return self->frame && self->potential;
}

guint bw_session_get_n_queued(BwSession *self)
{
  return self->queue->len;
}

/* Nobody else writes there, and nothing lies there. */
static gboolean is_free(BwSession *self, const char *path)
{
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    return FALSE;
  if (self->job && g_strcmp0(self->job->path, path) == 0)
    return FALSE;
  for (guint q = 0; q < self->queue->len; q++)
    if (g_strcmp0(((BwRun *)self->queue->pdata[q])->path, path) == 0)
      return FALSE;
  return TRUE;
}

/* "run-2.h5" after run.h5, so that the next run does not ask for the same file. */
static void advance_output(BwSession *self)
{
  if (!self->output)
    return;
  const char *name = strrchr(self->output, G_DIR_SEPARATOR);
  const char *dot = strrchr(name ? name : self->output, '.');
  g_autofree char *stem = dot ? g_strndup(self->output, (gsize)(dot - self->output)) : g_strdup(self->output);
  g_autofree char *suffix = g_strdup(dot ? dot : "");
  for (int n = 2;; n++) {
    g_autofree char *path = g_strdup_printf("%s-%d%s", stem, n, suffix);
    if (!is_free(self, path))
      continue;
    bw_session_set_output(self, path);
    return;
  }
}

static BwRun *make_run(BwSession *self)
{
  g_autofree char *number = g_strdup_printf(_("Run %d"), ++self->n_made);
  g_autofree char *name = self->output ? bw_words_file(self->output) : NULL;
  BwRunPlan plan = {.title = name ? name : number,
                    .path = self->output,
                    .structure_path = bw_session_get_path(self),
                    .potential = self->potential,
                    .dynamics = *bw_session_get_dynamics(self),
                    .length = bw_session_get_length(self),
                    .record = *bw_session_get_record(self),
                    .coordinates = self->coordinates,
                    .frame = self->frame};
  BwRun *run = bw_run_new(&plan, self->budget);
  if (self->compare && plan.dynamics.n_beads > 1)
    bw_run_add_twin(run, self->frame);
  return run;
}

void bw_session_start(BwSession *self)
{
  g_autoptr(GError) error = NULL;
  if (!bw_session_can_start(self))
    return;
  if (!bw_potential_check_atoms(self->potential, self->frame->atoms, &error)) {
    bw_session_emit_trouble(self, error);
    return;
  }
  gboolean waits = bw_session_has_job(self);
  g_autoptr(BwRun) run = make_run(self);
  BwEntry *entry = bw_entry_new_run(run);
  bw_session_add_entry(self, entry);
  g_ptr_array_add(self->queue, g_object_ref(run));
  if (!waits)
    bw_session_show(self, entry);
  bw_session_start_next(self);
  advance_output(self);
}

void bw_session_start_next(BwSession *self)
{
  while (self->queue->len > 0 && !bw_session_has_job(self)) {
    g_autoptr(BwRun) run = g_object_ref(self->queue->pdata[0]);
    g_ptr_array_remove_index(self->queue, 0);
    bw_session_begin(self, run);
  }
  bw_session_emit(self, BW_SIGNAL_JOB);
}

void bw_session_forget_run(BwSession *self, BwRun *run)
{
  if (run == self->job)
    bw_session_stop(self);
  g_ptr_array_remove(self->queue, run);
}
