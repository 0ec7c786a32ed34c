/* sorted-table.h - LevelDB's sorted tables of keys and values, as TensorFlow keeps the index of a checkpoint
 * in one: https://github.com/google/leveldb/blob/main/doc/table_format.md, blocks not compressed. */
#pragma once

#include <glib.h>

/* Whether the file ends as such a table does. */
gboolean bw_sorted_table_is(const char *path);

/* All of it: key (char *) → value (GBytes *). Fails with FILE, FORMAT naming the block, UNSUPPORTED where
 * blocks are compressed. */
GHashTable *bw_sorted_table_read(const char *path, GError **error);
