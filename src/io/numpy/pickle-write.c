#include "io/numpy/pickle.h"

#include <string.h>

/* numpy.ndarray of dtype object and shape (), protocol 3, up to the list that holds its one element. The
 * module is named as NumPy 1 does, which NumPy 2 still reads. */
static const char array_start[] = "\x80\x03"
                                  "cnumpy.core.multiarray\n_reconstruct\n"
                                  "cnumpy\nndarray\n"
                                  "K\0\x85"
                                  "C\1b\x87R"
                                  "(K\1)"
                                  "cnumpy\ndtype\n"
                                  "X\2\0\0\0O8\x89\x88\x87R"
                                  "(K\3X\1\0\0\0|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb"
                                  "\x89]";
static const char array_end[] = "atb.";

static void append(GByteArray *bytes, const char *text, gsize n)
{
  g_byte_array_append(bytes, (const guint8 *)text, n);
}

GByteArray *bw_pickle_write_none(void)
{
  GByteArray *bytes = g_byte_array_new();
  append(bytes, array_start, sizeof array_start - 1);
  append(bytes, "N", 1);
  append(bytes, array_end, sizeof array_end - 1);
  return bytes;
}

GByteArray *bw_pickle_write_dict(const char *const *keys, const double *values, int n)
{
  GByteArray *bytes = g_byte_array_new();
  append(bytes, array_start, sizeof array_start - 1);
  append(bytes, "}(", 2);
  for (int i = 0; i < n; i++) {
    guint32 length = GUINT32_TO_LE(strlen(keys[i]));
    guint64 bits;
    memcpy(&bits, &values[i], 8);
    bits = GUINT64_TO_BE(bits);
    append(bytes, "X", 1);
    append(bytes, (const char *)&length, 4);
    append(bytes, keys[i], strlen(keys[i]));
    append(bytes, "G", 1);
    append(bytes, (const char *)&bits, 8);
  }
  append(bytes, "u", 1);
  append(bytes, array_end, sizeof array_end - 1);
  return bytes;
}
