#include "potential/evaluated.h"
#include "base/error.h"

#include <string.h>

enum { BATCH = 256 }; /* replicas */

typedef struct {
  BwTrajectory base;
  BwPotential *potential;
  BwTrajectory *structures;
  BwPool *pool;
  GCancellable *cancellable;
  BwEvaluatedFunc done;
  gpointer data;
  GMutex mutex;
  GPtrArray *batch; /* of BwFrame, from `first` on */
  gint64 first;
} Evaluated;

/* One call needs the same atoms, beads and cell. */
static gboolean same_system(const BwFrame *a, const BwFrame *b)
{
  return a->n_beads == b->n_beads && (a->atoms == b->atoms || bw_atoms_equal(a->atoms, b->atoms)) &&
         memcmp(a->cell.vectors, b->cell.vectors, sizeof a->cell.vectors) == 0 &&
         memcmp(a->cell.periodic, b->cell.periodic, sizeof a->cell.periodic) == 0;
}

/* The frames from `index` on that make one call; those that cannot be read end it, unless it is the first. */
static gboolean read_batch(Evaluated *self, gint64 index, GError **error)
{
  gint64 n_frames = bw_trajectory_get_n_frames(self->structures, NULL);
  g_ptr_array_set_size(self->batch, 0);
  self->first = index;
  for (gint64 i = index; i < n_frames; i++) {
    BwFrame *frame = bw_trajectory_read(self->structures, i, i == index ? error : NULL);
    const BwFrame *one = self->batch->len ? self->batch->pdata[0] : frame;
    if (!frame || !same_system(one, frame)) {
      bw_frame_free(frame);
      break;
    }
    g_ptr_array_add(self->batch, frame);
    if ((self->batch->len + 1) * (guint)frame->n_beads > BATCH)
      break;
  }
  return self->batch->len > 0;
}

static void remove_property(BwFrame *frame, BwProperty *(*find)(const BwFrame *frame))
{
  for (BwProperty *old = find(frame); old; old = find(frame))
    g_ptr_array_remove(frame->properties, old);
}

static BwProperty *find_theory(const BwFrame *frame)
{
  return bw_frame_find(frame, "theory");
}

static BwProperty *find_domain(const BwFrame *frame)
{
  return bw_frame_find(frame, "out_of_domain");
}

static void attach(const Evaluated *self, BwFrame *frame, const double *energies, const double *forces,
                   const double *out_of_domain)
{
  gsize n = (gsize)frame->atoms->n_atoms * 3 * frame->n_beads;
  double energy = 0, domain = 0;
  remove_property(frame, bw_frame_find_energy);
  remove_property(frame, bw_frame_find_forces);
  remove_property(frame, find_theory);
  remove_property(frame, find_domain);
  for (int bead = 0; bead < frame->n_beads; bead++) {
    energy += energies[bead] / frame->n_beads;
    domain = out_of_domain ? MAX(domain, out_of_domain[bead]) : 0;
  }
  bw_frame_add_frame_values(frame, "energy", "eV", 1)->values[0] = energy;
  if (out_of_domain)
    bw_frame_add_frame_values(frame, "out_of_domain", NULL, 1)->values[0] = domain;
  if (self->potential->theory)
    bw_frame_add_text(frame, "theory", self->potential->theory);
  BwProperty *property = frame->n_beads > 1 ? bw_frame_add_bead_values(frame, "forces", "eV/Å", 3)
                                            : bw_frame_add_atom_values(frame, "forces", "eV/Å", 3);
  memcpy(property->values, forces, sizeof(double) * n);
}

static gboolean evaluate_batch(Evaluated *self, GError **error)
{
  const BwFrame *one = self->batch->pdata[0];
  int n_replicas = (int)self->batch->len * one->n_beads;
  gsize n = (gsize)one->atoms->n_atoms * 3 * one->n_beads;
  g_autoptr(BwDoubles) positions = bw_new(double, n * self->batch->len);
  g_autoptr(BwDoubles) forces = bw_new(double, n * self->batch->len);
  g_autoptr(BwDoubles) energies = bw_new(double, n_replicas);
  g_autoptr(BwDoubles) domain =
      self->potential->can & BW_CAN_OUT_OF_DOMAIN ? bw_new(double, n_replicas) : NULL;
  for (guint i = 0; i < self->batch->len; i++)
    memcpy(positions + i * n, ((BwFrame *)self->batch->pdata[i])->positions, sizeof(double) * n);
  const BwReplicas in = {n_replicas, one->atoms->n_atoms, one->atoms->numbers,
                         bw_cell_is_periodic(&one->cell) ? &one->cell : NULL, positions};
  BwEvaluation out = {.energies = energies, .forces = forces, .out_of_domain = domain};
  if (!bw_potential_evaluate(self->potential, &in, &out, self->pool, error)) {
    g_prefix_error(error, "%s, from frame %" G_GINT64_FORMAT " on: ", self->structures->path, self->first);
    return FALSE;
  }
  for (guint i = 0; i < self->batch->len; i++)
    attach(self, self->batch->pdata[i], energies + i * one->n_beads, forces + i * n,
           domain ? domain + i * one->n_beads : NULL);
  return TRUE;
}

static gboolean fill(Evaluated *self, gint64 index, GError **error)
{
  if (g_cancellable_is_cancelled(self->cancellable))
    return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
  if (read_batch(self, index, error) && evaluate_batch(self, error)) {
    if (self->done)
      self->done(self->batch, self->first, self->data);
    return TRUE;
  }
  g_ptr_array_set_size(self->batch, 0);
  return FALSE;
}

static BwFrame *read_frame(BwTrajectory *base, gint64 index, GError **error)
{
  Evaluated *self = (Evaluated *)base;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->mutex);
  gboolean there = index >= self->first && index < self->first + self->batch->len;
  if (!there && !fill(self, index, error))
    return NULL;
  return bw_frame_copy(self->batch->pdata[index - self->first]);
}

static gint64 count_frames(BwTrajectory *base, gboolean *complete)
{
  return bw_trajectory_get_n_frames(((Evaluated *)base)->structures, complete);
}

static gboolean wait_for_all(BwTrajectory *base, gpointer cancellable, GError **error)
{
  return bw_trajectory_wait(((Evaluated *)base)->structures, cancellable, error);
}

static void finalize(BwTrajectory *base)
{
  Evaluated *self = (Evaluated *)base;
  bw_potential_unref(self->potential);
  bw_trajectory_unref(self->structures);
  g_ptr_array_unref(self->batch);
  g_mutex_clear(&self->mutex);
}

BwTrajectory *bw_evaluated_new(BwPotential *potential, BwTrajectory *structures, BwPool *pool,
                               GCancellable *cancellable, BwEvaluatedFunc done, gpointer data)
{
  static const BwTrajectoryClass klass = {
      .read = read_frame, .n_frames = count_frames, .wait = wait_for_all, .finalize = finalize};
  Evaluated *self = g_new0(Evaluated, 1);
  bw_trajectory_init(&self->base, &klass, structures->path, structures->format);
  self->base.n_beads = structures->n_beads;
  self->base.units_note = g_strdup(structures->units_note);
  self->potential = bw_potential_ref(potential);
  self->structures = bw_trajectory_ref(structures);
  self->pool = pool;
  self->cancellable = cancellable;
  self->done = done;
  self->data = data;
  self->batch = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  g_mutex_init(&self->mutex);
  return &self->base;
}
