#include "render/plot-painter.h"
#include "plot/text.h"
#include "render/plot-painter-text.h"
#include "render/program.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

typedef struct {
  float ends[4]; /* pixels from the top left */
  float form[3]; /* half the width of a stroke, 0: box, < 0: text; first texel of a text */
  guint8 colour[4];
} Shape;

struct _BwPlotPainter {
  BwPainter base;
  BwProgram program;
  GLuint array, buffer;
  BwPlotTexts *texts;
  GArray *shapes; /* not drawn yet, all within `drawn_in` */
  double scale;
  int height;               /* pixels */
  int clip[4], drawn_in[4]; /* x, y, width, height as OpenGL counts them */
  int whole[4];
};

/* Shapes */

static void draw_shapes(BwPlotPainter *self)
{
  if (self->shapes->len == 0)
    return;
  glScissor(self->drawn_in[0], self->drawn_in[1], self->drawn_in[2], self->drawn_in[3]);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(sizeof(Shape) * self->shapes->len), self->shapes->data,
               GL_STREAM_DRAW);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, (GLsizei)self->shapes->len);
  g_array_set_size(self->shapes, 0);
}

/* One more shape in this colour; the rest of it is zero. */
static Shape *add_shape(BwPlotPainter *self, const double colour[4])
{
  if (memcmp(self->clip, self->drawn_in, sizeof self->clip) != 0) {
    draw_shapes(self);
    memcpy(self->drawn_in, self->clip, sizeof self->clip);
  }
  g_array_set_size(self->shapes, self->shapes->len + 1);
  Shape *shape = &g_array_index(self->shapes, Shape, self->shapes->len - 1);
  for (int k = 0; k < 4; k++)
    shape->colour[k] = (guint8)lrint(255 * CLAMP(colour[k], 0, 1));
  return shape;
}

static void set_ends(const BwPlotPainter *self, Shape *shape, double x0, double y0, double x1, double y1)
{
  const double ends[4] = {x0, y0, x1, y1};
  for (int k = 0; k < 4; k++)
    shape->ends[k] = (float)(ends[k] * self->scale);
}

static void add_box(BwPlotPainter *self, double left, double top, double right, double bottom,
                    const double colour[4])
{
  if (colour[3] > 0 && right > left && bottom > top)
    set_ends(self, add_shape(self, colour), left, top, right, bottom);
}

static void add_stroke(BwPlotPainter *self, const BwPoint *from, const BwPoint *to, double radius,
                       const double colour[4])
{
  Shape *shape = add_shape(self, colour);
  set_ends(self, shape, from->x, from->y, to->x, to->y);
  shape->form[0] = (float)(radius * self->scale);
}

/* The painter's class */

static void clip(BwPainter *painter, const BwBox *box)
{
  BwPlotPainter *self = (BwPlotPainter *)painter;
  if (!box) {
    memcpy(self->clip, self->whole, sizeof self->clip);
    return;
  }
  int left = MAX(0, (int)lrint(box->x * self->scale)), top = MAX(0, (int)lrint(box->y * self->scale));
  int right = MIN(self->whole[2], (int)lrint((box->x + box->width) * self->scale));
  int bottom = MIN(self->whole[3], (int)lrint((box->y + box->height) * self->scale));
  const int rectangle[4] = {left, self->height - bottom, MAX(0, right - left), MAX(0, bottom - top)};
  memcpy(self->clip, rectangle, sizeof rectangle);
}

/* The background comes first and covers everything: no shape is quicker than none. */
static void clear(BwPlotPainter *self, const double colour[4])
{
  float opacity = (float)colour[3];
  glScissor(0, 0, self->whole[2], self->whole[3]);
  glClearColor((float)colour[0] * opacity, (float)colour[1] * opacity, (float)colour[2] * opacity, opacity);
  glClear(GL_COLOR_BUFFER_BIT);
}

static void paint_box(BwPainter *painter, const BwBox *box, const double colour[4])
{
  BwPlotPainter *self = (BwPlotPainter *)painter;
  if (colour == painter->theme->background)
    clear(self, colour);
  else
    add_box(self, box->x, box->y, box->x + box->width, box->y + box->height, colour);
}

static void paint_line(BwPainter *painter, const BwPoint *points, int n, double width, const double colour[4])
{
  for (int i = 0; i + 1 < n; i++)
    add_stroke((BwPlotPainter *)painter, &points[i], &points[i + 1], 0.5 * width, colour);
}

static void paint_steps(BwPainter *painter, const BwPoint *points, int n, const double colour[4])
{
  for (int i = 0; i + 1 < n; i++)
    add_box((BwPlotPainter *)painter, points[i].x, MIN(points[i].y, points[0].y), points[i + 1].x,
            MAX(points[i].y, points[0].y), colour);
}

static void paint_dots(BwPainter *painter, const BwPoint *points, int n, double radius,
                       const double colour[4])
{
  for (int i = 0; i < n; i++)
    add_stroke((BwPlotPainter *)painter, &points[i], &points[i], radius, colour);
}

static void paint_columns(BwPainter *painter, double x, double step, int n, const double *low,
                          const double *high, const double colour[4])
{
  for (int i = 0; i < n; i++)
    add_box((BwPlotPainter *)painter, x + i * step, high[i], x + (i + 1) * step, low[i], colour);
}

static void measure(BwPainter *painter, const BwText *text, double *width, double *height)
{
  bw_plot_texts_measure(((BwPlotPainter *)painter)->texts, text, width, height);
}

static void paint_text(BwPainter *painter, const BwText *text, const double colour[4])
{
  BwPlotPainter *self = (BwPlotPainter *)painter;
  double width, height;
  BwPlotTexels texels;
  measure(painter, text, &width, &height);
  if (!bw_plot_texts_find(self->texts, text, &texels)) {
    draw_shapes(self);
    bw_plot_texts_empty(self->texts);
    if (!bw_plot_texts_find(self->texts, text, &texels))
      return;
  }
  BwPoint corner = bw_text_corner(text, width, height);
  Shape *shape = add_shape(self, colour);
  shape->ends[0] = rintf((float)(corner.x * self->scale - texels.left));
  shape->ends[1] = rintf((float)(corner.y * self->scale - texels.top));
  shape->ends[2] = shape->ends[0] + (float)texels.width;
  shape->ends[3] = shape->ends[1] + (float)texels.height;
  shape->form[0] = -1;
  shape->form[1] = (float)texels.x;
  shape->form[2] = (float)texels.y;
}

/* The painter */

static void describe_shapes(BwPlotPainter *self)
{
  glGenVertexArrays(1, &self->array);
  glGenBuffers(1, &self->buffer);
  glBindVertexArray(self->array);
  glBindBuffer(GL_ARRAY_BUFFER, self->buffer);
  glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(Shape), GSIZE_TO_POINTER(offsetof(Shape, ends)));
  glVertexAttribPointer(1, 3, GL_FLOAT, GL_FALSE, sizeof(Shape), GSIZE_TO_POINTER(offsetof(Shape, form)));
  glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(Shape),
                        GSIZE_TO_POINTER(offsetof(Shape, colour)));
  for (GLuint k = 0; k < 3; k++) {
    glEnableVertexAttribArray(k);
    glVertexAttribDivisor(k, 1);
  }
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

BwPlotPainter *bw_plot_painter_new(GError **error)
{
  static const BwPainterClass klass = {
      .clip = clip,
      .box = paint_box,
      .line = paint_line,
      .steps = paint_steps,
      .dots = paint_dots,
      .columns = paint_columns,
      .text = paint_text,
      .measure = measure,
  };
  BwPlotPainter *self = g_new0(BwPlotPainter, 1);
  if (!bw_program_init(&self->program, 330, "plot", "plot", NULL, error)) {
    g_free(self);
    return NULL;
  }
  self->base.klass = &klass;
  self->shapes = g_array_new(FALSE, TRUE, sizeof(Shape));
  self->texts = bw_plot_texts_new();
  describe_shapes(self);
  return self;
}

void bw_plot_painter_free(BwPlotPainter *self)
{
  if (!self)
    return;
  bw_program_clear(&self->program);
  bw_plot_texts_free(self->texts);
  g_array_unref(self->shapes);
  glDeleteVertexArrays(1, &self->array);
  glDeleteBuffers(1, &self->buffer);
  g_free(self);
}

/* All state that is relied on; the context may be anybody's. */
static void begin(BwPlotPainter *self, GLuint framebuffer)
{
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  glViewport(0, 0, self->whole[2], self->whole[3]);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(self->program.id);
  glUniform2f(self->program.uniforms[BW_UNIFORM_VIEWPORT], (float)self->whole[2], (float)self->whole[3]);
  glUniform1i(self->program.uniforms[BW_UNIFORM_PICTURE], 0);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, bw_plot_texts_get_texture(self->texts));
  glBindVertexArray(self->array);
  glBindBuffer(GL_ARRAY_BUFFER, self->buffer);
}

static void end(BwPlotPainter *self)
{
  draw_shapes(self);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  glUseProgram(0);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
}

void bw_plot_painter_paint(BwPlotPainter *self, BwPlot *plot, const BwPlotTheme *theme, unsigned framebuffer,
                           double width, double height, double scale)
{
  const int whole[4] = {0, 0, (int)lrint(width * scale), (int)lrint(height * scale)};
  memcpy(self->whole, whole, sizeof whole);
  memcpy(self->clip, whole, sizeof whole);
  memcpy(self->drawn_in, whole, sizeof whole);
  self->height = whole[3];
  self->scale = scale;
  self->base.theme = theme;
  self->base.pixel = self->base.column = 1 / scale;
  self->base.dense = 0.7 / self->base.column;
  bw_plot_texts_begin(self->texts, theme, scale);
  begin(self, framebuffer);
  bw_plot_paint_with(plot, &self->base, width, height);
  end(self);
}
