#include "learning/neural/measure-outputs.h"

#include "learning/walk.h"
#include "potential/network/outputs-potential.h"
#include "potential/networks.h"

#include <math.h>

typedef struct {
  const BwNetwork *network; /* that says what the outputs are */
  BwPotential *potential;
  BwPool *pool;
  GArray *labels;                                             /* of double, of one structure */
  GArray *charges, *dipoles, *properties, *atomic_properties; /* of double, of a batch */
  GPtrArray *outputs;                                         /* of BwOutputComparison, of each output */
} Measure;

static void measure_init(Measure *self, const BwNetwork *network, BwPotential *potential, BwPool *pool)
{
  *self = (Measure){network, potential, pool};
  GArray **arrays[] = {&self->labels, &self->charges, &self->dipoles, &self->properties,
                       &self->atomic_properties};
  for (gsize k = 0; k < G_N_ELEMENTS(arrays); k++)
    *arrays[k] = g_array_new(FALSE, FALSE, sizeof(double));
  self->outputs = g_ptr_array_new_with_free_func((GDestroyNotify)bw_output_comparison_free);
  for (int o = 0; o < network->n_outputs; o++)
    g_ptr_array_add(self->outputs,
                    bw_output_comparison_new(network->outputs[o].name, network->outputs[o].unit));
}

static void measure_clear(Measure *self)
{
  GArray *arrays[] = {self->labels, self->charges, self->dipoles, self->properties, self->atomic_properties};
  for (gsize k = 0; k < G_N_ELEMENTS(arrays); k++)
    g_array_unref(arrays[k]);
  g_clear_pointer(&self->outputs, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Measure, measure_clear)

/* NULL: the potential does not have it. */
static double *make_room(GArray *values, gboolean wanted, int n, int width)
{
  g_array_set_size(values, (guint)n * (guint)width);
  return wanted && width > 0 ? (double *)(void *)values->data : NULL;
}

static void add(BwOutputComparison *output, double predicted, double label)
{
  if (isnan(predicted - label))
    return;
  g_array_append_val(output->predicted, predicted);
  g_array_append_val(output->labels, label);
}

/* One output of all structures of the batch. */
static gboolean compare(Measure *self, int o, const BwWalkBatch *batch, const BwEvaluation *out,
                        GError **error)
{
  const BwOutput *output = &self->network->outputs[o];
  BwOutputPlace place = bw_output_find_place(self->network, o, out, batch->in.n_atoms);
  g_array_set_size(self->labels, (guint)place.numbers);
  double *labels = (double *)(void *)self->labels->data;
  for (int r = 0; r < batch->in.n_replicas; r++) {
    GError *reason = NULL;
    if (bw_output_read_label(output, batch->dataset, batch->frames[r], labels, &reason))
      for (int k = 0; k < place.numbers; k++)
        add(self->outputs->pdata[o], place.to[r * place.width + k * place.stride] / place.factor, labels[k]);
    else if (reason) {
      g_propagate_error(error, reason);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean look_at(const BwWalkBatch *batch, gpointer data, GError **error)
{
  Measure *self = data;
  const BwPotential *p = self->potential;
  int n = batch->in.n_replicas, n_all = n * batch->in.n_atoms;
  BwEvaluation out = {.charges = make_room(self->charges, (p->can & BW_CAN_CHARGES) != 0, n_all, 1),
                      .dipoles = make_room(self->dipoles, (p->can & BW_CAN_DIPOLES) != 0, n, 3),
                      .properties = make_room(self->properties, TRUE, n, p->n_properties),
                      .atomic_properties =
                          make_room(self->atomic_properties, TRUE, n_all, p->n_atomic_properties)};
  gboolean done = bw_potential_evaluate(self->potential, &batch->in, &out, self->pool, error);
  for (int o = 0; o < self->network->n_outputs && done; o++)
    done = compare(self, o, batch, &out, error);
  if (!done)
    g_prefix_error(error, "structures from frame %" G_GINT64_FORMAT " on: ",
                   bw_dataset_origin(batch->dataset, batch->frames[0]));
  return done;
}

static BwOutputError find_error(const BwOutputComparison *output)
{
  double absolute = 0, squared = 0, sum = 0, squares = 0, n = output->labels->len;
  for (guint k = 0; k < output->labels->len; k++) {
    double label = g_array_index(output->labels, double, k);
    double difference = g_array_index(output->predicted, double, k) - label;
    absolute += fabs(difference);
    squared += difference * difference;
    sum += label;
    squares += label * label;
  }
  double mean = sum / n;
  return (BwOutputError){output->name, output->unit,      output->labels->len,
                         absolute / n, sqrt(squared / n), sqrt(fmax(squares / n - mean * mean, 0))};
}

GPtrArray *bw_output_comparisons_measure(const BwNetworkFile *file, BwPotential *potential,
                                         const BwCollection *data, const int *samples, int n, BwPool *pool,
                                         GCancellable *cancellable, GError **error)
{
  g_autoptr(BwNetwork) network = bw_network_load(file, 0, error);
  if (!network)
    return NULL;
  g_auto(Measure) self;
  measure_init(&self, network, potential, pool);
  if (network->n_outputs > 0 && !bw_walk_collection(data, samples, n, look_at, &self, cancellable, error)) {
    g_prefix_error(error, "%s: ", data->path ? data->path : "data");
    return NULL;
  }
  for (guint o = self.outputs->len; o > 0; o--)
    if (((BwOutputComparison *)self.outputs->pdata[o - 1])->labels->len == 0)
      g_ptr_array_remove_index(self.outputs, o - 1);
  return g_steal_pointer(&self.outputs);
}

GArray *bw_output_errors_measure(const BwNetworkFile *file, BwPotential *potential, const BwCollection *data,
                                 const int *samples, int n, BwPool *pool, GCancellable *cancellable,
                                 GError **error)
{
  g_autoptr(GPtrArray) outputs =
      bw_output_comparisons_measure(file, potential, data, samples, n, pool, cancellable, error);
  GArray *errors = outputs ? g_array_new(FALSE, FALSE, sizeof(BwOutputError)) : NULL;
  for (guint o = 0; outputs && o < outputs->len; o++) {
    const BwOutputError one = find_error(outputs->pdata[o]);
    g_array_append_val(errors, one);
  }
  return errors;
}
