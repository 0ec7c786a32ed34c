/* gunzip.h - gzip files into memory. */
#pragma once

#include <glib.h>

/* Whether the open file begins as gzip does. */
gboolean bw_is_gzip_file(int fd);

/* All members of the file, decompressed. Fails with FORMAT (broken or truncated) or MEMORY (more than half of
 * what is free, or 4 GB). */
GByteArray *bw_gunzip(int fd, const char *path, GError **error);
