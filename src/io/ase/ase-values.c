#include "io/ase/ase-values.h"

#include "base/error.h"

#include <string.h>

enum { MOST_DEEP = 4 };
static const gsize MOST_VALUES = 1 << 27;

void bw_ase_values_clear(BwAseValues *self)
{
  g_clear_pointer(&self->values, g_free);
}

/* Numbers in a row of bytes, little-endian as ASE writes them */

typedef enum { REAL, SIGNED, UNSIGNED, BOOLEAN } Kind;

static gboolean find_type(const char *name, Kind *kind, gsize *size)
{
  static const struct {
    const char *names;
    Kind kind;
    gsize size;
  } types[] = {
      {"float64 <f8", REAL, 8},    {"float32 <f4", REAL, 4},    {"int64 <i8", SIGNED, 8},
      {"int32 <i4", SIGNED, 4},    {"int16 <i2", SIGNED, 2},    {"int8 |i1", SIGNED, 1},
      {"uint64 <u8", UNSIGNED, 8}, {"uint32 <u4", UNSIGNED, 4}, {"uint16 <u2", UNSIGNED, 2},
      {"uint8 |u1", UNSIGNED, 1},  {"bool |b1", BOOLEAN, 1},
  };
  for (gsize t = 0; t < G_N_ELEMENTS(types); t++) {
    g_auto(GStrv) names = g_strsplit(types[t].names, " ", -1);
    if (g_strv_contains((const char *const *)names, name)) {
      *kind = types[t].kind;
      *size = types[t].size;
      return TRUE;
    }
  }
  return FALSE;
}

static double get_number(const guint8 *at, Kind kind, gsize size)
{
  guint64 word = 0;
  for (gsize b = size; b > 0; b--)
    word = word << 8 | at[b - 1];
  guint32 half = (guint32)word;
  double real;
  float single;
  memcpy(&real, &word, sizeof real);
  memcpy(&single, &half, sizeof single);
  int unused = 64 - 8 * (int)size;
  switch (kind) {
  case REAL:
    return size == 8 ? real : (double)single;
  case SIGNED:
    return (double)((gint64)(word << unused) >> unused);
  default:
    return (double)word;
  }
}

gboolean bw_ase_values_decode(BwAseValues *self, const char *type, const guint8 *bytes, gsize n_bytes,
                              GError **error)
{
  Kind kind;
  gsize size;
  if (!find_type(type, &kind, &size))
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "numbers of type %s are not read", type);
  if (n_bytes / size < self->n)
    return bw_fail(error, BW_ERROR_FORMAT,
                   "%" G_GSIZE_FORMAT " bytes are there for %" G_GSIZE_FORMAT " numbers of type %s", n_bytes,
                   self->n, type);
  self->values = g_new(double, self->n + 1);
  for (gsize k = 0; k < self->n; k++)
    self->values[k] = get_number(bytes + k * size, kind, size);
  return TRUE;
}

/* Shapes */

static gboolean is_number(JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) != G_TYPE_STRING;
}

static gboolean read_shape(BwAseValues *self, JsonNode *node, GError **error)
{
  if (!node || !JSON_NODE_HOLDS_ARRAY(node))
    return bw_fail(error, BW_ERROR_FORMAT, "an array has no shape");
  JsonArray *array = json_node_get_array(node);
  guint rank = json_array_get_length(array);
  if (rank > MOST_DEEP)
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "arrays of %u dimensions are not read", rank);
  self->rank = (int)rank;
  self->n = 1;
  for (guint d = 0; d < rank; d++) {
    gint64 length = is_number(json_array_get_element(array, d)) ? json_array_get_int_element(array, d) : -1;
    if (length < 0 || (length > 0 && self->n > MOST_VALUES / (gsize)length))
      return bw_fail(error, BW_ERROR_FORMAT, "an array has a shape that makes no sense");
    self->shape[d] = (int)length;
    self->n *= (gsize)length;
  }
  return TRUE;
}

/* Lists of lists of numbers: all of one length at each depth. */
static gboolean flatten(JsonNode *node, int depth, BwAseValues *self, GArray *values)
{
  if (is_number(node)) {
    double number = json_node_get_value_type(node) == G_TYPE_BOOLEAN ? json_node_get_boolean(node)
                                                                     : json_node_get_double(node);
    self->rank = MAX(self->rank, depth);
    g_array_append_val(values, number);
    return depth == self->rank;
  }
  if (!JSON_NODE_HOLDS_ARRAY(node) || depth == MOST_DEEP)
    return FALSE;
  JsonArray *array = json_node_get_array(node);
  int length = (int)json_array_get_length(array);
  if (self->shape[depth] >= 0 && self->shape[depth] != length)
    return FALSE;
  self->shape[depth] = length;
  for (int k = 0; k < length; k++)
    if (!flatten(json_array_get_element(array, (guint)k), depth + 1, self, values))
      return FALSE;
  return TRUE;
}

static gboolean read_list(BwAseValues *self, JsonNode *node, GError **error)
{
  g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
  self->rank = 0;
  for (int d = 0; d < MOST_DEEP; d++)
    self->shape[d] = -1;
  gboolean regular = flatten(node, 0, self, values);
  self->n = 1;
  for (int d = 0; regular && d < self->rank; d++)
    self->n *= (gsize)self->shape[d];
  if (!regular || self->n != values->len)
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "is neither a number nor an array of numbers");
  self->values = g_memdup2(values->data, sizeof(double) * MAX(values->len, 1));
  return TRUE;
}

/* The ways of writing an array */

/* [shape, type, offset or numbers] */
static gboolean read_ndarray(BwAseValues *self, JsonNode *node, const guint8 *bytes, gsize n_bytes,
                             GError **error)
{
  JsonArray *parts = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  if (!parts || json_array_get_length(parts) != 3)
    return bw_fail(error, BW_ERROR_FORMAT, "is no array as ASE writes them");
  if (!read_shape(self, json_array_get_element(parts, 0), error))
    return FALSE;
  JsonNode *third = json_array_get_element(parts, 2);
  if (!is_number(third)) {
    BwAseValues list = {0};
    gboolean fits = read_list(&list, third, error);
    if (fits && list.n != self->n)
      fits =
          bw_fail(error, BW_ERROR_FORMAT,
                  "has %" G_GSIZE_FORMAT " numbers where its shape says %" G_GSIZE_FORMAT, list.n, self->n);
    if (fits)
      self->values = g_steal_pointer(&list.values);
    bw_ase_values_clear(&list);
    return fits;
  }
  const char *type = json_array_get_string_element(parts, 1);
  gint64 offset = json_node_get_int(third);
  if (!type || offset < 0 || (guint64)offset > n_bytes)
    return bw_fail(error, BW_ERROR_FORMAT, "points beyond the bytes that are there");
  return bw_ase_values_decode(self, type, bytes + offset, n_bytes - (gsize)offset, error);
}

static gboolean read_base64(BwAseValues *self, JsonObject *object, const char *name, GError **error)
{
  g_autofree char *shape = g_strconcat("_shape_", name, NULL), *type = g_strconcat("_dtype_", name, NULL);
  const char *type_name = json_object_get_string_member_with_default(object, type, NULL);
  if (!type_name || !json_object_has_member(object, shape))
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "is a text");
  if (!read_shape(self, json_object_get_member(object, shape), error))
    return FALSE;
  gsize n_bytes;
  g_autofree guchar *bytes = g_base64_decode(json_object_get_string_member(object, name), &n_bytes);
  return bw_ase_values_decode(self, type_name, bytes, n_bytes, error);
}

gboolean bw_ase_values_read(BwAseValues *self, JsonObject *object, const char *name, const guint8 *bytes,
                            gsize n_bytes, GError **error)
{
  JsonNode *node = json_object_get_member(object, name);
  *self = (BwAseValues){0};
  if (JSON_NODE_HOLDS_OBJECT(node) && json_object_has_member(json_node_get_object(node), "__ndarray__"))
    return read_ndarray(self, json_object_get_member(json_node_get_object(node), "__ndarray__"), bytes,
                        n_bytes, error);
  if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING)
    return read_base64(self, object, name, error);
  return read_list(self, node, error);
}
