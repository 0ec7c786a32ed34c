/* What a frame costs: turning 10 000 atoms, and the beads of ethanol as they come from a running job. */
#include "base/random.h"
#include "bench.h"
#include "render/offscreen.h"

#include <epoxy/gl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 1280, HEIGHT = 800, N_WATERS = 3333, SIDE = 15, N_BEADS = 64, N_ATOMS = 9, N_MOMENTS = 20 };

typedef struct {
  BwOffscreen *offscreen;
  BwScene *scene;
  BwCamera camera;
  unsigned fbo, buffer;
  BwAtoms *atoms;
  double *moments; /* [N_MOMENTS][N_BEADS][N_ATOMS][3]; NULL: only the camera moves */
  int moment;
} Stage;

/* FALSE when there is no OpenGL. The software driver gets one thread: the other cores belong to the job. */
static gboolean stage_init(Stage *stage)
{
  g_autoptr(GError) error = NULL;
  g_setenv("LP_NUM_THREADS", "1", FALSE);
  stage->offscreen = bw_offscreen_new(&error);
  stage->scene = stage->offscreen ? bw_scene_new(&error) : NULL;
  if (!stage->scene) {
    fprintf(stderr, "render: left out: %s\n", error->message);
    return FALSE;
  }
  glGenFramebuffers(1, &stage->fbo);
  glBindFramebuffer(GL_FRAMEBUFFER, stage->fbo);
  glGenRenderbuffers(1, &stage->buffer);
  glBindRenderbuffer(GL_RENDERBUFFER, stage->buffer);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, WIDTH, HEIGHT);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, stage->buffer);
  bw_camera_init(&stage->camera);
  return TRUE;
}

static void stage_clear(Stage *stage)
{
  bw_scene_free(stage->scene);
  bw_offscreen_free(stage->offscreen);
  g_clear_pointer(&stage->atoms, bw_atoms_unref);
  g_free(stage->moments);
}

static void draw(gpointer data)
{
  static const double up[3] = {0, 1, 0};
  Stage *stage = data;
  if (stage->moments)
    bw_scene_set_moment(stage->scene, stage->atoms, NULL,
                        stage->moments + stage->moment++ % N_MOMENTS * (gsize)N_BEADS * N_ATOMS * 3, N_BEADS);
  bw_camera_rotate(&stage->camera, up, 1);
  bw_scene_draw(stage->scene, &stage->camera, stage->fbo, WIDTH, HEIGHT, 0);
  glFinish();
}

static void refine(gpointer data)
{
  Stage *stage = data;
  bw_scene_draw(stage->scene, &stage->camera, stage->fbo, WIDTH, HEIGHT, 1);
  glFinish();
}

static void report(const char *name, const char *what, double seconds)
{
  g_autofree char *row = g_strconcat(name, what, NULL);
  bw_bench_report(row, 1e3 * seconds, "ms/frame", NAN, NAN);
}

/* As it moves when the governor has found its tier; with nothing left out; and one of the frames of a still.
 */
static void measure(const char *name, Stage *stage)
{
  BwSceneStyle style;
  bw_scene_look_at(stage->scene, &stage->camera, (double)WIDTH / HEIGHT);
  report(name, "", bw_bench_median(draw, stage, 3));
  bw_scene_get_style(stage->scene, &style);
  style.quality = BW_QUALITY_HIGH;
  bw_scene_set_style(stage->scene, &style);
  report(name, "-whole", bw_bench_median(draw, stage, 1));
  report(name, "-still", bw_bench_median(refine, stage, 1));
}

/* Waters on a grid: spheres and bonds in the proportion of most systems. */
static void run_10k(void)
{
  static const double water[3][3] = {{0, 0, 0}, {0.76, 0.59, 0}, {-0.76, 0.59, 0}};
  Stage stage = {0};
  if (!stage_init(&stage))
    return;
  g_autofree int *numbers = g_new(int, 3 * N_WATERS);
  g_autofree double *positions = g_new(double, 9 * N_WATERS);
  for (int i = 0; i < 3 * N_WATERS; i++) {
    int molecule = i / 3, site[3] = {molecule % SIDE, molecule / SIDE % SIDE, molecule / SIDE / SIDE};
    numbers[i] = i % 3 ? 1 : 8;
    for (int d = 0; d < 3; d++)
      positions[3 * i + d] =
          3.1 * site[d] + water[i % 3][d] + 0.3 * bw_random_uniform(1, BW_STREAM_TEST, 0, 3 * i + d);
  }
  g_autoptr(BwAtoms) atoms = bw_atoms_new(3 * N_WATERS, numbers, NULL, NULL);
  bw_scene_set_moment(stage.scene, atoms, NULL, positions, 1);
  measure("render-10k", &stage);
  stage_clear(&stage);
}

static const int ethanol_numbers[N_ATOMS] = {6, 6, 8, 1, 1, 1, 1, 1, 1};
static const double ethanol[N_ATOMS][3] = {
    {-0.75, -0.02, 0.02}, {0.56, 0.42, -0.28},   {1.29, -0.20, 0.74},
    {-1.26, 0.76, 0.60},  {-1.35, -0.21, -0.90}, {-0.70, -0.93, 0.61},
    {0.49, 1.35, -0.87},  {1.09, -0.35, -0.89},  {2.18, 0.07, 0.75},
};

/* Closed paths about as wide as those of the atoms at 300 K, each moment another. */
static void make_moments(Stage *stage)
{
  enum { N_MODES = 6 };
  stage->moments = g_new(double, (gsize)N_MOMENTS *N_BEADS *N_ATOMS * 3);
  double normals[2 * N_MODES];
  for (int m = 0; m < N_MOMENTS; m++)
    for (int k = 0; k < N_ATOMS * 3; k++) {
      bw_random_normals(2, BW_STREAM_TEST, m, 2 * N_MODES * k, normals, 2 * N_MODES);
      for (int bead = 0; bead < N_BEADS; bead++) {
        double x = ethanol[k / 3][k % 3], width = ethanol_numbers[k / 3] == 1 ? 0.09 : 0.025;
        for (int mode = 0; mode < N_MODES; mode++) {
          double phase = 2 * G_PI * (mode + 1) * bead / N_BEADS;
          x += width / (mode + 1) * (normals[2 * mode] * cos(phase) + normals[2 * mode + 1] * sin(phase));
        }
        stage->moments[((gsize)m * N_BEADS + bead) * N_ATOMS * 3 + k] = x;
      }
    }
  stage->atoms = bw_atoms_new(N_ATOMS, ethanol_numbers, NULL, NULL);
}

static void run_moments(const char *name, gboolean cloud)
{
  Stage stage = {0};
  BwSceneStyle style;
  if (!stage_init(&stage))
    return;
  make_moments(&stage);
  bw_scene_get_style(stage.scene, &style);
  style.show_cloud = cloud;
  style.show_beads = !cloud;
  bw_scene_set_style(stage.scene, &style);
  bw_scene_set_moment(stage.scene, stage.atoms, NULL, stage.moments, N_BEADS);
  measure(name, &stage);
  stage_clear(&stage);
}

static void run_beads(void)
{
  run_moments("render-ethanol-64", FALSE);
}

static void run_cloud(void)
{
  run_moments("render-cloud", TRUE);
}

const BwBenchCase bw_bench_render[] = {
    {"render-10k", run_10k},
    {"render-ethanol-64", run_beads},
    {"render-cloud", run_cloud},
    {NULL, NULL},
};
