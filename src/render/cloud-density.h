/* cloud-density.h - where one nucleus has been: a weighted average on a cube of cells that follows its
 * spread.
 *
 * Few samples are smoothed more than many, after Silverman's rule of thumb. Smoothing widens a distribution,
 * and so does putting samples into cells; as both amounts are known, and the true second moments are kept,
 * the surfaces are drawn in again by the linear map that restores them. Of a Gaussian every surface is then
 * where it belongs after the first few samples. */
#pragma once

#include <glib.h>

typedef struct {
  int n;           /* cells along an edge; odd */
  float *cells;    /* [n][n][n], mass */
  double spacing;  /* Å; 0: nothing has been deposited */
  double mass;     /* of all samples */
  double first[3]; /* sums of mass × position and of mass × xx, yy, zz, yz, xz, xy */
  double second[6];
  double blur; /* Å², what the cells have added to the variance along each axis */
} BwDensity;

/* What is drawn of it: a scalar field with a border of zeros, and the map from its frame to the true one,
 * x' = mean + map (x − mean). */
typedef struct {
  int n;
  float *values; /* [n][n][n] */
  double spacing;
  double mean[3], map[3][3], inverse[3][3];
} BwDensityField;

void bw_density_init(BwDensity *density, int n);
void bw_density_clear(BwDensity *density);
/* Adds points[n_points][3] (Å from the middle of the cube) with a total mass. */
void bw_density_deposit(BwDensity *density, const float *points, int n_points, double mass);
/* Multiplies all that was deposited: what matters are ratios, but numbers must stay in range. */
void bw_density_scale(BwDensity *density, double factor);

/* `n_samples` says how many independent samples there are. FALSE: all lie in one point, or there are none.
 * `scratch`: [n][n][n]. */
gboolean bw_density_smooth(const BwDensity *density, double n_samples, BwDensityField *field, float *scratch);
/* Adds the surface that encloses a fraction (0 … 1) of the whole, as bw_isosurface() does, in Å. `stride` 1,
 * or 2 for a coarser one. */
void bw_density_add_surface(const BwDensityField *field, double fraction, int stride, GArray *vertices,
                            GArray *triangles);
