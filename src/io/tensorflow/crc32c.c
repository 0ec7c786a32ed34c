#include "io/tensorflow/crc32c.h"

#define POLYNOMIAL 0x82f63b78u /* 0x1edc6f41 with its bits the other way round */

static const guint32 *get_table(void)
{
  static guint32 table[256];
  static gsize ready;
  if (g_once_init_enter(&ready)) {
    for (guint32 byte = 0; byte < 256; byte++) {
      guint32 remainder = byte;
      for (int bit = 0; bit < 8; bit++)
        remainder = remainder & 1 ? remainder >> 1 ^ POLYNOMIAL : remainder >> 1;
      table[byte] = remainder;
    }
    g_once_init_leave(&ready, 1);
  }
  return table;
}

guint32 bw_crc32c_masked(const guint8 *bytes, gsize n)
{
  const guint32 *table = get_table();
  guint32 crc = ~0u;
  for (gsize i = 0; i < n; i++)
    crc = table[(crc ^ bytes[i]) & 0xff] ^ crc >> 8;
  crc = ~crc;
  return (crc >> 15 | crc << 17) + 0xa282ead8u;
}
