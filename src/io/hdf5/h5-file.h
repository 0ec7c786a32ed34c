/* h5-file.h - HDF5 files that change all at once or not at all, through a journal.
 *
 * For files that are written for a long time, as a run is: see journal.h for what may happen to them. They
 * are plain HDF5 that any version since 1.6 reads. */
#pragma once

#include "io/hdf5/h5.h"
#include "io/hdf5/journal.h"

typedef struct {
  char *path;
  hid_t id;
  BwJournal *journal;
} BwH5File;

/* Fails with FILE, or FORMAT when it is not HDF5 or cut short. */
BwH5File *bw_h5_file_open(const char *path, BwJournalMode mode, GError **error);
/* What was not committed is dropped. */
void bw_h5_file_free(BwH5File *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwH5File, bw_h5_file_free)

/* Permanent from here on; a new file gets its name. DISK: there is no room; nothing is lost, call it again
 * when there is, and nothing else before. FILE: the disk failed. */
gboolean bw_h5_file_commit(BwH5File *file, GError **error);
