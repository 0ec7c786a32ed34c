#include "cli/compare-table.h"

#include "base/format.h"
#include "cli/cli.h"
#include "learning/kept-table.h"
#include "plot/plot.h"

#include <math.h>

void bw_compare_table_clear(BwCompareTable *table)
{
  g_free(table->path);
  g_free(table->identity);
  g_free(table->title);
}

/* Keeping */

/* Values of a row before those of the outputs. */
enum { COMMON_VALUES = 9 };

G_STATIC_ASSERT(COMMON_VALUES + 2 * BW_MAX_OUTPUTS <= BW_KEPT_COLUMNS);

/* To be cleared. */
static BwKeptTable describe(const BwCompareTable *table)
{
  const char *unit = table->energy_unit;
  g_autoptr(GString) header = g_string_new(NULL);
  g_string_printf(header,
                  "model,parameters,epochs,seconds,energy MAE (%s),energy RMSE (%s),force MAE (%s/Å),"
                  "force RMSE (%s/Å),%s structures,prediction (µs)",
                  unit, unit, unit, unit, table->measured_on);
  for (int o = 0; o < table->n_outputs; o++) {
    const BwComparedOutput *output = &table->outputs[o];
    g_autofree char *in = output->unit ? g_strdup_printf(" (%s)", output->unit) : g_strdup("");
    g_string_append_printf(header, ",%s MAE%s,%s RMSE%s", output->name, in, output->name, in);
  }
  return (BwKeptTable){.kind = "comparison",
                       .path = table->path,
                       .title = table->title,
                       .identity = table->identity,
                       .header = g_string_free(g_steal_pointer(&header), FALSE),
                       .named = TRUE,
                       .n_values = COMMON_VALUES + 2 * table->n_outputs};
}

static BwKeptRow make_row(const BwCompareTable *table, const BwComparedModel *m)
{
  const BwErrors *e = &m->errors;
  BwKeptRow row = {.values = {(double)m->n_parameters, (double)m->n_epochs, m->seconds,
                              e->energy_mae / table->energy, e->energy_rmse / table->energy,
                              e->force_mae / table->energy, e->force_rmse / table->energy, e->n,
                              m->microseconds}};
  for (int o = 0; o < table->n_outputs; o++) {
    row.values[COMMON_VALUES + 2 * o] = m->mae[o];
    row.values[COMMON_VALUES + 2 * o + 1] = m->rmse[o];
  }
  g_strlcpy(row.name, bw_model_kind_name(m->kind), sizeof row.name);
  return row;
}

gboolean bw_compare_table_write(const BwCompareTable *table, const GArray *models, GError **error)
{
  g_auto(BwKeptTable) kept = describe(table);
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BwKeptRow));
  for (guint i = 0; i < models->len; i++) {
    const BwKeptRow row = make_row(table, &g_array_index(models, BwComparedModel, i));
    g_array_append_val(rows, row);
  }
  return bw_kept_table_write(&kept, rows, error);
}

static BwComparedModel read_row(const BwCompareTable *table, const BwKeptRow *row)
{
  const double *v = row->values;
  BwComparedModel model = {.n_parameters = (gint64)v[0],
                           .n_epochs = (gint64)v[1],
                           .seconds = v[2],
                           .errors = {.energy_mae = v[3] * table->energy,
                                      .energy_rmse = v[4] * table->energy,
                                      .force_mae = v[5] * table->energy,
                                      .force_rmse = v[6] * table->energy,
                                      .n = (int)v[7]},
                           .microseconds = v[8]};
  for (int o = 0; o < table->n_outputs; o++) {
    model.mae[o] = v[COMMON_VALUES + 2 * o];
    model.rmse[o] = v[COMMON_VALUES + 2 * o + 1];
  }
  return model;
}

gboolean bw_compare_table_read(const BwCompareTable *table, GArray *models, GError **error)
{
  g_auto(BwKeptTable) kept = describe(table);
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BwKeptRow));
  if (!bw_kept_table_read(&kept, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const BwKeptRow *row = &g_array_index(rows, BwKeptRow, i);
    BwComparedModel model = read_row(table, row);
    if (!bw_model_kind_parse(row->name, &model.kind, NULL))
      return bw_fail_file(error, BW_ERROR_FORMAT, table->path, "row %u is of no model that we know", i + 1);
    g_array_append_val(models, model);
  }
  return TRUE;
}

/* Saying */

static void print_error(double value, double energy)
{
  if (isnan(value))
    g_print(" %12s", "–");
  else
    g_print(" %12.4g", value / energy);
}

static void print_head(const BwCompareTable *table)
{
  g_print("%s\n%-10s %10s %7s %9s", table->title, "model", "parameters", "epochs", "time");
  if (table->has_energy)
    g_print(" %12s %12s", "energy MAE", "force MAE");
  for (int o = 0; o < table->n_outputs; o++) {
    g_autofree char *name = g_strdup_printf("%s MAE", table->outputs[o].name);
    g_print(" %12s", name);
  }
  g_print(" %12s\n", "prediction");
}

static void print_foot(const BwCompareTable *table, int n)
{
  const char *between = "in";
  if (table->has_energy) {
    g_print("in %s and %s/Å", table->energy_unit, table->energy_unit);
    between = ",";
  }
  for (int o = 0; o < table->n_outputs; o++)
    if (table->outputs[o].unit) {
      g_print("%s %s (%s)", between, table->outputs[o].unit, table->outputs[o].name);
      between = ",";
    }
  g_print("%son %d %s structures; a prediction is %s of one structure on one thread\n",
          *between == ',' ? " " : "", n, table->measured_on,
          table->has_energy ? "energy and forces" : "all outputs");
}

void bw_compare_table_print(const BwCompareTable *table, const GArray *models)
{
  int n = 0;
  print_head(table);
  for (guint i = 0; i < models->len; i++) {
    const BwComparedModel *m = &g_array_index(models, BwComparedModel, i);
    g_autofree char *time = bw_format_duration(m->seconds);
    g_autofree char *epochs =
        m->n_epochs > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, m->n_epochs) : g_strdup("");
    g_print("%-10s %10" G_GINT64_FORMAT " %7s %9s", bw_model_kind_name(m->kind), m->n_parameters, epochs,
            time);
    if (table->has_energy) {
      print_error(m->errors.energy_mae, table->energy);
      print_error(m->errors.force_mae, table->energy);
    }
    for (int o = 0; o < table->n_outputs; o++)
      print_error(m->mae[o], 1);
    g_print(" %9.0f µs\n", m->microseconds);
    n = m->errors.n;
  }
  print_foot(table, n);
}

static void add_outputs(JsonBuilder *json, const BwCompareTable *table, const BwComparedModel *m)
{
  if (table->n_outputs == 0)
    return;
  json_builder_set_member_name(json, "outputs");
  json_builder_begin_array(json);
  for (int o = 0; o < table->n_outputs; o++) {
    json_builder_begin_object(json);
    bw_json_add_string(json, "name", table->outputs[o].name);
    bw_json_add_string(json, "unit", table->outputs[o].unit);
    bw_json_add_double(json, "mae", m->mae[o]);
    bw_json_add_double(json, "rmse", m->rmse[o]);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
}

void bw_compare_table_print_json(const BwCompareTable *table, const GArray *models)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  bw_json_add_string(json, "title", table->title);
  bw_json_add_string(json, "energy_unit", table->energy_unit);
  bw_json_add_string(json, "measured_on", table->measured_on);
  json_builder_set_member_name(json, "models");
  json_builder_begin_array(json);
  for (guint i = 0; i < models->len; i++) {
    const BwComparedModel *m = &g_array_index(models, BwComparedModel, i);
    json_builder_begin_object(json);
    bw_json_add_string(json, "model", bw_model_kind_name(m->kind));
    bw_json_add_int(json, "n_parameters", m->n_parameters);
    bw_json_add_int(json, "n_epochs", m->n_epochs);
    bw_json_add_double(json, "seconds", m->seconds);
    bw_json_add_double(json, "energy_mae", m->errors.energy_mae / table->energy);
    bw_json_add_double(json, "energy_rmse", m->errors.energy_rmse / table->energy);
    bw_json_add_double(json, "force_mae", m->errors.force_mae / table->energy);
    bw_json_add_double(json, "force_rmse", m->errors.force_rmse / table->energy);
    bw_json_add_int(json, "n", m->errors.n);
    bw_json_add_double(json, "prediction_us", m->microseconds);
    add_outputs(json, table, m);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
  json_builder_end_object(json);
  bw_json_print(json);
}

/* Drawing */

/* Every kind keeps its colour. */
static BwAccent find_accent(BwModelKind kind)
{
  switch (kind) {
  case BW_MODEL_SCHNET:
    return BW_ACCENT_QUANTUM;
  case BW_MODEL_GCN:
    return BW_ACCENT_CLASSICAL;
  case BW_MODEL_DEEPSETS:
    return BW_ACCENT_ENERGY;
  case BW_MODEL_GAT:
    return BW_ACCENT_TEMPERATURE;
  case BW_MODEL_GGNN:
    return BW_ACCENT_CONSERVED;
  case BW_MODEL_SGDML:
    return BW_ACCENT_CENTROID;
  case BW_MODEL_BIGDML:
    return BW_ACCENT_REFERENCE;
  default:
    return BW_ACCENT_NEUTRAL;
  }
}

/* What is drawn of each model: the first of these that any has. */
typedef enum { FORCES, ENERGIES, FIRST_OUTPUT } Drawn;

static double get_error(const BwCompareTable *table, const BwComparedModel *m, Drawn drawn)
{
  return drawn == FORCES     ? m->errors.force_mae / table->energy
         : drawn == ENERGIES ? m->errors.energy_mae / table->energy
                             : m->mae[drawn - FIRST_OUTPUT];
}

static Drawn choose_drawn(const BwCompareTable *table, const GArray *models)
{
  Drawn all = FIRST_OUTPUT + table->n_outputs;
  for (Drawn drawn = FORCES; drawn < all; drawn++)
    for (guint i = 0; i < models->len; i++)
      if (!isnan(get_error(table, &g_array_index(models, BwComparedModel, i), drawn)))
        return drawn;
  return ENERGIES;
}

static char *name_error(const BwCompareTable *table, Drawn drawn)
{
  if (drawn < FIRST_OUTPUT)
    return g_strdup_printf("%s MAE (%s%s)", drawn == FORCES ? "force" : "energy", table->energy_unit,
                           drawn == FORCES ? "/Å" : "");
  const BwComparedOutput *output = &table->outputs[drawn - FIRST_OUTPUT];
  return output->unit ? g_strdup_printf("%s MAE (%s)", output->name, output->unit)
                      : g_strdup_printf("%s MAE", output->name);
}

gboolean bw_compare_table_draw(const BwCompareTable *table, const GArray *models, const char *path,
                               GError **error)
{
  gboolean pixels = g_str_has_suffix(path, ".png");
  Drawn drawn = choose_drawn(table, models);
  g_autofree char *y_title = name_error(table, drawn);
  g_autoptr(BwPlot) plot = bw_plot_new(table->title, "time of a prediction (µs)", y_title);
  bw_plot_set_log(plot, TRUE);
  bw_plot_set_log_x(plot, TRUE);
  for (guint i = 0; i < models->len; i++) {
    const BwComparedModel *m = &g_array_index(models, BwComparedModel, i);
    double y = get_error(table, m, drawn), x = m->microseconds;
    g_autofree char *legend = g_strdup_printf("%s %.3g", bw_model_kind_name(m->kind), y);
    int layer = bw_plot_add_layer(plot, BW_LAYER_SCATTER, find_accent(m->kind), legend);
    bw_plot_layer_set(plot, layer, &x, &y, NULL, 1);
  }
  return bw_plot_export(plot, path, pixels ? 640 : 340, pixels ? 400 : 225, pixels ? 2 : 1,
                        pixels ? &bw_plot_theme_light : &bw_plot_theme_print, error);
}
