/* The hand on the view: drag turns, middle, right or Ctrl drag shifts, Shift drag draws a rubber band, Ctrl
 * drag from an atom pulls it while a run goes on, scroll zooms to the pointer, a click selects, a double
 * click centres an atom or fits, arrow keys turn. */
#include "app/view/bw-view3d-private.h"

#include <math.h>

#include "base/elements.h"
#include "base/format.h"

#define ZOOM_STEP 1.1   /* per notch of the wheel */
#define KEY_TURN 0.12   /* of the ball's radius */
#define CLICK_MOVES 4.0 /* pixels: less is not a drag */
#define ADDING (GDK_SHIFT_MASK | GDK_CONTROL_MASK)

/* Pixels of the widget to the ball of the view: −1 … 1 across the smaller side, y up. */
static void to_ball(BwView3d *self, double x, double y, double ball[2])
{
  double width = gtk_widget_get_width(GTK_WIDGET(self->area)),
         height = gtk_widget_get_height(GTK_WIDGET(self->area));
  double side = fmax(1, fmin(width, height));
  ball[0] = (2 * x - width) / side;
  ball[1] = (height - 2 * y) / side;
}

static GdkModifierType keys_of(gpointer controller)
{
  return gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller));
}

static void hover(BwView3d *self, int atom)
{
  if (atom == self->hovered)
    return;
  self->hovered = atom;
  self->highlight_changed = TRUE;
  gtk_widget_set_cursor_from_name(GTK_WIDGET(self->area), atom >= 0 ? "pointer" : NULL);
  bw_view3d_redraw(self);
}

/* Drags */

static void on_drag_begin(BwView3d *self, double x, double y)
{
  bw_view3d_stop_motion(self);
  self->drag = BW_DRAG_NONE;
  self->grabbed = self->camera;
  self->grab_x = x;
  self->grab_y = y;
  self->grabbed_atom = bw_view3d_pick(self, x, y);
  gtk_widget_grab_focus(GTK_WIDGET(self->area));
}

static void choose_drag(BwView3d *self, GtkGestureSingle *gesture)
{
  GdkModifierType keys = keys_of(gesture);
  gboolean primary = gtk_gesture_single_get_current_button(gesture) == GDK_BUTTON_PRIMARY;
  if (primary && (keys & GDK_CONTROL_MASK || bw_view3d_get_flag(self, BW_VIEW_HAND)) &&
      bw_view3d_can_pull(self))
    self->drag = BW_DRAG_PULL;
  else if (primary && keys & GDK_SHIFT_MASK)
    self->drag = BW_DRAG_BAND;
  else if (primary && !(keys & GDK_CONTROL_MASK))
    self->drag = BW_DRAG_TURN;
  else
    self->drag = BW_DRAG_SHIFT;
}

static void shift(BwView3d *self, double dx, double dy)
{
  double height = fmax(1, gtk_widget_get_height(GTK_WIDGET(self->area)));
  self->keeps = FALSE;
  bw_camera_pan(&self->camera, dx / height, -dy / height);
}

static void turn(BwView3d *self, double dx, double dy)
{
  double from[2], to[2];
  to_ball(self, self->grab_x, self->grab_y, from);
  to_ball(self, self->grab_x + dx, self->grab_y + dy, to);
  bw_camera_turn(&self->camera, from, to);
}

static void get_band(BwView3d *self, double dx, double dy, graphene_rect_t *band)
{
  graphene_rect_init(band, (float)self->grab_x, (float)self->grab_y, (float)dx, (float)dy);
  graphene_rect_normalize(band);
}

static void on_drag_update(BwView3d *self, double dx, double dy, GtkGestureSingle *gesture)
{
  graphene_rect_t band;
  if (self->drag == BW_DRAG_OVER || (self->drag == BW_DRAG_NONE && fabs(dx) + fabs(dy) < CLICK_MOVES))
    return;
  gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag == BW_DRAG_NONE)
    choose_drag(self, gesture);
  if (self->drag == BW_DRAG_BAND) {
    get_band(self, dx, dy, &band);
    bw_view_overlay_set_band(self->overlay, &band);
  } else if (self->drag == BW_DRAG_PULL) {
    bw_view3d_pull_to(self, self->grab_x + dx, self->grab_y + dy);
  } else {
    self->camera = self->grabbed;
    (self->drag == BW_DRAG_SHIFT ? shift : turn)(self, dx, dy);
    bw_view3d_redraw(self);
  }
}

static void on_drag_end(BwView3d *self, double dx, double dy, GtkGesture *gesture)
{
  graphene_rect_t band;
  if (self->drag == BW_DRAG_BAND) {
    get_band(self, dx, dy, &band);
    bw_view_overlay_set_band(self->overlay, NULL);
    bw_view3d_select_within(self, &band, keys_of(gesture) & GDK_CONTROL_MASK);
  }
  bw_view3d_release(self);
  self->drag = BW_DRAG_NONE;
}

static void on_drag_cancelled(BwView3d *self)
{
  bw_view_overlay_set_band(self->overlay, NULL);
  bw_view3d_release(self);
  self->drag = BW_DRAG_NONE;
}

/* Pointer and wheel */

static void on_motion(BwView3d *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->drag == BW_DRAG_NONE && !bw_view3d_is_moving(self))
    hover(self, bw_view3d_pick(self, x, y));
}

static void on_enter(BwView3d *self, double x, double y)
{
  self->has_pointer = TRUE;
  on_motion(self, x, y);
}

static void on_leave(BwView3d *self)
{
  self->has_pointer = FALSE;
  hover(self, -1);
}

void bw_view3d_hover_again(BwView3d *self)
{
  if (self->has_pointer)
    on_motion(self, self->pointer_x, self->pointer_y);
}

static gboolean on_scroll(BwView3d *self, G_GNUC_UNUSED double dx, double dy)
{
  bw_view3d_zoom_at(self, pow(ZOOM_STEP, dy), self->pointer_x, self->pointer_y);
  return TRUE;
}

static void on_pinch_begin(BwView3d *self)
{
  self->pinched = 1;
}

static void on_pinch(BwView3d *self, double scale, GtkGesture *gesture)
{
  double x, y;
  if (gtk_gesture_get_bounding_box_center(gesture, &x, &y) && scale > 0)
    bw_view3d_zoom_at(self, self->pinched / scale, x, y);
  self->pinched = scale;
}

/* "O2 · 1.203, −0.417, 0.058 Å" */
static gboolean on_query_tooltip(BwView3d *self, G_GNUC_UNUSED int x, G_GNUC_UNUSED int y,
                                 G_GNUC_UNUSED gboolean keyboard, GtkTooltip *tooltip)
{
  const double *centroids = bw_view3d_get_centroids(self);
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  int atom = self->hovered;
  if (!frame || !centroids || atom < 0 || atom >= frame->atoms->n_atoms || self->drag != BW_DRAG_NONE)
    return FALSE;
  g_autoptr(GString) text = g_string_new(bw_element(frame->atoms->numbers[atom])->symbol);
  g_string_append_printf(text, "%d ·", atom);
  for (int d = 0; d < 3; d++) {
    g_autofree char *number = bw_format_fixed(centroids[3 * (gsize)atom + d], 3);
    g_string_append_printf(text, d < 2 ? " %s," : " %s Å", number);
  }
  gtk_tooltip_set_text(tooltip, text->str);
  return TRUE;
}

/* Clicks */

static void on_released(BwView3d *self, int n_press, double x, double y, GtkGesture *gesture)
{
  if (fabs(x - self->grab_x) + fabs(y - self->grab_y) > CLICK_MOVES)
    return;
  if (bw_view3d_click_axes(self, x, y))
    return;
  int atom = bw_view3d_pick(self, x, y);
  if (n_press == 1)
    bw_view3d_click(self, atom, keys_of(gesture) & ADDING);
  else if (n_press == 2 && atom >= 0)
    bw_view3d_centre_on(self, &atom, 1);
  else if (n_press == 2)
    bw_view3d_fit(self);
}

static void open_menu(BwView3d *self, double x, double y)
{
  const GdkRectangle place = {(int)x, (int)y, 1, 1};
  gtk_popover_set_pointing_to(GTK_POPOVER(self->menu), &place);
  gtk_popover_popup(GTK_POPOVER(self->menu));
}

/* On an atom that is not selected the menu is about this one. */
static void on_menu_released(BwView3d *self, G_GNUC_UNUSED int n_press, double x, double y)
{
  if (fabs(x - self->grab_x) + fabs(y - self->grab_y) > CLICK_MOVES)
    return;
  int atom = bw_view3d_pick(self, x, y);
  gboolean selected = FALSE;
  int n;
  const int *atoms = bw_view3d_get_selection(self, &n);
  for (int i = 0; i < n; i++)
    selected |= atoms[i] == atom;
  if (atom >= 0 && !selected)
    bw_view3d_select(self, &atom, 1);
  open_menu(self, x, y);
}

/* Keys */

static gboolean on_key(BwView3d *self, guint key, G_GNUC_UNUSED guint code, GdkModifierType keys)
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
  case GDK_KEY_Menu:
    open_menu(self, self->pointer_x, self->pointer_y);
    return TRUE;
  case GDK_KEY_F10:
    if (!(keys & GDK_SHIFT_MASK))
      return FALSE;
    open_menu(self, self->pointer_x, self->pointer_y);
    return TRUE;
  default:
    return FALSE;
  }
  if (keys & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  bw_view3d_stop_motion(self);
  if (keys & GDK_SHIFT_MASK) {
    self->keeps = FALSE;
    bw_camera_pan(&self->camera, to[0] / 2, to[1] / 2);
  } else {
    bw_camera_turn(&self->camera, from, to);
  }
  bw_view3d_redraw(self);
  return TRUE;
}

/* Setting up */

static void add(BwView3d *self, GtkEventController *controller, const char *signal, GCallback callback)
{
  g_signal_connect_swapped(controller, signal, callback, self);
  gtk_widget_add_controller(GTK_WIDGET(self->area), controller);
}

static void add_drag(BwView3d *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(drag), button);
  g_signal_connect_swapped(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect_swapped(drag, "drag-end", G_CALLBACK(on_drag_end), self);
  g_signal_connect_swapped(drag, "cancel", G_CALLBACK(on_drag_cancelled), self);
  add(self, GTK_EVENT_CONTROLLER(drag), "drag-update", G_CALLBACK(on_drag_update));
}

static void add_click(BwView3d *self, guint button, GCallback released)
{
  GtkGesture *click = gtk_gesture_click_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), button);
  add(self, GTK_EVENT_CONTROLLER(click), "released", released);
}

void bw_view3d_init_input(BwView3d *self)
{
  add_drag(self, GDK_BUTTON_PRIMARY);
  add_drag(self, GDK_BUTTON_MIDDLE);
  add_drag(self, GDK_BUTTON_SECONDARY);
  add_click(self, GDK_BUTTON_PRIMARY, G_CALLBACK(on_released));
  add_click(self, GDK_BUTTON_SECONDARY, G_CALLBACK(on_menu_released));
  GtkEventController *motion = gtk_event_controller_motion_new();
  g_signal_connect_swapped(motion, "enter", G_CALLBACK(on_enter), self);
  g_signal_connect_swapped(motion, "leave", G_CALLBACK(on_leave), self);
  add(self, motion, "motion", G_CALLBACK(on_motion));
  add(self, gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_VERTICAL), "scroll",
      G_CALLBACK(on_scroll));
  gtk_widget_set_has_tooltip(GTK_WIDGET(self->area), TRUE);
  g_signal_connect_swapped(self->area, "query-tooltip", G_CALLBACK(on_query_tooltip), self);
  GtkGesture *pinch = gtk_gesture_zoom_new();
  g_signal_connect_swapped(pinch, "begin", G_CALLBACK(on_pinch_begin), self);
  add(self, GTK_EVENT_CONTROLLER(pinch), "scale-changed", G_CALLBACK(on_pinch));
  add(self, gtk_event_controller_key_new(), "key-pressed", G_CALLBACK(on_key));
}
