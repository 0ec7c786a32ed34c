/* cell.h - the periodic cell: triclinic, periodic in none, some or all of its directions. */
#pragma once

#include <glib.h>

typedef struct {
  double vectors[3]
                [3]; /* rows a, b, c, Å; a zero row where the direction is not periodic and has no extent */
  double inverse[3][3]; /* fractional = position · inverse; rows of non-periodic directions are completed
                           orthogonally */
  gboolean periodic[3];
  /* The lattice vectors that bound its Voronoi cell, one of each ± pair, and their integer coordinates: what
   * minimum images are measured against. Set by the functions below. */
  int n_faces; /* 0, 1, 3, 7 for 0 … 3 periodic directions */
  double faces[7][3];
  int face_images[7][3];
} BwCell;

/* Which image of a pair counts in a periodic cell. */
typedef enum {
  BW_IMAGES_ROUNDED, /* fractional differences rounded, as sgdml does: the nearest where the vectors are at
                        right angles */
  BW_IMAGES_NEAREST, /* the minimum image of any cell: BIGDML's */
} BwImageRule;

/* No cell at all. */
void bw_cell_init_none(BwCell *cell);

/* From rows in Å. Fails with BW_ERROR_FORMAT when a periodic vector is zero, not finite, or the vectors are
 * coplanar. */
gboolean bw_cell_init(BwCell *cell, const double vectors[3][3], const gboolean periodic[3], GError **error);

/* From lengths (Å) and angles α, β, γ (degrees), a along x, b in the xy plane: the convention of PDB and of
 * i-PI. */
gboolean bw_cell_init_parameters(BwCell *cell, const double lengths[3], const double angles[3],
                                 GError **error);
void bw_cell_get_parameters(const BwCell *cell, double lengths[3], double angles[3]);

gboolean bw_cell_is_periodic(const BwCell *cell); /* in any direction */
double bw_cell_volume(const BwCell *cell);        /* Å³; 0 without three vectors */

/* Å to multiples of the three vectors, and back; nothing is wrapped. */
void bw_cell_to_fractional(const BwCell *cell, const double position[3], double fractional[3]);
void bw_cell_to_cartesian(const BwCell *cell, const double fractional[3], double position[3]);

/* The shortest image of a difference vector: exact for any triclinic cell, however skewed. With image != NULL
 * also the integer shift that was added, [3]. */
void bw_cell_minimum_image(const BwCell *cell, double difference[3], int *image);

/* Moves positions[n][3] into the cell (fractional in [0, 1)) along periodic directions. */
void bw_cell_wrap(const BwCell *cell, double *positions, int n);

/* Perpendicular heights, Å: the largest sphere's diameter that fits; infinite for directions that are not
 * periodic. */
void bw_cell_heights(const BwCell *cell, double heights[3]);
