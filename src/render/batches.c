#include "render/batches.h"

#include <stddef.h>
#include <string.h>

static const float ACCENT[3] = {0.21f, 0.52f, 0.89f};         /* the blue of a GNOME selection */
static const float LEAST_SPHERE = 0.6f, LEAST_CAPSULE = 0.5f; /* pixels */
static const float CONTOUR = 0.65f;                           /* of blackness */

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

static void describe_capsules(GLuint array, GLuint buffer)
{
  glBindVertexArray(array);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  float_attribute(0, 3, sizeof(BwCapsule), offsetof(BwCapsule, start), 1);
  float_attribute(1, 4, sizeof(BwCapsule), offsetof(BwCapsule, end), 1);
  colour_attribute(2, sizeof(BwCapsule), offsetof(BwCapsule, start_colour), 1);
  colour_attribute(3, sizeof(BwCapsule), offsetof(BwCapsule, end_colour), 1);
}

/* What a software driver draws within a frame's time. */
enum { MOST_HASTY_SPHERES = 16000, MOST_HASTY_CAPSULES = 6000 };

static gboolean is_software_driver(void)
{
  const char *renderer = (const char *)glGetString(GL_RENDERER);
  return renderer && (strstr(renderer, "llvmpipe") || strstr(renderer, "softpipe"));
}

gboolean bw_batches_init(BwBatches *batches, GError **error)
{
  GLfloat sizes[2] = {0};
  if (!bw_program_init(&batches->quads, 330, "sphere", "sphere", NULL, error) ||
      !bw_program_init(&batches->sprites, 330, "sphere", "sphere", "#define POINT_SPRITES", error) ||
      !bw_program_init(&batches->capsules, 330, "capsule", "capsule", NULL, error))
    return FALSE;
  glGetFloatv(GL_POINT_SIZE_RANGE, sizes);
  batches->longest_sprite = MIN(sizes[1], 1024);
  glGenBuffers(1, &batches->sphere_buffer);
  glGenBuffers(1, &batches->capsule_buffer);
  glGenVertexArrays(1, &batches->quad_array);
  glGenVertexArrays(1, &batches->sprite_array);
  glGenVertexArrays(1, &batches->capsule_array);
  describe_spheres(batches->quad_array, batches->sphere_buffer, 1);
  describe_spheres(batches->sprite_array, batches->sphere_buffer, 0);
  describe_capsules(batches->capsule_array, batches->capsule_buffer);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  return TRUE;
}

void bw_batches_clear(BwBatches *batches)
{
  bw_program_clear(&batches->quads);
  bw_program_clear(&batches->sprites);
  bw_program_clear(&batches->capsules);
  glDeleteBuffers(1, &batches->sphere_buffer);
  glDeleteBuffers(1, &batches->capsule_buffer);
  glDeleteVertexArrays(1, &batches->quad_array);
  glDeleteVertexArrays(1, &batches->sprite_array);
  glDeleteVertexArrays(1, &batches->capsule_array);
  *batches = (BwBatches){0};
}

void bw_batches_upload(BwBatches *batches, const BwShapes *shapes)
{
  batches->n_spheres = (int)shapes->spheres->len;
  batches->n_capsules = (int)shapes->capsules->len;
  batches->n_hasty_spheres = batches->n_spheres;
  batches->n_hasty_capsules = batches->n_capsules;
  if (is_software_driver()) { /* beads come in an order whose beginning stands for all */
    batches->n_hasty_spheres = MAX(MIN(batches->n_spheres, MOST_HASTY_SPHERES), shapes->n_first_spheres);
    batches->n_hasty_capsules = MAX(MIN(batches->n_capsules, MOST_HASTY_CAPSULES), shapes->n_first_capsules);
  }
  batches->largest = shapes->largest;
  glBindBuffer(GL_ARRAY_BUFFER, batches->sphere_buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof(BwSphere) * shapes->spheres->len, shapes->spheres->data,
               GL_STREAM_DRAW);
  glBindBuffer(GL_ARRAY_BUFFER, batches->capsule_buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof(BwCapsule) * shapes->capsules->len, shapes->capsules->data,
               GL_STREAM_DRAW);
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

static void use(const BwView *view, const BwProgram *program, float least_pixels, double contour_pixels)
{
  bw_view_use(view, program);
  glUniform3fv(program->uniforms[BW_UNIFORM_ACCENT], 1, ACCENT);
  glUniform1f(program->uniforms[BW_UNIFORM_LEAST_PIXELS], least_pixels);
  glUniform1f(program->uniforms[BW_UNIFORM_CONTOUR], contour_pixels > 0 ? CONTOUR : 0);
  glUniform1f(program->uniforms[BW_UNIFORM_CONTOUR_PIXELS], (float)MAX(contour_pixels, 0.9));
}

/* A sprite vanishes with its middle: the viewport reaches beyond the picture by half of the largest one. */
static void draw_sprites(const BwBatches *batches, const BwView *view, double contour_pixels, int n)
{
  int margin = (int)batches->longest_sprite / 2 + 1;
  int width = view->width + 2 * margin, height = view->height + 2 * margin;
  use(view, &batches->sprites, LEAST_SPHERE, contour_pixels);
  glUniform2f(batches->sprites.uniforms[BW_UNIFORM_GUARD], (float)view->width / (float)width,
              (float)view->height / (float)height);
  glViewport(-margin, -margin, width, height);
  glBindVertexArray(batches->sprite_array);
  glDrawArrays(GL_POINTS, 0, n);
  glViewport(0, 0, view->width, view->height);
}

void bw_batches_draw(const BwBatches *batches, const BwView *view, double contour_pixels, gboolean moving)
{
  int n_spheres = moving ? batches->n_hasty_spheres : batches->n_spheres;
  int n_capsules = moving ? batches->n_hasty_capsules : batches->n_capsules;
  if (n_spheres > 0 && fits_sprites(batches, view)) {
    draw_sprites(batches, view, contour_pixels, n_spheres);
  } else if (n_spheres > 0) {
    use(view, &batches->quads, LEAST_SPHERE, contour_pixels);
    glBindVertexArray(batches->quad_array);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, n_spheres);
  }
  if (n_capsules > 0) {
    use(view, &batches->capsules, LEAST_CAPSULE, contour_pixels);
    glBindVertexArray(batches->capsule_array);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, n_capsules);
  }
  glBindVertexArray(0);
}
