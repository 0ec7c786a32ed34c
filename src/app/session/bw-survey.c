#include "app/session/bw-survey.h"

#include <gio/gio.h>
#include <math.h>

#include "app/session/bw-frame-numbers.h"
#include "base/priority.h"

#define NICENESS 10 /* frames that are shown come first */
#define MAX_VISITS 4000
#define MAX_WAITING ((gsize)8 << 20) /* bytes of rows: then the thread waits for the main one */

/* What was seen of one frame. */
typedef struct {
  gint64 index;
  double time;
  int n_beads;
  char *other_atoms; /* its formula, when its atoms are not those of the first frame */
  GArray *numbers;   /* of BwFrameNumber */
  double *values;    /* [n_coordinates][n_beads + 1]; NULL: other atoms */
  gsize bytes;
} Row;

struct _BwSurvey {
  gatomicrefcount refs; /* the owner and the thread */
  BwTrajectory *trajectory;
  GCancellable *cancellable;
  BwCoordinate *coordinates;
  int n_coordinates;

  GMutex mutex; /* of these four */
  GCond taken;
  GQueue rows;
  gsize waiting; /* bytes */
  gint64 stride;
  gboolean done;
  GError *error;

  /* the main thread's */
  double begin; /* fs */
  BwFindings findings;
  GArray *pinned; /* of int: column of the mean of each coordinate, and after it of the centroid; −1: none */
  GArray *y;      /* of double: a row of the trace */
};

static void row_free(Row *row)
{
  g_free(row->other_atoms);
  g_array_unref(row->numbers);
  g_free(row->values);
  g_free(row);
}

static void survey_unref(BwSurvey *self)
{
  if (!g_atomic_ref_count_dec(&self->refs))
    return;
  bw_trajectory_unref(self->trajectory);
  g_object_unref(self->cancellable);
  g_free(self->coordinates);
  g_queue_clear_full(&self->rows, (GDestroyNotify)row_free);
  g_mutex_clear(&self->mutex);
  g_cond_clear(&self->taken);
  g_clear_error(&self->error);
  bw_averages_free(self->findings.averages);
  bw_trace_free(self->findings.trace);
  g_free(self->findings.other_atoms);
  g_clear_error(&self->findings.error);
  g_array_unref(self->pinned);
  g_array_unref(self->y);
  g_free(self);
}

/* The thread */

static Row *look_at(const BwSurvey *self, const BwFrame *frame, gint64 index, gboolean other_atoms)
{
  Row *row = g_new0(Row, 1);
  gsize n_values = (gsize)self->n_coordinates * ((gsize)frame->n_beads + 1);
  row->index = index;
  row->time = frame->time;
  row->n_beads = frame->n_beads;
  row->numbers = g_array_new(FALSE, FALSE, sizeof(BwFrameNumber));
  bw_frame_numbers(frame, row->numbers);
  if (other_atoms) {
    row->other_atoms = bw_atoms_formula(frame->atoms);
  } else {
    row->values = g_new(double, n_values);
    for (int c = 0; c < self->n_coordinates; c++)
      bw_coordinate_of(&self->coordinates[c], frame->positions, frame->n_beads, frame->atoms->n_atoms,
                       &frame->cell, row->values + c * (frame->n_beads + 1));
  }
  row->bytes = sizeof *row + n_values * sizeof(double) + row->numbers->len * sizeof(BwFrameNumber);
  return row;
}

static void hand_over(BwSurvey *self, Row *row)
{
  g_mutex_lock(&self->mutex);
  while (self->waiting > MAX_WAITING && !g_cancellable_is_cancelled(self->cancellable))
    g_cond_wait(&self->taken, &self->mutex);
  g_queue_push_tail(&self->rows, row);
  self->waiting += row->bytes;
  g_mutex_unlock(&self->mutex);
}

/* What is wrong with the end of a file does not take away what is before it. */
static void go_through(BwSurvey *self, GError **error)
{
  if (!bw_trajectory_wait(self->trajectory, self->cancellable, error) &&
      g_cancellable_is_cancelled(self->cancellable))
    return;
  gint64 n_frames = bw_trajectory_get_n_frames(self->trajectory, NULL);
  gint64 stride = MAX(1, (n_frames + MAX_VISITS - 1) / MAX_VISITS);
  g_mutex_lock(&self->mutex);
  self->stride = stride;
  g_mutex_unlock(&self->mutex);
  g_autoptr(BwAtoms) atoms = NULL;
  for (gint64 f = 0; f < n_frames && !g_cancellable_is_cancelled(self->cancellable); f += stride) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(self->trajectory, f, *error ? NULL : error);
    if (!frame)
      return;
    if (!atoms)
      atoms = bw_atoms_ref(frame->atoms);
    hand_over(self, look_at(self, frame, f, frame->atoms != atoms && !bw_atoms_equal(frame->atoms, atoms)));
  }
}

static gpointer survey_in_thread(gpointer data)
{
  BwSurvey *self = data;
  GError *error = NULL;
  bw_thread_give_way(NICENESS);
  go_through(self, &error);
  g_mutex_lock(&self->mutex);
  self->done = TRUE;
  self->error = error;
  g_mutex_unlock(&self->mutex);
  survey_unref(self);
  return NULL;
}

/* The main thread */

static void init_columns(BwSurvey *self, const BwCoordinates *coordinates, gboolean has_beads)
{
  for (int c = 0; c < self->n_coordinates; c++) {
    int columns[2] = {-1, -1};
    const char *unit = bw_coordinate_unit(&self->coordinates[c]);
    for (int centroid = 0; centroid <= (has_beads ? 1 : 0); centroid++)
      if (bw_coordinates_is_pinned(coordinates, c))
        columns[centroid] = bw_trace_add_column(self->findings.trace,
                                                bw_coordinates_column(coordinates, c, centroid == 1), unit);
    g_array_append_vals(self->pinned, columns, 2);
  }
}

BwSurvey *bw_survey_new(BwTrajectory *trajectory, const BwCoordinates *coordinates, double begin)
{
  BwSurvey *self = g_new0(BwSurvey, 1);
  g_atomic_ref_count_init(&self->refs);
  g_atomic_ref_count_inc(&self->refs);
  self->trajectory = bw_trajectory_ref(trajectory);
  self->cancellable = g_cancellable_new();
  g_mutex_init(&self->mutex);
  g_cond_init(&self->taken);
  g_queue_init(&self->rows);
  const BwCoordinate *list = bw_coordinates_get(coordinates, &self->n_coordinates);
  self->coordinates = g_memdup2(list, sizeof *list * (gsize)self->n_coordinates);
  self->findings.averages = bw_averages_new(list, self->n_coordinates);
  self->findings.trace = bw_trace_new();
  self->findings.other_atoms_at = -1;
  self->begin = begin;
  self->pinned = g_array_new(FALSE, FALSE, sizeof(int));
  self->y = g_array_new(FALSE, FALSE, sizeof(double));
  init_columns(self, coordinates, trajectory->n_beads > 1);
  g_thread_unref(g_thread_new("survey", survey_in_thread, self));
  return self;
}

void bw_survey_free(BwSurvey *self)
{
  g_mutex_lock(&self->mutex);
  g_cancellable_cancel(self->cancellable);
  g_cond_signal(&self->taken);
  g_mutex_unlock(&self->mutex);
  survey_unref(self);
}

static void average(BwFindings *findings, const Row *row, int n_coordinates)
{
  static const char *const names[BW_N_AVERAGES] = {BW_TRACE_TEMPERATURE, BW_TRACE_KINETIC, BW_TRACE_POTENTIAL,
                                                   BW_TRACE_GYRATION};
  bw_averages_add_values(findings->averages, row->values, n_coordinates, row->n_beads);
  findings->n_averaged++;
  for (guint i = 0; i < row->numbers->len; i++) {
    const BwFrameNumber *number = &g_array_index(row->numbers, BwFrameNumber, i);
    for (int a = 0; a < BW_N_AVERAGES; a++)
      if (number->unit && g_str_equal(number->name, names[a]))
        bw_averages_add_number(findings->averages, (BwAverage)a, number->value);
  }
}

static void trace(BwSurvey *self, const Row *row)
{
  BwFindings *findings = &self->findings;
  for (guint i = 0; i < row->numbers->len; i++) {
    const BwFrameNumber *number = &g_array_index(row->numbers, BwFrameNumber, i);
    bw_trace_add_column(findings->trace, number->name, number->unit);
  }
  g_array_set_size(self->y, findings->trace->columns->len);
  double *y = (double *)(void *)self->y->data;
  for (guint c = 0; c < self->y->len; c++)
    y[c] = NAN;
  for (guint i = 0; i < row->numbers->len; i++) {
    const BwFrameNumber *number = &g_array_index(row->numbers, BwFrameNumber, i);
    y[bw_trace_find_column(findings->trace, number->name)] = number->value;
  }
  for (int c = 0; c < self->n_coordinates && row->values; c++) {
    const int *columns = &g_array_index(self->pinned, int, 2 * c);
    const double *values = row->values + c * (row->n_beads + 1);
    if (columns[0] >= 0)
      y[columns[0]] = bw_coordinate_mean(&self->coordinates[c], values, row->n_beads);
    if (columns[1] >= 0)
      y[columns[1]] = values[row->n_beads];
  }
  if (findings->trace->n == 0)
    findings->x_is_time = isfinite(row->time);
  bw_trace_add(findings->trace, findings->x_is_time ? row->time : (double)row->index, y);
}

static void take(BwSurvey *self, Row *row)
{
  BwFindings *findings = &self->findings;
  if (row->other_atoms && findings->other_atoms_at < 0) {
    findings->other_atoms_at = row->index;
    findings->other_atoms = g_steal_pointer(&row->other_atoms);
  }
  if (findings->other_atoms_at < 0 && !(row->time < self->begin))
    average(findings, row, self->n_coordinates);
  trace(self, row);
}

gboolean bw_survey_poll(BwSurvey *self)
{
  GQueue rows;
  g_mutex_lock(&self->mutex);
  rows = self->rows;
  g_queue_init(&self->rows);
  self->waiting = 0;
  gboolean ended = self->done && !self->findings.done;
  self->findings.done = self->done;
  self->findings.stride = self->stride;
  if (ended)
    self->findings.error = g_steal_pointer(&self->error);
  g_cond_signal(&self->taken);
  g_mutex_unlock(&self->mutex);
  gboolean any = rows.length > 0 || ended;
  Row *row;
  while ((row = g_queue_pop_head(&rows))) {
    take(self, row);
    row_free(row);
  }
  return any;
}

/* Rows are visits in order: at most as many as a trace keeps. */
gint64 bw_survey_find_frame(const BwSurvey *self, double x)
{
  const BwTrace *trace = self->findings.trace;
  return (gint64)bw_trace_find_row(trace, x) * trace->stride * self->findings.stride;
}

const BwFindings *bw_survey_get_findings(const BwSurvey *self)
{
  return &self->findings;
}
