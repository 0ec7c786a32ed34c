#include "io/numpy/npy-header.h"
#include "base/error.h"

#include <string.h>

/* The literal is a dict of three entries: a string, a boolean and a tuple of integers. */
typedef struct {
  const char *at, *end;
} Scanner;

static void skip_blanks(Scanner *scanner)
{
  while (scanner->at < scanner->end && g_ascii_isspace(*scanner->at))
    scanner->at++;
}

static gboolean take(Scanner *scanner, char c)
{
  skip_blanks(scanner);
  if (scanner->at == scanner->end || *scanner->at != c)
    return FALSE;
  scanner->at++;
  return TRUE;
}

static gboolean take_word(Scanner *scanner, const char *word)
{
  gsize n = strlen(word);
  skip_blanks(scanner);
  if ((gsize)(scanner->end - scanner->at) < n || memcmp(scanner->at, word, n) != 0)
    return FALSE;
  scanner->at += n;
  return TRUE;
}

/* A quoted string without escapes that fits into text[size]. */
static gboolean take_string(Scanner *scanner, char *text, gsize size)
{
  char quote = take(scanner, '\'') ? '\'' : take(scanner, '"') ? '"' : 0;
  if (!quote)
    return FALSE;
  const char *close = memchr(scanner->at, quote, scanner->end - scanner->at);
  if (!close || (gsize)(close - scanner->at) >= size)
    return FALSE;
  gsize n = close - scanner->at;
  memcpy(text, scanner->at, n);
  text[n] = 0;
  scanner->at = close + 1;
  return strlen(text) == n;
}

static gboolean take_integer(Scanner *scanner, gint64 *value)
{
  skip_blanks(scanner);
  const char *start = scanner->at;
  *value = 0;
  for (; scanner->at < scanner->end && g_ascii_isdigit(*scanner->at); scanner->at++)
    if (__builtin_mul_overflow(*value, 10, value) ||
        __builtin_add_overflow(*value, *scanner->at - '0', value))
      return FALSE;
  gboolean digits = scanner->at > start;
  if (digits && scanner->at < scanner->end && *scanner->at == 'L') /* Python 2's long */
    scanner->at++;
  return digits;
}

static gboolean take_shape(Scanner *scanner, BwNpy *array, GError **error)
{
  array->n_dims = 0;
  if (!take(scanner, '('))
    return bw_fail(error, BW_ERROR_FORMAT, "the header's shape is not a tuple");
  while (!take(scanner, ')')) {
    if (array->n_dims == (int)G_N_ELEMENTS(array->shape))
      return bw_fail(error, BW_ERROR_UNSUPPORTED, "it has more than %d dimensions",
                     (int)G_N_ELEMENTS(array->shape));
    if (!take_integer(scanner, &array->shape[array->n_dims++]))
      return bw_fail(error, BW_ERROR_FORMAT, "the header's shape holds something that is not a size");
    if (!take(scanner, ',') && !(scanner->at < scanner->end && *scanner->at == ')'))
      return bw_fail(error, BW_ERROR_FORMAT, "the header's shape is not closed");
  }
  return TRUE;
}

static gboolean take_entry(Scanner *scanner, BwNpy *array, int *seen, GError **error)
{
  char key[32];
  if (!take_string(scanner, key, sizeof key) || !take(scanner, ':'))
    return bw_fail(error, BW_ERROR_FORMAT, "the header is not a NumPy dictionary");
  if (g_str_equal(key, "descr")) {
    *seen |= 1;
    if (take(scanner, '['))
      return bw_fail(error, BW_ERROR_UNSUPPORTED, "it is a structured array; save its fields one by one");
    return take_string(scanner, array->descr, sizeof array->descr) ||
           bw_fail(error, BW_ERROR_FORMAT, "the header's element type cannot be read");
  }
  if (g_str_equal(key, "fortran_order")) {
    *seen |= 2;
    array->fortran_order = take_word(scanner, "True");
    return array->fortran_order || take_word(scanner, "False") ||
           bw_fail(error, BW_ERROR_FORMAT, "the header's fortran_order is neither True nor False");
  }
  if (g_str_equal(key, "shape")) {
    *seen |= 4;
    return take_shape(scanner, array, error);
  }
  return bw_fail(error, BW_ERROR_FORMAT, "the header has an unknown entry '%s'", key);
}

static gboolean parse_literal(Scanner scanner, BwNpy *array, GError **error)
{
  int seen = 0;
  if (!take(&scanner, '{'))
    return bw_fail(error, BW_ERROR_FORMAT, "the header is not a NumPy dictionary");
  while (!take(&scanner, '}')) {
    if (!take_entry(&scanner, array, &seen, error))
      return FALSE;
    if (!take(&scanner, ',') && !(scanner.at < scanner.end && *scanner.at == '}'))
      return bw_fail(error, BW_ERROR_FORMAT, "the header ends too early");
  }
  return seen == 7 || bw_fail(error, BW_ERROR_FORMAT, "the header lacks descr, fortran_order or shape");
}

/* descr: byte order, kind, size in bytes (characters for U). */
static gboolean parse_descr(const BwNpy *array, BwNpyLayout *layout, GError **error)
{
  static const struct {
    char kind;
    const char *sizes;
  } numbers[] = {{'b', "1"}, {'i', "1248"}, {'u', "1248"}, {'f', "248"}};
  const char *descr = array->descr;
  gboolean has_order = strchr("<>|=", descr[0]) && descr[0];
  char order = has_order ? *descr++ : '=';
  layout->kind = *descr;
  layout->swap = order == (G_BYTE_ORDER == G_LITTLE_ENDIAN ? '>' : '<');
  layout->size = 0;
  if (layout->kind == 'O' && (descr[1] == 0 || g_str_equal(descr + 1, "8") || g_str_equal(descr + 1, "4")))
    return TRUE;
  guint64 size;
  gboolean sized = layout->kind && g_ascii_string_to_unsigned(descr + 1, 10, 0, G_MAXINT32, &size, NULL);
  if (sized && (layout->kind == 'U' || layout->kind == 'S')) {
    layout->size = layout->kind == 'U' ? 4 * size : size;
    return TRUE;
  }
  for (gsize i = 0; sized && i < G_N_ELEMENTS(numbers); i++)
    if (numbers[i].kind == layout->kind && size < 10 && strchr(numbers[i].sizes, '0' + (int)size)) {
      layout->size = size;
      return TRUE;
    }
  return bw_fail(error, BW_ERROR_UNSUPPORTED,
                 "elements of type '%s' cannot be read; save it as float64 or int64", array->descr);
}

/* An element takes at least a byte of the file; those that take none (strings of length 0, which NumPy can
 * write) are kept few. */
static gboolean count_elements(BwNpy *array, const BwNpyLayout *layout, gsize n_bytes, GError **error)
{
  array->n = 1;
  for (int i = 0; i < array->n_dims; i++)
    if (__builtin_mul_overflow(array->n, array->shape[i], &array->n))
      return bw_fail(error, BW_ERROR_FORMAT, "its shape is larger than any file");
  gint64 needed;
  if (__builtin_mul_overflow(array->n, (gint64)layout->size, &needed) ||
      (guint64)needed > n_bytes - layout->n_header)
    return bw_fail(error, BW_ERROR_FORMAT,
                   "it is cut off: %" G_GINT64_FORMAT
                   " elements of type '%s' do not fit into the %" G_GSIZE_FORMAT " bytes that are there",
                   array->n, array->descr, n_bytes - layout->n_header);
  if (layout->size == 0 && layout->kind != 'O' && array->n > 1 << 20)
    return bw_fail(error, BW_ERROR_FORMAT, "it claims %" G_GINT64_FORMAT " empty strings", array->n);
  return TRUE;
}

gboolean bw_npy_parse_header(const guint8 *bytes, gsize n_bytes, BwNpy *array, BwNpyLayout *layout,
                             GError **error)
{
  if (n_bytes < 12 || memcmp(bytes, "\x93NUMPY", 6) != 0)
    return bw_fail(error, BW_ERROR_FORMAT, "it is not a NumPy array");
  int version = bytes[6];
  if (version < 1 || version > 3)
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "version %d of the NumPy format is not known", version);
  gsize start = version == 1 ? 10 : 12;
  gsize length = bytes[8] | bytes[9] << 8;
  if (version > 1)
    length |= (gsize)bytes[10] << 16 | (gsize)bytes[11] << 24;
  if (length > n_bytes - start)
    return bw_fail(error, BW_ERROR_FORMAT, "its header is cut off");
  layout->n_header = start + length;
  Scanner scanner = {(const char *)bytes + start, (const char *)bytes + start + length};
  return parse_literal(scanner, array, error) && parse_descr(array, layout, error) &&
         count_elements(array, layout, n_bytes, error);
}
