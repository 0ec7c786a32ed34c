#include "app/session/bw-frame-shelf.h"

typedef struct {
  gint64 index;
  BwFrame *frame;
  gsize bytes;
} Item;

struct _BwFrameShelf {
  GQueue items;      /* of Item, the one used last first */
  GHashTable *links; /* index → its link in the queue */
  gsize max_bytes, bytes, largest;
};

BwFrameShelf *bw_frame_shelf_new(gsize max_bytes)
{
  BwFrameShelf *self = g_new0(BwFrameShelf, 1);
  self->max_bytes = max_bytes;
  self->links = g_hash_table_new(g_int64_hash, g_int64_equal);
  return self;
}

static void item_free(gpointer data)
{
  Item *item = data;
  bw_frame_free(item->frame);
  g_free(item);
}

void bw_frame_shelf_free(BwFrameShelf *self)
{
  g_hash_table_unref(self->links);
  g_queue_clear_full(&self->items, item_free);
  g_free(self);
}

const BwFrame *bw_frame_shelf_get(BwFrameShelf *self, gint64 index)
{
  GList *link = g_hash_table_lookup(self->links, &index);
  if (!link)
    return NULL;
  g_queue_unlink(&self->items, link);
  g_queue_push_head_link(&self->items, link);
  return ((const Item *)link->data)->frame;
}

void bw_frame_shelf_put(BwFrameShelf *self, gint64 index, BwFrame *frame)
{
  Item *item = g_new0(Item, 1);
  item->index = index;
  item->frame = frame;
  item->bytes = bw_frame_count_bytes(frame);
  self->bytes += item->bytes;
  self->largest = MAX(self->largest, item->bytes);
  g_queue_push_head(&self->items, item);
  g_hash_table_insert(self->links, &item->index, self->items.head);
}

gboolean bw_frame_shelf_has_room(const BwFrameShelf *self, gsize n)
{
  return self->bytes + n * self->largest <= self->max_bytes;
}

gsize bw_frame_shelf_get_capacity(const BwFrameShelf *self)
{
  return self->largest > 0 ? MAX(1, self->max_bytes / self->largest) : 1;
}

gsize bw_frame_shelf_get_bytes(const BwFrameShelf *self)
{
  return self->bytes;
}

void bw_frame_shelf_clear_out(BwFrameShelf *self, gsize n, gboolean (*keeps)(gint64 index, gpointer data),
                              gpointer data)
{
  GList *link = self->items.tail;
  while (link && !bw_frame_shelf_has_room(self, n)) {
    GList *newer = link->prev;
    Item *item = link->data;
    if (!keeps(item->index, data)) {
      self->bytes -= item->bytes;
      g_hash_table_remove(self->links, &item->index);
      g_queue_delete_link(&self->items, link);
      item_free(item);
    }
    link = newer;
  }
}
