#include "io/pdb/pdb-frame.h"
#include "base/error.h"
#include "io/text/atoms-builder.h"
#include "io/pdb/pdb-element.h"
#include "io/pdb/pdb-residues.h"
#include "io/text/text-number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 80, NEEDED = 54 };

/* One record as a line of 80 columns, padded with blanks, whatever its length in the file. */
typedef struct {
  char columns[COLUMNS + 1];
  const char *text; /* in the file */
  gsize length;
  gint64 line; /* within the frame, from 0 */
} Record;

typedef struct {
  const BwFrameText *text;
  gsize offset;
  gint64 line;
} Cursor;

static gboolean next_record(Cursor *cursor, Record *record)
{
  gsize left = cursor->text->n - cursor->offset;
  if (left == 0)
    return FALSE;
  record->text = cursor->text->text + cursor->offset;
  record->line = cursor->line++;
  const char *end = memchr(record->text, '\n', left);
  record->length = end ? (gsize)(end - record->text) : left;
  cursor->offset += record->length + (end != NULL);
  if (record->length > 0 && record->text[record->length - 1] == '\r')
    record->length--;
  gsize n = MIN(record->length, COLUMNS);
  memcpy(record->columns, record->text, n);
  memset(record->columns + n, ' ', COLUMNS - n);
  record->columns[COLUMNS] = '\0';
  return TRUE;
}

gboolean bw_pdb_is_atom(const char *line, gsize n)
{
  return n >= 6 && (memcmp(line, "ATOM  ", 6) == 0 || memcmp(line, "HETATM", 6) == 0);
}

/* The number in columns first … last; FALSE when there is none. */
static gboolean scan_columns(const Record *record, int first, int last, double *value)
{
  char field[16];
  int n = last - first + 1;
  memcpy(field, record->columns + first - 1, (gsize)n);
  field[n] = '\0';
  const char *begin = field + strspn(field, " "), *end = bw_text_scan_double(begin, value);
  return end && end[strspn(end, " ")] == '\0';
}

/* Alternate locations: of each residue the first that occurs is kept. */
typedef struct {
  char residue[10]; /* columns 18 … 27 */
  char kept;
} Alternates;

static gboolean is_kept(Alternates *alternates, const Record *record)
{
  char location = record->columns[16];
  if (location == ' ')
    return TRUE;
  if (alternates->kept == 0 || memcmp(alternates->residue, record->columns + 17, 10) != 0) {
    memcpy(alternates->residue, record->columns + 17, 10);
    alternates->kept = location;
  }
  return location == alternates->kept;
}

typedef struct {
  BwPdbReader *reader;
  const BwFrameText *text;
  BwAtomsBuilder *builder;
  BwFrame *frame;
  double *occupancies, *b_factors;
  BwPdbResidues *residues;
} Model;

static gboolean fail(const Model *model, const Record *record, GError **error, const char *what)
{
  return bw_frame_text_fail(model->text, record->line, error, "%s “%.*s”", what,
                            (int)MIN(record->length, NEEDED), record->columns);
}

static gboolean read_position(const Model *model, const Record *record, int atom, GError **error)
{
  double *r = model->frame->positions + 3 * (gsize)atom;
  if (record->length < NEEDED)
    return fail(model, record, error, "this atom has no position, the line is too short:");
  for (int d = 0; d < 3; d++) {
    if (!scan_columns(record, 31 + 8 * d, 38 + 8 * d, &r[d]) || !isfinite(r[d]))
      return fail(model, record, error, "columns 31 to 54 are not three numbers:");
    r[d] *= model->reader->length;
  }
  return TRUE;
}

static void read_name(const Model *model, const Record *record, int atom)
{
  double mass;
  const char *name = record->text + 12, *end = record->text + 16;
  while (name < end && *name == ' ')
    name++;
  while (end > name && end[-1] == ' ')
    end--;
  int number = bw_pdb_element(record->columns, &mass);
  bw_atoms_builder_set_number(model->builder, atom, number, mass);
  bw_atoms_builder_set_label(model->builder, atom, name, (gsize)(end - name));
}

static gboolean read_atom(Model *model, const Record *record, int atom, GError **error)
{
  if (!read_position(model, record, atom, error))
    return FALSE;
  read_name(model, record, atom);
  bw_pdb_residues_read(model->residues, atom, record->columns);
  if (!scan_columns(record, 55, 60, &model->occupancies[atom]))
    model->occupancies[atom] = 1;
  if (!scan_columns(record, 61, 66, &model->b_factors[atom]))
    model->b_factors[atom] = 0;
  return TRUE;
}

/* Lengths of 1 Å or 0 say that there is no crystal. */
static gboolean read_cell(const Model *model, const Record *record, BwCell *cell, gboolean *has_cell,
                          GError **error)
{
  static const int first[] = {7, 16, 25, 34, 41, 48}, last[] = {15, 24, 33, 40, 47, 54};
  g_autoptr(GError) reason = NULL;
  double values[6];
  for (int k = 0; k < 6; k++)
    if (!scan_columns(record, first[k], last[k], &values[k]))
      return fail(model, record, error, "the cell needs six numbers in columns 7 to 54:");
  if ((values[0] == 1 && values[1] == 1 && values[2] == 1) ||
      (values[0] == 0 && values[1] == 0 && values[2] == 0))
    return TRUE;
  for (int k = 0; k < 3; k++)
    values[k] *= model->reader->length;
  *has_cell = TRUE;
  return bw_cell_init_parameters(cell, values, values + 3, &reason) ||
         bw_frame_text_fail(model->text, record->line, error, "%s", reason->message);
}

/* GROMACS: "TITLE … t= 10.0 step= 5000", in ps. Our own: "REMARK   6 STEP 10 TIME 2.5 FS BEAD 0 OF 16". */
static void read_words(const Record *record, BwFrame *frame, BwPdbFacts *facts)
{
  const char *time = strstr(record->columns, " t= "), *step = strstr(record->columns, " step= ");
  double value;
  if (g_str_has_prefix(record->columns, "TITLE ") && time &&
      bw_text_scan_double(time + 4 + strspn(time + 4, " "), &value)) {
    frame->time = value * 1000;
    frame->step = step ? g_ascii_strtoll(step + 7, NULL, 10) : -1;
  }
  if (!g_str_has_prefix(record->columns, "REMARK   6 STEP "))
    return;
  frame->step = g_ascii_strtoll(record->columns + 16, NULL, 10);
  const char *own_time = strstr(record->columns, " TIME "), *bead = strstr(record->columns, " BEAD ");
  if (own_time && bw_text_scan_double(own_time + 6, &value))
    frame->time = value;
  const char *of = bead ? strstr(bead, " OF ") : NULL;
  if (of)
    facts->n_beads = (int)CLAMP(g_ascii_strtoll(of + 4, NULL, 10), 0, 65536);
}

static gboolean read_records(Model *model, BwPdbFacts *facts, GError **error)
{
  Cursor cursor = {.text = model->text};
  Record record;
  Alternates alternates = {0};
  int atom = 0;
  while (next_record(&cursor, &record)) {
    if (bw_pdb_is_atom(record.text, record.length)) {
      gboolean kept = is_kept(&alternates, &record);
      facts->has_alternates |= !kept;
      if (kept && !read_atom(model, &record, atom++, error))
        return FALSE;
    } else if (g_str_has_prefix(record.columns, "CRYST1")) {
      if (!read_cell(model, &record, &model->frame->cell, &facts->has_cell, error))
        return FALSE;
    } else
      read_words(&record, model->frame, facts);
  }
  return TRUE;
}

static int count_atoms(const BwFrameText *text)
{
  Cursor cursor = {.text = text};
  Record record;
  Alternates alternates = {0};
  int n = 0;
  while (next_record(&cursor, &record))
    n += bw_pdb_is_atom(record.text, record.length) && is_kept(&alternates, &record);
  return n;
}

static void add_properties(Model *model)
{
  int n_atoms = model->frame->atoms->n_atoms;
  const struct {
    const char *name;
    const double *values;
    double usual;
  } columns[] = {{"occupancy", model->occupancies, 1}, {"bfactor", model->b_factors, 0}};
  bw_pdb_residues_add_to(model->residues, model->frame);
  for (gsize c = 0; c < G_N_ELEMENTS(columns); c++)
    for (int i = 0; i < n_atoms; i++)
      if (columns[c].values[i] != columns[c].usual) {
        BwProperty *property = bw_frame_add_atom_values(model->frame, columns[c].name, NULL, 1);
        memcpy(property->values, columns[c].values, sizeof(double) * (gsize)n_atoms);
        break;
      }
}

static void set_atoms(Model *model)
{
  BwPdbReader *reader = model->reader;
  g_mutex_lock(&reader->mutex);
  BwAtoms *atoms = bw_atoms_builder_finish(model->builder, reader->atoms);
  bw_atoms_unref(reader->atoms);
  reader->atoms = bw_atoms_ref(atoms);
  g_mutex_unlock(&reader->mutex);
  bw_atoms_unref(model->frame->atoms);
  model->frame->atoms = atoms;
}

BwFrame *bw_pdb_parse_frame(BwPdbReader *reader, const BwFrameText *text, BwPdbFacts *facts, GError **error)
{
  BwPdbFacts own;
  g_auto(BwAtomsBuilder) builder = {0};
  int n_atoms = count_atoms(text);
  if (n_atoms == 0) {
    bw_frame_text_fail(text, 0, error, "the model has no atoms any more; open the file again");
    return NULL;
  }
  facts = facts ? facts : &own;
  *facts = (BwPdbFacts){0};
  bw_atoms_builder_begin(&builder, n_atoms);
  memset(builder.numbers, 0, sizeof(int) * (gsize)n_atoms);
  g_autoptr(BwAtoms) unknown = bw_atoms_new(n_atoms, builder.numbers, NULL, NULL);
  g_autoptr(BwFrame) frame = bw_frame_new(unknown, 1);
  g_autoptr(BwDoubles) occupancies = bw_new(double, n_atoms), b_factors = bw_new(double, n_atoms);
  g_auto(BwPdbResidues) residues;
  bw_pdb_residues_init(&residues, n_atoms);
  Model model = {reader, text, &builder, frame, occupancies, b_factors, &residues};
  if (!read_records(&model, facts, error))
    return NULL;
  set_atoms(&model);
  add_properties(&model);
  if (!facts->has_cell && reader->has_cell)
    frame->cell = reader->cell;
  return g_steal_pointer(&frame);
}
