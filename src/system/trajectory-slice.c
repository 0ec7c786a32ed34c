#include "system/trajectory-slice.h"

typedef struct {
  BwTrajectory base;
  BwTrajectory *whole;
  gint64 first, stride;
  gboolean centroids;
} Slice;

static BwFrame *take_centroids(const BwFrame *beads)
{
  BwFrame *frame = bw_frame_copy(beads);
  bw_frame_centroid(beads, frame->positions);
  frame->n_beads = 1;
  for (guint i = frame->properties->len; i-- > 0;) {
    const BwProperty *property = frame->properties->pdata[i];
    if (property->values && property->n_rows != (property->per_atom ? frame->atoms->n_atoms : 1))
      g_ptr_array_remove_index(frame->properties, i);
  }
  return frame;
}

static BwFrame *read_frame(BwTrajectory *base, gint64 index, GError **error)
{
  Slice *self = (Slice *)base;
  g_autoptr(BwFrame) frame = bw_trajectory_read(self->whole, self->first + index * self->stride, error);
  if (!frame || !self->centroids || frame->n_beads == 1)
    return g_steal_pointer(&frame);
  return take_centroids(frame);
}

static void finalize(BwTrajectory *base)
{
  bw_trajectory_unref(((Slice *)base)->whole);
}

BwTrajectory *bw_trajectory_slice(BwTrajectory *trajectory, gint64 first, gint64 end, gint64 stride,
                                  gboolean centroids)
{
  static const BwTrajectoryClass klass = {.read = read_frame, .finalize = finalize};
  Slice *self = g_new0(Slice, 1);
  bw_trajectory_init(&self->base, &klass, trajectory->path, trajectory->format);
  self->whole = bw_trajectory_ref(trajectory);
  self->first = first;
  self->stride = stride;
  self->centroids = centroids;
  self->base.n_frames = (end - first - 1) / stride + 1;
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, first, NULL); /* may have others than frame 0 */
  self->base.n_beads = centroids ? 1 : frame ? frame->n_beads : trajectory->n_beads;
  self->base.units_note = g_strdup(trajectory->units_note);
  return &self->base;
}
