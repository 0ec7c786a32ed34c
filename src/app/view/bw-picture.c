#include "app/view/bw-picture.h"

#include "render/offscreen.h"
#include "render/png.h"

typedef struct {
  BwPictureRequest request;
  BwFrame *frame;
  char *path; /* NULL: the image itself is wanted */
} Job;

static void job_free(gpointer data)
{
  Job *job = data;
  bw_frame_free(job->frame);
  bw_cloud_mesh_unref(job->request.cloud);
  g_clear_pointer(&job->request.surface, bw_painted_surface_unref);
  g_free((double *)job->request.shares);
  g_free(job->path);
  g_free(job);
}

/* Looks at the whole of it, as the window does before each picture. */
static cairo_surface_t *draw_scene(BwOffscreen *offscreen, BwScene *scene, const Job *job, GError **error)
{
  BwCamera camera = job->request.camera;
  const BwFrame *frame = job->frame;
  double centre[3], radius;
  bw_scene_set_cloud(scene, job->request.cloud);
  bw_scene_set_style(scene, &job->request.style);
  bw_scene_set_moment(scene, frame->atoms, &frame->cell, frame->positions, frame->n_beads);
  bw_scene_set_shares(scene, job->request.shares, frame->atoms->n_atoms);
  bw_scene_set_surface(scene, job->request.surface);
  bw_scene_get_bounds(scene, centre, &radius);
  bw_camera_clip(&camera, centre, radius);
  return bw_offscreen_draw(offscreen, scene, &camera, job->request.width, job->request.height, error);
}

static cairo_surface_t *draw(const Job *job, GError **error)
{
  static GMutex one_at_a_time; /* they share a display, which the first one to end would take down */
  cairo_surface_t *image = NULL;
  g_mutex_lock(&one_at_a_time);
  BwOffscreen *offscreen = bw_offscreen_new(error);
  BwScene *scene = offscreen ? bw_scene_new(error) : NULL;
  if (scene)
    image = draw_scene(offscreen, scene, job, error);
  bw_scene_free(scene);
  bw_offscreen_free(offscreen);
  g_mutex_unlock(&one_at_a_time);
  return image;
}

static void run(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  cairo_surface_t *image = draw(job, &error);
  gboolean written = image && job->path && bw_png_write(image, job->path, &error);
  if (error)
    g_task_return_error(task, error);
  else if (job->path)
    g_task_return_boolean(task, written);
  else
    g_task_return_pointer(task, cairo_surface_reference(image), (GDestroyNotify)cairo_surface_destroy);
  if (image)
    cairo_surface_destroy(image);
}

static void start(const BwPictureRequest *request, const char *path, GAsyncReadyCallback callback,
                  gpointer data)
{
  Job *job = g_new0(Job, 1);
  job->request = *request;
  job->frame = bw_frame_copy(request->frame);
  job->request.frame = job->frame;
  if (request->surface)
    job->request.surface = bw_painted_surface_ref(request->surface);
  job->request.shares = g_memdup2(request->shares, sizeof(double) * (gsize)job->frame->atoms->n_atoms);
  if (request->cloud)
    bw_cloud_mesh_ref(request->cloud);
  job->path = g_strdup(path);
  g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, data);
  g_task_set_task_data(task, job, job_free);
  g_task_run_in_thread(task, run);
}

void bw_picture_draw_async(const BwPictureRequest *request, GAsyncReadyCallback callback, gpointer data)
{
  start(request, NULL, callback, data);
}

cairo_surface_t *bw_picture_draw_finish(GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer(G_TASK(result), error);
}

void bw_picture_write_async(const BwPictureRequest *request, const char *path, GAsyncReadyCallback callback,
                            gpointer data)
{
  start(request, path, callback, data);
}

gboolean bw_picture_write_finish(GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean(G_TASK(result), error);
}
