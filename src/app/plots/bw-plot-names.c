#include "app/plots/bw-plot-names.h"

#include <glib/gi18n.h>

#include "app/session/bw-trace.h"
#include "app/session/bw-words.h"

static const struct {
  const char *column, *legend;
  BwAccent accent;
} names[] = {
    {BW_TRACE_POTENTIAL, N_("potential"), BW_ACCENT_ENERGY},
    {BW_TRACE_CONSERVED, N_("conserved"), BW_ACCENT_CONSERVED},
    {BW_TRACE_TEMPERATURE, N_("temperature"), BW_ACCENT_TEMPERATURE},
    {BW_TRACE_KINETIC, N_("centroid virial"), BW_ACCENT_QUANTUM},
    {BW_TRACE_KINETIC_PRIMITIVE, N_("primitive"), BW_ACCENT_REFERENCE},
    {BW_TRACE_GYRATION, N_("gyration"), BW_ACCENT_QUANTUM},
    {BW_TRACE_OUT_OF_DOMAIN, N_("distance"), BW_ACCENT_REFERENCE},
    {BW_TRACE_PULL, N_("spring"), BW_ACCENT_ENERGY},
};

static int find(const char *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_str_equal(column, names[i].column))
      return (int)i;
  return -1;
}

const char *bw_plot_names_legend(const char *column)
{
  int i = find(column);
  return i < 0 ? column : _(names[i].legend);
}

BwAccent bw_plot_names_accent(const char *column)
{
  int i = find(column);
  return i < 0 ? BW_ACCENT_NEUTRAL : names[i].accent;
}

static gboolean has(char *const *columns, const char *a, const char *b)
{
  return columns[0] && columns[1] && !columns[2] && g_str_equal(columns[0], a) && g_str_equal(columns[1], b);
}

static char *name_series(char *const *columns)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new();
  if (has(columns, BW_TRACE_POTENTIAL, BW_TRACE_CONSERVED))
    return g_strdup(_("Energy since the start"));
  if (has(columns, BW_TRACE_KINETIC, BW_TRACE_KINETIC_PRIMITIVE))
    return g_strdup(_("Kinetic energy"));
  for (int i = 0; columns[i]; i++)
    g_ptr_array_add(parts, (gpointer)bw_words_column(columns[i]));
  g_ptr_array_add(parts, NULL);
  return g_strjoinv(", ", (GStrv)parts->pdata);
}

char *bw_plot_names_title(const BwPlotSource *source, const BwAtoms *atoms, const BwCoordinate *chosen)
{
  const BwCoordinate *coordinate = source->coordinate.n_atoms > 0 ? &source->coordinate : chosen;
  g_autofree char *label = coordinate && atoms ? bw_coordinate_label(coordinate, atoms) : NULL;
  switch (source->kind) {
  case BW_SOURCE_DISTRIBUTION:
    return label ? g_steal_pointer(&label) : g_strdup(_("Distribution"));
  case BW_SOURCE_BONDS:
    return g_strdup(_("All bonds"));
  case BW_SOURCE_CONVERGENCE:
    /* TRANSLATORS: how the difference of a bond's length settles: "O2–H8, settling". */
    return label ? g_strdup_printf(_("%s, settling"), label) : g_strdup(_("Settling"));
  case BW_SOURCE_COORDINATE:
    return label ? g_strdup_printf(_("%s along time"), label) : g_strdup(_("Along time"));
  default:
    return name_series(source->columns);
  }
}
