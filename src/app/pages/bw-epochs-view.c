#include "app/pages/bw-epochs-view.h"

#include <glib/gi18n.h>

#include "app/bw-settings.h"
#include "app/bw-widgets.h"
#include "app/plots/bw-epochs-plot.h"
#include "app/plots/bw-plot-view.h"

struct _BwEpochsView {
  AdwBin parent;
  BwPlotView *plot_view;
  GtkDropDown *chooser;
  GtkLabel *words;
  BwPlot *plot;
  BwTraining *training; /* that is shown; only compared */
  guint n_epochs;       /* of it that are shown */
  gboolean over;        /* as shown */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE(BwEpochsView, bw_epochs_view, ADW_TYPE_BIN)

/* A curve for each output beside the energy, which only a training's epochs tell of. */
static void offer_outputs(BwEpochsView *self, const GArray *epochs)
{
  const BwTrainEpoch *epoch = epochs->len > 0 ? &g_array_index(epochs, BwTrainEpoch, 0) : NULL;
  GtkStringList *names = GTK_STRING_LIST(gtk_drop_down_get_model(self->chooser));
  guint n = g_list_model_get_n_items(G_LIST_MODEL(names));
  g_autoptr(GPtrArray) outputs = g_ptr_array_new_with_free_func(g_free);
  gboolean same = n == BW_EPOCHS_OUTPUTS + (epoch ? (guint)epoch->n_outputs : 0);
  for (int o = 0; epoch && o < epoch->n_outputs; o++) {
    char *name = g_strdup_printf(_("Error of %s"), epoch->outputs[o].name);
    g_ptr_array_add(outputs, name);
    same = same && g_str_equal(name, gtk_string_list_get_string(names, BW_EPOCHS_OUTPUTS + (guint)o));
  }
  if (same)
    return;
  g_ptr_array_add(outputs, NULL);
  self->updating = TRUE;
  if (gtk_drop_down_get_selected(self->chooser) >= BW_EPOCHS_OUTPUTS)
    gtk_drop_down_set_selected(self->chooser, BW_EPOCHS_LOSS);
  gtk_string_list_splice(names, BW_EPOCHS_OUTPUTS, n - BW_EPOCHS_OUTPUTS,
                         (const char *const *)outputs->pdata);
  self->updating = FALSE;
}

static void show(BwEpochsView *self)
{
  const GArray *epochs = bw_training_get_epochs(self->training);
  offer_outputs(self, epochs);
  g_autofree char *words = bw_epochs_plot_describe(epochs, bw_training_is_over(self->training));
  bw_epochs_plot_update(self->plot, epochs, (BwEpochsCurve)gtk_drop_down_get_selected(self->chooser));
  bw_plot_view_update(self->plot_view);
  bw_label_show(self->words, words);
  self->n_epochs = epochs->len;
  self->over = bw_training_is_over(self->training);
}

static void on_changed(BwEpochsView *self)
{
  if (self->training && !self->updating)
    show(self);
}

void bw_epochs_view_update(BwEpochsView *self, BwTraining *training)
{
  gboolean learns = training && bw_training_is_network(training) && !bw_training_is_curve(training);
  guint n = learns ? bw_training_get_epochs(training)->len : 0;
  gboolean news = learns && (training != self->training || n != self->n_epochs ||
                             bw_training_is_over(training) != self->over);
  gtk_widget_set_visible(GTK_WIDGET(self), learns && (n > 0 || !bw_training_is_over(training)));
  self->training = learns ? training : NULL;
  if (news)
    show(self);
}

/* The widget */

static void bw_epochs_view_dispose(GObject *object)
{
  BwEpochsView *self = BW_EPOCHS_VIEW(object);
  if (self->plot)
    bw_plot_view_set_plot(self->plot_view, NULL);
  g_clear_pointer(&self->plot, bw_plot_free);
  self->training = NULL;
  G_OBJECT_CLASS(bw_epochs_view_parent_class)->dispose(object);
}

static void bw_epochs_view_class_init(BwEpochsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_epochs_view_dispose;
  g_type_ensure(BW_TYPE_PLOT_VIEW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-epochs-view.ui");
  gtk_widget_class_bind_template_child(widget_class, BwEpochsView, plot_view);
  gtk_widget_class_bind_template_child(widget_class, BwEpochsView, words);
}

static void bw_epochs_view_init(BwEpochsView *self)
{
  const char *names[] = {_("Loss"), _("Error of forces"), _("Error of energies"), _("Learning rate"), NULL};
  gtk_widget_init_template(GTK_WIDGET(self));
  self->plot = bw_epochs_plot_new();
  self->chooser = bw_chooser_new(GTK_WIDGET(self->plot_view), names, _("Course of the training"),
                                 G_CALLBACK(on_changed), self);
  bw_plot_view_set_plot(self->plot_view, self->plot);
  g_signal_connect_object(bw_settings_get(), "changed::energy-unit", G_CALLBACK(on_changed), self,
                          G_CONNECT_SWAPPED);
}
