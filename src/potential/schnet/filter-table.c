#include "potential/schnet/filter-table.h"

#include "base/array.h"

#include <math.h>
#include <string.h>

enum { FEWEST = 64, MOST = 1 << 14 };

#define SHORTEST 0.5 /* Å; atoms do not come nearer to each other */

static double softplus(double x)
{
  return (x > 0 ? x : 0) + log1p(exp(-fabs(x)));
}

static double sigmoid(double x)
{
  return 1 / (1 + exp(-x));
}

/* out[columns] = bias + in · weights; slopes likewise, without the bias. */
static void apply(const BwParameters *p, int weights, int bias, const double *in, const double *in_slopes,
                  double *out, double *out_slopes)
{
  const BwParameter *shape = bw_parameters_get(p, weights);
  const double *w = bw_parameters_get_values(p, weights);
  memcpy(out, bw_parameters_get_values(p, bias), sizeof *out * shape->columns);
  memset(out_slopes, 0, sizeof *out * shape->columns);
  for (int r = 0; r < shape->rows; r++)
    for (int c = 0; c < shape->columns; c++) {
      out[c] += in[r] * w[r * shape->columns + c];
      out_slopes[c] += in_slopes[r] * w[r * shape->columns + c];
    }
}

static void activate(double *values, double *slopes, int n)
{
  for (int k = 0; k < n; k++) {
    slopes[k] *= sigmoid(values[k]);
    values[k] = softplus(values[k]) - G_LN2;
  }
}

/* ½ (cos(π d/c) + 1) */
static void cut(double cutoff, double d, double *values, double *slopes, int n)
{
  double k = G_PI / cutoff, c = d < cutoff ? 0.5 * (cos(k * d) + 1) : 0;
  double slope = d < cutoff ? -0.5 * k * sin(k * d) : 0;
  for (int f = 0; f < n; f++) {
    slopes[f] = slopes[f] * c + values[f] * slope;
    values[f] *= c;
  }
}

void bw_schnet_filters(const BwSchnet *self, int interaction, double d, double *values, double *slopes,
                       double *work)
{
  const BwSchnetSettings *s = &self->settings;
  const BwSchnetInteraction *part = &self->interactions[interaction];
  const BwParameters *p = &self->base.parameters;
  double *g = work, *g_slopes = g + s->n_gaussians, *h = g_slopes + s->n_gaussians;
  double *h_slopes = h + s->n_filters;
  for (int k = 0; k < s->n_gaussians; k++) {
    double delta = d - self->centres[k];
    g[k] = exp(-self->gammas[k] * delta * delta);
    g_slopes[k] = -2 * self->gammas[k] * delta * g[k];
  }
  apply(p, part->filter_weights[0], part->filter_biases[0], g, g_slopes, h, h_slopes);
  activate(h, h_slopes, s->n_filters);
  apply(p, part->filter_weights[1], part->filter_biases[1], h, h_slopes, values, slopes);
  if (s->active_filters)
    activate(values, slopes, s->n_filters);
  if (s->cutoff_function == BW_CUTOFF_COSINE)
    cut(s->cutoff, d, values, slopes, s->n_filters);
}

/* Where all that is left of the Gaussians is e⁻³⁶. */
static double find_end(const BwSchnet *schnet)
{
  if (schnet->base.cutoff > 0)
    return schnet->base.cutoff;
  double end = 0;
  for (int k = 0; k < schnet->settings.n_gaussians; k++)
    end = MAX(end, schnet->centres[k] + 6 / sqrt(schnet->gammas[k]));
  return end;
}

static void fill_nodes(BwFilterTable *self, const BwSchnet *schnet, int interaction, double *work)
{
  int n = schnet->settings.n_filters;
  double h = self->end / self->n_intervals, *values = work, *slopes = work + n;
  memset(self->nodes, 0, sizeof(float) * 2 * self->n_padded * (self->n_intervals + 1));
  for (int k = 0; k <= self->n_intervals; k++) {
    float *node = self->nodes + (gsize)k * 2 * self->n_padded;
    bw_schnet_filters(schnet, interaction, k * h, values, slopes, work + 2 * n);
    for (int f = 0; f < n; f++) {
      node[f] = (float)values[f];
      node[self->n_padded + f] = (float)(h * slopes[f]);
    }
  }
}

void bw_filter_table_read(const BwFilterTable *self, double d, int n_filters, double *values, double *slopes)
{
  int width = self->n_padded;
  double at = d / self->end * self->n_intervals;
  int node = CLAMP((int)at, 0, self->n_intervals - 1);
  double t = CLAMP(at - node, 0, 1), u = 1 - t;
  const float *a = self->nodes + (gsize)node * 2 * width, *b = a + 2 * width;
  for (int f = 0; f < n_filters; f++)
    values[f] = (1 + 2 * t) * u * u * (double)a[f] + t * u * u * (double)a[width + f] +
                t * t * (3 - 2 * t) * (double)b[f] - t * t * u * (double)b[width + f];
  for (int f = 0; slopes && f < n_filters; f++)
    slopes[f] = (6 * t * u * ((double)b[f] - (double)a[f]) + u * (1 - 3 * t) * (double)a[width + f] +
                 t * (3 * t - 2) * (double)b[width + f]) *
                self->n_intervals / self->end;
}

/* In the middle of intervals, where it is largest, relative to the largest filter. */
static double measure_error(BwFilterTable *self, const BwSchnet *schnet, int interaction, double *work)
{
  int n = schnet->settings.n_filters;
  double h = self->end / self->n_intervals, error = 0, largest = 0, error_of_matter = 0;
  double *values = work, *slopes = work + n, *read = slopes + n;
  for (int k = 0; k < self->n_intervals; k++) {
    double d = (k + 0.5) * h;
    bw_schnet_filters(schnet, interaction, d, values, slopes, work + 3 * n);
    bw_filter_table_read(self, d, n, read, NULL);
    for (int f = 0; f < n; f++) {
      double difference = fabs(read[f] - values[f]);
      largest = fmax(largest, fabs(values[f]));
      error = fmax(error, difference);
      if (d >= MIN(SHORTEST, self->end / 2) && difference > error_of_matter) {
        error_of_matter = difference;
        self->worst = d;
      }
    }
  }
  return largest > 0 ? error / largest : 0;
}

double bw_filter_table_init(BwFilterTable *self, const BwSchnet *schnet, int interaction, double tolerance)
{
  const BwSchnetSettings *s = &schnet->settings;
  g_autofree double *work = g_new(double, 5 * s->n_filters + 2 * s->n_gaussians);
  *self = (BwFilterTable){.end = find_end(schnet)};
  self->worst = self->end / 2; /* of filters that are all zero */
  self->n_padded = bw_dense_pad(s->n_filters);
  double error = INFINITY;
  for (int n = FEWEST; n <= MOST && error > tolerance; n *= 2) {
    bw_free(self->nodes);
    self->n_intervals = n;
    self->per_interval = (float)(n / self->end);
    self->nodes = bw_new(float, (gsize)(n + 1) * 2 * self->n_padded);
    fill_nodes(self, schnet, interaction, work);
    error = measure_error(self, schnet, interaction, work);
  }
  return error;
}

void bw_filter_table_clear(BwFilterTable *self)
{
  g_clear_pointer(&self->nodes, bw_free);
}
