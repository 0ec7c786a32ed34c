#include "app/plots/bw-epochs-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/session/bw-epochs.h"

enum { OTHERS, TRAINING, VALIDATION, RATE, BEST };

BwPlot *bw_epochs_plot_new(void)
{
  BwPlot *plot = bw_plot_new(NULL, NULL, NULL);
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_NEUTRAL, _("other members, validation"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_CLASSICAL, _("training"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_QUANTUM, _("validation"));
  bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_CONSERVED, NULL);
  bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_REFERENCE, NULL);
  bw_plot_set_empty_text(plot, _("Each epoch adds a point here"));
  return plot;
}

static double training_of(const BwTrainEpoch *epoch, BwEpochsCurve curve)
{
  return curve == BW_EPOCHS_LOSS     ? epoch->loss
         : curve == BW_EPOCHS_FORCES ? epoch->force_mae
                                     : epoch->energy_mae;
}

static double validation_of(const BwTrainEpoch *epoch, BwEpochsCurve curve)
{
  if (curve == BW_EPOCHS_LOSS)
    return epoch->validation_loss;
  if (epoch->validation.n == 0)
    return NAN;
  return curve == BW_EPOCHS_FORCES ? epoch->validation.force_mae : epoch->validation.energy_mae;
}

static void set_titles(BwPlot *plot, BwEpochsCurve curve, const char *unit)
{
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
  set_titles(plot, curve, unit);
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

static char *describe_validation(const BwEpochsSummary *summary)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  gboolean forces = isfinite(validation_of(summary->last, BW_EPOCHS_FORCES));
  BwEpochsCurve curve = forces ? BW_EPOCHS_FORCES : BW_EPOCHS_ENERGIES;
  double now = per_ev * validation_of(summary->last, curve);
  if (!isfinite(now))
    return NULL;
  g_autofree char *error = g_strdup_printf("%.3g %s%s", now, unit, forces ? "/Å" : "");
  if (!summary->best || summary->best == summary->last)
    return g_strdup_printf(_("Validation %s, the best so far"), error);
  return g_strdup_printf(_("Validation %s, best %.3g at epoch %d"), error,
                         per_ev * validation_of(summary->best, curve), summary->best->epoch);
}

char *bw_epochs_plot_describe(const GArray *epochs)
{
  const BwEpochsSummary summary = bw_epochs_summarise(epochs);
  if (!summary.last)
    return NULL;
  g_autofree char *validation = describe_validation(&summary);
  g_autofree char *rate = g_strdup_printf(_("Learning rate %.2g"), summary.last->rate);
  return validation ? g_strdup_printf("%s\n%s", validation, rate) : g_steal_pointer(&rate);
}
