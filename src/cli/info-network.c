/* What `info` says of a trained network. */
#include "base/elements.h"
#include "cli/cli.h"
#include "cli/network-facts.h"
#include "cli/info-model.h"

#include <math.h>
#include <string.h>

static GKeyFile *parse(const char *text)
{
  GKeyFile *keys = g_key_file_new();
  g_key_file_load_from_data(keys, text, (gsize)-1, G_KEY_FILE_NONE, NULL);
  return keys;
}

/* "features 64, interactions 3, …": all keys of a group but `left_out`. */
static char *list_keys(const char *text, const char *group, const char *left_out)
{
  g_autoptr(GKeyFile) keys = parse(text);
  g_auto(GStrv) names = g_key_file_get_keys(keys, group, NULL, NULL);
  g_autoptr(GString) list = g_string_new(NULL);
  for (int i = 0; names && names[i]; i++) {
    g_autofree char *value = g_key_file_get_string(keys, group, names[i], NULL);
    if (g_strcmp0(names[i], left_out) != 0)
      g_string_append_printf(list, "%s%s %s", list->len > 0 ? ", " : "", names[i], value);
  }
  return g_strdup(list->str);
}

/* A list may be long: a line each five keys. */
static void print_keys(const char *name, const char *text, const char *group, const char *left_out)
{
  g_autofree char *list = list_keys(text, group, left_out);
  g_auto(GStrv) parts = g_strsplit(list, ", ", -1);
  g_autoptr(GString) line = g_string_new(NULL);
  for (int i = 0; parts[i]; i++) {
    g_string_append_printf(line, "%s%s", line->len > 0 ? ", " : "", parts[i]);
    if (i % 5 < 4 && parts[i + 1])
      continue;
    bw_cli_row(i < 5 ? name : "", "%s", line->str);
    g_string_truncate(line, 0);
  }
}

static void print_training(const BwNetworkFile *model)
{
  if (model->n_train >= 0)
    bw_cli_row("trained on", "%" G_GINT64_FORMAT " structures%s%s", model->n_train,
               *model->md5_train ? " of data with md5 " : "", model->md5_train);
  if (model->n_valid > 0)
    bw_cli_row("validated on", "%" G_GINT64_FORMAT " structures", model->n_valid);
  if (model->n_epochs >= 0)
    bw_cli_row("epochs", "%" G_GINT64_FORMAT, model->n_epochs);
  if (model->training)
    print_keys("settings", model->training, "training", NULL);
}

static void print_errors(const BwNetworkFile *model)
{
  for (guint i = 0; i < model->errors->len; i++) {
    const BwNetworkError *measured = &g_array_index(model->errors, BwNetworkError, i);
    const char *unit;
    double factor = bw_network_file_told_in(model, measured->unit, &unit);
    g_autofree char *rmse =
        isnan(measured->rmse) ? g_strdup("") : g_strdup_printf(" (RMSE %.4g)", factor * measured->rmse);
    bw_cli_row(i == 0 ? "mean error" : "", "%s %.4g%s %s", measured->name, factor * measured->mae, rmse,
               unit ? unit : "");
  }
  if (model->errors->len == 0)
    bw_cli_row("mean error", "not tested");
  else if (model->n_test > 0)
    bw_cli_row("", "on %" G_GINT64_FORMAT " structures of a test set", model->n_test);
  else
    bw_cli_row("", "on the structures it was validated on");
}

void bw_info_network_text(const BwNetworkFile *model, const char *format)
{
  g_autofree char *elements = bw_elements_describe(model->elements, model->n_elements),
                  *outputs = list_keys(model->description, "outputs", NULL);
  g_print("%s\n", model->path);
  bw_cli_row("format", "%s", format);
  bw_cli_row("kind", "model, %s", model->method);
  bw_cli_row("name", "%s", model->dataset_name);
  if (model->dataset_theory)
    bw_cli_row("theory", "%s", model->dataset_theory);
  bw_cli_row("elements", "%s, in any number and order", elements);
  print_keys("network", model->description, "network", "model");
  bw_cli_row("predicts", "%s", *outputs ? outputs : "energy");
  bw_cli_row("parameters", "%" G_GINT64_FORMAT, bw_network_facts_count_parameters(model));
  if (model->members->len > 1)
    bw_cli_row("ensemble", "of %u networks", model->members->len);
  if (!isnan(model->spread_limit)) {
    const char *unit;
    double factor = bw_network_file_told_in(model, "eV/Å", &unit);
    bw_cli_row("domain", "where its forces differ by up to %.3g %s", factor * model->spread_limit, unit);
  }
  print_training(model);
  print_errors(model);
  if (model->code_version)
    bw_cli_row("made by", "%s", model->code_version);
}

/* For machines */

static void add_keys(JsonBuilder *json, const char *name, const char *text, const char *group)
{
  g_autoptr(GKeyFile) keys = parse(text ? text : "");
  g_auto(GStrv) names = g_key_file_get_keys(keys, group, NULL, NULL);
  json_builder_set_member_name(json, name);
  json_builder_begin_object(json);
  for (int i = 0; names && names[i]; i++) {
    g_autofree char *value = g_key_file_get_string(keys, group, names[i], NULL);
    bw_json_add_string(json, names[i], value);
  }
  json_builder_end_object(json);
}

static void add_elements(JsonBuilder *json, const BwNetworkFile *model)
{
  json_builder_set_member_name(json, "elements");
  json_builder_begin_array(json);
  for (int e = 0; e < model->n_elements; e++)
    json_builder_add_string_value(json, bw_element(model->elements[e])->symbol);
  json_builder_end_array(json);
}

/* "energy_mae", "force_mae" and so on, as kernel models have them, and all with their units. */
static void add_errors(JsonBuilder *json, const BwNetworkFile *model)
{
  for (guint i = 0; i < model->errors->len; i++) {
    const BwNetworkError *measured = &g_array_index(model->errors, BwNetworkError, i);
    const char *unit, *stem = g_str_equal(measured->name, "forces") ? "force" : measured->name;
    double factor = bw_network_file_told_in(model, measured->unit, &unit);
    g_autofree char *mae = g_strdup_printf("%s_mae", stem), *rmse = g_strdup_printf("%s_rmse", stem),
                    *unit_name = g_strdup_printf("%s_unit", stem);
    bw_json_add_double(json, mae, factor * measured->mae);
    bw_json_add_double(json, rmse, factor * measured->rmse);
    if (!g_str_equal(stem, "energy"))
      bw_json_add_string(json, unit_name, unit);
  }
  bw_json_add_string(json, "length_unit", model->units.length ? model->units.length : "Å");
  bw_json_add_string(json, "energy_unit", model->units.energy ? model->units.energy : "eV");
}

void bw_info_network_json(const BwNetworkFile *model, const char *format)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  bw_json_add_string(json, "file", model->path);
  bw_json_add_string(json, "format", format);
  bw_json_add_string(json, "kind", "model");
  bw_json_add_string(json, "method", model->method);
  bw_json_add_int(json, "n_frames", 0);
  bw_json_add_int(json, "n_beads", 0);
  bw_json_add_int(json, "step", -1);
  bw_json_add_string(json, "name", model->dataset_name);
  bw_json_add_string(json, "theory", model->dataset_theory);
  add_elements(json, model);
  add_keys(json, "network", model->description, "network");
  add_keys(json, "outputs", model->description, "outputs");
  add_keys(json, "training", model->training, "training");
  bw_json_add_int(json, "n_parameters", bw_network_facts_count_parameters(model));
  bw_json_add_int(json, "n_members", model->members->len);
  bw_json_add_double(json, "spread_limit_eV_per_Ang", model->spread_limit);
  bw_json_add_int(json, "n_train", model->n_train);
  bw_json_add_int(json, "n_valid", model->n_valid);
  bw_json_add_int(json, "n_epochs", model->n_epochs);
  bw_json_add_string(json, "md5_train", *model->md5_train ? model->md5_train : NULL);
  bw_json_add_int(json, "n_test", model->n_test);
  add_errors(json, model);
  json_builder_end_object(json);
  bw_json_print(json);
}
