#include "io/tensorflow/bundle.h"
#include "base/error.h"
#include "io/tensorflow/crc32c.h"
#include "io/tensorflow/sorted-table.h"
#include "io/tensorflow/varint.h"

#include <string.h>

enum { MOST_DIMS = 2, FLOAT = 1, LARGEST_SIDE = 1 << 20 };

struct _BwBundle {
  char *path; /* of the index */
  GHashTable *entries;
  GMappedFile *data;
};

/* BundleEntryProto of tensorflow/core/protobuf/tensor_bundle.proto. */
typedef struct {
  guint64 dtype, shard, offset, size;
  guint32 checksum;
  int n_dims;
  guint64 dims[MOST_DIMS];
  gboolean bad;
} Entry;

/* The next field of a message: its number; 0 at the end. Of the four kinds that there are, bytes come back as
 * *inner, numbers as *value. */
static int next_field(BwBytes *message, guint64 *value, BwBytes *inner)
{
  if (message->at >= message->end)
    return 0;
  guint64 tag = bw_bytes_varint(message), n;
  const guint8 *begin;
  switch (tag & 7) {
  case 0:
    *value = bw_bytes_varint(message);
    break;
  case 1:
    bw_bytes_take(message, 8);
    break;
  case 2:
    n = bw_bytes_varint(message);
    begin = bw_bytes_take(message, n);
    *inner = begin ? (BwBytes){begin, begin + n, FALSE} : (BwBytes){message->end, message->end, TRUE};
    break;
  case 5:
    *value = bw_bytes_fixed32(message);
    break;
  default:
    message->bad = TRUE;
  }
  return message->bad ? 0 : (int)MIN(tag >> 3, G_MAXINT);
}

/* TensorShapeProto: a message for each dimension, whose first field is its size. */
static void parse_shape(BwBytes shape, Entry *entry)
{
  guint64 value;
  BwBytes dim = {0}, unused = {0};
  for (int field; (field = next_field(&shape, &value, &dim)) > 0;) {
    if (field != 2)
      continue;
    guint64 size = 0;
    for (int inner; (inner = next_field(&dim, &value, &unused)) > 0;)
      if (inner == 1)
        size = value;
    if (entry->n_dims < MOST_DIMS)
      entry->dims[entry->n_dims] = size;
    entry->n_dims++;
  }
  entry->bad |= shape.bad;
}

static Entry parse_entry(GBytes *bytes)
{
  gsize n;
  const guint8 *begin = g_bytes_get_data(bytes, &n);
  BwBytes message = {begin, begin + n, FALSE}, inner = {0};
  Entry entry = {0};
  guint64 value = 0;
  for (int field; (field = next_field(&message, &value, &inner)) > 0;)
    switch (field) {
    case 1:
      entry.dtype = value;
      break;
    case 2:
      parse_shape(inner, &entry);
      break;
    case 3:
      entry.shard = value;
      break;
    case 4:
      entry.offset = value;
      break;
    case 5:
      entry.size = value;
      break;
    case 6:
      entry.checksum = (guint32)value;
      break;
    }
  entry.bad |= message.bad;
  return entry;
}

static GMappedFile *map_data(const char *path, GError **error)
{
  static const char *const ends[] = {".data-00000-of-00001", ".data"};
  g_autofree char *stem = g_strndup(path, strlen(path) - (g_str_has_suffix(path, ".index") ? 6 : 0));
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autofree char *name = g_strconcat(stem, ends[i], NULL);
    GMappedFile *data = g_mapped_file_new(name, FALSE, NULL);
    if (data)
      return data;
  }
  bw_fail_file(error, BW_ERROR_FILE, path, "there is no %s%s beside it, which has the numbers", stem,
               ends[0]);
  return NULL;
}

BwBundle *bw_bundle_open(const char *path, GError **error)
{
  g_autoptr(GHashTable) entries = bw_sorted_table_read(path, error);
  GMappedFile *data = entries ? map_data(path, error) : NULL;
  if (!data)
    return NULL;
  BwBundle *self = g_new0(BwBundle, 1);
  self->path = g_strdup(path);
  self->entries = g_steal_pointer(&entries);
  self->data = data;
  return self;
}

void bw_bundle_free(BwBundle *self)
{
  if (!self)
    return;
  g_free(self->path);
  g_hash_table_unref(self->entries);
  g_mapped_file_unref(self->data);
  g_free(self);
}

gboolean bw_bundle_has(const BwBundle *self, const char *name)
{
  return g_hash_table_contains(self->entries, name);
}

static gboolean find_entry(const BwBundle *self, const char *name, Entry *entry, GError **error)
{
  GBytes *bytes = g_hash_table_lookup(self->entries, name);
  if (!bytes)
    return bw_fail_file(error, BW_ERROR_FORMAT, self->path,
                        "tensor '%s' is missing: is this a checkpoint of SchNet?", name);
  *entry = parse_entry(bytes);
  if (entry->bad)
    return bw_fail_file(error, BW_ERROR_FORMAT, self->path, "what it says of tensor '%s' is damaged", name);
  if (entry->shard != 0)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, self->path,
                        "tensor '%s' is in another part of the checkpoint; save it in one part", name);
  return TRUE;
}

/* A vector is a row, a number one of one. */
static gboolean check_shape(const BwBundle *self, const char *name, const Entry *entry, int *rows,
                            int *columns, GError **error)
{
  guint64 found[2] = {1, 1};
  for (int d = 0; d < MIN(entry->n_dims, MOST_DIMS); d++)
    found[d + MOST_DIMS - MIN(entry->n_dims, MOST_DIMS)] = entry->dims[d];
  gboolean fits =
      entry->dtype == FLOAT && entry->n_dims <= MOST_DIMS && found[0] > 0 && found[1] > 0 &&
      found[0] <= LARGEST_SIDE && found[1] <= LARGEST_SIDE && (*rows < 0 || (guint64)*rows == found[0]) &&
      (*columns < 0 || (guint64)*columns == found[1]) && entry->size == found[0] * found[1] * sizeof(float);
  if (!fits)
    return bw_fail_file(error, BW_ERROR_FORMAT, self->path,
                        "tensor '%s' is not the matrix of single-precision numbers that SchNet has there",
                        name);
  *rows = (int)found[0];
  *columns = (int)found[1];
  return TRUE;
}

float *bw_bundle_get(const BwBundle *self, const char *name, int *rows, int *columns, GError **error)
{
  Entry entry = {0};
  if (!find_entry(self, name, &entry, error) || !check_shape(self, name, &entry, rows, columns, error))
    return NULL;
  const guint8 *bytes = (const guint8 *)g_mapped_file_get_contents(self->data);
  gsize n = g_mapped_file_get_length(self->data);
  if (entry.offset > n || entry.size > n - entry.offset ||
      bw_crc32c_masked(bytes + entry.offset, entry.size) != entry.checksum) {
    bw_fail_file(error, BW_ERROR_FORMAT, self->path,
                 "the numbers of tensor '%s' are damaged or cut off; copy the checkpoint's data again", name);
    return NULL;
  }
  float *values = g_memdup2(bytes + entry.offset, entry.size);
  for (gsize i = 0; i < entry.size / sizeof *values; i++) {
    guint32 word;
    memcpy(&word, &values[i], sizeof word);
    word = GUINT32_FROM_LE(word);
    memcpy(&values[i], &word, sizeof word);
  }
  return values;
}
