#include "base/elements.h"
#include "base/error.h"
#include "io/atomic-file.h"
#include "io/beads/bead-names.h"
#include "io/beads/beads.h"
#include "io/text/text-number.h"
#include "io/write-frames.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

static void append_number(GString *text, double value)
{
  char number[BW_TEXT_DOUBLE_BYTES];
  bw_text_format_double(number, value);
  g_string_append_c(text, ' ');
  g_string_append(text, number);
}

/* Lengths and angles where a lies along x and b in the xy plane, as i-PI takes them for granted; else the
 * matrix whose columns are the vectors. */
static void append_cell(GString *text, const BwCell *cell)
{
  double lengths[3], angles[3];
  if (bw_cell_volume(cell) == 0)
    return;
  if (cell->vectors[0][1] == 0 && cell->vectors[0][2] == 0 && cell->vectors[1][2] == 0) {
    bw_cell_get_parameters(cell, lengths, angles);
    g_string_append(text, "CELL(abcABC):");
    for (int k = 0; k < 6; k++)
      append_number(text, k < 3 ? lengths[k] : angles[k - 3]);
  } else {
    g_string_append(text, "CELL(GENH):");
    for (int k = 0; k < 9; k++)
      append_number(text, cell->vectors[k % 3][k / 3]);
  }
  g_string_append(text, "  ");
}

static const char *name_of(const BwAtoms *atoms, int i)
{
  gboolean deuterium = atoms->numbers[i] == 1 && fabs(atoms->masses[i] - 2.014) < 0.01;
  gboolean unknown = atoms->numbers[i] == 0 && atoms->labels;
  return deuterium ? "D" : unknown ? atoms->labels[i] : bw_element(atoms->numbers[i])->symbol;
}

static void append_bead(GString *text, const BwFrame *frame, gint64 step, int bead)
{
  int n_atoms = frame->atoms->n_atoms;
  const double *r = frame->positions + 3 * (gsize)bead * n_atoms;
  g_string_append_printf(text, "%d\n# ", n_atoms);
  append_cell(text, &frame->cell);
  g_string_append_printf(text, "Step: %" G_GINT64_FORMAT "  Bead: %d positions{angstrom}  cell{angstrom}\n",
                         step, bead);
  for (int i = 0; i < n_atoms; i++, r += 3) {
    g_string_append(text, name_of(frame->atoms, i));
    for (int d = 0; d < 3; d++)
      append_number(text, r[d]);
    g_string_append_c(text, '\n');
  }
}

static gboolean write_frame(GPtrArray *files, const char *path, BwTrajectory *trajectory, gint64 index,
                            GError **error)
{
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, index, error);
  g_autoptr(GString) text = g_string_new(NULL);
  if (!frame || !bw_check_n_beads(path, frame, index, (int)files->len, error))
    return FALSE;
  for (guint b = 0; b < files->len; b++) {
    g_string_truncate(text, 0);
    append_bead(text, frame, frame->step < 0 ? index : frame->step, (int)b);
    if (!bw_atomic_file_write(files->pdata[b], text->str, text->len, error))
      return FALSE;
  }
  return TRUE;
}

static GPtrArray *open_files(const char *path, int n_beads, GError **error)
{
  g_auto(BwBeadNames) names = {0};
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)bw_atomic_file_free);
  bw_bead_names_parse(&names, path);
  int needed = g_snprintf(NULL, 0, "%d", n_beads - 1); /* as i-PI pads them */
  names.width = MAX(names.width, needed);
  int n_there = bw_bead_names_count(&names);
  if (n_there > n_beads) {
    g_autofree char *stale = bw_bead_names_path(&names, "pos", n_there - 1);
    bw_fail_file(error, BW_ERROR_ARGUMENT, stale,
                 "belongs to another ring polymer of this name; move it away first");
    return NULL;
  }
  for (int b = 0; b < n_beads; b++) {
    g_autofree char *name = bw_bead_names_path(&names, "pos", b);
    BwAtomicFile *file = bw_atomic_file_new(name, error);
    if (!file)
      return NULL;
    g_ptr_array_add(files, file);
  }
  return g_steal_pointer(&files);
}

gboolean bw_beads_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units G_GNUC_UNUSED,
                        gpointer cancellable, void (*progress)(double fraction, gpointer data),
                        gpointer progress_data, GError **error)
{
  if (strstr(path, ".pdb") || g_str_has_suffix(path, ".gz"))
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, path, "bead files are written as NAME.pos_0.xyz");
  if (!bw_trajectory_wait(trajectory, cancellable, error))
    return FALSE;
  gint64 n_frames = bw_trajectory_get_n_frames(trajectory, NULL);
  g_autoptr(GPtrArray) files = open_files(path, trajectory->n_beads, error);
  for (gint64 i = 0; files && i < n_frames; i++) {
    if (cancellable && g_cancellable_is_cancelled(cancellable))
      return bw_fail_file(error, BW_ERROR_CANCELLED, path, "writing was stopped; nothing is kept");
    if (!write_frame(files, path, trajectory, i, error))
      return FALSE;
    if (progress)
      progress((double)(i + 1) / n_frames, progress_data);
  }
  for (guint b = 0; files && b < files->len; b++)
    if (!bw_atomic_file_commit(files->pdata[b], error))
      return FALSE;
  return files != NULL;
}
