#include "app/pages/bw-simulate-page-private.h"

#include <glib/gi18n.h>

#include "app/bw-widgets.h"

#define CHANGE_DELAY 400 /* ms: each change of the beads draws some of them anew, and heats */
#define FS_PER_PS 1000.0

G_DEFINE_FINAL_TYPE(BwSimulatePage, bw_simulate_page, ADW_TYPE_BIN)

gboolean bw_simulate_page_is_live(BwSimulatePage *self)
{
  BwRun *run = bw_session_get_run(self->session);
  return run && run == bw_session_get_job(self->session);
}

/* From the rows to the session */

static void read_dynamics(BwSimulatePage *self, BwDynamicsSettings *dynamics)
{
  dynamics->n_beads = (int)bw_number_row_get_value(self->beads);
  dynamics->temperature = bw_number_row_get_value(self->temperature);
  dynamics->timestep = bw_number_row_get_value(self->timestep);
  dynamics->thermostat = (BwThermostat)adw_combo_row_get_selected(self->thermostat);
  dynamics->tau = bw_number_row_get_value(self->tau);
  dynamics->pile_lambda = bw_number_row_get_value(self->pile_lambda);
  dynamics->splitting = (BwSplitting)adw_combo_row_get_selected(self->splitting);
  dynamics->remove_com = gtk_switch_get_active(self->remove_com);
  dynamics->seed = (guint64)bw_number_row_get_value(self->seed);
}

static void tell_session(BwSimulatePage *self)
{
  BwDynamicsSettings dynamics = *bw_session_get_dynamics(self->session);
  BwRecordSettings record = *bw_session_get_record(self->session);
  double length = FS_PER_PS * bw_number_row_get_value(self->length);
  gboolean compare = gtk_switch_get_active(self->compare);
  gboolean live = bw_simulate_page_is_live(self);
  read_dynamics(self, &dynamics);
  bw_simulate_page_read_record(self, &record);
  bw_session_set_dynamics(self->session, &dynamics);
  if (live)
    return;
  bw_session_set_length(self->session, length);
  bw_session_set_compare(self->session, compare);
  bw_session_set_record(self->session, &record);
}

static gboolean change_now(gpointer data)
{
  BwSimulatePage *self = data;
  self->changing = 0;
  if (self->session && bw_simulate_page_is_live(self) && bw_session_get_run(self->session) == self->changed)
    tell_session(self);
  if (self->session)
    bw_simulate_page_update(self);
  return G_SOURCE_REMOVE;
}

static void on_settings_changed(BwSimulatePage *self)
{
  if (self->updating || !self->session)
    return;
  if (!bw_simulate_page_is_live(self)) {
    tell_session(self);
    return;
  }
  g_clear_handle_id(&self->changing, g_source_remove);
  self->changed = bw_session_get_run(self->session);
  self->changing = g_timeout_add(CHANGE_DELAY, change_now, self);
}

static void on_use_beads(BwSimulatePage *self)
{
  bw_number_row_set_value(self->beads, self->advice.n_beads);
  on_settings_changed(self);
}

static void on_use_timestep(BwSimulatePage *self)
{
  bw_number_row_set_value(self->timestep, self->advice.timestep);
  on_settings_changed(self);
}

static void on_record_switched(BwSimulatePage *self)
{
  if (!self->updating && self->session)
    bw_simulate_page_switch_record(self);
}

static void on_name_applied(BwSimulatePage *self)
{
  if (self->session)
    bw_simulate_page_rename(self);
}

/* What the run began from is shown again, so that the settings are those of the next run. */
static void on_plan_another(BwSimulatePage *self)
{
  BwRun *run = bw_session_get_run(self->session);
  const char *path = run ? bw_run_get_structure_path(run) : NULL;
  GListModel *entries = bw_session_get_entries(self->session);
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    if (bw_entry_get_state(entry) == BW_ENTRY_NONE && path &&
        g_strcmp0(bw_entry_get_path(entry), path) == 0) {
      bw_session_show_entry(self->session, entry);
      return;
    }
  }
}

/* From the session to the rows */

static void show_dynamics(BwSimulatePage *self, const BwDynamicsSettings *dynamics)
{
  bw_number_row_set_value(self->beads, dynamics->n_beads);
  bw_number_row_set_value(self->temperature, dynamics->temperature);
  bw_number_row_set_value(self->timestep, dynamics->timestep);
  adw_combo_row_set_selected(self->thermostat, dynamics->thermostat);
  bw_number_row_set_value(self->tau, dynamics->tau);
  bw_number_row_set_value(self->pile_lambda, dynamics->pile_lambda);
  adw_combo_row_set_selected(self->splitting, dynamics->splitting);
  gtk_switch_set_active(self->remove_com, dynamics->remove_com);
  bw_number_row_set_value(self->seed, (double)dynamics->seed);
}

static void show_settings(BwSimulatePage *self)
{
  BwRun *run = bw_session_get_run(self->session);
  gboolean twin = run && bw_run_get_twin(run);
  self->updating = TRUE;
  show_dynamics(self, bw_session_get_dynamics(self->session));
  bw_number_row_set_value(self->length, bw_session_get_length(self->session) / FS_PER_PS);
  gtk_switch_set_active(self->compare,
                        bw_simulate_page_is_live(self) ? twin : bw_session_get_compare(self->session));
  bw_simulate_page_update_record(self);
  self->updating = FALSE;
}

static void set_fixed(GtkWidget *row, GtkWidget *control, const char *why)
{
  gtk_widget_set_sensitive(control, !why);
  gtk_widget_set_tooltip_text(row, why);
}

/* What can be changed while a run goes on, and why the rest cannot. */
static void update_what_is_fixed(BwSimulatePage *self)
{
  gboolean live = bw_simulate_page_is_live(self);
  const char *why =
      live ? _("A run keeps this from its start to its end. Plan another one to change it.") : NULL;
  gboolean pile = adw_combo_row_get_selected(self->thermostat) >= BW_THERMOSTAT_PILE_L;
  gboolean none = adw_combo_row_get_selected(self->thermostat) == BW_THERMOSTAT_NONE;
  bw_number_row_set_fixed(self->length, why);
  bw_number_row_set_fixed(self->seed, why);
  set_fixed(self->compare_row, GTK_WIDGET(self->compare), why);
  set_fixed(self->remove_com_row, GTK_WIDGET(self->remove_com), why);
  set_fixed(GTK_WIDGET(self->record_row), GTK_WIDGET(self->record_row), why);
  bw_number_row_set_fixed(self->tau, none ? _("There is no thermostat") : NULL);
  bw_number_row_set_fixed(self->pile_lambda, pile ? NULL : _("Only PILE has it"));
  adw_preferences_group_set_description(
      self->settings_group,
      live
          ? _("While it runs, beads, temperature, time step and thermostat can be changed; that is recorded.")
          : NULL);
}

static void update_buttons(BwSimulatePage *self)
{
  BwJobState state = bw_session_get_job_state(self->session);
  gboolean on = bw_session_has_job(self->session), live = bw_simulate_page_is_live(self);
  BwRun *run = bw_session_get_run(self->session);
  gtk_button_set_label(self->start_button, on && state == BW_JOB_PAUSED ? _("_Resume")
                                           : on                         ? _("_Pause")
                                                                        : _("_Start"));
  gtk_widget_set_visible(self->queue_button, on && !live);
  gtk_widget_set_visible(self->another_button, live && bw_run_get_structure_path(run));
}

static char *describe_model(const BwPotential *potential)
{
  if (!potential)
    return g_strdup(_("None: open one to simulate"));
  g_autofree char *file = potential->path ? g_path_get_basename(potential->path) : g_strdup(potential->name);
  return g_strdup_printf("%s · %s", file, potential->method);
}

/* What a start would be refused for; NULL: nothing. Of the path only the name. */
static char *describe_misfit(const BwPotential *potential, const BwFrame *frame)
{
  g_autoptr(GError) misfit = NULL;
  if (!potential || !frame || bw_potential_check_atoms(potential, frame->atoms, &misfit))
    return NULL;
  const char *message = misfit->message;
  g_autofree char *folder = potential->path ? g_path_get_dirname(potential->path) : NULL;
  if (folder && g_str_has_prefix(message, folder))
    message += strlen(folder) + 1;
  return g_strdup(message);
}

static void update_files(BwSimulatePage *self)
{
  BwPotential *potential = bw_session_get_potential(self->session);
  const char *path = bw_session_get_path(self->session);
  g_autofree char *model = describe_model(potential);
  g_autofree char *structure = path ? g_path_get_basename(path) : g_strdup(_("None"));
  g_autofree char *misfit = describe_misfit(potential, bw_session_get_frame(self->session));
  g_autofree char *markup = g_markup_escape_text(misfit ? misfit : model, -1);
  g_autofree char *structure_markup = g_markup_escape_text(structure, -1);
  adw_action_row_set_subtitle(self->model_row, markup);
  adw_action_row_set_subtitle(self->structure_row, structure_markup);
  if (misfit)
    gtk_widget_add_css_class(GTK_WIDGET(self->model_row), "error");
  else
    gtk_widget_remove_css_class(GTK_WIDGET(self->model_row), "error");
}

void bw_simulate_page_update(BwSimulatePage *self)
{
  if (!self->changing) /* otherwise what a person has just set */
    show_settings(self);
  update_what_is_fixed(self);
  update_buttons(self);
  update_files(self);
  bw_simulate_page_update_hints(self);
  bw_simulate_page_update_plan(self);
  bw_simulate_page_scout_soon(self);
  bw_job_list_update(self->jobs);
}

static void on_numbers(BwSimulatePage *self)
{
  gtk_widget_set_visible(GTK_WIDGET(self->readout), bw_session_shows_run(self->session));
  bw_readout_update(self->readout, self->session);
  bw_simulate_page_update_plan(self);
}

/* Life */

static void on_scout(gpointer data)
{
  BwSimulatePage *self = data;
  if (!self->session)
    return;
  bw_simulate_page_update_hints(self);
  bw_simulate_page_update_plan(self);
}

void bw_simulate_page_set_session(BwSimulatePage *self, BwSession *session)
{
  g_clear_handle_id(&self->changing, g_source_remove);
  g_clear_handle_id(&self->scouting, g_source_remove);
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  self->session = session;
  bw_job_list_set_session(self->jobs, session);
  if (!session)
    return;
  g_signal_connect_object(session, "numbers", G_CALLBACK(on_numbers), self, G_CONNECT_SWAPPED);
  bw_simulate_page_update(self);
  on_numbers(self);
}

static void bw_simulate_page_dispose(GObject *object)
{
  BwSimulatePage *self = BW_SIMULATE_PAGE(object);
  g_clear_handle_id(&self->changing, g_source_remove);
  g_clear_handle_id(&self->scouting, g_source_remove);
  g_clear_pointer(&self->scout, bw_scout_free);
  g_clear_pointer(&self->free_folder, g_free);
  G_OBJECT_CLASS(bw_simulate_page_parent_class)->dispose(object);
}

static void bind_children(GtkWidgetClass *widget_class)
{
  static const BwChild children[] = {
      BW_CHILD(BwSimulatePage, settings_group),
      BW_CHILD(BwSimulatePage, model_row),
      BW_CHILD(BwSimulatePage, structure_row),
      BW_CHILD(BwSimulatePage, beads),
      BW_CHILD(BwSimulatePage, temperature),
      BW_CHILD(BwSimulatePage, timestep),
      BW_CHILD(BwSimulatePage, length),
      BW_CHILD(BwSimulatePage, compare),
      BW_CHILD(BwSimulatePage, compare_row),
      BW_CHILD(BwSimulatePage, thermostat),
      BW_CHILD(BwSimulatePage, splitting),
      BW_CHILD(BwSimulatePage, tau),
      BW_CHILD(BwSimulatePage, pile_lambda),
      BW_CHILD(BwSimulatePage, seed),
      BW_CHILD(BwSimulatePage, remove_com),
      BW_CHILD(BwSimulatePage, remove_com_row),
      BW_CHILD(BwSimulatePage, record_row),
      BW_CHILD(BwSimulatePage, name_row),
      BW_CHILD(BwSimulatePage, folder_row),
      BW_CHILD(BwSimulatePage, position_stride),
      BW_CHILD(BwSimulatePage, momentum_stride),
      BW_CHILD(BwSimulatePage, force_stride),
      BW_CHILD(BwSimulatePage, estimate_stride),
      BW_CHILD(BwSimulatePage, single),
      BW_CHILD(BwSimulatePage, plan_label),
      BW_CHILD(BwSimulatePage, twin_label),
      BW_CHILD(BwSimulatePage, warning_label),
      BW_CHILD(BwSimulatePage, start_button),
      BW_CHILD(BwSimulatePage, queue_button),
      BW_CHILD(BwSimulatePage, another_button),
      BW_CHILD(BwSimulatePage, jobs),
      BW_CHILD(BwSimulatePage, readout),
  };
  bw_widget_class_bind_children(widget_class, children, G_N_ELEMENTS(children));
}

static void bw_simulate_page_class_init(BwSimulatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_simulate_page_dispose;
  g_type_ensure(BW_TYPE_NUMBER_ROW);
  g_type_ensure(BW_TYPE_JOB_LIST);
  g_type_ensure(BW_TYPE_READOUT);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-simulate-page.ui");
  bind_children(widget_class);
  gtk_widget_class_bind_template_callback(widget_class, on_settings_changed);
  gtk_widget_class_bind_template_callback(widget_class, on_use_beads);
  gtk_widget_class_bind_template_callback(widget_class, on_use_timestep);
  gtk_widget_class_bind_template_callback(widget_class, on_record_switched);
  gtk_widget_class_bind_template_callback(widget_class, on_name_applied);
  gtk_widget_class_bind_template_callback(widget_class, on_plan_another);
}

static void bw_simulate_page_init(BwSimulatePage *self)
{
  self->free_bytes = -1;
  gtk_widget_init_template(GTK_WIDGET(self));
  self->scout = bw_scout_new(on_scout, self);
  g_signal_connect(self, "map", G_CALLBACK(bw_simulate_page_scout_soon), NULL);
}
