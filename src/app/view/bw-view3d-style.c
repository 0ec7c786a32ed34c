/* How things are shown: the properties of the view, their settings, and what they mean to the scene. */
#include "app/bw-settings.h"
#include "app/view/bw-view3d-private.h"

typedef enum { BACKGROUND_THEME, BACKGROUND_WHITE, BACKGROUND_BLACK } Background;

static const GEnumValue styles[] = {{BW_STYLE_BALL_AND_STICK, "BW_STYLE_BALL_AND_STICK", "ball-and-stick"},
                                    {BW_STYLE_LICORICE, "BW_STYLE_LICORICE", "licorice"},
                                    {BW_STYLE_SPACE_FILLING, "BW_STYLE_SPACE_FILLING", "space-filling"},
                                    {0, NULL, NULL}};
static const GEnumValue backgrounds[] = {{BACKGROUND_THEME, "BACKGROUND_THEME", "theme"},
                                         {BACKGROUND_WHITE, "BACKGROUND_WHITE", "white"},
                                         {BACKGROUND_BLACK, "BACKGROUND_BLACK", "black"},
                                         {0, NULL, NULL}};
static const GEnumValue qualities[] = {{BW_QUALITY_AUTO, "BW_QUALITY_AUTO", "auto"},
                                       {BW_QUALITY_HIGH, "BW_QUALITY_HIGH", "high"},
                                       {BW_QUALITY_FAST, "BW_QUALITY_FAST", "fast"},
                                       {0, NULL, NULL}};

enum { MOST_IMAGES = 9 };

/* One row for each property. */
typedef struct {
  const char *name;
  GType type; /* of its value; enums are described by their values */
  const GEnumValue *choices;
  const char *enum_name;
  double least, most, normal;
  gboolean remembered;
} Property;

static const Property properties[BW_VIEW_N_PROPERTIES] = {
    [BW_VIEW_SHOW_BEADS] = {"show-beads", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_SHOW_SPRINGS] = {"show-springs", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_SHOW_CENTROID] = {"show-centroid", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_SHOW_CLOUD] = {"show-cloud", G_TYPE_BOOLEAN, .remembered = TRUE},
    [BW_VIEW_SHOW_AXES] = {"show-axes", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_IMAGES_A] = {"images-a", G_TYPE_INT, NULL, NULL, 1, MOST_IMAGES, 1},
    [BW_VIEW_IMAGES_B] = {"images-b", G_TYPE_INT, NULL, NULL, 1, MOST_IMAGES, 1},
    [BW_VIEW_IMAGES_C] = {"images-c", G_TYPE_INT, NULL, NULL, 1, MOST_IMAGES, 1},
    [BW_VIEW_SHOW_CELL] = {"show-cell", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_COLOUR_BY_TIME] = {"colour-by-time", G_TYPE_BOOLEAN, .remembered = TRUE},
    [BW_VIEW_STYLE] = {"style", G_TYPE_ENUM, styles, "BwViewStyle", .remembered = TRUE},
    [BW_VIEW_ATOM_SIZE] = {"atom-size", G_TYPE_DOUBLE, NULL, NULL, 0.4, 2, 1, TRUE},
    [BW_VIEW_BEAD_SIZE] = {"bead-size", G_TYPE_DOUBLE, NULL, NULL, 0.4, 3, 1, TRUE},
    [BW_VIEW_ORTHOGRAPHIC] = {"orthographic", G_TYPE_BOOLEAN, .remembered = TRUE},
    [BW_VIEW_BACKGROUND] = {"background", G_TYPE_ENUM, backgrounds, "BwViewBackground", .remembered = TRUE},
    [BW_VIEW_SHADING] = {"shading", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_OUTLINES] = {"outlines", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_DEPTH_CUE] = {"depth-cue", G_TYPE_BOOLEAN, .normal = 1, .remembered = TRUE},
    [BW_VIEW_QUALITY] = {"quality", G_TYPE_ENUM, qualities, "BwViewQuality", .remembered = TRUE},
    [BW_VIEW_HAND] = {"hand", G_TYPE_BOOLEAN},
};

static GParamSpec *specs[BW_VIEW_N_PROPERTIES];

static GParamSpec *new_spec(const Property *p)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  if (p->type == G_TYPE_BOOLEAN)
    return g_param_spec_boolean(p->name, NULL, NULL, p->normal > 0, flags);
  if (p->type == G_TYPE_DOUBLE)
    return g_param_spec_double(p->name, NULL, NULL, p->least, p->most, p->normal, flags);
  if (p->type == G_TYPE_INT)
    return g_param_spec_int(p->name, NULL, NULL, (int)p->least, (int)p->most, (int)p->normal, flags);
  return g_param_spec_enum(p->name, NULL, NULL, g_enum_register_static(p->enum_name, p->choices),
                           (int)p->normal, flags);
}

static void get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == 0 || id >= BW_VIEW_N_PROPERTIES)
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  else
    g_value_copy(&BW_VIEW3D(object)->values[id], value);
}

static void set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  BwView3d *self = BW_VIEW3D(object);
  if (id == 0 || id >= BW_VIEW_N_PROPERTIES) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  } else if (g_param_values_cmp(spec, &self->values[id], value) != 0) {
    g_value_copy(value, &self->values[id]);
    self->camera.orthographic = bw_view3d_get_flag(self, BW_VIEW_ORTHOGRAPHIC);
    self->style_changed = TRUE;
    bw_view3d_redraw(self);
    g_object_notify_by_pspec(object, spec);
  }
}

void bw_view3d_install_properties(GObjectClass *klass)
{
  klass->get_property = get_property;
  klass->set_property = set_property;
  for (guint i = 1; i < BW_VIEW_N_PROPERTIES; i++)
    specs[i] = new_spec(&properties[i]);
  g_object_class_install_properties(klass, BW_VIEW_N_PROPERTIES, specs);
}

const char *bw_view3d_get_property_name(BwViewProperty property)
{
  return properties[property].name;
}

gboolean bw_view3d_get_flag(BwView3d *self, BwViewProperty property)
{
  return g_value_get_boolean(&self->values[property]);
}

static void on_surroundings_changed(BwView3d *self)
{
  self->style_changed = TRUE;
  bw_view3d_redraw(self);
}

void bw_view3d_init_style(BwView3d *self)
{
  for (guint i = 1; i < BW_VIEW_N_PROPERTIES; i++)
    g_value_copy(g_param_spec_get_default_value(specs[i]),
                 g_value_init(&self->values[i], G_PARAM_SPEC_VALUE_TYPE(specs[i])));
  g_signal_connect(self, "notify::scale-factor", G_CALLBACK(on_surroundings_changed), NULL);
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                          G_CALLBACK(on_surroundings_changed), self, G_CONNECT_SWAPPED);
}

void bw_view3d_bind_settings(BwView3d *self)
{
  for (guint i = 1; i < BW_VIEW_N_PROPERTIES; i++)
    if (properties[i].remembered)
      g_settings_bind(bw_settings_get(), properties[i].name, self, properties[i].name,
                      G_SETTINGS_BIND_DEFAULT);
}

void bw_view3d_clear_style(BwView3d *self)
{
  for (guint i = 1; i < BW_VIEW_N_PROPERTIES; i++)
    g_value_unset(&self->values[i]);
}

const double *bw_view3d_get_shares(BwView3d *self)
{
  const BwAtomColours *colours = self->session ? bw_session_get_atom_colours(self->session) : NULL;
  return colours ? colours->shares : NULL;
}

BwPaintedSurface *bw_view3d_get_surface(BwView3d *self)
{
  const BwShownSurface *shown = self->session ? bw_session_get_surface(self->session) : NULL;
  return shown ? shown->surface : NULL;
}

void bw_view3d_get_scene_style(BwView3d *self, BwSceneStyle *style)
{
  Background background = (Background)g_value_get_enum(&self->values[BW_VIEW_BACKGROUND]);
  gboolean dark = background == BACKGROUND_THEME ? adw_style_manager_get_dark(adw_style_manager_get_default())
                                                 : background == BACKGROUND_BLACK;
  bw_scene_style_init(style, dark);
  for (int c = 0; c < 3 && background != BACKGROUND_THEME; c++)
    style->background[c] = background == BACKGROUND_WHITE;
  style->show_beads = bw_view3d_get_flag(self, BW_VIEW_SHOW_BEADS);
  style->show_springs = bw_view3d_get_flag(self, BW_VIEW_SHOW_SPRINGS);
  style->show_centroid = bw_view3d_get_flag(self, BW_VIEW_SHOW_CENTROID);
  style->show_cell = bw_view3d_get_flag(self, BW_VIEW_SHOW_CELL);
  style->show_cloud = bw_view3d_get_flag(self, BW_VIEW_SHOW_CLOUD);
  style->show_axes = bw_view3d_get_flag(self, BW_VIEW_SHOW_AXES);
  style->axes_scale = gtk_widget_get_scale_factor(GTK_WIDGET(self));
  for (int k = 0; k < 3; k++)
    style->images[k] = g_value_get_int(&self->values[BW_VIEW_IMAGES_A + k]);
  style->bead_colour =
      bw_view3d_get_flag(self, BW_VIEW_COLOUR_BY_TIME) ? BW_BEADS_BY_TIME : BW_BEADS_BY_ELEMENT;
  style->style = (BwStyle)g_value_get_enum(&self->values[BW_VIEW_STYLE]);
  style->atom_scale *= g_value_get_double(&self->values[BW_VIEW_ATOM_SIZE]);
  style->bead_radius *= g_value_get_double(&self->values[BW_VIEW_BEAD_SIZE]);
  style->ambient_occlusion = bw_view3d_get_flag(self, BW_VIEW_SHADING);
  style->outlines = bw_view3d_get_flag(self, BW_VIEW_OUTLINES);
  style->quality = (BwQuality)g_value_get_enum(&self->values[BW_VIEW_QUALITY]);
  style->depth_cue = bw_view3d_get_flag(self, BW_VIEW_DEPTH_CUE);
}
