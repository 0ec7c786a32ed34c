/* The session's pairs of atoms, averages and plots. */
#include "app/bw-distance-plot.h"
#include "app/bw-energy-plot.h"
#include "app/bw-session-private.h"
#include "app/bw-settings.h"

#include <math.h>

#define MAX_BONDS 64 /* more of them nobody looks through; two atoms can always be clicked */

void bw_session_take_bonds(BwSession *self, const GArray *bonds)
{
  const int *numbers = self->frame->atoms->numbers;
  bw_averages_free(self->averages);
  self->averages = bw_averages_new();
  self->pair = -1;
  for (guint b = 0; b < MIN(bonds->len, MAX_BONDS); b++) {
    const BwBond *bond = &g_array_index(bonds, BwBond, b);
    if (bond->i == bond->j)
      continue;
    int pair = bw_averages_add_pair(self->averages, bond->i, bond->j);
    /* The bond of a hydrogen to an electronegative atom is where quantum nuclei matter most. */
    int light = MIN(numbers[bond->i], numbers[bond->j]), heavy = MAX(numbers[bond->i], numbers[bond->j]);
    gboolean polar = light == 1 && heavy > 6;
    if (self->pair < 0 || polar)
      self->pair = pair;
  }
}

const int (*bw_session_get_pairs(BwSession *self, int *n_pairs))[2]
{
  return bw_averages_get_pairs(self->averages, n_pairs);
}

int bw_session_get_pair(BwSession *self)
{
  return self->pair;
}

void bw_session_choose_pair(BwSession *self, int i, int j)
{
  int n_before, n_after;
  bw_averages_get_pairs(self->averages, &n_before);
  int pair = bw_averages_add_pair(self->averages, MIN(i, j), MAX(i, j));
  bw_averages_get_pairs(self->averages, &n_after);
  if (pair == self->pair)
    return;
  self->pair = pair;
  if (n_after > n_before && self->trajectory)
    bw_session_start_survey(self);
  else if (n_after > n_before)
    bw_averages_watch(self->averages, self->engine);
  bw_session_refresh_numbers(self);
  bw_session_emit(self, BW_SIGNAL_SYSTEM);
}

void bw_session_restart_averages(BwSession *self)
{
  if (self->trajectory)
    return;
  BwAverages *fresh = bw_averages_new_like(self->averages);
  bw_averages_free(self->averages);
  self->averages = fresh;
  self->averages_begin = bw_trace_get_end(self->trace);
  bw_session_refresh_numbers(self);
}

/* Where the moment shown lies on the time axis; NaN for the newest of a run. */
static double cursor(BwSession *self, gboolean x_is_time)
{
  if (!self->frame || (self->history && self->following))
    return NAN;
  return x_is_time ? self->frame->time / 1000 : (double)self->position;
}

void bw_session_refresh_numbers(BwSession *self)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  const BwFindings *findings = self->survey ? bw_survey_lock(self->survey) : NULL;
  gboolean settles = bw_session_has_job(self) && bw_trace_get_end(self->trace) <= self->averages_begin;
  bw_distance_plot_set_begin(self->distance_plot, settles ? self->averages_begin : NAN);
  if (self->frame && self->pair >= 0)
    bw_distance_plot_update(self->distance_plot, findings ? findings->averages : self->averages, self->pair,
                            self->frame->atoms, self->frame->n_beads);
  BwEnergyPlotData data = {.trace = self->trace, .x_is_time = TRUE, .unit = unit, .per_ev = per_ev};
  if (findings) {
    data.trace = findings->trace;
    data.x_is_time = findings->x_is_time;
    if (findings->energy_unknown)
      data.unit = NULL, data.per_ev = 1;
  }
  bw_energy_plot_update(self->energy_plot, &data);
  bw_plot_set_cursor(self->energy_plot, cursor(self, data.x_is_time));
  if (findings)
    bw_survey_unlock(self->survey);
  bw_session_emit(self, BW_SIGNAL_NUMBERS);
}

BwPlot *bw_session_get_distance_plot(BwSession *self)
{
  return self->distance_plot;
}

BwPlot *bw_session_get_energy_plot(BwSession *self)
{
  return self->energy_plot;
}
