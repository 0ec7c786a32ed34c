#include "plot/export.h"
#include "base/error.h"
#include "io/atomic-file.h"
#include "plot/plot-private.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#define MOST_PIXELS 32767 /* what cairo can address */

typedef struct {
  const BwExportable *what;
  double width, height, scale;
  const BwPlotTheme *theme;
} Picture;

static cairo_status_t write_bytes(void *closure, const unsigned char *data, unsigned int length)
{
  const BwSink *sink = closure;
  return sink->write(sink->to, data, length) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *paint_on(cairo_surface_t *surface, const Picture *p)
{
  cairo_t *cr = cairo_create(surface);
  cairo_scale(cr, p->scale, p->scale);
  p->what->paint(p->what->data, cr, p->width, p->height, p->theme);
  cairo_destroy(cr);
  return surface;
}

/* Painted, finished and written; what the disk had to say is kept by the file. */
static cairo_status_t finish(cairo_surface_t *surface)
{
  cairo_surface_finish(surface);
  cairo_status_t status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  return status;
}

static cairo_status_t write_pdf(const Picture *p, const BwSink *sink)
{
  const BwExportable *what = p->what;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_bytes, (void *)sink,
                                                                 p->width * p->scale, p->height * p->scale);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, what->title ? what->title : "");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, what->source ? what->source : "");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Beadwork");
  return finish(paint_on(surface, p));
}

static cairo_status_t write_svg(const Picture *p, const BwSink *sink)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream(write_bytes, (void *)sink,
                                                                 p->width * p->scale, p->height * p->scale);
  return finish(paint_on(surface, p));
}

static cairo_status_t write_png(const Picture *p, const BwSink *sink)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)round(p->width * p->scale),
                                                        (int)round(p->height * p->scale));
  paint_on(surface, p);
  cairo_status_t status = cairo_surface_write_to_png_stream(surface, write_bytes, (void *)sink);
  cairo_status_t own = finish(surface);
  return status ? status : own;
}

static cairo_status_t write_table(const Picture *p, const BwSink *sink, char separator)
{
  return p->what->write_table(p->what->data, separator, sink) ? CAIRO_STATUS_SUCCESS
                                                              : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t write_csv(const Picture *p, const BwSink *sink)
{
  return write_table(p, sink, ',');
}

static cairo_status_t write_tsv(const Picture *p, const BwSink *sink)
{
  return write_table(p, sink, '\t');
}

typedef struct {
  const char *name;
  gboolean picture;
  cairo_status_t (*write)(const Picture *p, const BwSink *sink);
} Format;

static const Format formats[] = {{"pdf", TRUE, write_pdf},
                                 {"svg", TRUE, write_svg},
                                 {"png", TRUE, write_png},
                                 {"csv", FALSE, write_csv},
                                 {"tsv", FALSE, write_tsv}};

/* NULL: none of them. */
static const Format *find_format(const char *extension)
{
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
    if (g_ascii_strcasecmp(extension, formats[i].name) == 0)
      return &formats[i];
  return NULL;
}

static gboolean check_size(const Picture *p, const Format *format, GError **error)
{
  if (!format->picture || (p->width * p->scale >= 1 && p->height * p->scale >= 1 &&
                           MAX(p->width, p->height) * p->scale <= MOST_PIXELS))
    return TRUE;
  return bw_fail(error, BW_ERROR_ARGUMENT,
                 "a picture of %g×%g at scale %g cannot be made; the sides go from 1 to %d", p->width,
                 p->height, p->scale, MOST_PIXELS);
}

/* What could not be written is the sink's to tell. */
static gboolean check_status(cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_WRITE_ERROR)
    return TRUE;
  return bw_fail(error, status == CAIRO_STATUS_NO_MEMORY ? BW_ERROR_MEMORY : BW_ERROR_FILE,
                 "the picture could not be made: %s", cairo_status_to_string(status));
}

static gboolean write_to_file(gpointer file, const void *data, gsize n)
{
  return bw_atomic_file_write(file, data, n, NULL);
}

gboolean bw_export(const BwExportable *what, const char *path, double width, double height, double scale,
                   const BwPlotTheme *theme, GError **error)
{
  const Picture picture = {what, width, height, scale, theme};
  const char *dot = strrchr(path, '.');
  const Format *format = dot ? find_format(dot + 1) : NULL;
  if (!format)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                        "a plot is written as .pdf, .svg, .png, .csv or .tsv");
  g_autoptr(GError) trouble = NULL;
  if (!check_size(&picture, format, &trouble))
    return bw_fail_file(error, trouble->code, path, "%s", trouble->message);
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new(path, error);
  if (!file)
    return FALSE;
  const BwSink sink = {write_to_file, file};
  if (!check_status(format->write(&picture, &sink), &trouble))
    return bw_fail_file(error, trouble->code, path, "%s", trouble->message);
  return bw_atomic_file_commit(file, error);
}

static gboolean write_to_memory(gpointer bytes, const void *data, gsize n)
{
  g_byte_array_append(bytes, data, (guint)n);
  return TRUE;
}

GBytes *bw_export_copy(const BwExportable *what, const char *name, double width, double height, double scale,
                       const BwPlotTheme *theme, GError **error)
{
  const Picture picture = {what, width, height, scale, theme};
  const Format *format = find_format(name);
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  const BwSink sink = {write_to_memory, bytes};
  g_return_val_if_fail(format, NULL);
  if (!check_size(&picture, format, error) || !check_status(format->write(&picture, &sink), error))
    return NULL;
  return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

/* Plots */

/* The place of the pointer goes on to be one on the screen. */
static void paint_plot(gpointer data, cairo_t *cr, double width, double height, const BwPlotTheme *theme)
{
  BwPlot *plot = data;
  const BwPlot before = *plot;
  plot->legend_place = BW_PLACE_NONE;
  bw_plot_paint(plot, cr, width, height, theme);
  plot->axes = before.axes;
  memcpy(plot->shown, before.shown, sizeof before.shown);
  plot->legend_place = before.legend_place;
}

static gboolean write_table_of_plot(gpointer plot, char separator, const BwSink *sink)
{
  return bw_plot_write_table(plot, separator, sink);
}

static BwExportable from_plot(BwPlot *plot)
{
  return (BwExportable){plot, plot->title, plot->source, paint_plot, write_table_of_plot};
}

gboolean bw_plot_export(BwPlot *plot, const char *path, double width, double height, double scale,
                        const BwPlotTheme *theme, GError **error)
{
  const BwExportable what = from_plot(plot);
  return bw_export(&what, path, width, height, scale, theme, error);
}

GBytes *bw_plot_copy(BwPlot *plot, const char *format, double width, double height, double scale,
                     const BwPlotTheme *theme, GError **error)
{
  const BwExportable what = from_plot(plot);
  return bw_export_copy(&what, format, width, height, scale, theme, error);
}
