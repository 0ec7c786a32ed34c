/* text-file.h - a text file read piece by piece from any thread.
 *
 * The pieces are copied out with pread(): a file that is truncated while it is open gives an error, where a
 * mapping would give a signal. gzip files are decompressed into memory when opened. */
#pragma once

#include "base/array.h"

typedef struct _BwTextFile BwTextFile;

/* Fails with FILE, FORMAT (broken gzip data) or MEMORY (gzip data that would not fit). */
BwTextFile *bw_text_file_open(const char *path, GError **error);
void bw_text_file_free(BwTextFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTextFile, bw_text_file_free)

const char *bw_text_file_get_path(const BwTextFile *file);
guint64 bw_text_file_get_size(const BwTextFile *file); /* of the text, when it was opened */

/* Copies n bytes from `offset`; fails when they are not there any more. */
gboolean bw_text_file_copy(const BwTextFile *file, guint64 offset, gsize n, char *bytes, GError **error);

/* A file line by line, with its own buffer: for one thread. */
typedef struct {
  const BwTextFile *file;
  BwScratch buffer;
  guint64 buffer_offset; /* in the file */
  gsize n_buffered, position;
  gint64 line; /* number of the line that comes next, from 1 */
  GError *error;
} BwLineReader;

void bw_line_reader_init(BwLineReader *reader, const BwTextFile *file);
void bw_line_reader_clear(BwLineReader *reader);
guint64 bw_line_reader_tell(const BwLineReader *reader);
void bw_line_reader_seek(BwLineReader *reader, guint64 offset, gint64 line);

/* The next line without its end (\n or \r\n), followed by some byte; valid until the next call. NULL at the
 * end of the file, or with reader->error set: unreadable, or a line so long that this is no text. */
const char *bw_line_reader_next(BwLineReader *reader, gsize *length);

/* Skips n lines; returns how many there were. */
gint64 bw_line_reader_skip(BwLineReader *reader, gint64 n);
