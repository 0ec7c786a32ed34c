/* space-group.h - which permutations of atoms map a crystal onto itself: translations of the supercell times
 * point operations, found with spglib on the mean structure of a trajectory and then verified on it. */
#pragma once

#include "potential/gdml/permutations.h"
#include "system/cell.h"

/* What a trajectory says of the sites of a crystal. */
typedef struct {
  int n;
  const int *numbers;      /* [n] elements */
  const double *positions; /* [n][3] mean, Å, not wrapped */
  const double *spread;    /* [n] mean square displacement, Å² */
  double noise;            /* how well the mean is known: standard error of a site, Å */
  gboolean spread_known;   /* enough frames to compare the sites' spreads */
  const BwCell *cell;      /* periodic in one to three directions */
} BwSites;

typedef struct {
  BwPermutations *group;        /* of the sites */
  BwPermutations *translations; /* those of them that shift the crystal */
  int n_operations;             /* that spglib found; several may permute the sites in the same way */
  int n_dropped;                /* that do not hold on the mean structure */
  int number;                   /* space group of the sites, 0: none was found */
  char symbol[12];              /* international, short */
  double tolerance;             /* Å, how far an image of a site may be from a site */
  double *ideal;                /* [n][3] fractional, the sites averaged over the group */
} BwSpaceGroup;

/* Directions that are not periodic are given a vacuum. Rotations are those that the cell has, so that the
 * axis of a chain is found with at most four-fold symmetry. Never NULL: without any symmetry it is the
 * identity. */
BwSpaceGroup *bw_space_group_find(const BwSites *sites);
void bw_space_group_free(BwSpaceGroup *group);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwSpaceGroup, bw_space_group_free)
