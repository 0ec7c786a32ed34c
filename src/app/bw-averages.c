#include "app/bw-averages.h"

typedef struct {
  BwDistances *distances;
  BwRunningMean *dilation;
} Watched;

struct _BwAverages {
  GArray *pairs;   /* of int[2] */
  GArray *watched; /* of Watched, one for each pair */
  BwRunningMean *means[BW_N_AVERAGES];
  GArray *scratch; /* of double */
};

static void watched_clear(gpointer data)
{
  Watched *watched = data;
  bw_distances_free(watched->distances);
  bw_running_mean_free(watched->dilation);
}

BwAverages *bw_averages_new(void)
{
  BwAverages *self = g_new0(BwAverages, 1);
  self->pairs = g_array_new(FALSE, FALSE, sizeof(int[2]));
  self->watched = g_array_new(FALSE, FALSE, sizeof(Watched));
  g_array_set_clear_func(self->watched, watched_clear);
  for (int i = 0; i < BW_N_AVERAGES; i++)
    self->means[i] = bw_running_mean_new();
  self->scratch = g_array_new(FALSE, FALSE, sizeof(double));
  return self;
}

BwAverages *bw_averages_new_like(const BwAverages *other)
{
  BwAverages *self = bw_averages_new();
  int n_pairs;
  const int(*pairs)[2] = bw_averages_get_pairs(other, &n_pairs);
  for (int p = 0; p < n_pairs; p++)
    bw_averages_add_pair(self, pairs[p][0], pairs[p][1]);
  return self;
}

void bw_averages_free(BwAverages *self)
{
  g_array_unref(self->pairs);
  g_array_unref(self->watched);
  for (int i = 0; i < BW_N_AVERAGES; i++)
    bw_running_mean_free(self->means[i]);
  g_array_unref(self->scratch);
  g_free(self);
}

const int (*bw_averages_get_pairs(const BwAverages *self, int *n_pairs))[2]
{
  *n_pairs = (int)self->pairs->len;
  return (const int(*)[2])(void *)self->pairs->data;
}

int bw_averages_add_pair(BwAverages *self, int i, int j)
{
  int n_pairs;
  const int(*pairs)[2] = bw_averages_get_pairs(self, &n_pairs);
  for (int p = 0; p < n_pairs; p++)
    if ((pairs[p][0] == i && pairs[p][1] == j) || (pairs[p][0] == j && pairs[p][1] == i))
      return p;
  int pair[2] = {i, j};
  g_array_append_val(self->pairs, pair);
  Watched watched = {bw_distances_new(i, j), bw_running_mean_new()};
  g_array_append_val(self->watched, watched);
  return n_pairs;
}

/* distances[n_beads + 1] as in BwSample */
static void add_distances(Watched *watched, const double *distances, int n_beads)
{
  double sum = 0, centroid = distances[n_beads];
  for (int b = 0; b < n_beads; b++)
    sum += distances[b];
  bw_distances_add(watched->distances, distances, n_beads, centroid);
  bw_running_mean_add(watched->dilation, sum / n_beads - centroid);
}

void bw_averages_add_sample(BwAverages *self, const BwSample *sample)
{
  const BwEstimates *now = &sample->estimates;
  bw_running_mean_add(self->means[BW_AVERAGE_TEMPERATURE], now->temperature);
  bw_running_mean_add(self->means[BW_AVERAGE_KINETIC], now->kinetic_cv);
  bw_running_mean_add(self->means[BW_AVERAGE_POTENTIAL], now->potential);
  bw_running_mean_add(self->means[BW_AVERAGE_GYRATION], now->radius_of_gyration);
  int n_pairs = MIN(sample->n_pairs, (int)self->watched->len);
  for (int p = 0; p < n_pairs; p++)
    add_distances(&g_array_index(self->watched, Watched, p), sample->distances + p * (sample->n_beads + 1),
                  sample->n_beads);
}

void bw_averages_add_frame(BwAverages *self, const BwFrame *frame)
{
  g_array_set_size(self->scratch, (guint)frame->n_beads + 1);
  double *distances = (double *)(void *)self->scratch->data;
  int n_pairs;
  const int(*pairs)[2] = bw_averages_get_pairs(self, &n_pairs);
  for (int p = 0; p < n_pairs; p++) {
    bw_distances_of(frame->positions, frame->n_beads, frame->atoms->n_atoms, &frame->cell, pairs[p][0],
                    pairs[p][1], distances);
    add_distances(&g_array_index(self->watched, Watched, p), distances, frame->n_beads);
  }
}

BwMean bw_averages_get(const BwAverages *self, BwAverage which)
{
  return bw_running_mean_get(self->means[which]);
}

const BwDistances *bw_averages_get_distances(const BwAverages *self, int pair)
{
  return g_array_index(self->watched, Watched, pair).distances;
}

BwMean bw_averages_get_dilation(const BwAverages *self, int pair)
{
  return bw_running_mean_get(g_array_index(self->watched, Watched, pair).dilation);
}
