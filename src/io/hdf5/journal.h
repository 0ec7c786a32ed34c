/* journal.h - a file whose changes arrive all at once or not at all.
 *
 * Writes stay in memory until they are committed. A commit first reserves the room it needs, writes what is
 * new behind the old end of the file and a journal of what has to change before it behind that, seals the
 * journal with a checksum, and only then touches what was there; at last the journal is cut off. Whatever
 * stops the program or the machine at whatever moment, the file holds either the old or the new content: an
 * opener that finds a sealed journal at the end completes it (a reader does so in memory only). A full disk
 * is noticed before anything has changed.
 *
 * Readers need no lock: a commit in progress makes the file longer, a finished one gives it another length or
 * time. */
#pragma once

#include <glib.h>

typedef enum {
  BW_JOURNAL_READ,
  BW_JOURNAL_WRITE,   /* an existing file; one writer at a time, any other is refused */
  BW_JOURNAL_CREATE,  /* a new file, which gets its name with the first commit; must not exist */
  BW_JOURNAL_REPLACE, /* the same, but may take the place of a file that nobody is writing */
} BwJournalMode;

typedef struct _BwJournal BwJournal;

/* Fails with FILE when it cannot be opened, is there already (CREATE) or is being written by another program.
 */
BwJournal *bw_journal_open(const char *path, BwJournalMode mode, GError **error);

/* Drops what was not committed. */
void bw_journal_close(BwJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwJournal, bw_journal_close)

/* The content as it will be after the next commit. Bytes that were never written are zero. FALSE: the disk
 * could not be read (errno). */
gboolean bw_journal_read(BwJournal *journal, guint64 offset, void *buffer, gsize n);
guint64 bw_journal_get_size(const BwJournal *journal);

/* In memory, and so without failure; the disk's answer comes with the commit. FALSE: what had to be read
 * first could not be. */
gboolean bw_journal_write(BwJournal *journal, guint64 offset, const void *buffer, gsize n);
void bw_journal_set_size(BwJournal *journal, guint64 size);

/* Makes everything written so far permanent; a new file gets its name. DISK: there is no room; nothing has
 * been lost, commit again when there is. Until it succeeds nothing else may be called but bw_journal_close().
 * FILE: the disk failed. */
gboolean bw_journal_commit(BwJournal *journal, GError **error);

/* TRUE between a commit that failed when it was nearly done and the one that succeeds. */
gboolean bw_journal_is_sealed(const BwJournal *journal);

/* For readers of a file that may still be written: is the content what it was when opened? Ask after reading;
 * FALSE: throw away what was read and open again. */
gboolean bw_journal_unchanged(const BwJournal *journal);
