#include "potential/evaluated.h"
#include "base/error.h"

#include <math.h>
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

/* What a batch is asked for, and the answers; NULL: the model does not give it. */
typedef struct {
  BwDoubles *energies, *forces, *charges, *dipoles, *properties, *atomic_properties, *domain;
} Answers;

static void answers_clear(Answers *answers)
{
  BwDoubles *all[] = {answers->energies, answers->forces,     answers->charges,          answers->dipoles,
                      answers->domain,   answers->properties, answers->atomic_properties};
  for (gsize k = 0; k < G_N_ELEMENTS(all); k++)
    bw_free(all[k]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answers, answers_clear)

static void answers_init(Answers *answers, const BwPotential *potential, int n_replicas, int n_atoms)
{
  gsize n = (gsize)n_replicas, n_all = n * (gsize)n_atoms;
  gboolean energy = !(potential->can & BW_HAS_NO_ENERGY);
  *answers = (Answers){.energies = energy ? bw_new(double, n) : NULL,
                       .forces = energy ? bw_new(double, 3 * n_all) : NULL,
                       .charges = potential->can & BW_CAN_CHARGES ? bw_new(double, n_all) : NULL,
                       .dipoles = potential->can & BW_CAN_DIPOLES ? bw_new(double, 3 * n) : NULL,
                       .properties =
                           potential->n_properties ? bw_new(double, n *(gsize)potential->n_properties) : NULL,
                       .atomic_properties = potential->n_atomic_properties
                                                ? bw_new(double, n_all *(gsize)potential->n_atomic_properties)
                                                : NULL,
                       .domain = potential->can & BW_CAN_OUT_OF_DOMAIN ? bw_new(double, n) : NULL};
}

static void remove_named(BwFrame *frame, const char *name)
{
  for (BwProperty *old = bw_frame_find(frame, name); old; old = bw_frame_find(frame, name))
    g_ptr_array_remove(frame->properties, old);
}

/* In place of what the frame had under that name; the mean over the beads. values: of bead 0, the first of
 * `width` numbers for each bead. NaN: it has none. */
static void attach_mean(BwFrame *frame, const char *name, const char *unit, const double *values, gsize width,
                        int n_components)
{
  remove_named(frame, name);
  if (isnan(values[0]))
    return;
  BwProperty *property = bw_frame_add_frame_values(frame, name, unit, n_components);
  for (int bead = 0; bead < frame->n_beads; bead++)
    for (int k = 0; k < n_components; k++)
      property->values[k] += values[bead * width + (gsize)k] / frame->n_beads;
}

/* The same for atoms, of every bead; `stride` between two atoms. */
static void attach_atoms(BwFrame *frame, const char *name, const char *unit, const double *values,
                         gsize stride)
{
  remove_named(frame, name);
  BwProperty *property = frame->n_beads > 1 ? bw_frame_add_bead_values(frame, name, unit, 1)
                                            : bw_frame_add_atom_values(frame, name, unit, 1);
  for (int i = 0; i < property->n_rows; i++)
    property->values[i] = values[(gsize)i * stride];
}

static void attach_energies(const Evaluated *self, BwFrame *frame, const double *energies,
                            const double *forces)
{
  remove_property(frame, bw_frame_find_energy);
  remove_property(frame, bw_frame_find_forces);
  remove_property(frame, find_theory);
  attach_mean(frame, "energy", "eV", energies, 1, 1);
  if (self->potential->theory)
    bw_frame_add_text(frame, "theory", self->potential->theory);
  BwProperty *property = frame->n_beads > 1 ? bw_frame_add_bead_values(frame, "forces", "eV/Å", 3)
                                            : bw_frame_add_atom_values(frame, "forces", "eV/Å", 3);
  memcpy(property->values, forces, sizeof(double) * 3 * (gsize)property->n_rows);
}

static void attach_numbers(BwFrame *frame, const char *name, const double *values, int n)
{
  remove_named(frame, name);
  BwProperty *property = bw_frame_add_frame_values(frame, name, NULL, n);
  memcpy(property->values, values, sizeof(double) * (gsize)n);
}

/* Of all beads the farthest, and each. */
static void attach_domain(BwFrame *frame, const double *out_of_domain)
{
  double domain = 0;
  for (int bead = 0; bead < frame->n_beads; bead++)
    domain = MAX(domain, out_of_domain[bead]);
  attach_numbers(frame, "out_of_domain", &domain, 1);
  if (frame->n_beads > 1)
    attach_numbers(frame, "out_of_domain_of_beads", out_of_domain, frame->n_beads);
}

/* Answers from replica `first` on. */
static void attach(const Evaluated *self, BwFrame *frame, const Answers *answers, gsize first)
{
  const BwPotential *potential = self->potential;
  gsize n_atoms = (gsize)frame->atoms->n_atoms, n = (gsize)potential->n_properties,
        n_atomic = (gsize)potential->n_atomic_properties;
  if (answers->energies)
    attach_energies(self, frame, answers->energies + first, answers->forces + 3 * first * n_atoms);
  if (answers->domain)
    attach_domain(frame, answers->domain + first);
  if (answers->charges)
    attach_atoms(frame, "charges", "e", answers->charges + first * n_atoms, 1);
  if (answers->dipoles)
    attach_mean(frame, "dipole", "e·Å", answers->dipoles + 3 * first, 3, 3);
  for (gsize p = 0; p < n; p++)
    attach_mean(frame, potential->properties[p].name, potential->properties[p].unit,
                answers->properties + first * n + p, n, 1);
  for (gsize p = 0; p < n_atomic; p++)
    attach_atoms(frame, potential->atomic_properties[p].name, potential->atomic_properties[p].unit,
                 answers->atomic_properties + first * n_atoms * n_atomic + p, n_atomic);
}

static gboolean evaluate_batch(Evaluated *self, GError **error)
{
  const BwFrame *one = self->batch->pdata[0];
  int n_replicas = (int)self->batch->len * one->n_beads, n_atoms = one->atoms->n_atoms;
  gsize n = (gsize)n_atoms * 3 * (gsize)one->n_beads;
  g_autoptr(BwDoubles) positions = bw_new(double, n * self->batch->len);
  g_auto(Answers) answers;
  answers_init(&answers, self->potential, n_replicas, n_atoms);
  for (guint i = 0; i < self->batch->len; i++)
    memcpy(positions + i * n, ((BwFrame *)self->batch->pdata[i])->positions, sizeof(double) * n);
  const BwReplicas in = {n_replicas, n_atoms, one->atoms->numbers,
                         bw_cell_is_periodic(&one->cell) ? &one->cell : NULL, positions};
  BwEvaluation out = {.energies = answers.energies,
                      .forces = answers.forces,
                      .charges = answers.charges,
                      .dipoles = answers.dipoles,
                      .properties = answers.properties,
                      .atomic_properties = answers.atomic_properties,
                      .out_of_domain = answers.domain};
  if (!bw_potential_evaluate(self->potential, &in, &out, self->pool, error)) {
    g_prefix_error(error, "%s, from frame %" G_GINT64_FORMAT " on: ", self->structures->path, self->first);
    return FALSE;
  }
  for (guint i = 0; i < self->batch->len; i++)
    attach(self, self->batch->pdata[i], &answers, i * (gsize)one->n_beads);
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
