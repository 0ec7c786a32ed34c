#include "app/session/bw-frame-loader.h"

#include "app/session/bw-frame-shelf.h"

struct _BwFrameLoader {
  gatomicrefcount refs; /* the owner, the thread, and a delivery on its way */
  BwTrajectory *trajectory;
  GMutex mutex; /* of these six */
  GCond wake;
  BwFrameRequest wanted;
  gboolean asked; /* it has not been looked at yet */
  gboolean quit;
  gsize bytes;
  gint64 n_read;

  /* the thread's */
  BwFrameShelf *shelf;
  BwFrame *first; /* on which others are superposed; NULL: not needed yet */
  BwFrameRequest now;
  int smoothing; /* what there is room for */

  /* main context only */
  BwFrameReady ready; /* NULL once freed */
  gpointer data;
  int n_asked; /* requests on their way; one that overtakes another takes its place */
};

typedef struct {
  BwFrameLoader *loader;
  BwFrame *frame, *picture;
  GError *error;
  gint64 index;
} Delivery;

static void loader_unref(BwFrameLoader *self)
{
  if (!g_atomic_ref_count_dec(&self->refs))
    return;
  bw_trajectory_unref(self->trajectory);
  bw_frame_shelf_free(self->shelf);
  g_clear_pointer(&self->first, bw_frame_free);
  g_mutex_clear(&self->mutex);
  g_cond_clear(&self->wake);
  g_free(self);
}

static BwFrameLoader *loader_ref(BwFrameLoader *self)
{
  g_atomic_ref_count_inc(&self->refs);
  return self;
}

/* Deliveries */

static void delivery_free(Delivery *delivery)
{
  g_clear_pointer(&delivery->frame, bw_frame_free);
  g_clear_pointer(&delivery->picture, bw_frame_free);
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
  self->ready(g_steal_pointer(&delivery->frame), g_steal_pointer(&delivery->picture), delivery->index,
              delivery->error, self->data);
  return G_SOURCE_REMOVE;
}

/* The thread: frames */

static gboolean is_needed(gint64 index, gpointer data)
{
  const BwFrameLoader *self = data;
  gint64 middle = (gint64)self->now.position;
  for (int i = 0; i < self->now.n_ahead; i++)
    if (self->now.ahead[i] == index)
      return TRUE;
  return index >= middle - self->smoothing && index <= middle + self->smoothing + 1;
}

static const BwFrame *fetch(BwFrameLoader *self, gint64 index, GError **error)
{
  const BwFrame *kept = bw_frame_shelf_get(self->shelf, index);
  if (kept)
    return kept;
  bw_frame_shelf_clear_out(self->shelf, 1, is_needed, self);
  BwFrame *frame = bw_trajectory_read(self->trajectory, index, error);
  if (!frame)
    return NULL;
  bw_frame_shelf_put(self->shelf, index, frame);
  g_mutex_lock(&self->mutex);
  self->bytes = bw_frame_shelf_get_bytes(self->shelf);
  self->n_read++;
  g_mutex_unlock(&self->mutex);
  return frame;
}

static const BwFrame *fetch_neighbour(gint64 index, gpointer data)
{
  BwFrameLoader *self = data;
  if (index < 0 || index >= bw_trajectory_get_n_frames(self->trajectory, NULL))
    return NULL;
  return fetch(self, index, NULL);
}

/* As many neighbours as there is room for, and a frame of reading ahead. */
static void limit_smoothing(BwFrameLoader *self)
{
  gsize capacity = bw_frame_shelf_get_capacity(self->shelf);
  gsize most = capacity > 3 ? (capacity - 3) / 2 : 0;
  self->smoothing = (int)MIN((gsize)self->now.filter.smoothing, most);
}

static BwFrame *filter(BwFrameLoader *self)
{
  BwFilterSettings settings = self->now.filter;
  limit_smoothing(self);
  settings.smoothing = self->smoothing;
  if (settings.superpose && !self->first)
    self->first = bw_trajectory_read(self->trajectory, 0, NULL);
  BwFilterSource source = {.get = fetch_neighbour, .data = self, .reference = self->first};
  return bw_frame_filter(&settings, &source, self->now.position);
}

static void serve(BwFrameLoader *self)
{
  Delivery *delivery = g_new0(Delivery, 1);
  delivery->loader = loader_ref(self);
  delivery->index = (gint64)self->now.position;
  const BwFrame *frame = fetch(self, delivery->index, &delivery->error);
  if (frame) {
    delivery->frame = bw_frame_copy(frame);
    delivery->picture = filter(self);
  }
  g_idle_add_full(G_PRIORITY_DEFAULT, deliver, delivery, (GDestroyNotify)delivery_free);
}

/* Reads the next frame that will be asked for; FALSE: all are there that have room. What cannot be read is
 * said when it is asked for. */
static gboolean read_ahead(BwFrameLoader *self)
{
  for (int i = 0; i < self->now.n_ahead; i++) {
    gint64 index = self->now.ahead[i];
    if (bw_frame_shelf_get(self->shelf, index))
      continue;
    bw_frame_shelf_clear_out(self->shelf, 1, is_needed, self);
    return bw_frame_shelf_has_room(self->shelf, 1) && fetch(self, index, NULL);
  }
  return FALSE;
}

/* The thread: requests */

/* FALSE when there will be none. `wait`: until there is one. */
static gboolean take_request(BwFrameLoader *self, gboolean wait, gboolean *asked)
{
  g_mutex_lock(&self->mutex);
  while (wait && !self->asked && !self->quit)
    g_cond_wait(&self->wake, &self->mutex);
  gboolean go_on = !self->quit;
  *asked = self->asked;
  if (self->asked)
    self->now = self->wanted;
  self->asked = FALSE;
  g_mutex_unlock(&self->mutex);
  return go_on;
}

static gpointer read_frames(gpointer data)
{
  BwFrameLoader *self = data;
  gboolean asked, idle = TRUE;
  while (take_request(self, idle, &asked)) {
    if (asked)
      serve(self);
    idle = !read_ahead(self);
  }
  loader_unref(self);
  return NULL;
}

/* The owner */

BwFrameLoader *bw_frame_loader_new(BwTrajectory *trajectory, gsize max_bytes, BwFrameReady ready,
                                   gpointer data)
{
  BwFrameLoader *self = g_new0(BwFrameLoader, 1);
  g_atomic_ref_count_init(&self->refs);
  self->trajectory = bw_trajectory_ref(trajectory);
  self->shelf = bw_frame_shelf_new(max_bytes);
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

void bw_frame_loader_request(BwFrameLoader *self, const BwFrameRequest *request)
{
  g_mutex_lock(&self->mutex);
  if (!self->asked)
    self->n_asked++;
  self->asked = TRUE;
  self->wanted = *request;
  g_cond_signal(&self->wake);
  g_mutex_unlock(&self->mutex);
}

gboolean bw_frame_loader_is_busy(BwFrameLoader *self)
{
  return self->n_asked > 0;
}

gsize bw_frame_loader_get_bytes(BwFrameLoader *self)
{
  g_mutex_lock(&self->mutex);
  gsize bytes = self->bytes;
  g_mutex_unlock(&self->mutex);
  return bytes;
}

gint64 bw_frame_loader_get_n_read(BwFrameLoader *self)
{
  g_mutex_lock(&self->mutex);
  gint64 n_read = self->n_read;
  g_mutex_unlock(&self->mutex);
  return n_read;
}
