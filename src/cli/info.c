#include "cli/cli.h"
#include "cli/facts.h"
#include "cli/info-model.h"
#include "cli/info-run.h"
#include "learning/trained.h"

#include <math.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_info = {
    .name = "info",
    .arguments = "FILE",
    .summary = "Say what is in a file: format, frames, atoms, quantities and their units",
    .example = "beadwork info ethanol.xyz",
    .run = run,
};

static void print_cell(const BwCell *cell)
{
  double lengths[3], angles[3];
  g_autoptr(GString) directions = g_string_new(NULL);
  if (bw_cell_volume(cell) == 0)
    return;
  bw_cell_get_parameters(cell, lengths, angles);
  for (int k = 0; k < 3; k++)
    if (cell->periodic[k])
      g_string_append_c(directions, "abc"[k]);
  bw_cli_row("cell", "%.4f × %.4f × %.4f Å, %.2f° %.2f° %.2f°, %s%s", lengths[0], lengths[1], lengths[2],
             angles[0], angles[1], angles[2], directions->len > 0 ? "periodic along " : "not periodic",
             directions->str);
}

static void print_keys(const GArray *keys)
{
  for (guint i = 0; i < keys->len; i++) {
    const BwFactsKey *key = &g_array_index(keys, BwFactsKey, i);
    g_autofree char *shape = key->n_components == 0   ? g_strdup("text")
                             : key->n_components == 1 ? g_strdup("number")
                                                      : g_strdup_printf("%d numbers", key->n_components);
    g_print("  %-12s %s: %s per %s%s%s\n", i == 0 ? "quantities" : "", key->name, shape, key->of,
            key->unit ? ", " : "", key->unit ? key->unit : "");
  }
}

/* run NULL: it is none. */
static void print_text(const BwFacts *facts, const BwRunInfo *run)
{
  g_print("%s\n", facts->path);
  bw_cli_row("format", "%s", facts->format->description);
  bw_cli_row("kind", "%s", bw_kind_name(facts->kind));
  if (facts->name)
    bw_cli_row("name", "%s", facts->name);
  if (facts->theory)
    bw_cli_row("theory", "%s", facts->theory);
  bw_cli_row("frames", "%" G_GINT64_FORMAT, facts->n_frames);
  bw_cli_row("atoms", "%d%s%s%s", facts->n_atoms, facts->formula ? "  " : "",
             facts->formula ? facts->formula : "",
             facts->n_atoms_varies ? " (changes from frame to frame)" : "");
  if (facts->n_frames > 0 && facts->last_n_beads != facts->n_beads)
    bw_cli_row("beads", "%d in the first frame, %d in the last", facts->n_beads, facts->last_n_beads);
  else if (facts->n_beads > 1)
    bw_cli_row("beads", "%d", facts->n_beads);
  if (facts->last_step >= 0)
    bw_cli_row("steps", "%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, facts->first_step, facts->last_step);
  if (!isnan(facts->last_time))
    bw_cli_row("time", "%g to %g fs", facts->first_time, facts->last_time);
  if (run)
    bw_info_run_text(run);
  print_cell(&facts->cell);
  print_keys(facts->keys);
  if (facts->units_note)
    bw_cli_row("note", "%s", facts->units_note);
}

static void add_cell(JsonBuilder *json, const BwCell *cell)
{
  json_builder_set_member_name(json, "cell_Ang");
  if (bw_cell_volume(cell) == 0) {
    json_builder_add_null_value(json);
    return;
  }
  json_builder_begin_array(json);
  for (int k = 0; k < 9; k++)
    json_builder_add_double_value(json, cell->vectors[k / 3][k % 3]);
  json_builder_end_array(json);
  json_builder_set_member_name(json, "periodic");
  json_builder_begin_array(json);
  for (int k = 0; k < 3; k++)
    json_builder_add_boolean_value(json, cell->periodic[k]);
  json_builder_end_array(json);
}

static void add_keys(JsonBuilder *json, const GArray *keys)
{
  json_builder_set_member_name(json, "keys");
  json_builder_begin_array(json);
  for (guint i = 0; i < keys->len; i++) {
    const BwFactsKey *key = &g_array_index(keys, BwFactsKey, i);
    json_builder_begin_object(json);
    bw_json_add_string(json, "name", key->name);
    bw_json_add_string(json, "unit", key->unit);
    bw_json_add_string(json, "per", key->of);
    bw_json_add_int(json, "n_components", key->n_components);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
}

static void print_json(const BwFacts *facts, const BwRunInfo *run)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  bw_json_add_string(json, "file", facts->path);
  bw_json_add_string(json, "format", facts->format->name);
  bw_json_add_string(json, "kind", bw_kind_name(facts->kind));
  bw_json_add_int(json, "n_frames", facts->n_frames);
  bw_json_add_int(json, "n_atoms", facts->n_atoms);
  json_builder_set_member_name(json, "n_atoms_varies");
  json_builder_add_boolean_value(json, facts->n_atoms_varies);
  bw_json_add_int(json, "n_beads", facts->n_beads);
  bw_json_add_int(json, "last_n_beads", facts->n_frames > 0 ? facts->last_n_beads : facts->n_beads);
  bw_json_add_int(json, "step", facts->last_step);
  bw_json_add_double(json, "first_time_fs", facts->first_time);
  bw_json_add_double(json, "last_time_fs", facts->last_time);
  bw_json_add_string(json, "formula", facts->formula);
  bw_json_add_string(json, "name", facts->name);
  bw_json_add_string(json, "theory", facts->theory);
  add_cell(json, &facts->cell);
  add_keys(json, facts->keys);
  bw_json_add_string(json, "units_note", facts->units_note);
  if (run)
    bw_info_run_json(run, json);
  json_builder_end_object(json);
  bw_json_print(json);
}

static gboolean say_model(const char *path, const BwFormat *format, gboolean json, GError **error)
{
  g_autoptr(BwTrained) model = bw_trained_read(path, error);
  if (!model)
    return FALSE;
  if (model->network)
    (json ? bw_info_network_json : bw_info_network_text)(model->network,
                                                         json ? format->name : format->description);
  else
    (json ? bw_info_model_json : bw_info_model_text)(model->kernel,
                                                     json ? format->name : format->description);
  return TRUE;
}

static gboolean say_frames(const char *path, const BwUnitSystem *units, gboolean json, GError **error)
{
  g_auto(BwFacts) facts = {0};
  g_auto(BwRunInfo) run = {0};
  if (!bw_facts_gather(&facts, path, units, error))
    return FALSE;
  const gboolean is_run = facts.kind == BW_KIND_RUN;
  if (is_run && !bw_run_info_read(path, &run, error))
    return FALSE;
  (json ? print_json : print_text)(&facts, is_run ? &run : NULL);
  return TRUE;
}

static int run(int argc, char **argv)
{
  g_auto(BwCommon) common = {0};
  GError *error = NULL;
  if (!bw_cli_parse(&bw_verb_info, NULL, BW_TAKES_JSON | BW_TAKES_UNITS, &common, 1, 1, &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_info, error);
  if (argc == 0)
    return 0;
  bw_cli_catch_interrupts();
  const BwFormat *format;
  BwKind kind;
  gboolean ok = bw_file_kind(argv[1], &format, &kind, &error) &&
                (kind == BW_KIND_MODEL ? say_model(argv[1], format, common.json, &error)
                                       : say_frames(argv[1], &common.unit_system, common.json, &error));
  return ok ? 0 : bw_cli_fail(&bw_verb_info, error);
}
