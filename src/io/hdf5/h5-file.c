#include "io/hdf5/h5-file.h"
#include "io/hdf5/h5-driver.h"

enum { MAX_ATTEMPTS = 20 };

static hid_t open_through(BwJournal *journal, const char *path, BwJournalMode mode)
{
  g_auto(BwH5) access = bw_h5_driver_access(journal);
  if (mode == BW_JOURNAL_CREATE || mode == BW_JOURNAL_REPLACE)
    return H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, access);
  if (bw_journal_get_size(journal) == 0) /* HDF5 would make something of nothing */
    return -1;
  return H5Fopen(path, mode == BW_JOURNAL_WRITE ? H5F_ACC_RDWR : H5F_ACC_RDONLY, access);
}

BwH5File *bw_h5_file_open(const char *path, BwJournalMode mode, GError **error)
{
  bw_h5_quiet();
  for (int attempt = 0;; attempt++) {
    BwJournal *journal = bw_journal_open(path, mode, error);
    if (!journal)
      return NULL;
    g_autoptr(BwH5File) file = g_new0(BwH5File, 1);
    file->path = g_strdup(path);
    file->journal = journal;
    file->id = open_through(journal, path, mode);
    if (file->id >= 0)
      return g_steal_pointer(&file);
    if (mode != BW_JOURNAL_READ || bw_journal_unchanged(journal) || attempt == MAX_ATTEMPTS) {
      bw_h5_fail(error, BW_ERROR_FORMAT, path,
                 "cannot be opened as HDF5; it may be cut off or damaged: copy it again, or make it anew");
      return NULL;
    }
    H5Eclear2(H5E_DEFAULT); /* its writer was at work in between */
    g_usleep((gulong)attempt * 1000);
  }
}

void bw_h5_file_free(BwH5File *file)
{
  if (!file)
    return;
  bw_h5_quiet();
  bw_h5_close(file->id);
  bw_journal_close(file->journal);
  g_free(file->path);
  g_free(file);
}

gboolean bw_h5_file_commit(BwH5File *file, GError **error)
{
  return (bw_journal_is_sealed(file->journal) || bw_h5_flush(file->id, error)) &&
         bw_journal_commit(file->journal, error);
}
