#include "app/plots/bw-card-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/plots/bw-convergence-plot.h"
#include "app/plots/bw-distribution-plot.h"
#include "app/plots/bw-series-plot.h"

typedef struct {
  BwPlot *plot;
  const BwPlotSource *source;
  BwSession *session;
} Work;

/* Its index among those of the session; −1: these atoms have none, or it is not known yet. */
static int find_coordinate(const Work *w)
{
  int n;
  if (bw_plot_source_follows_choice(w->source))
    return bw_session_get_coordinate(w->session);
  const BwCoordinate *list = bw_session_get_coordinates(w->session, &n);
  for (int c = 0; c < n; c++)
    if (bw_coordinate_equal(&list[c], &w->source->coordinate))
      return c;
  return -1;
}

static const BwAtoms *get_atoms(const Work *w)
{
  const BwFrame *frame = bw_session_get_frame(w->session);
  return frame ? frame->atoms : NULL;
}

static char *show_nothing(const Work *w, const char *why)
{
  bw_plot_clear(w->plot);
  bw_plot_set_empty_text(w->plot, why);
  return g_strdup("");
}

static const char *explain_missing(const Work *w)
{
  if (!bw_session_get_frame(w->session))
    return _("Start a run, or open a trajectory: it is drawn here");
  return bw_plot_source_follows_choice(w->source)
             ? _("Select two, three or four atoms and measure them: it is drawn here")
             : _("These atoms have no such coordinate");
}

static char *update_distribution(const Work *w, int index)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(w->session, &n);
  const BwDistributionPlotData data = {
      .coordinate = &list[index],
      .atoms = get_atoms(w),
      .averages = bw_session_get_averages(w->session),
      .reference = bw_session_get_classical_averages(w->session),
      .begin = bw_session_get_settling_end(w->session),
  };
  bw_distribution_plot_update(w->plot, &data);
  return bw_session_describe_difference(w->session, index);
}

/* Moments of a run come at equal distances; frames of a file are counted. */
static double get_spacing(const Work *w, const BwAverages *averages, const BwCoordinate *coordinate)
{
  BwRun *run = bw_session_get_run(w->session);
  const BwDistribution *distribution = averages ? bw_averages_find(averages, coordinate) : NULL;
  gint64 n = distribution ? bw_distribution_get_n(distribution) : 0;
  if (!run || n == 0)
    return NAN;
  return (bw_trace_get_end(bw_run_get_trace(run)) - bw_run_get_averages_begin(run)) / (double)n;
}

static char *update_convergence(const Work *w, int index)
{
  int n;
  const BwCoordinate *coordinate = &bw_session_get_coordinates(w->session, &n)[index];
  const BwAverages *averages = bw_session_get_averages(w->session);
  const BwConvergenceData data = {
      .coordinate = coordinate,
      .averages = averages && bw_averages_get_n_beads(averages) > 1 ? averages : NULL,
      .reference = bw_session_get_classical_averages(w->session),
      .spacing = get_spacing(w, averages, coordinate),
  };
  bw_convergence_plot_update(w->plot, &data);
  return bw_session_describe_difference(w->session, index);
}

static char *update_series(const Work *w, const char *const *columns, const char *const *legends)
{
  const BwSeriesPlotData data = {
      .trace = bw_session_get_trace(w->session),
      .x_is_time = bw_session_trace_is_time(w->session),
      .n_comparable = bw_session_get_n_comparable(w->session),
      .columns = columns,
      .legends = legends,
  };
  bw_series_plot_update(w->plot, &data);
  gboolean stops = data.trace && data.n_comparable < data.trace->n && bw_series_plot_has_energies(&data);
  char *note = stops ? bw_session_describe_note(w->session) : NULL;
  return note ? note : g_strdup("");
}

static char *update_coordinate(const Work *w, int index)
{
  const char *columns[] = {bw_session_get_coordinate_column(w->session, index, FALSE),
                           bw_session_get_coordinate_column(w->session, index, TRUE), NULL};
  const char *legends[] = {_("mean of the beads"), _("centroid"), NULL};
  g_autofree char *caption = update_series(w, columns, legends);
  if (bw_session_is_pinned(w->session, index))
    return g_steal_pointer(&caption);
  return show_nothing(w, _("Keep it in the view (the pin): from then on it is followed along time"));
}

char *bw_card_plot_update(BwPlot *plot, const BwPlotSource *source, BwSession *session)
{
  const Work work = {plot, source, session}, *w = &work;
  int index = bw_plot_source_is_of_coordinate(w->source) ? find_coordinate(w) : -1;
  if (w->source->kind == BW_SOURCE_SERIES)
    return update_series(w, (const char *const *)w->source->columns, NULL);
  if (index < 0 || !get_atoms(w))
    return show_nothing(w, explain_missing(w));
  if (w->source->kind == BW_SOURCE_COORDINATE)
    return update_coordinate(w, index);
  if (w->source->kind == BW_SOURCE_CONVERGENCE)
    return update_convergence(w, index);
  return update_distribution(w, index);
}

BwPlot *bw_card_plot_new(const BwPlotSource *source)
{
  static const char *const pair[] = {"mean", "centroid", NULL};
  const char *legends[] = {_("mean of the beads"), _("centroid"), NULL};
  BwSeriesPlotData data = {.columns = pair, .legends = legends};
  if (source->kind == BW_SOURCE_SERIES)
    data = (BwSeriesPlotData){.columns = (const char *const *)source->columns};
  if (bw_plot_source_is_along_time(source))
    return bw_series_plot_new(&data);
  if (source->kind == BW_SOURCE_CONVERGENCE)
    return bw_convergence_plot_new();
  return bw_distribution_plot_new();
}
