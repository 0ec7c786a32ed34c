#include "system/coordinate.h"
#include "base/elements.h"
#include "base/error.h"
#include "base/vec3.h"

#include <string.h>

#define DEGREES (180 / G_PI)

enum { MAX_BONDS = 3 };

gboolean bw_coordinate_equal(const BwCoordinate *a, const BwCoordinate *b)
{
  if (a->n_atoms != b->n_atoms)
    return FALSE;
  gboolean same = TRUE, backwards = TRUE;
  for (int i = 0; i < a->n_atoms; i++) {
    same = same && a->atoms[i] == b->atoms[i];
    backwards = backwards && a->atoms[i] == b->atoms[a->n_atoms - 1 - i];
  }
  return same || backwards;
}

/* The first atom that is not there, or that is named twice; −1: none. */
static int find_wrong(const BwCoordinate *coordinate, int n_atoms, gboolean *twice)
{
  for (int i = 0; i < coordinate->n_atoms; i++) {
    *twice = FALSE;
    if (coordinate->atoms[i] < 0 || coordinate->atoms[i] >= n_atoms)
      return i;
    for (int j = 0; j < i; j++)
      *twice = *twice || coordinate->atoms[i] == coordinate->atoms[j];
    if (*twice)
      return i;
  }
  return -1;
}

gboolean bw_coordinate_check(const BwCoordinate *coordinate, int n_atoms, GError **error)
{
  static const char *const numbers[] = {"two", "three", "four"};
  gboolean twice;
  if (coordinate->n_atoms < 2 || coordinate->n_atoms > 4)
    return bw_fail(error, BW_ERROR_ARGUMENT, "%d atoms; two make a distance, three an angle, four a dihedral",
                   coordinate->n_atoms);
  int wrong = find_wrong(coordinate, n_atoms, &twice);
  if (wrong < 0)
    return TRUE;
  if (twice)
    return bw_fail(error, BW_ERROR_ARGUMENT, "%s %s needs %s different atoms, not atom %d twice",
                   coordinate->n_atoms == 3 ? "an" : "a", bw_coordinate_kind(coordinate),
                   numbers[coordinate->n_atoms - 2], coordinate->atoms[wrong]);
  return bw_fail(error, BW_ERROR_ARGUMENT, "there is no atom %d; atoms are counted from 0 to %d",
                 coordinate->atoms[wrong], n_atoms - 1);
}

gboolean bw_coordinate_is_cyclic(const BwCoordinate *coordinate)
{
  return coordinate->n_atoms == 4;
}

const char *bw_coordinate_kind(const BwCoordinate *coordinate)
{
  return coordinate->n_atoms == 2 ? "distance" : coordinate->n_atoms == 3 ? "angle" : "dihedral";
}

const char *bw_coordinate_unit(const BwCoordinate *coordinate)
{
  return coordinate->n_atoms == 2 ? "Å" : "°";
}

char *bw_coordinate_label(const BwCoordinate *coordinate, const BwAtoms *atoms)
{
  GString *label = g_string_new(NULL);
  for (int i = 0; i < coordinate->n_atoms; i++) {
    int atom = coordinate->atoms[i];
    const char *symbol = atom >= 0 && atom < atoms->n_atoms ? bw_element(atoms->numbers[atom])->symbol : "?";
    g_string_append_printf(label, "%s%s%d", i ? "–" : "", symbol, atom);
  }
  return g_string_free(label, FALSE);
}

/* Values from the bonds between one atom and the next */

static double angle(double bonds[MAX_BONDS][3])
{
  double back[3] = {-bonds[0][0], -bonds[0][1], -bonds[0][2]}, normal[3];
  bw_cross3(back, bonds[1], normal);
  double sine = bw_norm3(normal), cosine = bw_dot3(back, bonds[1]);
  return sine == 0 && cosine == 0 ? NAN : DEGREES * atan2(sine, cosine);
}

/* atan2 of the two projections keeps full precision at all angles (Blondel and Karplus, J. Comput. Chem. 17,
 * 1132 (1996)). */
static double dihedral(double bonds[MAX_BONDS][3])
{
  double front[3], back[3];
  bw_cross3(bonds[0], bonds[1], front);
  bw_cross3(bonds[1], bonds[2], back);
  if (bw_dot3(front, front) == 0 || bw_dot3(back, back) == 0)
    return NAN;
  double value = DEGREES * atan2(bw_norm3(bonds[1]) * bw_dot3(bonds[0], back), bw_dot3(front, back));
  return value <= -180 ? 180 : value;
}

static double evaluate(int n_atoms, double bonds[MAX_BONDS][3])
{
  if (n_atoms == 2)
    return bw_norm3(bonds[0]);
  return n_atoms == 3 ? angle(bonds) : dihedral(bonds);
}

void bw_coordinate_of(const BwCoordinate *coordinate, const double *positions, int n_beads, int n_atoms,
                      const BwCell *cell, double *values)
{
  const int n = coordinate->n_atoms;
  gboolean twice, periodic = cell && bw_cell_is_periodic(cell);
  double bonds[MAX_BONDS][3], first[MAX_BONDS][3] = {{0}}, mean[MAX_BONDS][3] = {{0}};
  if (n < 2 || n > 4 || find_wrong(coordinate, n_atoms, &twice) >= 0) {
    for (int b = 0; b <= n_beads; b++)
      values[b] = NAN;
    return;
  }
  for (int b = 0; b < n_beads; b++) {
    const double *bead = positions + (gsize)b * n_atoms * 3;
    for (int i = 0; i < n - 1; i++) {
      double shift[3];
      bw_sub3(bead + 3 * coordinate->atoms[i + 1], bead + 3 * coordinate->atoms[i], bonds[i]);
      if (periodic)
        bw_cell_minimum_image(cell, bonds[i], NULL);
      if (b == 0)
        memcpy(first[i], bonds[i], sizeof first[i]);
      /* Beads of one ring polymer stay together also where a file wraps each of them into the cell. */
      bw_sub3(bonds[i], first[i], shift);
      if (periodic)
        bw_cell_minimum_image(cell, shift, NULL);
      for (int k = 0; k < 3; k++)
        mean[i][k] += shift[k] / n_beads;
    }
    values[b] = evaluate(n, bonds);
  }
  for (int i = 0; i < n - 1; i++) {
    for (int k = 0; k < 3; k++)
      mean[i][k] += first[i][k];
    if (periodic)
      bw_cell_minimum_image(cell, mean[i], NULL);
  }
  values[n_beads] = evaluate(n, mean);
}

double bw_coordinate_mean(const BwCoordinate *coordinate, const double *values, int n)
{
  double sum = 0, sine = 0, cosine = 0;
  for (int i = 0; i < n; i++)
    sum += values[i];
  if (!bw_coordinate_is_cyclic(coordinate))
    return sum / n;
  for (int i = 0; i < n; i++)
    sine += sin(values[i] / DEGREES), cosine += cos(values[i] / DEGREES);
  return n > 0 ? DEGREES * atan2(sine, cosine) : NAN;
}

double bw_coordinate_difference(const BwCoordinate *coordinate, double a, double b)
{
  return bw_coordinate_is_cyclic(coordinate) ? remainder(a - b, 360) : a - b;
}
