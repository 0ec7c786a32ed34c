#include "io/pdb/pdb-write.h"
#include "base/elements.h"
#include "base/error.h"
#include "io/pdb/pdb-residues.h"
#include "io/text/text-number.h"

#include <math.h>
#include <string.h>

enum { SERIALS = 100000 };

static void append_cell(GString *text, const BwCell *cell)
{
  double lengths[3], angles[3];
  if (bw_cell_volume(cell) == 0)
    return;
  bw_cell_get_parameters(cell, lengths, angles);
  g_string_append_printf(text, "CRYST1%9.3f%9.3f%9.3f%7.2f%7.2f%7.2f P 1           1\n", lengths[0],
                         lengths[1], lengths[2], angles[0], angles[1], angles[2]);
}

/* Step, time and bead in words of their own. */
static void append_remark(GString *text, const BwFrame *frame, int bead)
{
  char time[BW_TEXT_DOUBLE_BYTES];
  if (frame->step < 0 && isnan(frame->time) && frame->n_beads == 1)
    return;
  g_string_append_printf(text, "REMARK   6 STEP %" G_GINT64_FORMAT, frame->step);
  if (!isnan(frame->time)) {
    bw_text_format_double(time, frame->time);
    g_string_append_printf(text, " TIME %s FS", time);
  }
  if (frame->n_beads > 1)
    g_string_append_printf(text, " BEAD %d OF %d", bead, frame->n_beads);
  g_string_append_c(text, '\n');
}

/* Four columns: names of one-letter elements begin in the second. */
static void format_name(char name[5], const char *label, const char *symbol)
{
  int n = (int)MIN(strlen(label), 4), indent = n < 4 && strlen(symbol) == 1 && g_ascii_isalpha(label[0]);
  g_snprintf(name, 5, "%*s%.*s%*s", indent, "", n, label, 4 - n - indent, "");
}

/* Hybrid-36: beyond 99999 the serial number goes on with A0000. */
static void format_serial(char serial[6], int number)
{
  static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (number < SERIALS) {
    g_snprintf(serial, 6, "%5d", number);
    return;
  }
  gint64 value = (gint64)number - SERIALS + 10 * 36 * 36 * 36 * 36;
  for (int k = 4; k >= 0; k--, value /= 36)
    serial[k] = digits[value % 36];
  serial[5] = '\0';
}

static double number_of(const BwFrame *frame, const char *name, int atom, double otherwise)
{
  const BwProperty *property = bw_frame_find(frame, name);
  return property && property->values && property->n_rows == frame->atoms->n_atoms ? property->values[atom]
                                                                                   : otherwise;
}

/* PDB knows one isotope by a symbol of its own. */
static const char *symbol_of(const BwAtoms *atoms, int i)
{
  gboolean deuterium = atoms->numbers[i] == 1 && fabs(atoms->masses[i] - 2.014) < 0.01;
  return deuterium ? "D" : bw_element(atoms->numbers[i])->symbol;
}

static gboolean append_atom(GString *text, const BwFrame *frame, int bead, int i, const char *residue,
                            GError **error)
{
  const BwAtoms *atoms = frame->atoms;
  const double *r = frame->positions + 3 * ((gsize)bead * atoms->n_atoms + i);
  const char *symbol = symbol_of(atoms, i);
  char name[5], serial[6];
  for (int d = 0; d < 3; d++)
    if (!(r[d] > -999.9995 && r[d] < 9999.9995))
      return bw_fail(error, BW_ERROR_UNSUPPORTED,
                     "atom %d is at %g Å, which does not fit into PDB's columns; write extended XYZ (.xyz)",
                     i, r[d]);
  format_name(name, atoms->labels ? atoms->labels[i] : symbol, symbol);
  format_serial(serial, i + 1);
  gboolean in_chain = residue[4] != ' ';
  g_string_append_printf(
      text, "%s%s %s %.10s   %8.3f%8.3f%8.3f%6.2f%6.2f          %2s\n", in_chain ? "ATOM  " : "HETATM",
      serial, name, residue, r[0], r[1], r[2], CLAMP(number_of(frame, "occupancy", i, 1), -99, 999),
      CLAMP(number_of(frame, "bfactor", i, 0), -99, 999), atoms->numbers[i] > 0 ? symbol : "");
  return TRUE;
}

static gboolean write_frame(GString *text, const BwFrame *frame, gint64 index, gpointer data G_GNUC_UNUSED,
                            GError **error)
{
  g_autofree char *residues = bw_pdb_residue_columns(frame);
  for (int bead = 0; bead < frame->n_beads; bead++) {
    g_string_append_printf(text, "MODEL     %4" G_GINT64_FORMAT "\n", index * frame->n_beads + bead + 1);
    append_remark(text, frame, bead);
    append_cell(text, &frame->cell);
    for (int i = 0; i < frame->atoms->n_atoms; i++)
      if (!append_atom(text, frame, bead, i, residues + 10 * (gsize)i, error))
        return FALSE;
    g_string_append(text, "ENDMDL\n");
  }
  return TRUE;
}

gboolean bw_pdb_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units G_GNUC_UNUSED,
                      gpointer cancellable, BwWriteProgress progress, gpointer progress_data, GError **error)
{
  return bw_write_frames(path, trajectory, write_frame, NULL, "END\n", cancellable, progress, progress_data,
                         error);
}
