/* superpose.h - the rotation and shift that bring one set of points closest to another.
 *
 * The rotation maximises Σ w y·R x over proper rotations: the eigenvector of the largest eigenvalue of a
 * symmetric 4 × 4 matrix made of the covariances, read as a unit quaternion (Horn, J. Opt. Soc. Am. A 4, 629
 * (1987); Kearsley, Acta Cryst. A 45, 208 (1989)). Reflections cannot come out of it. Where several rotations
 * are as good (a linear molecule about its axis, one atom about anything) it is the smallest of them. */
#pragma once

#include <glib.h>

/* x ↦ to + rotation · (x − from) */
typedef struct {
  double rotation[3][3];
  double from[3], to[3]; /* Å */
} BwSuperposition;

void bw_superposition_init(BwSuperposition *self); /* leaves everything where it is */
/* Brings points[n][3] to reference[n][3]; weights[n] ≥ 0, usually the masses; NULL: all alike. What is not
 * finite is not turned. */
void bw_superposition_find(BwSuperposition *self, const double *points, const double *reference,
                           const double *weights, int n);
/* positions[n][3], in place. */
void bw_superposition_apply(const BwSuperposition *self, double *positions, gsize n);
/* Takes one point back to where it came from. */
void bw_superposition_undo(const BwSuperposition *self, double point[3]);
