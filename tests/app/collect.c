/* What the window collects about runs and files: bounded memory, named columns, a file's own numbers. */
#include "app/session/bw-frame-numbers.h"
#include "app/session/bw-history.h"
#include "app/session/bw-survey.h"
#include "app/session/bw-trace.h"

#include <math.h>
#include <string.h>

static void test_trace(void)
{
  g_autoptr(BwTrace) trace = bw_trace_new();
  g_assert_cmpint(bw_trace_add_column(trace, "energy", "eV"), ==, 0);
  for (int i = 0; i < 100; i++)
    bw_trace_add(trace, i, &(double){2 * i});
  g_assert_cmpint(bw_trace_add_column(trace, "angle", "°"), ==, 1);
  g_assert_cmpint(bw_trace_add_column(trace, "energy", "eV"), ==, 0);
  for (int i = 100; i < 200000; i++)
    bw_trace_add(trace, i, (const double[]){2 * i, -i});
  g_assert_cmpuint(trace->n, <=, 16384);
  g_assert_cmpuint(trace->n, >, 8000);
  const BwTraceColumn *energy = bw_trace_get_column(trace, "energy"),
                      *angle = bw_trace_get_column(trace, "angle");
  g_assert_cmpstr(angle->unit, ==, "°");
  g_assert_null(bw_trace_get_column(trace, "gap"));
  for (gsize i = 0; i < trace->n; i++) {
    g_assert_cmpfloat(trace->x[i], ==, (double)i * (double)trace->stride); /* evenly thinned */
    g_assert_cmpfloat(energy->y[i], ==, 2 * trace->x[i]);
    g_assert_true(trace->x[i] < 100 ? isnan(angle->y[i]) : angle->y[i] == -trace->x[i]);
  }
  double wanted = 1000 * (double)trace->stride + 0.4 * (double)trace->stride;
  g_assert_cmpuint(bw_trace_find_row(trace, wanted), ==, 1000);
  g_assert_cmpuint(bw_trace_find_row(trace, wanted + 0.2 * (double)trace->stride), ==, 1001);
  g_assert_cmpuint(bw_trace_find_row(trace, -5), ==, 0);
  g_assert_cmpuint(bw_trace_find_row(trace, 1e9), ==, trace->n - 1);
}

static BwFrame *frame_at(BwAtoms *atoms, int n_beads, double time)
{
  BwFrame *frame = bw_frame_new(atoms, n_beads);
  frame->time = time;
  return frame;
}

/* Two runs of 10 000 moments do not grow beyond their budget, and keep their whole past. */
static void test_history(void)
{
  const gsize budget_bytes = 1 << 20;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(9, (const int[9]){6, 6, 8, 1, 1, 1, 1, 1, 1}, NULL, NULL);
  BwHistoryBudget *budget = bw_history_budget_new(budget_bytes);
  BwHistory *quantum = bw_history_new(budget), *classical = bw_history_new(budget);
  for (int i = 0; i < 10000; i++) {
    g_autoptr(BwFrame) beads = frame_at(atoms, 8, i), one = frame_at(atoms, 1, i);
    bw_history_add(quantum, beads);
    bw_history_add(classical, one);
    g_assert_cmpuint(bw_history_budget_get_used(budget), <=, budget_bytes);
  }
  int n = bw_history_get_n(quantum);
  g_assert_cmpint(n, >=, 100);
  g_assert_cmpfloat(bw_history_get(quantum, 0)->time, ==, 0);
  g_assert_cmpfloat(bw_history_get(quantum, n - 1)->time, >, 9800);
  double step = bw_history_get(quantum, 1)->time;
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat(bw_history_get(quantum, i)->time, ==, i * step);
  bw_history_free(quantum);
  bw_history_free(classical);
  g_assert_cmpuint(bw_history_budget_get_used(budget), ==, 0);
  bw_history_budget_unref(budget);
}

/* A small system leaves room for more than anyone can look through. */
static void test_long_history(void)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(1, (const int[1]){8}, NULL, NULL);
  BwHistoryBudget *budget = bw_history_budget_new(1 << 30);
  BwHistory *history = bw_history_new(budget);
  for (int i = 0; i < 10000; i++) {
    g_autoptr(BwFrame) frame = frame_at(atoms, 1, i);
    bw_history_add(history, frame);
    g_assert_cmpint(bw_history_get_n(history), <=, 4096);
  }
  g_assert_cmpint(bw_history_get_n(history), >, 2000);
  bw_history_free(history);
  bw_history_budget_unref(budget);
}

static double value_of(const GArray *numbers, const char *name, const char *unit)
{
  for (guint i = 0; i < numbers->len; i++) {
    const BwFrameNumber *number = &g_array_index(numbers, BwFrameNumber, i);
    if (g_str_equal(number->name, name)) {
      g_assert_cmpstr(number->unit, ==, unit);
      return number->value;
    }
  }
  return NAN;
}

static void test_frame_numbers(void)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (const int[2]){8, 1}, NULL, NULL);
  g_autoptr(BwFrame) frame = bw_frame_new(atoms, 1);
  bw_frame_add_frame_values(frame, "energy", "kcal/mol", 1)->values[0] = 23.060547830619;
  bw_frame_add_frame_values(frame, "gap", "eV", 1)->values[0] = 5.5;
  memcpy(bw_frame_add_frame_values(frame, "dipole", NULL, 3)->values, (double[]){1, 2, 2}, 24);
  memcpy(bw_frame_add_atom_values(frame, "charges", "e", 1)->values, (double[]){-0.5, 0.25}, 16);
  memcpy(bw_frame_add_atom_values(frame, "forces", "eV/Å", 3)->values, (double[]){3, 4, 0, 0, 0, 5}, 48);
  bw_frame_add_frame_values(frame, "stress", "GPa", 9);
  bw_frame_add_text(frame, "theory", "PBE0");
  bw_frame_add_atom_values(frame, "id", NULL, 1)->type = BW_PROPERTY_INTEGER;
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(BwFrameNumber));
  bw_frame_numbers(frame, numbers);
  g_assert_cmpfloat_with_epsilon(value_of(numbers, "potential", "eV"), 1, 1e-9);
  g_assert_cmpfloat(value_of(numbers, "gap", "eV"), ==, 5.5);
  g_assert_cmpfloat(value_of(numbers, "dipole", NULL), ==, 3);
  g_assert_cmpfloat(value_of(numbers, "dipole y", NULL), ==, 2);
  g_assert_cmpfloat(value_of(numbers, "charges mean", "e"), ==, -0.125);
  g_assert_cmpfloat(value_of(numbers, "forces rms", "eV/Å"), ==, 5);
  g_assert_cmpuint(numbers->len, ==, 8);
}

/* A trajectory of OH whose bond grows by 0.01 Å per frame; frame `change` on it has lost its hydrogen. */
static BwTrajectory *stretching(int n_frames, int change)
{
  g_autoptr(BwAtoms) pair = bw_atoms_new(2, (const int[2]){8, 1}, NULL, NULL),
                     one = bw_atoms_new(1, (const int[1]){8}, NULL, NULL);
  GPtrArray *frames = g_ptr_array_new();
  for (int f = 0; f < n_frames; f++) {
    BwFrame *frame = bw_frame_new(f < change ? pair : one, 1);
    if (f < change)
      frame->positions[5] = 1 + 0.01 * f;
    frame->time = 0.5 * f;
    bw_frame_add_frame_values(frame, "gap", "eV", 1)->values[0] = f;
    g_ptr_array_add(frames, frame);
  }
  return bw_trajectory_new_in_memory(frames, NULL, "test");
}

static BwSurvey *survey(BwTrajectory *trajectory, const BwCoordinates *coordinates, double begin)
{
  BwSurvey *self = bw_survey_new(trajectory, coordinates, begin);
  while (!bw_survey_get_findings(self)->done) {
    bw_survey_poll(self);
    g_usleep(500);
  }
  return self;
}

static BwCoordinates *watch_pair(gboolean pin)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (const int[2]){8, 1}, NULL, NULL);
  BwCoordinates *coordinates = bw_coordinates_new(atoms, NULL);
  bw_coordinates_add(coordinates, &(BwCoordinate){2, {0, 1}});
  g_array_index(coordinates->pinned, gboolean, 0) = pin;
  return coordinates;
}

static void test_survey(void)
{
  g_autoptr(BwTrajectory) trajectory = stretching(101, 101);
  BwCoordinates *coordinates = watch_pair(TRUE);
  g_autoptr(BwSurvey) self = survey(trajectory, coordinates, 0);
  const BwFindings *findings = bw_survey_get_findings(self);
  g_assert_no_error(findings->error);
  g_assert_true(findings->x_is_time);
  g_assert_cmpint(findings->n_averaged, ==, 101);
  g_assert_cmpint(findings->other_atoms_at, ==, -1);
  BwMean bond = bw_distribution_beads(bw_averages_find(findings->averages, &(BwCoordinate){2, {1, 0}}));
  g_assert_cmpfloat_with_epsilon(bond.mean, 1.5, 1e-12);
  const BwTraceColumn *gap = bw_trace_get_column(findings->trace, "gap"),
                      *pinned = bw_trace_get_column(findings->trace, "O0–H1");
  g_assert_cmpstr(gap->unit, ==, "eV");
  g_assert_cmpfloat(gap->y[100], ==, 100);
  g_assert_cmpfloat_with_epsilon(pinned->y[50], 1.5, 1e-12);
  g_assert_null(bw_trace_get_column(findings->trace, "O0–H1 centroid")); /* one bead is its own centroid */
  g_assert_cmpint(bw_survey_find_frame(self, 20.2), ==, 40);
  bw_coordinates_unref(coordinates);
}

static void test_begin(void)
{
  g_autoptr(BwTrajectory) trajectory = stretching(101, 101);
  BwCoordinates *coordinates = watch_pair(FALSE);
  g_autoptr(BwSurvey) self = survey(trajectory, coordinates, 40);
  const BwFindings *findings = bw_survey_get_findings(self);
  g_assert_cmpint(findings->n_averaged, ==, 21);
  BwMean bond = bw_distribution_beads(bw_averages_find(findings->averages, &(BwCoordinate){2, {0, 1}}));
  g_assert_cmpfloat_with_epsilon(bond.mean, 1.9, 1e-12);
  g_assert_cmpuint(findings->trace->n, ==, 101);
  bw_coordinates_unref(coordinates);
}

/* Averages end where other atoms begin; what has nothing to do with atoms is traced on. */
static void test_mixed(void)
{
  g_autoptr(BwTrajectory) trajectory = stretching(100, 30);
  BwCoordinates *coordinates = watch_pair(FALSE);
  g_autoptr(BwSurvey) self = survey(trajectory, coordinates, 0);
  const BwFindings *findings = bw_survey_get_findings(self);
  g_assert_cmpint(findings->other_atoms_at, ==, 30);
  g_assert_cmpstr(findings->other_atoms, ==, "O");
  g_assert_cmpint(findings->n_averaged, ==, 30);
  g_assert_cmpuint(findings->trace->n, ==, 100);
  bw_coordinates_unref(coordinates);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/collect/trace", test_trace);
  g_test_add_func("/collect/history", test_history);
  g_test_add_func("/collect/long-history", test_long_history);
  g_test_add_func("/collect/frame-numbers", test_frame_numbers);
  g_test_add_func("/collect/survey", test_survey);
  g_test_add_func("/collect/begin", test_begin);
  g_test_add_func("/collect/mixed", test_mixed);
  return g_test_run();
}
