/* Panels, each by itself for the screen, and all of them as one picture. */
#include "plot/multiples-private.h"
#include "plot/plot-private.h"

#include <math.h>

#define FILL 0.15        /* opacity of outlines */
#define PANEL_WIDTH 12.0 /* em: at least */
#define PANEL_HEIGHT 8.5 /* em */
#define HEAD 1.9         /* em: name and note */
#define FOOT 1.7         /* em: numbers at ticks */
#define SWATCH 1.4       /* em */

typedef struct {
  BwPainter *painter;
  const BwPanel *panel;
  BwBox axes;
  double x_low, x_high, y_high;
} Picture;

static double to_x(const Picture *p, double x)
{
  return p->axes.x + (x - p->x_low) / (p->x_high - p->x_low) * p->axes.width;
}

static double to_y(const Picture *p, double density)
{
  return p->axes.y + p->axes.height * (1 - density / p->y_high);
}

static void set_colour(const BwPainter *painter, BwAccent accent, double opacity, double colour[4])
{
  for (int k = 0; k < 3; k++)
    colour[k] = painter->theme->accents[accent][k];
  colour[3] = opacity;
}

static void paint_outline(const Picture *p, const BwOutline *outline)
{
  double width = (outline->high - outline->low) / outline->n_bins, bottom = p->axes.y + p->axes.height;
  int n = 2 * outline->n_bins + 2;
  double full[4], light[4];
  g_autofree BwPoint *points = g_new(BwPoint, n);
  set_colour(p->painter, outline->accent, 1, full);
  set_colour(p->painter, outline->accent, FILL, light);
  points[0] = (BwPoint){to_x(p, outline->low), bottom};
  for (int b = 0; b < outline->n_bins; b++) {
    double y = to_y(p, outline->density[b]);
    points[2 * b + 1] = (BwPoint){to_x(p, outline->low + b * width), y};
    points[2 * b + 2] = (BwPoint){to_x(p, outline->low + (b + 1) * width), y};
  }
  points[n - 1] = (BwPoint){to_x(p, outline->high), bottom};
  p->painter->klass->steps(p->painter, points, n, light);
  p->painter->klass->line(p->painter, points, n, 0.8 * p->painter->theme->line_width, full);
  const BwPoint mean[] = {{to_x(p, outline->mean), bottom}, {to_x(p, outline->mean), p->axes.y}};
  if (isfinite(outline->mean))
    p->painter->klass->line(p->painter, mean, 2, 0.6 * p->painter->theme->line_width, full);
}

static void paint_ticks(const Picture *p)
{
  const double em = p->painter->theme->font_size, bottom = p->axes.y + p->axes.height;
  BwTicks ticks = bw_ticks_find(p->x_low, p->x_high, 3, FALSE);
  BwTickFormat format = bw_tick_format_choose(&ticks);
  bw_paint_rule(p->painter, p->axes.x, bottom, p->axes.width, FALSE, p->painter->theme->faint);
  for (int i = 0; i < ticks.n; i++) {
    double x = to_x(p, bw_ticks_get(&ticks, i));
    if (x < p->axes.x || x > p->axes.x + p->axes.width)
      continue;
    g_autofree char *label = bw_tick_format_label(&format, bw_ticks_get(&ticks, i));
    double anchor = x - p->axes.x < em ? 0 : p->axes.x + p->axes.width - x < em ? 1 : 0.5;
    bw_paint_rule(p->painter, x, bottom, 0.3 * em, TRUE, p->painter->theme->faint);
    bw_paint_string(p->painter, label, BW_TEXT_TICK, x, bottom + 0.35 * em, anchor, 0, 0, 1,
                    p->painter->theme->faint);
  }
}

static void paint_words(const Picture *p, const BwBox *box)
{
  const BwPlotTheme *theme = p->painter->theme;
  double width, height, pad = 0.6 * theme->font_size;
  const BwText name = {.text = p->panel->name ? p->panel->name : "", .style = BW_TEXT_AXIS};
  p->painter->klass->measure(p->painter, &name, &width, &height);
  bw_paint_string(p->painter, name.text, BW_TEXT_AXIS, box->x + pad, box->y + 0.4 * pad, 0, 0, 0, 1,
                  theme->text);
  bw_paint_string(p->painter, p->panel->note, BW_TEXT_TICK, box->x + box->width - pad,
                  box->y + 0.4 * pad + 0.5 * height, 1, 0.5, MAX(1, box->width - width - 3 * pad), 1,
                  theme->text);
}

static void paint_panel(const BwMultiples *self, int index, BwPainter *painter, const BwBox *box)
{
  const double em = painter->theme->font_size;
  Picture p = {.painter = painter, .panel = bw_multiples_panel(self, index)};
  p.axes =
      (BwBox){box->x + 0.6 * em, box->y + HEAD * em, box->width - 1.2 * em, box->height - (HEAD + FOOT) * em};
  paint_words(&p, box);
  if (!bw_multiples_get_range(self, index, &p.x_low, &p.x_high, &p.y_high) || p.axes.height < em)
    return;
  painter->klass->clip(painter, &p.axes);
  for (guint o = 0; o < p.panel->outlines->len; o++)
    paint_outline(&p, &g_array_index(p.panel->outlines, BwOutline, o));
  painter->klass->clip(painter, NULL);
  paint_ticks(&p);
}

void bw_multiples_paint_panel(BwMultiples *self, int panel, cairo_t *cr, double width, double height,
                              const BwPlotTheme *theme)
{
  BwPainter *painter = bw_cairo_painter_new(cr, theme);
  paint_panel(self, panel, painter, &(BwBox){0, 0, width, height});
  bw_cairo_painter_free(painter);
}

/* All of them */

static int count_columns(const BwMultiples *self, double width, const BwPlotTheme *theme)
{
  int most = MAX(1, (int)(width / (PANEL_WIDTH * theme->font_size)));
  return MIN(most, MAX(1, bw_multiples_get_n(self)));
}

static double head_height(const BwMultiples *self, const BwPlotTheme *theme)
{
  double rows = 1.5; /* the legend */
  rows += self->title && *self->title ? 2 : 0;
  rows += self->caption && *self->caption ? 1.5 : 0;
  return rows * theme->font_size;
}

double bw_multiples_get_height(BwMultiples *self, double width, const BwPlotTheme *theme)
{
  int columns = count_columns(self, width, theme), n = bw_multiples_get_n(self);
  int rows = (n + columns - 1) / columns;
  return head_height(self, theme) + (rows * PANEL_HEIGHT + 1) * theme->font_size;
}

static gboolean has_accent(const BwMultiples *self, BwAccent accent)
{
  for (guint i = 0; i < self->panels->len; i++) {
    const BwPanel *panel = self->panels->pdata[i];
    for (guint o = 0; o < panel->outlines->len; o++)
      if (g_array_index(panel->outlines, BwOutline, o).accent == accent)
        return TRUE;
  }
  return FALSE;
}

static void paint_legend(const BwMultiples *self, BwPainter *painter, double x, double y)
{
  const double em = painter->theme->font_size;
  double width, height, colour[4];
  for (int a = 0; a < BW_N_ACCENTS; a++) {
    if (!self->legends[a] || !has_accent(self, (BwAccent)a))
      continue;
    const BwText text = {.text = self->legends[a], .style = BW_TEXT_LABEL};
    painter->klass->measure(painter, &text, &width, &height);
    set_colour(painter, (BwAccent)a, 1, colour);
    const BwPoint swatch[] = {{x, y + 0.5 * height}, {x + SWATCH * em, y + 0.5 * height}};
    painter->klass->line(painter, swatch, 2, painter->theme->line_width, colour);
    bw_paint_string(painter, text.text, BW_TEXT_LABEL, x + (SWATCH + 0.4) * em, y, 0, 0, 0, 1,
                    painter->theme->text);
    x += (SWATCH + 1.6) * em + width;
  }
}

static void paint_head(const BwMultiples *self, BwPainter *painter, double width)
{
  const double em = painter->theme->font_size, pad = 0.6 * em;
  double y = 0.5 * em;
  if (self->title && *self->title) {
    g_autofree char *title =
        self->unit ? g_strdup_printf("%s (%s)", self->title, self->unit) : g_strdup(self->title);
    bw_paint_string(painter, title, BW_TEXT_TITLE, pad, y, 0, 0, 0.6 * width, 1, painter->theme->text);
    bw_paint_string(painter, self->source, BW_TEXT_TICK, width - pad, y + 0.3 * em, 1, 0, 0.4 * width, 1,
                    painter->theme->faint);
    y += 2 * em;
  }
  if (self->caption && *self->caption) {
    bw_paint_string(painter, self->caption, BW_TEXT_CAPTION, pad, y, 0, 0, width - 2 * pad, 1,
                    painter->theme->faint);
    y += 1.5 * em;
  }
  paint_legend(self, painter, pad, y);
}

void bw_multiples_paint(BwMultiples *self, cairo_t *cr, double width, G_GNUC_UNUSED double height,
                        const BwPlotTheme *theme)
{
  BwPainter *painter = bw_cairo_painter_new(cr, theme);
  const double em = theme->font_size, top = head_height(self, theme) + 0.5 * em;
  const int columns = count_columns(self, width, theme);
  const BwBox all = {0, 0, width, MAX(height, bw_multiples_get_height(self, width, theme))};
  painter->klass->box(painter, &all, theme->background);
  paint_head(self, painter, width);
  for (int i = 0; i < bw_multiples_get_n(self); i++) {
    const BwBox box = {i % columns * width / columns, top + i / columns * PANEL_HEIGHT * em, width / columns,
                       PANEL_HEIGHT * em};
    paint_panel(self, i, painter, &box);
  }
  bw_cairo_painter_free(painter);
}
