#include "io/ase/ase-units.h"

#include "base/error.h"

#include <json-glib/json-glib.h>

/* Of the columns that ASE itself fills. */
static const struct {
  const char *name, *unit;
} columns[] = {
    {"energy", "eV"},     {"free_energy", "eV"}, {"forces", "eV/Å"},
    {"stress", "eV/Å^3"}, {"dipole", "e·Å"},     {"charges", "e"},
};

static void read_properties(BwAseUnits *self, JsonObject *units)
{
  g_autoptr(GList) names = json_object_get_members(units);
  for (GList *name = names; name; name = name->next) {
    JsonNode *unit = json_object_get_member(units, name->data);
    if (JSON_NODE_HOLDS_VALUE(unit) && json_node_get_value_type(unit) == G_TYPE_STRING)
      g_hash_table_insert(self->said, g_strdup(name->data),
                          (gpointer)g_intern_string(json_node_get_string(unit)));
  }
}

static gboolean read_metadata(BwAseUnits *self, const char *text, const char **length, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) reason = NULL;
  if (!json_parser_load_from_data(parser, text, -1, &reason))
    return bw_fail(error, BW_ERROR_FORMAT, "its metadata are no JSON: %s", reason->message);
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root))
    return TRUE;
  JsonObject *object = json_node_get_object(root);
  JsonNode *properties = json_object_get_member(object, "_property_unit_dict");
  JsonNode *distance = json_object_get_member(object, "_distance_unit");
  if (properties && JSON_NODE_HOLDS_OBJECT(properties))
    read_properties(self, json_node_get_object(properties));
  if (distance && JSON_NODE_HOLDS_VALUE(distance) && json_node_get_string(distance))
    *length = g_intern_string(json_node_get_string(distance));
  return TRUE;
}

gboolean bw_ase_units_init(BwAseUnits *self, const char *metadata, const BwUnitSystem *told, GError **error)
{
  const char *length = "Å";
  *self = (BwAseUnits){.energy_told = told->energy || told->force};
  self->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (metadata && !read_metadata(self, metadata, &length, error))
    return FALSE;
  return bw_unit_parse_as(told->length ? told->length : length, BW_DIMENSION_LENGTH, "length", &self->length,
                          error);
}

void bw_ase_units_clear(BwAseUnits *self)
{
  g_clear_pointer(&self->said, g_hash_table_unref);
}

static gboolean measures_energy(const char *unit)
{
  BwUnit parsed;
  return bw_unit_parse(unit, &parsed, NULL) && (bw_dimension_equal(parsed.dimension, BW_DIMENSION_ENERGY) ||
                                                bw_dimension_equal(parsed.dimension, BW_DIMENSION_FORCE));
}

static const char *unless_told(const BwAseUnits *self, const char *unit)
{
  return unit && self->energy_told && measures_energy(unit) ? NULL : unit;
}

const char *bw_ase_units_of_column(const BwAseUnits *self, const char *name)
{
  for (gsize c = 0; c < G_N_ELEMENTS(columns); c++)
    if (g_str_equal(columns[c].name, name))
      return unless_told(self, g_intern_string(columns[c].unit));
  return NULL;
}

const char *bw_ase_units_of_data(const BwAseUnits *self, const char *name)
{
  return unless_told(self, g_hash_table_lookup(self->said, name));
}
