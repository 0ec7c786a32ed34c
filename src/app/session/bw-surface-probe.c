#include "app/session/bw-surface-probe.h"

#include "render/moment.h"
#include "render/probe-surface.h"

#define A_WHILE (G_USEC_PER_SEC * 2 / 5) /* until what is done is told */
enum { TELL_EVERY = 120, PARTS = 1000 }; /* ms; of the whole */

/* The worker's while it works, ours while it rests. */
typedef struct {
  char *model;
  BwNetworkFile *file; /* NULL: to be opened */
  BwFrame *frame;
  int element;
  char *path;
  GCancellable *cancellable;
  BwPaintedSurface *surface;
  BwProbeResult range;
  int n_done; /* of PARTS; atomic */
} Work;

struct _BwSurfaceProbe {
  void (*ready)(const BwProbeAnswer *answer, gpointer data); /* NULL: nobody wants to know any more */
  void (*tell)(gpointer data);
  gpointer data;
  gboolean busy;
  gint64 begun; /* µs */
  guint ticking;
  Work work;
};

BwSurfaceProbe *bw_surface_probe_new(void (*ready)(const BwProbeAnswer *answer, gpointer data),
                                     void (*tell)(gpointer data), gpointer data)
{
  BwSurfaceProbe *self = g_new0(BwSurfaceProbe, 1);
  self->ready = ready;
  self->tell = tell;
  self->data = data;
  self->work.cancellable = g_cancellable_new();
  return self;
}

static void destroy(BwSurfaceProbe *self)
{
  g_clear_pointer(&self->work.file, bw_network_file_free);
  g_clear_pointer(&self->work.frame, bw_frame_free);
  g_clear_pointer(&self->work.surface, bw_painted_surface_unref);
  g_object_unref(self->work.cancellable);
  g_free(self->work.model);
  g_free(self->work.path);
  g_free(self);
}

void bw_surface_probe_free(BwSurfaceProbe *self)
{
  if (!self)
    return;
  self->ready = NULL;
  g_clear_handle_id(&self->ticking, g_source_remove);
  bw_surface_probe_cancel(self);
  if (!self->busy)
    destroy(self);
}

gboolean bw_surface_probe_can(const BwPotential *potential, const BwAtoms *atoms)
{
  return potential && potential->path && (potential->can & BW_CAN_PROBE) &&
         bw_potential_check_atoms(potential, atoms, NULL);
}

void bw_surface_probe_cancel(BwSurfaceProbe *self)
{
  if (self->busy)
    g_cancellable_cancel(self->work.cancellable);
}

double bw_surface_probe_get_fraction(const BwSurfaceProbe *self)
{
  if (!self->busy || g_get_monotonic_time() - self->begun < A_WHILE)
    return -1;
  return (double)g_atomic_int_get(&self->work.n_done) / PARTS;
}

/* The worker */

static void on_progress(double fraction, gpointer data)
{
  Work *work = data;
  g_atomic_int_set(&work->n_done, (int)(PARTS * fraction));
}

static gboolean compute(Work *work, GError **error)
{
  if (!work->file && !(work->file = bw_network_file_read(work->model, error)))
    return FALSE;
  const BwFrame *frame = work->frame;
  const BwWatch watch = {work->cancellable, on_progress, work};
  g_autofree double *centroid = g_new(double, 3 * (gsize)frame->atoms->n_atoms);
  bw_moment_find_centroid(&frame->cell, frame->positions, frame->n_beads, frame->atoms->n_atoms, centroid);
  g_autoptr(BwExplained) explained = bw_explained_new(work->file, frame->atoms, &frame->cell, centroid);
  BwEnergyUnit unit;
  if (work->path)
    return bw_explained_choose_unit(work->file, NULL, &unit, error) &&
           bw_explained_write_cube(explained, work->element, BW_PROBE_MARGIN, BW_PROBE_SPACING, work->path,
                                   &unit, NULL, &watch, &work->range, error);
  work->surface = bw_probe_surface_new(explained, work->element, NULL, &watch, &work->range, error);
  return work->surface != NULL;
}

static void run(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  GError *error = NULL;
  if (compute(data, &error))
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

/* Questions and answers */

static void on_done(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  BwSurfaceProbe *self = data;
  g_autoptr(GError) error = NULL;
  g_task_propagate_boolean(G_TASK(result), &error);
  self->busy = FALSE;
  g_clear_handle_id(&self->ticking, g_source_remove);
  if (!self->ready) {
    destroy(self);
    return;
  }
  /* What is asked for in `ready` must not take the answer away. */
  g_autoptr(BwFrame) frame = g_steal_pointer(&self->work.frame);
  g_autoptr(BwPaintedSurface) surface = g_steal_pointer(&self->work.surface);
  g_autofree char *path = g_steal_pointer(&self->work.path);
  const double seconds = (double)(g_get_monotonic_time() - self->begun) / G_USEC_PER_SEC;
  const BwProbeAnswer answer = {frame, self->work.element, path, surface, self->work.range, seconds, error};
  self->ready(&answer, self->data);
}

static gboolean on_tick(gpointer data)
{
  BwSurfaceProbe *self = data;
  self->tell(self->data);
  return G_SOURCE_CONTINUE;
}

static void use_model(Work *work, const char *model)
{
  if (g_strcmp0(work->model, model) == 0)
    return;
  g_clear_pointer(&work->file, bw_network_file_free);
  g_free(work->model);
  work->model = g_strdup(model);
}

gboolean bw_surface_probe_ask(BwSurfaceProbe *self, const BwPotential *potential, const BwFrame *frame,
                              int element, const char *path)
{
  if (self->busy)
    return FALSE;
  use_model(&self->work, potential->path);
  self->work.frame = bw_frame_copy(frame);
  self->work.element = element;
  self->work.path = g_strdup(path);
  self->work.n_done = 0;
  g_cancellable_reset(self->work.cancellable);
  self->busy = TRUE;
  self->begun = g_get_monotonic_time();
  self->ticking = g_timeout_add(TELL_EVERY, on_tick, self);
  g_autoptr(GTask) task = g_task_new(NULL, NULL, on_done, self);
  g_task_set_task_data(task, &self->work, NULL);
  g_task_run_in_thread(task, run);
  return TRUE;
}
