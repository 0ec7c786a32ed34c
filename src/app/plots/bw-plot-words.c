#include "app/plots/bw-plot-words.h"

#include <glib/gi18n.h>
#include <math.h>

static void append_colour(GString *text, const double accent[3])
{
  g_string_append_printf(text, "\n<span foreground=\"#%02x%02x%02x\">●</span> ",
                         (guint)lrint(255 * accent[0]), (guint)lrint(255 * accent[1]),
                         (guint)lrint(255 * accent[2]));
}

static void append_reading(GString *text, const BwPlot *plot, const BwReading *reading,
                           const BwPlotTheme *theme)
{
  g_autofree char *name = bw_plot_layer_dup_name(plot, reading->layer);
  g_autofree char *y = bw_plot_format_y(plot, reading->layer, reading->y);
  append_colour(text, theme->accents[bw_plot_layer_get_accent(plot, reading->layer)]);
  g_autofree char *line = *name ? g_markup_printf_escaped("%s %s", name, y) : g_markup_escape_text(y, -1);
  g_string_append(text, line);
  if (isfinite(reading->y_high)) {
    g_autofree char *high = bw_plot_format_y(plot, reading->layer, reading->y_high);
    g_autofree char *escaped = g_markup_escape_text(high, -1);
    g_string_append_printf(text, " … %s", escaped);
  }
}

char *bw_plot_words_at(BwPlot *plot, double px, double py, const BwPlotTheme *theme)
{
  g_autoptr(GString) text = g_string_new(NULL);
  double x, y;
  gboolean found = FALSE;
  if (!bw_plot_from_pixel(plot, px, py, &x, &y))
    return NULL;
  for (int i = 0; i < bw_plot_get_n_layers(plot); i++) {
    BwReading reading;
    if (!bw_plot_layer_read(plot, i, px, py, &reading))
      continue;
    if (!found)
      x = reading.x;
    found = TRUE;
    append_reading(text, plot, &reading, theme);
  }
  if (!found)
    return NULL;
  g_autofree char *place = bw_plot_format_x(plot, x);
  g_autofree char *escaped = g_markup_escape_text(place, -1);
  g_string_prepend(text, escaped);
  return g_strdup(text->str);
}

static void append_summary(GString *text, const BwPlot *plot, int layer)
{
  BwSummary summary;
  if (!bw_plot_layer_summarise(plot, layer, &summary))
    return;
  g_autofree char *name = bw_plot_layer_dup_name(plot, layer), *x = bw_plot_format_x(plot, summary.last_x);
  if (text->len > 0)
    g_string_append(text, "; ");
  if (bw_plot_layer_get_kind(plot, layer) == BW_LAYER_MARK) {
    /* TRANSLATORS: a mark in a plot: its name and where it is. */
    g_string_append_printf(text, _("%s at %s"), *name ? name : _("mark"), x);
    return;
  }
  g_autofree char *last = bw_plot_format_y(plot, layer, summary.last),
                  *low = bw_plot_format_y(plot, layer, summary.low),
                  *high = bw_plot_format_y(plot, layer, summary.high);
  /* TRANSLATORS: a line in a plot: its name, its last value and where that is, its extremes. */
  g_string_append_printf(text, _("%s: %s at %s, between %s and %s"), name, last, x, low, high);
}

char *bw_plot_words_all(const BwPlot *plot)
{
  GString *text = g_string_new(NULL);
  for (int i = 0; i < bw_plot_get_n_layers(plot); i++)
    append_summary(text, plot, i);
  return g_string_free(text, FALSE);
}
