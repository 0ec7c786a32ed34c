#include "app/bw-averages.h"

struct _BwAverages {
  GArray *pairs;      /* of int[2] */
  GPtrArray *watched; /* of BwDistribution, one for each pair */
  BwRunningMean *means[BW_N_AVERAGES];
};

BwAverages *bw_averages_new(void)
{
  BwAverages *self = g_new0(BwAverages, 1);
  self->pairs = g_array_new(FALSE, FALSE, sizeof(int[2]));
  self->watched = g_ptr_array_new_with_free_func((GDestroyNotify)bw_distribution_free);
  for (int i = 0; i < BW_N_AVERAGES; i++)
    self->means[i] = bw_running_mean_new();
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
  g_ptr_array_unref(self->watched);
  for (int i = 0; i < BW_N_AVERAGES; i++)
    bw_running_mean_free(self->means[i]);
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
  g_ptr_array_add(self->watched, bw_distribution_new(&(BwCoordinate){2, {i, j}}));
  return n_pairs;
}

void bw_averages_watch(const BwAverages *self, BwEngine *engine)
{
  g_autofree BwCoordinate *coordinates = g_new(BwCoordinate, self->watched->len);
  for (guint i = 0; i < self->watched->len; i++)
    coordinates[i] = *bw_distribution_get_coordinate(self->watched->pdata[i]);
  bw_engine_watch(engine, coordinates, (int)self->watched->len);
}

void bw_averages_add_sample(BwAverages *self, const BwSample *sample)
{
  const BwEstimates *now = &sample->estimates;
  bw_running_mean_add(self->means[BW_AVERAGE_TEMPERATURE], now->temperature);
  bw_running_mean_add(self->means[BW_AVERAGE_KINETIC], now->kinetic_cv);
  bw_running_mean_add(self->means[BW_AVERAGE_POTENTIAL], now->potential);
  bw_running_mean_add(self->means[BW_AVERAGE_GYRATION], now->radius_of_gyration);
  int n_pairs = MIN(sample->n_coordinates, (int)self->watched->len);
  for (int p = 0; p < n_pairs; p++)
    bw_distribution_add(self->watched->pdata[p], sample->values + p * (sample->n_beads + 1), sample->n_beads);
}

void bw_averages_add_frame(BwAverages *self, const BwFrame *frame)
{
  for (guint i = 0; i < self->watched->len; i++)
    bw_distribution_add_frame(self->watched->pdata[i], frame, NULL);
}

BwMean bw_averages_get(const BwAverages *self, BwAverage which)
{
  return bw_running_mean_get(self->means[which]);
}

const BwDistribution *bw_averages_get_distribution(const BwAverages *self, int pair)
{
  return self->watched->pdata[pair];
}

BwMean bw_averages_get_dilation(const BwAverages *self, int pair)
{
  return bw_distribution_dilation(self->watched->pdata[pair]);
}
