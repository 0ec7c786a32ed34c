/* ruler.h - how a measured coordinate is drawn: the lines between its atoms, and the arc of its angle. */
#pragma once

#include "system/coordinate.h"

enum { BW_RULER_LINES = 2, BW_RULER_POINTS = 32 };

typedef struct {
  int n_points[BW_RULER_LINES]; /* of each line; 0: there is none */
  double points[BW_RULER_LINES][BW_RULER_POINTS][3];
  double label[3]; /* where its number belongs */
} BwRuler;

/* The atoms of the coordinate, in its order, Å: images that are neighbours. Through them runs the first line.
 * An angle has an arc at its middle atom, a dihedral a sector about its middle bond; neither when it is not
 * defined. */
void bw_ruler_init(BwRuler *ruler, const BwCoordinate *coordinate, double atoms[4][3]);
