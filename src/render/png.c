#include "render/png.h"
#include "base/error.h"
#include "io/atomic-file.h"

static cairo_status_t write_bytes(void *file, const unsigned char *data, unsigned int n)
{
  return bw_atomic_file_write(file, data, n, NULL) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

gboolean bw_png_write(cairo_surface_t *image, const char *path, GError **error)
{
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new(path, error);
  if (!file)
    return FALSE;
  cairo_status_t status = cairo_surface_write_to_png_stream(image, write_bytes, file);
  if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_WRITE_ERROR)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, path, "cannot be written as PNG: %s",
                        cairo_status_to_string(status));
  return bw_atomic_file_commit(file, error); /* says what went wrong while writing */
}
