/* file-head.h - the beginning of a file, by which its format is known. */
#pragma once

#include <glib.h>

#define BW_FILE_HEAD_BYTES ((gsize)64 << 10)

typedef struct {
  guint8 *bytes; /* decompressed where the file is gzip; followed by a zero byte */
  gsize n;
  gboolean gzip;
} BwFileHead;

/* Fails with FILE (not there, a folder, not a regular file, empty, no permission) or UNSUPPORTED (compressed
 * in a way that is not read; the message says how to decompress it). */
gboolean bw_file_head_read(BwFileHead *head, const char *path, GError **error);
void bw_file_head_clear(BwFileHead *head);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwFileHead, bw_file_head_clear)

/* Whether these first bytes of a file say that it is compressed with gzip. */
gboolean bw_is_gzip(const guint8 *bytes, gsize n);
