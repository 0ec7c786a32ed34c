#include "base/array.h"
#include "base/error.h"
#include "io/hdf5/journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define LOCK_OFFSET ((off_t)1 << 62) /* beyond any content */

static gboolean take_lock(int fd, const char *path, GError **error)
{
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_OFFSET, .l_len = 1};
  if (fcntl(fd, F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES))
    return TRUE; /* a file system without locks is no reason to refuse */
  return bw_fail_file(
      error, BW_ERROR_FILE, path,
      "another program is writing this file; wait until it has ended, or choose another name");
}

static gboolean begin(BwJournal *journal, GError **error)
{
  struct stat *info = &journal->seen;
  if (journal->writable && !take_lock(journal->fd, journal->path, error))
    return FALSE;
  if (fstat(journal->fd, info) != 0)
    return bw_fail_file(error, BW_ERROR_FILE, journal->path, "%s", g_strerror(errno));
  if (!S_ISREG(info->st_mode))
    return bw_fail_file(error, BW_ERROR_FILE, journal->path, "this is not a file");
  journal->committed = journal->size = (guint64)info->st_size;
  if (!bw_journal_load(journal, journal->size))
    return bw_fail_file(error, BW_ERROR_FILE, journal->path, "cannot be read: %s", g_strerror(errno));
  return !journal->writable || !journal->sealed || bw_journal_apply(journal, error);
}

static gboolean check_place(const char *path, BwJournalMode mode, GError **error)
{
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT || bw_fail_file(error, BW_ERROR_FILE, path, "%s", g_strerror(errno));
  gboolean free_to_go = mode == BW_JOURNAL_REPLACE
                            ? take_lock(fd, path, error)
                            : bw_fail_file(error, BW_ERROR_FILE, path, "this file is there already");
  close(fd);
  return free_to_go;
}

static int open_file(BwJournal *journal, BwJournalMode mode, GError **error)
{
  const char *name = journal->path;
  if (mode == BW_JOURNAL_CREATE || mode == BW_JOURNAL_REPLACE) {
    if (!check_place(journal->path, mode, error) ||
        !(journal->making = bw_atomic_file_new(journal->path, error)))
      return -1;
    name = bw_atomic_file_get_temporary(journal->making);
  }
  int fd = open(name, (mode == BW_JOURNAL_READ ? O_RDONLY : O_RDWR) | O_CLOEXEC);
  if (fd < 0)
    bw_fail_file(error, BW_ERROR_FILE, journal->path, "%s", g_strerror(errno));
  return fd;
}

BwJournal *bw_journal_open(const char *path, BwJournalMode mode, GError **error)
{
  g_autoptr(BwJournal) journal = g_new0(BwJournal, 1);
  journal->path = g_strdup(path);
  journal->writable = mode != BW_JOURNAL_READ;
  journal->pages = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, bw_free);
  journal->fd = open_file(journal, mode, error);
  return journal->fd >= 0 && begin(journal, error) ? g_steal_pointer(&journal) : NULL;
}

void bw_journal_close(BwJournal *journal)
{
  if (!journal)
    return;
  bw_atomic_file_free(journal->making);
  if (journal->fd >= 0)
    close(journal->fd);
  g_hash_table_unref(journal->pages);
  g_free(journal->path);
  g_free(journal);
}

/* Content */

guint8 *bw_journal_get_page(BwJournal *journal, guint64 number)
{
  return g_hash_table_lookup(journal->pages, &number);
}

guint8 *bw_journal_add_page(BwJournal *journal, guint64 number)
{
  guint64 *key = g_new(guint64, 1);
  guint8 *page = bw_alloc(BW_JOURNAL_PAGE, 1);
  *key = number;
  g_hash_table_insert(journal->pages, key, page);
  return page;
}

guint64 bw_journal_get_size(const BwJournal *journal)
{
  return journal->size;
}

gboolean bw_journal_is_sealed(const BwJournal *journal)
{
  return journal->sealed;
}

void bw_journal_set_size(BwJournal *journal, guint64 size)
{
  journal->size = size;
}

gboolean bw_journal_read(BwJournal *journal, guint64 offset, void *buffer, gsize n)
{
  guint8 *to = buffer;
  while (n > 0) {
    guint64 number = offset / BW_JOURNAL_PAGE, within = offset % BW_JOURNAL_PAGE;
    gsize part = MIN(n, BW_JOURNAL_PAGE - within);
    const guint8 *page = bw_journal_get_page(journal, number);
    if (page)
      memcpy(to, page + within, part);
    else { /* as much as lies together on the disk */
      while (part < n && !bw_journal_get_page(journal, (offset + part) / BW_JOURNAL_PAGE))
        part = MIN(n, part + BW_JOURNAL_PAGE);
      if (!bw_journal_read_disk(journal, offset, to, part))
        return FALSE;
    }
    to += part, offset += part, n -= part;
  }
  return TRUE;
}

gboolean bw_journal_write(BwJournal *journal, guint64 offset, const void *buffer, gsize n)
{
  const guint8 *from = buffer;
  g_return_val_if_fail(journal->writable && !journal->sealed, FALSE);
  while (n > 0) {
    guint64 number = offset / BW_JOURNAL_PAGE, within = offset % BW_JOURNAL_PAGE;
    gsize part = MIN(n, BW_JOURNAL_PAGE - within);
    guint8 *page = bw_journal_get_page(journal, number);
    if (!page) {
      page = bw_journal_add_page(journal, number);
      if (part < BW_JOURNAL_PAGE && number * BW_JOURNAL_PAGE >= journal->committed)
        memset(page, 0, BW_JOURNAL_PAGE);
      else if (part < BW_JOURNAL_PAGE &&
               !bw_journal_read_disk(journal, number * BW_JOURNAL_PAGE, page, BW_JOURNAL_PAGE)) {
        g_hash_table_remove(journal->pages, &number);
        return FALSE;
      }
    }
    memcpy(page + within, from, part);
    from += part, offset += part, n -= part;
    journal->size = MAX(journal->size, offset);
  }
  return TRUE;
}

gboolean bw_journal_unchanged(const BwJournal *journal)
{
  struct stat now;
  return fstat(journal->fd, &now) == 0 && now.st_size == journal->seen.st_size &&
         now.st_mtim.tv_sec == journal->seen.st_mtim.tv_sec &&
         now.st_mtim.tv_nsec == journal->seen.st_mtim.tv_nsec;
}
