/* plot-painter.h - the painter of plots for OpenGL: what is live is painted with it.
 *
 * All that a plot comes down to (plot/painter.h) is boxes, strokes with round ends and texts. They go to the
 * graphics card as one stream of shapes, which the shaders make quads of; how much of a pixel a shape covers
 * is computed exactly, so that edges are smooth without multisampling. Texts are drawn once, by Pango, into a
 * texture. */
#pragma once

#include "plot/plot.h"

typedef struct _BwPlotPainter BwPlotPainter;

/* In the current context (GL ≥ 3.3), which must be current again whenever the painter is used or freed. */
BwPlotPainter *bw_plot_painter_new(GError **error);
void bw_plot_painter_free(BwPlotPainter *painter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPlotPainter, bw_plot_painter_free)

/* Paints the plot into width × height user units of `framebuffer`, which has `scale` pixels per unit and is
 * filled. A background that is not opaque leaves premultiplied alpha there. */
void bw_plot_painter_paint(BwPlotPainter *painter, BwPlot *plot, const BwPlotTheme *theme,
                           unsigned framebuffer, double width, double height, double scale);
