/* What `explain` found, for people and for machines. */
#include "cli/explain-private.h"

#include "base/elements.h"
#include "base/format.h"
#include "system/atoms.h"

#include <math.h>

enum { SHOWN_ATOMS = 40 };

typedef struct {
  const BwExplained *explained;
  const BwEnergyUnit *unit;
} Told;

static double tell(const Told *told, int block, int atom)
{
  return bw_explained_get_energy(told->explained, block, atom) / told->unit->to_internal;
}

static void print_atoms(const Told *told)
{
  const BwAtoms *atoms = told->explained->atoms;
  g_print("\nEnergy per atom (%s): by the elements alone, and what each interaction changes\n",
          told->unit->name);
  g_print("  %-6s %14s %14s", "", "energy", "elements");
  for (int t = 1; t < told->explained->n_blocks; t++) {
    g_autofree char *name = g_strdup_printf("block %d", t);
    g_print(" %12s", name);
  }
  g_print("\n");
  for (int i = -1; i < MIN(atoms->n_atoms, SHOWN_ATOMS); i++) {
    g_autofree char *name = i < 0 ? g_strdup("all") : bw_atoms_name(atoms, i);
    g_print("  %-6s %14.5f %14.5f", name, tell(told, -1, i), tell(told, 0, i));
    for (int t = 1; t < told->explained->n_blocks; t++)
      g_print(" %+12.5f", tell(told, t, i));
    g_print("\n");
  }
  if (atoms->n_atoms > SHOWN_ATOMS)
    g_print("  and %d more: --json lists all\n", atoms->n_atoms - SHOWN_ATOMS);
}

static void print_pairs(const Told *told, int most)
{
  const GArray *pairs = told->explained->pairs;
  if (!pairs || pairs->len == 0 || most == 0)
    return;
  g_print("\nStrongest pairs: what the energy loses without the messages between two atoms (%s)\n",
          told->unit->name);
  for (guint p = 0; p < MIN(pairs->len, (guint)most); p++) {
    const BwPairShare *pair = &g_array_index(pairs, BwPairShare, p);
    g_autofree char *name = bw_atoms_pair_name(told->explained->atoms, pair->atoms[0], pair->atoms[1]);
    g_print("  %-10s %8.3f Å %+14.5f\n", name, pair->distance, pair->energy / told->unit->to_internal);
  }
  if (pairs->len > (guint)most)
    g_print("  and %u more: --pairs %u lists all\n", pairs->len - (guint)most, pairs->len);
}

static void print_probe(const BwExplainOptions *o, const BwEnergyUnit *unit, const BwProbeResult *result)
{
  g_print("\n%s: a probe of %s at %" G_GSIZE_FORMAT " points, relative to one far away: %.4f to %.4f %s\n",
          o->common.output, bw_element(o->element)->symbol, result->n_points, result->low / unit->to_internal,
          result->high / unit->to_internal, unit->name);
  g_print("  lowest at %.3f, %.3f, %.3f Å\n", result->lowest[0], result->lowest[1], result->lowest[2]);
}

static void add_atoms(JsonBuilder *json, const Told *told)
{
  json_builder_set_member_name(json, "atoms");
  json_builder_begin_array(json);
  for (int i = 0; i < told->explained->atoms->n_atoms; i++) {
    json_builder_begin_object(json);
    bw_json_add_string(json, "element", bw_element(told->explained->atoms->numbers[i])->symbol);
    bw_json_add_double(json, "energy", tell(told, -1, i));
    json_builder_set_member_name(json, "blocks");
    json_builder_begin_array(json);
    for (int t = 0; t < told->explained->n_blocks; t++)
      json_builder_add_double_value(json, tell(told, t, i));
    json_builder_end_array(json);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
  json_builder_set_member_name(json, "blocks");
  json_builder_begin_array(json);
  for (int t = 0; t < told->explained->n_blocks; t++)
    json_builder_add_double_value(json, tell(told, t, -1));
  json_builder_end_array(json);
}

static void add_pairs(JsonBuilder *json, const Told *told)
{
  const GArray *pairs = told->explained->pairs;
  json_builder_set_member_name(json, "pairs");
  json_builder_begin_array(json);
  for (guint p = 0; pairs && p < pairs->len; p++) {
    const BwPairShare *pair = &g_array_index(pairs, BwPairShare, p);
    json_builder_begin_object(json);
    json_builder_set_member_name(json, "atoms");
    json_builder_begin_array(json);
    json_builder_add_int_value(json, pair->atoms[0]);
    json_builder_add_int_value(json, pair->atoms[1]);
    json_builder_end_array(json);
    bw_json_add_double(json, "distance", pair->distance);
    bw_json_add_double(json, "energy", pair->energy / told->unit->to_internal);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
}

static void add_probe(JsonBuilder *json, const BwExplainOptions *o, const BwEnergyUnit *unit,
                      const BwProbeResult *result)
{
  json_builder_set_member_name(json, "probe");
  json_builder_begin_object(json);
  bw_json_add_string(json, "element", bw_element(o->element)->symbol);
  bw_json_add_string(json, "file", o->common.output);
  bw_json_add_int(json, "n_points", (gint64)result->n_points);
  bw_json_add_double(json, "alone", result->alone / unit->to_internal);
  bw_json_add_double(json, "low", result->low / unit->to_internal);
  bw_json_add_double(json, "high", result->high / unit->to_internal);
  json_builder_end_object(json);
}

void bw_explain_report(const BwExplained *explained, const BwExplainOptions *o, const BwEnergyUnit *unit,
                       gint64 frame, const BwProbeResult *result)
{
  const Told told = {explained, unit};
  if (!o->common.json) {
    print_atoms(&told);
    print_pairs(&told, o->n_pairs);
    if (result)
      print_probe(o, unit, result);
    return;
  }
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  bw_json_add_int(json, "frame", frame);
  bw_json_add_string(json, "unit", unit->name);
  bw_json_add_double(json, "energy", tell(&told, -1, -1));
  add_atoms(json, &told);
  add_pairs(json, &told);
  if (result)
    add_probe(json, o, unit, result);
  json_builder_end_object(json);
  bw_json_print(json);
}
