/* coordinate.h - internal coordinates: what is measured between two, three or four atoms. */
#pragma once

#include "system/atoms.h"
#include "system/cell.h"

/* The distance of 2 atoms (Å), the angle of 3 (0 … 180°, at the middle one), or the dihedral of 4 (−180 …
 * 180°; the sign is IUPAC's: positive when, seen along the middle bond, the front one has to be turned
 * clockwise to hide the one behind it). */
typedef struct {
  int n_atoms;
  int atoms[4];
} BwCoordinate;

/* The same read backwards is equal. */
gboolean bw_coordinate_equal(const BwCoordinate *a, const BwCoordinate *b);

/* Fails with ARGUMENT unless it names 2 to 4 different atoms of n_atoms. */
gboolean bw_coordinate_check(const BwCoordinate *coordinate, int n_atoms, GError **error);

gboolean bw_coordinate_is_cyclic(
    const BwCoordinate *coordinate); /* −180° and 180° are the same: a dihedral */
const char *bw_coordinate_kind(const BwCoordinate *coordinate); /* "distance", "angle", "dihedral" */
const char *bw_coordinate_unit(const BwCoordinate *coordinate); /* "Å" or "°" */
/* "O2–H8", "C0–O2–H8": symbols with the index counted from 0. Free with g_free(). */
char *bw_coordinate_label(const BwCoordinate *coordinate, const BwAtoms *atoms);

/* The value in every bead, and that of the centroids: values[n_beads + 1]. positions[n_beads][n_atoms][3], Å;
 * bonds are minimum images in a periodic cell (NULL: none). NaN where there is no value: atoms that are not
 * there or lie on each other, the dihedral about a straight angle. */
void bw_coordinate_of(const BwCoordinate *coordinate, const double *positions, int n_beads, int n_atoms,
                      const BwCell *cell, double *values);

/* The mean of values[n]; of a dihedral the direction of the mean unit vector, so that 179° and −179° give
 * 180°. */
double bw_coordinate_mean(const BwCoordinate *coordinate, const double *values, int n);
/* a − b; of a dihedral the short way round. */
double bw_coordinate_difference(const BwCoordinate *coordinate, double a, double b);
