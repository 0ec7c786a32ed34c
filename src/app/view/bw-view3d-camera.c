/* Where one looks from, and how one gets there. */
#include "app/view/bw-view3d-private.h"

#include <string.h>

#include "render/gizmo.h"

enum { TRANSITION = 250 /* ms */ };

/* Places */

double bw_view3d_get_aspect(BwView3d *self)
{
  return fmax(1, gtk_widget_get_width(GTK_WIDGET(self->area))) /
         fmax(1, gtk_widget_get_height(GTK_WIDGET(self->area)));
}

void bw_view3d_to_picture(BwView3d *self, double x, double y, double picture[2])
{
  picture[0] = 2 * x / fmax(1, gtk_widget_get_width(GTK_WIDGET(self->area))) - 1;
  picture[1] = 1 - 2 * y / fmax(1, gtk_widget_get_height(GTK_WIDGET(self->area)));
}

gboolean bw_view3d_locate(BwView3d *self, const double point[3], double place[2])
{
  double picture[2];
  if (!bw_camera_project(&self->camera, point, bw_view3d_get_aspect(self), picture))
    return FALSE;
  place[0] = (picture[0] + 1) / 2 * gtk_widget_get_width(GTK_WIDGET(self->area));
  place[1] = (1 - picture[1]) / 2 * gtk_widget_get_height(GTK_WIDGET(self->area));
  return TRUE;
}

/* Motion */

static void move_on(double fraction, gpointer data)
{
  BwView3d *self = data;
  bw_camera_between(&self->motion_from, &self->motion_to, fraction, &self->camera);
  bw_view3d_redraw(self);
}

void bw_view3d_init_camera(BwView3d *self)
{
  bw_camera_init(&self->camera);
  self->camera.orthographic = bw_view3d_get_flag(self, BW_VIEW_ORTHOGRAPHIC);
  AdwAnimationTarget *target = adw_callback_animation_target_new(move_on, self, NULL);
  self->motion = adw_timed_animation_new(GTK_WIDGET(self->area), 0, 1, TRANSITION, target);
  g_signal_connect_object(self->motion, "done", G_CALLBACK(bw_view3d_hover_again), self, G_CONNECT_SWAPPED);
  adw_timed_animation_set_easing(ADW_TIMED_ANIMATION(self->motion), ADW_EASE_IN_OUT_CUBIC);
}

gboolean bw_view3d_is_moving(BwView3d *self)
{
  return self->motion && adw_animation_get_state(self->motion) == ADW_ANIMATION_PLAYING;
}

void bw_view3d_stop_motion(BwView3d *self)
{
  if (bw_view3d_is_moving(self))
    adw_animation_pause(self->motion);
}

void bw_view3d_go_to(BwView3d *self, const BwCamera *camera)
{
  bw_view3d_stop_motion(self);
  self->motion_from = self->camera;
  self->motion_to = *camera;
  adw_animation_reset(self->motion);
  adw_animation_play(self->motion); /* at once where animations are off */
}

/* Views */

/* A molecule that tumbles or is turned pushes the camera back; one who has come nearer on purpose stays
 * there, and atoms that leave their cell are not run after. */
void bw_view3d_frame(BwView3d *self)
{
  const BwFrame *shown = self->session ? bw_session_get_frame(self->session) : NULL;
  if (!shown)
    return;
  if (self->look_anew) {
    bw_view3d_stop_motion(self);
    bw_scene_look_at(self->scene, &self->camera, bw_view3d_get_aspect(self));
    self->keeps = TRUE;
    self->look_anew = FALSE;
  } else if (self->keeps && !bw_view3d_is_moving(self) && !bw_cell_is_periodic(&shown->cell)) {
    bw_scene_keep(self->scene, &self->camera, bw_view3d_get_aspect(self));
  }
}

/* Everything, seen as `camera` is turned. */
static void go_to_whole(BwView3d *self, BwCamera *camera)
{
  gtk_gl_area_make_current(self->area);
  bw_scene_fill(self->scene, camera, bw_view3d_get_aspect(self));
  self->keeps = TRUE;
  bw_view3d_go_to(self, camera);
}

void bw_view3d_fit(BwView3d *self)
{
  BwCamera camera = self->camera;
  if (self->scene)
    go_to_whole(self, &camera);
}

void bw_view3d_zoom_at(BwView3d *self, double factor, double x, double y)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  int atom = frame ? bw_view3d_pick(self, x, y) : -1;
  double picture[2], point[3];
  bw_view3d_to_picture(self, x, y, picture);
  bw_camera_unproject(&self->camera, picture, bw_view3d_get_aspect(self),
                      atom < 0 ? self->camera.centre : frame->positions + 3 * (gsize)atom, point);
  bw_view3d_stop_motion(self);
  self->keeps = FALSE;
  bw_camera_zoom(&self->camera, factor, point);
  bw_view3d_redraw(self);
}

void bw_view3d_zoom(BwView3d *self, double factor)
{
  BwCamera camera = bw_view3d_is_moving(self) ? self->motion_to : self->camera;
  const double centre[3] = {camera.centre[0], camera.centre[1], camera.centre[2]};
  bw_camera_zoom(&camera, factor, centre);
  self->keeps = FALSE;
  bw_view3d_go_to(self, &camera);
}

void bw_view3d_centre_on(BwView3d *self, const int *atoms, int n)
{
  const double *centroids = bw_view3d_get_centroids(self);
  BwCamera camera = self->camera;
  if (n < 1 || !centroids)
    return;
  memset(camera.centre, 0, sizeof camera.centre);
  for (int i = 0; i < n; i++)
    for (int d = 0; d < 3; d++)
      camera.centre[d] += centroids[3 * (gsize)atoms[i] + d] / n;
  self->keeps = FALSE;
  bw_view3d_go_to(self, &camera);
}

/* Turned, and all of it seen if it was before. */
static void go_to_turned(BwView3d *self, BwCamera *camera)
{
  if (self->keeps)
    go_to_whole(self, camera);
  else
    bw_view3d_go_to(self, camera);
}

void bw_view3d_look_along(BwView3d *self, const char *axis)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  gboolean reversed = axis[0] == '-';
  char name = axis[reversed];
  int k = name >= 'x' && name <= 'z' ? name - 'x' : name >= 'a' && name <= 'c' ? name - 'a' : -1;
  BwCamera camera = self->camera;
  BwCell space;
  double towards[3], up[3];
  if (!self->scene || !frame || k < 0)
    return;
  bw_cell_init_none(&space);
  bw_gizmo_direction(name >= 'x' ? &space : &frame->cell, reversed ? k + 3 : k, towards, up);
  bw_camera_face(&camera, towards, up);
  go_to_turned(self, &camera);
}

gboolean bw_view3d_click_axes(BwView3d *self, double x, double y)
{
  GtkWidget *area = GTK_WIDGET(self->area);
  int scale = gtk_widget_get_scale_factor(area);
  if (!self->scene)
    return FALSE;
  int end = bw_scene_pick_axis(self->scene, &self->camera, (int)(x * scale), (int)(y * scale),
                               gtk_widget_get_width(area) * scale, gtk_widget_get_height(area) * scale);
  BwCamera camera = self->camera;
  if (end < 0)
    return FALSE;
  bw_scene_face_axis(self->scene, &camera, end);
  go_to_turned(self, &camera);
  return TRUE;
}
