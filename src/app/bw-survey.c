#include "app/bw-survey.h"

#include <gio/gio.h>
#include <math.h>

#include "base/units.h"

#define MAX_VISITS 4000

struct _BwSurvey {
  gatomicrefcount refs; /* the owner and the thread */
  BwTrajectory *trajectory;
  GCancellable *cancellable;
  GMutex mutex; /* of the findings */
  BwFindings findings;
};

static void survey_unref(BwSurvey *self)
{
  if (!g_atomic_ref_count_dec(&self->refs))
    return;
  bw_trajectory_unref(self->trajectory);
  g_object_unref(self->cancellable);
  g_mutex_clear(&self->mutex);
  bw_averages_free(self->findings.averages);
  bw_trace_free(self->findings.trace);
  g_clear_error(&self->findings.error);
  g_free(self);
}

/* The mean over the rows of a scalar property, eV; NaN without one. */
static double energy_of(const BwProperty *property, gboolean *unknown)
{
  if (!property || !property->values || property->n_components != 1 || property->per_atom)
    return NAN;
  double factor = 1, sum = 0;
  if (!property->unit)
    *unknown = TRUE;
  else if (!bw_unit_parse_as(property->unit, BW_DIMENSION_ENERGY, "energy", &factor, NULL))
    return NAN;
  for (int r = 0; r < property->n_rows; r++)
    sum += property->values[r];
  return factor * sum / property->n_rows;
}

static void visit(BwSurvey *self, const BwFrame *frame, gint64 index)
{
  BwFindings *findings = &self->findings;
  gboolean ignored = FALSE;
  g_mutex_lock(&self->mutex);
  double y[BW_TRACE_COLUMNS];
  y[BW_TRACE_POTENTIAL] = energy_of(bw_frame_find_energy(frame), &findings->energy_unknown);
  y[BW_TRACE_CONSERVED] = energy_of(bw_frame_find(frame, "conserved"), &ignored);
  if (findings->trace->n == 0)
    findings->x_is_time = isfinite(frame->time);
  bw_trace_add(findings->trace, findings->x_is_time ? frame->time : (double)index, y);
  bw_averages_add_frame(findings->averages, frame);
  g_mutex_unlock(&self->mutex);
}

/* Frames with other atoms than the first have no such pairs. */
static gboolean go_through(BwSurvey *self, GError **error)
{
  if (!bw_trajectory_wait(self->trajectory, self->cancellable, error) &&
      g_cancellable_is_cancelled(self->cancellable))
    return FALSE;
  gint64 n_frames = bw_trajectory_get_n_frames(self->trajectory, NULL);
  gint64 stride = MAX(1, (n_frames + MAX_VISITS - 1) / MAX_VISITS);
  g_mutex_lock(&self->mutex);
  self->findings.stride = stride;
  g_mutex_unlock(&self->mutex);
  g_autoptr(BwAtoms) atoms = NULL;
  for (gint64 f = 0; f < n_frames && !g_cancellable_is_cancelled(self->cancellable); f += stride) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(self->trajectory, f, *error ? NULL : error);
    if (!frame)
      return FALSE;
    if (!atoms)
      atoms = bw_atoms_ref(frame->atoms);
    if (frame->atoms == atoms || bw_atoms_equal(frame->atoms, atoms))
      visit(self, frame, f);
  }
  return *error == NULL;
}

static gpointer survey_in_thread(gpointer data)
{
  BwSurvey *self = data;
  GError *error = NULL;
  go_through(self, &error);
  g_mutex_lock(&self->mutex);
  self->findings.done = TRUE;
  self->findings.error = error;
  g_mutex_unlock(&self->mutex);
  survey_unref(self);
  return NULL;
}

BwSurvey *bw_survey_new(BwTrajectory *trajectory, const BwAverages *like)
{
  BwSurvey *self = g_new0(BwSurvey, 1);
  g_atomic_ref_count_init(&self->refs);
  g_atomic_ref_count_inc(&self->refs);
  self->trajectory = bw_trajectory_ref(trajectory);
  self->cancellable = g_cancellable_new();
  g_mutex_init(&self->mutex);
  self->findings.averages = bw_averages_new_like(like);
  self->findings.trace = bw_trace_new();
  g_thread_unref(g_thread_new("survey", survey_in_thread, self));
  return self;
}

void bw_survey_free(BwSurvey *self)
{
  g_cancellable_cancel(self->cancellable);
  survey_unref(self);
}

const BwFindings *bw_survey_lock(BwSurvey *self)
{
  g_mutex_lock(&self->mutex);
  return &self->findings;
}

void bw_survey_unlock(BwSurvey *self)
{
  g_mutex_unlock(&self->mutex);
}
