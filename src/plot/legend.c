/* The legend: inside the axes where nothing else is, otherwise in a row above them. */
#include "plot/plot-private.h"

#include <math.h>

#define SWATCH 1.3 /* em */
#define GAP 0.45   /* between swatch and text, and around the legend */
#define BETWEEN 1.1

static gboolean is_named(const BwLayer *layer)
{
  return layer->legend && *layer->legend && layer->kind != BW_LAYER_MARK && bw_layer_has_data(layer);
}

int bw_legend_count(const BwPlot *plot)
{
  int n = 0;
  for (guint i = 0; i < plot->layers->len; i++)
    n += is_named(bw_plot_layer(plot, i));
  return n;
}

typedef struct {
  BwText text;
  BwBox swatch;
  const BwLayer *layer;
} Entry;

/* The entries, from (0, 0) on: beneath each other, or in rows that break at max_width. */
static GArray *arrange(const BwPlot *plot, BwPainter *painter, gboolean row, double max_width, double *width,
                       double *height)
{
  double em = painter->theme->font_size, x = 0, y = 0, indent = (SWATCH + GAP) * em, text_width, line = 0;
  GArray *entries = g_array_new(FALSE, TRUE, sizeof(Entry));
  *width = 0;
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (!is_named(layer))
      continue;
    Entry entry = {.text = {.text = layer->legend, .style = BW_TEXT_LABEL, .max_lines = 1}, .layer = layer};
    entry.text.max_width = MAX(2 * em, max_width - indent);
    painter->klass->measure(painter, &entry.text, &text_width, &line);
    if (x > 0 && (!row || x + indent + text_width > max_width)) {
      x = 0;
      y += line;
    }
    entry.swatch = (BwBox){x, y + 0.5 * line - 0.35 * em, SWATCH * em, 0.7 * em};
    entry.text.x = x + indent;
    entry.text.y = y;
    x += indent + text_width;
    *width = MAX(*width, x);
    x += BETWEEN * em;
    g_array_append_val(entries, entry);
  }
  *height = y + line;
  return entries;
}

void bw_legend_measure(const BwPlot *plot, BwPainter *painter, gboolean row, double max_width, double *width,
                       double *height)
{
  g_array_unref(arrange(plot, painter, row, max_width, width, height));
}

static double inner_width(const BwLayout *layout)
{
  return 0.55 * layout->axes.width;
}

/* Fractions of the room inside the axes, best first. */
static const BwPoint spots[] = {
    {1, 0},   {0, 0},   {1, 1},   {0, 1},   {0.5, 0},  {0.5, 1},  {1, 0.5},  {0, 0.5},  {0.5, 0.5},
    {1, 0.3}, {1, 0.7}, {0, 0.3}, {0, 0.7}, {0.25, 0}, {0.75, 0}, {0.25, 1}, {0.75, 1},
};

static BwBox box_at(const BwLayout *layout, BwPlace place, double width, double height)
{
  const BwBox *axes = &layout->axes;
  const BwPoint *spot = &spots[place - BW_PLACE_INSIDE];
  double gap = GAP * layout->em;
  return (BwBox){axes->x + gap + spot->x * (axes->width - width - 2 * gap),
                 axes->y + gap + spot->y * (axes->height - height - 2 * gap), width, height};
}

static gboolean is_free(const BwLayout *layout, const BwBox *box, const BwShape *shapes, int n_shapes,
                        const GArray *marks)
{
  double gap = GAP * layout->em;
  const BwBox room = {box->x - gap, box->y - gap, box->width + 2 * gap, box->height + 2 * gap};
  if (room.height > 0.6 * layout->axes.height)
    return FALSE;
  for (int i = 0; i < n_shapes; i++)
    if (bw_shape_meets(&shapes[i], &room))
      return FALSE;
  for (guint i = 0; i < marks->len; i++) {
    const BwMarkLabel *mark = &g_array_index(marks, BwMarkLabel, i);
    gboolean line = mark->x > room.x && mark->x < room.x + room.width;
    gboolean label = mark->box.x < room.x + room.width && mark->box.x + mark->box.width > room.x &&
                     mark->box.y < room.y + room.height && mark->box.y + mark->box.height > room.y;
    if (line || label)
      return FALSE;
  }
  return TRUE;
}

BwPlace bw_legend_find_place(BwPlot *plot, BwPainter *painter, const BwLayout *layout, const BwShape *shapes,
                             int n_shapes, const GArray *marks)
{
  double width, height;
  if (bw_legend_count(plot) == 0)
    return plot->legend_place = BW_PLACE_NONE;
  if (plot->legend_place == BW_PLACE_ABOVE) /* data that grow would send it to and fro */
    return BW_PLACE_ABOVE;
  bw_legend_measure(plot, painter, FALSE, inner_width(layout), &width, &height);
  for (int i = -1; i < (int)G_N_ELEMENTS(spots); i++) {
    BwPlace place = i < 0 ? plot->legend_place : BW_PLACE_INSIDE + (BwPlace)i;
    if (place < BW_PLACE_INSIDE)
      continue;
    BwBox box = box_at(layout, place, width, height);
    if (is_free(layout, &box, shapes, n_shapes, marks))
      return plot->legend_place = place;
  }
  return plot->legend_place = BW_PLACE_ABOVE;
}

static void paint_swatch(BwPainter *painter, const Entry *entry)
{
  const double *accent = painter->theme->accents[entry->layer->accent], line = painter->theme->line_width;
  const double full[4] = {accent[0], accent[1], accent[2], 1},
               light[4] = {accent[0], accent[1], accent[2], 0.2};
  const BwBox *box = &entry->swatch;
  double middle = box->y + 0.5 * box->height;
  const BwPoint ends[2] = {{box->x, middle}, {box->x + box->width, middle}};
  const BwPoint dot = {box->x + 0.5 * box->width, middle};
  const BwPoint corners[4] = {{box->x, box->y + box->height},
                              {box->x, box->y},
                              {box->x + box->width, box->y},
                              {box->x + box->width, box->y + box->height}};
  switch (entry->layer->kind) {
  case BW_LAYER_SCATTER:
    painter->klass->dots(painter, &dot, 1, bw_layer_dot_radius(entry->layer, line), full);
    break;
  case BW_LAYER_HISTOGRAM:
    painter->klass->box(painter, box, light);
    painter->klass->line(painter, corners, 4, line, full);
    break;
  case BW_LAYER_BAND:
    painter->klass->box(painter, box, light);
    break;
  default:
    painter->klass->line(painter, ends, 2, 1.3 * line, full);
  }
}

void bw_legend_paint(const BwPlot *plot, BwPainter *painter, const BwLayout *layout, BwPlace place)
{
  double width, height;
  gboolean row = place == BW_PLACE_ABOVE;
  double max_width = row ? layout->width - 2 * layout->pad : inner_width(layout);
  if (place == BW_PLACE_NONE)
    return;
  g_autoptr(GArray) entries = arrange(plot, painter, row, max_width, &width, &height);
  BwBox box =
      row ? (BwBox){layout->pad, layout->legend_y, width, height} : box_at(layout, place, width, height);
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = &g_array_index(entries, Entry, i);
    entry->swatch.x += box.x, entry->swatch.y += box.y;
    entry->text.x += box.x, entry->text.y += box.y;
    paint_swatch(painter, entry);
    painter->klass->text(painter, &entry->text, painter->theme->text);
  }
}
