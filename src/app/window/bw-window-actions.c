/* What can be done in the window: every button, menu item and shortcut is one of these actions. */
#include "app/window/bw-window-private.h"

typedef GSimpleAction Action;

static void on_open(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_window_choose_file(self, FALSE);
}

static void on_open_model(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_window_choose_file(self, TRUE);
}

static void on_open_path(G_GNUC_UNUSED Action *action, GVariant *parameter, gpointer self)
{
  bw_window_open(self, (const char *const[]){g_variant_get_string(parameter, NULL), NULL});
}

static void on_choose_output(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_window_choose_output(self);
}

static void on_example(G_GNUC_UNUSED Action *action, GVariant *parameter, gpointer self)
{
  bw_window_open_example(self, g_variant_get_string(parameter, NULL));
}

/* Actions that are one call of the session. */
static void on_session_action(Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer data)
{
  BwSession *session = BW_WINDOW(data)->session;
  const char *name = g_action_get_name(G_ACTION(action));
  if (g_str_equal(name, "start-pause"))
    bw_session_start_or_pause(session);
  else if (g_str_equal(name, "add-to-queue"))
    bw_session_start(session);
  else if (g_str_equal(name, "stop"))
    bw_session_stop(session);
  else if (g_str_equal(name, "step"))
    bw_session_step_once(session);
  else if (g_str_equal(name, "restart-averages"))
    bw_session_restart_averages(session);
}

static void on_atom_energies(Action *action, GVariant *state, gpointer self)
{
  bw_session_set_show_energies(BW_WINDOW(self)->session, g_variant_get_boolean(state));
  g_simple_action_set_state(action, state);
}

static const GActionEntry actions[] = {
    {.name = "open", .activate = on_open},
    {.name = "open-model", .activate = on_open_model},
    {.name = "open-path", .activate = on_open_path, .parameter_type = "s"},
    {.name = "choose-output", .activate = on_choose_output},
    {.name = "example", .activate = on_example, .parameter_type = "s"},
    {.name = "start-pause", .activate = on_session_action},
    {.name = "add-to-queue", .activate = on_session_action},
    {.name = "stop", .activate = on_session_action},
    {.name = "step", .activate = on_session_action},
    {.name = "restart-averages", .activate = on_session_action},
    {.name = "atom-energies", .state = "false", .change_state = on_atom_energies},
};

static void add_property_action(BwWindow *self, const char *name, gpointer object, const char *property)
{
  g_autoptr(GPropertyAction) action = g_property_action_new(name, object, property);
  g_action_map_add_action(G_ACTION_MAP(self), G_ACTION(action));
}

void bw_window_init_actions(BwWindow *self)
{
  g_action_map_add_action_entries(G_ACTION_MAP(self), actions, G_N_ELEMENTS(actions), self);
  add_property_action(self, "show-sidebar", self->sidebar_flap, "reveal-flap");
  add_property_action(self, "show-panel", self->panel, "reveal-flap");
  add_property_action(self, "show-plots", self->plots, "visible");
  bw_view3d_add_actions(self->view, G_ACTION_MAP(self));
  bw_timeline_add_actions(self->timeline, G_ACTION_MAP(self));
}

static void enable(BwWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self), name);
  g_simple_action_set_enabled(G_SIMPLE_ACTION(action), enabled);
}

/* They turn themselves off when the model cannot say them. */
void bw_window_update_energies(BwWindow *self)
{
  const gboolean shown = bw_session_get_show_energies(self->session);
  GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self), "atom-energies");
  enable(self, "atom-energies", shown || bw_session_can_show_energies(self->session));
  g_simple_action_set_state(G_SIMPLE_ACTION(action), g_variant_new_boolean(shown));
}

void bw_window_update_actions(BwWindow *self)
{
  BwSession *session = self->session;
  gboolean paused = bw_session_get_job_state(session) == BW_JOB_PAUSED;
  enable(self, "start-pause", bw_session_has_job(session) || bw_session_can_start(session));
  enable(self, "add-to-queue", bw_session_has_job(session) && bw_session_can_start(session));
  enable(self, "stop", bw_session_has_job(session));
  enable(self, "step", paused);
  enable(self, "choose-output",
         !bw_session_has_job(session) || bw_session_get_run(session) != bw_session_get_job(session));
  enable(self, "restart-averages", bw_session_has_job(session));
  bw_window_update_energies(self);
}
