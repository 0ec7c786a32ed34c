#include "app/pages/bw-network-rows.h"

#include <glib/gi18n.h>

#include "app/bw-widgets.h"
#include "app/pages/bw-number-row.h"
#include "app/session/bw-words.h"
#include "potential/mpnn/part.h"
#include "potential/schnet/schnet.h"

struct _BwNetworkRows {
  AdwBin parent;
  AdwComboRow *aggregate, *update, *schedule, *precision;
  BwNumberRow *n_features, *n_interactions, *cutoff, *n_gaussians, *n_members;
  BwNumberRow *n_epochs, *rate, *batch, *energy_weight, *force_weight, *patience, *stop_after, *average,
      *decay;
  BwModelKind kind;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE(BwNetworkRows, bw_network_rows, ADW_TYPE_BIN)

static void show_rows(BwNetworkRows *self)
{
  gboolean free = self->kind == BW_MODEL_MPNN;
  gtk_widget_set_visible(GTK_WIDGET(self->aggregate), free);
  gtk_widget_set_visible(GTK_WIDGET(self->update), free);
  gtk_widget_set_visible(GTK_WIDGET(self->patience),
                         adw_combo_row_get_selected(self->schedule) == BW_SCHEDULE_PLATEAU);
}

void bw_network_rows_set_kind(BwNetworkRows *self, BwModelKind kind)
{
  self->kind = kind;
  show_rows(self);
}

void bw_network_rows_set_planned(BwNetworkRows *self, int n_epochs)
{
  gboolean open = bw_number_row_get_value(self->n_epochs) == 0 && n_epochs > 0;
  g_autofree char *count = bw_words_count(n_epochs);
  g_autofree char *hint = g_strdup_printf(_("0: as many as suit the data, %s"), count);
  bw_number_row_set_hint(self->n_epochs, BW_HINT_NOTE, open ? hint : NULL, NULL);
}

/* Reading */

static void set_count(GKeyFile *file, const char *key, BwNumberRow *row)
{
  g_key_file_set_integer(file, "network", key, (int)bw_number_row_get_value(row));
}

/* What the name of the kind leaves open. */
static char *describe(BwNetworkRows *self)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  set_count(file, "n_atom_basis", self->n_features);
  set_count(file, "n_interactions", self->n_interactions);
  g_key_file_set_double(file, "network", "cutoff", bw_number_row_get_value(self->cutoff));
  set_count(file, "n_rbf", self->n_gaussians);
  if (self->kind == BW_MODEL_MPNN) {
    g_key_file_set_string(file, "network", "aggregate",
                          bw_aggregate_names[adw_combo_row_get_selected(self->aggregate)]);
    g_key_file_set_string(file, "network", "update",
                          bw_update_names[adw_combo_row_get_selected(self->update)]);
  }
  return g_key_file_to_data(file, NULL, NULL);
}

void bw_network_rows_read(BwNetworkRows *self, BwNeuralSettings *settings)
{
  BwFitSettings *fit = &settings->fit;
  bw_neural_settings_init(settings);
  settings->description = describe(self);
  settings->n_members = (int)bw_number_row_get_value(self->n_members);
  fit->batch_size = (int)bw_number_row_get_value(self->batch);
  fit->weights.energy = bw_number_row_get_value(self->energy_weight);
  fit->weights.forces = bw_number_row_get_value(self->force_weight);
  fit->adam.decay = bw_number_row_get_value(self->decay);
  fit->precision = (BwPrecision)adw_combo_row_get_selected(self->precision);
  fit->average_decay = bw_number_row_get_value(self->average);
  fit->schedule.kind = (BwScheduleKind)adw_combo_row_get_selected(self->schedule);
  fit->schedule.rate = bw_number_row_get_value(self->rate);
  fit->schedule.smallest = MIN(fit->schedule.smallest, fit->schedule.rate);
  fit->schedule.patience = (int)bw_number_row_get_value(self->patience);
  fit->schedule.stop_after = (int)bw_number_row_get_value(self->stop_after);
  fit->schedule.n_epochs = (int)bw_number_row_get_value(self->n_epochs);
}

/* The usual network, trained as usual. */
static void show_usual(BwNetworkRows *self)
{
  BwSchnetSettings network;
  BwNeuralSettings settings;
  const BwFitSettings *fit = &settings.fit;
  bw_schnet_settings_init(&network);
  bw_neural_settings_init(&settings);
  bw_number_row_set_value(self->n_features, network.n_features);
  bw_number_row_set_value(self->n_interactions, network.n_interactions);
  bw_number_row_set_value(self->cutoff, network.cutoff);
  bw_number_row_set_value(self->n_gaussians, network.n_gaussians);
  bw_number_row_set_value(self->n_members, settings.n_members);
  bw_number_row_set_value(self->batch, fit->batch_size);
  bw_number_row_set_value(self->energy_weight, fit->weights.energy);
  bw_number_row_set_value(self->force_weight, fit->weights.forces);
  bw_number_row_set_value(self->decay, fit->adam.decay);
  bw_number_row_set_value(self->average, fit->average_decay);
  bw_number_row_set_value(self->rate, fit->schedule.rate);
  bw_number_row_set_value(self->patience, fit->schedule.patience);
  bw_number_row_set_value(self->stop_after, fit->schedule.stop_after);
  bw_number_row_set_value(self->n_epochs, fit->schedule.n_epochs);
  adw_combo_row_set_selected(self->schedule, fit->schedule.kind);
  adw_combo_row_set_selected(self->precision, fit->precision);
}

/* The widget */

static void on_changed(BwNetworkRows *self)
{
  if (self->updating)
    return;
  show_rows(self);
  g_signal_emit_by_name(self, "changed");
}

static void bw_network_rows_class_init(BwNetworkRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  static const BwChild children[] = {
      BW_CHILD(BwNetworkRows, aggregate),      BW_CHILD(BwNetworkRows, update),
      BW_CHILD(BwNetworkRows, schedule),       BW_CHILD(BwNetworkRows, n_features),
      BW_CHILD(BwNetworkRows, n_interactions), BW_CHILD(BwNetworkRows, cutoff),
      BW_CHILD(BwNetworkRows, n_gaussians),    BW_CHILD(BwNetworkRows, n_members),
      BW_CHILD(BwNetworkRows, n_epochs),       BW_CHILD(BwNetworkRows, rate),
      BW_CHILD(BwNetworkRows, batch),          BW_CHILD(BwNetworkRows, energy_weight),
      BW_CHILD(BwNetworkRows, force_weight),   BW_CHILD(BwNetworkRows, patience),
      BW_CHILD(BwNetworkRows, stop_after),     BW_CHILD(BwNetworkRows, average),
      BW_CHILD(BwNetworkRows, decay),          BW_CHILD(BwNetworkRows, precision),
  };
  g_signal_new("changed", BW_TYPE_NETWORK_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure(BW_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-network-rows.ui");
  bw_widget_class_bind_children(widget_class, children, G_N_ELEMENTS(children));
  gtk_widget_class_bind_template_callback(widget_class, on_changed);
}

static void bw_network_rows_init(BwNetworkRows *self)
{
  self->updating = TRUE;
  self->kind = BW_MODEL_SCHNET;
  gtk_widget_init_template(GTK_WIDGET(self));
  show_usual(self);
  show_rows(self);
  self->updating = FALSE;
}
