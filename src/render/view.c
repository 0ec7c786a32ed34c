#include "render/view.h"
#include "base/vec3.h"

#include <string.h>

/* The third row of the projection matrix, as depth in the buffer. */
static void map_depth(BwView *view, const float projection[16], gboolean orthographic)
{
  view->depth_map[0] = 0.5f + 0.5f * (orthographic ? projection[14] : -projection[10]);
  view->depth_map[1] = orthographic ? 0.5f * projection[10] : 0;
  view->depth_map[2] = orthographic ? 0 : 0.5f * projection[14];
}

void bw_view_init(BwView *view, const BwCamera *camera, const BwTile *tile, const double origin[3],
                  const BwBall *all, const BwBall *focus, const double jitter[2])
{
  BwCamera local = *camera;
  double eye[3], aspect = (double)tile->width / tile->height;
  float projection[16];
  bw_camera_clip(&local, all->centre, all->radius);
  bw_camera_to_eye(&local, focus->centre, eye);
  bw_camera_projection_matrix(&local, aspect, projection);
  bw_sub3(local.centre, origin, local.centre);
  bw_camera_view_matrix(&local, view->matrix);

  /* the tile is stretched over the whole of the device coordinates */
  const double stretch[2] = {(double)tile->width / tile->tile_width,
                             (double)tile->height / tile->tile_height};
  const double middle[2] = {2 * (tile->x + 0.5 * tile->tile_width) / tile->width - 1,
                            2 * (tile->y + 0.5 * tile->tile_height) / tile->height - 1};
  const int pixels[2] = {tile->tile_width, tile->tile_height};
  for (int d = 0; d < 2; d++) {
    view->scale[d] = (float)(projection[5 * d] * stretch[d]);
    view->shift[d] = (float)(-middle[d] * stretch[d] + 2 * jitter[d] / pixels[d]);
  }
  map_depth(view, projection, camera->orthographic);
  view->depth_range[0] = (float)MAX(-eye[2] - focus->radius, local.near);
  view->depth_range[1] = (float)MAX(-eye[2] + focus->radius, view->depth_range[0] + 1e-3);
  view->orthographic = camera->orthographic;
  bw_view_set_size(view, tile->tile_width, tile->tile_height);
}

void bw_view_set_size(BwView *view, int width, int height)
{
  const int size[2] = {width, height};
  view->width = width;
  view->height = height;
  for (int d = 0; d < 2; d++) {
    view->pixel_to_ray[d] = 2 / (size[d] * view->scale[d]);
    view->pixel_to_ray[2 + d] = -(1 + view->shift[d]) / view->scale[d];
  }
  view->pixel_step = view->pixel_to_ray[1];
}

void bw_view_use(const BwView *view, const BwProgram *program)
{
  const GLint *at = program->uniforms;
  glUseProgram(program->id);
  glUniformMatrix4fv(at[BW_UNIFORM_VIEW], 1, GL_FALSE, view->matrix);
  glUniform2fv(at[BW_UNIFORM_SCALE], 1, view->scale);
  glUniform2fv(at[BW_UNIFORM_SHIFT], 1, view->shift);
  glUniform4fv(at[BW_UNIFORM_PIXEL_TO_RAY], 1, view->pixel_to_ray);
  glUniform1f(at[BW_UNIFORM_PIXEL_STEP], view->pixel_step);
  glUniform3fv(at[BW_UNIFORM_DEPTH_MAP], 1, view->depth_map);
  glUniform2f(at[BW_UNIFORM_VIEWPORT], view->width, view->height);
  glUniform1i(at[BW_UNIFORM_ORTHOGRAPHIC], view->orthographic);
  glUniform2fv(at[BW_UNIFORM_DEPTH_RANGE], 1, view->depth_range);
}

/* Where a sphere's image begins and ends along one axis of the device coordinates; all of it when the sphere
 * is around the eye or behind it. */
static void extent_along(const BwView *view, const double eye[3], double radius, int axis, double *low,
                         double *high)
{
  double k = eye[2] * eye[2] - radius * radius, middle = eye[axis], extent = radius;
  *low = -2, *high = 2;
  if (!view->orthographic) {
    if (eye[2] > 0 || k <= 0.01 * radius * radius)
      return;
    middle = eye[axis] * -eye[2] / k;
    extent = radius * sqrt(eye[axis] * eye[axis] + k) / k;
  }
  *low = view->scale[axis] * (middle - extent) + view->shift[axis];
  *high = view->scale[axis] * (middle + extent) + view->shift[axis];
}

void bw_view_rectangle(const BwView *view, const BwCamera *camera, const BwBall *ball, int rectangle[4])
{
  const int size[2] = {view->width, view->height};
  double eye[3];
  bw_camera_to_eye(camera, ball->centre, eye);
  for (int d = 0; d < 2; d++) {
    double low, high;
    extent_along(view, eye, ball->radius, d, &low, &high);
    int first = (int)floor((CLAMP(low, -1, 1) + 1) / 2 * size[d]) - 1;
    int last = (int)ceil((CLAMP(high, -1, 1) + 1) / 2 * size[d]) + 1;
    rectangle[d] = CLAMP(first, 0, size[d]);
    rectangle[2 + d] = CLAMP(last, 0, size[d]) - rectangle[d];
  }
}
