#include "render/camera.h"
#include "base/vec3.h"

#include <string.h>

static void normalise4(double q[4])
{
  double length = sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  for (int i = 0; i < 4; i++)
    q[i] /= length;
}

/* q = a b: first b turns, then a. */
static void multiply4(const double a[4], const double b[4], double q[4])
{
  double x = a[3] * b[0] + a[0] * b[3] + a[1] * b[2] - a[2] * b[1];
  double y = a[3] * b[1] - a[0] * b[2] + a[1] * b[3] + a[2] * b[0];
  double z = a[3] * b[2] + a[0] * b[1] - a[1] * b[0] + a[2] * b[3];
  double w = a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2];
  q[0] = x, q[1] = y, q[2] = z, q[3] = w;
}

static void to_matrix(const double q[4], double m[3][3])
{
  double x = q[0], y = q[1], z = q[2], w = q[3];
  m[0][0] = 1 - 2 * (y * y + z * z), m[0][1] = 2 * (x * y - z * w), m[0][2] = 2 * (x * z + y * w);
  m[1][0] = 2 * (x * y + z * w), m[1][1] = 1 - 2 * (x * x + z * z), m[1][2] = 2 * (y * z - x * w);
  m[2][0] = 2 * (x * z - y * w), m[2][1] = 2 * (y * z + x * w), m[2][2] = 1 - 2 * (x * x + y * y);
}

/* Shepperd (1978): divides by the largest of the four. */
void bw_camera_set_axes(BwCamera *camera, double m[3][3])
{
  double trace = m[0][0] + m[1][1] + m[2][2], *q = camera->rotation;
  int largest = 3;
  for (int d = 0; d < 3; d++)
    if (m[d][d] > (largest == 3 ? trace : m[largest][largest]))
      largest = d;
  if (largest == 3) {
    q[3] = 1 + trace;
    q[0] = m[2][1] - m[1][2], q[1] = m[0][2] - m[2][0], q[2] = m[1][0] - m[0][1];
  } else {
    int i = largest, j = (i + 1) % 3, k = (i + 2) % 3;
    q[i] = 1 + m[i][i] - m[j][j] - m[k][k];
    q[j] = m[j][i] + m[i][j], q[k] = m[k][i] + m[i][k], q[3] = m[k][j] - m[j][k];
  }
  normalise4(q);
}

void bw_camera_get_axes(const BwCamera *camera, double axes[3][3])
{
  to_matrix(camera->rotation, axes);
}

void bw_camera_init(BwCamera *camera)
{
  *camera =
      (BwCamera){.rotation = {0, 0, 0, 1}, .distance = 20, .field_of_view = 24, .near = 0.1, .far = 100};
}

double bw_camera_half_height(const BwCamera *camera)
{
  return camera->distance * tan(camera->field_of_view * G_PI / 360);
}

void bw_camera_clip(BwCamera *camera, const double centre[3], double radius)
{
  double eye[3], margin = 1.01 * radius + 1e-3;
  bw_camera_to_eye(camera, centre, eye);
  camera->far = -eye[2] + margin;
  camera->near = -eye[2] - margin;
  if (camera->orthographic)
    return;
  /* a plane too near the eye would leave no depth resolution for the rest */
  camera->far = MAX(camera->far, 0.1);
  camera->near = MAX(camera->near, 1e-3 * camera->far);
}

gboolean bw_camera_equal(const BwCamera *a, const BwCamera *b)
{
  return memcmp(a->centre, b->centre, sizeof a->centre) == 0 &&
         memcmp(a->rotation, b->rotation, sizeof a->rotation) == 0 && a->distance == b->distance &&
         a->field_of_view == b->field_of_view && a->orthographic == b->orthographic;
}

/* Shoemake's ball: points outside it lie on its rim. */
static void on_ball(const double point[2], double v[3])
{
  double square = point[0] * point[0] + point[1] * point[1], scale = square > 1 ? 1 / sqrt(square) : 1;
  v[0] = point[0] * scale, v[1] = point[1] * scale;
  v[2] = square > 1 ? 0 : sqrt(1 - square);
}

static void turn_by(BwCamera *camera, const double q[4])
{
  multiply4(q, camera->rotation, camera->rotation);
  normalise4(camera->rotation);
}

void bw_camera_turn(BwCamera *camera, const double from[2], const double to[2])
{
  double a[3], b[3], q[4];
  on_ball(from, a);
  on_ball(to, b);
  bw_cross3(a, b, q);
  q[3] = bw_dot3(a, b);
  turn_by(camera, q);
}

void bw_camera_rotate(BwCamera *camera, const double axis[3], double degrees)
{
  double half = degrees * G_PI / 360, length = bw_norm3(axis);
  double q[4] = {0, 0, 0, cos(half)};
  for (int d = 0; d < 3; d++)
    q[d] = axis[d] / length * sin(half);
  turn_by(camera, q);
}

/* Moves the centre by a vector in the eye's axes. */
static void shift(BwCamera *camera, double x, double y)
{
  double m[3][3];
  to_matrix(camera->rotation, m);
  for (int d = 0; d < 3; d++)
    camera->centre[d] += x * m[0][d] + y * m[1][d];
}

void bw_camera_pan(BwCamera *camera, double dx, double dy)
{
  double height = 2 * bw_camera_half_height(camera);
  shift(camera, -dx * height, -dy * height);
}

void bw_camera_to_eye(const BwCamera *camera, const double point[3], double eye[3])
{
  double m[3][3], v[3];
  to_matrix(camera->rotation, m);
  bw_sub3(point, camera->centre, v);
  for (int d = 0; d < 3; d++)
    eye[d] = bw_dot3(m[d], v);
  eye[2] -= camera->distance;
}

/* Half the height of what is seen in the plane of an eye coordinate. */
static double half_height_at(const BwCamera *camera, double eye_z)
{
  double height = bw_camera_half_height(camera);
  return camera->orthographic ? height : height * -eye_z / camera->distance;
}

gboolean bw_camera_project(const BwCamera *camera, const double point[3], double aspect, double picture[2])
{
  double eye[3];
  bw_camera_to_eye(camera, point, eye);
  if (!camera->orthographic && eye[2] > -1e-6)
    return FALSE;
  double height = half_height_at(camera, eye[2]);
  picture[0] = eye[0] / (height * aspect);
  picture[1] = eye[1] / height;
  return TRUE;
}

void bw_camera_unproject(const BwCamera *camera, const double picture[2], double aspect,
                         const double through[3], double point[3])
{
  double m[3][3], eye[3];
  to_matrix(camera->rotation, m);
  bw_camera_to_eye(camera, through, eye);
  double height = half_height_at(camera, MIN(eye[2], -1e-6));
  double x = picture[0] * height * aspect - eye[0], y = picture[1] * height - eye[1];
  for (int d = 0; d < 3; d++)
    point[d] = through[d] + x * m[0][d] + y * m[1][d];
}

void bw_camera_view_matrix(const BwCamera *camera, float view[16])
{
  double m[3][3];
  to_matrix(camera->rotation, m);
  memset(view, 0, sizeof(float[16]));
  for (int row = 0; row < 3; row++) {
    for (int column = 0; column < 3; column++)
      view[4 * column + row] = m[row][column];
    view[12 + row] = -bw_dot3(m[row], camera->centre);
  }
  view[14] -= camera->distance;
  view[15] = 1;
}

void bw_camera_projection_matrix(const BwCamera *camera, double aspect, float projection[16])
{
  double near = camera->near, far = camera->far, depth = far - near;
  memset(projection, 0, sizeof(float[16]));
  if (camera->orthographic) {
    double height = bw_camera_half_height(camera);
    projection[0] = 1 / (height * aspect);
    projection[5] = 1 / height;
    projection[10] = -2 / depth;
    projection[14] = -(far + near) / depth;
    projection[15] = 1;
  } else {
    double height = tan(camera->field_of_view * G_PI / 360);
    projection[0] = 1 / (height * aspect);
    projection[5] = 1 / height;
    projection[10] = -(far + near) / depth;
    projection[11] = -1;
    projection[14] = -2 * far * near / depth;
  }
}
