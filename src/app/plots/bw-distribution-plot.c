#include "app/plots/bw-distribution-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-words.h"
#include "base/format.h"

enum { BEADS, CENTROID, CLASSICAL, BEADS_MEAN, CENTROID_MEAN, CLASSICAL_MEAN };

BwPlot *bw_distribution_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_QUANTUM, _("beads"));
  bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_CENTROID, _("centroid"));
  bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_CLASSICAL, _("classical"));
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_QUANTUM, _("mean of the beads"));
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_CENTROID, _("mean of the centroid"));
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_CLASSICAL, _("classical mean"));
  return plot;
}

static void set_begin(BwPlot *plot, double begin)
{
  if (!isfinite(begin)) {
    bw_plot_set_empty_text(plot,
                           _("Start a run, or open a trajectory: the distribution of a bond grows here"));
    return;
  }
  g_autofree char *time = bw_format_fixed(begin / 1000, 3);
  g_autofree char *text = g_strdup_printf(_("The run settles first: from %s ps on it is counted here"), time);
  bw_plot_set_empty_text(plot, text);
}

static void set_mark(BwPlot *plot, int layer, const BwDistribution *distribution, BwBins bins, double mean,
                     double width)
{
  const BwCoordinate *coordinate = bw_distribution_get_coordinate(distribution);
  double factor;
  bw_words_unit(coordinate, &factor);
  g_autofree char *label = bw_format_fixed(factor * mean, coordinate->n_atoms > 2 ? 1 : 3);
  bw_plot_layer_set_mark(plot, layer, factor * bw_distribution_place(distribution, bins, mean), label);
  bw_plot_layer_set_mark_width(plot, layer, factor * width);
}

static void set_layer(BwPlot *plot, int layer, BwBins bins, double *density, double factor)
{
  for (int b = 0; b < bins.n_bins; b++)
    density[b] /= factor;
  bw_plot_layer_set_histogram(plot, layer, factor * bins.low, factor * (bins.low + bins.width * bins.n_bins),
                              density, bins.n_bins);
}

static void set_classical(BwPlot *plot, const BwDistribution *distribution, BwBins bins, double factor)
{
  g_autofree double *density = g_new(double, bins.n_bins);
  bw_distribution_density(distribution, bins, density, NULL);
  set_layer(plot, CLASSICAL, bins, density, factor);
  set_mark(plot, CLASSICAL_MEAN, distribution, bins, bw_distribution_beads(distribution).mean,
           bw_distribution_width(distribution));
}

static void set_quantum(BwPlot *plot, const BwDistribution *distribution, BwBins bins, double factor)
{
  g_autofree double *beads = g_new(double, bins.n_bins), *centroid = g_new(double, bins.n_bins);
  bw_distribution_density(distribution, bins, beads, centroid);
  set_layer(plot, BEADS, bins, beads, factor);
  set_layer(plot, CENTROID, bins, centroid, factor);
  BwMean mean = bw_distribution_centroid(distribution);
  set_mark(plot, BEADS_MEAN, distribution, bins, bw_distribution_beads(distribution).mean,
           bw_distribution_width(distribution));
  set_mark(plot, CENTROID_MEAN, distribution, bins, mean.mean, mean.deviation);
}

static void set_titles(BwPlot *plot, const BwCoordinate *coordinate, const BwAtoms *atoms)
{
  double factor;
  const char *unit = bw_words_unit(coordinate, &factor);
  g_autofree char *name = bw_coordinate_label(coordinate, atoms);
  g_autofree char *along = g_strdup_printf("%s (%s)", name, unit);
  g_autofree char *density = g_strdup_printf(_("Density (1/%s)"), unit);
  bw_plot_set_axis_titles(plot, along, density);
}

/* NULL where there is too little of it to show. */
static const BwDistribution *find(const BwAverages *averages, const BwCoordinate *coordinate)
{
  const BwDistribution *found = averages ? bw_averages_find(averages, coordinate) : NULL;
  return found && bw_averages_get_n_beads(averages) * bw_distribution_get_n(found) >= 2 ? found : NULL;
}

void bw_distribution_plot_update(BwPlot *plot, const BwDistributionPlotData *data)
{
  const BwDistribution *all[2] = {find(data->averages, data->coordinate),
                                  find(data->reference, data->coordinate)};
  set_begin(plot, data->begin);
  set_titles(plot, data->coordinate, data->atoms);
  bw_plot_clear(plot);
  if (!all[0])
    return;
  BwBins bins = bw_distribution_bins(all, all[1] ? 2 : 1);
  if (bins.n_bins == 0)
    return;
  double factor;
  bw_words_unit(data->coordinate, &factor);
  if (bw_averages_get_n_beads(data->averages) == 1) {
    set_classical(plot, all[0], bins, factor);
    return;
  }
  set_quantum(plot, all[0], bins, factor);
  if (all[1])
    set_classical(plot, all[1], bins, factor);
}
