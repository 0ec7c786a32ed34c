#include "app/view/bw-view-overlay.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/view/bw-overlay-paint.h"

#define CHIP_RISE 14 /* pixels from the line to the middle of its number */

typedef struct {
  int row;
  BwRuler ruler;
  GtkWidget *chip;
  char *name, *number;
} Shown;

struct _BwViewOverlay {
  GtkWidget parent;
  BwCamera camera;
  GArray *shown; /* of Shown */
  gboolean has_band, has_spring;
  graphene_rect_t band;
  double atom[3], target[3];
  GtkWidget *spring_label;
};

G_DEFINE_FINAL_TYPE(BwViewOverlay, bw_view_overlay, GTK_TYPE_WIDGET)

/* Places */

static gboolean locate(BwViewOverlay *self, const double point[3], double place[2])
{
  double width = fmax(1, gtk_widget_get_width(GTK_WIDGET(self)));
  double height = fmax(1, gtk_widget_get_height(GTK_WIDGET(self)));
  double picture[2];
  if (!bw_camera_project(&self->camera, point, width / height, picture))
    return FALSE;
  place[0] = (picture[0] + 1) / 2 * width;
  place[1] = (1 - picture[1]) / 2 * height;
  return TRUE;
}

/* Laying out */

/* The number of a bond stands beside it, that of an angle outside its arc. */
static void place_chip(BwViewOverlay *self, const BwRuler *ruler, double place[2])
{
  double first[2], last[2], away[2];
  if (!locate(self, ruler->label, place) || !locate(self, ruler->points[0][0], first))
    return;
  if (ruler->n_points[1] == 0 && locate(self, ruler->points[0][ruler->n_points[0] - 1], last)) {
    away[0] = last[1] - first[1], away[1] = first[0] - last[0]; /* beside the line, the upper side */
    if (away[1] > 0)
      away[0] = -away[0], away[1] = -away[1];
  } else if (locate(self, ruler->points[0][1], last)) {
    away[0] = place[0] - last[0], away[1] = place[1] - last[1];
  } else {
    return;
  }
  double length = hypot(away[0], away[1]);
  for (int d = 0; d < 2 && length > 0; d++)
    place[d] += away[d] / length * (d == 0 ? 2.2 : 1) * CHIP_RISE;
}

/* Down until it covers no chip before it. */
static void avoid(const graphene_rect_t *taken, int n_taken, graphene_rect_t *box)
{
  for (int i = 0; i < n_taken; i++)
    if (graphene_rect_intersection(box, &taken[i], NULL)) {
      box->origin.y = taken[i].origin.y + taken[i].size.height + 2;
      i = -1;
    }
}

static void allocate_at(GtkWidget *child, const graphene_rect_t *box)
{
  const GtkAllocation place = {(int)lrintf(box->origin.x), (int)lrintf(box->origin.y), (int)box->size.width,
                               (int)box->size.height};
  gtk_widget_size_allocate(child, &place, -1);
}

static void size_box(GtkWidget *child, const double middle[2], graphene_rect_t *box)
{
  GtkRequisition size;
  gtk_widget_get_preferred_size(child, NULL, &size);
  *box = GRAPHENE_RECT_INIT((float)(middle[0] - size.width / 2.0), (float)(middle[1] - size.height / 2.0),
                            (float)size.width, (float)size.height);
}

static void bw_view_overlay_size_allocate(GtkWidget *widget, G_GNUC_UNUSED int width,
                                          G_GNUC_UNUSED int height, G_GNUC_UNUSED int baseline)
{
  BwViewOverlay *self = BW_VIEW_OVERLAY(widget);
  g_autofree graphene_rect_t *boxes = g_new(graphene_rect_t, self->shown->len + 1);
  for (guint i = 0; i < self->shown->len; i++) {
    Shown *shown = &g_array_index(self->shown, Shown, i);
    double place[2] = {-1000, -1000};
    place_chip(self, &shown->ruler, place);
    size_box(shown->chip, place, &boxes[i]);
    avoid(boxes, (int)i, &boxes[i]);
    allocate_at(shown->chip, &boxes[i]);
  }
  double place[2];
  graphene_rect_t box;
  if (self->has_spring && locate(self, self->target, place)) {
    place[1] -= 2 * CHIP_RISE;
    size_box(self->spring_label, place, &box);
    allocate_at(self->spring_label, &box);
  }
}

/* Drawing */

static void draw_measure(BwViewOverlay *self, GtkSnapshot *snapshot, const BwRuler *ruler,
                         const BwOverlayColours *colours)
{
  for (int line = 0; line < BW_RULER_LINES; line++) {
    double places[BW_RULER_POINTS][2];
    int n = 0;
    while (n < ruler->n_points[line] && locate(self, ruler->points[line][n], places[n]))
      n++;
    if (n == ruler->n_points[line])
      bw_overlay_paint_line(snapshot, places, n, colours);
  }
}

static void draw_spring(BwViewOverlay *self, GtkSnapshot *snapshot, const BwOverlayColours *colours)
{
  double from[2], to[2];
  if (locate(self, self->atom, from) && locate(self, self->target, to))
    bw_overlay_paint_spring(snapshot, from, to, colours);
}

static void bw_view_overlay_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  BwViewOverlay *self = BW_VIEW_OVERLAY(widget);
  BwOverlayColours colours;
  bw_overlay_find_colours(widget, &colours);
  for (guint i = 0; i < self->shown->len; i++)
    draw_measure(self, snapshot, &g_array_index(self->shown, Shown, i).ruler, &colours);
  if (self->has_spring)
    draw_spring(self, snapshot, &colours);
  if (self->has_band)
    bw_overlay_paint_band(snapshot, &self->band, &colours);
  GTK_WIDGET_CLASS(bw_view_overlay_parent_class)->snapshot(widget, snapshot);
}

/* The pointer is for the view behind, but where a number is. */
static gboolean bw_view_overlay_contains(G_GNUC_UNUSED GtkWidget *widget, G_GNUC_UNUSED double x,
                                         G_GNUC_UNUSED double y)
{
  return FALSE;
}

/* Numbers */

static void on_clicked(GtkWidget *chip, BwViewOverlay *self)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (g_array_index(self->shown, Shown, i).chip == chip)
      g_signal_emit_by_name(self, "chosen", g_array_index(self->shown, Shown, i).row);
}

static GtkWidget *new_chip(BwViewOverlay *self)
{
  GtkWidget *chip = gtk_button_new_with_label("");
  gtk_widget_add_css_class(chip, "measure");
  gtk_widget_add_css_class(chip, "numeric");
  gtk_widget_set_focusable(chip, FALSE); /* the list of measures is for the keyboard */
  gtk_widget_set_parent(chip, GTK_WIDGET(self));
  g_signal_connect(chip, "clicked", G_CALLBACK(on_clicked), self);
  return chip;
}

static void set_text(char **kept, const char *text, gboolean *changed)
{
  *changed = g_strcmp0(*kept, text) != 0;
  if (*changed) {
    g_free(*kept);
    *kept = g_strdup(text);
  }
}

static void show_measure(Shown *shown, const BwMeasure *measure)
{
  gboolean changed;
  shown->row = measure->row;
  shown->ruler = measure->ruler;
  set_text(&shown->number, measure->number, &changed);
  if (changed)
    gtk_button_set_label(GTK_BUTTON(shown->chip), shown->number);
  set_text(&shown->name, measure->name, &changed);
  if (changed) {
    g_autofree char *tip = g_strdup_printf(_("Plot %s"), shown->name);
    gtk_widget_set_tooltip_text(shown->chip, tip);
  }
}

static void clear_shown(gpointer data)
{
  Shown *shown = data;
  gtk_widget_unparent(shown->chip);
  g_free(shown->name);
  g_free(shown->number);
}

/* The widget */

static void bw_view_overlay_dispose(GObject *object)
{
  BwViewOverlay *self = BW_VIEW_OVERLAY(object);
  g_clear_pointer(&self->shown, g_array_unref);
  g_clear_pointer(&self->spring_label, gtk_widget_unparent);
  G_OBJECT_CLASS(bw_view_overlay_parent_class)->dispose(object);
}

static void bw_view_overlay_class_init(BwViewOverlayClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_view_overlay_dispose;
  widget_class->size_allocate = bw_view_overlay_size_allocate;
  widget_class->snapshot = bw_view_overlay_snapshot;
  widget_class->contains = bw_view_overlay_contains;
  g_signal_new("chosen", BW_TYPE_VIEW_OVERLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
               G_TYPE_INT);
}

static void bw_view_overlay_init(BwViewOverlay *self)
{
  bw_camera_init(&self->camera);
  self->shown = g_array_new(FALSE, TRUE, sizeof(Shown));
  g_array_set_clear_func(self->shown, clear_shown);
  self->spring_label = gtk_label_new(NULL);
  gtk_widget_add_css_class(self->spring_label, "measure");
  gtk_widget_add_css_class(self->spring_label, "numeric");
  gtk_widget_set_visible(self->spring_label, FALSE);
  gtk_widget_set_parent(self->spring_label, GTK_WIDGET(self));
}

static void refresh(BwViewOverlay *self)
{
  gtk_widget_queue_allocate(GTK_WIDGET(self));
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void bw_view_overlay_set_camera(BwViewOverlay *self, const BwCamera *camera)
{
  if (bw_camera_equal(&self->camera, camera))
    return;
  self->camera = *camera;
  if (self->shown->len > 0 || self->has_spring)
    refresh(self);
}

void bw_view_overlay_set_measures(BwViewOverlay *self, const BwMeasure *measures, int n)
{
  if (n == 0 && self->shown->len == 0)
    return;
  if (self->shown->len > (guint)n)
    g_array_set_size(self->shown, (guint)n);
  while (self->shown->len < (guint)n) {
    Shown shown = {.chip = new_chip(self)};
    g_array_append_val(self->shown, shown);
  }
  for (int i = 0; i < n; i++)
    show_measure(&g_array_index(self->shown, Shown, i), &measures[i]);
  refresh(self);
}

void bw_view_overlay_set_band(BwViewOverlay *self, const graphene_rect_t *band)
{
  self->has_band = band != NULL;
  if (band)
    self->band = *band;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void bw_view_overlay_set_spring(BwViewOverlay *self, const double atom[3], const double target[3],
                                const char *text)
{
  if (!atom && !self->has_spring)
    return;
  self->has_spring = atom != NULL;
  gtk_widget_set_visible(self->spring_label, self->has_spring);
  if (self->has_spring) {
    memcpy(self->atom, atom, sizeof self->atom);
    memcpy(self->target, target, sizeof self->target);
    gtk_label_set_label(GTK_LABEL(self->spring_label), text);
  }
  refresh(self);
}
