#include "render/program.h"
#include "base/error.h"
#include "shaders.h"

#include <string.h>

#define PREFIX "/org/beadwork/Beadwork/shaders/"

static const char *const uniform_names[BW_N_UNIFORMS] = {
    [BW_UNIFORM_VIEW] = "view",
    [BW_UNIFORM_SCALE] = "scale",
    [BW_UNIFORM_SHIFT] = "shift",
    [BW_UNIFORM_DEPTH_MAP] = "depth_map",
    [BW_UNIFORM_VIEWPORT] = "viewport",
    [BW_UNIFORM_ORTHOGRAPHIC] = "orthographic",
    [BW_UNIFORM_LEAST_PIXELS] = "least_pixels",
    [BW_UNIFORM_GUARD] = "guard",
    [BW_UNIFORM_ACCENT] = "accent",
    [BW_UNIFORM_CONTOUR] = "contour",
    [BW_UNIFORM_CONTOUR_PIXELS] = "contour_pixels",
    [BW_UNIFORM_DISTANCES] = "distances",
    [BW_UNIFORM_NORMALS] = "normals",
    [BW_UNIFORM_COLOURS] = "colours",
    [BW_UNIFORM_OCCLUSION] = "occlusion",
    [BW_UNIFORM_PICTURE] = "picture",
    [BW_UNIFORM_RADIUS] = "radius",
    [BW_UNIFORM_TURN] = "turn",
    [BW_UNIFORM_MOST_PIXELS] = "most_pixels",
    [BW_UNIFORM_DEPTH_RANGE] = "depth_range",
    [BW_UNIFORM_STEP] = "step",
    [BW_UNIFORM_SAME_DEPTH] = "same_depth",
    [BW_UNIFORM_BACKGROUND] = "background",
    [BW_UNIFORM_FOG_COLOUR] = "fog_colour",
    [BW_UNIFORM_FOG] = "fog",
    [BW_UNIFORM_OCCLUDE] = "occlude",
    [BW_UNIFORM_OCCLUSION_SAMPLES] = "occlusion_samples",
    [BW_UNIFORM_CORNER] = "corner",
    [BW_UNIFORM_OFFSET] = "offset",
    [BW_UNIFORM_PAINT] = "paint",
};

static GBytes *load(const char *name, GError **error)
{
  g_autofree char *path = g_strconcat(PREFIX, name, NULL);
  return g_resource_lookup_data(bw_shaders_get_resource(), path, 0, error);
}

static GLuint compile(GLenum stage, int version, const char *name, const char *prelude, GError **error)
{
  g_autoptr(GBytes) camera = load("camera.glsl", error), surface = NULL, body = NULL;
  if (!camera || !(surface = load("surface.glsl", error)) || !(body = load(name, error)))
    return 0;
  gboolean paints = stage == GL_FRAGMENT_SHADER &&
                    (strstr(name, "sphere") || strstr(name, "capsule") || strstr(name, "cloud"));
  g_autofree char *head = g_strdup_printf("#version %d core\n%s\n", version, prelude ? prelude : "");
  const char *const sources[] = {head, g_bytes_get_data(camera, NULL),
                                 paints ? g_bytes_get_data(surface, NULL) : "", "\n#line 1\n",
                                 g_bytes_get_data(body, NULL)};
  GLuint shader = glCreateShader(stage);
  glShaderSource(shader, G_N_ELEMENTS(sources), sources, NULL);
  glCompileShader(shader);
  GLint ok;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok)
    return shader;
  char log[2000] = "";
  glGetShaderInfoLog(shader, sizeof log, NULL, log);
  glDeleteShader(shader);
  bw_fail(error, BW_ERROR_UNSUPPORTED, "the graphics driver does not compile the shader %s: %s", name,
          g_strstrip(log));
  return 0;
}

static gboolean link_program(BwProgram *program, const char *fragment, GError **error)
{
  glLinkProgram(program->id);
  GLint ok;
  glGetProgramiv(program->id, GL_LINK_STATUS, &ok);
  if (!ok) {
    char log[2000] = "";
    glGetProgramInfoLog(program->id, sizeof log, NULL, log);
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "the graphics driver does not link the shader %s: %s",
                   fragment, g_strstrip(log));
  }
  for (int u = 0; u < BW_N_UNIFORMS; u++)
    program->uniforms[u] = glGetUniformLocation(program->id, uniform_names[u]);
  return TRUE;
}

gboolean bw_program_init(BwProgram *program, int version, const char *vertex, const char *fragment,
                         const char *prelude, GError **error)
{
  g_autofree char *vertex_name = g_strconcat(vertex, ".vert", NULL);
  g_autofree char *fragment_name = g_strconcat(fragment, ".frag", NULL);
  GLuint vertex_shader = compile(GL_VERTEX_SHADER, version, vertex_name, prelude, error);
  if (!vertex_shader)
    return FALSE;
  GLuint fragment_shader = compile(GL_FRAGMENT_SHADER, version, fragment_name, prelude, error);
  gboolean ok = FALSE;
  if (fragment_shader) {
    program->id = glCreateProgram();
    glAttachShader(program->id, vertex_shader);
    glAttachShader(program->id, fragment_shader);
    ok = link_program(program, fragment_name, error);
    glDeleteShader(fragment_shader);
  }
  glDeleteShader(vertex_shader);
  if (!ok)
    bw_program_clear(program);
  return ok;
}

void bw_program_clear(BwProgram *program)
{
  if (program->id)
    glDeleteProgram(program->id);
  *program = (BwProgram){0};
}
