#include "base/error.h"
#include "io/hdf5/journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define MAGIC 0x314c4e524a5742ULL /* "BWJRNL1" */

/* The last bytes of a file that holds a sealed journal: an array of page numbers, the pages, this. */
typedef struct {
  guint64 magic;
  guint64 start;    /* where the journal begins */
  guint64 n_pages;  /* how many pages it holds */
  guint64 new_size; /* of the content once it is applied */
  guint64 checksum; /* of the journal and of the fields above */
} Footer;

/* Plain input and output */

gboolean bw_journal_read_disk(const BwJournal *journal, guint64 offset, void *buffer, gsize n)
{
  guint8 *to = buffer;
  while (n > 0) {
    gssize got = pread(journal->fd, to, n, (off_t)offset);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return FALSE;
    if (got == 0) { /* beyond the end */
      memset(to, 0, n);
      return TRUE;
    }
    to += got, offset += got, n -= got;
  }
  return TRUE;
}

static gboolean write_disk(const BwJournal *journal, guint64 offset, const void *buffer, gsize n)
{
  const guint8 *from = buffer;
  while (n > 0) {
    gssize put = pwrite(journal->fd, from, n, (off_t)offset);
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      return FALSE;
    from += put, offset += put, n -= put;
  }
  return TRUE;
}

static guint64 checksum_of(const Footer *footer, const guint8 *body, gsize n)
{
  uLong sum = crc32_z(0, (const Bytef *)footer, offsetof(Footer, checksum));
  return crc32_z(sum, body, n);
}

gboolean bw_journal_load(BwJournal *journal, guint64 file_size)
{
  Footer footer;
  if (file_size < sizeof footer)
    return TRUE;
  if (!bw_journal_read_disk(journal, file_size - sizeof footer, &footer, sizeof footer))
    return FALSE;
  guint64 room = file_size - sizeof footer;
  if (footer.magic != MAGIC || footer.start > room || footer.n_pages > room / BW_JOURNAL_PAGE ||
      room - footer.start != footer.n_pages * (sizeof(guint64) + BW_JOURNAL_PAGE))
    return TRUE;
  gsize n = room - footer.start;
  g_autofree guint8 *body = g_try_malloc(MAX(n, 1));
  if (!body || !bw_journal_read_disk(journal, footer.start, body, n))
    return FALSE;
  if (checksum_of(&footer, body, n) != footer.checksum)
    return TRUE;
  const guint64 *numbers = (const guint64 *)(void *)body;
  const guint8 *pages = body + footer.n_pages * sizeof *numbers;
  for (guint64 i = 0; i < footer.n_pages; i++)
    memcpy(bw_journal_add_page(journal, numbers[i]), pages + i * BW_JOURNAL_PAGE, BW_JOURNAL_PAGE);
  journal->committed = journal->size = footer.new_size;
  journal->sealed = TRUE;
  return TRUE;
}

/* Commit */

static int compare_numbers(gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
  return (x > y) - (x < y);
}

static gboolean fail_errno(BwJournal *journal, guint64 bytes, GError **error)
{
  if (errno == ENOSPC || errno == EDQUOT)
    return bw_fail_file(error, BW_ERROR_DISK, journal->path, "the disk is full: %.1f MB more are needed",
                        MAX(bytes / 1e6, 0.1));
  return bw_fail_file(error, BW_ERROR_FILE, journal->path, "cannot be written: %s", g_strerror(errno));
}

/* Writes all changed pages with first ≤ number < end in order, neighbours together. */
static gboolean write_pages(BwJournal *journal, const GArray *numbers, guint64 first, guint64 end)
{
  for (guint i = 0; i < numbers->len; i++) {
    guint64 number = g_array_index(numbers, guint64, i);
    if (number >= first && number < end &&
        !write_disk(journal, number * BW_JOURNAL_PAGE, bw_journal_get_page(journal, number), BW_JOURNAL_PAGE))
      return FALSE;
  }
  return TRUE;
}

static GArray *sorted_numbers(BwJournal *journal)
{
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint64));
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, journal->pages);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    if (*(guint64 *)key * BW_JOURNAL_PAGE < journal->size)
      g_array_append_vals(numbers, key, 1);
  g_array_sort(numbers, compare_numbers);
  return numbers;
}

/* The journal of the first n_old pages, behind everything. The footer makes it count, and so must not reach
 * the disk before the rest. */
static gboolean write_journal(BwJournal *journal, const GArray *numbers, guint n_old, guint64 start)
{
  gsize table = n_old * sizeof(guint64), n = table + (gsize)n_old * BW_JOURNAL_PAGE;
  Footer footer = {.magic = MAGIC, .start = start, .n_pages = n_old, .new_size = journal->size};
  g_autofree guint8 *body = g_malloc(n + 1);
  memcpy(body, numbers->data, table);
  for (guint i = 0; i < n_old; i++)
    memcpy(body + table + (gsize)i * BW_JOURNAL_PAGE,
           bw_journal_get_page(journal, g_array_index(numbers, guint64, i)), BW_JOURNAL_PAGE);
  footer.checksum = checksum_of(&footer, body, n);
  return write_disk(journal, start, body, n) && fdatasync(journal->fd) == 0 &&
         write_disk(journal, start + n, &footer, sizeof footer) && fdatasync(journal->fd) == 0;
}

/* Everything that can fail for want of room; nothing of the old content is touched. */
static gboolean seal(BwJournal *journal, GError **error)
{
  g_autoptr(GArray) numbers = sorted_numbers(journal);
  guint64 old_pages = bw_journal_round_up(journal->committed) / BW_JOURNAL_PAGE;
  guint n_old = 0;
  while (n_old < numbers->len && g_array_index(numbers, guint64, n_old) < old_pages)
    n_old++;
  guint64 start = bw_journal_round_up(MAX(journal->committed, journal->size));
  guint64 end = start + (guint64)n_old * (sizeof(guint64) + BW_JOURNAL_PAGE) + sizeof(Footer);
  int reserved;
  do
    reserved = fallocate(journal->fd, FALLOC_FL_KEEP_SIZE, (off_t)journal->committed,
                         (off_t)(end - journal->committed));
  while (reserved != 0 && errno == EINTR);
  if ((reserved == 0 || errno == EOPNOTSUPP || errno == ENOSYS) &&
      write_pages(journal, numbers, old_pages, G_MAXUINT64) &&
      write_journal(journal, numbers, n_old, start)) {
    journal->sealed = TRUE;
    return TRUE;
  }
  fail_errno(journal, end - journal->committed, error);
  if (ftruncate(journal->fd, (off_t)journal->committed) != 0)
    g_debug("%s: the reserved room stays: %s", journal->path, g_strerror(errno));
  return FALSE;
}

gboolean bw_journal_apply(BwJournal *journal, GError **error)
{
  g_autoptr(GArray) numbers = sorted_numbers(journal);
  guint64 old_pages = bw_journal_round_up(journal->committed) / BW_JOURNAL_PAGE;
  if (!write_pages(journal, numbers, 0, old_pages) || fdatasync(journal->fd) != 0 ||
      ftruncate(journal->fd, (off_t)journal->size) != 0)
    return fail_errno(journal, (guint64)numbers->len * BW_JOURNAL_PAGE, error);
  g_hash_table_remove_all(journal->pages);
  journal->committed = journal->size;
  journal->sealed = FALSE;
  return TRUE;
}

/* The new file's content is complete: now it may be found. */
static gboolean take_name(BwJournal *journal, GError **error)
{
  if (!bw_atomic_file_commit(journal->making, error))
    return FALSE;
  g_clear_pointer(&journal->making, bw_atomic_file_free);
  return TRUE;
}

gboolean bw_journal_commit(BwJournal *journal, GError **error)
{
  gboolean changed = journal->size != journal->committed || g_hash_table_size(journal->pages) > 0;
  if (changed && !journal->sealed && !seal(journal, error))
    return FALSE;
  if (journal->sealed && !bw_journal_apply(journal, error))
    return FALSE;
  return !journal->making || take_name(journal, error);
}
