#include "plot/text.h"

#include <math.h>

/* Sizes relative to the theme's. */
static const struct {
  double size;
  PangoWeight weight;
} styles[BW_N_TEXT_STYLES] = {
    [BW_TEXT_TITLE] = {1.18, PANGO_WEIGHT_BOLD},   [BW_TEXT_CAPTION] = {1.0, PANGO_WEIGHT_NORMAL},
    [BW_TEXT_AXIS] = {1.0, PANGO_WEIGHT_NORMAL},   [BW_TEXT_TICK] = {0.92, PANGO_WEIGHT_NORMAL},
    [BW_TEXT_LABEL] = {0.96, PANGO_WEIGHT_NORMAL}, [BW_TEXT_EMPTY] = {1.08, PANGO_WEIGHT_NORMAL},
};

/* Text must take the same room at every scale and on paper, so glyphs are never moved to the pixel grid. */
PangoLayout *bw_text_layout_new(cairo_t *cr, gboolean vector)
{
  PangoLayout *layout = pango_cairo_create_layout(cr);
  PangoContext *context = pango_layout_get_context(layout);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options, vector ? CAIRO_HINT_STYLE_NONE : CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_layout_context_changed(layout);
  PangoAttrList *attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  return layout;
}

void bw_text_layout_set(PangoLayout *layout, const BwText *text, const BwPlotTheme *theme, double *width,
                        double *height)
{
  PangoRectangle extents;
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string(theme->font);
  pango_font_description_set_absolute_size(font, theme->font_size * styles[text->style].size * PANGO_SCALE);
  pango_font_description_set_weight(font, styles[text->style].weight);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_width(layout, text->max_width > 0 ? (int)(text->max_width * PANGO_SCALE) : -1);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height(layout, text->max_lines > 0 ? -text->max_lines : G_MININT / 2);
  pango_layout_set_ellipsize(layout, text->max_lines > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_alignment(layout, text->anchor_x == 0.5 ? PANGO_ALIGN_CENTER
                                     : text->anchor_x == 1 ? PANGO_ALIGN_RIGHT
                                                           : PANGO_ALIGN_LEFT);
  pango_layout_set_text(layout, text->text, -1);
  pango_layout_get_extents(layout, NULL, &extents);
  *width = (double)(text->upright ? extents.height : extents.width) / PANGO_SCALE;
  *height = (double)(text->upright ? extents.width : extents.height) / PANGO_SCALE;
}

BwPoint bw_text_corner(const BwText *text, double width, double height)
{
  return (BwPoint){text->x - width * text->anchor_x, text->y - height * text->anchor_y};
}

void bw_text_layout_paint(PangoLayout *layout, const BwText *text, cairo_t *cr)
{
  PangoRectangle extents;
  pango_layout_get_extents(layout, NULL, &extents);
  double across = (double)extents.width / PANGO_SCALE, down = (double)extents.height / PANGO_SCALE;
  cairo_save(cr);
  cairo_translate(cr, text->x, text->y);
  if (text->upright)
    cairo_rotate(cr, -G_PI / 2);
  double x = -across * (text->upright ? 1 - text->anchor_y : text->anchor_x);
  double y = -down * (text->upright ? text->anchor_x : text->anchor_y);
  cairo_move_to(cr, x - (double)extents.x / PANGO_SCALE, y - (double)extents.y / PANGO_SCALE);
  pango_cairo_show_layout(cr, layout);
  cairo_new_path(cr);
  cairo_restore(cr);
}
