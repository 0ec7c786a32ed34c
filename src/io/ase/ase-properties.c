#include "io/ase/ase-properties.h"

#include "base/error.h"

#include <string.h>

/* Parts of names that tell what belongs to atoms from what belongs to the frame, where the shape does not. */
static gboolean has_part(const char *name, const char *const *parts)
{
  g_autofree char *lower = g_ascii_strdown(name, -1);
  for (; *parts; parts++)
    if (strstr(lower, *parts))
      return TRUE;
  return FALSE;
}

static gboolean is_per_atom(const char *name, const BwAseValues *values, int n_atoms)
{
  static const char *const of_atoms[] = {"force", "charges", "magmoms", "momenta", "velocit", "atomic", NULL};
  static const char *const of_frames[] = {"stress",     "virial", "polariz", "dipole",
                                          "quadrupole", "cell",   NULL};
  if (values->rank == 0 || values->shape[0] != n_atoms)
    return FALSE;
  if (has_part(name, of_atoms))
    return TRUE;
  if (values->n == 1 || has_part(name, of_frames))
    return FALSE;
  gboolean square = values->rank == 2 && values->shape[1] == 3;
  return n_atoms != 3 || (values->rank > 1 && !square);
}

void bw_ase_add_values(BwFrame *frame, const char *name, const char *unit, const BwAseValues *values)
{
  int n_atoms = frame->atoms->n_atoms;
  if (values->n == 0 || values->n > G_MAXINT)
    return;
  gboolean per_atom = is_per_atom(name, values, n_atoms);
  int n_components = (int)(values->n / (per_atom ? (gsize)n_atoms : 1));
  BwProperty *property = per_atom ? bw_frame_add_atom_values(frame, name, unit, n_components)
                                  : bw_frame_add_frame_values(frame, name, unit, n_components);
  memcpy(property->values, values->values, sizeof(double) * values->n);
}

static gboolean add_member(BwFrame *frame, const BwAseUnits *units, JsonObject *object, const char *name,
                           const guint8 *bytes, gsize n_bytes, GError **error)
{
  g_auto(BwAseValues) values = {0};
  g_autoptr(GError) reason = NULL;
  JsonNode *node = json_object_get_member(object, name);
  if (g_str_has_prefix(name, "_shape_") || g_str_has_prefix(name, "_dtype_") || JSON_NODE_HOLDS_NULL(node))
    return TRUE;
  if (bw_ase_values_read(&values, object, name, bytes, n_bytes, &reason)) {
    bw_ase_add_values(frame, name, bw_ase_units_of_data(units, name), &values);
    return TRUE;
  }
  if (!g_error_matches(reason, BW_ERROR, BW_ERROR_UNSUPPORTED)) {
    g_propagate_prefixed_error(error, g_steal_pointer(&reason), "'%s' ", name);
    return FALSE;
  }
  if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_string(node))
    bw_frame_add_text(frame, name, json_node_get_string(node));
  return TRUE;
}

/* `json` is n_json bytes; what it points to are bytes[n_bytes]. */
static gboolean add_object(BwFrame *frame, const BwAseUnits *units, const char *json, gsize n_json,
                           const guint8 *bytes, gsize n_bytes, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) reason = NULL;
  if (!json_parser_load_from_data(parser, json, (gssize)n_json, &reason))
    return bw_fail(error, BW_ERROR_FORMAT, "is no JSON: %s", reason->message);
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root))
    return TRUE; /* "null" */
  JsonObject *object = json_node_get_object(root);
  g_autoptr(GList) names = json_object_get_members(object);
  for (GList *name = names; name; name = name->next)
    if (!add_member(frame, units, object, name->data, bytes, n_bytes, error))
      return FALSE;
  return TRUE;
}

gboolean bw_ase_add_data(BwFrame *frame, const BwAseUnits *units, const guint8 *data, gsize n,
                         gboolean is_text, GError **error)
{
  guint64 begin = 0;
  if (is_text)
    return n == 0 || add_object(frame, units, (const char *)data, n, NULL, 0, error);
  for (gsize b = MIN(n, 8); b > 0; b--)
    begin = begin << 8 | data[b - 1];
  if (n == 0)
    return TRUE;
  if (n < 8 || begin < 8 || begin >= n)
    return bw_fail(error, BW_ERROR_FORMAT, "is cut off, or no data as ASE writes them");
  return add_object(frame, units, (const char *)data + begin, n - (gsize)begin, data, (gsize)begin, error);
}

gboolean bw_ase_add_pairs(BwFrame *frame, const BwAseUnits *units, const char *text, GError **error)
{
  return add_object(frame, units, text, strlen(text), NULL, 0, error);
}
