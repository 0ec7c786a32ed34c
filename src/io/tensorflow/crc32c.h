/* crc32c.h - Castagnoli's checksum, by which LevelDB and TensorFlow know damage. */
#pragma once

#include <glib.h>

/* As they store it: turned and moved, so that data with checksums in them have other ones. */
guint32 bw_crc32c_masked(const guint8 *bytes, gsize n);
