#include "learning/neural/measure-outputs.h"

#include "base/error.h"
#include "potential/network/outputs.h"
#include "potential/networks.h"

#include <math.h>

/* Of one output. */
typedef struct {
  double absolute, squared, labels, label_squares;
  gint64 n;
} Sums;

typedef struct {
  GPtrArray *networks; /* of BwNetwork */
  BwTape *tape;
  BwBatch batch;
  GArray *elements;           /* of int, of the present structure */
  GArray *predicted, *labels; /* of double, of the present output */
  Sums sums[BW_MAX_OUTPUTS];
} Measure;

static void measure_clear(Measure *self)
{
  g_ptr_array_unref(self->networks);
  bw_tape_free(self->tape);
  bw_batch_clear(&self->batch);
  g_array_unref(self->elements);
  g_array_unref(self->predicted);
  g_array_unref(self->labels);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Measure, measure_clear)

static void measure_init(Measure *self)
{
  *self = (Measure){.networks = g_ptr_array_new_with_free_func((GDestroyNotify)bw_network_free),
                    .tape = bw_tape_new(BW_DOUBLE, NULL),
                    .elements = g_array_new(FALSE, FALSE, sizeof(int)),
                    .predicted = g_array_new(FALSE, FALSE, sizeof(double)),
                    .labels = g_array_new(FALSE, FALSE, sizeof(double))};
  bw_batch_init(&self->batch);
}

static const BwNetwork *first_network(const Measure *self)
{
  return g_ptr_array_index(self->networks, 0);
}

static gboolean load(Measure *self, const BwNetworkFile *file, GError **error)
{
  for (guint m = 0; m < file->members->len; m++) {
    BwNetwork *network = bw_network_load(file, (int)m, error);
    if (!network)
      return FALSE;
    g_ptr_array_add(self->networks, network);
  }
  return TRUE;
}

static gboolean fill_batch(Measure *self, const BwDataset *dataset, int frame, GError **error)
{
  const BwNetwork *network = first_network(self);
  int n = dataset->atoms->n_atoms;
  g_array_set_size(self->elements, (guint)n);
  int *elements = (int *)(void *)self->elements->data;
  bw_batch_begin(&self->batch);
  if (!bw_network_find_elements(network, dataset->atoms->numbers, n, elements, error) ||
      !bw_batch_add(&self->batch, elements, dataset->positions + 3 * (gsize)frame * n, n,
                    dataset->cells ? &dataset->cells[frame] : NULL, network->cutoff, error))
    return FALSE;
  bw_batch_end(&self->batch, network->n_elements);
  return TRUE;
}

/* The labels of the structure; FALSE without an error: it has none. */
static gboolean read_labels(Measure *self, const BwOutput *output, const BwDataset *dataset, int frame,
                            GError **error)
{
  int n = bw_output_is_per_atom(output) ? dataset->atoms->n_atoms : bw_output_get_n_components(output);
  g_array_set_size(self->labels, (guint)n);
  g_array_set_size(self->predicted, (guint)n);
  double *predicted = (double *)(void *)self->predicted->data;
  for (int k = 0; k < n; k++)
    predicted[k] = 0;
  return bw_output_read_label(output, dataset, frame, (double *)(void *)self->labels->data, error);
}

/* The mean of the members, in `predicted`. */
static void predict(Measure *self, int o)
{
  double *predicted = (double *)(void *)self->predicted->data;
  const int *elements = (const int *)(const void *)self->elements->data;
  guint n = self->predicted->len;
  for (guint m = 0; m < self->networks->len; m++) {
    const BwNetwork *network = g_ptr_array_index(self->networks, m);
    const BwOutput *output = &network->outputs[o];
    BwNetworkRecord record;
    bw_tape_clear(self->tape);
    bw_network_record(network, self->tape, &self->batch, &record);
    double *values = bw_tape_alloc(self->tape, sizeof *values * n);
    bw_tensor_read(bw_output_record(network, output, &record), values);
    bw_output_add_offsets(output, elements, (int)self->elements->len, values);
    for (guint k = 0; k < n; k++)
      predicted[k] += values[k] / self->networks->len;
  }
}

static void add(const Measure *self, Sums *sums)
{
  const double *predicted = (const double *)(const void *)self->predicted->data;
  const double *labels = (const double *)(const void *)self->labels->data;
  for (guint k = 0; k < self->labels->len; k++) {
    double difference = predicted[k] - labels[k];
    if (isnan(labels[k]))
      continue;
    sums->absolute += fabs(difference);
    sums->squared += difference * difference;
    sums->labels += labels[k];
    sums->label_squares += labels[k] * labels[k];
    sums->n++;
  }
}

static gboolean look_at(Measure *self, const BwDataset *dataset, int frame, GError **error)
{
  const BwNetwork *network = first_network(self);
  if (!fill_batch(self, dataset, frame, error))
    return FALSE;
  for (int o = 0; o < network->n_outputs; o++) {
    GError *reason = NULL;
    if (read_labels(self, &network->outputs[o], dataset, frame, &reason)) {
      predict(self, o);
      add(self, &self->sums[o]);
    } else if (reason) {
      g_propagate_error(error, reason);
      return FALSE;
    }
  }
  return TRUE;
}

static GArray *conclude(const Measure *self)
{
  const BwNetwork *network = first_network(self);
  GArray *errors = g_array_new(FALSE, FALSE, sizeof(BwOutputError));
  for (int o = 0; o < network->n_outputs; o++) {
    const Sums *sums = &self->sums[o];
    double n = (double)MAX(sums->n, 1), mean = sums->labels / n;
    const BwOutputError error = {network->outputs[o].name,
                                 network->outputs[o].unit,
                                 sums->n,
                                 sums->absolute / n,
                                 sqrt(sums->squared / n),
                                 sqrt(fmax(sums->label_squares / n - mean * mean, 0))};
    if (sums->n > 0)
      g_array_append_val(errors, error);
  }
  return errors;
}

GArray *bw_output_errors_measure(const BwNetworkFile *file, const BwCollection *data, const int *samples,
                                 int n, GCancellable *cancellable, GError **error)
{
  g_auto(Measure) self;
  measure_init(&self);
  if (!load(&self, file, error))
    return NULL;
  int n_samples = samples ? n : bw_collection_get_n_samples(data);
  for (int k = 0; k < n_samples && first_network(&self)->n_outputs > 0; k++) {
    int frame, sample = samples ? samples[k] : k;
    const BwDataset *dataset = bw_collection_get(data, sample, &frame);
    if (g_cancellable_is_cancelled(cancellable)) {
      bw_fail(error, BW_ERROR_CANCELLED, "stopped");
      return NULL;
    }
    if (!look_at(&self, dataset, frame, error)) {
      g_prefix_error(error, "%s: structure %d: ", data->path ? data->path : "data", sample);
      return NULL;
    }
  }
  return conclude(&self);
}
