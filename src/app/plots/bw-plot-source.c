#include "app/plots/bw-plot-source.h"

#include <string.h>

static const char *const kinds[] = {
    [BW_SOURCE_DISTRIBUTION] = "distribution",
    [BW_SOURCE_BONDS] = "bonds",
    [BW_SOURCE_CONVERGENCE] = "convergence",
    [BW_SOURCE_COORDINATE] = "coordinate",
    [BW_SOURCE_SERIES] = "series",
};

BwPlotSource *bw_plot_source_new(BwPlotSourceKind kind)
{
  BwPlotSource *self = g_new0(BwPlotSource, 1);
  self->kind = kind;
  return self;
}

BwPlotSource *bw_plot_source_new_of(BwPlotSourceKind kind, const BwCoordinate *coordinate)
{
  BwPlotSource *self = bw_plot_source_new(kind);
  if (coordinate)
    self->coordinate = *coordinate;
  return self;
}

BwPlotSource *bw_plot_source_new_series(const char *const *columns)
{
  BwPlotSource *self = bw_plot_source_new(BW_SOURCE_SERIES);
  self->columns = g_strdupv((GStrv)columns);
  return self;
}

BwPlotSource *bw_plot_source_copy(const BwPlotSource *self)
{
  BwPlotSource *copy = bw_plot_source_new_of(self->kind, &self->coordinate);
  copy->columns = g_strdupv(self->columns);
  return copy;
}

void bw_plot_source_free(BwPlotSource *self)
{
  if (!self)
    return;
  g_strfreev(self->columns);
  g_free(self);
}

gboolean bw_plot_source_equal(const BwPlotSource *a, const BwPlotSource *b)
{
  if (a->kind != b->kind || !a->columns != !b->columns || a->coordinate.n_atoms != b->coordinate.n_atoms)
    return FALSE;
  if (a->columns)
    return g_strv_equal((const char *const *)a->columns, (const char *const *)b->columns);
  return a->coordinate.n_atoms == 0 || bw_coordinate_equal(&a->coordinate, &b->coordinate);
}

/* In words for settings */

/* Names of a file's keys may hold anything. */
static void append_column(GString *text, const char *name)
{
  g_autofree char *escaped = g_uri_escape_string(name, " ", TRUE);
  g_string_append(text, escaped);
}

char *bw_plot_source_write(const BwPlotSource *self)
{
  GString *text = g_string_new(kinds[self->kind]);
  for (int i = 0; i < self->coordinate.n_atoms; i++)
    g_string_append_printf(text, "%c%d", i == 0 ? ':' : '-', self->coordinate.atoms[i]);
  for (int i = 0; self->columns && self->columns[i]; i++) {
    g_string_append_c(text, i == 0 ? ':' : ',');
    append_column(text, self->columns[i]);
  }
  return g_string_free(text, FALSE);
}

static gboolean read_coordinate(const char *text, BwCoordinate *coordinate)
{
  g_auto(GStrv) atoms = g_strsplit(text, "-", 5);
  *coordinate = (BwCoordinate){.n_atoms = (int)g_strv_length(atoms)};
  if (coordinate->n_atoms > (int)G_N_ELEMENTS(coordinate->atoms))
    return FALSE;
  for (int i = 0; i < coordinate->n_atoms; i++) {
    guint64 atom;
    if (!g_ascii_string_to_unsigned(atoms[i], 10, 0, G_MAXINT - 1, &atom, NULL))
      return FALSE;
    coordinate->atoms[i] = (int)atom;
  }
  return bw_coordinate_check(coordinate, G_MAXINT, NULL);
}

static GStrv read_columns(const char *text)
{
  g_auto(GStrv) words = g_strsplit(text, ",", -1);
  g_autoptr(GStrvBuilder) columns = g_strv_builder_new();
  for (int i = 0; words[i]; i++) {
    g_autofree char *name = g_uri_unescape_string(words[i], NULL);
    if (!name || !*name)
      return NULL;
    g_strv_builder_add(columns, name);
  }
  return words[0] ? g_strv_builder_end(columns) : NULL;
}

static int find_kind(const char *text, gsize length)
{
  for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
    if (strlen(kinds[k]) == length && strncmp(kinds[k], text, length) == 0)
      return (int)k;
  return -1;
}

BwPlotSource *bw_plot_source_read(const char *text)
{
  const char *rest = strchr(text, ':');
  int kind = find_kind(text, rest ? (gsize)(rest - text) : strlen(text));
  if (kind < 0 || (!rest && kind >= BW_SOURCE_COORDINATE) || (rest && kind == BW_SOURCE_BONDS))
    return NULL;
  g_autoptr(BwPlotSource) self = bw_plot_source_new((BwPlotSourceKind)kind);
  if (kind == BW_SOURCE_SERIES && !(self->columns = read_columns(rest + 1)))
    return NULL;
  if (kind != BW_SOURCE_SERIES && rest && !read_coordinate(rest + 1, &self->coordinate))
    return NULL;
  return g_steal_pointer(&self);
}

gboolean bw_plot_source_is_of_coordinate(const BwPlotSource *self)
{
  return self->kind == BW_SOURCE_DISTRIBUTION || self->kind == BW_SOURCE_CONVERGENCE ||
         self->kind == BW_SOURCE_COORDINATE;
}

gboolean bw_plot_source_follows_choice(const BwPlotSource *self)
{
  return bw_plot_source_is_of_coordinate(self) && self->coordinate.n_atoms == 0;
}

gboolean bw_plot_source_is_along_time(const BwPlotSource *self)
{
  return self->kind == BW_SOURCE_SERIES || self->kind == BW_SOURCE_COORDINATE;
}
