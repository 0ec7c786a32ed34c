/* The hand on the view: drag turns, middle or shift drag shifts, scroll zooms to the pointer, a click chooses
 * an atom, a double click fits, arrow keys turn. */
#include "app/bw-view3d-private.h"

#include <math.h>

#define ZOOM_STEP 1.1   /* per notch of the wheel */
#define KEY_TURN 0.12   /* of the ball's radius */
#define CLICK_MOVES 4.0 /* pixels: less is not a drag */

/* Pixels of the widget to the ball of the view: −1 … 1 across the smaller side, y up. */
static void to_ball(BwView3d *self, double x, double y, double ball[2])
{
  double width = gtk_widget_get_width(GTK_WIDGET(self->area)),
         height = gtk_widget_get_height(GTK_WIDGET(self->area));
  double side = fmax(1, fmin(width, height));
  ball[0] = (2 * x - width) / side;
  ball[1] = (height - 2 * y) / side;
}

static void on_drag_begin(BwView3d *self, double x, double y)
{
  self->grabbed = self->camera;
  self->grab_x = x;
  self->grab_y = y;
  gtk_widget_grab_focus(GTK_WIDGET(self->area));
}

static void shift(BwView3d *self, double dx, double dy)
{
  double height = fmax(1, gtk_widget_get_height(GTK_WIDGET(self->area)));
  self->camera = self->grabbed;
  self->keeps = FALSE;
  bw_camera_pan(&self->camera, dx / height, -dy / height);
  bw_view3d_redraw(self);
}

static void on_turn_update(BwView3d *self, double dx, double dy, GtkGesture *gesture)
{
  if (fabs(dx) + fabs(dy) < CLICK_MOVES)
    return;
  gtk_gesture_set_state(gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  GdkModifierType keys = gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
  if (keys & GDK_SHIFT_MASK) {
    shift(self, dx, dy);
    return;
  }
  double from[2], to[2];
  to_ball(self, self->grab_x, self->grab_y, from);
  to_ball(self, self->grab_x + dx, self->grab_y + dy, to);
  self->camera = self->grabbed;
  bw_camera_turn(&self->camera, from, to);
  bw_view3d_redraw(self);
}

static void on_shift_update(BwView3d *self, double dx, double dy)
{
  shift(self, dx, dy);
}

static void on_motion(BwView3d *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void zoom_at(BwView3d *self, double factor, double x, double y)
{
  double width = fmax(1, gtk_widget_get_width(GTK_WIDGET(self->area)));
  double height = fmax(1, gtk_widget_get_height(GTK_WIDGET(self->area)));
  self->keeps = FALSE;
  bw_camera_zoom(&self->camera, factor, 2 * x / width - 1, 1 - 2 * y / height, width / height);
  bw_view3d_redraw(self);
}

static gboolean on_scroll(BwView3d *self, G_GNUC_UNUSED double dx, double dy)
{
  zoom_at(self, pow(ZOOM_STEP, dy), self->pointer_x, self->pointer_y);
  return TRUE;
}

void bw_view3d_zoom(BwView3d *self, double factor)
{
  zoom_at(self, factor, gtk_widget_get_width(GTK_WIDGET(self->area)) / 2.0,
          gtk_widget_get_height(GTK_WIDGET(self->area)) / 2.0);
}

/* The first click marks an atom, a second one on another atom completes the pair; a click beside all atoms
 * unmarks them. */
static void choose_atom(BwView3d *self, int atom)
{
  if (atom < 0 || self->n_selected == 2 || (self->n_selected == 1 && self->selected[0] == atom))
    self->n_selected = 0;
  if (atom >= 0)
    self->selected[self->n_selected++] = atom;
  self->selection_changed = TRUE;
  bw_view3d_redraw(self);
  if (self->n_selected == 2)
    g_signal_emit_by_name(self, "pair-chosen", self->selected[0], self->selected[1]);
}

static void on_released(BwView3d *self, int n_press, double x, double y)
{
  if (n_press == 2)
    bw_view3d_fit(self);
  if (n_press != 1 || !self->scene || fabs(x - self->grab_x) + fabs(y - self->grab_y) > CLICK_MOVES)
    return;
  GtkWidget *area = GTK_WIDGET(self->area);
  int scale = gtk_widget_get_scale_factor(area), bead;
  gtk_gl_area_make_current(self->area);
  choose_atom(self,
              bw_scene_pick(self->scene, &self->camera, (int)(x * scale), (int)(y * scale),
                            gtk_widget_get_width(area) * scale, gtk_widget_get_height(area) * scale, &bead));
}

static gboolean on_key(BwView3d *self, guint key)
{
  double from[2] = {0, 0}, to[2] = {0, 0};
  switch (key) {
  case GDK_KEY_Left:
    to[0] = -KEY_TURN;
    break;
  case GDK_KEY_Right:
    to[0] = KEY_TURN;
    break;
  case GDK_KEY_Up:
    to[1] = KEY_TURN;
    break;
  case GDK_KEY_Down:
    to[1] = -KEY_TURN;
    break;
  default:
    return FALSE;
  }
  bw_camera_turn(&self->camera, from, to);
  bw_view3d_redraw(self);
  return TRUE;
}

static void add_drag(BwView3d *self, guint button, GCallback update)
{
  GtkGesture *drag = gtk_gesture_drag_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(drag), button);
  g_signal_connect_swapped(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect_swapped(drag, "drag-update", update, self);
  gtk_widget_add_controller(GTK_WIDGET(self->area), GTK_EVENT_CONTROLLER(drag));
}

static void add(BwView3d *self, GtkEventController *controller, const char *signal, GCallback callback)
{
  g_signal_connect_swapped(controller, signal, callback, self);
  gtk_widget_add_controller(GTK_WIDGET(self->area), controller);
}

void bw_view3d_init_input(BwView3d *self)
{
  add_drag(self, GDK_BUTTON_PRIMARY, G_CALLBACK(on_turn_update));
  add_drag(self, GDK_BUTTON_MIDDLE, G_CALLBACK(on_shift_update));
  add(self, gtk_event_controller_motion_new(), "motion", G_CALLBACK(on_motion));
  add(self, gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_VERTICAL), "scroll",
      G_CALLBACK(on_scroll));
  add(self, GTK_EVENT_CONTROLLER(gtk_gesture_click_new()), "released", G_CALLBACK(on_released));
  add(self, gtk_event_controller_key_new(), "key-pressed", G_CALLBACK(on_key));
}
