#include "app/bw-frame-loader.h"

#define NOTHING (-1)

struct _BwFrameLoader {
  gatomicrefcount refs; /* the owner, the thread, and a delivery on its way */
  BwTrajectory *trajectory;
  GMutex mutex;
  GCond wake;
  gint64 wanted; /* NOTHING: none */
  gboolean quit;

  /* main context only */
  BwFrameReady ready; /* NULL once freed */
  gpointer data;
  int n_asked; /* requests on their way; one that overtakes another takes its place */
};

typedef struct {
  BwFrameLoader *loader;
  BwFrame *frame;
  GError *error;
  gint64 index;
} Delivery;

static void loader_unref(BwFrameLoader *self)
{
  if (!g_atomic_ref_count_dec(&self->refs))
    return;
  bw_trajectory_unref(self->trajectory);
  g_mutex_clear(&self->mutex);
  g_cond_clear(&self->wake);
  g_free(self);
}

static BwFrameLoader *loader_ref(BwFrameLoader *self)
{
  g_atomic_ref_count_inc(&self->refs);
  return self;
}

static void delivery_free(Delivery *delivery)
{
  g_clear_pointer(&delivery->frame, bw_frame_free);
  g_clear_error(&delivery->error);
  loader_unref(delivery->loader);
  g_free(delivery);
}

static gboolean deliver(gpointer data)
{
  Delivery *delivery = data;
  BwFrameLoader *self = delivery->loader;
  if (!self->ready)
    return G_SOURCE_REMOVE;
  self->n_asked--;
  self->ready(g_steal_pointer(&delivery->frame), delivery->index, delivery->error, self->data);
  return G_SOURCE_REMOVE;
}

/* The newest request, or FALSE when there will be none. */
static gboolean wait_for_request(BwFrameLoader *self, gint64 *index)
{
  g_mutex_lock(&self->mutex);
  while (self->wanted == NOTHING && !self->quit)
    g_cond_wait(&self->wake, &self->mutex);
  gboolean go_on = !self->quit;
  *index = self->wanted;
  self->wanted = NOTHING;
  g_mutex_unlock(&self->mutex);
  return go_on;
}

static gpointer read_frames(gpointer data)
{
  BwFrameLoader *self = data;
  gint64 index;
  while (wait_for_request(self, &index)) {
    Delivery *delivery = g_new0(Delivery, 1);
    delivery->loader = loader_ref(self);
    delivery->index = index;
    delivery->frame = bw_trajectory_read(self->trajectory, index, &delivery->error);
    g_idle_add_full(G_PRIORITY_DEFAULT, deliver, delivery, (GDestroyNotify)delivery_free);
  }
  loader_unref(self);
  return NULL;
}

BwFrameLoader *bw_frame_loader_new(BwTrajectory *trajectory, BwFrameReady ready, gpointer data)
{
  BwFrameLoader *self = g_new0(BwFrameLoader, 1);
  g_atomic_ref_count_init(&self->refs);
  self->trajectory = bw_trajectory_ref(trajectory);
  self->wanted = NOTHING;
  self->ready = ready;
  self->data = data;
  g_mutex_init(&self->mutex);
  g_cond_init(&self->wake);
  g_thread_unref(g_thread_new("frames", read_frames, loader_ref(self)));
  return self;
}

void bw_frame_loader_free(BwFrameLoader *self)
{
  self->ready = NULL;
  g_mutex_lock(&self->mutex);
  self->quit = TRUE;
  g_cond_signal(&self->wake);
  g_mutex_unlock(&self->mutex);
  loader_unref(self);
}

void bw_frame_loader_request(BwFrameLoader *self, gint64 index)
{
  g_mutex_lock(&self->mutex);
  if (self->wanted == NOTHING)
    self->n_asked++;
  self->wanted = index;
  g_cond_signal(&self->wake);
  g_mutex_unlock(&self->mutex);
}

gboolean bw_frame_loader_is_busy(BwFrameLoader *self)
{
  return self->n_asked > 0;
}
