/* Where title, caption, legend, axes and their labels go. */
#include "plot/plot-private.h"

#include <math.h>
#include <string.h>

#define PART 0.46        /* of the height, for each of two y axes */
#define SPLIT_HEIGHT 7.0 /* em */
#define LOWEST 5.0       /* em: axes that are not made lower for titles */

double bw_layout_x(const BwLayout *layout, double x)
{
  return layout->axes.x + bw_axis_fraction(&layout->x, x) * layout->axes.width;
}

double bw_layout_y(const BwLayout *layout, gboolean right, double y)
{
  const BwAxis *axis = right ? &layout->right : &layout->left;
  double up = axis->base + axis->part * bw_axis_fraction(axis, y);
  return layout->axes.y + layout->axes.height * (1 - up);
}

BwBox bw_layout_part(const BwLayout *layout, gboolean right)
{
  return bw_axis_part(&layout->axes, right ? &layout->right : &layout->left);
}

static double text_height(BwPainter *painter, BwTextStyle style, const char *text, double max_width,
                          int max_lines)
{
  double width, height;
  BwText sample = {.text = text, .style = style, .max_width = max_width, .max_lines = max_lines};
  painter->klass->measure(painter, &sample, &width, &height);
  return height;
}

static double text_width(BwPainter *painter, BwTextStyle style, const char *text)
{
  double width, height;
  BwText sample = {.text = text, .style = style};
  painter->klass->measure(painter, &sample, &width, &height);
  return width;
}

static double tick_width(BwPainter *painter, const BwAxis *axis, int i)
{
  g_autofree char *label = bw_axis_tick_label(axis, i);
  return text_width(painter, BW_TEXT_TICK, label);
}

static double widest_tick(BwPainter *painter, const BwAxis *axis)
{
  double widest = 0, fraction;
  for (int i = 0; i < bw_axis_n_ticks(axis); i++)
    if (bw_axis_tick(axis, i, &fraction))
      widest = MAX(widest, tick_width(painter, axis, i));
  return widest;
}

/* Title, caption and the legend's row from the top; returns where the axes may begin. */
static double stack_head(BwLayout *layout, const BwPlot *plot, BwPainter *painter, gboolean legend_above)
{
  double y = layout->pad, inner = layout->width - 2 * layout->pad, row_width, row_height;
  layout->title_y = y;
  if (plot->title && *plot->title)
    y += text_height(painter, BW_TEXT_TITLE, plot->title, inner, 1);
  layout->caption_y = y += 0.1 * layout->em;
  if (plot->caption && *plot->caption && layout->height > 13 * layout->em)
    layout->caption_lines = layout->height > 18 * layout->em ? 2 : 1;
  if (layout->caption_lines > 0)
    y += text_height(painter, BW_TEXT_CAPTION, plot->caption, inner, layout->caption_lines);
  layout->legend_y = y += 0.45 * layout->em;
  if (legend_above) {
    bw_legend_measure(plot, painter, TRUE, inner, &row_width, &row_height);
    y += row_height + 0.3 * layout->em;
  }
  return y + 0.5 * layout->em;
}

/* As many ticks as labels leave room for. */
static void fit_x_ticks(BwLayout *layout, const BwPlot *plot, BwPainter *painter)
{
  for (double wanted = MAX(2, floor(layout->axes.width / (6.5 * layout->em)) + 1);; wanted--) {
    bw_axis_clear(&layout->x);
    bw_axis_init_x(&layout->x, plot, wanted);
    double spacing = bw_axis_tick_distance(&layout->x) * layout->axes.width;
    if (wanted <= 2 || spacing > widest_tick(painter, &layout->x) + 1.2 * layout->em)
      return;
  }
}

static void init_y_axes(BwLayout *layout, const BwPlot *plot, double headroom, double part)
{
  double height = part * layout->axes.height, wanted = floor(2 + height / (4.5 * layout->em));
  bw_axis_clear(&layout->left);
  bw_axis_clear(&layout->right);
  bw_axis_init_y(&layout->left, plot, &layout->x, FALSE, wanted, headroom / part);
  bw_axis_init_y(&layout->right, plot, &layout->x, TRUE, wanted, headroom / part);
}

/* Curves on two axes have nothing to do with each other's heights. Where there is room, each axis keeps to
 * its own part, so that they do not cross. */
static void set_y_axes(BwLayout *layout, const BwPlot *plot, double headroom)
{
  init_y_axes(layout, plot, headroom, 1);
  if (!layout->left.used || !layout->right.used || layout->axes.height < SPLIT_HEIGHT * layout->em)
    return;
  init_y_axes(layout, plot, headroom, PART);
  layout->left.part = layout->right.part = PART;
  layout->left.base = 1 - PART;
}

/* What an axis at the side takes: title, gap, labels, tick. */
static double side_width(const BwLayout *layout, BwPainter *painter, const BwAxis *axis)
{
  double width = layout->pad;
  if (!axis->used)
    return width;
  if (axis->title && layout->y_titles == BW_TITLES_UPRIGHT)
    width += text_height(painter, BW_TEXT_AXIS, axis->title, 0, 1) + 0.5 * layout->em;
  return width + widest_tick(painter, axis) + 0.6 * layout->em;
}

/* The last label of the x axis is centred on its tick and must not be cut. */
static double overhang(const BwLayout *layout, BwPainter *painter)
{
  double most = 0, fraction;
  for (int i = 0; i < bw_axis_n_ticks(&layout->x); i++)
    if (layout->x.used && bw_axis_tick(&layout->x, i, &fraction))
      most = MAX(most, 0.5 * tick_width(painter, &layout->x, i) - (1 - fraction) * layout->axes.width);
  return most + 0.3 * layout->em;
}

static void set_sides(BwLayout *layout, const BwPlot *plot, BwPainter *painter)
{
  layout->axes.x = side_width(layout, painter, &layout->left);
  double right = side_width(layout, painter, &layout->right);
  layout->axes.width = layout->width - layout->axes.x - right;
  fit_x_ticks(layout, plot, painter);
  layout->axes.width = layout->width - layout->axes.x - MAX(right, overhang(layout, painter));
}

/* Without its title an axis must be right all the same. */
static gboolean title_is_needed(const BwAxis *axis)
{
  return axis->used && (axis->format.exponent != 0 || axis->format.offset != 0);
}

/* Titles of y axes stand upright as long as they are not longer than the axes; data come before titles. */
static void lay_y_titles(BwLayout *layout, BwPainter *painter)
{
  const BwAxis *axes[] = {&layout->left, &layout->right};
  double height = 0;
  layout->y_titles = layout->x_title ? BW_TITLES_UPRIGHT : BW_TITLES_NONE;
  for (int i = 0; i < 2 && layout->x_title; i++) {
    if (!axes[i]->used || !axes[i]->title)
      continue;
    if (text_width(painter, BW_TEXT_AXIS, axes[i]->title) > axes[i]->part * layout->axes.height + layout->em)
      layout->y_titles = BW_TITLES_FLAT;
    height = text_height(painter, BW_TEXT_AXIS, axes[i]->title, 0, 1);
  }
  if (layout->y_titles == BW_TITLES_FLAT && layout->axes.height < height + LOWEST * layout->em &&
      !title_is_needed(&layout->left) && !title_is_needed(&layout->right))
    layout->y_titles = BW_TITLES_NONE;
  if (layout->y_titles != BW_TITLES_FLAT)
    return;
  layout->y_titles_y = layout->axes.y - 0.6 * layout->em;
  layout->axes.y += height;
  layout->axes.height -= height;
}

/* Columns of data and grid lines are sharp only where the axes begin and end between two pixels. */
static void snap_axes(BwLayout *layout, double pixel)
{
  BwBox *axes = &layout->axes;
  if (!(pixel > 0))
    return;
  double right = floor((axes->x + axes->width) / pixel) * pixel,
         bottom = floor((axes->y + axes->height) / pixel) * pixel;
  axes->x = ceil(axes->x / pixel) * pixel;
  axes->y = ceil(axes->y / pixel) * pixel;
  axes->width = right - axes->x;
  axes->height = bottom - axes->y;
}

void bw_layout_init(BwLayout *layout, const BwPlot *plot, BwPainter *painter, double width, double height,
                    gboolean legend_above)
{
  memset(layout, 0, sizeof *layout);
  layout->width = width;
  layout->height = height;
  layout->em = painter->theme->font_size;
  layout->pad = layout->em;
  layout->x_title = height > 10 * layout->em;
  double top = stack_head(layout, plot, painter, legend_above), bottom = layout->pad;
  bottom += text_height(painter, BW_TEXT_TICK, "0", 0, 1) + 0.55 * layout->em;
  if (layout->x_title && plot->x_title)
    bottom += text_height(painter, BW_TEXT_AXIS, plot->x_title, 0, 1) + 0.2 * layout->em;
  layout->axes = (BwBox){0, top, width, height - top - bottom};
  bw_axis_init_x(&layout->x, plot, 5);
  set_y_axes(layout, plot, 0);
  lay_y_titles(layout, painter);
  set_sides(layout, plot, painter);
  double marks_height;
  g_autoptr(GArray) marks = bw_marks_place(plot, painter, layout, &marks_height);
  if (marks->len > 0 && layout->axes.height > 0) {
    set_y_axes(layout, plot, marks_height / layout->axes.height);
    set_sides(layout, plot, painter);
  }
  snap_axes(layout, painter->pixel);
  if (layout->axes.width < 4 * layout->em || layout->axes.height < 2 * layout->em)
    layout->axes.width = 0;
}

void bw_layout_clear(BwLayout *layout)
{
  bw_axis_clear(&layout->x);
  bw_axis_clear(&layout->left);
  bw_axis_clear(&layout->right);
}
