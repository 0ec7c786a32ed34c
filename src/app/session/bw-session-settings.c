/* The settings of runs: of the job while it is shown, otherwise of the next one. */
#include "app/session/bw-session-private.h"

#include <string.h>

static gboolean shows_job(BwSession *self)
{
  return self->run && self->run == self->job && bw_run_is_on(self->run);
}

BwPotential *bw_session_get_potential(BwSession *self)
{
  return self->potential;
}

void bw_session_set_potential(BwSession *self, BwPotential *potential)
{
  if (potential == self->potential)
    return;
  if (potential)
    bw_potential_ref(potential);
  g_clear_pointer(&self->potential, bw_potential_unref);
  self->potential = potential;
  if (potential)
    bw_session_add_model(self, potential);
  bw_session_follow_energies(self);
  bw_session_follow_probe(self);
  bw_session_follow_shares(self);
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_SYSTEM);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

void bw_session_take_settings(BwSession *self, const BwDynamicsSettings *dynamics, double length,
                              BwPotential *potential)
{
  self->dynamics = *dynamics;
  self->length = length;
  if (potential)
    bw_session_set_potential(self, potential);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

const BwDynamicsSettings *bw_session_get_dynamics(BwSession *self)
{
  return shows_job(self) ? &self->run->dynamics : &self->dynamics;
}

void bw_session_set_dynamics(BwSession *self, const BwDynamicsSettings *dynamics)
{
  if (bw_run_settings_equal(bw_session_get_dynamics(self), dynamics))
    return;
  self->dynamics = *dynamics;
  if (shows_job(self))
    bw_session_change_job(self, dynamics);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

double bw_session_get_length(BwSession *self)
{
  return shows_job(self) ? self->run->length : self->length;
}

/* That of a run that goes on stays what it was planned to be. */
void bw_session_set_length(BwSession *self, double length)
{
  if (length == bw_session_get_length(self))
    return;
  self->length = length;
  bw_session_emit(self, BW_SIGNAL_JOB);
}

const char *bw_session_get_output(BwSession *self)
{
  return shows_job(self) ? self->run->path : self->output;
}

void bw_session_set_output(BwSession *self, const char *path)
{
  g_free(self->output);
  self->output = g_strdup(path);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

const BwRecordSettings *bw_session_get_record(BwSession *self)
{
  return shows_job(self) ? &self->run->record : &self->record;
}

void bw_session_set_record(BwSession *self, const BwRecordSettings *record)
{
  if (memcmp(&self->record, record, sizeof *record) == 0)
    return;
  self->record = *record;
  bw_session_emit(self, BW_SIGNAL_JOB);
}

int bw_session_get_n_threads(BwSession *self)
{
  return self->n_threads;
}

gboolean bw_session_get_compare(BwSession *self)
{
  return self->compare;
}

void bw_session_set_compare(BwSession *self, gboolean compare)
{
  if (compare == self->compare)
    return;
  self->compare = compare;
  bw_session_emit(self, BW_SIGNAL_JOB);
}
