#include "app/plots/bw-series-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/plots/bw-plot-names.h"
#include "app/bw-settings.h"
#include "app/session/bw-words.h"

#define FS_PER_PS 1000.0

/* How a column is drawn. */
typedef struct {
  const BwTraceColumn *column; /* NULL: there is none of this name */
  const char *unit;            /* that is shown; NULL: none, or not known */
  double per_unit;             /* of it in one of the trace's */
  gboolean since_start;
} Line;

static gboolean is_total_energy(const char *name)
{
  return g_str_equal(name, BW_TRACE_POTENTIAL) || g_str_equal(name, BW_TRACE_CONSERVED);
}

gboolean bw_series_plot_has_energies(const BwSeriesPlotData *data)
{
  for (int i = 0; data->columns[i]; i++)
    if (is_total_energy(data->columns[i]))
      return TRUE;
  return FALSE;
}

static Line get_line(const BwSeriesPlotData *data, const char *name)
{
  Line line = {.column = data->trace ? bw_trace_get_column(data->trace, name) : NULL, .per_unit = 1};
  const char *unit = line.column ? line.column->unit : NULL;
  line.since_start = is_total_energy(name);
  line.unit = unit;
  if (g_strcmp0(unit, "eV") == 0)
    line.unit = bw_settings_get_energy_unit(&line.per_unit);
  else if (g_strcmp0(unit, "Å") == 0)
    line.unit = bw_settings_get_length_unit(&line.per_unit);
  return line;
}

/* Layers */

static BwAccent get_accent(const BwSeriesPlotData *data, guint i)
{
  static const BwAccent others[] = {BW_ACCENT_QUANTUM, BW_ACCENT_REFERENCE, BW_ACCENT_ENERGY,
                                    BW_ACCENT_TEMPERATURE, BW_ACCENT_CONSERVED};
  BwAccent own = bw_plot_names_accent(data->columns[i]);
  if (data->legends)
    return i == 0 ? BW_ACCENT_QUANTUM : BW_ACCENT_CENTROID;
  return own != BW_ACCENT_NEUTRAL ? own : others[i % G_N_ELEMENTS(others)];
}

BwPlot *bw_series_plot_new(const BwSeriesPlotData *data)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  guint n = g_strv_length((GStrv)data->columns);
  for (guint i = 0; i < n; i++)
    bw_plot_add_layer(plot, BW_LAYER_LINE, get_accent(data, i),
                      data->legends ? data->legends[i]
                      : n > 1       ? bw_plot_names_legend(data->columns[i])
                                    : NULL);
  bw_series_plot_update(plot, data);
  return plot;
}

static void set_layer(BwPlot *plot, int layer, const BwSeriesPlotData *data, const Line *line)
{
  const BwTrace *trace = data->trace;
  gsize end = line->since_start ? MIN(data->n_comparable, trace->n) : trace->n, n = 0;
  double zero = NAN; /* some frames may have no energy */
  g_autofree double *xs = g_new(double, end + 1);
  g_autofree double *ys = g_new(double, end + 1);
  for (gsize i = 0; i < end; i++) {
    double y = line->column->y[i];
    if (!isfinite(y))
      continue;
    if (n == 0)
      zero = line->since_start ? y : 0;
    xs[n] = data->x_is_time ? trace->x[i] / FS_PER_PS : trace->x[i];
    ys[n++] = (y - zero) * line->per_unit;
  }
  if (n > 0)
    bw_plot_layer_set(plot, layer, xs, ys, NULL, n);
}

/* Titles */

/* What several numbers of one unit have in common. */
static const char *name_quantity(const char *unit)
{
  static const struct {
    const char *unit, *name;
  } quantities[] = {{"eV", N_("Energy")}, {"Å", N_("Length")}, {"°", N_("Angle")}, {"K", N_("Temperature")}};
  for (gsize i = 0; i < G_N_ELEMENTS(quantities); i++)
    if (g_strcmp0(unit, quantities[i].unit) == 0)
      return _(quantities[i].name);
  return NULL;
}

static char *name_axis(const BwSeriesPlotData *data, const Line *line, const char *name)
{
  const char *quantity = data->columns[1] ? name_quantity(line->column->unit) : NULL;
  if (line->since_start)
    return g_strdup_printf("ΔE (%s)", line->unit ? line->unit : _("unit not stated"));
  if (!quantity)
    quantity = bw_words_column(name);
  return line->unit ? g_strdup_printf("%s (%s)", quantity, line->unit) : g_strdup(quantity);
}

static void set_empty_text(BwPlot *plot, const BwSeriesPlotData *data)
{
  if (!data->trace || data->trace->n == 0) {
    bw_plot_set_empty_text(plot, _("Start a run, or open a trajectory: its numbers are drawn here"));
    return;
  }
  g_autofree char *text =
      g_strdup_printf(_("What is shown has no such numbers: %s"), bw_words_column(data->columns[0]));
  bw_plot_set_empty_text(plot, text);
}

void bw_series_plot_update(BwPlot *plot, const BwSeriesPlotData *data)
{
  g_autofree char *left = NULL;
  const char *left_unit = NULL;
  bw_plot_clear(plot);
  set_empty_text(plot, data);
  for (int i = 0; data->columns[i]; i++) {
    Line line = get_line(data, data->columns[i]);
    if (!line.column)
      continue;
    g_autofree char *title = name_axis(data, &line, data->columns[i]);
    if (!left) {
      left = g_steal_pointer(&title);
      left_unit = line.unit;
    } else if (g_strcmp0(left_unit, line.unit) != 0) {
      bw_plot_set_right_axis(plot, i, title);
    }
    set_layer(plot, i, data, &line);
  }
  bw_plot_set_axis_titles(plot, data->x_is_time ? _("Time (ps)") : _("Frame"), left);
}
