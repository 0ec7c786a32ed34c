#include "render/cloud-batch.h"

#include "plot/plot.h"
#include "render/palette.h"

#include <stddef.h>
#include <string.h>

/* How much a surface hides, from the innermost: the outer one is a veil. */
static const float OPACITIES[BW_CLOUD_MOST_SURFACES] = {0.46f, 0.2f, 0.14f, 0.1f};

enum { MOST_HASTY_TRIANGLES = 40000 };

gboolean bw_cloud_batch_init(BwCloudBatch *batch, GError **error)
{
  if (!bw_program_init(&batch->program, 330, "cloud", "cloud", NULL, error))
    return FALSE;
  glGenVertexArrays(1, &batch->array);
  glGenBuffers(1, &batch->vertex_buffer);
  glGenBuffers(1, &batch->index_buffer);
  glBindVertexArray(batch->array);
  glBindBuffer(GL_ARRAY_BUFFER, batch->vertex_buffer);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, batch->index_buffer);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, sizeof(BwSurfaceVertex),
                        GSIZE_TO_POINTER(offsetof(BwSurfaceVertex, position)));
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 3, GL_FLOAT, GL_FALSE, sizeof(BwSurfaceVertex),
                        GSIZE_TO_POINTER(offsetof(BwSurfaceVertex, normal)));
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  return TRUE;
}

void bw_cloud_batch_clear(BwCloudBatch *batch)
{
  bw_program_clear(&batch->program);
  glDeleteVertexArrays(1, &batch->array);
  glDeleteBuffers(1, &batch->vertex_buffer);
  glDeleteBuffers(1, &batch->index_buffer);
  bw_cloud_mesh_unref(batch->mesh);
  *batch = (BwCloudBatch){0};
}

void bw_cloud_batch_upload(BwCloudBatch *batch, BwCloudMesh *mesh)
{
  bw_cloud_mesh_unref(batch->mesh);
  batch->mesh = mesh;
  if (!mesh)
    return;
  glBindVertexArray(batch->array);
  glBindBuffer(GL_ARRAY_BUFFER, batch->vertex_buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof(BwSurfaceVertex) * mesh->vertices->len, mesh->vertices->data,
               GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof(guint32) * mesh->triangles->len, mesh->triangles->data,
               GL_STREAM_DRAW);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

typedef struct {
  float eye[3]; /* in the eye's axes */
  int atom;
} Place;

static int compare_places(gconstpointer a, gconstpointer b)
{
  const Place *first = a, *second = b;
  if (first->eye[2] != second->eye[2])
    return first->eye[2] < second->eye[2] ? -1 : 1;
  return first->atom - second->atom;
}

/* Where there are clouds, from the farthest to the nearest. */
static GArray *find_places(const BwCloudBatch *batch, const BwView *view, const BwCloudPlaces *around)
{
  GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
  const double *anchors = batch->mesh->recipe.in_place ? batch->mesh->anchors : around->centroid;
  for (int k = 0; k < bw_images_count(around->images); k++) {
    int index[3];
    double shift[3];
    bw_images_place(around->images, k, index);
    bw_images_offset(around->cell, index, shift);
    for (int i = 0; i < around->atoms->n_atoms; i++) {
      Place place = {.atom = i};
      for (int row = 0; row < 3; row++)
        place.eye[row] = view->matrix[12 + row];
      for (int d = 0; d < 3; d++)
        for (int row = 0; row < 3; row++)
          place.eye[row] +=
              view->matrix[4 * d + row] * (float)(anchors[3 * (gsize)i + d] + shift[d] - around->origin[d]);
      g_array_append_val(places, place);
    }
  }
  g_array_sort(places, compare_places);
  return places;
}

/* Of an element: a veil of a pale paint would not be seen on light ground. */
static BwColour element_paint(int number, gboolean dark)
{
  static const BwColour shade = {0x58, 0x7c, 0xa8, 0};
  BwColour own = bw_colour_of_element(number, dark);
  double lightness = MIN(MIN(own.r, own.g), own.b) / 255.0;
  return dark ? own : bw_colour_mix(own, shade, 0.7 * lightness * lightness);
}

/* Red, green, blue: of the atom, or the one that quantum results have in plots. */
static void choose_paint(const BwSceneStyle *style, int number, float paint[3])
{
  const BwPlotTheme *theme = style->dark ? &bw_plot_theme_dark : &bw_plot_theme_light;
  BwColour own = element_paint(number, style->dark);
  const guint8 channels[3] = {own.r, own.g, own.b};
  for (int c = 0; c < 3; c++)
    paint[c] = style->cloud_colour == BW_CLOUD_BY_ELEMENT ? channels[c] / 255.0f
                                                          : (float)theme->accents[BW_ACCENT_QUANTUM][c];
}

static void draw_place(const BwCloudBatch *batch, const Place *place, const float paint[3], gboolean coarse)
{
  const GLint *at = batch->program.uniforms;
  glUniform3fv(at[BW_UNIFORM_OFFSET], 1, place->eye);
  for (int s = 0; s < batch->mesh->recipe.n_surfaces; s++) {
    const BwCloudPart *part = bw_cloud_mesh_part(batch->mesh, place->atom, s, coarse);
    if (part->n == 0)
      continue;
    glUniform4f(at[BW_UNIFORM_PAINT], paint[0], paint[1], paint[2], OPACITIES[s]);
    glDrawElements(GL_TRIANGLES, (GLsizei)part->n, GL_UNSIGNED_INT,
                   GSIZE_TO_POINTER(sizeof(guint32) * (gsize)part->first));
  }
}

/* The view of surfaces that are turned with their atoms. */
static BwView turned_view(const BwCloudBatch *batch, const BwView *view, const BwCloudPlaces *around)
{
  BwView turned = *view;
  double turn[3][3];
  bw_cloud_mesh_get_turn(batch->mesh, around->atoms, around->cell, around->centroid, turn);
  for (int column = 0; column < 3; column++)
    for (int row = 0; row < 3; row++) {
      double sum = 0;
      for (int d = 0; d < 3; d++)
        sum += view->matrix[4 * d + row] * turn[d][column];
      turned.matrix[4 * column + row] = (float)sum;
    }
  return turned;
}

/* Seen from outside only, tested against what is opaque but hiding nothing, and not cut off by the near and
 * far planes, which lie close around what is opaque. */
static void set_state(gboolean on)
{
  static const GLenum capabilities[] = {GL_DEPTH_TEST, GL_DEPTH_CLAMP, GL_CULL_FACE, GL_BLEND};
  for (gsize i = 0; i < G_N_ELEMENTS(capabilities); i++)
    (on ? glEnable : glDisable)(capabilities[i]);
  glDepthMask(!on);
  glDepthFunc(GL_LESS);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}

/* Where to begin among the places, so that in a hurry the nearest ones are drawn. */
static guint first_in_time(const BwCloudBatch *batch, const GArray *places, const BwLook *look)
{
  gsize n = 0;
  if (look->tier < BW_TIER_BARE)
    return 0;
  for (guint p = places->len; p > 0; p--) {
    for (int s = 0; s < batch->mesh->recipe.n_surfaces; s++)
      n += bw_cloud_mesh_part(batch->mesh, g_array_index(places, Place, p - 1).atom, s, TRUE)->n;
    if (n > 3 * MOST_HASTY_TRIANGLES)
      return p;
  }
  return 0;
}

void bw_cloud_batch_draw(const BwCloudBatch *batch, const BwView *view, const BwLook *look,
                         const BwCloudPlaces *around)
{
  if (!batch->mesh || batch->mesh->n_atoms != around->atoms->n_atoms)
    return;
  g_autoptr(GArray) places = find_places(batch, view, around);
  BwView turned = turned_view(batch, view, around);
  bw_view_use(&turned, &batch->program);
  glUniform1f(batch->program.uniforms[BW_UNIFORM_FOG], look->fog);
  glUniform3fv(batch->program.uniforms[BW_UNIFORM_FOG_COLOUR], 1, look->fog_colour);
  set_state(TRUE);
  glBindVertexArray(batch->array);
  for (guint p = first_in_time(batch, places, look); p < places->len; p++) {
    const Place *place = &g_array_index(places, Place, p);
    float paint[3];
    choose_paint(look->style, around->atoms->numbers[place->atom], paint);
    draw_place(batch, place, paint, look->tier > BW_TIER_FULL);
  }
  glBindVertexArray(0);
  set_state(FALSE);
}
