#include "app/bw-history.h"

#define MIN_FRAMES 64 /* however large the system is */

struct _BwHistory {
  GPtrArray *frames; /* of BwFrame, owned */
  gsize max_bytes;
  gint64 n_seen;
  gint64 stride;
};

BwHistory *bw_history_new(gsize max_bytes)
{
  BwHistory *self = g_new0(BwHistory, 1);
  self->frames = g_ptr_array_new();
  self->max_bytes = max_bytes;
  self->stride = 1;
  return self;
}

void bw_history_free(BwHistory *self)
{
  for (guint i = 0; i < self->frames->len; i++)
    bw_frame_free(self->frames->pdata[i]);
  g_ptr_array_unref(self->frames);
  g_free(self);
}

static void forget_every_other(BwHistory *self)
{
  guint n_kept = 0;
  for (guint i = 0; i < self->frames->len; i++) {
    if (i % 2 == 0)
      self->frames->pdata[n_kept++] = self->frames->pdata[i];
    else
      bw_frame_free(self->frames->pdata[i]);
  }
  g_ptr_array_set_size(self->frames, (int)n_kept);
  self->stride *= 2;
}

void bw_history_add(BwHistory *self, const BwFrame *frame)
{
  if (self->n_seen++ % self->stride)
    return;
  gsize bytes = sizeof(double) * 3 * (gsize)frame->n_beads * (gsize)frame->atoms->n_atoms;
  g_ptr_array_add(self->frames, bw_frame_copy(frame));
  if (self->frames->len > MIN_FRAMES && bytes * self->frames->len > self->max_bytes)
    forget_every_other(self);
}

int bw_history_get_n(const BwHistory *self)
{
  return (int)self->frames->len;
}

const BwFrame *bw_history_get(const BwHistory *self, int index)
{
  return self->frames->pdata[index];
}
