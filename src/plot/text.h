/* text.h - texts of a plot as Pango lays them out, the same for every painter. */
#pragma once

#include "plot/painter.h"

#include <pango/pangocairo.h>

/* New; for texts on this surface. `vector`: paper, where glyphs keep their exact shape. */
PangoLayout *bw_text_layout_new(cairo_t *cr, gboolean vector);

/* Fills the layout with a text; width and height of its box, user units. */
void bw_text_layout_set(PangoLayout *layout, const BwText *text, const BwPlotTheme *theme, double *width,
                        double *height);

/* Paints the text that the layout holds, in the colour that `cr` has. */
void bw_text_layout_paint(PangoLayout *layout, const BwText *text, cairo_t *cr);

/* Top left corner of a text with a box of this size. */
BwPoint bw_text_corner(const BwText *text, double width, double height);
