#include "learning/neural/measure-outputs.h"

#include "learning/walk.h"
#include "potential/network/outputs-potential.h"
#include "potential/networks.h"

#include <math.h>

/* Of one output. */
typedef struct {
  double absolute, squared, labels, label_squares;
  gint64 n;
} Sums;

typedef struct {
  const BwNetwork *network; /* that says what the outputs are */
  BwPotential *potential;
  BwPool *pool;
  GArray *labels;                                             /* of double, of one structure */
  GArray *charges, *dipoles, *properties, *atomic_properties; /* of double, of a batch */
  Sums sums[BW_MAX_OUTPUTS];
} Measure;

static void measure_init(Measure *self, const BwNetwork *network, BwPotential *potential, BwPool *pool)
{
  *self = (Measure){network, potential, pool};
  GArray **arrays[] = {&self->labels, &self->charges, &self->dipoles, &self->properties,
                       &self->atomic_properties};
  for (gsize k = 0; k < G_N_ELEMENTS(arrays); k++)
    *arrays[k] = g_array_new(FALSE, FALSE, sizeof(double));
}

static void measure_clear(Measure *self)
{
  GArray *arrays[] = {self->labels, self->charges, self->dipoles, self->properties, self->atomic_properties};
  for (gsize k = 0; k < G_N_ELEMENTS(arrays); k++)
    g_array_unref(arrays[k]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Measure, measure_clear)

/* NULL: the potential does not have it. */
static double *make_room(GArray *values, gboolean wanted, int n, int width)
{
  g_array_set_size(values, (guint)n * (guint)width);
  return wanted && width > 0 ? (double *)(void *)values->data : NULL;
}

static void add(Sums *sums, double predicted, double label)
{
  double difference = predicted - label;
  if (isnan(difference))
    return;
  sums->absolute += fabs(difference);
  sums->squared += difference * difference;
  sums->labels += label;
  sums->label_squares += label * label;
  sums->n++;
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
        add(&self->sums[o], place.to[r * place.width + k * place.stride] / place.factor, labels[k]);
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

static GArray *conclude(const Measure *self)
{
  GArray *errors = g_array_new(FALSE, FALSE, sizeof(BwOutputError));
  for (int o = 0; o < self->network->n_outputs; o++) {
    const Sums *sums = &self->sums[o];
    double n = (double)MAX(sums->n, 1), mean = sums->labels / n;
    const BwOutputError error = {self->network->outputs[o].name,
                                 self->network->outputs[o].unit,
                                 sums->n,
                                 sums->absolute / n,
                                 sqrt(sums->squared / n),
                                 sqrt(fmax(sums->label_squares / n - mean * mean, 0))};
    if (sums->n > 0)
      g_array_append_val(errors, error);
  }
  return errors;
}

GArray *bw_output_errors_measure(const BwNetworkFile *file, BwPotential *potential, const BwCollection *data,
                                 const int *samples, int n, BwPool *pool, GCancellable *cancellable,
                                 GError **error)
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
  return conclude(&self);
}
