#include "app/plots/bw-convergence-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-words.h"

#define FS_PER_PS 1000.0

enum { BAND, LINE };

BwPlot *bw_convergence_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_set_empty_text(plot, _("Start a run, or open a trajectory: how its averages settle is drawn here"));
  bw_plot_add_layer(plot, BW_LAYER_BAND, BW_ACCENT_QUANTUM, _("standard error"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_QUANTUM, _("mean so far"));
  return plot;
}

/* Both were kept after as many moments each. */
static BwMean compare(const BwCoordinate *coordinate, const BwSettled *own, const BwSettled *other)
{
  if (!other)
    return own->dilation;
  return (BwMean){.mean = bw_coordinate_difference(coordinate, own->beads.mean, other->beads.mean),
                  .error = hypot(own->beads.error, other->beads.error),
                  .n = own->beads.n};
}

void bw_convergence_plot_update(BwPlot *plot, const BwConvergenceData *data)
{
  const GArray *own = data->averages ? bw_averages_get_settled(data->averages, data->coordinate) : NULL,
               *other = data->reference ? bw_averages_get_settled(data->reference, data->coordinate) : NULL;
  double factor;
  const char *unit = bw_words_unit(data->coordinate, &factor);
  gboolean is_time = isfinite(data->spacing);
  guint n = own ? (other ? MIN(own->len, other->len) : own->len) : 0, n_known = 0;
  g_autofree double *x = g_new(double, n + 1), *y = g_new(double, n + 1), *low = g_new(double, n + 1),
                    *high = g_new(double, n + 1);
  for (guint i = 0; i < n; i++) {
    const BwSettled *point = &g_array_index(own, BwSettled, i);
    BwMean mean = compare(data->coordinate, point, other ? &g_array_index(other, BwSettled, i) : NULL);
    if (!isfinite(mean.error))
      continue;
    x[n_known] = is_time ? (double)point->n * data->spacing / FS_PER_PS : (double)point->n;
    y[n_known] = factor * mean.mean;
    low[n_known] = factor * (mean.mean - mean.error);
    high[n_known++] = factor * (mean.mean + mean.error);
  }
  g_autofree char *title =
      g_strdup_printf(other ? _("Quantum − classical (%s)") : _("Beads − centroid (%s)"), unit);
  bw_plot_set_axis_titles(plot, is_time ? _("Averaged over (ps)") : _("Frames averaged"), title);
  bw_plot_clear(plot);
  if (n_known < 2)
    return;
  bw_plot_layer_set(plot, BAND, x, low, high, n_known);
  bw_plot_layer_set(plot, LINE, x, y, NULL, n_known);
}
