#include "io/cube/cube.h"

#include "base/error.h"
#include "base/units.h"

#include <math.h>
#include <string.h>

enum { MOST_ATOMS = 1 << 20, MOST_ALONG = 1 << 15 };

/* The text with a place in it that moves on. */
typedef struct {
  const char *path, *text, *at;
} Reader;

static int line_of(const Reader *reader)
{
  int line = 1;
  for (const char *p = reader->text; p < reader->at; p++)
    line += *p == '\n';
  return line;
}

static gboolean next_number(Reader *reader, double *number, GError **error)
{
  char *end;
  *number = g_ascii_strtod(reader->at, &end);
  gboolean fine = end != reader->at && (g_ascii_isspace(*end) || *end == '\0') && isfinite(*number);
  while (!fine && g_ascii_isspace(*reader->at))
    reader->at++;
  if (!fine)
    return bw_fail_file(error, BW_ERROR_FORMAT, reader->path,
                        *reader->at ? "line %d: a number is expected" : "line %d: the file ends too early",
                        line_of(reader));
  reader->at = end;
  return TRUE;
}

/* A count and three numbers. */
static gboolean next_row(Reader *reader, int *count, int most, double numbers[3], GError **error)
{
  double first;
  if (!next_number(reader, &first, error))
    return FALSE;
  for (int d = 0; d < 3; d++)
    if (!next_number(reader, numbers + d, error))
      return FALSE;
  *count = fabs(first) <= most ? (int)first : 0;
  return (first == *count && *count != 0) ||
         bw_fail_file(error, BW_ERROR_FORMAT, reader->path, "line %d: %g is not a number of atoms or points",
                      line_of(reader), first);
}

static gboolean read_atoms(Reader *reader, int n_atoms, BwAtoms **atoms, double **positions, GError **error)
{
  g_autofree int *numbers = g_new(int, n_atoms);
  g_autofree double *places = g_new(double, 3 * (gsize)n_atoms);
  for (int i = 0; i < n_atoms; i++) {
    double row[5];
    for (int c = 0; c < 5; c++)
      if (!next_number(reader, row + c, error))
        return FALSE;
    numbers[i] = row[0] >= 0 && row[0] < 119 ? (int)row[0] : 0;
    for (int d = 0; d < 3; d++)
      places[3 * (gsize)i + d] = row[2 + d] * BW_BOHR;
  }
  if (atoms)
    *atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  if (positions)
    *positions = g_steal_pointer(&places);
  return TRUE;
}

static gboolean read_values(Reader *reader, BwField *field, GError **error)
{
  gsize plane = (gsize)field->n[0] * (gsize)field->n[1];
  for (gsize i = 0; i < (gsize)field->n[0]; i++)
    for (gsize j = 0; j < (gsize)field->n[1]; j++)
      for (gsize k = 0; k < (gsize)field->n[2]; k++)
        if (!next_number(reader, field->values + k * plane + j * (gsize)field->n[0] + i, error))
          return FALSE;
  return TRUE;
}

static BwField *read_cube(Reader *reader, BwAtoms **atoms, double **positions, GError **error)
{
  int n_atoms, n[3], sign = 0;
  double origin[3], steps[3][3];
  for (int line = 0; line < 2; line++) {
    const char *end = strchr(reader->at, '\n');
    reader->at = end ? end + 1 : reader->at + strlen(reader->at);
  }
  if (!next_row(reader, &n_atoms, MOST_ATOMS, origin, error))
    return NULL;
  for (int k = 0; k < 3; k++) {
    if (!next_row(reader, n + k, MOST_ALONG, steps[k], error))
      return NULL;
    sign += n[k] < 0;
    n[k] = ABS(n[k]);
  }
  if (n_atoms < 0 || sign > 0) {
    bw_fail_file(error, BW_ERROR_UNSUPPORTED, reader->path,
                 "it holds orbitals, or lengths in Å: cubes of one field in bohr are read");
    return NULL;
  }
  for (int k = 0; k < 3; k++) {
    origin[k] *= BW_BOHR;
    for (int d = 0; d < 3; d++)
      steps[k][d] *= BW_BOHR;
  }
  g_autoptr(BwField) field = bw_field_new(n, origin, (const double(*)[3])steps, error);
  if (!field || !read_atoms(reader, n_atoms, atoms, positions, error))
    return NULL;
  if (!read_values(reader, field, error)) {
    if (atoms)
      g_clear_pointer(atoms, bw_atoms_unref);
    if (positions)
      g_clear_pointer(positions, g_free);
    return NULL;
  }
  return g_steal_pointer(&field);
}

BwField *bw_cube_read(const char *path, BwAtoms **atoms, double **positions, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) reason = NULL;
  if (!g_file_get_contents(path, &text, NULL, &reason)) {
    bw_fail_file(error, BW_ERROR_FILE, path, "%s", reason->message);
    return NULL;
  }
  Reader reader = {path, text, text};
  return read_cube(&reader, atoms, positions, error);
}
