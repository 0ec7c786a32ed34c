#include "app/bw-simulate-page.h"

#include <glib/gi18n.h>

struct _BwSimulatePage {
  AdwBin parent;
  AdwActionRow *model_row, *structure_row, *output_row;
  GtkSpinButton *beads, *temperature, *timestep, *length;
  AdwComboRow *thermostat;
  GtkButton *start_button;
  BwSession *session; /* borrowed */
  gboolean updating;  /* the rows change because of the session */
};

G_DEFINE_FINAL_TYPE(BwSimulatePage, bw_simulate_page, ADW_TYPE_BIN)

static void on_settings_changed(BwSimulatePage *self)
{
  if (self->updating || !self->session)
    return;
  BwDynamicsSettings dynamics = *bw_session_get_dynamics(self->session);
  dynamics.n_beads = gtk_spin_button_get_value_as_int(self->beads);
  dynamics.temperature = gtk_spin_button_get_value(self->temperature);
  dynamics.timestep = gtk_spin_button_get_value(self->timestep);
  dynamics.thermostat = (BwThermostat)adw_combo_row_get_selected(self->thermostat);
  bw_session_set_dynamics(self->session, &dynamics);
  bw_session_set_length(self->session, 1000 * gtk_spin_button_get_value(self->length));
}

static void bw_simulate_page_class_init(BwSimulatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-simulate-page.ui");
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, model_row);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, structure_row);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, output_row);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, beads);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, temperature);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, timestep);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, length);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, thermostat);
  gtk_widget_class_bind_template_child(widget_class, BwSimulatePage, start_button);
  gtk_widget_class_bind_template_callback(widget_class, on_settings_changed);
}

static void bw_simulate_page_init(BwSimulatePage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

void bw_simulate_page_set_session(BwSimulatePage *self, BwSession *session)
{
  self->session = session;
  if (session)
    bw_simulate_page_update(self);
}

static char *describe_model(const BwPotential *potential)
{
  if (!potential)
    return g_strdup(_("None: open one to simulate"));
  g_autofree char *file = potential->path ? g_path_get_basename(potential->path) : g_strdup(potential->name);
  return g_strdup_printf("%s · %s", file, potential->method);
}

static void update_files(BwSimulatePage *self)
{
  BwPotential *potential = bw_session_get_potential(self->session);
  const char *path = bw_session_get_path(self->session), *output = bw_session_get_output(self->session);
  g_autofree char *model = describe_model(potential);
  g_autofree char *structure = path ? g_path_get_basename(path) : g_strdup(_("None"));
  g_autofree char *run = output ? g_path_get_basename(output) : g_strdup(_("Not written"));
  adw_action_row_set_subtitle(self->model_row, model);
  adw_action_row_set_subtitle(self->structure_row, structure);
  adw_action_row_set_subtitle(self->output_row, run);
}

void bw_simulate_page_update(BwSimulatePage *self)
{
  const BwDynamicsSettings *dynamics = bw_session_get_dynamics(self->session);
  BwJobState state = bw_session_get_job_state(self->session);
  self->updating = TRUE;
  gtk_spin_button_set_value(self->beads, dynamics->n_beads);
  gtk_spin_button_set_value(self->temperature, dynamics->temperature);
  gtk_spin_button_set_value(self->timestep, dynamics->timestep);
  gtk_spin_button_set_value(self->length, bw_session_get_length(self->session) / 1000);
  adw_combo_row_set_selected(self->thermostat, dynamics->thermostat);
  self->updating = FALSE;
  gtk_widget_set_sensitive(GTK_WIDGET(self->output_row), !bw_session_has_job(self->session));
  gtk_widget_set_sensitive(GTK_WIDGET(self->length), !bw_session_has_job(self->session));
  gtk_button_set_label(self->start_button, state == BW_JOB_PAUSED              ? _("_Resume")
                                           : bw_session_has_job(self->session) ? _("_Pause")
                                                                               : _("_Start"));
  update_files(self);
}
