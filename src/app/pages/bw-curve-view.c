#include "app/pages/bw-curve-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/bw-widgets.h"
#include "app/plots/bw-curve-plot.h"
#include "app/plots/bw-plot-view.h"
#include "app/session/bw-words.h"
#include "base/format.h"

#define TENTHS_UP_TO 10 /* s */

struct _BwCurveView {
  AdwBin parent;
  BwPlotView *plot_view;
  GtkDropDown *chooser;
  GtkGrid *table;
  GtkLabel *exponent;
  BwPlot *plot;
  BwTraining *training; /* that is shown; only compared */
  guint n_points;       /* of it that are shown */
};

G_DEFINE_FINAL_TYPE(BwCurveView, bw_curve_view, ADW_TYPE_BIN)

/* The sizes one by one */

static void add_cell(BwCurveView *self, int row, int column, const char *text, const char *style)
{
  GtkWidget *cell = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(cell), 1);
  gtk_label_set_justify(GTK_LABEL(cell), GTK_JUSTIFY_RIGHT);
  gtk_widget_set_valign(cell, GTK_ALIGN_END);
  gtk_label_set_selectable(GTK_LABEL(cell), row > 0);
  gtk_widget_set_hexpand(cell, TRUE);
  gtk_widget_add_css_class(cell, style);
  if (row == 0)
    gtk_widget_add_css_class(cell, "dim-label");
  gtk_grid_attach(self->table, cell, column, row, 1, 1);
}

static void add_heads(BwCurveView *self, const char *unit)
{
  g_autofree char *forces = g_strdup_printf(_("Forces\n%s/Å"), unit);
  g_autofree char *energies = g_strdup_printf(_("Energies\n%s"), unit);
  const char *const heads[] = {_("Points"), forces, energies, _("σ"), _("Time")};
  for (int column = 0; column < (int)G_N_ELEMENTS(heads); column++)
    add_cell(self, 0, column, heads[column], "caption");
}

static char *describe_error(double error)
{
  return isfinite(error) ? g_strdup_printf("%.3g", error) : g_strdup("–");
}

static void add_row(BwCurveView *self, int row, const BwLearningPoint *point, double per_ev)
{
  g_autofree char *points = bw_words_count(point->n_train);
  g_autofree char *forces = describe_error(per_ev * point->errors.force_mae);
  g_autofree char *energies = describe_error(per_ev * point->errors.energy_mae);
  g_autofree char *sigma = isfinite(point->sigma) ? g_strdup_printf("%g", point->sigma) : g_strdup("–");
  g_autofree char *time = point->seconds < TENTHS_UP_TO ? g_strdup_printf(_("%.1f s"), point->seconds)
                                                        : bw_format_duration(point->seconds);
  const char *const cells[] = {points, forces, energies, sigma, time};
  for (int column = 0; column < (int)G_N_ELEMENTS(cells); column++)
    add_cell(self, row, column, cells[column], "numeric");
}

static void fill_table(BwCurveView *self, const GArray *points)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  for (GtkWidget *cell; (cell = gtk_widget_get_first_child(GTK_WIDGET(self->table)));)
    gtk_grid_remove(self->table, cell);
  gtk_widget_set_visible(GTK_WIDGET(self->table), points->len > 0);
  if (points->len > 0)
    add_heads(self, unit);
  for (guint i = 0; i < points->len; i++)
    add_row(self, (int)i + 1, &g_array_index(points, BwLearningPoint, i), per_ev);
}

/* All of it */

static void show(BwCurveView *self)
{
  const GArray *points = bw_training_get_points(self->training);
  g_autofree char *exponent = bw_curve_plot_describe(points);
  bw_curve_plot_update(self->plot, points, (BwCurveLabels)gtk_drop_down_get_selected(self->chooser));
  bw_plot_view_update(self->plot_view);
  fill_table(self, points);
  bw_label_show(self->exponent, exponent);
  self->n_points = points->len;
}

static void on_changed(BwCurveView *self)
{
  if (self->training)
    show(self);
}

void bw_curve_view_update(BwCurveView *self, BwTraining *training)
{
  gboolean is_curve = training && bw_training_is_curve(training);
  gboolean news =
      is_curve && (training != self->training || bw_training_get_points(training)->len != self->n_points);
  gtk_widget_set_visible(GTK_WIDGET(self), is_curve);
  self->training = is_curve ? training : NULL;
  if (news)
    show(self);
}

/* The widget */

static void bw_curve_view_dispose(GObject *object)
{
  BwCurveView *self = BW_CURVE_VIEW(object);
  if (self->plot)
    bw_plot_view_set_plot(self->plot_view, NULL);
  g_clear_pointer(&self->plot, bw_plot_free);
  self->training = NULL;
  G_OBJECT_CLASS(bw_curve_view_parent_class)->dispose(object);
}

static void bw_curve_view_class_init(BwCurveViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_curve_view_dispose;
  g_type_ensure(BW_TYPE_PLOT_VIEW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-curve-view.ui");
  gtk_widget_class_bind_template_child(widget_class, BwCurveView, plot_view);
  gtk_widget_class_bind_template_child(widget_class, BwCurveView, table);
  gtk_widget_class_bind_template_child(widget_class, BwCurveView, exponent);
}

static void bw_curve_view_init(BwCurveView *self)
{
  const char *names[] = {_("Learning curve: forces"), _("Learning curve: energies"), NULL};
  gtk_widget_init_template(GTK_WIDGET(self));
  self->plot = bw_curve_plot_new();
  self->chooser =
      bw_chooser_new(GTK_WIDGET(self->plot_view), names, _("Learning curve"), G_CALLBACK(on_changed), self);
  bw_plot_view_set_plot(self->plot_view, self->plot);
  g_signal_connect_object(bw_settings_get(), "changed::energy-unit", G_CALLBACK(on_changed), self,
                          G_CONNECT_SWAPPED);
}
