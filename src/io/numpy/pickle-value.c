#include "io/numpy/pickle-value.h"

#include <string.h>

void bw_pickle_value_free(gpointer data)
{
  BwPickleValue *value = data;
  if (value->items)
    g_ptr_array_unref(value->items);
  g_free(value->owned);
  g_free(value);
}

/* The number of hexadecimal digits that follow a backslash and this letter; 0 for the plain escapes. */
static gsize escape_digits(gboolean text, char letter)
{
  if (text)
    return letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  return letter == 'x' ? 2 : 0;
}

gboolean bw_pickle_unescape(BwPickleValue *value, const char *text, gsize n)
{
  static const char letters[] = "ntr\\'\"", meanings[] = "\n\t\r\\'\"";
  gboolean is_text = value->kind == BW_PICKLE_TEXT;
  GString *result = g_string_new(NULL);
  gboolean ok = TRUE;
  for (gsize i = 0; i < n && ok; i++) {
    guint64 code = (guint8)text[i];
    gboolean escaped = code == '\\' && i + 1 < n;
    gsize digits = escaped ? escape_digits(is_text, text[i + 1]) : 0;
    const char *plain = escaped && !is_text ? strchr(letters, text[i + 1]) : NULL;
    if (digits > 0 && i + 1 + digits < n) {
      char hex[9] = "";
      memcpy(hex, text + i + 2, digits);
      ok = g_ascii_string_to_unsigned(hex, 16, 0, 0x10FFFF, &code, NULL);
      i += 1 + digits;
    } else if (plain && *plain) {
      code = (guint8)meanings[plain - letters];
      i++;
    }
    if (is_text)
      g_string_append_unichar(result, code);
    else
      g_string_append_c(result, (char)code);
  }
  value->n_bytes = result->len;
  value->bytes = value->owned = (guint8 *)g_string_free(result, FALSE);
  return ok;
}

static gboolean equal(const char *text, gsize n, const char *wanted)
{
  return n == strlen(wanted) && memcmp(text, wanted, n) == 0;
}

gboolean bw_pickle_find_function(BwPickleValue *value, const char *module, gsize n_module, const char *name,
                                 gsize n_name)
{
  static const struct {
    const char *module, *name;
    BwPickleFunction function;
  } known[] = {
      {"numpy.core.multiarray", "_reconstruct", BW_PICKLE_RECONSTRUCT},
      {"numpy._core.multiarray", "_reconstruct", BW_PICKLE_RECONSTRUCT},
      {"numpy.core.multiarray", "scalar", BW_PICKLE_SCALAR},
      {"numpy._core.multiarray", "scalar", BW_PICKLE_SCALAR},
      {"numpy", "ndarray", BW_PICKLE_NDARRAY},
      {"numpy", "dtype", BW_PICKLE_NEW_DTYPE},
      {"_codecs", "encode", BW_PICKLE_ENCODE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (equal(module, n_module, known[i].module) && equal(name, n_name, known[i].name)) {
      value->kind = BW_PICKLE_FUNCTION;
      value->function = known[i].function;
      return TRUE;
    }
  return FALSE;
}

static const BwPickleValue *item(const BwPickleValue *list, guint index, BwPickleKind kind)
{
  if (!list || list->kind != BW_PICKLE_LIST || index >= list->items->len)
    return NULL;
  const BwPickleValue *value = list->items->pdata[index];
  return value->kind == kind ? value : NULL;
}

/* Text or, from Python 2, bytes. */
static const BwPickleValue *item_string(const BwPickleValue *list, guint index)
{
  const BwPickleValue *text = item(list, index, BW_PICKLE_TEXT);
  return text ? text : item(list, index, BW_PICKLE_BYTES);
}

/* A number from its bytes in memory; names are NumPy's: "f8", "i4", "b1". */
static gboolean read_number(const BwPickleValue *dtype, const BwPickleValue *raw, BwPickleValue *result)
{
  guint64 bits = 0;
  gsize size = dtype->n_bytes == 2 ? dtype->bytes[1] - '0' : 0;
  if ((size != 1 && size != 2 && size != 4 && size != 8) || raw->n_bytes != size)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    bits = bits << 8 | raw->bytes[dtype->integer == '>' ? i : size - 1 - i];
  guint32 bits32 = bits;
  float number32;
  int unused = 64 - 8 * (int)size;
  switch (dtype->bytes[0]) {
  case 'f':
    result->kind = BW_PICKLE_FLOAT;
    memcpy(&result->number, &bits, 8);
    memcpy(&number32, &bits32, 4);
    if (size == 4)
      result->number = number32;
    return size >= 4;
  case 'i':
    result->kind = BW_PICKLE_INT;
    result->integer = (gint64)(bits << unused) >> unused;
    return TRUE;
  case 'u':
  case 'b':
    result->kind = BW_PICKLE_INT;
    result->integer = bits;
    return bits <= G_MAXINT64;
  default:
    return FALSE;
  }
}

/* encode(text, 'latin1'): each character below 256 becomes its byte. */
static gboolean encode_latin1(const BwPickleValue *text, const BwPickleValue *codec, BwPickleValue *result)
{
  if (!text || !codec || !equal((const char *)codec->bytes, codec->n_bytes, "latin1"))
    return FALSE;
  result->kind = BW_PICKLE_BYTES;
  result->bytes = result->owned = g_malloc(MAX(1, text->n_bytes));
  for (gsize i = 0; i < text->n_bytes; i++) {
    guint8 byte = text->bytes[i];
    gboolean two = byte == 0xC2 || byte == 0xC3;
    if (byte >= 0x80 && (!two || i + 1 == text->n_bytes))
      return FALSE;
    result->owned[result->n_bytes++] = two ? (byte & 3) << 6 | (text->bytes[++i] & 0x3F) : byte;
  }
  return TRUE;
}

gboolean bw_pickle_call(const BwPickleValue *function, const BwPickleValue *arguments, BwPickleValue *result)
{
  const BwPickleValue *first, *second;
  if (function->kind != BW_PICKLE_FUNCTION || arguments->kind != BW_PICKLE_LIST)
    return FALSE;
  switch (function->function) {
  case BW_PICKLE_RECONSTRUCT:
    first = item(arguments, 0, BW_PICKLE_FUNCTION);
    result->kind = BW_PICKLE_ARRAY;
    return first && first->function == BW_PICKLE_NDARRAY;
  case BW_PICKLE_SCALAR:
    first = item(arguments, 0, BW_PICKLE_DTYPE);
    second = item(arguments, 1, BW_PICKLE_BYTES);
    return first && second && read_number(first, second, result);
  case BW_PICKLE_NEW_DTYPE:
    first = item_string(arguments, 0);
    result->kind = BW_PICKLE_DTYPE;
    result->bytes = first ? first->bytes : NULL;
    result->n_bytes = first ? first->n_bytes : 0;
    result->integer = '<';
    return first != NULL;
  case BW_PICKLE_ENCODE:
    return encode_latin1(item(arguments, 0, BW_PICKLE_TEXT), item_string(arguments, 1), result);
  case BW_PICKLE_NDARRAY:
    break;
  }
  return FALSE;
}

/* (version, shape, dtype, is_fortran, list of objects or bytes); only arrays of one element. */
static gboolean set_array_state(BwPickleValue *array, const BwPickleValue *state)
{
  const BwPickleValue *shape = item(state, 1, BW_PICKLE_LIST), *dtype = item(state, 2, BW_PICKLE_DTYPE);
  const BwPickleValue *objects = item(state, 4, BW_PICKLE_LIST), *raw = item(state, 4, BW_PICKLE_BYTES);
  if (!shape || !dtype)
    return FALSE;
  for (guint i = 0; i < shape->items->len; i++) {
    const BwPickleValue *size = item(shape, i, BW_PICKLE_INT);
    if (!size || size->integer != 1)
      return FALSE;
  }
  if (raw)
    return read_number(dtype, raw, array);
  if (!objects || objects->items->len != 1 || array->items)
    return FALSE;
  array->items = g_ptr_array_new();
  g_ptr_array_add(array->items, objects->items->pdata[0]);
  return TRUE;
}

gboolean bw_pickle_set_state(BwPickleValue *value, const BwPickleValue *state)
{
  if (value->kind == BW_PICKLE_ARRAY)
    return set_array_state(value, state);
  const BwPickleValue *order = item_string(state, 1);
  if (value->kind != BW_PICKLE_DTYPE || !order || order->n_bytes != 1)
    return FALSE;
  value->integer = order->bytes[0];
  return TRUE;
}

/* What is inside an array of one element; a pickle can nest it in itself, so only so deep. */
static const BwPickleValue *unwrap(const BwPickleValue *value)
{
  for (int depth = 0; depth < 4 && value->kind == BW_PICKLE_ARRAY && value->items; depth++)
    value = value->items->pdata[0];
  return value;
}

static GVariant *dict_to_variant(const BwPickleValue *dict)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a{sd}"));
  for (guint i = 0; i + 1 < dict->items->len; i += 2) {
    const BwPickleValue *key = dict->items->pdata[i], *value = unwrap(dict->items->pdata[i + 1]);
    gboolean number = value->kind == BW_PICKLE_INT || value->kind == BW_PICKLE_FLOAT;
    gboolean named = key->kind == BW_PICKLE_TEXT || key->kind == BW_PICKLE_BYTES;
    if (!number || !named || !g_utf8_validate_len((const char *)key->bytes, key->n_bytes, NULL))
      return NULL;
    g_autofree char *name = g_strndup((const char *)key->bytes, key->n_bytes);
    g_variant_builder_add(&builder, "{sd}", name,
                          value->kind == BW_PICKLE_INT ? (double)value->integer : value->number);
  }
  return g_variant_ref_sink(g_variant_builder_end(&builder));
}

GVariant *bw_pickle_to_variant(const BwPickleValue *value)
{
  value = unwrap(value);
  switch (value->kind) {
  case BW_PICKLE_NONE:
    return g_variant_ref_sink(g_variant_new_tuple(NULL, 0));
  case BW_PICKLE_INT:
    return g_variant_ref_sink(g_variant_new_int64(value->integer));
  case BW_PICKLE_FLOAT:
    return g_variant_ref_sink(g_variant_new_double(value->number));
  case BW_PICKLE_TEXT:
  case BW_PICKLE_BYTES:
    if (!g_utf8_validate_len((const char *)value->bytes, value->n_bytes, NULL))
      return NULL;
    return g_variant_ref_sink(
        g_variant_new_take_string(g_strndup((const char *)value->bytes, value->n_bytes)));
  case BW_PICKLE_DICT:
    return dict_to_variant(value);
  default:
    return NULL;
  }
}
