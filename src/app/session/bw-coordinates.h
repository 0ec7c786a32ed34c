/* bw-coordinates.h - the internal coordinates of one system that are there to choose from: its first bonds,
 * then what was measured by hand. Files and runs of the same atoms share one, so that what is measured in one
 * is measured in all. Coordinates are only ever added: their indices last. */
#pragma once

#include "system/coordinate.h"

typedef struct {
  int refs;
  BwAtoms *atoms;
  GArray *list;   /* of BwCoordinate */
  GArray *pinned; /* of gboolean: it stays in the view and in the traces */
  int n_bonds;    /* the first of them */
  int chosen;     /* −1: none */
} BwCoordinates;

/* The first of `bonds` (of BwBond). The bond of a hydrogen to an electronegative atom is chosen: there
 * quantum nuclei matter most. */
BwCoordinates *bw_coordinates_new(BwAtoms *atoms, const GArray *bonds);
BwCoordinates *bw_coordinates_ref(BwCoordinates *self);
void bw_coordinates_unref(BwCoordinates *self);

const BwCoordinate *bw_coordinates_get(const BwCoordinates *self, int *n); /* until one is added */
/* −1: not among them. */
int bw_coordinates_find(const BwCoordinates *self, const BwCoordinate *coordinate);
/* Its index; −1 when these atoms have no such coordinate. */
int bw_coordinates_add(BwCoordinates *self, const BwCoordinate *coordinate);
/* The same atoms, otherwise bonded. */
void bw_coordinates_add_bonds(BwCoordinates *self, const GArray *bonds);
gboolean bw_coordinates_is_pinned(const BwCoordinates *self, int index);
/* The name of its column in a trace, interned: "O2–H8", or "O2–H8 centroid". */
const char *bw_coordinates_column(const BwCoordinates *self, int index, gboolean centroid);
