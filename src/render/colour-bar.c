#include "render/colour-bar.h"

#include "plot/format.h"
#include "plot/text.h"
#include "render/palette.h"

#include <math.h>

static const double WIDTH = 0.95, TICK = 0.32, GAP = 0.32; /* of the size of the letters */
static const double PER_TICK = 4.2;                        /* so high is each of the steps wished for */

enum { SHADES = 256 };

typedef struct {
  BwTicks ticks;
  BwTickFormat format;
  char *title;
  PangoLayout *layout;
  double numbers; /* the width of the widest */
} Parts;

static BwText tick_text(const char *label, double x, double y)
{
  return (BwText){.text = label, .style = BW_TEXT_TICK, .x = x, .y = y, .anchor_x = 0, .anchor_y = 0.5};
}

static void parts_init(Parts *parts, cairo_t *cr, const BwColourBar *bar, const BwPlotTheme *theme,
                       double height)
{
  double high = bar->high > bar->low ? bar->high : bar->low + 1e-3;
  parts->layout =
      bw_text_layout_new(cr, cairo_surface_get_type(cairo_get_target(cr)) != CAIRO_SURFACE_TYPE_IMAGE);
  parts->ticks = bw_ticks_find(bar->low, high, CLAMP(height / (PER_TICK * theme->font_size), 2, 9), FALSE);
  parts->format = bw_tick_format_choose(&parts->ticks);
  parts->title = bw_tick_format_title(&parts->format, bar->title);
  parts->numbers = 0;
  for (int i = 0; i < parts->ticks.n; i++) {
    g_autofree char *label = bw_tick_format_label(&parts->format, bw_ticks_get(&parts->ticks, i));
    BwText text = tick_text(label, 0, 0);
    double width, tall;
    bw_text_layout_set(parts->layout, &text, theme, &width, &tall);
    parts->numbers = fmax(parts->numbers, width);
  }
}

static void parts_clear(Parts *parts)
{
  g_object_unref(parts->layout);
  g_free(parts->title);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parts, parts_clear)

double bw_colour_bar_measure(cairo_t *cr, const BwColourBar *bar, const BwPlotTheme *theme, double height)
{
  g_auto(Parts) parts;
  parts_init(&parts, cr, bar, theme, height);
  return (WIDTH + TICK + 2 * GAP) * theme->font_size + parts.numbers + 1.5 * theme->font_size;
}

static void paint_shades(cairo_t *cr, const BwPlotTheme *theme, double x, double y, double width,
                         double height)
{
  cairo_pattern_t *shades = cairo_pattern_create_linear(x, y + height, x, y);
  for (int s = 0; s < SHADES; s++) {
    double level = s / (SHADES - 1.0);
    BwColour colour = bw_colour_of_level(level);
    cairo_pattern_add_color_stop_rgb(shades, level, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0);
  }
  cairo_rectangle(cr, x, y, width, height);
  cairo_set_source(cr, shades);
  cairo_fill_preserve(cr);
  cairo_pattern_destroy(shades);
  cairo_set_source_rgba(cr, theme->text[0], theme->text[1], theme->text[2], 0.6);
  cairo_set_line_width(cr, 0.07 * theme->font_size);
  cairo_stroke(cr);
}

void bw_colour_bar_paint(cairo_t *cr, const BwColourBar *bar, const BwPlotTheme *theme, double x, double y,
                         double height)
{
  g_auto(Parts) parts;
  parts_init(&parts, cr, bar, theme, height);
  double em = theme->font_size, right = x + WIDTH * em, wide, tall;
  paint_shades(cr, theme, x, y, WIDTH * em, height);
  cairo_set_source_rgba(cr, theme->text[0], theme->text[1], theme->text[2], theme->text[3]);
  for (int i = 0; i < parts.ticks.n; i++) {
    double value = bw_ticks_get(&parts.ticks, i), level = (value - bar->low) / (bar->high - bar->low);
    if (!(level >= -1e-9 && level <= 1 + 1e-9))
      continue;
    double at = y + height * (1 - level);
    g_autofree char *label = bw_tick_format_label(&parts.format, value);
    BwText text = tick_text(label, right + (TICK + GAP) * em, at);
    cairo_move_to(cr, right, at);
    cairo_line_to(cr, right + TICK * em, at);
    cairo_stroke(cr);
    bw_text_layout_set(parts.layout, &text, theme, &wide, &tall);
    bw_text_layout_paint(parts.layout, &text, cr);
  }
  BwText title = {.text = parts.title,
                  .style = BW_TEXT_AXIS,
                  .upright = TRUE,
                  .anchor_y = 0.5,
                  .x = right + (TICK + 2 * GAP) * em + parts.numbers,
                  .y = y + 0.5 * height};
  bw_text_layout_set(parts.layout, &title, theme, &wide, &tall);
  bw_text_layout_paint(parts.layout, &title, cr);
}
