/* lattice.h - the geometry of a lattice that its choice of vectors hides. */
#pragma once

#include <glib.h>

/* The lattice vectors that bound the Voronoi cell of the periodic directions, one of each ± pair: a
 * difference is the shortest of its images when no face takes it nearer. They are the sums of the subsets of
 * an obtuse superbase, found by Selling's reduction (Conway and Sloane, Proc. R. Soc. A 436, 55 (1992)).
 * faces in Å, images in cells; returns how many: 0, 1, 3, 7 for 0 … 3 periodic directions. */
int bw_lattice_faces(double vectors[3][3], const gboolean periodic[3], double faces[7][3], int images[7][3]);
