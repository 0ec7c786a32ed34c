#include "io/atomic-file.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES ((gsize)1 << 18)

struct _BwAtomicFile {
  char *path;      /* as the user said it, for messages */
  char *target;    /* links followed */
  char *temporary; /* the same as target when it is written directly */
  int fd;
  int failed; /* errno of the first failure */
  guint8 *buffer;
  gsize n_buffered;
  gboolean direct, made, committed;
};

static gboolean fail_errno(const char *path, int number, GError **error)
{
  if (number == ENOSPC || number == EDQUOT)
    return bw_fail_file(error, BW_ERROR_DISK, path, "the disk is full; make room and try again");
  return bw_fail_file(error, BW_ERROR_DISK, path, "cannot be written: %s", g_strerror(number));
}

/* A name in the same folder, so that the rename does not cross file systems. */
static char *temporary_name(const char *target)
{
  enum { MAX_STEM = 200 }; /* bytes, so that the name stays within NAME_MAX */
  g_autofree char *folder = g_path_get_dirname(target), *base = g_path_get_basename(target);
  g_autofree char *name = g_strdup_printf(".%.*s.%08x.tmp", MAX_STEM, base, g_random_int());
  return g_build_filename(folder, name, NULL);
}

static gboolean open_temporary(BwAtomicFile *file, GError **error)
{
  struct stat existing;
  gboolean exists = stat(file->target, &existing) == 0;
  if (exists && S_ISDIR(existing.st_mode))
    return bw_fail_file(error, BW_ERROR_FILE, file->path, "is a folder; name a file in it");
  if (exists && access(file->target, W_OK) != 0)
    return bw_fail_file(error, BW_ERROR_FILE, file->path, "may not be written: %s", g_strerror(errno));
  file->direct = exists && !S_ISREG(existing.st_mode);
  do { /* a name that a killed program has left behind is passed over */
    g_free(file->temporary);
    file->temporary = file->direct ? g_strdup(file->target) : temporary_name(file->target);
    file->fd = open(file->temporary, O_WRONLY | O_CLOEXEC | (file->direct ? 0 : O_CREAT | O_EXCL), 0666);
  } while (file->fd < 0 && errno == EEXIST);
  if (file->fd < 0)
    return bw_fail_file(error, BW_ERROR_FILE, file->path, "cannot be made: %s", g_strerror(errno));
  file->made = !file->direct;
  if (exists && !file->direct && fchmod(file->fd, existing.st_mode & 07777) != 0)
    g_debug("%s: keeps the usual permissions: %s", file->path, g_strerror(errno));
  return TRUE;
}

BwAtomicFile *bw_atomic_file_new(const char *path, GError **error)
{
  g_autoptr(BwAtomicFile) file = g_new0(BwAtomicFile, 1);
  g_autofree char *real = realpath(path, NULL);
  file->path = g_strdup(path);
  file->target = g_strdup(real ? real : path);
  file->fd = -1;
  file->buffer = g_malloc(BUFFER_BYTES);
  return open_temporary(file, error) ? g_steal_pointer(&file) : NULL;
}

void bw_atomic_file_free(BwAtomicFile *file)
{
  if (!file)
    return;
  if (file->fd >= 0)
    close(file->fd);
  if (file->made && !file->committed)
    unlink(file->temporary);
  g_free(file->path);
  g_free(file->target);
  g_free(file->temporary);
  g_free(file->buffer);
  g_free(file);
}

static void write_all(BwAtomicFile *file, const guint8 *data, gsize n)
{
  while (n > 0 && file->failed == 0) {
    gssize written = write(file->fd, data, n);
    if (written < 0 && errno != EINTR)
      file->failed = errno;
    else if (written > 0) {
      data += written;
      n -= (gsize)written;
    }
  }
}

static void flush(BwAtomicFile *file)
{
  write_all(file, file->buffer, file->n_buffered);
  file->n_buffered = 0;
}

gboolean bw_atomic_file_write(BwAtomicFile *file, const void *data, gsize n, GError **error)
{
  if (file->n_buffered + n > BUFFER_BYTES)
    flush(file);
  if (n >= BUFFER_BYTES)
    write_all(file, data, n);
  else {
    memcpy(file->buffer + file->n_buffered, data, n);
    file->n_buffered += n;
  }
  return file->failed == 0 || fail_errno(file->path, file->failed, error);
}

const char *bw_atomic_file_get_temporary(const BwAtomicFile *file)
{
  return file->temporary;
}

/* Libraries do not all say why they could not write: a few more bytes of our own tell. The file is given up.
 */
static gboolean is_full(const BwAtomicFile *file)
{
  static const guint8 probe[1 << 16];
  const off_t end = lseek(file->fd, 0, SEEK_END);
  const ssize_t written = end < 0 ? -1 : pwrite(file->fd, probe, sizeof probe, end);
  return end >= 0 && written < (ssize_t)sizeof probe && (written >= 0 || errno == ENOSPC || errno == EDQUOT);
}

gboolean bw_atomic_file_explain(const BwAtomicFile *file, GError **error)
{
  if (!error || !*error || !strstr((*error)->message, file->temporary))
    return FALSE;
  g_autoptr(GError) problem = g_steal_pointer(error);
  if (is_full(file))
    return fail_errno(file->path, ENOSPC, error);
  g_auto(GStrv) parts = g_strsplit(problem->message, file->temporary, -1);
  g_autofree char *message = g_strjoinv(file->path, parts);
  g_set_error_literal(error, problem->domain, problem->code, message);
  return FALSE;
}

/* The library that wrote by name may have replaced the file: it is synced under its name. */
static int sync_path(const char *path, int flags)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
  if (fd < 0)
    return errno;
  int failed = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
  close(fd);
  return failed;
}

gboolean bw_atomic_file_commit(BwAtomicFile *file, GError **error)
{
  flush(file);
  int fd = file->fd;
  file->fd = -1;
  if (close(fd) != 0 && file->failed == 0)
    file->failed = errno;
  if (file->failed == 0 && !file->direct)
    file->failed = sync_path(file->temporary, 0);
  if (file->failed == 0 && !file->direct && rename(file->temporary, file->target) != 0)
    file->failed = errno;
  if (file->failed != 0)
    return fail_errno(file->path, file->failed, error);
  file->committed = TRUE;
  g_autofree char *folder = g_path_get_dirname(file->target);
  sync_path(folder, O_DIRECTORY); /* the rename itself; the data are safe either way */
  return TRUE;
}
