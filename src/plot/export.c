#include "plot/export.h"
#include "base/error.h"
#include "plot/plot-private.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#define MOST_PIXELS 32767 /* what cairo can address */

static cairo_status_t write_bytes(void *closure, const unsigned char *data, unsigned int length)
{
  return bw_atomic_file_write(closure, data, length, NULL) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *paint_on(cairo_surface_t *surface, BwPlot *plot, double width, double height,
                                 double scale, const BwPlotTheme *theme)
{
  cairo_t *cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  bw_plot_paint(plot, cr, width, height, theme);
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

static cairo_status_t write_pdf(BwPlot *plot, BwAtomicFile *file, double width, double height, double scale,
                                const BwPlotTheme *theme)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream(write_bytes, file, width * scale, height * scale);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, plot->title ? plot->title : "");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, plot->source ? plot->source : "");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Beadwork");
  return finish(paint_on(surface, plot, width, height, scale, theme));
}

static cairo_status_t write_svg(BwPlot *plot, BwAtomicFile *file, double width, double height, double scale,
                                const BwPlotTheme *theme)
{
  cairo_surface_t *surface =
      cairo_svg_surface_create_for_stream(write_bytes, file, width * scale, height * scale);
  return finish(paint_on(surface, plot, width, height, scale, theme));
}

static cairo_status_t write_png(BwPlot *plot, BwAtomicFile *file, double width, double height, double scale,
                                const BwPlotTheme *theme)
{
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)round(width * scale), (int)round(height * scale));
  paint_on(surface, plot, width, height, scale, theme);
  cairo_status_t status = cairo_surface_write_to_png_stream(surface, write_bytes, file);
  cairo_status_t own = finish(surface);
  return status ? status : own;
}

static const struct {
  const char *extension;
  cairo_status_t (*write)(BwPlot *plot, BwAtomicFile *file, double width, double height, double scale,
                          const BwPlotTheme *theme);
} pictures[] = {{".pdf", write_pdf}, {".svg", write_svg}, {".png", write_png}};

/* Index in pictures, −1 for CSV, −2 for neither. */
static int find_format(const char *path)
{
  g_autofree char *lower = g_ascii_strdown(path, -1);
  for (gsize i = 0; i < G_N_ELEMENTS(pictures); i++)
    if (g_str_has_suffix(lower, pictures[i].extension))
      return (int)i;
  return g_str_has_suffix(lower, ".csv") ? -1 : -2;
}

gboolean bw_plot_export(BwPlot *plot, const char *path, double width, double height, double scale,
                        const BwPlotTheme *theme, GError **error)
{
  int format = find_format(path);
  if (format == -2)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, path, "a plot is written as .pdf, .svg, .png or .csv");
  if (format >= 0 &&
      !(width * scale >= 1 && height * scale >= 1 && MAX(width, height) * scale <= MOST_PIXELS))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                        "a picture of %g×%g at scale %g cannot be made; the sides go from 1 to %d", width,
                        height, scale, MOST_PIXELS);
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new(path, error);
  if (!file)
    return FALSE;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  if (format < 0)
    bw_plot_write_csv(plot, file, NULL);
  else
    status = pictures[format].write(plot, file, width, height, scale, theme);
  /* The file remembers a failed write and says it better than cairo. */
  if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_WRITE_ERROR)
    return bw_fail_file(error, status == CAIRO_STATUS_NO_MEMORY ? BW_ERROR_MEMORY : BW_ERROR_FILE, path,
                        "the picture could not be made: %s", cairo_status_to_string(status));
  return bw_atomic_file_commit(file, error);
}
