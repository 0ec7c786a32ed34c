/* beadwork plot RUN energy|temperature|conserved|gyration|series: quantities of the frames over time. */
#include "base/format.h"
#include "cli/plot-table.h"

#include <math.h>

static const BwQuantity known[] = {
    {"energy", "potential potential_energy energy", "potential", "Potential energy", "eV", "potential_eV",
     BW_ACCENT_ENERGY, 0},
    {"energy", "kinetic_cv kinetic_energy kinetic", "kinetic", "Kinetic energy", "eV", "kinetic_cv_eV",
     BW_ACCENT_CONSERVED, 0},
    {"temperature", "temperature temp", "temperature", "Temperature", "K", "temperature_K",
     BW_ACCENT_TEMPERATURE, 0},
    {"conserved", "conserved conserved_quantity", "conserved quantity", "Change", "eV", NULL,
     BW_ACCENT_CONSERVED, 0},
    {"gyration", "radius_of_gyration", "radius of gyration", "Radius of gyration", "Å",
     "radius_of_gyration_angstrom", BW_ACCENT_QUANTUM, 0},
};

/* The keys that frames do have, for a message. */
static char *list_keys(BwTrajectory *run)
{
  GString *keys = g_string_new(NULL);
  g_autoptr(BwFrame) frame = bw_trajectory_read(run, 0, NULL);
  for (guint i = 0; frame && i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    if (property->values && !property->per_atom)
      g_string_append_printf(keys, "%s%s", keys->len ? ", " : "", property->name);
  }
  if (keys->len == 0)
    g_string_append(keys, "no quantity of their own");
  return g_string_free(keys, FALSE);
}

static gboolean fail_absent(const BwPlotRequest *request, const char *what, GError **error)
{
  g_autofree char *keys = list_keys(request->run);
  return bw_fail_file(error, BW_ERROR_ARGUMENT, request->run->path, "frames have no %s; they have %s", what,
                      keys);
}

/* Mean over the frames that have it. */
static BwMean mean_of(const GArray *values)
{
  g_autoptr(BwRunningMean) running = bw_running_mean_new();
  for (guint i = 0; i < values->len; i++)
    if (isfinite(g_array_index(values, double, i)))
      bw_running_mean_add(running, g_array_index(values, double, i));
  return bw_running_mean_get(running);
}

static void report_mean(BwPlotRequest *request, const BwTable *table, int q, GString *caption)
{
  const char *unit = table->units[q], *legend = table->quantities[q].legend;
  BwMean mean = mean_of(table->values[q]);
  g_autofree char *text = bw_format_mean(mean.mean, mean.error, unit);
  const char *json = table->quantities[q].json;
  bw_json_add_mean(request->json, json ? json : legend, mean.mean, mean.error);
  bw_cli_say(request, "%s %s", legend, text);
  if (table->n_quantities > 1)
    g_string_append_printf(caption, " · %s %s", legend, text);
  else
    g_string_append_printf(caption, " · mean %s", text);
}

static char *axis_title(const BwTable *table, int q)
{
  const char *title = table->quantities[q].title, *unit = table->units[q];
  return unit && *unit ? g_strdup_printf("%s (%s)", title, unit) : g_strdup(title);
}

static BwPlot *draw(BwPlotRequest *request, const BwTable *table, const char *title, const char *caption,
                    gboolean two_axes)
{
  const char *x_title;
  g_autofree double *x = bw_table_x(table, &x_title);
  g_autofree char *y_title = axis_title(table, 0), *source = bw_cli_describe_run(request->run);
  BwPlot *plot = bw_plot_new(title, x_title, y_title);
  bw_plot_set_source(plot, source);
  bw_plot_set_caption(plot, caption);
  for (int q = 0; q < table->n_quantities; q++) {
    const BwQuantity *quantity = &table->quantities[q];
    g_autofree char *right = axis_title(table, q);
    int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, quantity->accent,
                                  table->n_quantities > 1 && !two_axes ? quantity->legend : NULL);
    bw_plot_layer_set(plot, layer, x, bw_table_values(table, q), NULL, table->n_frames);
    if (q > 0 && two_axes)
      bw_plot_set_right_axis(plot, layer, right);
  }
  return plot;
}

/* The conserved quantity matters only by how it changes: from its first value on, in meV. */
static void take_change(BwPlotRequest *request, BwTable *table, GString *caption)
{
  double *values = (double *)(void *)table->values[0]->data, first = NAN;
  guint n = table->values[0]->len;
  for (guint i = 0; i < n && isnan(first); i++)
    first = values[i];
  double slope = bw_slope((const double *)(void *)table->times->data, values, n) * 1e3;
  g_autofree char *drift = bw_format_mean(slope * 1e3, NAN, "meV/ps");
  for (guint i = 0; i < n; i++)
    values[i] = (values[i] - first) * 1e3;
  table->units[0] = "meV";
  bw_json_add_double(request->json, "conserved_drift_eV_per_ps", slope);
  if (!isfinite(slope))
    return;
  bw_cli_say(request, "conserved quantity drifts by %s", drift);
  g_string_append_printf(caption, " · drift %s", drift);
}

BwPlot *bw_cli_plot_quantity(BwPlotRequest *request, GError **error)
{
  g_auto(BwTable) table;
  g_autofree char *run = bw_cli_describe_run(request->run);
  bw_table_init(&table, request);
  for (gsize k = 0; k < G_N_ELEMENTS(known); k++)
    if (g_str_equal(known[k].kind, request->kind))
      table.quantities[table.n_quantities++] = known[k];
  if (!bw_table_read(&table, error))
    return NULL;
  if (table.n_quantities == 0) {
    fail_absent(request, table.quantities[0].legend, error);
    return NULL;
  }
  GString *caption = g_string_new(run);
  bw_json_add_int(request->json, "n", (gint64)table.n_frames);
  if (g_str_equal(request->kind, "conserved"))
    take_change(request, &table, caption);
  else
    for (int q = 0; q < table.n_quantities; q++)
      report_mean(request, &table, q, caption);
  g_autofree char *title = g_strdup(table.n_quantities > 1 ? "energy" : table.quantities[0].legend);
  title[0] = g_ascii_toupper(title[0]);
  BwPlot *plot = draw(request, &table, title, caption->str, TRUE);
  g_string_free(caption, TRUE);
  return plot;
}

/* What the key names: a number of each frame, or up to three. */
static gboolean set_key(BwTable *table, const BwPlotRequest *request, GError **error)
{
  static const char *const components[] = {"x", "y", "z"};
  static const BwAccent accents[] = {BW_ACCENT_ENERGY, BW_ACCENT_TEMPERATURE, BW_ACCENT_CONSERVED};
  if (!request->key)
    return bw_fail(error, BW_ERROR_ARGUMENT, "say which quantity with --key NAME");
  g_autoptr(BwFrame) frame = bw_trajectory_read(request->run, 0, error);
  if (!frame)
    return FALSE;
  const BwProperty *property = bw_frame_find(frame, request->key);
  if (!property)
    return fail_absent(request, request->key, error);
  if (!property->values || property->per_atom || property->n_components > BW_TABLE_COLUMNS)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, request->run->path,
                        "%s is %s; a series shows numbers of a whole frame, up to three of them",
                        property->name,
                        !property->values    ? "a text"
                        : property->per_atom ? "a quantity of each atom"
                                             : "a tensor");
  for (int c = 0; c < property->n_components; c++) {
    table->units[c] = property->unit;
    table->quantities[table->n_quantities++] =
        (BwQuantity){.kind = "series",
                     .names = property->name,
                     .legend = property->n_components > 1 ? components[c] : property->name,
                     .title = property->name,
                     .accent = accents[c],
                     .component = c};
  }
  return TRUE;
}

BwPlot *bw_cli_plot_series(BwPlotRequest *request, GError **error)
{
  g_auto(BwTable) table;
  g_autofree char *run = bw_cli_describe_run(request->run);
  bw_table_init(&table, request);
  if (!set_key(&table, request, error) || !bw_table_read(&table, error))
    return NULL;
  GString *caption = g_string_new(run);
  bw_json_add_int(request->json, "n", (gint64)table.n_frames);
  bw_json_add_string(request->json, "unit", table.units[0]);
  for (int q = 0; q < table.n_quantities; q++)
    report_mean(request, &table, q, caption);
  BwPlot *plot = draw(request, &table, table.quantities[0].title, caption->str, FALSE);
  g_string_free(caption, TRUE);
  return plot;
}
