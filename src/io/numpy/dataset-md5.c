#include "io/numpy/dataset-md5.h"

#include <string.h>

/* As in memory on the machines that NumPy runs on: little-endian, unless the file says otherwise. */
static gboolean element_bytes(const BwNpy *array, gint64 i, int size, guint8 *bytes)
{
  guint64 bits = 0;
  if (array->type == BW_NPY_INT)
    bits = (guint64)array->ints[i];
  else if (size == 8)
    memcpy(&bits, &array->doubles[i], 8);
  else if (size == 4) {
    float narrow = (float)array->doubles[i];
    guint32 bits32;
    memcpy(&bits32, &narrow, 4);
    bits = bits32;
  } else
    return FALSE;
  for (int k = 0; k < size; k++)
    bytes[array->descr[0] == '>' ? size - 1 - k : k] = bits >> 8 * k;
  return TRUE;
}

static gboolean array_digest(const BwNpy *array, guint8 digest[16])
{
  enum { BLOCK = 4096 };
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_MD5);
  int size = array->descr[2] - '0';
  guint8 bytes[BLOCK * 8];
  gsize n_digest = 16;
  for (gint64 first = 0; first < array->n; first += BLOCK) {
    gint64 n = MIN(BLOCK, array->n - first);
    for (gint64 i = 0; i < n; i++)
      if (!element_bytes(array, first + i, size, bytes + i * size))
        return FALSE;
    g_checksum_update(checksum, bytes, n * size);
  }
  g_checksum_get_digest(checksum, digest, &n_digest);
  return TRUE;
}

void bw_dataset_md5(const BwNpy *const *arrays, int n, char md5[33])
{
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_MD5);
  md5[0] = 0;
  for (int i = 0; i < n; i++) {
    guint8 digest[16];
    if (!arrays[i])
      continue;
    if (!array_digest(arrays[i], digest))
      return;
    g_checksum_update(checksum, digest, sizeof digest);
  }
  g_strlcpy(md5, g_checksum_get_string(checksum), 33);
}
