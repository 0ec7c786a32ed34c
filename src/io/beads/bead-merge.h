/* bead-merge.h - the beads of a ring polymer that a file format keeps apart. */
#pragma once

#include "system/frame.h"

/* beads[n_beads], each a frame of one bead with the same atoms, as one frame. Quantities of atoms that all
 * beads have become quantities of every bead and atom, numbers that all beads have one row per bead; what
 * only the first has, cell, time and step are of the whole ring polymer. Fails, naming the bead, when atoms
 * differ. */
BwFrame *bw_bead_merge(BwFrame *const *beads, int n_beads, GError **error);
