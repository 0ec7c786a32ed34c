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

static void set_layer(BwPlot *plot, int layer, const BwEnergyPlotData *data, const double *y)
{
  const BwTrace *trace = data->trace;
  double first = NAN; /* some frames may have no energy */
  gsize n = 0;
  g_autofree double *xs = g_new(double, trace->n + 1);
  g_autofree double *ys = g_new(double, trace->n + 1);
  for (gsize i = 0; i < trace->n; i++) {
    if (!isfinite(y[i]))
      continue;
    if (n == 0)
      first = y[i];
    xs[n] = data->x_is_time ? trace->x[i] / 1000 : trace->x[i];
    ys[n++] = (y[i] - first) * data->per_ev;
  }
  if (n > 0)
    bw_plot_layer_set(plot, layer, xs, ys, NULL, n);
}

static void set_axis_titles(BwPlot *plot, const BwEnergyPlotData *data)
{
  g_autofree char *energy = g_strdup_printf("ΔE (%s)", data->unit ? data->unit : _("unit not stated"));
  bw_plot_set_axis_titles(plot, data->x_is_time ? _("Time (ps)") : _("Frame"), energy);
}

void bw_energy_plot_update(BwPlot *plot, const BwEnergyPlotData *data)
{
  const BwTrace *trace = data->trace;
  set_axis_titles(plot, data);
  bw_plot_clear(plot);
  if (trace->n == 0)
    return;
  set_layer(plot, POTENTIAL, data, trace->y[BW_TRACE_POTENTIAL]);
  set_layer(plot, CONSERVED, data, trace->y[BW_TRACE_CONSERVED]);
}
