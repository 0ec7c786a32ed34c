/* atomic-file.h - a file that is there whole or not at all.
 *
 * What is written goes to a temporary name beside the target; bw_atomic_file_commit() brings it to the disk
 * and renames it. Whatever happens before that, the target keeps its old content and the temporary file goes
 * away with bw_atomic_file_free(). A target that is not a regular file (/dev/stdout, a pipe) is written
 * directly. */
#pragma once

#include <glib.h>

typedef struct _BwAtomicFile BwAtomicFile;

/* Fails with BW_ERROR_FILE when the folder is not there or not writable. */
BwAtomicFile *bw_atomic_file_new(const char *path, GError **error);
/* Discards the file unless it was committed. NULL is fine. */
void bw_atomic_file_free(BwAtomicFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwAtomicFile, bw_atomic_file_free)

/* Buffered. A failure (BW_ERROR_DISK) is kept and reported again by commit, so that writers may look at the
 * result where it suits them. */
gboolean bw_atomic_file_write(BwAtomicFile *file, const void *data, gsize n, GError **error);

/* For libraries that write by name (libzip, HDF5, cairo): where they shall write before commit. */
const char *bw_atomic_file_get_temporary(const BwAtomicFile *file);

/* What a library that wrote by name complains of, in the user's words: of the file he named, and that the
 * disk is full where it is. Returns FALSE. */
gboolean bw_atomic_file_explain(const BwAtomicFile *file, GError **error);

/* Writes what is buffered, syncs, renames. */
gboolean bw_atomic_file_commit(BwAtomicFile *file, GError **error);
