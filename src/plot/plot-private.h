/* plot-private.h - what the files of this room share. */
#pragma once

#include "plot/curve.h"
#include "plot/format.h"
#include "plot/log-ticks.h"
#include "plot/painter.h"

typedef struct {
  BwLayerKind kind;
  BwAccent accent;
  char *legend; /* NULL: not in the legend */
  gboolean right;
  BwCurve curve;   /* line, scatter, band */
  double *density; /* [n_bins] histogram */
  int n_bins;
  double low, high;
  char *label;  /* mark */
  double x;     /* mark; NaN: none */
  double width; /* of what a mark stands for; NaN: none */
} BwLayer;

/* An axis that knows what it shows and how its ticks are called. */
typedef struct {
  double low, high; /* of a logarithmic axis the powers of ten */
  gboolean log;     /* what has no logarithm is not on it */
  gboolean used;    /* there is something to show on it */
  double base,
      part;      /* y: the fractions of the height where it begins and that it takes; 0 and 1: all of it */
  BwTicks ticks; /* those within low … high are drawn */
  BwLogTicks log_ticks; /* if there are any, in the place of these */
  BwTickFormat format;
  char *title; /* with power of ten and offset; NULL: none */
} BwAxis;

enum { BW_AXIS_X, BW_AXIS_LEFT, BW_AXIS_RIGHT, BW_N_AXES };

/* Where the legend is. */
typedef enum {
  BW_PLACE_NONE,
  BW_PLACE_ABOVE,  /* a row between caption and axes */
  BW_PLACE_INSIDE, /* the axes: plus the index of one of the spots in legend.c */
} BwPlace;

/* How titles of y axes are set. */
typedef enum {
  BW_TITLES_NONE,    /* no room */
  BW_TITLES_UPRIGHT, /* beside the axes */
  BW_TITLES_FLAT,    /* in a row above the axes, as they are longer than the axes are high */
} BwTitles;

/* Where everything goes. */
typedef struct {
  double width, height, pad, em;
  BwBox axes; /* the area of data; no width: too small for anything but the title */
  double title_y, caption_y, legend_y, y_titles_y;
  gboolean x_title; /* there is room for it */
  BwTitles y_titles;
  int caption_lines; /* 0: no room */
  BwAxis x, left, right;
} BwLayout;

struct _BwPlot {
  char *title, *caption, *empty_text, *source, *x_title, *y_title, *right_title;
  GArray *layers;              /* of BwLayer */
  double ranges[BW_N_AXES][2]; /* low, high; NaN: follows the data */
  double follow;               /* width of the newest part of x that is shown; 0: all */
  gboolean log[BW_N_AXES];     /* the right one never */
  double cursor;
  guint64 version;
  BwPlace legend_place; /* where it was: it stays there while there is room, and above for good */
  /* The last paint's, for the hand and the eye; without titles. */
  BwBox axes;
  BwAxis shown[BW_N_AXES];
};

static inline BwLayer *bw_plot_layer(const BwPlot *plot, guint i)
{
  return &g_array_index(plot->layers, BwLayer, i);
}

gboolean bw_layer_has_data(const BwLayer *layer);
const char *bw_plot_y_title(const BwPlot *plot, const BwLayer *layer);

/* axis.c */

/* `headroom`: the part of the length, 0 … 1, that stays free of data at the top of a y axis. */
void bw_axis_init_x(BwAxis *axis, const BwPlot *plot, double n_ticks);
void bw_axis_init_y(BwAxis *axis, const BwPlot *plot, const BwAxis *x, gboolean right, double n_ticks,
                    double headroom);
void bw_axis_clear(BwAxis *axis);
/* Tick i as a fraction of the axis; FALSE when it lies outside. */
int bw_axis_n_ticks(const BwAxis *axis);
gboolean bw_axis_tick(const BwAxis *axis, int i, double *fraction);
gboolean bw_axis_minor_tick(const BwAxis *axis, int i, double *fraction); /* of log_ticks.n_minor */
double bw_axis_tick_distance(const BwAxis *axis);    /* of the two that are closest, as a fraction */
char *bw_axis_tick_label(const BwAxis *axis, int i); /* new */
/* A value on the axis: 0 at its low end, 1 at its high one. On a logarithmic axis what has no logarithm lies
 * well below. */
double bw_axis_fraction(const BwAxis *axis, double value);
double bw_axis_value(const BwAxis *axis, double fraction);
/* The values at its ends, with room for what rounds of a power of ten. */
void bw_axis_ends(const BwAxis *axis, double *low, double *high);
static inline gboolean bw_axis_has(const BwAxis *axis, double value)
{
  return !(axis->log && value <= 0); /* NaN stays what it is */
}
/* The part of the axes' area that belongs to a y axis. */
BwBox bw_axis_part(const BwBox *axes, const BwAxis *axis);

/* axis-extent.c

 * What there is to show on an axis (its number as in BwPlot.ranges), in its own measure, on the part of x
 * that is shown; FALSE: nothing. */
gboolean bw_axis_extent(const BwPlot *plot, int which, const BwAxis *x, double *low, double *high);

/* layout.c */
void bw_layout_init(BwLayout *layout, const BwPlot *plot, BwPainter *painter, double width, double height,
                    gboolean legend_above);
void bw_layout_clear(BwLayout *layout);
double bw_layout_x(const BwLayout *layout, double x);
double bw_layout_y(const BwLayout *layout, gboolean right, double y);
/* The part of the axes' area that belongs to the y axis. */
BwBox bw_layout_part(const BwLayout *layout, gboolean right);

/* marks.c: labels of marks, in rows at the top of the axes, beside their lines and clear of each other. */
typedef struct {
  const BwLayer *layer;
  double x;  /* of the line */
  BwBox box; /* of the label; no width: there is no room for it */
} BwMarkLabel;

/* Places the labels; (transfer full) array of BwMarkLabel. `height`: what they take at the top. */
GArray *bw_marks_place(const BwPlot *plot, BwPainter *painter, const BwLayout *layout, double *height);

/* shape.c: a layer reduced to what can be seen. */
typedef enum {
  BW_SHAPE_NOTHING,
  BW_SHAPE_COLUMNS,
  BW_SHAPE_PATH, /* points with gaps (NaN) */
  BW_SHAPE_DOTS,
  BW_SHAPE_STEPS, /* outline of a histogram, from and to the base line */
} BwShapeKind;

typedef struct {
  BwShapeKind kind;
  const BwLayer *layer;
  int n;
  BwPoint *points;
  /* Columns: edges in user units (low is the larger y), and where points are so dense that the line fills the
   * plane with colour, the path of their means as columns too. */
  double *low, *high, *mean_low, *mean_high, x, step;
} BwShape;

void bw_shape_init(BwShape *shape, const BwLayer *layer, const BwLayout *layout, BwPainter *painter);
void bw_shape_clear(BwShape *shape);
/* Of the dots: large where there are so few that each is a result of its own. */
double bw_layer_dot_radius(const BwLayer *layer, double line_width);
/* Does it touch the box? */
gboolean bw_shape_meets(const BwShape *shape, const BwBox *box);

/* legend.c */
int bw_legend_count(const BwPlot *plot);
void bw_legend_measure(const BwPlot *plot, BwPainter *painter, gboolean row, double max_width, double *width,
                       double *height);
/* A spot that no shape and no mark's label touches; BW_PLACE_ABOVE when there is none. */
BwPlace bw_legend_find_place(BwPlot *plot, BwPainter *painter, const BwLayout *layout, const BwShape *shapes,
                             int n_shapes, const GArray *marks);
void bw_legend_paint(const BwPlot *plot, BwPainter *painter, const BwLayout *layout, BwPlace place);

/* paint-axes.c */

/* A straight hairline that fills whole pixels. */
void bw_paint_rule(BwPainter *painter, double x, double y, double length, gboolean vertical,
                   const double colour[4]);
void bw_paint_string(BwPainter *painter, const char *string, BwTextStyle style, double x, double y,
                     double anchor_x, double anchor_y, double max_width, int max_lines,
                     const double colour[4]);
void bw_paint_accent(const BwPainter *painter, const BwLayer *layer, double opacity, double colour[4]);
void bw_axes_paint_grid(const BwLayout *layout, BwPainter *painter);
void bw_axes_paint(const BwPlot *plot, const BwLayout *layout, BwPainter *painter);
