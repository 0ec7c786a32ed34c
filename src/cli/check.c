#include "cli/checked.h"
#include "cli/cli.h"

#include <math.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_check = {
    "check",
    "DATASET",
    "What is wrong with labelled data, before a model learns from it",
    "beadwork check ethanol.extxyz",
    run,
};

/* In the units of the file. */
typedef struct {
  double energy, force;
  const char *energy_unit;
  char *force_unit;
} Units;

static gboolean choose_units(const BwDatasetSummary *summary, Units *units, GError **error)
{
  const BwUnitSystem *file = &summary->units;
  units->energy_unit = file->energy ? file->energy : "eV";
  units->force_unit = file->force
                          ? g_strdup(file->force)
                          : g_strconcat(units->energy_unit, "/", file->length ? file->length : "Å", NULL);
  return bw_unit_system_factors(file, NULL, &units->energy, &units->force, NULL, error);
}

static void print_summary(const char *path, const BwDatasetSummary *s, const Units *units)
{
  g_print("%s: %" G_GINT64_FORMAT " frames, %s%s\n", path, s->n_frames, s->formula,
          s->periodic ? ", periodic" : "");
  if (s->n_formulas > 1)
    bw_cli_row("systems", "%d; the numbers below are of the %" G_GINT64_FORMAT " frames of %s", s->n_formulas,
               s->n_main, s->formula);
  if (s->energy.n > 0)
    bw_cli_row("energies", "%.8g to %.8g, mean %.8g %s, deviation %.4g %s",
               s->energy.min * s->n_atoms / units->energy, s->energy.max * s->n_atoms / units->energy,
               s->energy.mean * s->n_atoms / units->energy, units->energy_unit,
               s->energy.deviation * s->n_atoms / units->energy, units->energy_unit);
  if (s->force.n > 0)
    bw_cli_row("forces", "up to %.4g, median %.4g %s on an atom", s->force.max / units->force,
               s->force.median / units->force, units->force_unit);
  if (s->units_note)
    bw_cli_row("note", "%s", s->units_note);
}

static void print_text(const char *path, const BwCheck *check, const Units *units)
{
  print_summary(path, check->summary, units);
  for (guint i = 0; i < check->flaws->len; i++) {
    const BwFlaw *flaw = check->flaws->pdata[i];
    g_print("%-8s %s\n", bw_severity_name(flaw->severity), flaw->message);
    if (flaw->remedy)
      g_print("         %s\n", flaw->remedy);
  }
  g_print("%d errors, %d warnings; %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " frames can be used\n",
          check->n_errors, check->n_warnings, check->n_usable, check->n_frames);
}

static void add_spread(JsonBuilder *builder, const char *name, const BwSpread *s, double factor)
{
  if (s->n == 0)
    return;
  json_builder_set_member_name(builder, name);
  json_builder_begin_object(builder);
  bw_json_add_double(builder, "min", s->min * factor);
  bw_json_add_double(builder, "max", s->max * factor);
  bw_json_add_double(builder, "mean", s->mean * factor);
  bw_json_add_double(builder, "deviation", s->deviation * factor);
  bw_json_add_double(builder, "median", s->median * factor);
  json_builder_end_object(builder);
}

static void add_flaw(JsonBuilder *builder, const BwFlaw *flaw)
{
  json_builder_begin_object(builder);
  bw_json_add_string(builder, "kind", bw_flaw_kind_name(flaw->kind));
  bw_json_add_string(builder, "severity", bw_severity_name(flaw->severity));
  json_builder_set_member_name(builder, "frames");
  json_builder_begin_array(builder);
  for (int i = 0; i < flaw->n_frames; i++)
    json_builder_add_int_value(builder, flaw->frames[i]);
  json_builder_end_array(builder);
  if (flaw->other >= 0)
    bw_json_add_int(builder, "other", flaw->other);
  if (flaw->atom >= 0)
    bw_json_add_int(builder, "atom", flaw->atom);
  bw_json_add_string(builder, "message", flaw->message);
  if (flaw->remedy)
    bw_json_add_string(builder, "remedy", flaw->remedy);
  json_builder_end_object(builder);
}

static void print_json(const char *path, const BwCheck *check, const Units *units)
{
  const BwDatasetSummary *s = check->summary;
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  bw_json_add_string(builder, "file", path);
  bw_json_add_string(builder, "formula", s->formula);
  bw_json_add_int(builder, "n_atoms", s->n_atoms);
  bw_json_add_int(builder, "n_frames", check->n_frames);
  bw_json_add_int(builder, "n_usable", check->n_usable);
  bw_json_add_int(builder, "n_errors", check->n_errors);
  bw_json_add_int(builder, "n_warnings", check->n_warnings);
  bw_json_add_string(builder, "energy_unit", units->energy_unit);
  bw_json_add_string(builder, "force_unit", units->force_unit);
  add_spread(builder, "energy", &s->energy, s->n_atoms / units->energy);
  add_spread(builder, "force", &s->force, 1 / units->force);
  json_builder_set_member_name(builder, "flaws");
  json_builder_begin_array(builder);
  for (guint i = 0; i < check->flaws->len; i++)
    add_flaw(builder, check->flaws->pdata[i]);
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  bw_json_print(builder);
}

static int run(int argc, char **argv)
{
  g_auto(BwCommon) common = {0};
  g_autofree char *energy_key = NULL, *forces_key = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
      {"energy-key", 0, 0, G_OPTION_ARG_STRING, &energy_key, "Name of the energies in the file", "KEY"},
      {"forces-key", 0, 0, G_OPTION_ARG_STRING, &forces_key, "Name of the forces in the file", "KEY"},
      {NULL}};
  if (!bw_cli_parse(&bw_verb_check, entries, BW_TAKES_JSON | BW_TAKES_UNITS, &common, 1, 1, &argc, &argv,
                    &error))
    return bw_cli_fail(&bw_verb_check, error);
  if (argc == 0)
    return 0;
  const BwCheckSettings settings = {energy_key, forces_key, &common.unit_system};
  Units units = {0};
  g_autoptr(BwCheck) check = bw_cli_check(argv[1], &settings, NULL, &error);
  if (!check || !choose_units(check->summary, &units, &error)) {
    g_free(units.force_unit);
    return bw_cli_fail(&bw_verb_check, error);
  }
  (common.json ? print_json : print_text)(argv[1], check, &units);
  g_free(units.force_unit);
  return check->n_errors > 0 ? 1 : 0;
}
