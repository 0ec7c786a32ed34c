/* field.h - a number at every point of a grid in space. */
#pragma once

#include <glib.h>

typedef struct {
  int n[3];           /* points along each axis */
  double origin[3];   /* Å, the first point */
  double steps[3][3]; /* Å, from one point to the next along each axis */
  double *values;     /* [n[2]][n[1]][n[0]]; owned */
} BwField;

/* Zeros. Fails with MEMORY, ARGUMENT without points. */
BwField *bw_field_new(const int n[3], const double origin[3], const double steps[3][3], GError **error);
/* Zeros, on a grid along x, y and z around positions[n_atoms][3], which reaches at least `margin` beyond all
 * of them. Fails with ARGUMENT, or MEMORY saying which spacing would fit. */
BwField *bw_field_new_around(const double *positions, int n_atoms, double margin, double spacing,
                             GError **error);
void bw_field_free(BwField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwField, bw_field_free)

/* The corner and the number of points of that grid. */
void bw_field_around(const double *positions, int n_atoms, double margin, double spacing, double n[3],
                     double origin[3]);
gsize bw_field_get_n(const BwField *field);
/* Å, of points first … first + n − 1 in the order of the values. */
void bw_field_get_points(const BwField *field, gsize first, gsize n, double (*points)[3]);
