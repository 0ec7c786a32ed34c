#include "app/bw-distance-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/format.h"

enum { BEADS, CENTROID, CLASSICAL, BEADS_MEAN, CENTROID_MEAN, CLASSICAL_MEAN };

BwPlot *bw_distance_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, _("Distance (Å)"), _("Density (1/Å)"));
  bw_distance_plot_set_begin(plot, NAN);
  bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_QUANTUM, _("beads"));
  bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_CENTROID, _("centroid"));
  bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_CLASSICAL, _("classical"));
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_QUANTUM, NULL);
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_CENTROID, NULL);
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_CLASSICAL, NULL);
  return plot;
}

void bw_distance_plot_set_begin(BwPlot *plot, double begin)
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

static void set_distributions(BwPlot *plot, const BwDistribution *distances, gboolean classical)
{
  BwBins bins = bw_distribution_bins(&distances, 1);
  const double high = bins.low + bins.width * bins.n_bins;
  g_autofree double *beads = g_new(double, bins.n_bins), *centroid = g_new(double, bins.n_bins);
  if (bins.n_bins == 0)
    return;
  bw_distribution_density(distances, bins, beads, centroid);
  bw_plot_layer_set_histogram(plot, classical ? CLASSICAL : BEADS, bins.low, high, beads, bins.n_bins);
  if (!classical)
    bw_plot_layer_set_histogram(plot, CENTROID, bins.low, high, centroid, bins.n_bins);
}

static void set_mark(BwPlot *plot, int layer, double mean)
{
  g_autofree char *label = bw_format_fixed(mean, 3);
  bw_plot_layer_set_mark(plot, layer, mean, label);
}

void bw_distance_plot_update(BwPlot *plot, const BwAverages *averages, int pair, const BwAtoms *atoms,
                             int n_beads)
{
  int n_pairs;
  const int *ij = bw_averages_get_pairs(averages, &n_pairs)[pair];
  g_autofree char *name = bw_atoms_pair_name(atoms, ij[0], ij[1]);
  g_autofree char *title = g_strdup_printf(_("%s distance (Å)"), name);
  bw_plot_set_axis_titles(plot, title, _("Density (1/Å)"));
  bw_plot_clear(plot);

  const BwDistribution *distances = bw_averages_get_distribution(averages, pair);
  if (n_beads * bw_distribution_get_n(distances) < 2)
    return;
  gboolean classical = n_beads == 1;
  set_distributions(plot, distances, classical);
  set_mark(plot, classical ? CLASSICAL_MEAN : BEADS_MEAN, bw_distribution_beads(distances).mean);
  if (!classical)
    set_mark(plot, CENTROID_MEAN, bw_distribution_centroid(distances).mean);
}
