/* The hand and the keys on a plot. */
#include "app/plots/bw-plot-view-private.h"

#include <math.h>

#define ZOOM_STEP 1.2 /* per notch of the wheel, or per key */
#define KEY_PAN 0.1   /* of the axes */
#define CLICK_MOVES 5 /* pixels: less is not a drag */
#define REACH 5       /* pixels from the cursor to where it can be grabbed */
#define SCROLL_PAN 40 /* pixels per notch */

/* Pointer */

static void on_motion(BwPlotView *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  bw_plot_canvas_set_pointer(self->canvas, x, y);
}

static void on_leave(BwPlotView *self)
{
  bw_plot_canvas_set_pointer(self->canvas, NAN, NAN);
}

static void go_to(BwPlotView *self, double px)
{
  double x, y;
  cairo_rectangle_t axes;
  if (!self->x_is_time || !self->plot || !bw_plot_get_axes(self->plot, &axes))
    return;
  px = CLAMP(px, axes.x, axes.x + axes.width);
  if (bw_plot_from_pixel(self->plot, px, axes.y + 0.5 * axes.height, &x, &y))
    g_signal_emit_by_name(self, "go-to", x);
}

static gboolean is_at_cursor(BwPlotView *self, double px)
{
  double x, y;
  return self->x_is_time && bw_plot_get_n_layers(self->plot) > 0 &&
         isfinite(bw_plot_get_cursor(self->plot)) &&
         (bw_plot_to_pixel(self->plot, 0, bw_plot_get_cursor(self->plot), 0, &x, &y), fabs(x - px) <= REACH);
}

/* Drags */

static void begin_drag(BwPlotView *self, double x, double y, BwDrag drag)
{
  double data_x, data_y;
  gtk_widget_grab_focus(GTK_WIDGET(self->canvas));
  self->grab_x = x;
  self->grab_y = y;
  self->moved_x = self->moved_y = 0;
  self->drag = self->plot && bw_plot_from_pixel(self->plot, x, y, &data_x, &data_y) ? drag : BW_DRAG_NOTHING;
}

static void on_drag_begin(BwPlotView *self, double x, double y, GtkGesture *gesture)
{
  GdkModifierType keys = gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
  begin_drag(self, x, y, keys & GDK_SHIFT_MASK ? BW_DRAG_PAN : BW_DRAG_FRAME);
  if (self->drag == BW_DRAG_FRAME && is_at_cursor(self, x))
    self->drag = BW_DRAG_CURSOR;
}

static void on_middle_begin(BwPlotView *self, double x, double y)
{
  begin_drag(self, x, y, BW_DRAG_PAN);
}

static void pan_to(BwPlotView *self, double dx, double dy)
{
  bw_plot_pan(self->plot, dx - self->moved_x, dy - self->moved_y);
  self->moved_x = dx;
  self->moved_y = dy;
  bw_plot_view_moved(self);
}

static void on_drag_update(BwPlotView *self, double dx, double dy, GtkGesture *gesture)
{
  cairo_rectangle_t box;
  if (self->drag == BW_DRAG_NOTHING || !self->plot || hypot(dx, dy) < CLICK_MOVES)
    return;
  gtk_gesture_set_state(gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag == BW_DRAG_PAN)
    pan_to(self, dx, dy);
  else if (self->drag == BW_DRAG_CURSOR)
    go_to(self, self->grab_x + dx);
  else
    bw_plot_canvas_set_rubber(self->canvas, bw_plot_frame(self->plot, self->grab_x, self->grab_y,
                                                          self->grab_x + dx, self->grab_y + dy, &box)
                                                ? &box
                                                : NULL);
}

static void on_drag_end(BwPlotView *self, double dx, double dy)
{
  cairo_rectangle_t box;
  bw_plot_canvas_set_rubber(self->canvas, NULL);
  if (self->drag == BW_DRAG_FRAME && self->plot && hypot(dx, dy) >= CLICK_MOVES &&
      bw_plot_frame(self->plot, self->grab_x, self->grab_y, self->grab_x + dx, self->grab_y + dy, &box)) {
    bw_plot_zoom_to(self->plot, &box);
    bw_plot_view_moved(self);
  }
  self->drag = BW_DRAG_NOTHING;
}

static void on_drag_cancel(BwPlotView *self)
{
  bw_plot_canvas_set_rubber(self->canvas, NULL);
  self->drag = BW_DRAG_NOTHING;
}

/* Clicks */

static void on_released(BwPlotView *self, int n_press, double x, double y)
{
  double data_x, data_y;
  if (!self->plot || hypot(x - self->grab_x, y - self->grab_y) >= CLICK_MOVES)
    return;
  if (n_press == 2)
    gtk_widget_activate_action(GTK_WIDGET(self), "plot.reset-view", NULL);
  else if (n_press == 1 && bw_plot_from_pixel(self->plot, x, y, &data_x, &data_y))
    go_to(self, x);
}

static void pop_up(BwPlotView *self, double x, double y)
{
  gtk_popover_set_pointing_to(self->menu, &(GdkRectangle){(int)x, (int)y, 1, 1});
  gtk_popover_popup(self->menu);
}

static void on_menu_pressed(BwPlotView *self, G_GNUC_UNUSED int n_press, double x, double y)
{
  pop_up(self, x, y);
}

/* Who scrolls down a page does not want to be caught by its plots. */
static gboolean lies_in_page(BwPlotView *self)
{
  GtkWidget *page = gtk_widget_get_ancestor(GTK_WIDGET(self), GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType policy = GTK_POLICY_NEVER;
  if (page)
    gtk_scrolled_window_get_policy(GTK_SCROLLED_WINDOW(page), NULL, &policy);
  return policy != GTK_POLICY_NEVER;
}

static gboolean on_scroll(BwPlotView *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType keys = gtk_event_controller_get_current_event_state(controller);
  gboolean y = (keys & GDK_SHIFT_MASK) != 0;
  double px = self->pointer_x, py = self->pointer_y, data_x, data_y;
  if (!(keys & GDK_CONTROL_MASK) && lies_in_page(self))
    return FALSE;
  if (!self->plot || !bw_plot_from_pixel(self->plot, px, py, &data_x, &data_y))
    return FALSE;
  if (dx != 0 && !y)
    bw_plot_pan(self->plot, -SCROLL_PAN * dx, 0);
  if (dy != 0 || y)
    bw_plot_zoom(self->plot, px, py, pow(ZOOM_STEP, dy != 0 ? dy : dx), !y, y);
  bw_plot_view_moved(self);
  return TRUE;
}

/* Keys */

static gboolean on_move_key(BwPlotView *self, guint key, gboolean shift)
{
  cairo_rectangle_t axes;
  if (!self->plot || !bw_plot_get_axes(self->plot, &axes))
    return FALSE;
  double x = axes.x + 0.5 * axes.width, y = axes.y + 0.5 * axes.height;
  switch (key) {
  case GDK_KEY_Left:
    bw_plot_pan(self->plot, KEY_PAN * axes.width, 0);
    break;
  case GDK_KEY_Right:
    bw_plot_pan(self->plot, -KEY_PAN * axes.width, 0);
    break;
  case GDK_KEY_Up:
    bw_plot_pan(self->plot, 0, KEY_PAN * axes.height);
    break;
  case GDK_KEY_Down:
    bw_plot_pan(self->plot, 0, -KEY_PAN * axes.height);
    break;
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    bw_plot_zoom(self->plot, x, y, 1 / ZOOM_STEP, TRUE, FALSE);
    break;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    bw_plot_zoom(self->plot, x, y, ZOOM_STEP, !shift, shift);
    break;
  default:
    return FALSE;
  }
  bw_plot_view_moved(self);
  return TRUE;
}

static gboolean on_key(BwPlotView *self, guint key, G_GNUC_UNUSED guint code, GdkModifierType state)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0, control = (state & GDK_CONTROL_MASK) != 0;
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && shift)) {
    pop_up(self, 0.5 * gtk_widget_get_width(GTK_WIDGET(self->canvas)),
           0.5 * gtk_widget_get_height(GTK_WIDGET(self->canvas)));
    return TRUE;
  }
  if (control && (key == GDK_KEY_c || key == GDK_KEY_C))
    return gtk_widget_activate_action(GTK_WIDGET(self), "plot.copy-data", NULL);
  if (control)
    return FALSE;
  if (key == GDK_KEY_Home)
    return gtk_widget_activate_action(GTK_WIDGET(self), "plot.reset-view", NULL);
  if (key == GDK_KEY_End && self->plot && !(bw_plot_get_follow(self->plot) > 0))
    return gtk_widget_activate_action(GTK_WIDGET(self), "plot.follow", NULL);
  return on_move_key(self, key, shift);
}

static void add(BwPlotView *self, gpointer controller, const char *signal, GCallback callback)
{
  g_signal_connect_object(controller, signal, callback, self, G_CONNECT_SWAPPED);
}

static gpointer new_drag(BwPlotView *self, guint button, GCallback begin)
{
  GtkGesture *drag = gtk_gesture_drag_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(drag), button);
  add(self, drag, "drag-begin", begin);
  add(self, drag, "drag-update", G_CALLBACK(on_drag_update));
  add(self, drag, "drag-end", G_CALLBACK(on_drag_end));
  add(self, drag, "cancel", G_CALLBACK(on_drag_cancel));
  return drag;
}

void bw_plot_view_init_input(BwPlotView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new(),
                     *scroll = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES),
                     *keys = gtk_event_controller_key_new();
  GtkGesture *click = gtk_gesture_click_new(), *menu = gtk_gesture_click_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(menu), GDK_BUTTON_SECONDARY);
  add(self, motion, "enter", G_CALLBACK(on_motion));
  add(self, motion, "motion", G_CALLBACK(on_motion));
  add(self, motion, "leave", G_CALLBACK(on_leave));
  add(self, scroll, "scroll", G_CALLBACK(on_scroll));
  add(self, keys, "key-pressed", G_CALLBACK(on_key));
  add(self, click, "released", G_CALLBACK(on_released));
  add(self, menu, "pressed", G_CALLBACK(on_menu_pressed));
  const gpointer all[] = {motion,
                          scroll,
                          keys,
                          click,
                          menu,
                          new_drag(self, GDK_BUTTON_PRIMARY, G_CALLBACK(on_drag_begin)),
                          new_drag(self, GDK_BUTTON_MIDDLE, G_CALLBACK(on_middle_begin))};
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    gtk_widget_add_controller(GTK_WIDGET(self->canvas), all[i]);
}
