#include "io/file-head.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

gboolean bw_is_gzip(const guint8 *bytes, gsize n)
{
  return n >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8;
}

/* NULL: not compressed in a way that we cannot read. */
static const char *decompressor(const guint8 *bytes, gsize n)
{
  static const struct {
    const char *magic;
    gsize length;
    const char *command;
  } known[] = {{"\xfd"
                "7zXZ",
                5, "xz -d"},
               {"BZh", 3, "bzip2 -d"},
               {"\x28\xb5\x2f\xfd", 4, "zstd -d"}};
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (n >= known[i].length && memcmp(bytes, known[i].magic, known[i].length) == 0)
      return known[i].command;
  return NULL;
}

static gboolean check_regular(const char *path, GError **error)
{
  struct stat info;
  if (stat(path, &info) != 0)
    return bw_fail_file(error, BW_ERROR_FILE, path, "%s",
                        errno == ENOENT ? "there is no such file" : g_strerror(errno));
  if (S_ISDIR(info.st_mode))
    return bw_fail_file(error, BW_ERROR_FILE, path, "is a folder; name a file in it");
  if (!S_ISREG(info.st_mode))
    return bw_fail_file(error, BW_ERROR_FILE, path, "is not a regular file");
  if (info.st_size == 0)
    return bw_fail_file(error, BW_ERROR_FILE, path, "is empty");
  return TRUE;
}

static gboolean read_bytes(BwFileHead *head, const char *path, GError **error)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return bw_fail_file(error, BW_ERROR_FILE, path, "cannot be opened: %s", g_strerror(errno));
  head->bytes = g_malloc0(BW_FILE_HEAD_BYTES + 1);
  gssize n = 0;
  for (head->n = 0; (n = read(fd, head->bytes + head->n, BW_FILE_HEAD_BYTES - head->n)) > 0;)
    head->n += (gsize)n;
  int number = errno;
  close(fd);
  return n == 0 || bw_fail_file(error, BW_ERROR_FILE, path, "cannot be read: %s", g_strerror(number));
}

static gboolean decompress(BwFileHead *head, const char *path, GError **error)
{
  z_stream stream = {.next_in = head->bytes, .avail_in = (uInt)head->n};
  guint8 *plain = g_malloc0(BW_FILE_HEAD_BYTES + 1);
  stream.next_out = plain;
  stream.avail_out = BW_FILE_HEAD_BYTES;
  int status = inflateInit2(&stream, 16 + MAX_WBITS);
  if (status == Z_OK) {
    status = inflate(&stream, Z_SYNC_FLUSH);
    inflateEnd(&stream);
  }
  g_free(head->bytes);
  head->bytes = plain;
  head->n = BW_FILE_HEAD_BYTES - stream.avail_out;
  if (head->n == 0)
    return bw_fail_file(error, BW_ERROR_FORMAT, path,
                        "looks like gzip, but does not decompress; test it with gzip -t");
  return TRUE;
}

gboolean bw_file_head_read(BwFileHead *head, const char *path, GError **error)
{
  if (!check_regular(path, error) || !read_bytes(head, path, error))
    return FALSE;
  const char *command = decompressor(head->bytes, head->n);
  if (command)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, path, "is compressed; decompress it first with %s",
                        command);
  head->gzip = bw_is_gzip(head->bytes, head->n);
  return !head->gzip || decompress(head, path, error);
}

void bw_file_head_clear(BwFileHead *head)
{
  g_clear_pointer(&head->bytes, g_free);
  head->n = 0;
}
