/* Small multiples as one picture, and as one long table: a row for every bin of every outline. */
#include "plot/export.h"
#include "plot/multiples-private.h"

static void paint(gpointer self, cairo_t *cr, double width, double height, const BwPlotTheme *theme)
{
  bw_multiples_paint(self, cr, width, height, theme);
}

static void append_outline(const BwMultiples *self, const BwPanel *panel, const BwOutline *outline,
                           char separator, GString *table)
{
  const double width = (outline->high - outline->low) / outline->n_bins;
  const char *legend = self->legends[outline->accent];
  for (int b = 0; b < outline->n_bins; b++) {
    bw_table_append_field(table, panel->name ? panel->name : "");
    g_string_append_c(table, separator);
    bw_table_append_field(table, legend ? legend : "");
    g_string_append_c(table, separator);
    bw_table_append_number(table, outline->low + b * width, TRUE);
    g_string_append_c(table, separator);
    bw_table_append_number(table, outline->low + (b + 1) * width, TRUE);
    g_string_append_c(table, separator);
    bw_table_append_number(table, outline->density[b], FALSE);
    g_string_append_c(table, '\n');
  }
}

static gboolean write_table(gpointer data, char separator, const BwSink *sink)
{
  const BwMultiples *self = data;
  g_autoptr(GString) table = g_string_new(NULL);
  const char *unit = self->unit ? self->unit : "";
  bw_table_append_comment(table, "", self->title);
  bw_table_append_comment(table, "", self->caption);
  bw_table_append_comment(table, "source", self->source);
  for (guint i = 0; i < self->panels->len; i++)
    bw_table_append_comment(table, bw_multiples_get_name(self, (int)i), bw_multiples_get_note(self, (int)i));
  g_string_append_printf(table, "name%cdistribution%cfrom (%s)%cto (%s)%cdensity (1/%s)\n", separator,
                         separator, unit, separator, unit, separator, unit);
  for (guint i = 0; i < self->panels->len; i++) {
    const BwPanel *panel = self->panels->pdata[i];
    for (guint o = 0; o < panel->outlines->len; o++)
      append_outline(self, panel, &g_array_index(panel->outlines, BwOutline, o), separator, table);
  }
  return sink->write(sink->to, table->str, table->len);
}

static BwExportable exportable(BwMultiples *self)
{
  return (BwExportable){self, self->title, self->source, paint, write_table};
}

gboolean bw_multiples_export(BwMultiples *self, const char *path, double width, double scale,
                             const BwPlotTheme *theme, GError **error)
{
  const BwExportable what = exportable(self);
  return bw_export(&what, path, width, bw_multiples_get_height(self, width, theme), scale, theme, error);
}

GBytes *bw_multiples_copy(BwMultiples *self, const char *format, double width, double scale,
                          const BwPlotTheme *theme, GError **error)
{
  const BwExportable what = exportable(self);
  return bw_export_copy(&what, format, width, bw_multiples_get_height(self, width, theme), scale, theme,
                        error);
}
