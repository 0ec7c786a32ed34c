/* space-group-private.h - the search for a space group: its cell, operations, and which of them hold. */
#pragma once

#include "potential/gdml/crystal/space-group.h"

#define BW_SPACE_SMALLEST 0.005 /* Å: files write positions with some digits only */

typedef struct {
  const BwSites *sites;
  BwCell cell;        /* periodic in three directions */
  double *fractional; /* [n][3] of the mean positions */
  double limit;       /* Å, of an operation's miss */
} BwSpaceSearch;

/* One operation in fractional coordinates, x → W x + t. */
typedef struct {
  int rotation[3][3];
  double translation[3];
} BwSpaceOperation;

/* The cell with directions that are not periodic orthogonal to the others and with vacuum, all of the same
 * length and unlike the others: no rotation takes one for the other. */
void bw_space_fill_cell(const BwSites *sites, BwCell *filled);
/* Whether the rotation leaves the cell's lengths and angles as they are. */
gboolean bw_space_keeps_metric(const BwCell *cell, const BwSpaceOperation *operation);
/* The rotations that the cell has, as integer matrices of −1, 0 and 1: all, where the cell is reduced. Of
 * BwSpaceOperation; free with g_array_unref(). */
GArray *bw_space_cell_rotations(const BwCell *cell);

void bw_space_apply(const BwSpaceOperation *operation, const double x[3], double image[3]);
/* The identity alone. */
BwSpaceGroup *bw_space_group_new(int n_sites);
/* Of operations[n_operations] those that hold on the mean positions; when some do not, a group within what is
 * left. */
BwSpaceGroup *bw_space_verify(const BwSpaceSearch *search, const BwSpaceOperation *operations,
                              int n_operations);
