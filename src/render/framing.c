/* The view that shows a structure best. */
#include "base/vec3.h"
#include "render/camera.h"

#include <string.h>

enum { SWEEPS = 30, MOST_COMPARED = 300 };

static const double AIR = 1.05; /* between the structure and the edges of the picture */

/* Turned away from the flat view by so much (about x, about y; degrees): a figure with depth whose shape is
 * still plain. The first that hides least is taken. */
static const double tilts[][2] = {{18, -14}, {18, 14}, {-18, -14}, {-18, 14},
                                  {30, -12}, {30, 12}, {14, -32},  {14, 32}};

static const double CLOSE = 0.9; /* Å: atoms whose images are nearer than this hide each other */

static void mean_of(const double *points, int n, double mean[3])
{
  memset(mean, 0, sizeof(double[3]));
  for (int i = 0; i < n; i++)
    for (int d = 0; d < 3; d++)
      mean[d] += points[3 * (gsize)i + d] / n;
}

static void covariance(const double *points, int n, double c[3][3])
{
  double mean[3];
  mean_of(points, n, mean);
  memset(c, 0, sizeof(double[3][3]));
  for (int i = 0; i < n; i++)
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++)
        c[a][b] += (points[3 * (gsize)i + a] - mean[a]) * (points[3 * (gsize)i + b] - mean[b]);
}

/* One Jacobi rotation that makes c[p][q] zero; the rows of v collect the eigenvectors. */
static void rotate_away(double c[3][3], double v[3][3], int p, int q)
{
  if (fabs(c[p][q]) < 1e-300)
    return;
  double theta = (c[q][q] - c[p][p]) / (2 * c[p][q]);
  double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
  double cosine = 1 / sqrt(t * t + 1), sine = t * cosine;
  for (int k = 0; k < 3; k++) {
    double a = c[k][p], b = c[k][q];
    c[k][p] = cosine * a - sine * b, c[k][q] = sine * a + cosine * b;
  }
  for (int k = 0; k < 3; k++) {
    double a = c[p][k], b = c[q][k];
    c[p][k] = cosine * a - sine * b, c[q][k] = sine * a + cosine * b;
    a = v[p][k], b = v[q][k];
    v[p][k] = cosine * a - sine * b, v[q][k] = sine * a + cosine * b;
  }
}

/* Rows: the principal axes, the longest first, right-handed. */
static void principal_axes(const double *points, int n, double axes[3][3])
{
  double c[3][3], v[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  int order[3] = {0, 1, 2};
  covariance(points, n, c);
  for (int sweep = 0; sweep < SWEEPS; sweep++)
    for (int p = 0; p < 2; p++)
      for (int q = p + 1; q < 3; q++)
        rotate_away(c, v, p, q);
  for (int i = 0; i < 2; i++)
    for (int j = i + 1; j < 3; j++)
      if (c[order[j]][order[j]] > c[order[i]][order[i]] * (1 + 1e-6)) {
        int swap = order[i];
        order[i] = order[j], order[j] = swap;
      }
  for (int k = 0; k < 2; k++)
    memcpy(axes[k], v[order[k]], sizeof axes[k]);
  bw_cross3(axes[0], axes[1], axes[2]);
}

/* Eigenvectors have no sign: let the larger half of the structure lie to the left and below, so that the same
 * structure always looks the same. */
static void choose_signs(const double *points, int n, double axes[3][3])
{
  double mean[3];
  mean_of(points, n, mean);
  for (int k = 0; k < 2; k++) {
    double third = 0;
    for (int i = 0; i < n; i++) {
      double v[3];
      bw_sub3(points + 3 * (gsize)i, mean, v);
      third += pow(bw_dot3(v, axes[k]), 3);
    }
    for (int d = 0; third < 0 && d < 3; d++)
      axes[k][d] = -axes[k][d];
  }
  bw_cross3(axes[0], axes[1], axes[2]);
}

/* How far points with their margin reach to the sides. A point at x, `deep` in front of the centre, is inside
 * the frame when |x| + margin + half·deep ≤ half·distance: linear in where the camera is. */
typedef struct {
  double half[2], low[2], high[2], nearest;
} Reach;

static Reach reach_of(const BwCamera *camera, const double *points, int n, double radius, double aspect)
{
  double tangent = tan(camera->field_of_view * G_PI / 360);
  Reach r = {.half = {tangent * aspect, tangent},
             .low = {INFINITY, INFINITY},
             .high = {-INFINITY, -INFINITY},
             .nearest = -INFINITY};
  for (int i = 0; i < n; i++) {
    double eye[3];
    bw_camera_to_eye(camera, points + 3 * (gsize)i, eye);
    double deep = camera->orthographic ? 0 : eye[2] + camera->distance;
    r.nearest = MAX(r.nearest, deep);
    for (int d = 0; d < 2; d++) {
      double margin = camera->orthographic ? radius : radius * sqrt(1 + r.half[d] * r.half[d]);
      r.high[d] = MAX(r.high[d], eye[d] + margin + r.half[d] * deep);
      r.low[d] = MIN(r.low[d], eye[d] - margin - r.half[d] * deep);
    }
  }
  return r;
}

/* Moves the camera within its plane and along its axis until the points touch the frame on opposite sides. */
static void fill_frame(BwCamera *camera, const double *points, int n, double radius, double aspect)
{
  Reach r = reach_of(camera, points, n, radius, aspect);
  double distance = MAX((r.high[0] - r.low[0]) / r.half[0], (r.high[1] - r.low[1]) / r.half[1]) / 2;
  double height = 2 * bw_camera_half_height(camera);
  bw_camera_pan(camera, -(r.high[0] + r.low[0]) / 2 / height, -(r.high[1] + r.low[1]) / 2 / height);
  camera->distance = MAX(AIR * distance, r.nearest + 2 * radius);
}

/* How much the points hide each other in the view of this camera. */
static double hidden(const BwCamera *camera, const double *points, int n)
{
  double sum = 0;
  n = MIN(n, MOST_COMPARED); /* of beads, the first ones are whole molecules */
  g_autofree double *eye = g_new(double, 3 * (gsize)n);
  for (int i = 0; i < n; i++) {
    bw_camera_to_eye(camera, points + 3 * (gsize)i, eye + 3 * i);
    for (int j = 0; j < i; j++) {
      double apart = hypot(eye[3 * i] - eye[3 * j], eye[3 * i + 1] - eye[3 * j + 1]);
      sum += pow(MAX(1 - apart / CLOSE, 0), 2);
    }
  }
  return sum;
}

static void tilt(BwCamera *camera, const double *points, int n)
{
  static const double x[3] = {1, 0, 0}, y[3] = {0, 1, 0};
  const BwCamera flat = *camera;
  double least = INFINITY;
  for (gsize i = 0; i < G_N_ELEMENTS(tilts); i++) {
    BwCamera tilted = flat;
    bw_camera_rotate(&tilted, y, tilts[i][1]);
    bw_camera_rotate(&tilted, x, tilts[i][0]);
    double amount = hidden(&tilted, points, n);
    if (amount < 0.9 * least - 1e-6) {
      least = amount;
      *camera = tilted;
    }
  }
}

/* The longest axis upright. */
static void stand_up(double axes[3][3])
{
  for (int d = 0; d < 3; d++) {
    double longest = axes[0][d];
    axes[0][d] = -axes[1][d];
    axes[1][d] = longest;
  }
}

void bw_camera_look_at(BwCamera *camera, const double *points, int n, double radius, double axes[3][3],
                       double aspect)
{
  double own[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  if (n < 1)
    return;
  mean_of(points, n, camera->centre);
  if (axes) {
    memcpy(own, axes, sizeof own);
  } else if (n > 1) {
    principal_axes(points, n, own);
    choose_signs(points, n, own);
  }
  if (aspect < 1)
    stand_up(own);
  bw_camera_set_axes(camera, own);
  tilt(camera, points, n);
  fill_frame(camera, points, n, MAX(radius, 1e-3), aspect);
}

void bw_camera_fill(BwCamera *camera, const double *points, int n, double radius, double aspect)
{
  if (n < 1)
    return;
  mean_of(points, n, camera->centre);
  fill_frame(camera, points, n, MAX(radius, 1e-3), aspect);
}

void bw_camera_keep(BwCamera *camera, const double *points, int n, double radius, double aspect)
{
  if (n < 1)
    return;
  Reach r = reach_of(camera, points, n, radius, aspect);
  for (int d = 0; d < 2; d++)
    camera->distance = MAX(camera->distance, MAX(r.high[d], -r.low[d]) / r.half[d]);
}
