#include "app/plots/bw-training-plots.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/session/bw-words.h"
#include "base/format.h"

#define MOST_DOTS 4000 /* more cover each other */
#define BEYOND 0.05    /* of the range, on either side of it: no dot is cut by the frame */

enum { COURSE_LINE, COURSE_DOTS, COURSE_BEST };
enum { SCATTER_DIAGONAL, SCATTER_DOTS };
enum { N_DIAGONAL = 200 }; /* pieces, so that one can read the line anywhere */

/* The course */

BwPlot *bw_course_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_QUANTUM, NULL);
  bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_QUANTUM, NULL);
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_REFERENCE, NULL);
  return plot;
}

gboolean bw_course_plot_has(BwTraining *training, BwCourse course)
{
  return course == BW_COURSE_RESIDUAL ? bw_training_get_residuals(training)->len > 1
                                      : bw_training_get_tried(training)->len > 1;
}

static void show_residuals(BwPlot *plot, BwTraining *training)
{
  const GArray *residuals = bw_training_get_residuals(training);
  bw_plot_set_axis_titles(plot, _("Iteration"), _("Relative residual"));
  bw_plot_set_empty_text(plot, _("An iterative solver shows here how it converges"));
  for (guint i = 0; i < residuals->len; i++) {
    const BwTrainEvent *event = &g_array_index(residuals, BwTrainEvent, i);
    bw_plot_layer_append(plot, COURSE_LINE, event->iteration, event->residual);
  }
  bw_plot_set_log(plot, residuals->len > 0);
  bw_plot_set_log_x(plot, FALSE);
}

static double error_of(const BwTrainEvent *event, gboolean forces)
{
  return forces ? event->errors.force_mae : event->errors.energy_mae_shifted;
}

/* By what is searched: σ, or λ where there is one σ; then by error. */
static int compare_tried(gconstpointer a, gconstpointer b, gpointer by_lambda)
{
  const BwTrainEvent *first = a, *second = b;
  double x = by_lambda ? first->lambda : first->sigma, y = by_lambda ? second->lambda : second->sigma;
  gboolean forces = isfinite(first->errors.force_mae);
  double p = error_of(first, forces), q = error_of(second, forces);
  return x != y ? (x > y) - (x < y) : (p > q) - (p < q);
}

static gboolean varies(const GArray *tried, gboolean lambda)
{
  for (guint i = 1; i < tried->len; i++) {
    const BwTrainEvent *event = &g_array_index(tried, BwTrainEvent, i);
    if (lambda ? event->lambda != (event - 1)->lambda : event->sigma != (event - 1)->sigma)
      return TRUE;
  }
  return FALSE;
}

static void mark_best(BwPlot *plot, const BwTrainEvent *best, gboolean by_lambda, gboolean lambdas)
{
  g_autofree char *sigma = g_strdup_printf("σ %g", best->sigma),
                  *lambda = g_strdup_printf("λ %g", best->lambda),
                  *both = g_strdup_printf("%s, %s", sigma, lambda);
  bw_plot_layer_set_mark(plot, COURSE_BEST, by_lambda ? best->lambda : best->sigma,
                         by_lambda ? lambda
                         : lambdas ? both
                                   : sigma);
}

/* A dot for each that was tried, and a line through the best for each σ, or λ. */
static void add_tried(BwPlot *plot, const GArray *tried, gboolean forces, double per_ev)
{
  gboolean lambdas = varies(tried, TRUE), by_lambda = lambdas && !varies(tried, FALSE);
  g_autoptr(GArray) sorted = g_array_copy((GArray *)tried);
  const BwTrainEvent *best = NULL;
  double last = NAN;
  g_array_sort_with_data(sorted, compare_tried, GINT_TO_POINTER(by_lambda));
  bw_plot_set_log_x(plot, by_lambda);
  for (guint i = 0; i < sorted->len; i++) {
    const BwTrainEvent *event = &g_array_index(sorted, BwTrainEvent, i);
    double x = by_lambda ? event->lambda : event->sigma, error = per_ev * error_of(event, forces);
    if (x != last)
      bw_plot_layer_append(plot, COURSE_LINE, x, error);
    bw_plot_layer_append(plot, COURSE_DOTS, x, error);
    if (!best || error_of(event, forces) < error_of(best, forces))
      best = event;
    last = x;
  }
  if (best)
    mark_best(plot, best, by_lambda, lambdas);
}

static void show_tried(BwPlot *plot, BwTraining *training)
{
  const GArray *tried = bw_training_get_tried(training);
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  gboolean forces = tried->len == 0 || isfinite(g_array_index(tried, BwTrainEvent, 0).errors.force_mae);
  gboolean by_lambda = varies(tried, TRUE) && !varies(tried, FALSE);
  g_autofree char *title =
      forces ? g_strdup_printf(_("Force MAE (%s/Å)"), unit) : g_strdup_printf(_("Energy MAE (%s)"), unit);
  bw_plot_set_axis_titles(plot, by_lambda ? _("Regularisation λ") : _("Length scale σ"), title);
  bw_plot_set_empty_text(plot, _("Each σ that is tried shows its validation error here"));
  bw_plot_set_log(plot, FALSE);
  add_tried(plot, tried, forces, per_ev);
}

void bw_course_plot_update(BwPlot *plot, BwTraining *training, BwCourse course)
{
  bw_plot_clear(plot);
  if (course == BW_COURSE_RESIDUAL)
    show_residuals(plot, training);
  else
    show_tried(plot, training);
}

/* Predicted against reference */

BwPlot *bw_scatter_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_REFERENCE, _("equal"));
  bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_QUANTUM, _("validation"));
  return plot;
}

static double mean_of(const double *values, gsize n)
{
  double mean = 0;
  for (gsize i = 0; i < n; i++)
    mean += (values[i] - mean) / (double)(i + 1);
  return mean;
}

/* Evenly spaced ones where there are too many. Energies count from the mean of the labels: their zero means
 * nothing. */
static void add_dots(BwPlot *plot, const double *predicted, const double *labels, gsize n, double zero,
                     double scale)
{
  double low = INFINITY, high = -INFINITY;
  gsize stride = MAX(1, (n + MOST_DOTS - 1) / MOST_DOTS);
  for (gsize i = 0; i < n; i += stride) {
    double x = scale * (labels[i] - zero), y = scale * (predicted[i] - zero);
    bw_plot_layer_append(plot, SCATTER_DOTS, x, y);
    low = fmin(low, fmin(x, y));
    high = fmax(high, fmax(x, y));
  }
  if (!(high > low))
    return;
  double beyond = BEYOND * (high - low);
  low -= beyond;
  high += beyond;
  for (int k = 0; k <= N_DIAGONAL; k++) {
    double x = low + (high - low) * k / N_DIAGONAL;
    bw_plot_layer_append(plot, SCATTER_DIAGONAL, x, x);
  }
}

static void set_scatter_titles(BwPlot *plot, const char *unit, const char *per)
{
  g_autofree char *x = unit ? g_strdup_printf(_("Reference (%s%s)"), unit, per) : g_strdup(_("Reference"));
  g_autofree char *y = unit ? g_strdup_printf(_("Predicted (%s%s)"), unit, per) : g_strdup(_("Predicted"));
  bw_plot_set_axis_titles(plot, x, y);
}

static void show_output(BwPlot *plot, const BwOutputComparison *output)
{
  set_scatter_titles(plot, output->unit, "");
  add_dots(plot, (const double *)(void *)output->predicted->data,
           (const double *)(void *)output->labels->data, output->labels->len, 0, 1);
}

static void show_forces(BwPlot *plot, const BwComparison *comparison)
{
  double per_ev;
  set_scatter_titles(plot, bw_settings_get_energy_unit(&per_ev), "/Å");
  if (comparison && comparison->forces)
    add_dots(plot, comparison->forces, comparison->labels_F, comparison->n_forces, 0, per_ev);
}

static void show_energies(BwPlot *plot, const BwComparison *comparison)
{
  double per_ev;
  set_scatter_titles(plot, bw_settings_get_energy_unit(&per_ev), "");
  gsize n = comparison ? (gsize)comparison->n_frames : 0;
  if (comparison && comparison->energies)
    add_dots(plot, comparison->energies, comparison->labels_E, n, mean_of(comparison->labels_E, n), per_ev);
}

void bw_scatter_plot_update(BwPlot *plot, const BwComparison *comparison, guint scatter)
{
  bw_plot_clear(plot);
  bw_plot_set_empty_text(plot, _("As soon as there is a model, what it predicts is compared here"));
  guint n_outputs = comparison && comparison->outputs ? comparison->outputs->len : 0;
  if (scatter == BW_SCATTER_FORCES)
    show_forces(plot, comparison);
  else if (scatter == BW_SCATTER_ENERGIES)
    show_energies(plot, comparison);
  else if (scatter - BW_N_SCATTERS < n_outputs)
    show_output(plot, comparison->outputs->pdata[scatter - BW_N_SCATTERS]);
}

/* In words */

static char *describe_error(double mae, double rmse, double per_ev, const char *unit, const char *per)
{
  return g_strdup_printf("MAE %.3g, RMSE %.3g %s%s", per_ev * mae, per_ev * rmse, unit, per);
}

char *bw_training_describe_errors(const BwErrors *errors)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  g_autoptr(GString) text = g_string_new(NULL);
  if (errors->n == 0)
    return NULL;
  if (isfinite(errors->force_mae)) {
    g_autofree char *force = describe_error(errors->force_mae, errors->force_rmse, per_ev, unit, "/Å");
    g_string_append_printf(text, _("Forces: %s"), force);
  }
  if (isfinite(errors->energy_mae)) {
    g_autofree char *energy = describe_error(errors->energy_mae, errors->energy_rmse, per_ev, unit, "");
    g_string_append_printf(text, "%s", text->len > 0 ? "\n" : "");
    g_string_append_printf(text, _("Energies: %s"), energy);
  }
  g_autofree char *n = bw_words_count(errors->n);
  g_string_append_printf(
      text, ngettext("\nof %s validation frame", "\nof %s validation frames", (gulong)errors->n), n);
  return g_strdup(text->str);
}
