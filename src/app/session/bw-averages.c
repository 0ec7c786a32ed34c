#include "app/session/bw-averages.h"

#include <math.h>

#define SETTLING 2        /* times the thermostat's time constant */
#define FIRST_SETTLED 8   /* moments */
#define SETTLED_STEP 0.04 /* from one point to the next: 60 of them for each power of ten */

/* How a coordinate settles. */
typedef struct {
  GArray *points; /* of BwSettled */
  gint64 n, next; /* moments so far, and when the next point is due */
} Settling;

struct _BwAverages {
  GPtrArray *distributions; /* of BwDistribution */
  GArray *settling;         /* of Settling, as many */
  BwRunningMean *means[BW_N_AVERAGES];
  int n_beads;
};

double bw_averages_settling_time(const BwDynamicsSettings *dynamics)
{
  return dynamics->thermostat == BW_THERMOSTAT_NONE ? 0 : SETTLING * dynamics->tau;
}

static void clear_settling(gpointer data)
{
  g_array_unref(((Settling *)data)->points);
}

BwAverages *bw_averages_new(const BwCoordinate *coordinates, int n)
{
  BwAverages *self = g_new0(BwAverages, 1);
  self->distributions = g_ptr_array_new_with_free_func((GDestroyNotify)bw_distribution_free);
  self->settling = g_array_new(FALSE, FALSE, sizeof(Settling));
  g_array_set_clear_func(self->settling, clear_settling);
  for (int c = 0; c < n; c++)
    bw_averages_watch(self, &coordinates[c]);
  for (int i = 0; i < BW_N_AVERAGES; i++)
    self->means[i] = bw_running_mean_new();
  return self;
}

void bw_averages_free(BwAverages *self)
{
  g_ptr_array_unref(self->distributions);
  g_array_unref(self->settling);
  for (int i = 0; i < BW_N_AVERAGES; i++)
    bw_running_mean_free(self->means[i]);
  g_free(self);
}

void bw_averages_watch(BwAverages *self, const BwCoordinate *coordinate)
{
  Settling settling = {g_array_new(FALSE, FALSE, sizeof(BwSettled)), 0, FIRST_SETTLED};
  g_ptr_array_add(self->distributions, bw_distribution_new(coordinate));
  g_array_append_val(self->settling, settling);
}

int bw_averages_get_n(const BwAverages *self)
{
  return (int)self->distributions->len;
}

static void note_settled(BwAverages *self, int index)
{
  const BwDistribution *distribution = self->distributions->pdata[index];
  Settling *settling = &g_array_index(self->settling, Settling, index);
  if (++settling->n < settling->next)
    return;
  BwSettled point = {settling->n, bw_distribution_beads(distribution),
                     bw_distribution_dilation(distribution)};
  settling->next = settling->n + MAX(1, (gint64)(SETTLED_STEP * (double)settling->n));
  g_array_append_val(settling->points, point);
}

void bw_averages_add_value(BwAverages *self, int index, const double *values, int n_beads)
{
  self->n_beads = n_beads;
  bw_distribution_add(self->distributions->pdata[index], values, n_beads);
  note_settled(self, index);
}

void bw_averages_add_values(BwAverages *self, const double *values, int n, int n_beads)
{
  for (int c = 0; c < MIN(n, bw_averages_get_n(self)); c++)
    bw_averages_add_value(self, c, values + c * (n_beads + 1), n_beads);
}

void bw_averages_add_number(BwAverages *self, BwAverage which, double value)
{
  if (isfinite(value))
    bw_running_mean_add(self->means[which], value);
}

void bw_averages_add_sample(BwAverages *self, const BwSample *sample)
{
  const BwEstimates *now = &sample->estimates;
  bw_averages_add_number(self, BW_AVERAGE_TEMPERATURE, now->temperature);
  bw_averages_add_number(self, BW_AVERAGE_KINETIC, now->kinetic_cv);
  bw_averages_add_number(self, BW_AVERAGE_POTENTIAL, now->potential);
  bw_averages_add_number(self, BW_AVERAGE_GYRATION, now->radius_of_gyration);
  self->n_beads = sample->n_beads;
  bw_averages_add_values(self, sample->values, sample->n_coordinates, sample->n_beads);
}

BwMean bw_averages_get(const BwAverages *self, BwAverage which)
{
  return bw_running_mean_get(self->means[which]);
}

static int find(const BwAverages *self, const BwCoordinate *coordinate)
{
  for (guint d = 0; d < self->distributions->len; d++)
    if (bw_coordinate_equal(bw_distribution_get_coordinate(self->distributions->pdata[d]), coordinate))
      return (int)d;
  return -1;
}

const BwDistribution *bw_averages_find(const BwAverages *self, const BwCoordinate *coordinate)
{
  int index = find(self, coordinate);
  return index < 0 ? NULL : self->distributions->pdata[index];
}

const GArray *bw_averages_get_settled(const BwAverages *self, const BwCoordinate *coordinate)
{
  int index = find(self, coordinate);
  return index < 0 ? NULL : g_array_index(self->settling, Settling, index).points;
}

int bw_averages_get_n_beads(const BwAverages *self)
{
  return self->n_beads;
}
