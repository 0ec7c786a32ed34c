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
};

G_DEFINE_FINAL_TYPE(BwEpochsView, bw_epochs_view, ADW_TYPE_BIN)

static void show(BwEpochsView *self)
{
  const GArray *epochs = bw_training_get_epochs(self->training);
  g_autofree char *words = bw_epochs_plot_describe(epochs, bw_training_is_over(self->training));
  bw_epochs_plot_update(self->plot, epochs, (BwEpochsCurve)gtk_drop_down_get_selected(self->chooser));
  bw_plot_view_update(self->plot_view);
  bw_label_show(self->words, words);
  self->n_epochs = epochs->len;
  self->over = bw_training_is_over(self->training);
}

static void on_changed(BwEpochsView *self)
{
  if (self->training)
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
