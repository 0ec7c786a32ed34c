#include "io/tensorflow/sorted-table.h"
#include "base/error.h"
#include "io/tensorflow/crc32c.h"
#include "io/tensorflow/varint.h"

#include <stdio.h>
#include <string.h>

enum { FOOTER = 48, MAGIC = 8, TRAILER = 5 };

static const guint8 magic[MAGIC] = {0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb};

typedef struct {
  const char *path;
  const guint8 *bytes;
  gsize n;
  GError **error;
} Table;

typedef gboolean (*Visit)(const Table *table, const GString *key, const guint8 *value, gsize n_value,
                          gpointer data);

static gboolean fail_damaged(const Table *table, const char *what, guint64 offset)
{
  return bw_fail_file(table->error, BW_ERROR_FORMAT, table->path,
                      "%s at byte %" G_GUINT64_FORMAT " is damaged or cut off; copy the file again", what,
                      offset);
}

/* Contents of the block that a handle (offset, size) names; checked. */
static gboolean find_block(const Table *table, BwBytes *handle, BwBytes *block)
{
  guint64 offset = bw_bytes_varint(handle), size = bw_bytes_varint(handle);
  if (handle->bad || offset > table->n || size > table->n - offset || table->n - offset - size < TRAILER)
    return fail_damaged(table, "the block", offset);
  const guint8 *begin = table->bytes + offset;
  BwBytes trailer = {begin + size, begin + size + TRAILER, FALSE};
  guint8 type = *bw_bytes_take(&trailer, 1);
  if (bw_bytes_fixed32(&trailer) != bw_crc32c_masked(begin, size + 1))
    return fail_damaged(table, "the block", offset);
  if (type != 0)
    return bw_fail_file(table->error, BW_ERROR_UNSUPPORTED, table->path,
                        "its blocks are compressed, which checkpoints of TensorFlow are not");
  *block = (BwBytes){begin, begin + size, FALSE};
  return TRUE;
}

/* Entries: bytes shared with the key before, others, the value; at the end the places where none are shared.
 */
static gboolean visit_block(const Table *table, BwBytes block, Visit visit, gpointer data)
{
  const guint64 offset = (guint64)(block.at - table->bytes);
  g_autoptr(GString) key = g_string_new(NULL);
  if (block.end - block.at < 4)
    return fail_damaged(table, "the block", offset);
  BwBytes tail = {block.end - 4, block.end, FALSE};
  guint64 restarts = (guint64)bw_bytes_fixed32(&tail) * 4 + 4;
  if (restarts > (guint64)(block.end - block.at))
    return fail_damaged(table, "the block", offset);
  block.end -= restarts;
  while (block.at < block.end) {
    guint64 n_shared = bw_bytes_varint(&block), n_own = bw_bytes_varint(&block),
            n_value = bw_bytes_varint(&block);
    const guint8 *own = bw_bytes_take(&block, n_own), *value = bw_bytes_take(&block, n_value);
    if (block.bad || n_shared > key->len)
      return fail_damaged(table, "an entry of the block", offset);
    g_string_truncate(key, n_shared);
    g_string_append_len(key, (const char *)own, (gssize)n_own);
    if (!visit(table, key, value, n_value, data))
      return FALSE;
  }
  return TRUE;
}

static gboolean add_entry(G_GNUC_UNUSED const Table *table, const GString *key, const guint8 *value,
                          gsize n_value, gpointer entries)
{
  g_hash_table_insert(entries, g_strndup(key->str, key->len), g_bytes_new(value, n_value));
  return TRUE;
}

/* The value of an entry of the index is where a block of entries lies. */
static gboolean follow(const Table *table, G_GNUC_UNUSED const GString *key, const guint8 *value,
                       gsize n_value, gpointer entries)
{
  BwBytes handle = {value, value + n_value, FALSE}, block = {0};
  return find_block(table, &handle, &block) && visit_block(table, block, add_entry, entries);
}

gboolean bw_sorted_table_is(const char *path)
{
  guint8 end[MAGIC];
  FILE *file = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? fopen(path, "rb") : NULL;
  if (!file)
    return FALSE;
  gboolean is = fseek(file, -MAGIC, SEEK_END) == 0 && fread(end, 1, MAGIC, file) == MAGIC &&
                memcmp(end, magic, MAGIC) == 0;
  fclose(file);
  return is;
}

GHashTable *bw_sorted_table_read(const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize n;
  g_autoptr(GError) reason = NULL;
  if (!g_file_get_contents(path, &bytes, &n, &reason)) {
    bw_fail_file(error, BW_ERROR_FILE, path, "%s", reason->message);
    return NULL;
  }
  const Table table = {path, (const guint8 *)bytes, n, error};
  if (n < FOOTER || memcmp(bytes + n - MAGIC, magic, MAGIC) != 0) {
    bw_fail_file(error, BW_ERROR_FORMAT, path, "is not the index of a TensorFlow checkpoint, or is cut off");
    return NULL;
  }
  g_autoptr(GHashTable) entries =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  BwBytes footer = {table.bytes + n - FOOTER, table.bytes + n - MAGIC, FALSE}, index = {0};
  bw_bytes_varint(&footer); /* where filters and statistics are told of: nobody needs them */
  bw_bytes_varint(&footer);
  if (!find_block(&table, &footer, &index) || !visit_block(&table, index, follow, entries))
    return NULL;
  return g_steal_pointer(&entries);
}
