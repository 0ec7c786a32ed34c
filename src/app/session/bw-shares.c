#include "app/session/bw-shares.h"

#include "render/moment.h"

/* Shared with the thread; it ends when both have let go. */
typedef struct {
  BwShares *asked_by; /* the main thread's; NULL: nobody wants to know any more */
  GCancellable *cancellable;
  int n_threads;
  char *model;
  BwFrame *frame;
} Work;

struct _BwShares {
  BwSharesFunc ready;
  gpointer data;
  int n_threads;
  Work *work; /* NULL: nothing goes on */
};

static void clear_work(gpointer data)
{
  Work *work = data;
  bw_frame_free(work->frame);
  g_object_unref(work->cancellable);
  g_free(work->model);
}

static void unref_work(gpointer work)
{
  g_atomic_rc_box_release_full(work, clear_work);
}

/* The file is not kept: what is borrowed of it is needed on the way only. */
static BwExplained *find(const Work *work, GError **error)
{
  const BwFrame *frame = work->frame;
  const BwWatch watch = {work->cancellable};
  g_autoptr(BwPool) pool =
      bw_pool_new(work->n_threads < 1 ? MAX(bw_n_processors() - 1, 1) : work->n_threads, TRUE);
  g_autoptr(BwNetworkFile) file = bw_network_file_read(work->model, error);
  if (!file)
    return NULL;
  g_autofree double *centroid = g_new(double, 3 * (gsize)frame->atoms->n_atoms);
  bw_moment_find_centroid(&frame->cell, frame->positions, frame->n_beads, frame->atoms->n_atoms, centroid);
  g_autoptr(BwExplained) explained = bw_explained_new(file, frame->atoms, &frame->cell, centroid);
  if (!bw_explained_find_shares(explained, pool, &watch, error))
    return NULL;
  explained->file = NULL;
  return g_steal_pointer(&explained);
}

static void run(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  GError *error = NULL;
  BwExplained *explained = find(data, &error);
  if (explained)
    g_task_return_pointer(task, explained, (GDestroyNotify)bw_explained_free);
  else
    g_task_return_error(task, error);
}

static void on_done(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  const Work *work = data;
  BwShares *self = work->asked_by;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwExplained) explained = g_task_propagate_pointer(G_TASK(result), &error);
  if (!self)
    return;
  bw_shares_cancel(self);
  self->ready(g_steal_pointer(&explained), error, self->data);
}

BwShares *bw_shares_new(int n_threads, BwSharesFunc ready, gpointer data)
{
  BwShares *self = g_new0(BwShares, 1);
  self->n_threads = n_threads;
  self->ready = ready;
  self->data = data;
  return self;
}

void bw_shares_free(BwShares *self)
{
  if (!self)
    return;
  bw_shares_cancel(self);
  g_free(self);
}

void bw_shares_cancel(BwShares *self)
{
  if (!self->work)
    return;
  g_cancellable_cancel(self->work->cancellable);
  self->work->asked_by = NULL;
  g_clear_pointer(&self->work, unref_work);
}

void bw_shares_ask(BwShares *self, const BwPotential *network, const BwFrame *frame)
{
  bw_shares_cancel(self);
  Work *work = self->work = g_atomic_rc_box_new0(Work);
  work->asked_by = self;
  work->cancellable = g_cancellable_new();
  work->n_threads = self->n_threads;
  work->model = g_strdup(network->path);
  work->frame = bw_frame_copy(frame);
  g_autoptr(GTask) task = g_task_new(NULL, NULL, on_done, work);
  g_task_set_task_data(task, g_atomic_rc_box_acquire(work), unref_work);
  g_task_run_in_thread(task, run);
}

gboolean bw_shares_is_busy(const BwShares *self)
{
  return self && self->work;
}
