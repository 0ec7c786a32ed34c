/* journal-private.h - what the two halves of the journal share: journal.c has the content in memory,
 * journal-disk.c brings it to the disk and back. */
#pragma once

#include "io/atomic-file.h"
#include "io/hdf5/journal.h"

#include <sys/stat.h>

enum { BW_JOURNAL_PAGE = 4096 };

struct _BwJournal {
  char *path;           /* as asked for: what messages name */
  BwAtomicFile *making; /* of a new file before its first commit, NULL afterwards */
  int fd;
  gboolean writable;
  guint64 committed; /* size of the content on disk */
  guint64 size;      /* and with what is in memory */
  GHashTable *pages; /* page number → its bytes, changed since the last commit */
  gboolean sealed;   /* the journal of `pages` is on the disk, complete */
  struct stat seen;  /* for readers: length and time when it was opened */
};

static inline guint64 bw_journal_round_up(guint64 offset)
{
  return (offset + BW_JOURNAL_PAGE - 1) / BW_JOURNAL_PAGE * BW_JOURNAL_PAGE;
}

guint8 *bw_journal_get_page(BwJournal *journal, guint64 number); /* NULL: not in memory */
guint8 *bw_journal_add_page(BwJournal *journal, guint64 number); /* uninitialised */

/* Bytes beyond the end are zero. FALSE: errno. */
gboolean bw_journal_read_disk(const BwJournal *journal, guint64 offset, void *buffer, gsize n);

/* Loads the pages of a sealed journal at the end of the file, if there is one; then `sealed` is set. FALSE:
 * errno. */
gboolean bw_journal_load(BwJournal *journal, guint64 file_size);
/* Brings a sealed journal into its place; may be interrupted and done again. */
gboolean bw_journal_apply(BwJournal *journal, GError **error);
