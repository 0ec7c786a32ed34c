#include "io/cube/cube.h"

#include "base/units.h"
#include "io/atomic-file.h"

#include <stdarg.h>
#include <string.h>

enum { LONGEST = 256, PER_LINE = 6 };

static void put(BwAtomicFile *file, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void put(BwAtomicFile *file, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  bw_atomic_file_write(file, text, strlen(text), NULL); /* commit reports what failed */
}

/* Numbers with a point in every locale. */
static void put_numbers(BwAtomicFile *file, const double *numbers, int n)
{
  for (int k = 0; k < n; k++) {
    char text[LONGEST];
    g_ascii_formatd(text, sizeof text, "%.6f", numbers[k]);
    put(file, "%12s", text);
  }
}

static void put_line(BwAtomicFile *file, int first, const double *numbers, int n)
{
  put(file, "%5d", first);
  put_numbers(file, numbers, n);
  put(file, "\n");
}

static void put_words(BwAtomicFile *file, const char *words)
{
  g_autofree char *line = g_strdup(words);
  put(file, " %s\n", g_strdelimit(line, "\r\n", ' '));
}

static void put_head(BwAtomicFile *file, const BwField *field, const BwAtoms *atoms, const double *positions)
{
  double numbers[4];
  for (int d = 0; d < 3; d++)
    numbers[d] = field->origin[d] / BW_BOHR;
  put_line(file, atoms->n_atoms, numbers, 3);
  for (int k = 0; k < 3; k++) {
    for (int d = 0; d < 3; d++)
      numbers[d] = field->steps[k][d] / BW_BOHR;
    put_line(file, field->n[k], numbers, 3);
  }
  for (int i = 0; i < atoms->n_atoms; i++) {
    numbers[0] = atoms->numbers[i]; /* its charge */
    for (int d = 0; d < 3; d++)
      numbers[1 + d] = positions[3 * (gsize)i + d] / BW_BOHR;
    put_line(file, atoms->numbers[i], numbers, 4);
  }
}

/* A row along z; in a cube z is fastest. */
static void put_row(BwAtomicFile *file, const BwField *field, int i, int j, double factor)
{
  gsize column = (gsize)j * (gsize)field->n[0] + (gsize)i, plane = (gsize)field->n[0] * (gsize)field->n[1];
  for (int k = 0; k < field->n[2]; k++) {
    char text[LONGEST];
    text[0] = ' ';
    g_ascii_formatd(text + 1, sizeof text - 1, "% .7E", factor * field->values[(gsize)k * plane + column]);
    bw_atomic_file_write(file, text, strlen(text), NULL);
    if (k % PER_LINE == PER_LINE - 1 || k == field->n[2] - 1)
      bw_atomic_file_write(file, "\n", 1, NULL);
  }
}

gboolean bw_cube_write(const char *path, const BwField *field, double factor, const BwAtoms *atoms,
                       const double *positions, const char *title, const char *what, GError **error)
{
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new(path, error);
  if (!file)
    return FALSE;
  put_words(file, title);
  put_words(file, what);
  put_head(file, field, atoms, positions);
  for (int i = 0; i < field->n[0]; i++)
    for (int j = 0; j < field->n[1]; j++)
      put_row(file, field, i, j, factor);
  return bw_atomic_file_commit(file, error);
}
