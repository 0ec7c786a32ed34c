#include "io/text/gunzip.h"
#include "base/array.h"
#include "base/error.h"
#include "io/file-head.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define CHUNK_BYTES ((gsize)1 << 18)
#define MAX_BYTES ((guint64)G_MAXUINT32 - CHUNK_BYTES) /* of a GByteArray */

typedef struct {
  z_stream stream;
  const char *path;
  int fd;
  guint64 limit;
  GByteArray *plain;
  guint8 *compressed; /* [CHUNK_BYTES] */
  gboolean member_ended;
} Gunzip;

gboolean bw_is_gzip_file(int fd)
{
  guint8 magic[3];
  return pread(fd, magic, sizeof magic, 0) == sizeof magic && bw_is_gzip(magic, sizeof magic);
}

/* Decompresses what was read; members may follow each other. */
static gboolean inflate_chunk(Gunzip *self, GError **error)
{
  while (self->stream.avail_in > 0) {
    if (self->member_ended && inflateReset(&self->stream) != Z_OK)
      return bw_fail_file(error, BW_ERROR_FORMAT, self->path, "cannot be decompressed");
    guint before = self->plain->len;
    g_byte_array_set_size(self->plain, before + CHUNK_BYTES);
    self->stream.next_out = self->plain->data + before;
    self->stream.avail_out = CHUNK_BYTES;
    int status = inflate(&self->stream, Z_NO_FLUSH);
    g_byte_array_set_size(self->plain, before + CHUNK_BYTES - self->stream.avail_out);
    self->member_ended = status == Z_STREAM_END;
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      return bw_fail_file(error, BW_ERROR_FORMAT, self->path,
                          "is broken gzip data after %u bytes of text; test it with gzip -t",
                          self->plain->len);
    if (self->plain->len > self->limit)
      return bw_fail_file(error, BW_ERROR_MEMORY, self->path,
                          "needs more than %.1f GB decompressed; decompress it with gunzip and open that",
                          self->limit / 1e9);
  }
  return TRUE;
}

static gboolean inflate_all(Gunzip *self, GError **error)
{
  off_t offset = 0;
  gssize n;
  while ((n = pread(self->fd, self->compressed, CHUNK_BYTES, offset)) > 0) {
    offset += n;
    self->stream.next_in = self->compressed;
    self->stream.avail_in = (uInt)n;
    if (!inflate_chunk(self, error))
      return FALSE;
  }
  if (n < 0)
    return bw_fail_file(error, BW_ERROR_FILE, self->path, "cannot be read: %s", g_strerror(errno));
  if (!self->member_ended)
    return bw_fail_file(error, BW_ERROR_FORMAT, self->path,
                        "is truncated gzip data after %u bytes of text; copy it again", self->plain->len);
  return TRUE;
}

GByteArray *bw_gunzip(int fd, const char *path, GError **error)
{
  Gunzip self = {.path = path, .fd = fd, .limit = MIN(bw_memory_available() / 2, MAX_BYTES)};
  if (inflateInit2(&self.stream, 16 + MAX_WBITS) != Z_OK) {
    bw_fail_file(error, BW_ERROR_FORMAT, path, "cannot be decompressed");
    return NULL;
  }
  self.compressed = g_malloc(CHUNK_BYTES);
  self.plain = g_byte_array_new();
  if (!inflate_all(&self, error))
    g_clear_pointer(&self.plain, g_byte_array_unref);
  inflateEnd(&self.stream);
  g_free(self.compressed);
  return self.plain;
}
