/* What can be done in the view, as actions: its buttons, its menu, its keys and the View page use them. */
#include "app/view/bw-export-dialog.h"
#include "app/view/bw-view3d-private.h"

#define ZOOM 1.2

typedef GSimpleAction Action;

static void on_action(Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer data)
{
  static const struct {
    const char *name;
    void (*act)(BwView3d *self);
  } simple[] = {
      {"fit", bw_view3d_fit},
      {"select-all", bw_view3d_select_all},
      {"invert-selection", bw_view3d_invert_selection},
      {"select-element", bw_view3d_select_element},
      {"select-fragment", bw_view3d_select_fragment},
      {"copy-indices", bw_view3d_copy_indices},
      {"plot-measure", bw_view3d_plot_selection},
      {"keep-measure", bw_view3d_keep_selection},
      {"export-picture", bw_export_dialog_present},
      {"copy-picture", bw_view3d_copy_picture},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(simple); i++)
    if (g_str_equal(g_action_get_name(G_ACTION(action)), simple[i].name))
      simple[i].act(data);
}

static void on_zoom_in(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_view3d_zoom(self, 1 / ZOOM);
}

static void on_zoom_out(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_view3d_zoom(self, ZOOM);
}

static void on_look_along(G_GNUC_UNUSED Action *action, GVariant *parameter, gpointer self)
{
  bw_view3d_look_along(self, g_variant_get_string(parameter, NULL));
}

static void on_select_none(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_view3d_select(self, NULL, 0);
}

static void on_select_next(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_view3d_select_next(self, 1);
}

static void on_select_previous(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  bw_view3d_select_next(self, -1);
}

static void on_centre(G_GNUC_UNUSED Action *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  int n;
  const int *atoms = bw_view3d_get_selection(self, &n);
  bw_view3d_centre_on(self, atoms, n);
}

static const GActionEntry actions[] = {
    {.name = "fit", .activate = on_action},
    {.name = "zoom-in", .activate = on_zoom_in},
    {.name = "zoom-out", .activate = on_zoom_out},
    {.name = "look-along", .activate = on_look_along, .parameter_type = "s"},
    {.name = "select-all", .activate = on_action},
    {.name = "select-none", .activate = on_select_none},
    {.name = "invert-selection", .activate = on_action},
    {.name = "select-next", .activate = on_select_next},
    {.name = "select-previous", .activate = on_select_previous},
    {.name = "select-element", .activate = on_action},
    {.name = "select-fragment", .activate = on_action},
    {.name = "centre-on-selection", .activate = on_centre},
    {.name = "copy-indices", .activate = on_action},
    {.name = "plot-measure", .activate = on_action},
    {.name = "keep-measure", .activate = on_action},
    {.name = "export-picture", .activate = on_action},
    {.name = "copy-picture", .activate = on_action},
};

static void enable(BwView3d *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action(self->actions, name);
  g_simple_action_set_enabled(G_SIMPLE_ACTION(action), enabled);
}

void bw_view3d_update_actions(BwView3d *self)
{
  static const char *const about_selection[] = {"select-none", "select-element", "select-fragment",
                                                "centre-on-selection", "copy-indices"};
  BwCoordinate coordinate;
  int n;
  if (!self->actions)
    return;
  bw_view3d_get_selection(self, &n);
  for (gsize i = 0; i < G_N_ELEMENTS(about_selection); i++)
    enable(self, about_selection[i], n > 0);
  gboolean measured = bw_view3d_get_selected_measure(self, &coordinate);
  enable(self, "plot-measure", measured);
  enable(self, "keep-measure", measured);
}

void bw_view3d_add_actions(BwView3d *self, GActionMap *window)
{
  g_action_map_add_action_entries(window, actions, G_N_ELEMENTS(actions), self);
  for (int i = 1; i < BW_VIEW_N_PROPERTIES; i++) {
    const char *name = bw_view3d_get_property_name((BwViewProperty)i);
    GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(self), name);
    if (G_PARAM_SPEC_VALUE_TYPE(spec) == G_TYPE_DOUBLE)
      continue; /* for a slider only */
    g_autoptr(GPropertyAction) action = g_property_action_new(name, self, name);
    g_action_map_add_action(window, G_ACTION(action));
  }
  self->actions = window;
  bw_view3d_update_actions(self);
}
