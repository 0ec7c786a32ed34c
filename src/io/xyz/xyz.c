/* XYZ, plain and extended; also the trajectories that i-PI writes in it. A ring polymer is one extended frame
 * per bead, with the keys bead=b n_beads=P; P consecutive frames make one of the trajectory. */
#include "io/xyz/xyz.h"
#include "base/error.h"
#include "io/formats.h"
#include "io/text/text-number.h"
#include "io/xyz/xyz-frame.h"
#include "io/xyz/xyz-names.h"
#include "io/xyz/xyz-write.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct {
  BwTextTrajectory text;
  BwXyzReader reader;
} XyzTrajectory;

/* Finding frames */

typedef struct {
  gint64 n_atoms, bytes; /* of the last frame */
  int n_same;            /* how many frames in a row had that size */
} ScanState;

enum { JUMP_BYTES = 1 << 16, SHOWN_BYTES = 24 };

static gboolean fail_count(const BwLineReader *reader, gint64 frame, const char *line, gsize length,
                           GError **error)
{
  return bw_fail_file(error, BW_ERROR_FORMAT, bw_text_file_get_path(reader->file),
                      "frame %" G_GINT64_FORMAT ", line %" G_GINT64_FORMAT
                      ": a number of atoms is expected, not “%.*s”",
                      frame, reader->line - 1, (int)MIN(length, SHOWN_BYTES), line);
}

/* The first line of a frame; n_atoms is −1 with *error set where it is malformed, −1 without at the end. */
static gint64 next_count(BwLineReader *reader, gint64 frame, BwFramePlace *begin, GError **error)
{
  gsize length;
  const char *line;
  do {
    *begin = (BwFramePlace){bw_line_reader_tell(reader), reader->line};
    line = bw_line_reader_next(reader, &length);
    if (!line)
      return -1;
  } while (strspn(line, " \t") >= length); /* blank lines between frames and at the end */
  gint64 n_atoms = bw_xyz_scan_count(line, length);
  if (n_atoms < 0)
    fail_count(reader, frame, line, length, error);
  return n_atoms;
}

/* Large frames of one size are not read through: when the next one begins where it should, this one is as
 * long as the last. */
static gboolean jump(BwLineReader *reader, const ScanState *state, const BwFramePlace *begin)
{
  char around[32] = {0};
  guint64 end = begin->offset + (guint64)state->bytes;
  if (state->bytes < JUMP_BYTES || state->n_same < 2 ||
      end + sizeof around > bw_text_file_get_size(reader->file) ||
      !bw_text_file_copy(reader->file, end - 1, sizeof around - 1, around, NULL) || around[0] != '\n')
    return FALSE;
  const char *newline = strchr(around + 1, '\n');
  if (!newline || bw_xyz_scan_count(around + 1, (gsize)(newline - around - 1)) != state->n_atoms)
    return FALSE;
  bw_line_reader_seek(reader, end, begin->line + 2 + state->n_atoms);
  return TRUE;
}

static gboolean scan_frame(BwLineReader *reader, gpointer data, gint64 frame, BwFramePlace *begin,
                           GError **error)
{
  ScanState *state = data;
  gint64 n_atoms = next_count(reader, frame, begin, error);
  if (n_atoms < 0)
    return FALSE;
  if (n_atoms == state->n_atoms && jump(reader, state, begin))
    return TRUE;
  gint64 skipped = bw_line_reader_skip(reader, n_atoms + 1);
  if (skipped < n_atoms + 1)
    return bw_fail_file(error, BW_ERROR_FORMAT, bw_text_file_get_path(reader->file),
                        "frame %" G_GINT64_FORMAT " (line %" G_GINT64_FORMAT ") should have %" G_GINT64_FORMAT
                        " atoms, but the file ends after %" G_GINT64_FORMAT,
                        frame, begin->line, n_atoms, MAX(skipped - 1, 0));
  gint64 bytes = (gint64)(bw_line_reader_tell(reader) - begin->offset);
  state->n_same = n_atoms == state->n_atoms && bytes == state->bytes ? state->n_same + 1 : 1;
  state->n_atoms = n_atoms;
  state->bytes = bytes;
  return TRUE;
}

/* Reading them */

static BwFrame *parse(BwTextTrajectory *self, const BwFrameText *text, GError **error)
{
  return bw_xyz_parse_frame(&((XyzTrajectory *)self)->reader, text, error);
}

static void finalize(BwTextTrajectory *self)
{
  bw_xyz_reader_clear(&((XyzTrajectory *)self)->reader);
}

static const BwTextFormat text_format = {"extxyz", scan_frame, parse, finalize};

static void append_unit(GString *list, const char *unit)
{
  g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", unit);
}

/* Whether the frame has quantities of energy, which its file may not have given a unit. */
static gboolean has_energies(const BwFrame *frame)
{
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    if (property->values &&
        bw_xyz_quantity(property->name, property->n_components, property->per_atom) != BW_XYZ_OTHER)
      return TRUE;
  }
  return FALSE;
}

/* What the first frame had to be assumed to mean; NULL: nothing. */
static char *units_note(const BwXyzHeader *header, const BwUnitSystem *told, const BwFrame *first)
{
  g_autoptr(GString) assumed = g_string_new(NULL);
  if (header->units.said || (header->is_ipi && header->ipi.unit[0]))
    return NULL;
  if (!told->length)
    append_unit(assumed, header->units.units.length);
  if (!told->energy && has_energies(first))
    append_unit(assumed, header->units.units.energy);
  if (!told->time && !isnan(first->time) && !bw_xyz_comment_find(&header->comment, "time_fs"))
    append_unit(assumed, header->units.units.time);
  if (assumed->len == 0)
    return NULL;
  return g_strdup_printf("the file does not say its units: %s assumed, as in %s", assumed->str,
                         header->program            ? header->program
                         : header->comment.extended ? "extended XYZ"
                                                    : "XYZ");
}

/* Looks at the first frame: units, and how many beads there are. */
static gboolean start(XyzTrajectory *self, GError **error)
{
  BwTextTrajectory *text = &self->text;
  g_auto(BwXyzHeader) header = {0};
  BwFrameText first_text;
  if (!bw_text_trajectory_get_text(text, 0, &first_text, error) ||
      !bw_xyz_parse_header(&self->reader, &first_text, &header, error))
    return FALSE;
  g_autoptr(BwFrame) first = bw_xyz_parse_frame(&self->reader, &first_text, error);
  if (!first)
    return FALSE;
  text->base.units_note = units_note(&header, &self->reader.units.told, first);
  return header.n_beads < 2 || bw_text_trajectory_set_group(text, header.n_beads, error);
}

static BwTrajectory *open_xyz(const char *path, const BwUnitSystem *units, gboolean quantities,
                              GError **error)
{
  XyzTrajectory *self = g_new0(XyzTrajectory, 1);
  bw_xyz_reader_init(&self->reader, units);
  self->reader.quantities = quantities;
  if (!bw_text_trajectory_init(&self->text, &text_format, path, g_new0(ScanState, 1), error) ||
      !start(self, error)) {
    bw_trajectory_unref(&self->text.base);
    return NULL;
  }
  return &self->text.base;
}

static BwTrajectory *open_trajectory(const char *path, const BwUnitSystem *units, GError **error)
{
  return open_xyz(path, units, FALSE, error);
}

BwTrajectory *bw_xyz_open_quantities(const char *path, GError **error)
{
  static const BwUnitSystem nothing = {0};
  return open_xyz(path, &nothing, TRUE, error);
}

/* Recognising them: a number, a line, and a name with three numbers. */

static const char *next_line(const char *p, const char *end)
{
  const char *newline = memchr(p, '\n', (gsize)(end - p));
  return newline ? newline + 1 : end;
}

static gboolean is_atom_row(const char *p)
{
  double number;
  gsize word = strcspn(p += strspn(p, " \t"), " \t\r\n");
  p += word;
  for (int k = 0; k < 3 && p; k++)
    p = bw_text_scan_double(p + strspn(p, " \t"), &number);
  return word > 0 && p;
}

static int detect(const char *path G_GNUC_UNUSED, const guint8 *head, gsize n_head)
{
  enum { LIKELY = 80, POSSIBLE = 40 };
  const char *p = (const char *)head, *end = p + n_head;
  if (memchr(head, '\0', n_head))
    return 0;
  while (p < end && strspn(p, " \t\r\n") > 0)
    p++;
  const char *comment = next_line(p, end);
  if (p == end || bw_xyz_scan_count(p, (gsize)(comment - p)) < 0)
    return 0;
  const char *row = next_line(comment, end);
  gboolean extended = g_strstr_len(comment, row - comment, "Properties=") != NULL;
  return extended || is_atom_row(row) ? LIKELY : POSSIBLE;
}

const BwFormat bw_format_xyz = {
    .name = "extxyz",
    .description = N_("XYZ and extended XYZ"),
    .extensions = "xyz extxyz exyz",
    .kinds = BW_KIND_TRAJECTORY,
    .can_write = TRUE,
    .detect = detect,
    .open_trajectory = open_trajectory,
    .write = bw_xyz_write,
};
