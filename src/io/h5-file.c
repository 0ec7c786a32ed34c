#include "io/h5-file.h"
#include "io/h5-driver.h"

BwH5File *bw_h5_file_open(const char *path, BwJournalMode mode, GError **error)
{
  bw_h5_quiet();
  BwJournal *journal = bw_journal_open(path, mode, error);
  if (!journal)
    return NULL;
  g_autoptr(BwH5File) file = g_new0(BwH5File, 1);
  file->path = g_strdup(path);
  file->journal = journal;
  g_auto(BwH5) access = bw_h5_driver_access(journal);
  if (mode == BW_JOURNAL_CREATE || mode == BW_JOURNAL_REPLACE)
    file->id = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, access);
  else if (bw_journal_get_size(journal) > 0) /* HDF5 would make something of nothing */
    file->id = H5Fopen(path, mode == BW_JOURNAL_WRITE ? H5F_ACC_RDWR : H5F_ACC_RDONLY, access);
  else
    file->id = -1;
  if (file->id >= 0)
    return g_steal_pointer(&file);
  bw_h5_fail(error, BW_ERROR_FORMAT, path, "cannot be opened as HDF5; it may be cut off or damaged");
  return NULL;
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
