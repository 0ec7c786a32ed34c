/* The camera, without OpenGL: what must stay where, and what must fit. */
#include "base/random.h"
#include "base/vec3.h"
#include "render/camera.h"

static const double ASPECT = 1.6;

static double uniform(guint64 index)
{
  return 2 * bw_random_uniform(5, BW_STREAM_TEST, 2, index) - 1;
}

/* Normalised device coordinates through the matrices that OpenGL gets. */
static void project(const BwCamera *camera, double aspect, const double p[3], double ndc[3])
{
  float view[16], projection[16];
  double eye[4] = {0}, clip[4] = {0};
  bw_camera_view_matrix(camera, view);
  bw_camera_projection_matrix(camera, aspect, projection);
  for (int row = 0; row < 4; row++)
    eye[row] = view[row] * p[0] + view[4 + row] * p[1] + view[8 + row] * p[2] + view[12 + row];
  for (int row = 0; row < 4; row++)
    for (int k = 0; k < 4; k++)
      clip[row] += projection[4 * k + row] * eye[k];
  for (int d = 0; d < 3; d++)
    ndc[d] = clip[d] / clip[3];
}

static void random_turn(BwCamera *camera, guint64 seed)
{
  const double axis[3] = {uniform(seed), uniform(seed + 1), uniform(seed + 2)};
  bw_camera_rotate(camera, axis, 180 * uniform(seed + 3));
}

static void test_matrices_agree(void)
{
  BwCamera camera;
  float view[16];
  bw_camera_init(&camera);
  camera.centre[0] = 3, camera.centre[1] = -2, camera.centre[2] = 1;
  random_turn(&camera, 10);
  bw_camera_view_matrix(&camera, view);
  for (guint64 i = 0; i < 20; i++) {
    const double p[3] = {9 * uniform(3 * i), 9 * uniform(3 * i + 1), 9 * uniform(3 * i + 2)};
    double eye[3];
    bw_camera_to_eye(&camera, p, eye);
    for (int row = 0; row < 3; row++) {
      double expected = view[row] * p[0] + view[4 + row] * p[1] + view[8 + row] * p[2] + view[12 + row];
      g_assert_cmpfloat_with_epsilon(eye[row], expected, 1e-4);
    }
  }
}

/* How far points reach in the picture: 1 is its edge. */
static void find_reach(const BwCamera *camera, double aspect, const double *points, int n, double reach[2])
{
  BwCamera seeing = *camera;
  seeing.near = 0.1, seeing.far = 1000;
  reach[0] = reach[1] = 0;
  for (int i = 0; i < n; i++) {
    double ndc[3];
    project(&seeing, aspect, points + 3 * i, ndc);
    for (int d = 0; d < 2; d++)
      reach[d] = MAX(reach[d], fabs(ndc[d]));
  }
}

/* A molecule fills the picture as it is turned; turned further it pushes the camera back, which stays there.
 */
static void test_fill_and_keep(void)
{
  enum { N = 200 };
  double points[3 * N], reach[2];
  for (guint64 i = 0; i < 3 * N; i++)
    points[i] = 2 + (i % 3 == 0 ? 6 : 1) * uniform(i);
  for (int orthographic = 0; orthographic < 2; orthographic++) {
    BwCamera camera;
    bw_camera_init(&camera);
    camera.orthographic = orthographic;
    bw_camera_fill(&camera, points, N, 0.1, ASPECT);
    g_assert_cmpfloat(camera.rotation[3], ==, 1);
    find_reach(&camera, ASPECT, points, N, reach);
    g_assert_cmpfloat(MAX(reach[0], reach[1]), >, 0.85);
    g_assert_cmpfloat(MAX(reach[0], reach[1]), <, 1);

    const BwCamera filling = camera;
    bw_camera_keep(&camera, points, N, 0.1, ASPECT);
    g_assert_true(bw_camera_equal(&camera, &filling));
    bw_camera_rotate(&camera, (const double[3]){0, 0, 1}, 90);
    bw_camera_keep(&camera, points, N, 0.1, ASPECT);
    g_assert_cmpfloat(camera.distance, >, filling.distance);
    find_reach(&camera, ASPECT, points, N, reach);
    g_assert_cmpfloat(reach[1], <, 1);
    g_assert_cmpfloat(reach[1], >, 0.85);
    const double far = camera.distance;
    camera = filling;
    camera.distance = far;
    bw_camera_keep(&camera, points, N, 0.1, ASPECT);
    g_assert_cmpfloat(camera.distance, ==, far);
  }
}

/* At any depth, in and out; and what one comes nearer to becomes what is turned about. */
static void test_zoom_keeps_the_point_under_the_pointer(void)
{
  for (int orthographic = 0; orthographic < 2; orthographic++) {
    BwCamera camera, far;
    bw_camera_init(&camera);
    camera.orthographic = orthographic;
    random_turn(&camera, 60);
    far = camera;
    const double p[3] = {2, -1.5, 3};
    double before[3], after[3];
    project(&camera, ASPECT, p, before);
    for (int i = 0; i < 40; i++) {
      bw_camera_zoom(&camera, 0.9, p);
      project(&camera, ASPECT, p, after);
      for (int d = 0; d < 2; d++)
        g_assert_cmpfloat_with_epsilon(before[d], after[d], 1e-4);
    }
    for (int d = 0; d < 3; d++)
      g_assert_cmpfloat_with_epsilon(camera.centre[d], p[d], 0.05);
    for (int i = 0; i < 40; i++)
      bw_camera_zoom(&camera, 1 / 0.9, p);
    for (int d = 0; d < 3; d++)
      g_assert_cmpfloat_with_epsilon(camera.centre[d], far.centre[d], 1e-9);
    g_assert_cmpfloat_with_epsilon(camera.distance, far.distance, 1e-9);
  }
}

/* There and back between the picture and the plane through a point. */
static void test_project(void)
{
  for (int orthographic = 0; orthographic < 2; orthographic++) {
    BwCamera camera;
    bw_camera_init(&camera);
    camera.orthographic = orthographic;
    random_turn(&camera, 30);
    const double through[3] = {1, 2, -3}, behind[3] = {0, 0, 50};
    for (guint64 i = 0; i < 20; i++) {
      const double p[3] = {4 * uniform(3 * i), 4 * uniform(3 * i + 1), 4 * uniform(3 * i + 2)};
      double expected[3], picture[2], again[2], q[3], eye_q[3], eye[3];
      project(&camera, ASPECT, p, expected);
      g_assert_true(bw_camera_project(&camera, p, ASPECT, picture));
      for (int d = 0; d < 2; d++)
        g_assert_cmpfloat_with_epsilon(picture[d], expected[d], 1e-5);
      bw_camera_unproject(&camera, picture, ASPECT, through, q);
      g_assert_true(bw_camera_project(&camera, q, ASPECT, again));
      bw_camera_to_eye(&camera, q, eye_q);
      bw_camera_to_eye(&camera, through, eye);
      g_assert_cmpfloat_with_epsilon(eye_q[2], eye[2], 1e-9);
      for (int d = 0; d < 2; d++)
        g_assert_cmpfloat_with_epsilon(again[d], picture[d], 1e-9);
    }
    bw_camera_init(&camera);
    camera.orthographic = orthographic;
    double picture[2];
    g_assert_true(bw_camera_project(&camera, behind, ASPECT, picture) == orthographic);
  }
}

static void test_face(void)
{
  const double ways[][3] = {{1, 0, 0}, {0, -2, 0}, {0, 0, 3}, {1, 1, 1}, {0, 0, -1}}, up[3] = {0, 0, 1};
  for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
    BwCamera camera;
    double axes[3][3], cross[3];
    bw_camera_init(&camera);
    random_turn(&camera, i);
    bw_camera_face(&camera, ways[i], up);
    bw_camera_get_axes(&camera, axes);
    g_assert_cmpfloat_with_epsilon(bw_dot3(axes[2], ways[i]), bw_norm3(ways[i]), 1e-12);
    if (hypot(ways[i][0], ways[i][1]) > 0) {
      g_assert_cmpfloat_with_epsilon(axes[0][2], 0, 1e-12); /* up is nowhere but upwards */
      g_assert_cmpfloat(axes[1][2], >, 0);
    }
    bw_cross3(axes[0], axes[1], cross);
    g_assert_cmpfloat_with_epsilon(bw_dot3(cross, axes[2]), 1, 1e-12);
  }
}

/* Half the way is half the turn about the same axis, and the geometric mean of the distances. */
static void test_between(void)
{
  const double axis[3] = {0.6, 0, 0.8};
  BwCamera from, to, half, expected;
  bw_camera_init(&from);
  random_turn(&from, 5);
  to = from;
  bw_camera_rotate(&to, axis, 100);
  to.distance = 5, from.distance = 20, to.centre[1] = 3;
  for (int i = 0; i < 4; i++)
    to.rotation[i] = -to.rotation[i]; /* the same turn */
  expected = from;
  bw_camera_rotate(&expected, axis, 50);
  bw_camera_between(&from, &to, 0.5, &half);
  double same = 0;
  for (int i = 0; i < 4; i++)
    same += half.rotation[i] * expected.rotation[i];
  g_assert_cmpfloat_with_epsilon(fabs(same), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon(half.distance, 10, 1e-9);
  g_assert_cmpfloat_with_epsilon(half.centre[1], 1.5, 1e-12);
  bw_camera_between(&from, &to, 1, &half);
  g_assert_true(bw_camera_equal(&half, &to));
  bw_camera_between(&from, &from, 0.3, &half);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon(half.rotation[i], from.rotation[i], 1e-12);
}

static void test_pan_follows_the_drag(void)
{
  BwCamera camera;
  double before[3], after[3];
  const double origin[3] = {0, 0, 0};
  bw_camera_init(&camera);
  random_turn(&camera, 70);
  project(&camera, ASPECT, origin, before);
  bw_camera_pan(&camera, 0.1, 0.25); /* of the height */
  project(&camera, ASPECT, origin, after);
  g_assert_cmpfloat_with_epsilon(after[0] - before[0], 0.2 / ASPECT, 1e-5);
  g_assert_cmpfloat_with_epsilon(after[1] - before[1], 0.5, 1e-5);
}

static void test_turn(void)
{
  BwCamera camera;
  const double middle[2] = {0, 0}, right[2] = {0.5, 0}, outside[2] = {3, 3}, x[3] = {1, 0, 0};
  double eye[3];
  bw_camera_init(&camera);
  bw_camera_turn(&camera, middle, right); /* Shoemake turns by twice the arc: 60° */
  bw_camera_to_eye(&camera, x, eye);
  g_assert_cmpfloat_with_epsilon(eye[0], cos(G_PI / 3), 1e-9);
  g_assert_cmpfloat_with_epsilon(eye[2] + camera.distance, -sin(G_PI / 3), 1e-9);
  bw_camera_turn(&camera, right, middle); /* and back */
  bw_camera_to_eye(&camera, x, eye);
  g_assert_cmpfloat_with_epsilon(eye[0], 1, 1e-9);
  for (int i = 0; i < 1000; i++)
    bw_camera_turn(&camera, outside, right);
  double *q = camera.rotation;
  g_assert_cmpfloat_with_epsilon(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3], 1, 1e-12);
}

/* A long flat bar, turned anyhow, comes to lie along the longer side, its thin axis towards the viewer. */
static void test_look_at(void)
{
  enum { N = 400 };
  for (int orthographic = 0; orthographic < 2; orthographic++)
    for (int tall = 0; tall < 2; tall++) {
      double points[3 * N], aspect = tall ? 0.625 : 1.6, low[2] = {9, 9}, high[2] = {-9, -9};
      BwCamera camera, turn;
      bw_camera_init(&turn);
      random_turn(&turn, 90);
      for (guint64 i = 0; i < N; i++) {
        const double p[3] = {6 * uniform(7 * i), 2.5 * uniform(7 * i + 1), 0.3 * uniform(7 * i + 2)};
        bw_camera_to_eye(&turn, p, points + 3 * i);
      }
      bw_camera_init(&camera);
      camera.orthographic = orthographic;
      bw_camera_look_at(&camera, points, N, 0.1, NULL, aspect);
      camera.near = 0.1, camera.far = 1000;
      for (int i = 0; i < N; i++) {
        double ndc[3];
        project(&camera, aspect, points + 3 * i, ndc);
        for (int d = 0; d < 2; d++)
          low[d] = MIN(low[d], ndc[d]), high[d] = MAX(high[d], ndc[d]);
      }
      for (int d = 0; d < 2; d++) {
        g_assert_cmpfloat(low[d], >, -1);
        g_assert_cmpfloat(high[d], <, 1);
        g_assert_cmpfloat(fabs(low[d] + high[d]), <, 0.06); /* centred, up to the margin in perspective */
      }
      double along = high[tall] - low[tall];
      g_assert_cmpfloat(along, >, 1.8); /* fills the longer side */
    }
}

static void test_look_at_little(void)
{
  const double one[3] = {5, 6, 7}, line[6] = {0, 0, 0, 1, 1, 1};
  BwCamera camera;
  bw_camera_init(&camera);
  bw_camera_look_at(&camera, one, 1, 0.4, NULL, ASPECT);
  g_assert_cmpfloat_with_epsilon(camera.centre[2], 7, 1e-9);
  g_assert_true(camera.distance > 0.4 && camera.distance < 10);
  bw_camera_look_at(&camera, line, 2, 0.4, NULL, ASPECT);
  g_assert_true(isfinite(camera.distance) && isfinite(camera.rotation[0]));
  bw_camera_look_at(&camera, NULL, 0, 0.4, NULL, ASPECT);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/camera/matrices-agree", test_matrices_agree);
  g_test_add_func("/camera/fill-and-keep", test_fill_and_keep);
  g_test_add_func("/camera/zoom", test_zoom_keeps_the_point_under_the_pointer);
  g_test_add_func("/camera/project", test_project);
  g_test_add_func("/camera/face", test_face);
  g_test_add_func("/camera/between", test_between);
  g_test_add_func("/camera/pan", test_pan_follows_the_drag);
  g_test_add_func("/camera/turn", test_turn);
  g_test_add_func("/camera/look-at", test_look_at);
  g_test_add_func("/camera/look-at-little", test_look_at_little);
  return g_test_run();
}
