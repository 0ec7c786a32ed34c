#include "system/trajectory.h"
#include "base/error.h"

void bw_trajectory_init(BwTrajectory *self, const BwTrajectoryClass *klass, const char *path,
                        const char *format)
{
  self->klass = klass;
  g_atomic_ref_count_init(&self->refs);
  self->path = g_strdup(path);
  self->format = g_intern_string(format);
  self->n_beads = 1;
}

BwTrajectory *bw_trajectory_ref(BwTrajectory *self)
{
  g_atomic_ref_count_inc(&self->refs);
  return self;
}

void bw_trajectory_unref(BwTrajectory *self)
{
  if (!self || !g_atomic_ref_count_dec(&self->refs))
    return;
  if (self->klass->finalize)
    self->klass->finalize(self);
  g_free(self->path);
  g_free(self->units_note);
  g_free(self);
}

gint64 bw_trajectory_get_n_frames(BwTrajectory *self, gboolean *complete)
{
  gboolean unused;
  if (self->klass->n_frames)
    return self->klass->n_frames(self, complete ? complete : &unused);
  if (complete)
    *complete = TRUE;
  return self->n_frames;
}

BwFrame *bw_trajectory_read(BwTrajectory *self, gint64 index, GError **error)
{
  gint64 n_frames = bw_trajectory_get_n_frames(self, NULL);
  if (index >= 0 && index < n_frames)
    return self->klass->read(self, index, error);
  bw_fail_file(error, BW_ERROR_ARGUMENT, self->path,
               "there is no frame %" G_GINT64_FORMAT "; frames 0 to %" G_GINT64_FORMAT " are there", index,
               n_frames - 1);
  return NULL;
}

gboolean bw_trajectory_wait(BwTrajectory *self, gpointer cancellable, GError **error)
{
  return !self->klass->wait || self->klass->wait(self, cancellable, error);
}

/* In memory */

typedef struct {
  BwTrajectory base;
  GPtrArray *frames;
} InMemory;

static BwFrame *in_memory_read(BwTrajectory *self, gint64 index, GError **error G_GNUC_UNUSED)
{
  return bw_frame_copy(((InMemory *)self)->frames->pdata[index]);
}

static void in_memory_finalize(BwTrajectory *self)
{
  g_ptr_array_unref(((InMemory *)self)->frames);
}

BwTrajectory *bw_trajectory_new_in_memory(GPtrArray *frames, const char *path, const char *format)
{
  static const BwTrajectoryClass klass = {.read = in_memory_read, .finalize = in_memory_finalize};
  InMemory *self = g_new0(InMemory, 1);
  bw_trajectory_init(&self->base, &klass, path, format);
  g_ptr_array_set_free_func(frames, (GDestroyNotify)bw_frame_free);
  self->frames = frames;
  self->base.n_frames = frames->len;
  if (frames->len > 0)
    self->base.n_beads = ((BwFrame *)frames->pdata[0])->n_beads;
  return &self->base;
}
