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

static gboolean impostors_init(BwImpostors *impostors, const char *tier, GError **error)
{
  g_autofree char *as_points = g_strconcat(tier, "#define POINT_SPRITES\n", NULL);
  return bw_program_init(&impostors->quads, 330, "sphere", "sphere", tier, error) &&
         bw_program_init(&impostors->sprites, 330, "sphere", "sphere", as_points, error) &&
         bw_program_init(&impostors->capsules, 330, "capsule", "capsule", tier, error);
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
  if (!impostors_init(&batches->full, "", error) || !impostors_init(&batches->bare, "#define BARE\n", error))
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
  impostors_clear(&batches->full);
  impostors_clear(&batches->bare);
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
  /* beads come in an order whose beginning stands for all */
  batches->n_hasty_spheres = MAX(MIN(batches->n_spheres, MOST_HASTY_SPHERES), shapes->n_first_spheres);
  batches->n_hasty_capsules = MAX(MIN(batches->n_capsules, MOST_HASTY_CAPSULES), shapes->n_first_capsules);
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

static void use(const BwView *view, const BwLook *look, const BwProgram *program, float least_pixels)
{
  const GLint *at = program->uniforms;
  bw_view_use(view, program);
  glUniform3fv(at[BW_UNIFORM_ACCENT], 1, ACCENT);
  glUniform1f(at[BW_UNIFORM_LEAST_PIXELS], least_pixels);
  glUniform1f(at[BW_UNIFORM_CONTOUR], look->contour_pixels > 0 ? CONTOUR : 0);
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
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, n_capsules);
  }
  glBindVertexArray(0);
}
