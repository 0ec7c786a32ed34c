#include "app/bw-energy-plot.h"

#include <glib/gi18n.h>
#include <math.h>

enum { POTENTIAL, CONSERVED };

BwPlot *bw_energy_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, _("Time (ps)"), NULL);
  bw_plot_set_empty_text(plot, _("Start a run, or open a file with energies: they are drawn here"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, _("potential"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_CONSERVED, _("conserved"));
  return plot;
}

/* Energies whose unit is not known are drawn as they are. */
static void set_layer(BwPlot *plot, int layer, const BwEnergyPlotData *data, const BwTraceColumn *column)
{
  const BwTrace *trace = data->trace;
  const double per_ev = column->unit ? data->per_ev : 1;
  double first = NAN; /* some frames may have no energy */
  gsize n = 0;
  g_autofree double *xs = g_new(double, trace->n + 1);
  g_autofree double *ys = g_new(double, trace->n + 1);
  for (gsize i = 0; i < trace->n; i++) {
    if (!isfinite(column->y[i]))
      continue;
    if (n == 0)
      first = column->y[i];
    xs[n] = data->x_is_time ? trace->x[i] / 1000 : trace->x[i];
    ys[n++] = (column->y[i] - first) * per_ev;
  }
  if (n > 0)
    bw_plot_layer_set(plot, layer, xs, ys, NULL, n);
}

void bw_energy_plot_update(BwPlot *plot, const BwEnergyPlotData *data)
{
  const BwTrace *trace = data->trace;
  const BwTraceColumn *potential = trace ? bw_trace_get_column(trace, BW_TRACE_POTENTIAL) : NULL;
  const BwTraceColumn *conserved = trace ? bw_trace_get_column(trace, BW_TRACE_CONSERVED) : NULL;
  gboolean unknown = potential && !potential->unit;
  g_autofree char *energy = g_strdup_printf("ΔE (%s)", unknown ? _("unit not stated") : data->unit);
  bw_plot_set_axis_titles(plot, data->x_is_time ? _("Time (ps)") : _("Frame"), energy);
  bw_plot_clear(plot);
  if (potential)
    set_layer(plot, POTENTIAL, data, potential);
  if (conserved)
    set_layer(plot, CONSERVED, data, conserved);
}
