/* painter.h - the few things a plot is painted with.
 *
 * Whatever the data, a plot comes down to boxes, short polylines, steps, dots, columns of pixels and text;
 * paint.c reduces it to these and knows nothing of what is behind them. Coordinates are user units from the
 * top left. Colours are red, green, blue, opacity. */
#pragma once

#include "plot/plot.h"

typedef struct {
  double x, y;
} BwPoint;

typedef struct {
  double x, y, width, height;
} BwBox;

typedef enum {
  BW_TEXT_TITLE,
  BW_TEXT_CAPTION,
  BW_TEXT_AXIS,  /* axis titles */
  BW_TEXT_TICK,  /* numbers at ticks */
  BW_TEXT_LABEL, /* legend and marks */
  BW_TEXT_EMPTY,
  BW_N_TEXT_STYLES,
} BwTextStyle;

typedef struct {
  const char *text;
  BwTextStyle style;
  double x, y;               /* where the anchor lies */
  double anchor_x, anchor_y; /* which part of the text it is: 0 left (top), 0.5 middle, 1 right (bottom) */
  double max_width;          /* lines are broken there; 0: never */
  int max_lines;             /* the last ends in an ellipsis; 0: no limit */
  gboolean upright;          /* turned by a right angle, to be read from below; the box turns with it */
} BwText;

typedef struct _BwPainter BwPainter;

typedef struct {
  void (*clip)(BwPainter *self, const BwBox *box); /* NULL: no longer */
  void (*box)(BwPainter *self, const BwBox *box, const double colour[4]);
  void (*line)(BwPainter *self, const BwPoint *points, int n, double width, const double colour[4]);
  /* Fills what lies between the height of the first point, which is the last one's too, and the pieces
   * between the points: these are upright, or level and lead to the right. */
  void (*steps)(BwPainter *self, const BwPoint *points, int n, const double colour[4]);
  void (*dots)(BwPainter *self, const BwPoint *points, int n, double radius, const double colour[4]);
  /* n columns of the width `step` from x on, each filled from low[i] to high[i] (y upside down: high < low is
   * not drawn, nor is NaN). */
  void (*columns)(BwPainter *self, double x, double step, int n, const double *low, const double *high,
                  const double colour[4]);
  void (*text)(BwPainter *self, const BwText *text, const double colour[4]);
  void (*measure)(BwPainter *self, const BwText *text, double *width, double *height);
} BwPainterClass;

struct _BwPainter {
  const BwPainterClass *klass;
  const BwPlotTheme *theme;
  double pixel;  /* edges are drawn at multiples of it; 0: anywhere */
  double column; /* the finest column that shows */
  double dense;  /* points per unit of length from which columns serve a line better than its segments */
};

/* The description and what paints it. */
void bw_plot_paint_with(BwPlot *plot, BwPainter *painter, double width, double height);

/* paint-cairo.c */
BwPainter *bw_cairo_painter_new(cairo_t *cr, const BwPlotTheme *theme);
void bw_cairo_painter_free(BwPainter *painter);
