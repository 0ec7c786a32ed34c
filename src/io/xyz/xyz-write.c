#include "io/xyz/xyz-write.h"
#include "base/elements.h"
#include "io/xyz/xyz-style.h"

#include <string.h>

typedef struct {
  const BwProperty *property;
  const double *values; /* of the next atom; NULL for words */
  const char *words;    /* of the next atom */
  double factor;
} Column;

static gboolean has_masses(const BwAtoms *atoms)
{
  for (int i = 0; i < atoms->n_atoms; i++)
    if (atoms->masses[i] != bw_element(atoms->numbers[i])->mass)
      return TRUE;
  return FALSE;
}

static gsize count_words(const char *words)
{
  gsize n = 0;
  for (words += strspn(words, " "); *words; n++) {
    words += strcspn(words, " ");
    words += strspn(words, " ");
  }
  return n;
}

static void append_words(GString *text, Column *column)
{
  for (int k = 0; k < column->property->n_components; k++) {
    column->words += strspn(column->words, " ");
    gsize n = strcspn(column->words, " ");
    g_string_append_c(text, ' ');
    for (gsize i = 0; i < n; i++) /* a word stays one, whatever is in it */
      g_string_append_c(text, (guchar)column->words[i] > ' ' ? column->words[i] : '_');
    column->words += n;
  }
}

static void append_columns(GString *text, Column *column)
{
  if (column->words) {
    append_words(text, column);
    return;
  }
  int n = column->property->n_components;
  for (int k = 0; k < n; k++) {
    g_string_append_c(text, ' ');
    bw_xyz_append_value(text, column->values[k] * column->factor, column->property->type);
  }
  column->values += n;
}

/* The properties that become columns of a bead's rows, and their names for Properties=. */
static GArray *choose_columns(const BwXyzStyle *style, const BwFrame *frame, int bead, GString *names)
{
  GArray *columns = g_array_new(FALSE, FALSE, sizeof(Column));
  g_string_assign(names, "species:S:1:pos:R:3");
  if (has_masses(frame->atoms))
    g_string_append(names, ":masses:R:1");
  if (frame->atoms->labels)
    g_string_append(names, ":label:S:1");
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    gint64 row = bw_xyz_first_row(frame, property, bead);
    if (!property->per_atom || row < 0 || bw_xyz_is_reserved(property) ||
        (property->text &&
         count_words(property->text) != (gsize)frame->atoms->n_atoms * property->n_components))
      continue;
    Column column = {property, property->text ? NULL : property->values + row * property->n_components,
                     property->text, bw_xyz_style_factor(style, property)};
    g_array_append_val(columns, column);
    g_autofree char *name = g_strdup(property->name);
    g_string_append_printf(names, ":%s:%c:%d", g_strdelimit(name, ": \t\"'=", '_'),
                           property->text ? 'S' : "RIL"[property->type], property -> n_components);
  }
  return columns;
}

/* A label as one word. */
static void append_label(GString *text, const char *label)
{
  g_autofree char *word = g_strdelimit(g_strdup(label), " \t\r\n", '_');
  g_string_append_printf(text, " %s", *word ? word : "-");
}

static void append_atom(GString *text, const BwXyzStyle *style, const BwFrame *frame, int bead, int i)
{
  const BwAtoms *atoms = frame->atoms;
  const double *r = frame->positions + 3 * ((gsize)bead * atoms->n_atoms + i);
  g_string_append(text, bw_element(atoms->numbers[i])->symbol);
  for (int d = 0; d < 3; d++) {
    g_string_append_c(text, ' ');
    bw_xyz_append_double(text, r[d] * style->length);
  }
}

static gboolean write_frame(GString *text, const BwFrame *frame, gint64 index G_GNUC_UNUSED, gpointer data,
                            GError **error G_GNUC_UNUSED)
{
  const BwXyzStyle *style = data;
  g_autoptr(GString) names = g_string_new(NULL);
  gboolean masses = has_masses(frame->atoms);
  for (int bead = 0; bead < frame->n_beads; bead++) {
    g_autoptr(GArray) columns = choose_columns(style, frame, bead, names);
    g_string_append_printf(text, "%d\n", frame->atoms->n_atoms);
    bw_xyz_append_comment(text, style, frame, names->str, bead);
    for (int i = 0; i < frame->atoms->n_atoms; i++) {
      append_atom(text, style, frame, bead, i);
      if (masses) {
        g_string_append_c(text, ' ');
        bw_xyz_append_double(text, frame->atoms->masses[i]);
      }
      if (frame->atoms->labels)
        append_label(text, frame->atoms->labels[i]);
      for (guint c = 0; c < columns->len; c++)
        append_columns(text, &g_array_index(columns, Column, c));
      g_string_append_c(text, '\n');
    }
  }
  return TRUE;
}

gboolean bw_xyz_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                      gpointer cancellable, BwWriteProgress progress, gpointer progress_data, GError **error)
{
  BwXyzStyle style = {.units = {"Ang", "eV", NULL, "fs"}};
  double length, energy, force, time;
  if (units) {
    style.units.length = units->length ? units->length : style.units.length;
    style.units.energy = units->energy ? units->energy : style.units.energy;
    style.units.force = units->force;
    style.units.time = units->time ? units->time : style.units.time;
  }
  if (!bw_unit_system_factors(&style.units, &length, &energy, &force, &time, error))
    return FALSE;
  style.length = 1 / length, style.energy = 1 / energy, style.force = 1 / force, style.time = 1 / time;
  return bw_write_frames(path, trajectory, write_frame, &style, NULL, cancellable, progress, progress_data,
                         error);
}
