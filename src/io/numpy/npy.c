#include "io/numpy/npy.h"
#include "base/array.h"
#include "base/error.h"
#include "io/numpy/npy-header.h"
#include "io/numpy/pickle.h"

#include <math.h>
#include <string.h>

void bw_npy_clear(BwNpy *array)
{
  g_clear_pointer(&array->name, g_free);
  g_clear_pointer(&array->doubles, bw_free);
  g_clear_pointer(&array->ints, bw_free);
  g_clear_pointer(&array->strings, g_strfreev);
  g_clear_pointer(&array->pickle, g_variant_unref);
}

char *bw_npy_shape_text(int n_dims, const gint64 *shape)
{
  GString *text = g_string_new("(");
  for (int i = 0; i < n_dims; i++) {
    if (i > 0)
      g_string_append(text, ", ");
    if (shape[i] < 0)
      g_string_append(text, "any");
    else
      g_string_append_printf(text, "%" G_GINT64_FORMAT, shape[i]);
  }
  g_string_append(text, n_dims == 1 ? ",)" : ")");
  return g_string_free(text, FALSE);
}

void bw_npy_strides(int n_dims, const gint64 *shape, gboolean fortran_order, gint64 *strides)
{
  gint64 stride = 1;
  for (int i = 0; i < n_dims; i++) {
    int dim = fortran_order ? i : n_dims - 1 - i;
    strides[dim] = stride;
    stride *= shape[dim];
  }
}

void bw_npy_next(int n_dims, const gint64 *shape, const gint64 *strides, gint64 *index, gint64 *offset)
{
  for (int dim = n_dims - 1; dim >= 0; dim--) {
    *offset += strides[dim];
    if (++index[dim] < shape[dim])
      return;
    *offset -= strides[dim] * shape[dim];
    index[dim] = 0;
  }
}

/* The bits of one element, in this machine's order. */
static guint64 load(const guint8 *bytes, const BwNpyLayout *layout)
{
  guint16 two;
  guint32 four;
  guint64 eight;
  switch (layout->size) {
  case 1:
    return bytes[0];
  case 2:
    memcpy(&two, bytes, 2);
    return layout->swap ? GUINT16_SWAP_LE_BE(two) : two;
  case 4:
    memcpy(&four, bytes, 4);
    return layout->swap ? GUINT32_SWAP_LE_BE(four) : four;
  default:
    memcpy(&eight, bytes, 8);
    return layout->swap ? GUINT64_SWAP_LE_BE(eight) : eight;
  }
}

/* IEEE 754 binary16. */
static double half_to_double(guint16 bits)
{
  int exponent = bits >> 10 & 31;
  double fraction = bits & 1023;
  double size = exponent == 0    ? ldexp(fraction, -24)
                : exponent == 31 ? (fraction > 0 ? NAN : INFINITY)
                                 : ldexp(fraction + 1024, exponent - 25);
  return bits >> 15 ? -size : size;
}

static double bits_to_double(guint64 bits, gsize size)
{
  if (size == 8) {
    double value;
    memcpy(&value, &bits, 8);
    return value;
  }
  if (size == 4) {
    guint32 four = bits;
    float value;
    memcpy(&value, &four, 4);
    return value;
  }
  return half_to_double(bits);
}

static gint64 bits_to_int(guint64 bits, const BwNpyLayout *layout)
{
  int unused = 64 - 8 * (int)layout->size;
  return layout->kind == 'i' ? (gint64)(bits << unused) >> unused : (gint64)bits;
}

static gboolean decode_numbers(BwNpy *array, const BwNpyLayout *layout, const guint8 *bytes, GError **error)
{
  gint64 strides[8], index[8] = {0}, offset = 0;
  gboolean is_float = layout->kind == 'f';
  array->type = is_float ? BW_NPY_FLOAT : BW_NPY_INT;
  if (!bw_memory_check((is_float ? 8 : 16) * (guint64)array->n, "the array", "use a machine with more memory",
                       error))
    return FALSE;
  array->doubles = bw_new(double, array->n);
  if (is_float && layout->size == 8 && !layout->swap && (!array->fortran_order || array->n_dims < 2)) {
    memcpy(array->doubles, bytes, 8 * array->n);
    return TRUE;
  }
  if (!is_float)
    array->ints = bw_new(gint64, array->n);
  bw_npy_strides(array->n_dims, array->shape, array->fortran_order, strides);
  for (gint64 i = 0; i < array->n; i++) {
    guint64 bits = load(bytes + (gsize)offset * layout->size, layout);
    if (is_float)
      array->doubles[i] = bits_to_double(bits, layout->size);
    else
      array->doubles[i] = array->ints[i] = bits_to_int(bits, layout);
    if (layout->kind == 'u' && bits > G_MAXINT64)
      return bw_fail(error, BW_ERROR_FORMAT, "element %" G_GINT64_FORMAT " is too large for a 64-bit integer",
                     i);
    bw_npy_next(array->n_dims, array->shape, strides, index, &offset);
  }
  return TRUE;
}

/* U: 4 bytes a character, padded with NUL; what Unicode does not allow becomes U+FFFD. */
static char *decode_unicode(const guint8 *bytes, const BwNpyLayout *layout)
{
  GString *text = g_string_new(NULL);
  BwNpyLayout character = {.size = 4, .swap = layout->swap};
  gsize n = layout->size / 4;
  while (n > 0 && load(bytes + 4 * (n - 1), &character) == 0)
    n--;
  for (gsize i = 0; i < n; i++) {
    guint64 code = load(bytes + 4 * i, &character);
    g_string_append_unichar(text, code > 0 && code < 0x110000 && g_unichar_validate(code) ? code : 0xFFFD);
  }
  return g_string_free(text, FALSE);
}

static void decode_strings(BwNpy *array, const BwNpyLayout *layout, const guint8 *bytes)
{
  gint64 strides[8], index[8] = {0}, offset = 0;
  array->type = BW_NPY_STRING;
  array->strings = g_new0(char *, array->n + 1);
  bw_npy_strides(array->n_dims, array->shape, array->fortran_order, strides);
  for (gint64 i = 0; i < array->n; i++) {
    const char *at = (const char *)bytes + (gsize)offset * layout->size;
    array->strings[i] = layout->kind == 'U' ? decode_unicode((const guint8 *)at, layout)
                                            : g_utf8_make_valid(at, strnlen(at, layout->size));
    bw_npy_next(array->n_dims, array->shape, strides, index, &offset);
  }
}

gboolean bw_npy_decode(BwNpy *array, const guint8 *bytes, gsize n_bytes, GError **error)
{
  BwNpyLayout layout;
  if (!bw_npy_parse_header(bytes, n_bytes, array, &layout, error))
    return FALSE;
  const guint8 *elements = bytes + layout.n_header;
  if (layout.kind == 'O') {
    array->type = BW_NPY_OBJECT;
    array->pickle = bw_pickle_read(elements, n_bytes - layout.n_header);
    return TRUE;
  }
  if (layout.kind == 'U' || layout.kind == 'S') {
    decode_strings(array, &layout, elements);
    return TRUE;
  }
  return decode_numbers(array, &layout, elements, error);
}

GByteArray *bw_npy_encode_header(const char *descr, gboolean fortran_order, int n_dims, const gint64 *shape)
{
  g_autofree char *shape_text = bw_npy_shape_text(n_dims, shape);
  g_autofree char *literal = g_strdup_printf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }", descr,
                                             fortran_order ? "True" : "False", shape_text);
  GByteArray *bytes = g_byte_array_new();
  gsize length = (10 + strlen(literal) + 1 + 63) / 64 * 64 - 10;
  const guint8 prefix[10] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, length & 255, length >> 8};
  g_autofree char *padded = g_strdup_printf("%-*s\n", (int)length - 1, literal);
  g_byte_array_append(bytes, prefix, sizeof prefix);
  g_byte_array_append(bytes, (const guint8 *)padded, length);
  return bytes;
}
