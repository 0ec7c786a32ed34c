#include "io/xyz/xyz-frame.h"
#include "base/error.h"
#include "io/xyz/xyz-rows.h"

#include <string.h>

void bw_xyz_reader_init(BwXyzReader *reader, const BwUnitSystem *told)
{
  *reader = (BwXyzReader){0};
  bw_xyz_unit_rules_init(&reader->units, told);
  g_mutex_init(&reader->mutex);
}

void bw_xyz_reader_clear(BwXyzReader *reader)
{
  g_clear_pointer(&reader->atoms, bw_atoms_unref);
  g_clear_pointer(&reader->layout, bw_xyz_layout_unref);
  bw_xyz_unit_rules_clear(&reader->units);
  g_mutex_clear(&reader->mutex);
}

gint64 bw_xyz_scan_count(const char *line, gsize length)
{
  enum { MAX_DIGITS = 18 };
  gsize i = 0, digits = 0;
  gint64 count = 0;
  while (i < length && g_ascii_isspace(line[i]))
    i++;
  for (; i < length && g_ascii_isdigit(line[i]) && digits < MAX_DIGITS; i++, digits++)
    count = 10 * count + (line[i] - '0');
  while (i < length && g_ascii_isspace(line[i]))
    i++;
  return i == length && digits > 0 && count > 0 ? count : -1;
}

/* Where the line that begins at `offset` ends (its newline, or the end of the text). */
static gsize line_end(const BwFrameText *text, gsize offset)
{
  const char *end = memchr(text->text + offset, '\n', text->n - offset);
  return end ? (gsize)(end - text->text) : text->n;
}

gboolean bw_xyz_parse_header(BwXyzReader *reader, const BwFrameText *text, BwXyzHeader *header,
                             GError **error)
{
  g_autoptr(GError) reason = NULL;
  gsize begin = MIN(line_end(text, 0) + 1, text->n), end = line_end(text, begin);
  if (end > begin && text->text[end - 1] == '\r')
    end--;
  if (bw_xyz_header_parse(header, text->text + begin, end - begin, &reader->units, &reason))
    return TRUE;
  return bw_frame_text_fail(text, 1, error, "%s", reason->message);
}

/* How many numbers follow the position in the first row of a plain frame. */
static int count_extra(const char *row)
{
  int n = 0;
  for (int word = 0;; word++) {
    row += strspn(row, " \t");
    gsize length = strcspn(row, " \t\r\n");
    double unused;
    if (length == 0 || (word >= 4 && bw_text_scan_double(row, &unused) != row + length))
      return n;
    n += word >= 4;
    row += length;
  }
}

static gboolean is_layout(const BwXyzLayout *layout, const BwXyzEntry *properties, int n_extra)
{
  if (!properties)
    return !layout->text && layout->n_extra == n_extra;
  return layout->text && strlen(layout->text) == properties->text_length &&
         memcmp(layout->text, properties->text, properties->text_length) == 0;
}

static BwXyzLayout *get_layout(BwXyzReader *reader, const BwXyzHeader *header, const char *rows,
                               GError **error)
{
  const BwXyzEntry *entry = bw_xyz_comment_find(&header->comment, "Properties");
  int n_extra = entry ? 0 : count_extra(rows);
  g_mutex_lock(&reader->mutex);
  if (!reader->layout || !is_layout(reader->layout, entry, n_extra)) {
    bw_xyz_layout_unref(reader->layout);
    reader->layout =
        entry ? bw_xyz_layout_parse(entry->text, entry->text_length, error) : bw_xyz_layout_plain(n_extra);
  }
  BwXyzLayout *layout = reader->layout ? bw_xyz_layout_ref(reader->layout) : NULL;
  g_mutex_unlock(&reader->mutex);
  return layout;
}

/* Every value takes a character of the text at least: widths that lie are found before memory is taken. */
static gboolean check_size(const BwXyzLayout *layout, gint64 n_atoms, gsize n_text, GError **error)
{
  gint64 width = 0;
  for (int c = 0; c < layout->n_columns; c++)
    width += layout->columns[c].width;
  if (n_atoms <= (gint64)n_text && width <= (gint64)n_text / n_atoms)
    return TRUE;
  return bw_fail(error, BW_ERROR_FORMAT,
                 "%" G_GINT64_FORMAT " atoms with %" G_GINT64_FORMAT
                 " columns each do not fit into the frame",
                 n_atoms, width);
}

/* Atoms to begin a frame with, before its own are known: those of the last frame, which it most often has. */
static BwAtoms *last_atoms(BwXyzReader *reader, int n_atoms)
{
  g_mutex_lock(&reader->mutex);
  BwAtoms *last = reader->atoms && reader->atoms->n_atoms == n_atoms ? bw_atoms_ref(reader->atoms) : NULL;
  g_mutex_unlock(&reader->mutex);
  if (last)
    return last;
  g_autofree int *unknown = g_new0(int, n_atoms);
  return bw_atoms_new(n_atoms, unknown, NULL, NULL);
}

static void set_atoms(BwXyzReader *reader, BwAtomsBuilder *builder, BwFrame *frame)
{
  g_mutex_lock(&reader->mutex);
  BwAtoms *atoms = bw_atoms_builder_finish(builder, reader->atoms);
  bw_atoms_unref(reader->atoms);
  reader->atoms = bw_atoms_ref(atoms);
  g_mutex_unlock(&reader->mutex);
  bw_atoms_unref(frame->atoms);
  frame->atoms = atoms;
}

static gboolean is_position(const char *quantity)
{
  static const char *const names[] = {"", "positions", "x_centroid", NULL};
  return g_strv_contains(names, quantity);
}

/* i-PI writes forces, velocities and momenta as if they were positions. */
static gboolean take_ipi_quantity(BwXyzReader *reader, const BwXyzHeader *header, BwFrame *frame,
                                  GError **error)
{
  static const struct {
    const char *ipi, *name, *unit;
    BwDimension dimension;
  } known[] = {
      {"forces", "forces", "eV/Å", {.energy = 1, .length = -1}},
      {"velocities", "velocities", "Å/fs", {.length = 1, .time = -1}},
      {"momenta", "momenta", "amu·Å/fs", {.mass = 1, .length = 1, .time = -1}},
  };
  const char *quantity = header->ipi.quantity;
  gsize n = (gsize)frame->atoms->n_atoms * 3;
  double factor;
  for (gsize i = 0; i < G_N_ELEMENTS(known) && reader->quantities; i++)
    if (g_str_equal(known[i].ipi, quantity)) {
      if (!bw_unit_parse_as(header->ipi.unit, known[i].dimension, known[i].name, &factor, error))
        return FALSE;
      BwProperty *property = bw_frame_add_atom_values(frame, known[i].name, known[i].unit, 3);
      for (gsize k = 0; k < n; k++)
        property->values[k] = frame->positions[k] * factor;
      memset(frame->positions, 0, n * sizeof(double));
      return TRUE;
    }
  return bw_fail(error, BW_ERROR_FORMAT, "has %s, not positions; open the file with the positions", quantity);
}

static gboolean scale_positions(const BwXyzHeader *header, BwFrame *frame, GError **error)
{
  double factor = header->units.length;
  if (header->is_ipi && header->ipi.unit[0] &&
      !bw_unit_parse_as(header->ipi.unit, BW_DIMENSION_LENGTH, "length", &factor, error))
    return FALSE;
  for (gsize k = 0; factor != 1 && k < (gsize)frame->atoms->n_atoms * 3; k++)
    frame->positions[k] *= factor;
  return TRUE;
}

/* What each thread keeps from frame to frame, so that small frames do not cost allocations. */
typedef struct {
  BwXyzHeader header;
  BwAtomsBuilder builder;
} Workspace;

static void free_workspace(gpointer data)
{
  Workspace *workspace = data;
  bw_xyz_header_clear(&workspace->header);
  bw_atoms_builder_clear(&workspace->builder);
  g_free(workspace);
}

static Workspace *thread_workspace(void)
{
  static GPrivate key = G_PRIVATE_INIT(free_workspace);
  Workspace *workspace = g_private_get(&key);
  if (!workspace) {
    workspace = g_new0(Workspace, 1);
    g_private_set(&key, workspace);
  }
  return workspace;
}

static BwFrame *read_rows(BwXyzReader *reader, const BwFrameText *text, const BwXyzHeader *header,
                          const BwXyzLayout *layout, gsize rows, BwAtomsBuilder *builder, GError **error)
{
  gint64 n_atoms = bw_xyz_scan_count(text->text, line_end(text, 0));
  g_autoptr(BwFrame) frame = NULL;
  g_autoptr(GError) reason = NULL;
  if (n_atoms > G_MAXINT32 || !check_size(layout, n_atoms, text->n, &reason)) {
    bw_frame_text_fail(text, 0, error, "%s", reason ? reason->message : "too many atoms");
    return NULL;
  }
  bw_atoms_builder_begin(builder, (int)n_atoms);
  g_autoptr(BwAtoms) atoms = last_atoms(reader, (int)n_atoms);
  frame = bw_frame_new(atoms, 1);
  bw_xyz_header_add_properties(header, frame);
  if (!bw_xyz_read_rows(text, rows, header, layout, builder, frame, error))
    return NULL;
  set_atoms(reader, builder, frame);
  return g_steal_pointer(&frame);
}

BwFrame *bw_xyz_parse_frame(BwXyzReader *reader, const BwFrameText *text, GError **error)
{
  Workspace *workspace = thread_workspace();
  BwXyzHeader *header = &workspace->header;
  g_autoptr(GError) reason = NULL;
  if (!bw_xyz_parse_header(reader, text, header, error))
    return NULL;
  gsize rows = MIN(line_end(text, MIN(line_end(text, 0) + 1, text->n)) + 1, text->n);
  g_autoptr(BwXyzLayout) layout = get_layout(reader, header, text->text + rows, &reason);
  if (!layout) {
    bw_frame_text_fail(text, 1, error, "%s", reason->message);
    return NULL;
  }
  g_autoptr(BwFrame) frame = read_rows(reader, text, header, layout, rows, &workspace->builder, error);
  if (!frame)
    return NULL;
  frame->cell = header->cell;
  frame->time = header->time;
  frame->step = header->step;
  gboolean ok = !header->is_ipi || is_position(header->ipi.quantity)
                    ? scale_positions(header, frame, &reason)
                    : take_ipi_quantity(reader, header, frame, &reason);
  if (!ok) {
    bw_frame_text_fail(text, 1, error, "%s", reason->message);
    return NULL;
  }
  return g_steal_pointer(&frame);
}
