#include "app/timeline/bw-scrubber.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/timeline/bw-scrubber-line.h"

#define HANDLE 7 /* pixels to both sides within which it is taken */
#define LANE 9   /* height of what is above the line: marks, the head */
#define FOOT 7   /* and below it: the handles */

enum { RANGE_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef enum { HAND_NONE, HAND_BEGIN, HAND_END } Hand;

struct _BwScrubber {
  GtkScale parent;
  gint64 n_frames, begin, end;
  BwScrubberLine *line;
  GArray *marks; /* of BwScrubberMark */
  BwScrubberWords words;
  gpointer data;
  Hand hand;     /* that is held */
  double grab_x; /* where */
};

G_DEFINE_FINAL_TYPE(BwScrubber, bw_scrubber, GTK_TYPE_SCALE)

/* Places */

static void get_area(BwScrubber *self, graphene_rect_t *area)
{
  GdkRectangle trough;
  gtk_range_get_range_rect(GTK_RANGE(self), &trough);
  graphene_rect_init(area, (float)trough.x, 0, (float)trough.width,
                     (float)gtk_widget_get_height(GTK_WIDGET(self)));
}

static double to_x(BwScrubber *self, const graphene_rect_t *area, double frame)
{
  double fraction = frame / (double)MAX(self->n_frames - 1, 1);
  if (gtk_widget_get_direction(GTK_WIDGET(self)) == GTK_TEXT_DIR_RTL)
    fraction = 1 - fraction;
  return area->origin.x + 0.5 + fraction * (area->size.width - 1);
}

static gint64 to_frame(BwScrubber *self, double x)
{
  graphene_rect_t area;
  get_area(self, &area);
  double fraction = (x - area.origin.x - 0.5) / MAX(area.size.width - 1, 1);
  if (gtk_widget_get_direction(GTK_WIDGET(self)) == GTK_TEXT_DIR_RTL)
    fraction = 1 - fraction;
  return llround(CLAMP(fraction, 0, 1) * (double)MAX(self->n_frames - 1, 0));
}

/* The handle at a place: they are taken at their feet. */
static Hand find_hand(BwScrubber *self, double x, double y)
{
  graphene_rect_t area;
  get_area(self, &area);
  double begin = fabs(to_x(self, &area, (double)self->begin) - x);
  double end = fabs(to_x(self, &area, (double)self->end) - x);
  if (self->n_frames < 2 || y < area.size.height - 2 * FOOT || MIN(begin, end) > HANDLE)
    return HAND_NONE;
  return begin < end ? HAND_BEGIN : HAND_END;
}

/* The hand on a handle */

static void set_range(BwScrubber *self, gint64 begin, gint64 end)
{
  if (begin == self->begin && end == self->end)
    return;
  bw_scrubber_set_range(self, begin, end);
  g_signal_emit(self, signals[RANGE_CHANGED], 0, begin, end);
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y, BwScrubber *self)
{
  self->hand = find_hand(self, x, y);
  self->grab_x = x;
  gtk_gesture_set_state(GTK_GESTURE(gesture),
                        self->hand ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

static void on_drag_update(G_GNUC_UNUSED GtkGestureDrag *gesture, double dx, G_GNUC_UNUSED double dy,
                           BwScrubber *self)
{
  gint64 frame = to_frame(self, self->grab_x + dx);
  if (self->hand == HAND_BEGIN)
    set_range(self, MIN(frame, self->end), self->end);
  else if (self->hand == HAND_END)
    set_range(self, self->begin, MAX(frame, self->begin));
}

static void on_pressed(GtkGestureClick *gesture, int n_press, double x, double y, BwScrubber *self)
{
  if (n_press != 2 || !find_hand(self, x, y))
    return;
  gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  set_range(self, 0, MAX(self->n_frames - 1, 0));
}

static void on_motion(BwScrubber *self, double x, double y)
{
  gtk_widget_set_cursor_from_name(GTK_WIDGET(self), find_hand(self, x, y) ? "ew-resize" : NULL);
}

/* Words */

static const BwScrubberMark *find_mark(BwScrubber *self, double x)
{
  graphene_rect_t area;
  const BwScrubberMark *nearest = NULL;
  double distance = 5;
  get_area(self, &area);
  for (guint i = 0; i < self->marks->len; i++) {
    const BwScrubberMark *mark = &g_array_index(self->marks, BwScrubberMark, i);
    double from = to_x(self, &area, mark->begin), to = to_x(self, &area, mark->end);
    double away = fmax(0, fmax(fmin(from, to) - x, x - fmax(from, to)));
    /* What is rare is what is looked for. */
    if (away < distance || (away == distance && nearest && mark->kind > nearest->kind)) {
      nearest = mark;
      distance = away;
    }
  }
  return nearest;
}

static gboolean query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  BwScrubber *self = BW_SCRUBBER(widget);
  if (self->n_frames < 1 || !self->words)
    return FALSE;
  gint64 frame = keyboard ? (gint64)gtk_range_get_value(GTK_RANGE(self)) : to_frame(self, x);
  const BwScrubberMark *mark = keyboard || y > 3 * LANE ? NULL : find_mark(self, x);
  g_autofree char *words = self->words(frame, self->data);
  g_autofree char *text = mark ? g_strdup_printf("%s\n%s", mark->text, words) : NULL;
  if (!keyboard && find_hand(self, x, y))
    gtk_tooltip_set_text(tooltip, _("Drag: what is played begins or ends here. Double click: all frames"));
  else
    gtk_tooltip_set_text(tooltip, text ? text : words);
  return TRUE;
}

/* The picture */

static GdkRGBA get_colour(GtkWidget *widget, const char *name, double alpha)
{
  GtkStyleContext *style = gtk_widget_get_style_context(widget);
  GdkRGBA colour;
  if (!name || !gtk_style_context_lookup_color(style, name, &colour))
    gtk_style_context_get_color(style, &colour);
  colour.alpha *= (float)alpha;
  return colour;
}

static void fill(GtkSnapshot *snapshot, double x, double y, double width, double height, double radius,
                 const GdkRGBA *colour)
{
  GskRoundedRect shape;
  graphene_rect_t rect = GRAPHENE_RECT_INIT((float)x, (float)y, (float)width, (float)height);
  gsk_rounded_rect_init_from_rect(&shape, &rect, (float)radius);
  gtk_snapshot_push_rounded_clip(snapshot, &shape);
  gtk_snapshot_append_color(snapshot, colour, &rect);
  gtk_snapshot_pop(snapshot);
}

static void paint_ground(BwScrubber *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  GtkWidget *widget = GTK_WIDGET(self);
  double x = area->origin.x, width = area->size.width, height = area->size.height - LANE - FOOT;
  GdkRGBA ground = get_colour(widget, NULL, 0.05), played = get_colour(widget, "accent_bg_color", 0.16);
  fill(snapshot, x, LANE, width, height, 4, &ground);
  if (self->begin == 0 && self->end >= self->n_frames - 1)
    return;
  double begin = to_x(self, area, (double)self->begin), end = to_x(self, area, (double)self->end);
  fill(snapshot, MIN(begin, end), LANE, fabs(end - begin), height, 0, &played);
}

static void paint_mark(BwScrubber *self, GtkSnapshot *snapshot, const graphene_rect_t *area,
                       const BwScrubberMark *mark)
{
  static const char *const names[BW_N_EVENT_KINDS] = {[BW_EVENT_CHANGE] = "accent_color",
                                                      [BW_EVENT_PULL] = "warning_color",
                                                      [BW_EVENT_RELEASE] = "warning_color",
                                                      [BW_EVENT_GUARD] = "error_color"};
  GdkRGBA colour =
      get_colour(GTK_WIDGET(self), names[mark->kind], mark->kind == BW_EVENT_CHECKPOINT ? 0.35 : 1);
  double from = to_x(self, area, mark->begin), to = to_x(self, area, mark->end);
  if (mark->kind == BW_EVENT_CHECKPOINT)
    fill(snapshot, from - 0.5, LANE - 4, 1, 4, 0, &colour);
  else if (mark->kind == BW_EVENT_PULL)
    fill(snapshot, MIN(from, to) - 1.5, LANE - 5, fabs(to - from) + 3, 3, 1.5, &colour);
  else
    fill(snapshot, from - 1.5, 1, 3, area->size.height - FOOT - 1, 1.5, &colour);
}

static void paint_handles(BwScrubber *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  gboolean all = self->begin == 0 && self->end >= self->n_frames - 1;
  GdkRGBA colour = get_colour(GTK_WIDGET(self), all ? NULL : "accent_color", all ? 0.3 : 1);
  const gint64 frames[] = {self->begin, self->end};
  for (int i = 0; i < 2; i++) {
    double x = to_x(self, area, (double)frames[i]), height = area->size.height;
    if (!all)
      fill(snapshot, x - 0.75, LANE, 1.5, height - LANE - 1, 0, &colour);
    fill(snapshot, x - 4, height - FOOT + 1, 8, FOOT - 1, 2.5, &colour);
  }
}

static void paint_head(BwScrubber *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  GdkRGBA colour = get_colour(GTK_WIDGET(self), NULL, 1);
  double x = to_x(self, area, gtk_range_get_value(GTK_RANGE(self)));
  fill(snapshot, x - 1, LANE / 2.0, 2, area->size.height - FOOT - LANE / 2.0, 0, &colour);
  fill(snapshot, x - 4.5, 0, 9, LANE, 3.5, &colour);
}

static void bw_scrubber_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  BwScrubber *self = BW_SCRUBBER(widget);
  graphene_rect_t area;
  get_area(self, &area);
  if (area.size.width < 2)
    return;
  paint_ground(self, snapshot, &area);
  graphene_rect_t inside =
      GRAPHENE_RECT_INIT(area.origin.x, LANE + 2, area.size.width, area.size.height - LANE - FOOT - 4);
  GdkRGBA colour = get_colour(widget, NULL, 0.55);
  bw_scrubber_line_paint(self->line, snapshot, &inside, (double)MAX(self->n_frames - 1, 1), &colour,
                         gtk_widget_get_scale_factor(widget));
  for (guint i = 0; i < self->marks->len; i++)
    paint_mark(self, snapshot, &area, &g_array_index(self->marks, BwScrubberMark, i));
  if (self->n_frames > 1) {
    paint_handles(self, snapshot, &area);
    paint_head(self, snapshot, &area);
  }
}

/* What is shown */

static void clear_mark(gpointer data)
{
  g_free(((BwScrubberMark *)data)->text);
}

GArray *bw_scrubber_marks_new(void)
{
  GArray *marks = g_array_new(FALSE, FALSE, sizeof(BwScrubberMark));
  g_array_set_clear_func(marks, clear_mark);
  return marks;
}

void bw_scrubber_set_n_frames(BwScrubber *self, gint64 n_frames)
{
  if (n_frames == self->n_frames)
    return;
  self->n_frames = n_frames;
  gtk_adjustment_set_upper(gtk_range_get_adjustment(GTK_RANGE(self)), (double)MAX(n_frames - 1, 0));
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void bw_scrubber_set_range(BwScrubber *self, gint64 begin, gint64 end)
{
  if (begin == self->begin && end == self->end)
    return;
  self->begin = begin;
  self->end = end;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void bw_scrubber_set_line(BwScrubber *self, const double *positions, const double *values, gsize n)
{
  bw_scrubber_line_set(self->line, positions, values, n);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void bw_scrubber_take_marks(BwScrubber *self, GArray *marks)
{
  g_array_unref(self->marks);
  self->marks = marks;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void bw_scrubber_set_words(BwScrubber *self, BwScrubberWords words, gpointer data)
{
  self->words = words;
  self->data = data;
}

static void bw_scrubber_finalize(GObject *object)
{
  BwScrubber *self = BW_SCRUBBER(object);
  bw_scrubber_line_free(self->line);
  g_array_unref(self->marks);
  G_OBJECT_CLASS(bw_scrubber_parent_class)->finalize(object);
}

static void bw_scrubber_class_init(BwScrubberClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = bw_scrubber_finalize;
  widget_class->snapshot = bw_scrubber_snapshot;
  widget_class->query_tooltip = query_tooltip;
  gtk_widget_class_set_css_name(widget_class, "scrubber");
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_i, 0, "win.range-begin", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_o, 0, "win.range-end", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_space, 0, "win.play", NULL);
  signals[RANGE_CHANGED] = g_signal_new("range-changed", BW_TYPE_SCRUBBER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

/* Handles come before the slider, which would take the pointer there too. */
static void add_gestures(BwScrubber *self)
{
  GtkGesture *drag = gtk_gesture_drag_new(), *click = gtk_gesture_click_new();
  GtkEventController *motion = gtk_event_controller_motion_new();
  gtk_event_controller_set_propagation_phase(GTK_EVENT_CONTROLLER(drag), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase(GTK_EVENT_CONTROLLER(click), GTK_PHASE_CAPTURE);
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
  g_signal_connect_swapped(motion, "motion", G_CALLBACK(on_motion), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
  gtk_gesture_group(click, drag);
  gtk_widget_add_controller(GTK_WIDGET(self), motion);
}

static void bw_scrubber_init(BwScrubber *self)
{
  self->line = bw_scrubber_line_new();
  self->marks = bw_scrubber_marks_new();
  gtk_scale_set_draw_value(GTK_SCALE(self), FALSE);
  gtk_range_set_round_digits(GTK_RANGE(self), 0);
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
  add_gestures(self);
}
