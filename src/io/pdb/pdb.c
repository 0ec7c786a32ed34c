/* PDB with any number of models. MODEL, ENDMDL and END separate them; CONECT and all else that is not an
 * atom, a cell or a time is passed over. */
#include "base/error.h"
#include "io/formats.h"
#include "io/pdb/pdb-frame.h"
#include "io/pdb/pdb-write.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  BwTextTrajectory text;
  BwPdbReader reader;
} PdbTrajectory;

static gboolean is_record(const char *line, gsize length, const char *name)
{
  gsize n = strlen(name);
  return length >= n && memcmp(line, name, n) == 0 && (length == n || n == 6 || !g_ascii_isalnum(line[n]));
}

/* From the end of one model to the end of the next. What stands before a model belongs to it. */
static gboolean scan_frame(BwLineReader *reader, gpointer state G_GNUC_UNUSED, gint64 frame,
                           BwFramePlace *begin, GError **error)
{
  gsize length;
  const char *line;
  gboolean any = FALSE, in_model = FALSE;
  *begin = (BwFramePlace){bw_line_reader_tell(reader), reader->line};
  for (;;) {
    BwFramePlace place = {bw_line_reader_tell(reader), reader->line};
    line = bw_line_reader_next(reader, &length);
    if (!line)
      break;
    if (bw_pdb_is_atom(line, length))
      any = TRUE;
    else if (is_record(line, length, "MODEL")) {
      if (any) { /* the last one was not closed */
        bw_line_reader_seek(reader, place.offset, place.line);
        return TRUE;
      }
      in_model = TRUE;
    } else if (any && (is_record(line, length, "ENDMDL") || is_record(line, length, "END")))
      return TRUE;
  }
  if (any && in_model)
    return bw_fail_file(error, BW_ERROR_FORMAT, bw_text_file_get_path(reader->file),
                        "frame %" G_GINT64_FORMAT
                        ": the file ends within the model that begins on line %" G_GINT64_FORMAT
                        " (ENDMDL is missing)",
                        frame, begin->line);
  return any;
}

static BwFrame *parse(BwTextTrajectory *self, const BwFrameText *text, GError **error)
{
  return bw_pdb_parse_frame(&((PdbTrajectory *)self)->reader, text, NULL, error);
}

static void finalize(BwTextTrajectory *self)
{
  BwPdbReader *reader = &((PdbTrajectory *)self)->reader;
  g_clear_pointer(&reader->atoms, bw_atoms_unref);
  g_mutex_clear(&reader->mutex);
}

static const BwTextFormat text_format = {"pdb", scan_frame, parse, finalize};

/* Looks at the first model: the cell of the file, alternate locations, and how many beads there are. */
static gboolean start(PdbTrajectory *self, GError **error)
{
  BwFrameText text;
  BwPdbFacts facts;
  if (!bw_text_trajectory_get_text(&self->text, 0, &text, error))
    return FALSE;
  g_autoptr(BwFrame) first = bw_pdb_parse_frame(&self->reader, &text, &facts, error);
  if (!first)
    return FALSE;
  self->reader.has_cell = facts.has_cell;
  self->reader.cell = first->cell;
  if (facts.has_alternates)
    self->text.base.units_note = g_strdup("of alternate locations of atoms only the first are read");
  return facts.n_beads < 2 || bw_text_trajectory_set_group(&self->text, facts.n_beads, error);
}

static BwTrajectory *open_trajectory(const char *path, const BwUnitSystem *units, GError **error)
{
  PdbTrajectory *self = g_new0(PdbTrajectory, 1);
  g_mutex_init(&self->reader.mutex);
  self->reader.length = 1;
  gboolean ok = bw_text_trajectory_init(&self->text, &text_format, path, NULL, error);
  if (ok && units->length)
    ok = bw_unit_parse_as(units->length, BW_DIMENSION_LENGTH, "length", &self->reader.length, error);
  if (!ok || !start(self, error)) {
    bw_trajectory_unref(&self->text.base);
    return NULL;
  }
  return &self->text.base;
}

/* Recognised by its records: atoms with three numbers in their columns, or what PDB files begin with. */
static int detect(const char *path G_GNUC_UNUSED, const guint8 *head, gsize n_head)
{
  static const char *const first_records[] = {"HEADER", "TITLE",  "REMARK", "CRYST1",
                                              "MODEL",  "COMPND", "AUTHOR"};
  enum { SURE = 90, POSSIBLE = 50 };
  const char *line = (const char *)head, *end = line + n_head;
  int score = 0;
  if (memchr(head, '\0', n_head))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS(first_records); i++)
    if (is_record(line, n_head, first_records[i]))
      score = POSSIBLE;
  while (line < end) {
    const char *newline = memchr(line, '\n', (gsize)(end - line));
    gsize length = newline ? (gsize)(newline - line) : (gsize)(end - line);
    if (bw_pdb_is_atom(line, length))
      return SURE;
    line += length + 1;
  }
  return score;
}

const BwFormat bw_format_pdb = {
    .name = "pdb",
    .description = N_("PDB"),
    .extensions = "pdb ent",
    .kinds = BW_KIND_TRAJECTORY,
    .can_write = TRUE,
    .detect = detect,
    .open_trajectory = open_trajectory,
    .write = bw_pdb_write,
};
