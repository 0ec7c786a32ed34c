#include "io/xyz/xyz-rows.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

enum { HEADER_LINES = 2, SHOWN_BYTES = 24 };

typedef struct {
  const BwXyzColumn *column;
  double *values; /* of this atom's row; NULL for words */
  GString *words; /* of all atoms, blank separated; NULL for numbers */
  double factor;
  BwProperty *property;
} Sink;

typedef struct {
  const BwFrameText *text;
  const BwXyzLayout *layout;
  BwAtomsBuilder *builder;
  Sink *sinks; /* [layout->n_columns] */
  gboolean isotopes;
} Rows;

static inline gboolean is_blank(char c)
{
  return c == ' ' || c == '\t';
}

static inline gboolean ends_word(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

static const char *skip_blanks(const char *p)
{
  while (is_blank(*p))
    p++;
  return p;
}

static const char *word_end(const char *p)
{
  while (!ends_word(*p))
    p++;
  return p;
}

/* The word at p, or nothing there: both said so that one finds it in the file. */
static const char *fail_word(const Rows *rows, int atom, const char *p, const char *column,
                             const char *expected, GError **error)
{
  int n = (int)MIN(word_end(p) - p, SHOWN_BYTES);
  if (n == 0)
    bw_frame_text_fail(rows->text, HEADER_LINES + atom, error, "atom %d has no value for “%s” (%s expected)",
                       atom, column, expected);
  else
    bw_frame_text_fail(rows->text, HEADER_LINES + atom, error, "atom %d: “%.*s” is not %s (column “%s”)",
                       atom, n, p, expected, column);
  return NULL;
}

static const char *read_reals(const Rows *rows, int atom, const BwXyzColumn *column, double *values,
                              const char *p, GError **error)
{
  for (int k = 0; k < column->width; k++) {
    p = skip_blanks(p);
    const char *end = bw_text_scan_double_padded(p, &values[k]);
    if (G_UNLIKELY(!end || !ends_word(*end)))
      return fail_word(rows, atom, p, column->name, "a number", error);
    p = end;
  }
  return p;
}

static const char *read_position(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  const double *r = sink->values;
  const char *end = read_reals(rows, atom, sink->column, sink->values, p, error);
  if (end && G_UNLIKELY(!isfinite(r[0]) || !isfinite(r[1]) || !isfinite(r[2]))) {
    bw_frame_text_fail(rows->text, HEADER_LINES + atom, error, "atom %d is nowhere: its position is %g %g %g",
                       atom, r[0], r[1], r[2]);
    return NULL;
  }
  return end;
}

static const char *read_integers(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  for (int k = 0; k < sink->column->width; k++) {
    p = skip_blanks(p);
    const char *end = bw_text_scan_double(p, &sink->values[k]);
    if (!end || !ends_word(*end) || sink->values[k] != floor(sink->values[k]))
      return fail_word(rows, atom, p, sink->column->name, "an integer", error);
    p = end;
  }
  return p;
}

static const char *read_booleans(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  static const char *const words[] = {"T", "true", "1", "F", "false", "0"};
  for (int k = 0; k < sink->column->width; k++) {
    p = skip_blanks(p);
    gsize n = (gsize)(word_end(p) - p), i = 0;
    while (i < G_N_ELEMENTS(words) && (strlen(words[i]) != n || g_ascii_strncasecmp(words[i], p, n) != 0))
      i++;
    if (i == G_N_ELEMENTS(words))
      return fail_word(rows, atom, p, sink->column->name, "T or F", error);
    sink->values[k] = i < G_N_ELEMENTS(words) / 2;
    p += n;
  }
  return p;
}

static const char *read_words(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  for (int k = 0; k < sink->column->width; k++) {
    p = skip_blanks(p);
    const char *end = word_end(p);
    if (end == p)
      return fail_word(rows, atom, p, sink->column->name, "a word", error);
    if (sink->words->len > 0)
      g_string_append_c(sink->words, ' ');
    g_string_append_len(sink->words, p, end - p);
    p = end;
  }
  return p;
}

static const char *read_name(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  p = skip_blanks(p);
  const char *end = word_end(p);
  if (!bw_atoms_builder_add_name(rows->builder, atom, p, (gsize)(end - p), rows->isotopes))
    return fail_word(rows, atom, p, sink->column->name, "an element", error);
  return end;
}

static const char *read_label(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  p = skip_blanks(p);
  const char *end = word_end(p);
  if (end == p)
    return fail_word(rows, atom, p, sink->column->name, "a word", error);
  bw_atoms_builder_set_label(rows->builder, atom, p, (gsize)(end - p));
  return end;
}

static const char *read_mass(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  double mass;
  const char *end = read_reals(rows, atom, sink->column, &mass, p, error);
  sink->values[0] = mass;
  return end;
}

static const char *read_column(const Rows *rows, int atom, const Sink *sink, const char *p, GError **error)
{
  switch (sink->column->role) {
  case BW_COLUMN_SPECIES:
  case BW_COLUMN_NUMBER:
    return read_name(rows, atom, sink, p, error);
  case BW_COLUMN_POSITION:
    return read_position(rows, atom, sink, p, error);
  case BW_COLUMN_MASS:
    return read_mass(rows, atom, sink, p, error);
  case BW_COLUMN_LABEL:
    return read_label(rows, atom, sink, p, error);
  case BW_COLUMN_WORDS:
    return read_words(rows, atom, sink, p, error);
  case BW_COLUMN_VALUES:
    break;
  }
  if (sink->column->type == BW_PROPERTY_INTEGER)
    return read_integers(rows, atom, sink, p, error);
  if (sink->column->type == BW_PROPERTY_BOOLEAN)
    return read_booleans(rows, atom, sink, p, error);
  return read_reals(rows, atom, sink->column, sink->values, p, error);
}

/* One row; returns where the next begins. */
static const char *read_row(const Rows *rows, int atom, const char *p, GError **error)
{
  for (int c = 0; c < rows->layout->n_columns; c++) {
    Sink *sink = &rows->sinks[c];
    p = read_column(rows, atom, sink, p, error);
    if (G_UNLIKELY(!p))
      return NULL;
    if (sink->values)
      sink->values += sink->column->width;
  }
  p = skip_blanks(p);
  if (*p == '\r')
    p++;
  if (G_LIKELY(*p == '\n'))
    return p + 1;
  gsize left = rows->text->n - (gsize)(p - rows->text->text);
  if (left == 0)
    return p;
  if (rows->layout->strict) {
    bw_frame_text_fail(rows->text, HEADER_LINES + atom, error,
                       "atom %d has more columns than Properties says, from “%.*s” on", atom,
                       (int)MIN(word_end(p) - p, SHOWN_BYTES), p);
    return NULL;
  }
  const char *end = memchr(p, '\n', left);
  return end ? end + 1 : p + left;
}

static void open_sink(Sink *sink, const BwXyzColumn *column, const BwXyzHeader *header, BwFrame *frame,
                      double *masses)
{
  *sink = (Sink){.column = column, .factor = 1};
  if (column->role == BW_COLUMN_POSITION)
    sink->values = frame->positions;
  else if (column->role == BW_COLUMN_MASS)
    sink->values = masses;
  else if (column->role == BW_COLUMN_WORDS)
    sink->words = g_string_new(NULL);
  else if (column->role == BW_COLUMN_VALUES) {
    const char *unit = bw_xyz_header_unit_of(header, column->name, column->width, TRUE, &sink->factor);
    sink->property = bw_frame_add_atom_values(frame, column->name, unit, column->width);
    sink->property->type = sink->factor == 1 ? column->type : BW_PROPERTY_REAL;
    sink->values = sink->property->values;
  }
}

static void close_sink(Sink *sink, BwFrame *frame)
{
  if (sink->property && sink->factor != 1)
    for (gsize k = 0; k < (gsize)sink->property->n_rows * sink->property->n_components; k++)
      sink->property->values[k] *= sink->factor;
  if (!sink->words)
    return;
  g_autofree char *raw = g_string_free(sink->words, FALSE), *text = g_utf8_make_valid(raw, -1);
  BwProperty *property = bw_frame_add_text(frame, sink->column->name, text);
  property->per_atom = TRUE;
  property->n_components = sink->column->width;
}

gboolean bw_xyz_read_rows(const BwFrameText *text, gsize offset, const BwXyzHeader *header,
                          const BwXyzLayout *layout, BwAtomsBuilder *builder, BwFrame *frame, GError **error)
{
  g_autofree Sink *sinks = g_new0(Sink, layout->n_columns);
  g_autoptr(BwDoubles) masses = NULL;
  Rows rows = {text, layout, builder, sinks, header->is_ipi};
  const char *p = text->text + offset;
  for (int c = 0; c < layout->n_columns; c++) {
    if (layout->columns[c].role == BW_COLUMN_MASS && !masses)
      masses = bw_new0(double, builder->n_atoms);
    open_sink(&sinks[c], &layout->columns[c], header, frame, masses);
  }
  for (int atom = 0; atom < builder->n_atoms && p; atom++)
    p = read_row(&rows, atom, p, error);
  for (int c = 0; c < layout->n_columns; c++)
    close_sink(&sinks[c], frame);
  for (int atom = 0; p && masses && atom < builder->n_atoms; atom++)
    bw_atoms_builder_set_mass(builder, atom, masses[atom]);
  return p != NULL;
}
