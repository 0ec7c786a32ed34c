#include "io/text/text-file.h"
#include "base/error.h"
#include "io/text/gunzip.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES ((gsize)1 << 20)
#define MAX_LINE_BYTES ((gsize)64 << 20)

struct _BwTextFile {
  char *path;
  int fd;
  guint64 size;
  GByteArray *plain; /* the decompressed text; NULL: the file itself is read */
};

static gboolean open_file(BwTextFile *file, GError **error)
{
  struct stat info;
  file->fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file->fd < 0 || fstat(file->fd, &info) != 0)
    return bw_fail_file(error, BW_ERROR_FILE, file->path, "cannot be opened: %s", g_strerror(errno));
  if (!S_ISREG(info.st_mode))
    return bw_fail_file(error, BW_ERROR_FILE, file->path, "is not a regular file");
  file->size = (guint64)info.st_size;
  return TRUE;
}

BwTextFile *bw_text_file_open(const char *path, GError **error)
{
  g_autoptr(BwTextFile) file = g_new0(BwTextFile, 1);
  file->path = g_strdup(path);
  if (!open_file(file, error))
    return NULL;
  if (bw_is_gzip_file(file->fd)) {
    file->plain = bw_gunzip(file->fd, path, error);
    if (!file->plain)
      return NULL;
    file->size = file->plain->len;
  }
  return g_steal_pointer(&file);
}

void bw_text_file_free(BwTextFile *file)
{
  if (!file)
    return;
  if (file->fd >= 0)
    close(file->fd);
  g_clear_pointer(&file->plain, g_byte_array_unref);
  g_free(file->path);
  g_free(file);
}

const char *bw_text_file_get_path(const BwTextFile *file)
{
  return file->path;
}

guint64 bw_text_file_get_size(const BwTextFile *file)
{
  return file->size;
}

gboolean bw_text_file_copy(const BwTextFile *file, guint64 offset, gsize n, char *bytes, GError **error)
{
  if (file->plain) {
    memcpy(bytes, file->plain->data + offset, n);
    return TRUE;
  }
  for (gsize done = 0; done < n;) {
    gssize got = pread(file->fd, bytes + done, n - done, (off_t)(offset + done));
    if (got == 0)
      return bw_fail_file(error, BW_ERROR_FILE, file->path,
                          "has become shorter since it was opened; open it again");
    if (got < 0 && errno != EINTR)
      return bw_fail_file(error, BW_ERROR_FILE, file->path, "cannot be read: %s", g_strerror(errno));
    done += got > 0 ? (gsize)got : 0;
  }
  return TRUE;
}

/* Line by line */

void bw_line_reader_init(BwLineReader *reader, const BwTextFile *file)
{
  *reader = (BwLineReader){.file = file, .line = 1};
}

void bw_line_reader_clear(BwLineReader *reader)
{
  bw_scratch_clear(&reader->buffer);
  g_clear_error(&reader->error);
}

guint64 bw_line_reader_tell(const BwLineReader *reader)
{
  return reader->buffer_offset + reader->position;
}

void bw_line_reader_seek(BwLineReader *reader, guint64 offset, gint64 line)
{
  reader->line = line;
  if (offset >= reader->buffer_offset && offset <= reader->buffer_offset + reader->n_buffered) {
    reader->position = (gsize)(offset - reader->buffer_offset);
  } else {
    reader->buffer_offset = offset;
    reader->n_buffered = reader->position = 0;
  }
}

/* Drops what was consumed and reads on; FALSE at the end of the file or with an error. */
static gboolean fill(BwLineReader *reader)
{
  gsize kept = reader->n_buffered - reader->position;
  guint64 end = reader->buffer_offset + reader->n_buffered;
  gsize more = (gsize)MIN(CHUNK_BYTES, reader->file->size - MIN(end, reader->file->size));
  if (more == 0 || reader->error)
    return FALSE;
  if (reader->buffer.bytes < kept + more) {
    BwScratch larger = {0};
    bw_scratch_get(&larger, kept + more);
    if (kept > 0)
      memcpy(larger.data, (char *)reader->buffer.data + reader->position, kept);
    bw_scratch_clear(&reader->buffer);
    reader->buffer = larger;
  } else if (kept > 0) {
    memmove(reader->buffer.data, (char *)reader->buffer.data + reader->position, kept);
  }
  reader->buffer_offset += reader->position;
  reader->position = 0;
  reader->n_buffered = kept;
  if (!bw_text_file_copy(reader->file, end, more, (char *)reader->buffer.data + kept, &reader->error))
    return FALSE;
  reader->n_buffered += more;
  return TRUE;
}

static void consume(BwLineReader *reader, gsize n)
{
  reader->position += n;
  reader->line++;
}

const char *bw_line_reader_next(BwLineReader *reader, gsize *length)
{
  gsize searched = 0;
  for (;;) {
    const char *start = (char *)reader->buffer.data + reader->position;
    gsize available = reader->n_buffered - reader->position;
    const char *end = available > searched ? memchr(start + searched, '\n', available - searched) : NULL;
    searched = available;
    if (!end && available <= MAX_LINE_BYTES && fill(reader))
      continue;
    if (!end && available > MAX_LINE_BYTES && !reader->error)
      bw_fail_file(&reader->error, BW_ERROR_FORMAT, reader->file->path,
                   "line %" G_GINT64_FORMAT " is longer than 64 MB; this is not a text of atoms",
                   reader->line);
    if (reader->error || (!end && available == 0))
      return NULL;
    start = (char *)reader->buffer.data + reader->position;
    *length = end ? (gsize)(end - start) : available;
    consume(reader, *length + (end != NULL));
    if (*length > 0 && start[*length - 1] == '\r')
      (*length)--;
    return start;
  }
}

gint64 bw_line_reader_skip(BwLineReader *reader, gint64 n)
{
  gint64 skipped = 0;
  while (skipped < n) {
    const char *start = (char *)reader->buffer.data + reader->position;
    gsize available = reader->n_buffered - reader->position;
    const char *end = available > 0 ? memchr(start, '\n', available) : NULL;
    if (end) {
      consume(reader, (gsize)(end - start) + 1);
      skipped++;
      continue;
    }
    gboolean at_end = reader->buffer_offset + reader->n_buffered >= reader->file->size;
    if (at_end || !fill(reader)) {
      if (available > 0 && !reader->error) { /* the last line, without its end */
        consume(reader, available);
        skipped++;
      }
      break;
    }
  }
  return skipped;
}
