/* Grid, axes with ticks and titles, and the small things that all painting is made of. */
#include "plot/plot-private.h"

#include <math.h>
#include <string.h>

#define HAIRLINE 0.07 /* em: axes and ticks */
#define TICK 0.3      /* em */
#define MINOR 0.5     /* of the length of a tick, and of the strength of a grid line, without a label */

static double snap(const BwPainter *painter, double value)
{
  return painter->pixel > 0 ? round(value / painter->pixel) * painter->pixel : value;
}

/* A straight hairline that fills whole pixels. */
void bw_paint_rule(BwPainter *painter, double x, double y, double length, gboolean vertical,
                   const double colour[4])
{
  double width = HAIRLINE * painter->theme->font_size;
  width = painter->pixel > 0 ? MAX(painter->pixel, snap(painter, width)) : width;
  x = snap(painter, vertical ? x - 0.5 * width : x);
  y = snap(painter, vertical ? y : y - 0.5 * width);
  const BwBox box = vertical ? (BwBox){x, y, width, length} : (BwBox){x, y, length, width};
  painter->klass->box(painter, &box, colour);
}

void bw_paint_string(BwPainter *painter, const char *string, BwTextStyle style, double x, double y,
                     double anchor_x, double anchor_y, double max_width, int max_lines,
                     const double colour[4])
{
  const BwText text = {string, style, x, y, anchor_x, anchor_y, max_width, max_lines, FALSE};
  if (string && *string)
    painter->klass->text(painter, &text, colour);
}

void bw_paint_accent(const BwPainter *painter, const BwLayer *layer, double opacity, double colour[4])
{
  for (int k = 0; k < 3; k++)
    colour[k] = painter->theme->accents[layer->accent][k];
  colour[3] = opacity;
}

static void paint_grid(const BwLayout *layout, BwPainter *painter, gboolean right)
{
  const BwBox *axes = &layout->axes;
  const BwAxis *axis = right ? &layout->right : &layout->left;
  const BwBox part = bw_layout_part(layout, right);
  double fraction, faint[4];
  memcpy(faint, painter->theme->grid, sizeof faint);
  faint[3] *= MINOR;
  for (int i = 0; axis->used && i < bw_axis_n_ticks(axis); i++)
    if (bw_axis_tick(axis, i, &fraction))
      bw_paint_rule(painter, axes->x, part.y + part.height * (1 - fraction), axes->width, FALSE,
                    painter->theme->grid);
  for (int i = 0; axis->used && i < axis->log_ticks.n_minor; i++)
    if (bw_axis_minor_tick(axis, i, &fraction))
      bw_paint_rule(painter, axes->x, part.y + part.height * (1 - fraction), axes->width, FALSE, faint);
}

void bw_axes_paint_grid(const BwLayout *layout, BwPainter *painter)
{
  if (painter->theme->grid[3] == 0)
    return;
  if (layout->left.used)
    paint_grid(layout, painter, FALSE);
  if (!layout->left.used || layout->left.part < 1)
    paint_grid(layout, painter, TRUE);
}

/* Colour of a y axis' title: with two axes it says which layers count on it, if they all mean the same. */
static void axis_colour(const BwPlot *plot, const BwLayout *layout, BwPainter *painter, gboolean right,
                        double colour[4])
{
  const BwLayer *found = NULL;
  gboolean same = layout->left.used && layout->right.used;
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->right != right || layer->kind == BW_LAYER_MARK)
      continue;
    same &= !found || found->accent == layer->accent;
    found = layer;
  }
  for (int k = 0; k < 4; k++)
    colour[k] = painter->theme->text[k];
  if (same && found)
    bw_paint_accent(painter, found, 1, colour);
}

static void paint_y_axis(const BwLayout *layout, BwPainter *painter, gboolean right)
{
  const BwAxis *axis = right ? &layout->right : &layout->left;
  const BwBox *axes = &layout->axes;
  double edge = right ? axes->x + axes->width : axes->x, side = right ? 1 : -1, em = layout->em, fraction;
  gboolean spines = painter->theme->spines;
  const BwBox part = bw_layout_part(layout, right);
  if (!axis->used)
    return;
  if (spines)
    bw_paint_rule(painter, edge, part.y, part.height, TRUE, painter->theme->text);
  for (int i = 0; i < bw_axis_n_ticks(axis); i++) {
    if (!bw_axis_tick(axis, i, &fraction))
      continue;
    double y = part.y + part.height * (1 - fraction);
    g_autofree char *label = bw_axis_tick_label(axis, i);
    if (spines)
      bw_paint_rule(painter, right ? edge : edge - TICK * em, y, TICK * em, FALSE, painter->theme->text);
    bw_paint_string(painter, label, BW_TEXT_TICK, edge + side * 0.55 * em, y, right ? 0 : 1, 0.5, 0, 0,
                    spines ? painter->theme->text : painter->theme->faint);
  }
  for (int i = 0; spines && i < axis->log_ticks.n_minor; i++)
    if (bw_axis_minor_tick(axis, i, &fraction))
      bw_paint_rule(painter, right ? edge : edge - MINOR * TICK * em, part.y + part.height * (1 - fraction),
                    MINOR * TICK * em, FALSE, painter->theme->text);
}

/* Upright beside the axis, or flat above it. */
static void paint_y_title(const BwPlot *plot, const BwLayout *layout, BwPainter *painter, gboolean right)
{
  const BwAxis *axis = right ? &layout->right : &layout->left;
  double colour[4], side = right ? 1 : 0;
  const BwBox part = bw_layout_part(layout, right);
  BwText title = {.text = axis->title, .style = BW_TEXT_AXIS, .max_lines = 1, .anchor_x = side};
  if (!axis->used || !axis->title || layout->y_titles == BW_TITLES_NONE)
    return;
  title.x = right ? layout->width - layout->pad : layout->pad;
  title.upright = layout->y_titles == BW_TITLES_UPRIGHT;
  title.y = title.upright ? part.y + 0.5 * part.height : layout->y_titles_y;
  title.anchor_y = title.upright ? 0.5 : 0;
  title.max_width = title.upright ? part.height + 2 * layout->em
                                  : (layout->width - 2 * layout->pad) / (layout->right.used ? 2 : 1);
  axis_colour(plot, layout, painter, right, colour);
  painter->klass->text(painter, &title, colour);
}

static void paint_x_axis(const BwLayout *layout, BwPainter *painter)
{
  const BwBox *axes = &layout->axes;
  const BwPlotTheme *theme = painter->theme;
  double bottom = axes->y + axes->height, em = layout->em, fraction;
  if (!layout->x.used)
    return;
  bw_paint_rule(painter, axes->x, bottom, axes->width, FALSE, theme->spines ? theme->text : theme->faint);
  for (int i = 0; i < bw_axis_n_ticks(&layout->x); i++) {
    if (!bw_axis_tick(&layout->x, i, &fraction))
      continue;
    double x = axes->x + axes->width * fraction;
    g_autofree char *label = bw_axis_tick_label(&layout->x, i);
    bw_paint_rule(painter, x, bottom, TICK * em, TRUE, theme->spines ? theme->text : theme->faint);
    bw_paint_string(painter, label, BW_TEXT_TICK, x, bottom + 0.45 * em, 0.5, 0, 0, 0,
                    theme->spines ? theme->text : theme->faint);
  }
  for (int i = 0; i < layout->x.log_ticks.n_minor; i++)
    if (bw_axis_minor_tick(&layout->x, i, &fraction))
      bw_paint_rule(painter, axes->x + axes->width * fraction, bottom, MINOR * TICK * em, TRUE,
                    theme->spines ? theme->text : theme->faint);
  if (layout->x_title)
    bw_paint_string(painter, layout->x.title, BW_TEXT_AXIS, axes->x + 0.5 * axes->width,
                    layout->height - layout->pad, 0.5, 1, layout->width - 2 * layout->pad, 1, theme->text);
}

void bw_axes_paint(const BwPlot *plot, const BwLayout *layout, BwPainter *painter)
{
  paint_x_axis(layout, painter);
  for (int right = 0; right < 2; right++) {
    paint_y_axis(layout, painter, right);
    paint_y_title(plot, layout, painter, right);
  }
}
