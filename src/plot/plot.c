#include "plot/plot-private.h"

#include <math.h>

BwPlot *bw_plot_new(const char *title, const char *x_title, const char *y_title)
{
  BwPlot *plot = g_new0(BwPlot, 1);
  plot->title = g_strdup(title);
  plot->x_title = g_strdup(x_title);
  plot->y_title = g_strdup(y_title);
  plot->layers = g_array_new(FALSE, TRUE, sizeof(BwLayer));
  plot->cursor = NAN;
  for (int i = 0; i < BW_N_AXES; i++)
    plot->ranges[i][0] = plot->ranges[i][1] = NAN;
  return plot;
}

static void clear_data(BwLayer *layer)
{
  bw_curve_clear(&layer->curve);
  g_clear_pointer(&layer->density, g_free);
  g_clear_pointer(&layer->label, g_free);
  layer->n_bins = 0;
  layer->x = layer->width = NAN;
}

void bw_plot_free(BwPlot *plot)
{
  if (!plot)
    return;
  for (guint i = 0; i < plot->layers->len; i++) {
    clear_data(bw_plot_layer(plot, i));
    g_free(bw_plot_layer(plot, i)->legend);
  }
  g_array_unref(plot->layers);
  g_free(plot->title);
  g_free(plot->caption);
  g_free(plot->empty_text);
  g_free(plot->source);
  g_free(plot->x_title);
  g_free(plot->y_title);
  g_free(plot->right_title);
  g_free(plot);
}

static void set_text(BwPlot *plot, char **field, const char *text)
{
  if (g_strcmp0(*field, text) == 0)
    return;
  g_free(*field);
  *field = g_strdup(text);
  plot->version++;
}

void bw_plot_set_title(BwPlot *plot, const char *title)
{
  set_text(plot, &plot->title, title);
}

void bw_plot_set_axis_titles(BwPlot *plot, const char *x_title, const char *y_title)
{
  set_text(plot, &plot->x_title, x_title);
  set_text(plot, &plot->y_title, y_title);
}

void bw_plot_set_caption(BwPlot *plot, const char *caption)
{
  set_text(plot, &plot->caption, caption);
}

void bw_plot_set_empty_text(BwPlot *plot, const char *text)
{
  set_text(plot, &plot->empty_text, text);
}

void bw_plot_set_source(BwPlot *plot, const char *source)
{
  set_text(plot, &plot->source, source);
}

int bw_plot_add_layer(BwPlot *plot, BwLayerKind kind, BwAccent accent, const char *legend)
{
  BwLayer layer = {.kind = kind, .accent = accent, .legend = g_strdup(legend), .x = NAN, .width = NAN};
  bw_curve_init(&layer.curve);
  g_array_append_val(plot->layers, layer);
  plot->version++;
  return (int)plot->layers->len - 1;
}

/* The layer to change, its plot's version moved on. */
static BwLayer *change(BwPlot *plot, int layer)
{
  g_return_val_if_fail(layer >= 0 && (guint)layer < plot->layers->len, NULL);
  plot->version++;
  return bw_plot_layer(plot, layer);
}

void bw_plot_set_right_axis(BwPlot *plot, int layer, const char *y_title)
{
  BwLayer *self = change(plot, layer);
  if (!self)
    return;
  self->right = TRUE;
  set_text(plot, &plot->right_title, y_title);
}

void bw_plot_layer_append(BwPlot *plot, int layer, double x, double y)
{
  BwLayer *self = change(plot, layer);
  if (self)
    bw_curve_append(&self->curve, x, y);
}

void bw_plot_layer_set(BwPlot *plot, int layer, const double *x, const double *y, const double *y2, gsize n)
{
  BwLayer *self = change(plot, layer);
  if (self)
    bw_curve_set(&self->curve, x, y, y2, n);
}

void bw_plot_layer_set_histogram(BwPlot *plot, int layer, double low, double high, const double *density,
                                 int n_bins)
{
  BwLayer *self = change(plot, layer);
  if (!self)
    return;
  double *copy = g_memdup2(density, sizeof *density * (gsize)n_bins);
  g_free(self->density);
  self->density = copy;
  self->n_bins = n_bins;
  self->low = low;
  self->high = high;
}

void bw_plot_layer_set_mark(BwPlot *plot, int layer, double x, const char *label)
{
  BwLayer *self = change(plot, layer);
  if (!self)
    return;
  char *copy = g_strdup(label);
  g_free(self->label);
  self->label = copy;
  self->x = x;
}

void bw_plot_layer_set_mark_width(BwPlot *plot, int layer, double width)
{
  BwLayer *self = change(plot, layer);
  if (self)
    self->width = width;
}

void bw_plot_clear(BwPlot *plot)
{
  for (guint i = 0; i < plot->layers->len; i++)
    clear_data(bw_plot_layer(plot, i));
  plot->version++;
}

guint64 bw_plot_get_version(const BwPlot *plot)
{
  return plot->version;
}

gboolean bw_layer_has_data(const BwLayer *layer)
{
  switch (layer->kind) {
  case BW_LAYER_HISTOGRAM:
    return layer->n_bins > 0;
  case BW_LAYER_MARK:
    return isfinite(layer->x);
  default:
    return layer->curve.n > 0;
  }
}

const char *bw_plot_y_title(const BwPlot *plot, const BwLayer *layer)
{
  return layer->right ? plot->right_title : plot->y_title;
}
