/* export.h - what is painted, as bytes: bw_plot_export(), bw_multiples_export() and their like are the doors.
 */
#pragma once

#include "plot/plot.h"

/* Where bytes go; FALSE from `write` ends it. */
typedef struct {
  gboolean (*write)(gpointer to, const void *data, gsize n);
  gpointer to;
} BwSink;

/* What can be written as a picture and as a table; `separator` ',' or a tab. */
typedef struct {
  gpointer data;
  const char *title, *source; /* may be NULL */
  void (*paint)(gpointer data, cairo_t *cr, double width, double height, const BwPlotTheme *theme);
  gboolean (*write_table)(gpointer data, char separator, const BwSink *sink);
} BwExportable;

/* As bw_plot_export() and bw_plot_copy(). */
gboolean bw_export(const BwExportable *what, const char *path, double width, double height, double scale,
                   const BwPlotTheme *theme, GError **error);
GBytes *bw_export_copy(const BwExportable *what, const char *format, double width, double height,
                       double scale, const BwPlotTheme *theme, GError **error);

/* export-csv.c: all data, RFC 4180 with "#" comment lines first. */
gboolean bw_plot_write_table(const BwPlot *plot, char separator, const BwSink *sink);
/* Of such a table: a number that reads back as the same one, or the edge of a bin without its rounding error;
 * a field; a comment line, "# name: text", if there is a text. */
void bw_table_append_number(GString *table, double value, gboolean edge);
void bw_table_append_field(GString *table, const char *text);
void bw_table_append_comment(GString *table, const char *name, const char *text);
