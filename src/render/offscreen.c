#include "render/offscreen.h"
#include "base/array.h"
#include "base/error.h"
#include "render/png.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

enum { LARGEST_PICTURE = 16384, LARGEST_TILE = 4096, LEAST_CORE = 2048, MOST_FRAMES = 1000 };

struct _BwOffscreen {
  EGLDisplay display;
  EGLContext context;
};

/* A display that is initialised and can make OpenGL contexts without a surface; NULL when it cannot. */
static EGLDisplay usable(EGLDisplay display)
{
  if (display == EGL_NO_DISPLAY || !eglInitialize(display, NULL, NULL))
    return EGL_NO_DISPLAY;
  if (epoxy_has_egl_extension(display, "EGL_KHR_surfaceless_context") && eglBindAPI(EGL_OPENGL_API))
    return display;
  eglTerminate(display);
  return EGL_NO_DISPLAY;
}

static EGLDisplay device_display(void)
{
  EGLDeviceEXT devices[16];
  EGLint n = 0;
  if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_device") ||
      !epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_device_base") ||
      !eglQueryDevicesEXT(G_N_ELEMENTS(devices), devices, &n))
    return EGL_NO_DISPLAY;
  EGLDisplay display = EGL_NO_DISPLAY;
  for (int i = 0; i < n && display == EGL_NO_DISPLAY; i++)
    display = usable(eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[i], NULL));
  return display;
}

static EGLDisplay find_display(void)
{
  EGLDisplay display = EGL_NO_DISPLAY;
  if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless"))
    display = usable(eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL));
  if (display == EGL_NO_DISPLAY)
    display = device_display();
  return display != EGL_NO_DISPLAY ? display : usable(eglGetDisplay(EGL_DEFAULT_DISPLAY));
}

static EGLContext new_context(EGLDisplay display)
{
  static const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_DONT_CARE, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                  EGL_NONE};
  static const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION,
                                      3,
                                      EGL_CONTEXT_MINOR_VERSION,
                                      3,
                                      EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                      EGL_NONE};
  EGLConfig config;
  EGLint n = 0;
  if (!eglChooseConfig(display, wanted, &config, 1, &n) || n < 1)
    return EGL_NO_CONTEXT;
  return eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
}

BwOffscreen *bw_offscreen_new(GError **error)
{
  BwOffscreen *offscreen = g_new0(BwOffscreen, 1);
  offscreen->display = find_display();
  if (offscreen->display != EGL_NO_DISPLAY)
    offscreen->context = new_context(offscreen->display);
  if (offscreen->context != EGL_NO_CONTEXT &&
      eglMakeCurrent(offscreen->display, EGL_NO_SURFACE, EGL_NO_SURFACE, offscreen->context))
    return offscreen;
  bw_offscreen_free(offscreen);
  bw_fail(error, BW_ERROR_UNSUPPORTED,
          "there is no OpenGL 3.3 to draw with; install a driver (a software driver will do: libgl1-mesa-dri "
          "and libegl-mesa0)");
  return NULL;
}

void bw_offscreen_free(BwOffscreen *offscreen)
{
  if (!offscreen)
    return;
  if (offscreen->display != EGL_NO_DISPLAY) {
    eglMakeCurrent(offscreen->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (offscreen->context != EGL_NO_CONTEXT)
      eglDestroyContext(offscreen->display, offscreen->context);
    eglTerminate(offscreen->display);
  }
  g_free(offscreen);
}

typedef struct {
  GLuint fbo, buffer;
} Canvas;

static Canvas new_canvas(int width, int height)
{
  Canvas canvas;
  glGenFramebuffers(1, &canvas.fbo);
  glGenRenderbuffers(1, &canvas.buffer);
  glBindFramebuffer(GL_FRAMEBUFFER, canvas.fbo);
  glBindRenderbuffer(GL_RENDERBUFFER, canvas.buffer);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, canvas.buffer);
  return canvas;
}

static void canvas_clear(Canvas *canvas)
{
  glDeleteFramebuffers(1, &canvas->fbo);
  glDeleteRenderbuffers(1, &canvas->buffer);
}

/* Copies the core of what is bound for reading into the image, whose rows run from the top. */
static void read_core(const BwTile *tile, const int core[4], cairo_surface_t *image)
{
  guint8 *data = cairo_image_surface_get_data(image);
  int stride = cairo_image_surface_get_stride(image);
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  for (int row = 0; row < core[3]; row++) {
    int y = tile->height - 1 - (core[1] + row);
    glReadPixels(core[0] - tile->x, core[1] + row - tile->y, core[2], 1, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
                 data + (gsize)stride * y + 4 * (gsize)core[0]);
  }
}

/* core: x, y, width, height of what is wanted of this tile. */
static gboolean draw_tile(BwScene *scene, const BwCamera *camera, const BwTile *tile, const int core[4],
                          cairo_surface_t *image, GError **error)
{
  while (glGetError() != GL_NO_ERROR)
    ;
  Canvas canvas = new_canvas(tile->tile_width, tile->tile_height);
  int frame = 1;
  while (frame < MOST_FRAMES && bw_scene_draw_tile(scene, camera, tile, canvas.fbo, frame))
    frame++;
  read_core(tile, core, image);
  canvas_clear(&canvas);
  GLenum code = glGetError();
  return code == GL_NO_ERROR ||
         bw_fail(error, BW_ERROR_MEMORY,
                 "the graphics driver failed (error 0x%x) at %d × %d; choose a smaller size", code,
                 tile->width, tile->height);
}

static gboolean draw_all(BwScene *scene, const BwCamera *camera, int width, int height,
                         cairo_surface_t *image, GError **error)
{
  gboolean single = width <= LARGEST_TILE && height <= LARGEST_TILE;
  int margin = single ? 0 : bw_scene_tile_margin(height);
  int core_size = single ? LARGEST_TILE : MAX(LARGEST_TILE - 2 * margin, LEAST_CORE);
  for (int y = 0; y < height; y += core_size)
    for (int x = 0; x < width; x += core_size) {
      const int core[4] = {x, y, MIN(core_size, width - x), MIN(core_size, height - y)};
      BwTile tile = {width, height, MAX(x - margin, 0), MAX(y - margin, 0), 0, 0};
      tile.tile_width = MIN(x + core[2] + margin, width) - tile.x;
      tile.tile_height = MIN(y + core[3] + margin, height) - tile.y;
      if (!draw_tile(scene, camera, &tile, core, image, error))
        return FALSE;
    }
  return TRUE;
}

cairo_surface_t *bw_offscreen_draw(BwOffscreen *offscreen, BwScene *scene, const BwCamera *camera, int width,
                                   int height, GError **error)
{
  if (width < 1 || height < 1 || width > LARGEST_PICTURE || height > LARGEST_PICTURE) {
    bw_fail(error, BW_ERROR_ARGUMENT, "a picture of %d × %d: use 1 to %d pixels either way", width, height,
            LARGEST_PICTURE);
    return NULL;
  }
  if (!bw_memory_check(4 * (guint64)width * height, "the picture", "choose a smaller size", error))
    return NULL;
  eglMakeCurrent(offscreen->display, EGL_NO_SURFACE, EGL_NO_SURFACE, offscreen->context);
  BwSceneStyle style;
  bw_scene_get_style(scene, &style);
  cairo_surface_t *image =
      cairo_image_surface_create(style.transparent ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, height);
  cairo_surface_flush(image);
  bw_scene_settle(scene);
  if (!draw_all(scene, camera, width, height, image, error)) {
    cairo_surface_destroy(image);
    return NULL;
  }
  cairo_surface_mark_dirty(image);
  return image;
}

gboolean bw_offscreen_write_png(BwOffscreen *offscreen, BwScene *scene, const BwCamera *camera, int width,
                                int height, const char *path, GError **error)
{
  cairo_surface_t *image = bw_offscreen_draw(offscreen, scene, camera, width, height, error);
  gboolean ok = image && bw_png_write(image, path, error);
  if (image)
    cairo_surface_destroy(image);
  return ok;
}
