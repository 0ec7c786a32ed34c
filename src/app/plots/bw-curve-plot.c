#include "app/plots/bw-curve-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"

enum { LINE, DOTS };

BwPlot *bw_curve_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_QUANTUM, NULL);
  bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_QUANTUM, NULL);
  bw_plot_set_empty_text(plot, _("Each size that is trained adds a point here"));
  return plot;
}

static double mae_of(const BwLearningPoint *point, BwCurveLabels labels)
{
  return labels == BW_CURVE_FORCES ? point->errors.force_mae : point->errors.energy_mae;
}

void bw_curve_plot_update(BwPlot *plot, const GArray *points, BwCurveLabels labels)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  g_autofree char *title = labels == BW_CURVE_FORCES ? g_strdup_printf(_("Force MAE (%s/Å)"), unit)
                                                     : g_strdup_printf(_("Energy MAE (%s)"), unit);
  bw_plot_clear(plot);
  bw_plot_set_axis_titles(plot, _("Training points"), title);
  for (guint i = 0; i < points->len; i++) {
    const BwLearningPoint *point = &g_array_index(points, BwLearningPoint, i);
    double mae = per_ev * mae_of(point, labels);
    if (!(mae > 0)) /* no such labels */
      continue;
    bw_plot_layer_append(plot, LINE, point->n_train, mae);
    bw_plot_layer_append(plot, DOTS, point->n_train, mae);
  }
  bw_plot_set_log(plot, points->len > 0);
  bw_plot_set_log_x(plot, points->len > 0);
}

static double exponent_of(const GArray *points, BwCurveLabels labels)
{
  g_autofree int *sizes = g_new(int, MAX(points->len, 1));
  g_autofree double *errors = g_new(double, MAX(points->len, 1));
  int n = 0;
  for (guint i = 0; i < points->len; i++) {
    const BwLearningPoint *point = &g_array_index(points, BwLearningPoint, i);
    if (!(mae_of(point, labels) > 0))
      continue;
    sizes[n] = point->n_train;
    errors[n++] = mae_of(point, labels);
  }
  return bw_learning_curve_exponent(sizes, errors, n);
}

char *bw_curve_plot_describe(const GArray *points)
{
  double forces = exponent_of(points, BW_CURVE_FORCES), energies = exponent_of(points, BW_CURVE_ENERGIES);
  g_autofree char *f = forces > 0 ? g_strdup_printf(_("forces as n<sup>−%.2f</sup>"), forces) : NULL;
  g_autofree char *e = energies > 0 ? g_strdup_printf(_("energies as n<sup>−%.2f</sup>"), energies) : NULL;
  if (!f && !e)
    return NULL;
  return g_strdup_printf(_("With n points the errors fall: %s%s%s."), f ? f : "", f && e ? ", " : "",
                         e ? e : "");
}
