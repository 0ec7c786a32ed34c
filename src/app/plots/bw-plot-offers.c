#include "app/plots/bw-plot-offers.h"

#include <glib/gi18n.h>

#include "app/plots/bw-plot-names.h"
#include "app/session/bw-words.h"

static void free_offer(gpointer data)
{
  BwPlotOffer *offer = data;
  g_free(offer->title);
  bw_plot_source_free(offer->source);
  g_free(offer);
}

/* Takes title and source. */
static void add(GPtrArray *offers, const char *group, char *title, BwPlotSource *source)
{
  BwPlotOffer *offer = g_new(BwPlotOffer, 1);
  *offer = (BwPlotOffer){group, title, source};
  g_ptr_array_add(offers, offer);
}

static void add_quantum(GPtrArray *offers)
{
  const char *group = _("Quantum nuclei");
  add(offers, group, g_strdup(_("Distribution of the chosen coordinate")),
      bw_plot_source_new(BW_SOURCE_DISTRIBUTION));
  add(offers, group, g_strdup(_("How its difference settles")), bw_plot_source_new(BW_SOURCE_CONVERGENCE));
  add(offers, group, g_strdup(_("All bonds")), bw_plot_source_new(BW_SOURCE_BONDS));
}

/* Numbers that belong together come first, then each alone. */
static void add_numbers(GPtrArray *offers, const BwTrace *trace)
{
  static const char *const energies[] = {BW_TRACE_POTENTIAL, BW_TRACE_CONSERVED, NULL},
                           *const kinetic[] = {BW_TRACE_KINETIC, BW_TRACE_KINETIC_PRIMITIVE, NULL};
  const char *const *const together[] = {energies, kinetic};
  for (gsize i = 0; i < G_N_ELEMENTS(together); i++)
    if (!trace ||
        (bw_trace_get_column(trace, together[i][0]) && bw_trace_get_column(trace, together[i][1]))) {
      BwPlotSource *source = bw_plot_source_new_series(together[i]);
      add(offers, _("Along time"), bw_plot_names_title(source, NULL, NULL), source);
    }
}

static gboolean is_coordinate(BwSession *session, const char *column)
{
  int n;
  bw_session_get_coordinates(session, &n);
  for (int c = 0; c < n; c++)
    if (bw_session_get_coordinate_column(session, c, FALSE) == column ||
        bw_session_get_coordinate_column(session, c, TRUE) == column)
      return TRUE;
  return FALSE;
}

static void add_columns(GPtrArray *offers, BwSession *session, const BwTrace *trace)
{
  for (guint c = 0; trace && c < trace->columns->len; c++) {
    const char *columns[] = {g_array_index(trace->columns, BwTraceColumn, c).name, NULL};
    if (!is_coordinate(session, columns[0]))
      add(offers, _("Along time"), g_strdup(bw_words_column(columns[0])), bw_plot_source_new_series(columns));
  }
}

static void add_coordinates(GPtrArray *offers, BwSession *session)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(session, &n);
  const BwFrame *frame = bw_session_get_frame(session);
  for (int c = 0; c < n && frame; c++) {
    g_autofree char *label = bw_coordinate_label(&list[c], frame->atoms);
    add(offers, _("Coordinates"), g_strdup_printf(_("%s, distribution"), label),
        bw_plot_source_new_of(BW_SOURCE_DISTRIBUTION, &list[c]));
    add(offers, _("Coordinates"), g_strdup_printf(_("%s along time"), label),
        bw_plot_source_new_of(BW_SOURCE_COORDINATE, &list[c]));
  }
}

GPtrArray *bw_plot_offers_list(BwSession *session)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func(free_offer);
  const BwTrace *trace = bw_session_get_trace(session);
  add_quantum(offers);
  add_numbers(offers, trace);
  add_columns(offers, session, trace);
  add_coordinates(offers, session);
  return offers;
}
