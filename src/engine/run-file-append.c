/* What a run adds to its file: rows, in memory until a checkpoint. */
#include "engine/run-file-private.h"
#include "engine/run-settings.h"

#include <string.h>

void bw_run_state_arrays(BwDynamicsState *state, BwStateArray arrays[BW_RUN_STATE_ARRAYS])
{
  const hsize_t n_beads = state->n_beads, n_atoms = state->n_atoms;
  const BwStateArray all[BW_RUN_STATE_ARRAYS] = {
      {"modes", state->modes, {n_beads, n_atoms, 3}, 3},
      {"mode_momenta", state->mode_momenta, {n_beads, n_atoms, 3}, 3},
      {"forces", state->forces, {n_beads, n_atoms, 3}, 3},
      {"energies", state->energies, {n_beads}, 1},
      {"thermostat_energy", &state->thermostat_energy, {0}, 0},
      {"time_offset", &state->time_offset, {0}, 0},
      {"pull_work", &state->pull_work, {0}, 0, TRUE},
  };
  memcpy(arrays, all, sizeof all);
}

BwSegment *bw_run_file_get_segment(const BwRunFile *self)
{
  return self->segments->pdata[self->segments->len - 1];
}

void bw_run_file_record(BwRunFile *self, BwDynamics *dynamics, gboolean always)
{
  BwSegment *segment = bw_run_file_get_segment(self);
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    bw_track_record(&segment->tracks[kind], dynamics, always);
  bw_track_record(&self->estimates, dynamics, always);
}

/* Another number of beads: particles go on in a segment of their own, which the next checkpoint makes. One
 * without any row gives way. */
static void begin_segment(BwRunFile *self, gint64 step, int n_beads)
{
  const BwSegment *last = bw_run_file_get_segment(self);
  const gboolean empty = bw_segment_is_empty(last);
  const int index = last->index + (empty ? 0 : 1);
  if (empty)
    g_ptr_array_set_size(self->segments, (gint)self->segments->len - 1);
  g_ptr_array_add(self->segments, bw_segment_new(index, n_beads, self->atoms->n_atoms, &self->record, step));
}

void bw_run_file_record_change(BwRunFile *self, gint64 step, const BwDynamicsSettings *settings)
{
  BwDynamicsChange *change = bw_h5_series_add(&self->changes);
  memset(change, 0, sizeof *change);
  change->step = step;
  change->settings = *settings;
  if (settings->n_beads != bw_run_file_get_segment(self)->n_beads)
    begin_segment(self, step, settings->n_beads);
}

void bw_run_file_record_event(BwRunFile *self, const BwEvent *event)
{
  BwEvent *row = bw_h5_series_add(&self->events);
  memset(row, 0, sizeof *row);
  *row = *event;
}

void bw_run_file_set_n_steps(BwRunFile *self, gint64 n_steps)
{
  self->n_steps_changed |= n_steps != self->n_steps;
  self->n_steps = n_steps;
}

gsize bw_run_file_get_waiting(const BwRunFile *self)
{
  gsize bytes = self->changes.n_waiting * self->changes.row_bytes +
                self->events.n_waiting * self->events.row_bytes + bw_track_get_waiting(&self->estimates);
  for (guint i = 0; i < self->segments->len; i++)
    bytes += bw_segment_get_waiting(self->segments->pdata[i]);
  return bytes;
}
