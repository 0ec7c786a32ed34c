/* One table for all layers: those with the same x share its column, and every such group stands beside the
 * others with its own x. Columns end where their data end. */
#include "plot/export.h"
#include "plot/plot-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *name;
  const double *values; /* NULL: an edge of bins, low + i × width */
  double low, width;
  gsize first, n; /* rows; bins before and after those of a histogram are empty */
  gsize n_rows;
} Column;

static void column_clear(gpointer data)
{
  g_free(((Column *)data)->name);
}

/* "quantum (eV)": the layer's name with its axis' unit. */
static char *name_layer(const BwPlot *plot, const BwLayer *layer, const char *suffix)
{
  const char *title = bw_plot_y_title(plot, layer);
  g_autofree char *unit = bw_title_unit(title);
  if (!layer->legend || !*layer->legend)
    return g_strconcat(title ? title : "y", suffix, NULL);
  return unit ? g_strdup_printf("%s%s (%s)", layer->legend, suffix, unit)
              : g_strconcat(layer->legend, suffix, NULL);
}

static char *name_x(const BwPlot *plot, const char *suffix)
{
  g_autofree char *unit = bw_title_unit(plot->x_title);
  const char *title = plot->x_title ? plot->x_title : "x";
  gsize stem = strlen(title) - (unit ? strlen(unit) + 3 : 0);
  return unit ? g_strdup_printf("%.*s%s (%s)", (int)stem, title, suffix, unit)
              : g_strconcat(title, suffix, NULL);
}

static gboolean is_drawn(const BwLayer *layer)
{
  return layer->kind != BW_LAYER_MARK && bw_layer_has_data(layer);
}

static double bin_width(const BwLayer *layer)
{
  return (layer->high - layer->low) / layer->n_bins;
}

/* Bins of `layer` from the edge `low` on; not whole when the two do not line up. */
static double bins_from(const BwLayer *layer, double low)
{
  return (layer->low - low) / bin_width(layer);
}

static gboolean same_bins(const BwLayer *a, const BwLayer *b)
{
  double shift = bins_from(b, a->low);
  return fabs(bin_width(a) / bin_width(b) - 1) < 1e-9 && fabs(shift - round(shift)) < 1e-6;
}

static gboolean same_x(const BwLayer *a, const BwLayer *b)
{
  gboolean histogram = a->kind == BW_LAYER_HISTOGRAM;
  if (histogram != (b->kind == BW_LAYER_HISTOGRAM))
    return FALSE;
  return histogram ? same_bins(a, b)
                   : a->curve.n == b->curve.n &&
                         memcmp(a->curve.x, b->curve.x, a->curve.n * sizeof *a->curve.x) == 0;
}

/* The layers that share the x of layer i, i among them. */
static GPtrArray *find_group(const BwPlot *plot, guint i)
{
  GPtrArray *group = g_ptr_array_new();
  for (guint j = i; j < plot->layers->len; j++)
    if (is_drawn(bw_plot_layer(plot, j)) && same_x(bw_plot_layer(plot, i), bw_plot_layer(plot, j)))
      g_ptr_array_add(group, bw_plot_layer(plot, j));
  return group;
}

static void add_values(GArray *columns, char *name, const double *values, gsize n)
{
  const Column column = {.name = name, .values = values, .n = n, .n_rows = n};
  g_array_append_val(columns, column);
}

static void add_edges(GArray *columns, char *name, double low, double width, gsize n)
{
  const Column column = {.name = name, .low = low, .width = width, .n = n, .n_rows = n};
  g_array_append_val(columns, column);
}

static void add_curves(GArray *columns, const BwPlot *plot, const GPtrArray *group)
{
  const BwCurve *first = &((const BwLayer *)group->pdata[0])->curve;
  add_values(columns, name_x(plot, ""), first->x, first->n);
  for (guint i = 0; i < group->len; i++) {
    const BwLayer *layer = group->pdata[i];
    const BwCurve *curve = &layer->curve;
    add_values(columns, name_layer(plot, layer, curve->y2 ? " from" : ""), curve->y, curve->n);
    if (curve->y2)
      add_values(columns, name_layer(plot, layer, " to"), curve->y2, curve->n);
  }
}

static void add_histograms(GArray *columns, const BwPlot *plot, const GPtrArray *group)
{
  double low = INFINITY, high = -INFINITY, width = bin_width(group->pdata[0]);
  for (guint i = 0; i < group->len; i++) {
    low = MIN(low, ((const BwLayer *)group->pdata[i])->low);
    high = MAX(high, ((const BwLayer *)group->pdata[i])->high);
  }
  gsize n = (gsize)round((high - low) / width);
  add_edges(columns, name_x(plot, " from"), low, width, n);
  add_edges(columns, name_x(plot, " to"), low + width, width, n);
  for (guint i = 0; i < group->len; i++) {
    const BwLayer *layer = group->pdata[i];
    const Column column = {.name = name_layer(plot, layer, ""),
                           .values = layer->density,
                           .first = (gsize)round(bins_from(layer, low)),
                           .n = layer->n_bins,
                           .n_rows = n};
    g_array_append_val(columns, column);
  }
}

static GArray *collect(const BwPlot *plot)
{
  GArray *columns = g_array_new(FALSE, TRUE, sizeof(Column));
  g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
  g_array_set_clear_func(columns, column_clear);
  for (guint i = 0; i < plot->layers->len; i++) {
    BwLayer *layer = bw_plot_layer(plot, i);
    if (!is_drawn(layer) || g_hash_table_contains(done, layer))
      continue;
    g_autoptr(GPtrArray) group = find_group(plot, i);
    for (guint k = 0; k < group->len; k++)
      g_hash_table_add(done, group->pdata[k]);
    if (layer->kind == BW_LAYER_HISTOGRAM)
      add_histograms(columns, plot, group);
    else
      add_curves(columns, plot, group);
  }
  return columns;
}

/* Fifteen digits where they read back as the same number, otherwise seventeen, which always do; edges of bins
 * without their rounding errors. */
void bw_table_append_number(GString *line, double value, gboolean edge)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  if (isnan(value))
    return;
  g_ascii_formatd(digits, sizeof digits, edge ? "%.12g" : "%.15g", value);
  if (!edge && g_ascii_strtod(digits, NULL) != value)
    g_ascii_formatd(digits, sizeof digits, "%.17g", value);
  g_string_append(line, digits);
}

void bw_table_append_field(GString *line, const char *text)
{
  if (!strpbrk(text, ",\t\"\r\n")) {
    g_string_append(line, text);
    return;
  }
  g_string_append_c(line, '"');
  for (const char *c = text; *c; c++) {
    if (*c == '"')
      g_string_append_c(line, '"');
    g_string_append_c(line, *c);
  }
  g_string_append_c(line, '"');
}

void bw_table_append_comment(GString *head, const char *name, const char *text)
{
  if (!text || !*text)
    return;
  g_autofree char *flat = g_strdelimit(g_strdup(text), "\r\n", ' ');
  g_string_append_printf(head, "# %s%s%s\n", name, *name ? ": " : "", flat);
}

static void append_head(GString *head, const BwPlot *plot)
{
  bw_table_append_comment(head, "", plot->title);
  bw_table_append_comment(head, "", plot->caption);
  bw_table_append_comment(head, "source", plot->source);
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->kind != BW_LAYER_MARK || !bw_layer_has_data(layer))
      continue;
    GString *mark = g_string_new(layer->legend ? layer->legend : layer->label);
    g_string_append(mark, " at ");
    bw_table_append_number(mark, layer->x, FALSE);
    if (isfinite(layer->width)) {
      g_string_append(mark, ", width ");
      bw_table_append_number(mark, layer->width, FALSE);
    }
    bw_table_append_comment(head, "mark", mark->str);
    g_string_free(mark, TRUE);
  }
}

static void append_row(GString *line, const GArray *columns, gsize row, char separator)
{
  for (guint c = 0; c < columns->len; c++) {
    const Column *column = &g_array_index(columns, Column, c);
    if (c > 0)
      g_string_append_c(line, separator);
    if (row >= column->n_rows)
      continue;
    if (column->values && row - column->first < column->n)
      bw_table_append_number(line, column->values[row - column->first], FALSE);
    else if (column->values)
      g_string_append_c(line, '0');
    else
      bw_table_append_number(line, column->low + (double)row * column->width, TRUE);
  }
  g_string_append_c(line, '\n');
}

gboolean bw_plot_write_table(const BwPlot *plot, char separator, const BwSink *sink)
{
  g_autoptr(GArray) columns = collect(plot);
  g_autoptr(GString) text = g_string_new(NULL);
  gsize n_rows = 0;
  append_head(text, plot);
  for (guint c = 0; c < columns->len; c++) {
    const Column *column = &g_array_index(columns, Column, c);
    if (c > 0)
      g_string_append_c(text, separator);
    bw_table_append_field(text, column->name);
    n_rows = MAX(n_rows, column->n_rows);
  }
  g_string_append_c(text, '\n');
  for (gsize row = 0; row < n_rows; row++) {
    append_row(text, columns, row, separator);
    if (text->len < 1 << 16)
      continue;
    if (!sink->write(sink->to, text->str, text->len))
      return FALSE;
    g_string_truncate(text, 0);
  }
  return sink->write(sink->to, text->str, text->len);
}
