#include "render/program.h"
#include "base/error.h"
#include "shaders.h"

#include <string.h>

#define PREFIX "/org/beadwork/Beadwork/shaders/"

static const char *const uniform_names[BW_N_UNIFORMS] = {
    [BW_UNIFORM_VIEW] = "view",
    [BW_UNIFORM_SCALE] = "scale",
    [BW_UNIFORM_SHIFT] = "shift",
    [BW_UNIFORM_PIXEL_TO_RAY] = "pixel_to_ray",
    [BW_UNIFORM_PIXEL_STEP] = "pixel_step",
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

/* The text of a file, with the files that its lines #include "NAME" ask for in their places. */
static gboolean append(GString *text, const char *name, GError **error)
{
  g_autoptr(GBytes) bytes = load(name, error);
  if (!bytes)
    return FALSE;
  g_autofree char *all = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
  g_string_append(text, "#line 1\n");
  for (int i = 0; lines[i]; i++) {
    g_autofree char *included = g_str_has_prefix(lines[i], "#include \"") ? g_strdup(lines[i] + 10) : NULL;
    if (!included) {
      g_string_append_printf(text, "%s\n", lines[i]);
      continue;
    }
    included[strcspn(included, "\"")] = 0;
    if (!append(text, included, error))
      return FALSE;
    g_string_append_printf(text, "#line %d\n", i + 2);
  }
  return TRUE;
}

static GLuint compile(GLenum stage, int version, const char *name, const char *prelude, GError **error)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "#version %d core\n%s\n", version, prelude ? prelude : "");
  if (!append(text, "camera.glsl", error) || !append(text, name, error))
    return 0;
  const char *const sources[] = {text->str};
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
