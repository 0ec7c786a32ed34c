#include "render/gizmo.h"
#include "base/vec3.h"
#include "render/palette.h"

#include <pango/pangocairo.h>
#include <string.h>

/* The design, in pixels: the image's size and its distance from the edges, where the ends lie, and how large
 * their discs are. */
static const double SIZE = 84, MARGIN = 8, REACH = 30, DISC = 9.5, OPPOSITE_DISC = 5, LINE = 2, LETTER = 13;
static const double FARTHEST = 0.55; /* how much of itself an end shows that points away */

/* FALSE: the direction does not exist. */
static gboolean axis_of(const BwCell *cell, gboolean of_cell, int k, double axis[3])
{
  for (int d = 0; d < 3; d++)
    axis[d] = of_cell ? cell->vectors[k][d] : d == k;
  double length = bw_norm3(axis);
  for (int d = 0; d < 3 && length > 0; d++)
    axis[d] /= length;
  return length > 0;
}

static void sort_by_depth(BwGizmo *gizmo)
{
  for (int i = 0; i < BW_GIZMO_ENDS; i++) {
    int at = i;
    for (; at > 0 && gizmo->ends[gizmo->order[at - 1]][2] > gizmo->ends[i][2]; at--)
      gizmo->order[at] = gizmo->order[at - 1];
    gizmo->order[at] = i;
  }
}

BwGizmo bw_gizmo_make(const BwCamera *camera, const BwCell *cell, double scale)
{
  BwGizmo gizmo = {.scale = scale, .of_cell = bw_cell_is_periodic(cell)};
  float view[16];
  bw_camera_view_matrix(camera, view);
  for (int k = 0; k < 3; k++) {
    double axis[3];
    gizmo.shown[k] = axis_of(cell, gizmo.of_cell, k, axis);
    for (int row = 0; row < 3; row++) {
      gizmo.ends[k][row] = view[row] * axis[0] + view[4 + row] * axis[1] + view[8 + row] * axis[2];
      gizmo.ends[k + 3][row] = -gizmo.ends[k][row];
    }
  }
  sort_by_depth(&gizmo);
  return gizmo;
}

void bw_gizmo_direction(const BwCell *cell, int end, double toward[3], double up[3])
{
  gboolean of_cell = bw_cell_is_periodic(cell);
  int k = end % 3;
  axis_of(cell, of_cell, k, toward);
  if (!axis_of(cell, of_cell, k == 2 ? 1 : 2, up)) { /* no such axis: any that is not parallel */
    int least = fabs(toward[0]) < fabs(toward[1]) ? 0 : 1;
    memset(up, 0, sizeof(double[3]));
    up[fabs(toward[2]) < fabs(toward[least]) ? 2 : least] = 1;
  }
  for (int d = 0; end >= 3 && d < 3; d++)
    toward[d] = -toward[d];
}

int bw_gizmo_size(const BwGizmo *gizmo)
{
  return (int)lround(SIZE * gizmo->scale);
}

int bw_gizmo_margin(const BwGizmo *gizmo)
{
  return (int)lround(MARGIN * gizmo->scale);
}

/* In the image, y down. */
static void place_of(const BwGizmo *gizmo, int end, double *x, double *y)
{
  double middle = 0.5 * bw_gizmo_size(gizmo), reach = REACH * gizmo->scale;
  *x = middle + reach * gizmo->ends[end][0];
  *y = middle - reach * gizmo->ends[end][1];
}

int bw_gizmo_pick(const BwGizmo *gizmo, double x, double y)
{
  for (int i = BW_GIZMO_ENDS - 1; i >= 0; i--) {
    double at_x, at_y;
    int end = gizmo->order[i];
    double radius = (end < 3 ? DISC : OPPOSITE_DISC + 2) * gizmo->scale;
    place_of(gizmo, end, &at_x, &at_y);
    if (gizmo->shown[end % 3] && hypot(x - at_x, y - at_y) <= radius)
      return end;
  }
  return -1;
}

/* Red, green, blue for the first, second, third axis, as everywhere; the letters tell them apart for eyes
 * that do not. */
static BwColour colour_of(int axis, gboolean dark)
{
  static const BwColour light_ground[3] = {
      {0xd0, 0x2c, 0x3a, 0}, {0x1f, 0x8f, 0x55, 0}, {0x1c, 0x6a, 0xd0, 0}};
  static const BwColour dark_ground[3] = {
      {0xff, 0x7b, 0x72, 0}, {0x6f, 0xdb, 0x92, 0}, {0x7c, 0xb4, 0xff, 0}};
  return dark ? dark_ground[axis] : light_ground[axis];
}

static void set_colour(cairo_t *cr, BwColour colour, double alpha)
{
  cairo_set_source_rgba(cr, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0, alpha);
}

/* Its ink in the middle of the disc: what the font leaves above and below differs from letter to letter. */
static void paint_letter(cairo_t *cr, const BwGizmo *gizmo, int axis, double x, double y, gboolean dark)
{
  const char letter[2] = {(gizmo->of_cell ? "abc" : "xyz")[axis], '\0'};
  PangoLayout *layout = pango_cairo_create_layout(cr);
  PangoFontDescription *font = pango_font_description_from_string("Sans Bold");
  PangoRectangle ink;
  pango_font_description_set_absolute_size(font, LETTER * gizmo->scale * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_text(layout, letter, 1);
  pango_layout_get_pixel_extents(layout, &ink, NULL);
  cairo_move_to(cr, round(x - ink.x - 0.5 * ink.width), round(y - ink.y - 0.5 * ink.height));
  cairo_set_source_rgb(cr, !dark, !dark, !dark);
  pango_cairo_show_layout(cr, layout);
  pango_font_description_free(font);
  g_object_unref(layout);
}

static void paint_end(cairo_t *cr, const BwGizmo *gizmo, int end, gboolean dark)
{
  double x, y, middle = 0.5 * bw_gizmo_size(gizmo), scale = gizmo->scale;
  BwColour colour = colour_of(end % 3, dark);
  double near = FARTHEST + (1 - FARTHEST) * (0.5 + 0.5 * gizmo->ends[end][2]);
  place_of(gizmo, end, &x, &y);
  cairo_new_path(cr); /* a letter leaves a point behind */
  cairo_push_group(cr);
  if (end < 3) {
    set_colour(cr, colour, 1);
    cairo_set_line_width(cr, LINE * scale);
    cairo_move_to(cr, middle, middle);
    cairo_line_to(cr, x, y);
    cairo_stroke(cr);
    cairo_arc(cr, x, y, DISC * scale, 0, 2 * G_PI);
    cairo_fill(cr);
    paint_letter(cr, gizmo, end, x, y, dark);
  } else {
    cairo_arc(cr, x, y, OPPOSITE_DISC * scale, 0, 2 * G_PI);
    set_colour(cr, colour, 0.35);
    cairo_fill_preserve(cr);
    set_colour(cr, colour, 1);
    cairo_set_line_width(cr, 1.2 * scale);
    cairo_stroke(cr);
  }
  cairo_pop_group_to_source(cr);
  cairo_paint_with_alpha(cr, near);
}

cairo_surface_t *bw_gizmo_paint(const BwGizmo *gizmo, gboolean dark)
{
  int size = bw_gizmo_size(gizmo);
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size, size);
  cairo_t *cr = cairo_create(image);
  for (int i = 0; i < BW_GIZMO_ENDS; i++)
    if (gizmo->shown[gizmo->order[i] % 3])
      paint_end(cr, gizmo, gizmo->order[i], dark);
  cairo_destroy(cr);
  cairo_surface_flush(image);
  return image;
}
