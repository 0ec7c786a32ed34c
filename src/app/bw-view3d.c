#include "app/bw-view3d-private.h"

#include <epoxy/gl.h>
#include <glib/gi18n.h>

#define STILL 120 /* ms without a change before the picture is refined */

G_DEFINE_FINAL_TYPE(BwView3d, bw_view3d, ADW_TYPE_BIN)

enum { PROP_SHOW_BEADS = 1, PROP_SHOW_SPRINGS, PROP_SHOW_CENTROID, PROP_COLOUR_BY_TIME, N_PROPERTIES };

/* Refining */

static void stop_refining(BwView3d *self)
{
  g_clear_handle_id(&self->refine_delay, g_source_remove);
  if (self->refine_tick)
    gtk_widget_remove_tick_callback(GTK_WIDGET(self->area), self->refine_tick);
  self->refine_tick = 0;
}

static gboolean refine(GtkWidget *area, G_GNUC_UNUSED GdkFrameClock *clock, G_GNUC_UNUSED gpointer data)
{
  gtk_gl_area_queue_render(GTK_GL_AREA(area));
  return G_SOURCE_CONTINUE;
}

static gboolean begin_refining(gpointer data)
{
  BwView3d *self = data;
  self->refine_delay = 0;
  self->refine_tick = gtk_widget_add_tick_callback(GTK_WIDGET(self->area), refine, NULL, NULL);
  return G_SOURCE_REMOVE;
}

void bw_view3d_redraw(BwView3d *self)
{
  stop_refining(self);
  self->refinement = 0;
  gtk_gl_area_queue_render(self->area);
}

/* Drawing */

static void show_error(BwView3d *self, const GError *error)
{
  g_autofree char *text =
      g_strdup_printf(_("%s. Simulations and plots work without it; a graphics driver with OpenGL 3.3 brings "
                        "the view back (the package libgl1-mesa-dri has one for every computer)."),
                      error->message);
  adw_status_page_set_description(self->error_page, text);
  gtk_stack_set_visible_child_name(self->stack, "error");
}

static void on_realize(BwView3d *self)
{
  g_autoptr(GError) error = NULL;
  gtk_gl_area_make_current(self->area);
  const GError *gl_error = gtk_gl_area_get_error(self->area);
  if (!gl_error)
    self->scene = bw_scene_new(&error);
  if (!self->scene)
    show_error(self, gl_error ? gl_error : error);
  self->moment_changed = self->style_changed = self->selection_changed = TRUE;
}

static void on_unrealize(BwView3d *self)
{
  stop_refining(self);
  gtk_gl_area_make_current(self->area);
  g_clear_pointer(&self->scene, bw_scene_free);
}

static void bring_up_style(BwView3d *self)
{
  BwSceneStyle style;
  bw_scene_style_init(&style, adw_style_manager_get_dark(adw_style_manager_get_default()));
  style.show_beads = self->shown[PROP_SHOW_BEADS - 1];
  style.show_springs = self->shown[PROP_SHOW_SPRINGS - 1];
  style.show_centroid = self->shown[PROP_SHOW_CENTROID - 1];
  style.bead_colour = self->shown[PROP_COLOUR_BY_TIME - 1] ? BW_BEADS_BY_TIME : BW_BEADS_BY_ELEMENT;
  bw_scene_set_style(self->scene, &style);
}

/* Hands over what has changed since the last picture. */
static void bring_up_scene(BwView3d *self)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  if (self->style_changed)
    bring_up_style(self);
  if (self->moment_changed && frame)
    bw_scene_set_moment(self->scene, frame->atoms, &frame->cell, frame->positions, frame->n_beads);
  else if (self->moment_changed)
    bw_scene_clear(self->scene);
  if (self->selection_changed)
    bw_scene_set_highlight(self->scene, -1, self->selected, self->n_selected);
  self->style_changed = self->moment_changed = self->selection_changed = FALSE;
}

/* What is seen fills the picture. A molecule that tumbles or is turned pushes the camera back; one who has
 * come nearer on purpose stays there, and atoms that leave their cell are not run after. */
static void frame(BwView3d *self, double aspect)
{
  const BwFrame *shown = self->session ? bw_session_get_frame(self->session) : NULL;
  if (!shown)
    return;
  if (self->fit == BW_FIT_TURNED)
    bw_scene_look_at(self->scene, &self->camera, aspect);
  else if (self->fit == BW_FIT_AS_IT_IS)
    bw_scene_fill(self->scene, &self->camera, aspect);
  else if (self->keeps && !bw_cell_is_periodic(&shown->cell))
    bw_scene_keep(self->scene, &self->camera, aspect);
  self->keeps |= self->fit != BW_FIT_NOT;
  self->fit = BW_FIT_NOT;
}

static gboolean on_render(GtkGLArea *area, G_GNUC_UNUSED GdkGLContext *context, gpointer data)
{
  BwView3d *self = data;
  if (!self->scene)
    return FALSE;
  int scale = gtk_widget_get_scale_factor(GTK_WIDGET(area));
  int width = gtk_widget_get_width(GTK_WIDGET(area)) * scale;
  int height = gtk_widget_get_height(GTK_WIDGET(area)) * scale;
  double centre[3], radius;
  bring_up_scene(self);
  bw_scene_get_bounds(self->scene, centre, &radius);
  if (self->refinement == 0)
    frame(self, (double)width / height);
  bw_camera_clip(&self->camera, centre, radius);
  GLint framebuffer; /* not 0, and another one each time */
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer);
  gboolean more =
      bw_scene_draw(self->scene, &self->camera, (unsigned)framebuffer, width, height, self->refinement);
  self->n_drawn++;
  if (!more)
    stop_refining(self);
  else if (!self->refine_tick && !self->refine_delay)
    self->refine_delay = g_timeout_add(STILL, begin_refining, self);
  self->refinement++;
  return TRUE;
}

/* The widget */

static void bw_view3d_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == 0 || id >= N_PROPERTIES)
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  else
    g_value_set_boolean(value, BW_VIEW3D(object)->shown[id - 1]);
}

static void bw_view3d_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BwView3d *self = BW_VIEW3D(object);
  if (id == 0 || id >= N_PROPERTIES) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  } else if (self->shown[id - 1] != g_value_get_boolean(value)) {
    self->shown[id - 1] = g_value_get_boolean(value);
    self->style_changed = TRUE;
    bw_view3d_redraw(self);
    g_object_notify_by_pspec(object, pspec);
  }
}

static void bw_view3d_class_init(BwView3dClass *klass)
{
  static const char *const names[] = {"show-beads", "show-springs", "show-centroid", "colour-by-time"};
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->get_property = bw_view3d_get_property;
  object_class->set_property = bw_view3d_set_property;
  for (guint i = 1; i < N_PROPERTIES; i++)
    g_object_class_install_property(
        object_class, i,
        g_param_spec_boolean(names[i - 1], NULL, NULL, FALSE,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY));
  g_signal_new("pair-chosen", BW_TYPE_VIEW3D, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
               G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-view3d.ui");
  gtk_widget_class_bind_template_child(widget_class, BwView3d, stack);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, area);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, error_page);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, readout);
  gtk_widget_class_bind_template_callback(widget_class, on_realize);
  gtk_widget_class_bind_template_callback(widget_class, on_unrealize);
  gtk_widget_class_bind_template_callback(widget_class, on_render);
}

static void on_dark_changed(BwView3d *self)
{
  self->style_changed = TRUE;
  bw_view3d_redraw(self);
}

static void bw_view3d_init(BwView3d *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  gtk_gl_area_set_required_version(self->area, 3, 3);
  gtk_gl_area_set_use_es(self->area, FALSE);
  bw_camera_init(&self->camera);
  bw_view3d_init_input(self);
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark", G_CALLBACK(on_dark_changed), self,
                          G_CONNECT_SWAPPED);
}

void bw_view3d_set_session(BwView3d *self, BwSession *session)
{
  self->session = session;
  if (session)
    bw_view3d_update(self, TRUE);
}

void bw_view3d_update(BwView3d *self, gboolean fit)
{
  self->moment_changed = TRUE;
  if (fit) {
    self->fit = BW_FIT_TURNED;
    self->selection_changed = TRUE;
    self->n_selected = 0;
  }
  bw_view3d_redraw(self);
}

void bw_view3d_set_readout(BwView3d *self, const char *text)
{
  gtk_label_set_label(self->readout, text);
}

void bw_view3d_fit(BwView3d *self)
{
  self->fit = BW_FIT_AS_IT_IS;
  bw_view3d_redraw(self);
}

gint64 bw_view3d_get_n_drawn(BwView3d *self)
{
  return self->n_drawn;
}
