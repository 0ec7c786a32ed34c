#include "engine/snapshots.h"
#include "base/array.h"

#include <stdatomic.h>
#include <string.h>

enum { N_BUFFERS = 3, INDEX = 3, FRESH = 4 };

struct _BwSnapshots {
  BwSnapshot buffers[N_BUFFERS];
  gsize capacity[N_BUFFERS]; /* doubles in positions */
  int back;                  /* the writer's */
  int front;                 /* the reader's */
  atomic_int between;        /* index of the third; with FRESH when the reader has not seen it */
};

BwSnapshots *bw_snapshots_new(void)
{
  BwSnapshots *self = g_new0(BwSnapshots, 1);
  self->front = 1;
  atomic_init(&self->between, 2);
  return self;
}

void bw_snapshots_free(BwSnapshots *self)
{
  if (!self)
    return;
  for (int i = 0; i < N_BUFFERS; i++) {
    bw_free(self->buffers[i].positions);
    bw_atoms_unref(self->buffers[i].atoms);
  }
  g_free(self);
}

static void set_atoms(BwSnapshot *snapshot, BwAtoms *atoms)
{
  if (snapshot->atoms == atoms)
    return;
  bw_atoms_unref(snapshot->atoms);
  snapshot->atoms = bw_atoms_ref(atoms);
}

static void fill(BwSnapshots *self, int index, BwDynamics *dynamics)
{
  BwSnapshot *snapshot = &self->buffers[index];
  const BwDynamicsState *state = bw_dynamics_get_state(dynamics);
  const BwCell *cell = bw_dynamics_get_cell(dynamics);
  const gsize n = (gsize)state->n_beads * state->n_atoms * 3;
  if (self->capacity[index] < n) {
    bw_free(snapshot->positions);
    snapshot->positions = bw_new(double, n);
    self->capacity[index] = n;
  }
  set_atoms(snapshot, bw_dynamics_get_atoms(dynamics));
  if (cell)
    snapshot->cell = *cell;
  else
    bw_cell_init_none(&snapshot->cell);
  snapshot->estimates = *bw_dynamics_estimates(dynamics);
  snapshot->step = state->step;
  snapshot->time = snapshot->estimates.time;
  snapshot->n_beads = state->n_beads;
  snapshot->n_atoms = state->n_atoms;
  memcpy(snapshot->positions, bw_dynamics_positions(dynamics), n * sizeof(double));
}

gboolean bw_snapshots_waiting(BwSnapshots *self)
{
  return atomic_load_explicit(&self->between, memory_order_relaxed) & FRESH;
}

void bw_snapshots_publish(BwSnapshots *self, BwDynamics *dynamics)
{
  fill(self, self->back, dynamics);
  self->back = atomic_exchange_explicit(&self->between, self->back | FRESH, memory_order_acq_rel) & INDEX;
}

const BwSnapshot *bw_snapshots_take(BwSnapshots *self)
{
  if (!bw_snapshots_waiting(self))
    return NULL;
  self->front = atomic_exchange_explicit(&self->between, self->front, memory_order_acq_rel) & INDEX;
  return &self->buffers[self->front];
}
