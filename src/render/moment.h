/* moment.h - the geometry that a scene shows at present, and what follows from it alone. */
#pragma once

#include "system/bonds.h"

typedef struct {
  BwAtoms *atoms; /* NULL: nothing to show */
  BwCell cell;
  int n_beads;
  double *positions; /* [n_beads][n_atoms][3], Å */
  double *centroid;  /* [n_atoms][3]; of beads that were wrapped apart too */
  GArray *bonds;     /* of the centroid */
  int bonds_age;     /* moments since they were looked for */
} BwMoment;

/* centroid[n_atoms][3] of positions[n_beads][n_atoms][3], Å: of beads that were wrapped apart too. */
void bw_moment_find_centroid(const BwCell *cell, const double *positions, int n_beads, int n_atoms,
                             double *centroid);
void bw_moment_clear(BwMoment *moment);
/* Copies. `cell` may be NULL. Bonds keep their hysteresis as long as the atoms are the same. So that many
 * atoms move smoothly, their bonds are not looked for at every moment: in between, those that were there and
 * are not torn are followed. */
void bw_moment_set(BwMoment *moment, BwAtoms *atoms, const BwCell *cell, const double *positions,
                   int n_beads);
/* Looks for the bonds if they were only followed: for a moment that stays. FALSE when there was nothing to
 * do. */
gboolean bw_moment_settle(BwMoment *moment);
