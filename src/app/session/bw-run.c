#include "app/session/bw-run-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-opener.h"
#include "app/session/bw-words.h"

G_DEFINE_FINAL_TYPE(BwRun, bw_run, G_TYPE_OBJECT)

static void bw_run_finalize(GObject *object)
{
  BwRun *self = BW_RUN(object);
  g_clear_object(&self->twin);
  bw_job_status_clear(&self->status);
  g_clear_pointer(&self->history, bw_history_free);
  g_clear_pointer(&self->newest, bw_frame_free);
  bw_trace_free(self->trace);
  bw_averages_free(self->averages);
  g_array_unref(self->y);
  g_array_unref(self->pinned);
  g_array_unref(self->events);
  bw_potential_unref(self->potential);
  bw_coordinates_unref(self->coordinates);
  g_free(self->positions);
  g_free(self->velocities);
  g_free(self->title);
  g_free(self->path);
  g_free(self->structure_path);
  g_free(self->note);
  g_free(self->averages_note);
  G_OBJECT_CLASS(bw_run_parent_class)->finalize(object);
}

static void bw_run_class_init(BwRunClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = bw_run_finalize;
}

static void bw_run_init(BwRun *self)
{
  self->trace = bw_trace_new();
  bw_run_init_trace(self->trace);
  self->y = g_array_new(FALSE, FALSE, sizeof(double));
  self->pinned = g_array_new(FALSE, FALSE, sizeof(BwPinnedColumns));
  self->events = g_array_new(FALSE, FALSE, sizeof(BwEvent));
  self->status = (BwJobStatus){.seconds_left = NAN, .last_checkpoint = -1};
}

BwRun *bw_run_new(const BwRunPlan *plan, BwHistoryBudget *budget)
{
  BwRun *self = g_object_new(BW_TYPE_RUN, NULL);
  int n;
  const BwCoordinate *list = bw_coordinates_get(plan->coordinates, &n);
  self->title = g_strdup(plan->title);
  self->path = g_strdup(plan->path);
  self->structure_path = g_strdup(plan->structure_path);
  self->potential = bw_potential_ref(plan->potential);
  self->dynamics = plan->dynamics;
  self->length = plan->length;
  self->record = plan->record;
  self->coordinates = bw_coordinates_ref(plan->coordinates);
  self->averages = bw_averages_new(list, n);
  bw_run_set_start(self, plan->frame);
  if (budget) {
    self->history = bw_history_new(budget);
    self->newest = bw_frame_copy(plan->frame);
    self->newest->time = 0;
    self->newest->step = 0;
    g_ptr_array_set_size(self->newest->properties, 0); /* they were the file's */
  }
  return self;
}

/* One bead has the centroid's thermostat only: of PILE-L that is Langevin's, of PILE-G velocity rescaling. */
BwThermostat bw_run_classical_thermostat(BwThermostat thermostat)
{
  switch (thermostat) {
  case BW_THERMOSTAT_PILE_L:
    return BW_THERMOSTAT_LANGEVIN;
  case BW_THERMOSTAT_PILE_G:
    return BW_THERMOSTAT_SVR;
  default:
    return thermostat;
  }
}

void bw_run_add_twin(BwRun *self, const BwFrame *frame)
{
  g_autofree char *path = self->path ? bw_opener_twin_path(self->path) : NULL;
  g_autofree char *title = g_strdup_printf(_("%s, classical"), self->title);
  BwRunPlan plan = {.title = title,
                    .path = path,
                    .structure_path = self->structure_path,
                    .potential = self->potential,
                    .dynamics = self->dynamics,
                    .length = self->length,
                    .record = self->record,
                    .coordinates = self->coordinates,
                    .frame = frame};
  plan.dynamics.n_beads = 1;
  plan.dynamics.thermostat = bw_run_classical_thermostat(plan.dynamics.thermostat);
  g_clear_object(&self->twin);
  self->twin = bw_run_new(&plan, NULL);
}

/* What it is */

const char *bw_run_get_title(BwRun *self)
{
  return self->title;
}

const char *bw_run_get_path(BwRun *self)
{
  return self->path;
}

const char *bw_run_get_structure_path(BwRun *self)
{
  return self->structure_path;
}

const char *bw_run_get_note(BwRun *self)
{
  return self->note;
}

BwPotential *bw_run_get_potential(BwRun *self)
{
  return self->potential;
}

BwAtoms *bw_run_get_atoms(BwRun *self)
{
  return self->coordinates->atoms;
}

const BwDynamicsSettings *bw_run_get_dynamics(BwRun *self)
{
  return &self->dynamics;
}

double bw_run_get_length(BwRun *self)
{
  return self->length;
}

BwRun *bw_run_get_twin(BwRun *self)
{
  return self->twin;
}

/* How far it is */

BwJobState bw_run_get_state(BwRun *self)
{
  if (self->twin && self->twin->engine && !self->engine && self->status.state != BW_JOB_FAILED)
    return self->twin->status.state;
  return self->status.state;
}

gboolean bw_run_is_queued(BwRun *self)
{
  return bw_run_get_state(self) == BW_JOB_IDLE;
}

gboolean bw_run_is_on(BwRun *self)
{
  return self->engine || (self->twin && self->twin->engine);
}

const BwJobStatus *bw_run_get_status(BwRun *self)
{
  return &self->status;
}

double bw_run_get_time(BwRun *self)
{
  return self->newest ? self->newest->time : bw_trace_get_end(self->trace);
}

double bw_run_get_progress(BwRun *self)
{
  double time = bw_run_get_time(self);
  return self->length > 0 ? CLAMP(time / self->length, 0, 1) : -1;
}

char *bw_run_describe(BwRun *self)
{
  g_autofree char *dynamics = bw_words_dynamics(&self->dynamics);
  g_autofree char *time = bw_words_time(bw_run_get_time(self));
  BwJobState state = bw_run_get_state(self);
  g_autoptr(GString) text = g_string_new(dynamics);
  if (self->twin)
    g_string_append(text, _(" and classical"));
  if (!bw_run_is_queued(self))
    g_string_append_printf(text, " · %s", time);
  if (state != BW_JOB_RUNNING && state != BW_JOB_FINISHED)
    g_string_append_printf(text, " · %s", bw_words_state(state));
  return g_strdup(text->str);
}

/* What came out */

const BwTrace *bw_run_get_trace(BwRun *self)
{
  return self->trace;
}

double bw_run_get_averages_begin(BwRun *self)
{
  return self->averages_begin;
}
