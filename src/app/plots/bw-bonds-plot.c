#include "app/plots/bw-bonds-plot.h"

#include <glib/gi18n.h>

#include "app/session/bw-words.h"
#include "base/elements.h"

BwMultiples *bw_bonds_plot_new(void)
{
  BwMultiples *multiples = bw_multiples_new(_("All bonds"), "Å");
  bw_multiples_set_legend(multiples, BW_ACCENT_QUANTUM, _("beads"));
  bw_multiples_set_legend(multiples, BW_ACCENT_CENTROID, _("centroid"));
  bw_multiples_set_legend(multiples, BW_ACCENT_CLASSICAL, _("classical"));
  return multiples;
}

static const BwDistribution *find(const BwAverages *averages, const BwCoordinate *coordinate)
{
  const BwDistribution *found = averages ? bw_averages_find(averages, coordinate) : NULL;
  return found && bw_averages_get_n_beads(averages) * bw_distribution_get_n(found) >= 2 ? found : NULL;
}

BwMean bw_bonds_plot_difference(BwSession *session, const BwCoordinate *coordinate)
{
  const BwAverages *averages = bw_session_get_averages(session);
  const BwDistribution *own = find(averages, coordinate),
                       *classical = find(bw_session_get_classical_averages(session), coordinate);
  if (!own || bw_averages_get_n_beads(averages) == 1)
    return (BwMean){.n = 0};
  return classical ? bw_distribution_difference(own, classical) : bw_distribution_dilation(own);
}

/* "C–H": the same for both ways round. */
static char *name_group(const BwCoordinate *bond, const BwAtoms *atoms)
{
  int a = atoms->numbers[bond->atoms[0]], b = atoms->numbers[bond->atoms[1]];
  return g_strdup_printf("%s–%s", bw_element(MAX(a, b))->symbol, bw_element(MIN(a, b))->symbol);
}

/* There is room for the shortest way to write an error only. */
static char *describe(BwSession *session, const BwCoordinate *bond)
{
  double factor;
  bw_words_unit(bond, &factor);
  BwMean mean = bw_bonds_plot_difference(session, bond);
  if (mean.n == 0)
    return NULL;
  mean.mean *= factor;
  mean.error *= factor;
  g_autofree char *number = bw_words_short_mean(mean);
  return g_strconcat(mean.mean > 0 ? "+" : "", number, NULL);
}

static void add_outline(BwMultiples *multiples, int panel, BwAccent accent, BwBins bins, double factor,
                        double *density, double mean)
{
  for (int b = 0; b < bins.n_bins; b++)
    density[b] /= factor;
  bw_multiples_add(multiples, panel, accent, factor * bins.low,
                   factor * (bins.low + bins.n_bins * bins.width), density, bins.n_bins, factor * mean);
}

static void fill_panel(BwMultiples *multiples, int panel, BwSession *session, const BwCoordinate *bond)
{
  const BwAverages *averages = bw_session_get_averages(session);
  const BwDistribution *all[2] = {find(averages, bond),
                                  find(bw_session_get_classical_averages(session), bond)};
  bw_multiples_clear_panel(multiples, panel);
  BwBins bins = all[0] ? bw_distribution_bins(all, all[1] ? 2 : 1) : (BwBins){0};
  if (bins.n_bins == 0)
    return;
  double factor;
  bw_words_unit(bond, &factor);
  g_autofree double *density = g_new(double, bins.n_bins), *centroid = g_new(double, bins.n_bins);
  gboolean classical = bw_averages_get_n_beads(averages) == 1;
  bw_distribution_density(all[0], bins, density, classical ? NULL : centroid);
  add_outline(multiples, panel, classical ? BW_ACCENT_CLASSICAL : BW_ACCENT_QUANTUM, bins, factor, density,
              bw_distribution_beads(all[0]).mean);
  if (classical)
    return;
  add_outline(multiples, panel, BW_ACCENT_CENTROID, bins, factor, centroid,
              bw_distribution_centroid(all[0]).mean);
  if (!all[1])
    return;
  bw_distribution_density(all[1], bins, density, NULL);
  add_outline(multiples, panel, BW_ACCENT_CLASSICAL, bins, factor, density,
              bw_distribution_beads(all[1]).mean);
}

void bw_bonds_plot_update(BwMultiples *multiples, BwSession *session)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(session, &n);
  const BwFrame *frame = bw_session_get_frame(session);
  g_autofree char *source = bw_session_get_title(session);
  const int n_bonds = frame ? bw_session_get_n_bonds(session) : 0;
  double factor;
  bw_multiples_set_source(multiples, source);
  bw_multiples_set_n(multiples, n_bonds);
  for (int b = 0; b < n_bonds; b++) {
    g_autofree char *name = bw_coordinate_label(&list[b], frame->atoms),
                    *group = name_group(&list[b], frame->atoms), *note = describe(session, &list[b]);
    bw_multiples_set_words(multiples, b, name, group, note);
    fill_panel(multiples, b, session, &list[b]);
  }
  if (n_bonds > 0)
    bw_multiples_set_unit(multiples, bw_words_unit(&list[0], &factor));
  gboolean compared = bw_session_get_classical_averages(session) != NULL;
  bw_multiples_set_caption(multiples, !bw_multiples_has_data(multiples) ? NULL
                                      : compared ? _("Numbers: quantum bond minus classical bond")
                                                 : _("Numbers: beads minus centroid"));
}
