/* Labels of vertical marks. Each stands beside the top of its line, in one row when they fit, otherwise as a
 * staircase: a label that would cross another mark's line hangs above it, and that line begins lower. */
#include "plot/plot-private.h"

#include <math.h>

#define MOST_HEIGHT 0.35 /* of the axes, for labels */

enum { MOST_IN_A_ROW = 8 };

static int compare_x(gconstpointer a, gconstpointer b)
{
  const BwMarkLabel *first = a, *second = b;
  return (first->x > second->x) - (first->x < second->x);
}

static gboolean is_shown(const BwAxis *axis, double x)
{
  double fraction = bw_axis_fraction(axis, x);
  return fraction >= 0 && fraction <= 1;
}

static GArray *collect(const BwPlot *plot, BwPainter *painter, const BwLayout *layout)
{
  GArray *marks = g_array_new(FALSE, TRUE, sizeof(BwMarkLabel));
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->kind != BW_LAYER_MARK || !is_shown(&layout->x, layer->x))
      continue;
    BwMarkLabel mark = {.layer = layer, .x = bw_layout_x(layout, layer->x)};
    BwText text = {.text = layer->label ? layer->label : "", .style = BW_TEXT_LABEL};
    painter->klass->measure(painter, &text, &mark.box.width, &mark.box.height);
    mark.box.y = layout->axes.y;
    g_array_append_val(marks, mark);
  }
  g_array_sort(marks, compare_x);
  return marks;
}

static void put(BwMarkLabel *mark, const BwLayout *layout, gboolean leftward)
{
  double gap = 0.35 * layout->em;
  mark->box.x = leftward ? mark->x - gap - mark->box.width : mark->x + gap;
}

static gboolean inside(const BwMarkLabel *mark, const BwLayout *layout)
{
  return mark->box.x >= layout->axes.x &&
         mark->box.x + mark->box.width <= layout->axes.x + layout->axes.width;
}

/* In one row no label may touch another, or the line of another. */
static gboolean row_is_free(const GArray *marks, const BwLayout *layout)
{
  double gap = 0.35 * layout->em;
  for (guint i = 0; i < marks->len; i++) {
    const BwMarkLabel *mark = &g_array_index(marks, BwMarkLabel, i);
    if (!inside(mark, layout))
      return FALSE;
    for (guint j = 0; j < marks->len; j++) {
      const BwMarkLabel *other = &g_array_index(marks, BwMarkLabel, j);
      double left = MIN(other->x, other->box.x) - gap,
             right = MAX(other->x, other->box.x + other->box.width) + gap;
      if (i != j && mark->box.x < right && mark->box.x + mark->box.width > left)
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean try_row(GArray *marks, const BwLayout *layout)
{
  if (marks->len > MOST_IN_A_ROW)
    return FALSE;
  for (guint sides = 0; sides < 1u << marks->len; sides++) {
    for (guint i = 0; i < marks->len; i++)
      put(&g_array_index(marks, BwMarkLabel, i), layout, sides >> i & 1);
    if (row_is_free(marks, layout))
      return TRUE;
  }
  return FALSE;
}

/* Rows from the top in the order in which a label can cross the lines that come after it. */
static void staircase(GArray *marks, const BwLayout *layout)
{
  gboolean leftward = FALSE;
  for (guint i = 0; i < marks->len; i++) {
    put(&g_array_index(marks, BwMarkLabel, i), layout, FALSE);
    leftward |= !inside(&g_array_index(marks, BwMarkLabel, i), layout);
  }
  for (guint row = 0; row < marks->len; row++) {
    BwMarkLabel *mark = &g_array_index(marks, BwMarkLabel, leftward ? marks->len - 1 - row : row);
    put(mark, layout, leftward);
    double last = layout->axes.x + layout->axes.width - mark->box.width;
    mark->box.x = MAX(layout->axes.x, MIN(mark->box.x, last));
    mark->box.y = layout->axes.y + row * mark->box.height;
  }
}

/* Data come before labels. */
static void hide_labels(GArray *marks, const BwLayout *layout)
{
  for (guint i = 0; i < marks->len; i++) {
    BwMarkLabel *mark = &g_array_index(marks, BwMarkLabel, i);
    mark->box = (BwBox){mark->x, layout->axes.y, 0, 0};
  }
}

static double rows_height(const GArray *marks, const BwLayout *layout)
{
  double height = 0;
  for (guint i = 0; i < marks->len; i++) {
    const BwBox *box = &g_array_index(marks, BwMarkLabel, i).box;
    height = MAX(height, box->y + box->height - layout->axes.y);
  }
  return height;
}

GArray *bw_marks_place(const BwPlot *plot, BwPainter *painter, const BwLayout *layout, double *height)
{
  GArray *marks = collect(plot, painter, layout);
  if (!try_row(marks, layout))
    staircase(marks, layout);
  if (rows_height(marks, layout) > MOST_HEIGHT * layout->axes.height)
    hide_labels(marks, layout);
  *height = rows_height(marks, layout);
  return marks;
}
