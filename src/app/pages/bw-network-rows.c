#include "app/pages/bw-network-rows.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/bw-widgets.h"
#include "app/pages/bw-number-row.h"
#include "app/pages/bw-output-rows.h"
#include "app/session/bw-words.h"
#include "potential/mpnn/part.h"
#include "potential/network/outputs.h"
#include "potential/schnet/schnet.h"

struct _BwNetworkRows {
  AdwBin parent;
  AdwComboRow *aggregate, *update, *schedule, *precision;
  BwNumberRow *n_features, *n_interactions, *cutoff, *n_gaussians, *n_members;
  BwNumberRow *n_epochs, *rate, *batch, *energy_weight, *force_weight, *patience, *stop_after, *average,
      *decay;
  BwOutputRows *outputs;
  BwModelKind kind;
  BwTrainSettings said; /* what was shown last; the rows may differ from it. Without its description */
  GKeyFile *description;
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

/* The number that a row was given, though it may show fewer digits of it; another one if a person changed it.
 */
static double value_of(BwNumberRow *row, double said)
{
  guint digits;
  double shown = bw_number_row_get_value(row);
  g_object_get(row, "digits", &digits, NULL);
  return fabs(shown - said) <= 0.51 * pow(10, -(double)digits) ? said : shown;
}

static void set_count(GKeyFile *file, const char *key, BwNumberRow *row)
{
  g_key_file_set_integer(file, "network", key, (int)bw_number_row_get_value(row));
}

static GKeyFile *copy_description(BwNetworkRows *self)
{
  g_autofree char *text = g_key_file_to_data(self->description, NULL, NULL);
  GKeyFile *copy = g_key_file_new();
  g_key_file_load_from_data(copy, text, (gsize)-1, G_KEY_FILE_NONE, NULL);
  if (self->kind != self->said.kind) /* another kind of network has other settings */
    g_key_file_remove_group(copy, "network", NULL);
  return copy;
}

/* What the name of the kind leaves open. */
static GKeyFile *describe(BwNetworkRows *self)
{
  GKeyFile *file = copy_description(self);
  set_count(file, "n_atom_basis", self->n_features);
  set_count(file, "n_interactions", self->n_interactions);
  double cutoff = g_key_file_get_double(file, "network", "cutoff", NULL);
  g_key_file_set_double(file, "network", "cutoff", value_of(self->cutoff, cutoff));
  set_count(file, "n_rbf", self->n_gaussians);
  if (self->kind == BW_MODEL_MPNN) {
    g_key_file_set_string(file, "network", "aggregate",
                          bw_aggregate_names[adw_combo_row_get_selected(self->aggregate)]);
    g_key_file_set_string(file, "network", "update",
                          bw_update_names[adw_combo_row_get_selected(self->update)]);
  }
  bw_output_rows_write(self->outputs, file);
  return file;
}

/* Weights of outputs go by their number, which the rows may have changed. */
static void read_weights(BwNetworkRows *self, GKeyFile *description, BwLossWeights *weights)
{
  g_auto(GStrv) before = bw_network_list_outputs(self->description);
  g_auto(GStrv) now = bw_network_list_outputs(description);
  BwFitSettings usual;
  bw_fit_settings_init(&usual);
  memcpy(weights->outputs, usual.weights.outputs, sizeof usual.weights.outputs);
  for (int o = 0; now[o] && o < BW_MAX_OUTPUTS; o++)
    for (int b = 0; before[b] && b < BW_MAX_OUTPUTS; b++)
      if (g_str_equal(now[o], before[b]))
        weights->outputs[o] = self->said.neural.fit.weights.outputs[b];
}

void bw_network_rows_read(BwNetworkRows *self, BwNeuralSettings *settings)
{
  g_autoptr(GKeyFile) description = describe(self);
  BwFitSettings *fit = &settings->fit;
  *settings = self->said.neural;
  settings->description = g_key_file_to_data(description, NULL, NULL);
  settings->n_members = (int)bw_number_row_get_value(self->n_members);
  fit->batch_size = (int)bw_number_row_get_value(self->batch);
  fit->weights.energy = value_of(self->energy_weight, fit->weights.energy);
  fit->weights.forces = value_of(self->force_weight, fit->weights.forces);
  read_weights(self, description, &fit->weights);
  fit->adam.decay = value_of(self->decay, fit->adam.decay);
  fit->precision = (BwPrecision)adw_combo_row_get_selected(self->precision);
  fit->average_decay = value_of(self->average, fit->average_decay);
  fit->schedule.kind = (BwScheduleKind)adw_combo_row_get_selected(self->schedule);
  fit->schedule.rate = value_of(self->rate, fit->schedule.rate);
  fit->schedule.smallest = MIN(fit->schedule.smallest, fit->schedule.rate);
  fit->schedule.patience = (int)bw_number_row_get_value(self->patience);
  fit->schedule.stop_after = (int)bw_number_row_get_value(self->stop_after);
  fit->schedule.n_epochs = (int)bw_number_row_get_value(self->n_epochs);
}

/* Showing */

static void show_number(BwNetworkRows *self, const char *key, BwNumberRow *row, double usual)
{
  gboolean said = g_key_file_has_key(self->description, "network", key, NULL);
  bw_number_row_set_value(row, said ? g_key_file_get_double(self->description, "network", key, NULL) : usual);
}

static void show_choice(BwNetworkRows *self, const char *key, AdwComboRow *row, const char *const *names)
{
  g_autofree char *said = g_key_file_get_string(self->description, "network", key, NULL);
  for (guint k = 0; said && names[k]; k++)
    if (g_str_equal(names[k], said))
      adw_combo_row_set_selected(row, k);
}

static void show_network(BwNetworkRows *self)
{
  BwSchnetSettings usual;
  bw_schnet_settings_init(&usual);
  show_number(self, "n_atom_basis", self->n_features, usual.n_features);
  show_number(self, "n_interactions", self->n_interactions, usual.n_interactions);
  show_number(self, "cutoff", self->cutoff, usual.cutoff);
  show_number(self, "n_rbf", self->n_gaussians, usual.n_gaussians);
  show_choice(self, "aggregate", self->aggregate, bw_aggregate_names);
  show_choice(self, "update", self->update, bw_update_names);
  bw_output_rows_show(self->outputs, self->description);
}

static void show_learning(BwNetworkRows *self)
{
  const BwFitSettings *fit = &self->said.neural.fit;
  bw_number_row_set_value(self->n_members, self->said.neural.n_members);
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

void bw_network_rows_show(BwNetworkRows *self, const BwTrainSettings *settings)
{
  const char *text = settings ? settings->neural.description : NULL;
  gboolean updating = self->updating;
  bw_train_settings_init(&self->said);
  if (settings)
    self->said = *settings;
  self->said.neural.description = NULL;
  g_clear_pointer(&self->description, g_key_file_unref);
  self->description = g_key_file_new();
  if (text)
    g_key_file_load_from_data(self->description, text, (gsize)-1, G_KEY_FILE_NONE, NULL);
  self->updating = TRUE;
  show_network(self);
  show_learning(self);
  show_rows(self);
  self->updating = updating;
}

void bw_network_rows_set_data(BwNetworkRows *self, const BwCollection *data)
{
  bw_output_rows_set_data(self->outputs, data);
  bw_output_rows_show(self->outputs, self->description);
}

/* The widget */

static void on_changed(BwNetworkRows *self)
{
  if (self->updating)
    return;
  show_rows(self);
  g_signal_emit_by_name(self, "changed");
}

static void bw_network_rows_finalize(GObject *object)
{
  g_key_file_unref(BW_NETWORK_ROWS(object)->description);
  G_OBJECT_CLASS(bw_network_rows_parent_class)->finalize(object);
}

static void bw_network_rows_class_init(BwNetworkRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = bw_network_rows_finalize;
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
      BW_CHILD(BwNetworkRows, outputs),
  };
  g_signal_new("changed", BW_TYPE_NETWORK_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure(BW_TYPE_NUMBER_ROW);
  g_type_ensure(BW_TYPE_OUTPUT_ROWS);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-network-rows.ui");
  bw_widget_class_bind_children(widget_class, children, G_N_ELEMENTS(children));
  gtk_widget_class_bind_template_callback(widget_class, on_changed);
}

static void bw_network_rows_init(BwNetworkRows *self)
{
  self->updating = TRUE;
  self->kind = BW_MODEL_SCHNET;
  gtk_widget_init_template(GTK_WIDGET(self));
  bw_network_rows_show(self, NULL);
  self->updating = FALSE;
}
