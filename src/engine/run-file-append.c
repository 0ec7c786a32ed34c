/* What a run adds to its file: rows, in memory until a checkpoint. */
#include "engine/run-file-private.h"
#include "engine/run-settings.h"

#include <string.h>

const BwTrackValue *bw_run_track_values(BwTrackKind kind, int *n)
{
  static const BwTrackValue positions[] = {{BW_RUN_PARTICLES "/position", "Angstrom", 0}},
                            momenta[] = {{BW_RUN_PARTICLES "/momentum", "u Angstrom fs-1", 0}},
                            forces[] = {{BW_RUN_PARTICLES "/force", "eV Angstrom-1", 0}};
  static const BwTrackValue estimates[] = {
      {"observables/temperature", "K", G_STRUCT_OFFSET(BwEstimates, temperature)},
      {"observables/potential", "eV", G_STRUCT_OFFSET(BwEstimates, potential)},
      {"observables/kinetic_cv", "eV", G_STRUCT_OFFSET(BwEstimates, kinetic_cv)},
      {"observables/kinetic_td", "eV", G_STRUCT_OFFSET(BwEstimates, kinetic_td)},
      {"observables/conserved", "eV", G_STRUCT_OFFSET(BwEstimates, conserved)},
      {"observables/radius_of_gyration", "Angstrom", G_STRUCT_OFFSET(BwEstimates, radius_of_gyration)},
      {"observables/out_of_domain", "1", G_STRUCT_OFFSET(BwEstimates, out_of_domain)},
  };
  G_STATIC_ASSERT(G_N_ELEMENTS(estimates) <= BW_RUN_MAX_ESTIMATES);
  static const BwTrackValue *const values[BW_N_TRACKS] = {positions, momenta, forces, estimates};
  *n = kind == BW_TRACK_ESTIMATES ? (int)G_N_ELEMENTS(estimates) : 1;
  return values[kind];
}

int bw_run_track_stride(const BwRecordSettings *record, BwTrackKind kind)
{
  const int strides[BW_N_TRACKS] = {record->position_stride, record->momentum_stride, record->force_stride,
                                    record->estimate_stride};
  return strides[kind];
}

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

/* Rows */

static void record_estimates(BwTrack *track, const BwEstimates *estimates)
{
  int n;
  const BwTrackValue *values = bw_run_track_values(BW_TRACK_ESTIMATES, &n);
  for (int i = 0; i < n; i++)
    *(double *)bw_h5_series_add(&track->values[i]) = G_STRUCT_MEMBER(double, estimates, values[i].offset);
}

static void record_track(BwTrack *track, BwTrackKind kind, gint64 step, BwDynamics *dynamics)
{
  const BwEstimates *estimates = bw_dynamics_estimates(dynamics);
  *(gint64 *)bw_h5_series_add(&track->step) = step;
  *(double *)bw_h5_series_add(&track->time) = estimates->time;
  track->last_step = step;
  if (kind == BW_TRACK_ESTIMATES) {
    record_estimates(track, estimates);
    return;
  }
  const double *values = kind == BW_TRACK_POSITION   ? bw_dynamics_positions(dynamics)
                         : kind == BW_TRACK_MOMENTUM ? bw_dynamics_momenta(dynamics)
                                                     : bw_dynamics_forces(dynamics);
  BwH5Series *series = &track->values[0];
  memcpy(bw_h5_series_add(series), values, series->row_bytes);
}

void bw_run_file_record(BwRunFile *self, BwDynamics *dynamics, gboolean always)
{
  gint64 step = bw_dynamics_get_state(dynamics)->step;
  for (int kind = 0; kind < BW_N_TRACKS; kind++) {
    BwTrack *track = &self->tracks[kind];
    if (track->stride > 0 && step > track->last_step && (always || step % track->stride == 0))
      record_track(track, kind, step, dynamics);
  }
}

void bw_run_file_record_change(BwRunFile *self, gint64 step, const BwDynamicsSettings *settings)
{
  BwDynamicsChange *change = bw_h5_series_add(&self->changes);
  memset(change, 0, sizeof *change);
  change->step = step;
  change->settings = *settings;
}

void bw_run_file_set_n_steps(BwRunFile *self, gint64 n_steps)
{
  self->n_steps_changed |= n_steps != self->n_steps;
  self->n_steps = n_steps;
}

static gsize waiting_in(const BwH5Series *series)
{
  return series->n_waiting * series->row_bytes;
}

gsize bw_run_file_get_waiting(const BwRunFile *self)
{
  gsize bytes = waiting_in(&self->changes);
  for (int kind = 0; kind < BW_N_TRACKS; kind++) {
    const BwTrack *track = &self->tracks[kind];
    bytes += waiting_in(&track->step) + waiting_in(&track->time);
    for (int i = 0; i < track->n_values; i++)
      bytes += waiting_in(&track->values[i]);
  }
  return bytes;
}
