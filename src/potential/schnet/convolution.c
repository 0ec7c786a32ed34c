#include "potential/schnet/convolution.h"

#include "base/simd.h"

typedef float Lanes __attribute__((vector_size(BW_DENSE_LANES * sizeof(float)), may_alias));

enum { LANES_AT_ONCE = 4 };

/* Where a distance lies in the table, and what its nodes count. */
typedef struct {
  const Lanes *nodes; /* values, slopes of the one; values, slopes of the other */
  float value[4], slope[4];
} Place;

BW_VECTORISED_PART Place find(const BwFilterTable *table, float distance, gboolean slopes)
{
  float at = distance * table->per_interval, last = (float)table->n_intervals;
  at = at < last ? at : last;
  int node = (int)at;
  node = node < table->n_intervals ? node : table->n_intervals - 1;
  float t = at - (float)node, u = 1 - t;
  Place place = {.nodes = (const Lanes *)(table->nodes + (gsize)node * 2 * table->n_padded),
                 .value = {(1 + 2 * t) * u * u, t * u * u, t * t * (3 - 2 * t), -t * t * u}};
  if (slopes) {
    float scale = table->per_interval;
    place.slope[0] = -6 * t * u * scale;
    place.slope[1] = u * (1 - 3 * t) * scale;
    place.slope[2] = -place.slope[0];
    place.slope[3] = t * (3 * t - 2) * scale;
  }
  return place;
}

BW_VECTORISED_PART void interpolate(const Lanes *nodes, const float weights[4], int lane, int n_lanes,
                                    Lanes *out)
{
  *out = (weights[0] * nodes[lane] + weights[1] * nodes[n_lanes + lane]) +
         (weights[2] * nodes[2 * n_lanes + lane] + weights[3] * nodes[3 * n_lanes + lane]);
}

BW_VECTORISED void bw_filters_convolve(const BwFilterTable *table, const BwFilterPairs *pairs, const float *y,
                                       float *v)
{
  int n_lanes = table->n_padded / BW_DENSE_LANES;
  const Lanes *in = (const Lanes *)y;
  Lanes *out = (Lanes *)v;
  for (int p = 0; p < pairs->n_pairs; p++) {
    Place place = find(table, pairs->distances[p], FALSE);
    gsize i = (gsize)pairs->ends[p][0] * n_lanes, j = (gsize)pairs->ends[p][1] * n_lanes;
    for (int l = 0; l < n_lanes; l++) {
      Lanes w;
      interpolate(place.nodes, place.value, l, n_lanes, &w);
      out[i + l] += in[j + l] * w;
      out[j + l] += in[i + l] * w;
    }
  }
}

/* Of `width` vectors, whose sums are held in registers. */
BW_VECTORISED_PART void gather(const BwFilterTable *table, const BwFilterNeighbour *neighbours, int n,
                               const Lanes *in, int lane, int width, Lanes *out)
{
  int n_lanes = table->n_padded / BW_DENSE_LANES;
  Lanes sums[LANES_AT_ONCE] = {{0}};
  for (int k = 0; k < n; k++) {
    Place place = find(table, neighbours[k].distance, FALSE);
    const Lanes *other = in + (gsize)neighbours[k].other * n_lanes + lane;
    for (int l = 0; l < width; l++) {
      Lanes w;
      interpolate(place.nodes, place.value, lane + l, n_lanes, &w);
      sums[l] += other[l] * w;
    }
  }
  for (int l = 0; l < width; l++)
    out[lane + l] = sums[l];
}

BW_VECTORISED void bw_filters_gather(const BwFilterTable *table, const BwFilterNeighbour *neighbours, int n,
                                     const float *y, float *v)
{
  int n_lanes = table->n_padded / BW_DENSE_LANES, lane = 0;
  for (; lane + LANES_AT_ONCE <= n_lanes; lane += LANES_AT_ONCE)
    gather(table, neighbours, n, (const Lanes *)y, lane, LANES_AT_ONCE, (Lanes *)v);
  for (; lane < n_lanes; lane++)
    gather(table, neighbours, n, (const Lanes *)y, lane, 1, (Lanes *)v);
}

BW_VECTORISED_PART void add_slope(const Place *place, const Lanes *in_i, const Lanes *in_j,
                                  const Lanes *bar_i, const Lanes *bar_j, int lane, int n_lanes, Lanes *sum)
{
  Lanes slope;
  interpolate(place->nodes, place->slope, lane, n_lanes, &slope);
  *sum += (bar_i[lane] * in_j[lane] + bar_j[lane] * in_i[lane]) * slope;
}

BW_VECTORISED_PART float add_lanes(Lanes sum)
{
  float total = 0;
  for (int l = 0; l < BW_DENSE_LANES; l++)
    total += sum[l];
  return total;
}

BW_VECTORISED void bw_filters_gather_slopes(const BwFilterTable *table, int atom,
                                            const BwFilterNeighbour *neighbours, int n, const float *y,
                                            const float *v_bar, float *slopes)
{
  int n_lanes = table->n_padded / BW_DENSE_LANES;
  const Lanes *in = (const Lanes *)y, *bar = (const Lanes *)v_bar;
  gsize i = (gsize)atom * n_lanes;
  for (int k = 0; k < n; k++) {
    if (neighbours[k].pair < 0)
      continue;
    Place place = find(table, neighbours[k].distance, TRUE);
    gsize j = (gsize)neighbours[k].other * n_lanes;
    Lanes sum = {0};
    for (int l = 0; l < n_lanes; l++)
      add_slope(&place, in + i, in + j, bar + i, bar + j, l, n_lanes, &sum);
    slopes[neighbours[k].pair] += add_lanes(sum);
  }
}

BW_VECTORISED_PART void convolve_back(const BwFilterTable *table, const BwFilterPairs *pairs, const float *y,
                                      const float *v_bar, gboolean wanted, float *y_bar, float *slopes)
{
  int n_lanes = table->n_padded / BW_DENSE_LANES;
  const Lanes *in = (const Lanes *)y, *bar = (const Lanes *)v_bar;
  Lanes *out = (Lanes *)y_bar;
  for (int p = 0; p < pairs->n_pairs; p++) {
    Place place = find(table, pairs->distances[p], TRUE);
    gsize i = (gsize)pairs->ends[p][0] * n_lanes, j = (gsize)pairs->ends[p][1] * n_lanes;
    Lanes sum = {0};
    for (int l = 0; l < n_lanes; l++) {
      add_slope(&place, in + i, in + j, bar + i, bar + j, l, n_lanes, &sum);
      if (!wanted)
        continue;
      Lanes w;
      interpolate(place.nodes, place.value, l, n_lanes, &w);
      out[i + l] += bar[j + l] * w;
      out[j + l] += bar[i + l] * w;
    }
    slopes[p] += add_lanes(sum);
  }
}

BW_VECTORISED void bw_filters_convolve_back(const BwFilterTable *table, const BwFilterPairs *pairs,
                                            const float *y, const float *v_bar, float *y_bar, float *slopes)
{
  if (y_bar)
    convolve_back(table, pairs, y, v_bar, TRUE, y_bar, slopes);
  else
    convolve_back(table, pairs, y, v_bar, FALSE, NULL, slopes);
}
