#include "app/session/bw-atom-energies.h"

#include <gio/gio.h>

/* The worker's while it works, ours while it rests. */
typedef struct {
  char *path;             /* of the model */
  BwPotential *potential; /* NULL: to be opened */
  BwFrame *frame;
  double *energies; /* [n_atoms] */
} Work;

struct _BwAtomEnergies {
  BwAtomEnergiesFunc ready; /* NULL: nobody wants to know any more */
  gpointer data;
  gboolean busy;
  Work work;
};

BwAtomEnergies *bw_atom_energies_new(BwAtomEnergiesFunc ready, gpointer data)
{
  BwAtomEnergies *self = g_new0(BwAtomEnergies, 1);
  self->ready = ready;
  self->data = data;
  return self;
}

static void destroy(BwAtomEnergies *self)
{
  bw_potential_unref(self->work.potential);
  g_clear_pointer(&self->work.frame, bw_frame_free);
  g_free(self->work.energies);
  g_free(self->work.path);
  g_free(self);
}

void bw_atom_energies_free(BwAtomEnergies *self)
{
  if (!self)
    return;
  self->ready = NULL;
  if (!self->busy)
    destroy(self);
}

gboolean bw_atom_energies_can(const BwPotential *potential, const BwAtoms *atoms)
{
  return potential && potential->path && (potential->can & BW_CAN_ATOMIC_ENERGIES) &&
         bw_potential_check_atoms(potential, atoms, NULL);
}

/* The energy of every atom of the frame's elements alone. */
static gboolean subtract_alone(const Work *work, GError **error)
{
  const BwAtoms *atoms = work->frame->atoms;
  for (int i = 0; i < atoms->n_atoms; i++) {
    int first = 0; /* of the same element */
    while (atoms->numbers[first] != atoms->numbers[i])
      first++;
    if (first < i)
      continue;
    const double origin[3] = {0};
    double alone;
    const BwReplicas one = {1, 1, atoms->numbers + i, NULL, origin};
    BwEvaluation out = {&alone};
    if (!bw_potential_evaluate(work->potential, &one, &out, NULL, error))
      return FALSE;
    for (int k = i; k < atoms->n_atoms; k++)
      if (atoms->numbers[k] == atoms->numbers[i])
        work->energies[k] -= alone;
  }
  return TRUE;
}

static gboolean compute(Work *work, GError **error)
{
  if (!work->potential && !(work->potential = bw_potential_open(work->path, error)))
    return FALSE;
  const BwFrame *frame = work->frame;
  int n_atoms = frame->atoms->n_atoms;
  const BwReplicas in = {frame->n_beads, n_atoms, frame->atoms->numbers, &frame->cell, frame->positions};
  g_autofree double *each = g_new(double, (gsize)frame->n_beads *n_atoms);
  BwEvaluation out = {.atomic_energies = each};
  if (!bw_potential_evaluate(work->potential, &in, &out, NULL, error))
    return FALSE;
  for (int i = 0; i < n_atoms; i++) {
    double sum = 0;
    for (int bead = 0; bead < frame->n_beads; bead++)
      sum += each[(gsize)bead * n_atoms + i];
    work->energies[i] = sum / frame->n_beads;
  }
  return subtract_alone(work, error);
}

static void run(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  BwAtomEnergies *self = data;
  GError *error = NULL;
  if (compute(&self->work, &error))
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

static void on_done(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  BwAtomEnergies *self = data;
  g_autoptr(GError) error = NULL;
  g_task_propagate_boolean(G_TASK(result), &error);
  self->busy = FALSE;
  if (!self->ready)
    destroy(self);
  else
    self->ready(self->work.frame->atoms, error ? NULL : self->work.energies, error, self->data);
}

gboolean bw_atom_energies_ask(BwAtomEnergies *self, const BwPotential *potential, const BwFrame *frame)
{
  if (self->busy)
    return FALSE;
  if (g_strcmp0(self->work.path, potential->path) != 0) {
    g_clear_pointer(&self->work.potential, bw_potential_unref);
    g_free(self->work.path);
    self->work.path = g_strdup(potential->path);
  }
  g_clear_pointer(&self->work.frame, bw_frame_free);
  self->work.frame = bw_frame_copy(frame);
  self->work.energies = g_renew(double, self->work.energies, frame->atoms->n_atoms);
  self->busy = TRUE;
  g_autoptr(GTask) task = g_task_new(NULL, NULL, on_done, self);
  g_task_set_task_data(task, self, NULL);
  g_task_run_in_thread(task, run);
  return TRUE;
}
