#include "render/batches.h"

#include <stddef.h>
#include <string.h>

static const float ACCENT[3] = {0.21f, 0.52f, 0.89f};         /* the blue of a GNOME selection */
static const float LEAST_SPHERE = 0.6f, LEAST_CAPSULE = 0.5f; /* pixels */
static const float CONTOUR = 0.65f, COARSE_CONTOUR = 0.4f; /* of blackness; pixels twice as wide need less */

static void float_attribute(GLuint index, int n, gsize stride, gsize offset, GLuint divisor)
{
  glEnableVertexAttribArray(index);
  glVertexAttribPointer(index, n, GL_FLOAT, GL_FALSE, (GLsizei)stride, GSIZE_TO_POINTER(offset));
  glVertexAttribDivisor(index, divisor);
}

static void colour_attribute(GLuint index, gsize stride, gsize offset, GLuint divisor)
{
  glEnableVertexAttribArray(index);
  glVertexAttribPointer(index, 4, GL_UNSIGNED_BYTE, GL_TRUE, (GLsizei)stride, GSIZE_TO_POINTER(offset));
  glVertexAttribDivisor(index, divisor);
}

static void describe_spheres(GLuint array, GLuint buffer, GLuint divisor)
{
  glBindVertexArray(array);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  float_attribute(0, 4, sizeof(BwSphere), offsetof(BwSphere, centre), divisor);
  colour_attribute(1, sizeof(BwSphere), offsetof(BwSphere, colour), divisor);
}

static void describe_capsules(GLuint array, GLuint buffer, GLuint corners)
{
  glBindVertexArray(array);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, corners);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  float_attribute(0, 3, sizeof(BwCapsule), offsetof(BwCapsule, start), 0);
  float_attribute(1, 4, sizeof(BwCapsule), offsetof(BwCapsule, end), 0);
  colour_attribute(2, sizeof(BwCapsule), offsetof(BwCapsule, start_colour), 0);
  colour_attribute(3, sizeof(BwCapsule), offsetof(BwCapsule, end_colour), 0);
}

/* What a software driver draws within a frame's time. */
enum { MOST_HASTY_SPHERES = 16000, MOST_HASTY_CAPSULES = 6000 };

static gboolean impostors_init(BwImpostors *impostors, const char *sphere, const char *capsule,
                               GError **error)
{
  return bw_program_init(&impostors->quads, 330, sphere, sphere, NULL, error) &&
         bw_program_init(&impostors->sprites, 330, sphere, sphere, "#define POINT_SPRITES", error) &&
         bw_program_init(&impostors->capsules, 330, capsule, capsule, NULL, error);
}

static void impostors_clear(BwImpostors *impostors)
{
  bw_program_clear(&impostors->quads);
  bw_program_clear(&impostors->sprites);
  bw_program_clear(&impostors->capsules);
}

gboolean bw_batches_init(BwBatches *batches, GError **error)
{
  GLfloat sizes[2] = {0};
  if (!impostors_init(&batches->full, "sphere", "capsule", error) ||
      !impostors_init(&batches->bare, "bare-sphere", "bare-capsule", error))
    return FALSE;
  glGetFloatv(GL_POINT_SIZE_RANGE, sizes);
  batches->longest_sprite = MIN(sizes[1], 1024);
  glGenBuffers(1, &batches->sphere_buffer);
  glGenBuffers(1, &batches->capsule_buffer);
  glGenBuffers(1, &batches->corner_buffer);
  glGenVertexArrays(1, &batches->quad_array);
  glGenVertexArrays(1, &batches->sprite_array);
  glGenVertexArrays(1, &batches->capsule_array);
  describe_spheres(batches->quad_array, batches->sphere_buffer, 1);
  describe_spheres(batches->sprite_array, batches->sphere_buffer, 0);
  describe_capsules(batches->capsule_array, batches->capsule_buffer, batches->corner_buffer);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  return TRUE;
}

void bw_batches_clear(BwBatches *batches)
{
  impostors_clear(&batches->full);
  impostors_clear(&batches->bare);
  glDeleteBuffers(1, &batches->sphere_buffer);
  glDeleteBuffers(1, &batches->capsule_buffer);
  glDeleteBuffers(1, &batches->corner_buffer);
  glDeleteVertexArrays(1, &batches->quad_array);
  glDeleteVertexArrays(1, &batches->sprite_array);
  glDeleteVertexArrays(1, &batches->capsule_array);
  *batches = (BwBatches){0};
}

/* Two triangles for each of at least n quadrilaterals. */
static void provide_corners(BwBatches *batches, int n)
{
  static const guint32 pattern[6] = {0, 1, 2, 2, 1, 3};
  if (n <= batches->n_cornered)
    return;
  batches->n_cornered = MAX(n, 2 * batches->n_cornered);
  g_autofree guint32 *corners = g_new(guint32, 6 * (gsize)batches->n_cornered);
  for (gsize i = 0; i < 6 * (gsize)batches->n_cornered; i++)
    corners[i] = 4 * (guint32)(i / 6) + pattern[i % 6];
  glBindBuffer(GL_ARRAY_BUFFER, batches->corner_buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof *corners * 6 * batches->n_cornered, corners, GL_STATIC_DRAW);
}

/* Not as instances of one quadrilateral: a driver that starts each instance anew (all software drivers do)
 * takes twice as long for them. */
static void upload_capsules(BwBatches *batches, const GArray *capsules)
{
  provide_corners(batches, (int)capsules->len);
  g_autofree BwCapsule *vertices = g_new(BwCapsule, 4 * (gsize)capsules->len);
  for (guint i = 0; i < capsules->len; i++)
    for (int corner = 0; corner < 4; corner++)
      vertices[4 * (gsize)i + corner] = g_array_index(capsules, BwCapsule, i);
  glBindBuffer(GL_ARRAY_BUFFER, batches->capsule_buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof *vertices * 4 * capsules->len, vertices, GL_STREAM_DRAW);
}

void bw_batches_upload(BwBatches *batches, const BwShapes *shapes)
{
  batches->n_spheres = (int)shapes->spheres->len;
  batches->n_capsules = (int)shapes->capsules->len;
  /* beads come in an order whose beginning stands for all */
  batches->n_hasty_spheres = MAX(MIN(batches->n_spheres, MOST_HASTY_SPHERES), shapes->n_first_spheres);
  batches->n_hasty_capsules = MAX(MIN(batches->n_capsules, MOST_HASTY_CAPSULES), shapes->n_first_capsules);
  batches->largest = shapes->largest;
  glBindBuffer(GL_ARRAY_BUFFER, batches->sphere_buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof(BwSphere) * shapes->spheres->len, shapes->spheres->data,
               GL_STREAM_DRAW);
  upload_capsules(batches, shapes->capsules);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

/* Point sprites are the cheaper way (a third less time for 10 000 spheres on llvmpipe), but have a largest
 * size. */
static gboolean fits_sprites(const BwBatches *batches, const BwView *view)
{
  double nearest = view->orthographic ? 1 : view->depth_range[0];
  double pixels = batches->largest * MAX(view->scale[0] * view->width, view->scale[1] * view->height) /
                  MAX(nearest, 1e-6);
  return 1.3 * pixels + 2 < batches->longest_sprite;
}

static void use(const BwView *view, const BwLook *look, const BwProgram *program, float least_pixels)
{
  const GLint *at = program->uniforms;
  bw_view_use(view, program);
  glUniform3fv(at[BW_UNIFORM_ACCENT], 1, ACCENT);
  glUniform1f(at[BW_UNIFORM_LEAST_PIXELS], least_pixels);
  float contour = look->tier == BW_TIER_COARSE ? COARSE_CONTOUR : CONTOUR;
  glUniform1f(at[BW_UNIFORM_CONTOUR], look->contour_pixels > 0 ? contour : 0);
  glUniform1f(at[BW_UNIFORM_CONTOUR_PIXELS], (float)MAX(look->contour_pixels, 0.9));
  glUniform1f(at[BW_UNIFORM_FOG], look->fog);
  glUniform3fv(at[BW_UNIFORM_FOG_COLOUR], 1, look->fog_colour);
}

/* A sprite vanishes with its middle: the viewport reaches beyond the picture by half of the largest one. */
static void draw_sprites(const BwBatches *batches, const BwView *view, const BwProgram *program, int n)
{
  int margin = (int)batches->longest_sprite / 2 + 1;
  int width = view->width + 2 * margin, height = view->height + 2 * margin;
  glUniform2f(program->uniforms[BW_UNIFORM_GUARD], (float)view->width / (float)width,
              (float)view->height / (float)height);
  glViewport(-margin, -margin, width, height);
  glBindVertexArray(batches->sprite_array);
  glDrawArrays(GL_POINTS, 0, n);
  glViewport(0, 0, view->width, view->height);
}

void bw_batches_draw(const BwBatches *batches, const BwView *view, const BwLook *look)
{
  gboolean bare = look->tier >= BW_TIER_BARE;
  const BwImpostors *impostors = bare ? &batches->bare : &batches->full;
  int n_spheres = bare ? batches->n_hasty_spheres : batches->n_spheres;
  int n_capsules = bare ? batches->n_hasty_capsules : batches->n_capsules;
  if (n_spheres > 0 && fits_sprites(batches, view)) {
    use(view, look, &impostors->sprites, LEAST_SPHERE);
    draw_sprites(batches, view, &impostors->sprites, n_spheres);
  } else if (n_spheres > 0) {
    use(view, look, &impostors->quads, LEAST_SPHERE);
    glBindVertexArray(batches->quad_array);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, n_spheres);
  }
  if (n_capsules > 0) {
    use(view, look, &impostors->capsules, LEAST_CAPSULE);
    glBindVertexArray(batches->capsule_array);
    glDrawElements(GL_TRIANGLES, 6 * n_capsules, GL_UNSIGNED_INT, NULL);
  }
  glBindVertexArray(0);
}
