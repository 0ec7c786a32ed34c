#include "app/plots/bw-dataset-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "base/format.h"

enum { HISTOGRAM, MEDIAN };

BwPlot *bw_dataset_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_QUANTUM, NULL);
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_QUANTUM, NULL);
  return plot;
}

static void set_titles(BwPlot *plot, BwLabels labels, const char *unit)
{
  g_autofree char *along = labels == BW_LABELS_FORCES
                               ? g_strdup_printf(_("Force on an atom (%s/Å)"), unit)
                               : g_strdup_printf(_("Energy per atom, from the mean (%s)"), unit);
  bw_plot_set_axis_titles(plot, along, labels == BW_LABELS_FORCES ? _("Atoms") : _("Frames"));
}

void bw_dataset_plot_update(BwPlot *plot, const BwDatasetSummary *summary, BwLabels labels)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  bw_plot_clear(plot);
  set_titles(plot, labels, unit);
  bw_plot_set_empty_text(plot, _("The frames are being read…"));
  if (!summary)
    return;
  const BwHistogram *histogram = labels == BW_LABELS_FORCES ? &summary->forces : &summary->energies;
  const BwSpread *spread = labels == BW_LABELS_FORCES ? &summary->force : &summary->energy;
  if (spread->n == 0 || histogram->n_bins == 0) {
    bw_plot_set_empty_text(plot, labels == BW_LABELS_FORCES ? _("The data have no forces")
                                                            : _("The data have no energies"));
    return;
  }
  double zero = labels == BW_LABELS_FORCES ? 0 : spread->mean;
  g_autofree double *counts = g_new(double, (gsize)histogram->n_bins);
  for (int b = 0; b < histogram->n_bins; b++)
    counts[b] = histogram->counts[b];
  bw_plot_layer_set_histogram(plot, HISTOGRAM, per_ev * (histogram->low - zero),
                              per_ev * (histogram->high - zero), counts, histogram->n_bins);
  g_autofree char *median =
      bw_format_fixed(per_ev * (spread->median - zero), labels == BW_LABELS_FORCES ? 2 : 4);
  g_autofree char *label = g_strdup_printf(_("median %s"), median);
  bw_plot_layer_set_mark(plot, MEDIAN, per_ev * (spread->median - zero), label);
}
