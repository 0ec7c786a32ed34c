#include "app/plots/bw-epochs-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/session/bw-epochs.h"

enum { OTHERS, TRAINING, VALIDATION, RATE, BEST };

BwPlot *bw_epochs_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_NEUTRAL, _("other members"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_CLASSICAL, _("training"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_QUANTUM, _("validation"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_CONSERVED, NULL);
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_REFERENCE, NULL);
  bw_plot_set_empty_text(plot, _("Each epoch adds a point here"));
  return plot;
}

/* NULL: the curve is none of an output that the network has. */
static const BwEpochOutput *output_of(const BwTrainEpoch *epoch, BwEpochsCurve curve)
{
  int o = (int)curve - BW_EPOCHS_OUTPUTS;
  return epoch && o >= 0 && o < epoch->n_outputs ? &epoch->outputs[o] : NULL;
}

/* Outputs are measured on one set alone: where one is validated that is it. */
static double training_of(const BwTrainEpoch *epoch, BwEpochsCurve curve)
{
  const BwEpochOutput *output = output_of(epoch, curve);
  if (output)
    return isfinite(epoch->validation_loss) ? NAN : output->mae;
  return curve == BW_EPOCHS_LOSS     ? epoch->loss
         : curve == BW_EPOCHS_FORCES ? epoch->force_mae
                                     : epoch->energy_mae;
}

static double validation_of(const BwTrainEpoch *epoch, BwEpochsCurve curve)
{
  const BwEpochOutput *output = output_of(epoch, curve);
  if (curve == BW_EPOCHS_LOSS)
    return epoch->validation_loss;
  if (output)
    return isfinite(epoch->validation_loss) ? output->mae : NAN;
  if (epoch->validation.n == 0)
    return NAN;
  return curve == BW_EPOCHS_FORCES ? epoch->validation.force_mae : epoch->validation.energy_mae;
}

static void set_titles(BwPlot *plot, BwEpochsCurve curve, const char *unit, const BwEpochOutput *output)
{
  if (output) {
    g_autofree char *title = output->unit ? g_strdup_printf(_("MAE of %s (%s)"), output->name, output->unit)
                                          : g_strdup_printf(_("MAE of %s"), output->name);
    bw_plot_set_axis_titles(plot, _("Epoch"), title);
    return;
  }
  g_autofree char *forces = g_strdup_printf(_("Force MAE (%s/Å)"), unit),
                  *energies = g_strdup_printf(_("Energy MAE (%s)"), unit);
  const char *const titles[] = {_("Loss"), forces, energies, _("Learning rate")};
  bw_plot_set_axis_titles(plot, _("Epoch"), titles[curve]);
}

static void add_epoch(BwPlot *plot, const BwTrainEpoch *epoch, BwEpochsCurve curve, gboolean present,
                      double scale)
{
  double x = epoch->epoch;
  if (curve == BW_EPOCHS_RATE && present)
    bw_plot_layer_append(plot, RATE, x, epoch->rate);
  if (curve == BW_EPOCHS_RATE)
    return;
  if (present)
    bw_plot_layer_append(plot, TRAINING, x, scale * training_of(epoch, curve));
  bw_plot_layer_append(plot, present ? VALIDATION : OTHERS, x, scale * validation_of(epoch, curve));
}

void bw_epochs_plot_update(BwPlot *plot, const GArray *epochs, BwEpochsCurve curve)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  double scale = curve == BW_EPOCHS_FORCES || curve == BW_EPOCHS_ENERGIES ? per_ev : 1;
  const BwEpochsSummary summary = bw_epochs_summarise(epochs);
  bw_plot_clear(plot);
  set_titles(plot, curve, unit, output_of(summary.last, curve));
  int member = 0;
  for (guint i = 0; i < epochs->len; i++) {
    const BwTrainEpoch *epoch = &g_array_index(epochs, BwTrainEpoch, i);
    if (epoch->member != member && curve != BW_EPOCHS_RATE)
      bw_plot_layer_append(plot, OTHERS, epoch->epoch, NAN);
    member = epoch->member;
    add_epoch(plot, epoch, curve, member == summary.last->member, scale);
  }
  if (summary.best && summary.best != summary.last && curve != BW_EPOCHS_RATE)
    bw_plot_layer_set_mark(plot, BEST, summary.best->epoch, _("best"));
  bw_plot_set_log(plot, epochs->len > 0);
}

/* In words */

/* By forces where there are any, energies, or else the first output. */
static char *describe_error(const BwTrainEpoch *epoch)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  double force = validation_of(epoch, BW_EPOCHS_FORCES), energy = validation_of(epoch, BW_EPOCHS_ENERGIES);
  if (isfinite(force))
    return g_strdup_printf("%.3g %s/Å", per_ev * force, unit);
  if (isfinite(energy))
    return g_strdup_printf("%.3g %s", per_ev * energy, unit);
  const BwEpochOutput *output = output_of(epoch, BW_EPOCHS_OUTPUTS);
  return output && isfinite(output->mae)
             ? g_strdup_printf("%s %.3g %s", output->name, output->mae, output->unit ? output->unit : "")
             : g_strdup("–");
}

static char *describe_course(const BwEpochsSummary *summary)
{
  g_autofree char *now = describe_error(summary->last);
  if (!summary->best || summary->best == summary->last)
    return g_strdup_printf(_("Validation %s, the best so far"), now);
  g_autofree char *best = describe_error(summary->best);
  return g_strdup_printf(_("Validation %s\nBest %s, at epoch %d"), now, best, summary->best->epoch);
}

char *bw_epochs_plot_describe(const GArray *epochs, gboolean over)
{
  const BwEpochsSummary summary = bw_epochs_summarise(epochs);
  if (!summary.last)
    return NULL;
  if (over && summary.best) {
    g_autofree char *best = describe_error(summary.best);
    return g_strdup_printf(_("Best at epoch %d of %d: %s"), summary.best->epoch, summary.last->epoch, best);
  }
  g_autofree char *course = describe_course(&summary);
  g_autofree char *rate = g_strdup_printf(_("Learning rate %.2g"), summary.last->rate);
  return g_strdup_printf("%s\n%s", course, rate);
}

char *bw_epochs_plot_describe_outputs(const GArray *epochs)
{
  const BwEpochsSummary summary = bw_epochs_summarise(epochs);
  const BwTrainEpoch *epoch = summary.best ? summary.best : summary.last;
  g_autoptr(GString) text = g_string_new(NULL);
  for (int o = 0; epoch && o < epoch->n_outputs; o++) {
    const BwEpochOutput *output = &epoch->outputs[o];
    if (isfinite(output->mae))
      g_string_append_printf(text, "%s%s %.3g%s%s", text->len > 0 ? ", " : "", output->name, output->mae,
                             output->unit ? " " : "", output->unit ? output->unit : "");
  }
  return text->len > 0 ? g_strdup(text->str) : NULL;
}
