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

/* Free the header. */
static BwKeptTable describe(const BwCompareTable *table)
{
  const char *unit = table->energy_unit;
  return (BwKeptTable){.kind = "comparison",
                       .path = table->path,
                       .title = table->title,
                       .identity = table->identity,
                       .header =
                           g_strdup_printf("model,parameters,epochs,seconds,energy MAE (%s),energy RMSE (%s),"
                                           "force MAE (%s/Å),force RMSE (%s/Å),%s structures,prediction (µs)",
                                           unit, unit, unit, unit, table->measured_on),
                       .named = TRUE,
                       .n_values = 9};
}

gboolean bw_compare_table_write(const BwCompareTable *table, const GArray *models, GError **error)
{
  const BwKeptTable kept = describe(table);
  g_autofree char *header = (char *)kept.header;
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BwKeptRow));
  for (guint i = 0; i < models->len; i++) {
    const BwComparedModel *m = &g_array_index(models, BwComparedModel, i);
    const BwErrors *e = &m->errors;
    BwKeptRow row = {.values = {(double)m->n_parameters, (double)m->n_epochs, m->seconds,
                                e->energy_mae / table->energy, e->energy_rmse / table->energy,
                                e->force_mae / table->energy, e->force_rmse / table->energy, e->n,
                                m->microseconds}};
    g_strlcpy(row.name, bw_model_kind_name(m->kind), sizeof row.name);
    g_array_append_val(rows, row);
  }
  return bw_kept_table_write(&kept, rows, error);
}

gboolean bw_compare_table_read(const BwCompareTable *table, GArray *models, GError **error)
{
  const BwKeptTable kept = describe(table);
  g_autofree char *header = (char *)kept.header;
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BwKeptRow));
  if (!bw_kept_table_read(&kept, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const BwKeptRow *row = &g_array_index(rows, BwKeptRow, i);
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

void bw_compare_table_print(const BwCompareTable *table, const GArray *models)
{
  g_print("%s\n%-10s %10s %7s %9s %12s %12s %12s\n", table->title, "model", "parameters", "epochs", "time",
          "energy MAE", "force MAE", "prediction");
  int n = 0;
  for (guint i = 0; i < models->len; i++) {
    const BwComparedModel *m = &g_array_index(models, BwComparedModel, i);
    g_autofree char *time = bw_format_duration(m->seconds);
    g_print("%-10s %10" G_GINT64_FORMAT " %7" G_GINT64_FORMAT " %9s", bw_model_kind_name(m->kind),
            m->n_parameters, m->n_epochs, time);
    print_error(m->errors.energy_mae, table->energy);
    print_error(m->errors.force_mae, table->energy);
    g_print(" %9.0f µs\n", m->microseconds);
    n = m->errors.n;
  }
  g_print("in %s and %s/Å on %d %s structures; a prediction is energy and forces of one structure on one "
          "thread\n",
          table->energy_unit, table->energy_unit, n, table->measured_on);
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
  default:
    return BW_ACCENT_NEUTRAL;
  }
}

gboolean bw_compare_table_draw(const BwCompareTable *table, const GArray *models, const char *path,
                               GError **error)
{
  gboolean pixels = g_str_has_suffix(path, ".png"), forces = FALSE;
  for (guint i = 0; i < models->len; i++)
    forces |= !isnan(g_array_index(models, BwComparedModel, i).errors.force_mae);
  g_autofree char *y_title =
      g_strdup_printf("%s MAE (%s%s)", forces ? "force" : "energy", table->energy_unit, forces ? "/Å" : "");
  g_autoptr(BwPlot) plot = bw_plot_new(table->title, "time of a prediction (µs)", y_title);
  bw_plot_set_log(plot, TRUE);
  bw_plot_set_log_x(plot, TRUE);
  for (guint i = 0; i < models->len; i++) {
    const BwComparedModel *m = &g_array_index(models, BwComparedModel, i);
    double y = (forces ? m->errors.force_mae : m->errors.energy_mae) / table->energy, x = m->microseconds;
    g_autofree char *legend = g_strdup_printf("%s %.3g", bw_model_kind_name(m->kind), y);
    int layer = bw_plot_add_layer(plot, BW_LAYER_SCATTER, find_accent(m->kind), legend);
    bw_plot_layer_set(plot, layer, &x, &y, NULL, 1);
  }
  return bw_plot_export(plot, path, pixels ? 640 : 340, pixels ? 400 : 225, pixels ? 2 : 1,
                        pixels ? &bw_plot_theme_light : &bw_plot_theme_print, error);
}
