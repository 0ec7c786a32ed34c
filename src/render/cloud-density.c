#include "render/cloud-density.h"

#include "base/simd.h"
#include "base/vec3.h"
#include "render/isosurface.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Half the edge of the cube in standard deviations along the widest axis: as chosen, and where it is chosen
 * anew. 90 % of a Gaussian, smoothed, lie within 3. */
static const double HALF_EDGE = 4.3, LEAST_HALF_EDGE = 3.5, MOST_HALF_EDGE = 6.5;
static const double LEAST_SPREAD = 1e-4; /* Å; less is a point */
static const double FLATTEST = 0.1;      /* least extent of a cloud over its largest */
static const double LEAST_KERNEL = 0.8;  /* spacings: what hides the cells */
enum { MOST_TAPS = 32, BINS = 4096 };

void bw_density_init(BwDensity *density, int n)
{
  *density = (BwDensity){.n = n, .cells = g_new0(float, (gsize)n *n *n)};
}

void bw_density_clear(BwDensity *density)
{
  g_free(density->cells);
  *density = (BwDensity){0};
}

/* Shares a mass among the eight cells around a place; beyond the cube it is lost. */
static void put(BwDensity *density, const double x[3], double mass)
{
  int n = density->n, at[3];
  double part[3];
  for (int d = 0; d < 3; d++) {
    double cell = x[d] / density->spacing + 0.5 * (n - 1);
    if (!(cell >= 1 && cell < n - 2))
      return;
    at[d] = (int)cell;
    part[d] = cell - at[d];
  }
  for (int corner = 0; corner < 8; corner++) {
    int i = at[0] + (corner & 1), j = at[1] + (corner >> 1 & 1), k = at[2] + (corner >> 2);
    double share = (corner & 1 ? part[0] : 1 - part[0]) * (corner & 2 ? part[1] : 1 - part[1]) *
                   (corner & 4 ? part[2] : 1 - part[2]);
    density->cells[((gsize)k * n + j) * n + i] += (float)(mass * share);
  }
}

/* Carries what is there over to cells of another size. */
static void change_spacing(BwDensity *density, double spacing)
{
  int n = density->n;
  double old = density->spacing;
  float *cells = density->cells;
  density->spacing = spacing;
  if (old == 0)
    return;
  density->cells = g_new0(float, (gsize)n *n *n);
  for (int k = 0; k < n; k++)
    for (int j = 0; j < n; j++)
      for (int i = 0; i < n; i++) {
        float mass = cells[((gsize)k * n + j) * n + i];
        double middle = 0.5 * (n - 1);
        if (mass > 0)
          put(density, (double[]){old * (i - middle), old * (j - middle), old * (k - middle)}, mass);
      }
  density->blur += spacing * spacing / 6;
  g_free(cells);
}

/* Of the samples from the middle of the cube, along the axis where it is largest. */
static double spread_of(const BwDensity *density)
{
  double largest = MAX(MAX(density->second[0], density->second[1]), density->second[2]);
  return density->mass > 0 ? sqrt(largest / density->mass) : 0;
}

static void follow_spread(BwDensity *density)
{
  double spread = spread_of(density), half = 0.5 * density->spacing * (density->n - 3);
  if (!(spread > LEAST_SPREAD) || (half > LEAST_HALF_EDGE * spread && half < MOST_HALF_EDGE * spread))
    return;
  change_spacing(density, 2 * HALF_EDGE * spread / (density->n - 3));
}

void bw_density_deposit(BwDensity *density, const float *points, int n_points, double mass)
{
  double each = mass / n_points;
  for (int p = 0; p < n_points; p++) {
    const float *x = points + 3 * (gsize)p;
    for (int d = 0; d < 3; d++) {
      density->first[d] += each * x[d];
      density->second[d] += each * x[d] * x[d];
      density->second[3 + d] += each * x[(d + 1) % 3] * x[(d + 2) % 3];
    }
  }
  density->mass += mass;
  follow_spread(density);
  if (density->spacing == 0)
    return;
  double blurred = density->blur * (density->mass - mass);
  for (int p = 0; p < n_points; p++) {
    const float *x = points + 3 * (gsize)p;
    put(density, (double[]){x[0], x[1], x[2]}, each);
  }
  density->blur = (blurred + mass * density->spacing * density->spacing / 6) / density->mass;
}

void bw_density_scale(BwDensity *density, double factor)
{
  for (gsize i = 0; i < (gsize)density->n * density->n * density->n; i++)
    density->cells[i] *= (float)factor;
  density->mass *= factor;
  for (int d = 0; d < 3; d++)
    density->first[d] *= factor;
  for (int d = 0; d < 6; d++)
    density->second[d] *= factor;
}

/* taps[0 … n]: a Gaussian of that width (in cells), its whole 1. */
static int gaussian_taps(double width, float taps[MOST_TAPS])
{
  int n = MIN((int)ceil(3.2 * width), MOST_TAPS - 1);
  double sum = 0;
  for (int t = 0; t <= n; t++)
    sum += (t ? 2 : 1) * exp(-0.5 * t * t / (width * width));
  for (int t = 0; t <= n; t++)
    taps[t] = (float)(exp(-0.5 * t * t / (width * width)) / sum);
  return n;
}

/* Along the slowest index: planes are added to planes. */
BW_VECTORISED static void smooth_planes(const float *in, float *out, int n, const float *taps, int n_taps)
{
  gsize plane = (gsize)n * n;
  memset(out, 0, sizeof(float) * plane * n);
  for (int k = 0; k < n; k++)
    for (int t = -n_taps; t <= n_taps; t++) {
      if (k + t < 0 || k + t >= n)
        continue;
      float weight = taps[ABS(t)];
      float *to = out + plane * k;
      const float *from = in + plane * (k + t);
      for (gsize i = 0; i < plane; i++)
        to[i] += weight * from[i];
    }
}

/* (k, j, i) → (i, k, j): three times is nothing. */
static void turn_axes(const float *in, float *out, int n)
{
  for (int k = 0; k < n; k++)
    for (int j = 0; j < n; j++)
      for (int i = 0; i < n; i++)
        out[((gsize)i * n + k) * n + j] = in[((gsize)k * n + j) * n + i];
}

static void clear_border(float *values, int n)
{
  for (int k = 0; k < n; k++)
    for (int j = 0; j < n; j++)
      for (int i = 0; i < n; i += (j % (n - 1) && k % (n - 1)) ? n - 1 : 1)
        values[((gsize)k * n + j) * n + i] = 0;
}

/* Rows of v: eigenvectors. */
static void eigen3(const double m[6], double v[3][3], double values[3])
{
  const double full[3][3] = {{m[0], m[5], m[4]}, {m[5], m[1], m[3]}, {m[4], m[3], m[2]}};
  memcpy(v, full, sizeof full);
  LAPACKE_dsyev(LAPACK_COL_MAJOR, 'V', 'U', 3, v[0], 3, values);
}

/* The map that makes a distribution narrower by `added` (variance along every axis), and its inverse. */
static void find_map(const double covariance[6], double added, BwDensityField *field)
{
  double v[3][3], values[3];
  eigen3(covariance, v, values);
  memset(field->map, 0, sizeof field->map);
  memset(field->inverse, 0, sizeof field->inverse);
  for (int e = 0; e < 3; e++) {
    double variance = MAX(values[e], FLATTEST * FLATTEST * values[2]);
    double factor = sqrt(variance / (variance + added));
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++) {
        field->map[a][b] += factor * v[e][a] * v[e][b];
        field->inverse[a][b] += v[e][a] * v[e][b] / factor;
      }
  }
}

gboolean bw_density_smooth(const BwDensity *density, double n_samples, BwDensityField *field, float *scratch)
{
  int n = density->n, n_taps;
  double covariance[6], trace = 0;
  float taps[MOST_TAPS];
  if (density->spacing == 0 || !(density->mass > 0))
    return FALSE;
  for (int d = 0; d < 3; d++)
    field->mean[d] = density->first[d] / density->mass;
  for (int d = 0; d < 3; d++) {
    covariance[d] = density->second[d] / density->mass - field->mean[d] * field->mean[d];
    covariance[3 + d] =
        density->second[3 + d] / density->mass - field->mean[(d + 1) % 3] * field->mean[(d + 2) % 3];
    trace += covariance[d];
  }
  if (!(trace > LEAST_SPREAD * LEAST_SPREAD))
    return FALSE;
  double silverman = pow(4 / (5 * MAX(n_samples, 1)), 1.0 / 7);
  double width = MAX(silverman * sqrt(trace / 3), LEAST_KERNEL * density->spacing);
  n_taps = gaussian_taps(width / density->spacing, taps);
  field->n = n;
  field->spacing = density->spacing;
  memcpy(field->values, density->cells, sizeof(float) * n * n * n);
  for (int pass = 0; pass < 3; pass++) {
    smooth_planes(field->values, scratch, n, taps, n_taps);
    turn_axes(scratch, field->values, n);
  }
  clear_border(field->values, n);
  find_map(covariance, width * width + density->blur, field);
  return TRUE;
}

/* The value at the surface that encloses a fraction of the whole. */
static double level_of(const BwDensityField *field, double fraction)
{
  gsize n = (gsize)field->n * field->n * field->n;
  g_autofree double *bins = g_new0(double, BINS);
  double highest = 0, total = 0, sum = 0;
  for (gsize i = 0; i < n; i++)
    highest = MAX(highest, field->values[i]);
  for (gsize i = 0; i < n; i++) /* by the root of the value: most of the volume has little of it */
    if (field->values[i] > 0)
      bins[MIN((int)(BINS * sqrt(field->values[i] / highest)), BINS - 1)] += field->values[i];
  for (int b = 0; b < BINS; b++)
    total += bins[b];
  int b = BINS - 1;
  while (b > 0 && sum + bins[b] < fraction * total)
    sum += bins[b--];
  double into = bins[b] > 0 ? (fraction * total - sum) / bins[b] : 0;
  double root = (b + 1 - into) / BINS;
  return highest * root * root;
}

static void multiply(const double m[3][3], const double x[3], double out[3])
{
  for (int d = 0; d < 3; d++)
    out[d] = bw_dot3(m[d], x);
}

void bw_density_add_surface(const BwDensityField *field, double fraction, int stride, GArray *vertices,
                            GArray *triangles)
{
  guint first = vertices->len;
  const int n[3] = {field->n, field->n, field->n};
  bw_isosurface(field->values, n, stride, level_of(field, fraction), vertices, triangles);
  for (guint i = first; i < vertices->len; i++) {
    BwSurfaceVertex *vertex = &g_array_index(vertices, BwSurfaceVertex, i);
    double x[3], normal[3], place[3], turned[3];
    for (int d = 0; d < 3; d++) {
      x[d] = field->spacing * vertex->position[d] - field->mean[d];
      normal[d] = vertex->normal[d];
    }
    multiply(field->map, x, place);
    multiply(field->inverse, normal, turned); /* symmetric: its own transpose */
    double length = bw_norm3(turned);
    for (int d = 0; d < 3; d++) {
      vertex->position[d] = (float)(field->mean[d] + place[d]);
      vertex->normal[d] = (float)(turned[d] / length);
    }
  }
}
