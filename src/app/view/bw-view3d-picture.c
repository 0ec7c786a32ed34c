/* What is drawn, and when: once for every change, and then finer and finer while nothing changes. */
#include "app/view/bw-view3d-private.h"

#include <epoxy/gl.h>
#include <glib/gi18n.h>
#include <math.h>

#define NEAR 10.0 /* pixels */
#define STILL 120 /* ms without a change before the picture is refined */

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

/* The scene */

/* Hands over what has changed since the last picture. */
static void bring_up_scene(BwView3d *self)
{
  const BwFrame *frame = self->session ? bw_session_get_picture(self->session) : NULL;
  if (self->style_changed) {
    BwSceneStyle style;
    bw_view3d_get_scene_style(self, &style);
    bw_scene_set_style(self->scene, &style);
  }
  if (self->moment_changed && frame)
    bw_scene_set_moment(self->scene, frame->atoms, &frame->cell, frame->positions, frame->n_beads);
  else if (self->moment_changed)
    bw_scene_clear(self->scene);
  if (self->moment_changed)
    self->n_atoms = frame ? frame->atoms->n_atoms : 0;
  self->over_stale |= self->moment_changed;
  if (self->highlight_changed && self->session) {
    int n;
    const int *selection = bw_session_get_selection(self->session, &n);
    bw_scene_set_highlight(self->scene, self->hovered, selection, n);
    bw_scene_set_shares(self->scene, bw_view3d_get_shares(self), self->n_atoms);
    bw_scene_set_surface(self->scene, bw_view3d_get_surface(self));
  }
  self->style_changed = self->moment_changed = self->highlight_changed = FALSE;
}

static void prepare(BwView3d *self)
{
  if (!self->scene || gtk_widget_get_width(GTK_WIDGET(self->area)) < 1)
    return;
  gtk_gl_area_make_current(self->area);
  bring_up_scene(self);
  bw_view3d_frame(self);
}

/* What lies over the picture and moves with it. */
static void update_over(BwView3d *self)
{
  bw_view_overlay_set_camera(self->overlay, &self->camera);
  if (self->over_stale) {
    bw_view3d_update_measures(self);
    bw_view3d_update_spring(self);
  }
  self->over_stale = FALSE;
}

static gboolean update_over_later(gpointer data)
{
  BwView3d *self = data;
  self->over_idle = 0;
  update_over(self);
  return G_SOURCE_REMOVE;
}

/* All this comes before the frame is laid out. */
void bw_view3d_redraw(BwView3d *self)
{
  stop_refining(self);
  self->refinement = 0;
  prepare(self);
  update_over(self);
  gtk_gl_area_queue_render(self->area);
}

const double *bw_view3d_get_centroids(BwView3d *self)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  gboolean current =
      frame && frame->atoms->n_atoms == self->n_atoms; /* other atoms: not before their update */
  return current && self->scene ? bw_scene_get_centroids(self->scene) : NULL;
}

/* Beads are small: an atom is meant too where the pointer is close to its centroid. */
static int find_near(BwView3d *self, double x, double y)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  const double *centroids = bw_view3d_get_centroids(self);
  double nearest = NEAR;
  int atom = -1;
  for (int i = 0; frame && centroids && i < frame->atoms->n_atoms; i++) {
    double place[2];
    if (!bw_view3d_locate(self, centroids + 3 * (gsize)i, place))
      continue;
    double away = hypot(place[0] - x, place[1] - y);
    if (away < nearest) {
      nearest = away;
      atom = i;
    }
  }
  return atom;
}

int bw_view3d_pick(BwView3d *self, double x, double y)
{
  GtkWidget *area = GTK_WIDGET(self->area);
  int scale = gtk_widget_get_scale_factor(area), bead;
  if (!bw_view3d_get_centroids(self))
    return -1;
  gtk_gl_area_make_current(self->area);
  int atom = bw_scene_pick(self->scene, &self->camera, (int)(x * scale), (int)(y * scale),
                           gtk_widget_get_width(area) * scale, gtk_widget_get_height(area) * scale, &bead);
  return atom >= 0 ? atom : find_near(self, x, y);
}

/* OpenGL */

static void show_error(BwView3d *self, const GError *error)
{
  g_autofree char *text =
      g_strdup_printf(_("%s. Simulations and plots work without it; a graphics driver with OpenGL 3.3 brings "
                        "the view back (the package libgl1-mesa-dri has one for every computer)."),
                      error->message);
  adw_status_page_set_description(self->error_page, text);
  gtk_stack_set_visible_child_name(self->stack, "error");
}

static void on_cloud_grown(gpointer data)
{
  bw_view3d_redraw(data);
}

void bw_view3d_on_realize(BwView3d *self)
{
  g_autoptr(GError) error = NULL;
  gtk_gl_area_make_current(self->area);
  const GError *gl_error = gtk_gl_area_get_error(self->area);
  if (!gl_error)
    self->scene = bw_scene_new(&error);
  if (self->scene)
    bw_scene_set_notify(self->scene, on_cloud_grown, self);
  else
    show_error(self, gl_error ? gl_error : error);
  self->moment_changed = self->style_changed = self->highlight_changed = TRUE;
}

void bw_view3d_on_unrealize(BwView3d *self)
{
  stop_refining(self);
  g_clear_handle_id(&self->over_idle, g_source_remove);
  bw_view3d_stop_motion(self);
  gtk_gl_area_make_current(self->area);
  g_clear_pointer(&self->scene, bw_scene_free);
}

/* While it is painted already: what lies over the picture has to wait. */
void bw_view3d_on_resize(BwView3d *self)
{
  stop_refining(self);
  self->refinement = 0;
}

gboolean bw_view3d_on_render(BwView3d *self)
{
  if (!self->scene)
    return FALSE;
  GtkWidget *area = GTK_WIDGET(self->area);
  int scale = gtk_widget_get_scale_factor(area);
  int width = gtk_widget_get_width(area) * scale, height = gtk_widget_get_height(area) * scale;
  double centre[3], radius;
  if (self->refinement == 0)
    prepare(self); /* the first time, and after another size, it could not be done before */
  if (!self->over_idle && self->refinement == 0)
    self->over_idle = g_idle_add_full(G_PRIORITY_HIGH_IDLE, update_over_later, self, NULL);
  bw_scene_get_bounds(self->scene, centre, &radius);
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

gint64 bw_view3d_get_n_drawn(BwView3d *self)
{
  return self->n_drawn;
}
