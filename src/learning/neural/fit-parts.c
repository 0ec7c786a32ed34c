#include "learning/neural/fit-parts.h"

#include "base/array.h"
#include "base/simd.h"

#include <string.h>

enum {
  ATOMS_PER_PART = 24, /* measured with ethanol: 2 or 3 molecules take less time each than 1 or 10 */
  PARTS_AT_ONCE = 16,
};

typedef struct {
  BwTape *tape;
  BwLabelledBatch batch;
  double *gradient; /* [n_values] */
  BwLossSums sums;
  int first, n; /* of `which` */
  GError *error;
} Part;

typedef struct {
  BwFitParts *self;
  const BwFitData *data;
  const int *which;
  int n; /* in all */
  gint64 n_atoms;
  const BwLossWeights *weights;
  gboolean learns;
} Work;

static void part_free(Part *part)
{
  bw_tape_free(part->tape);
  bw_labelled_batch_clear(&part->batch);
  bw_free(part->gradient);
  g_clear_error(&part->error);
  g_free(part);
}

void bw_fit_parts_init(BwFitParts *self, const BwNetwork *network, BwPrecision precision, BwPool *pool)
{
  *self = (BwFitParts){.network = network, .pool = pool, .precision = precision};
  self->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
  self->wide = bw_tape_new(precision, pool);
  bw_blas_use_one_thread();
}

void bw_fit_parts_clear(BwFitParts *self)
{
  g_clear_pointer(&self->parts, g_ptr_array_unref);
  g_clear_pointer(&self->wide, bw_tape_free);
}

gsize bw_fit_parts_get_memory(const BwFitParts *self)
{
  gsize bytes = bw_tape_get_memory(self->wide);
  for (guint p = 0; p < self->parts->len; p++)
    bytes += sizeof(double) * self->network->parameters.n_values +
             bw_tape_get_memory(((const Part *)g_ptr_array_index(self->parts, p))->tape);
  return bytes;
}

static Part *get_part(BwFitParts *self, int p)
{
  while ((int)self->parts->len <= p) {
    Part *part = g_new0(Part, 1);
    part->tape = bw_tape_new(self->precision, NULL);
    bw_labelled_batch_init(&part->batch);
    part->gradient = bw_new(double, self->network->parameters.n_values);
    g_ptr_array_add(self->parts, part);
  }
  return g_ptr_array_index(self->parts, p);
}

/* The weights of a part in the mean over all. */
static void work(const Work *work, Part *part, BwTape *tape)
{
  if (!bw_fit_data_fill(work->data, work->which + part->first, part->n, &part->batch, &part->error))
    return;
  const BwLossWeights weights = bw_loss_weights_share(work->weights, (double)part->n / work->n,
                                                      part->batch.batch.n_atoms / (double)work->n_atoms);
  bw_network_loss(work->self->network, tape, &part->batch, &weights, &part->sums,
                  work->learns ? part->gradient : NULL);
}

static void work_on_part(int task, G_GNUC_UNUSED BwScratch *scratch, gpointer data)
{
  const Work *w = data;
  Part *part = g_ptr_array_index(w->self->parts, task);
  work(w, part, part->tape);
}

BW_VECTORISED static void add(double *sum, const double *part, gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += part[i];
}

/* Parts 0 … n_parts − 1, in their order. */
static gboolean collect(const Work *work, int n_parts, BwLossSums *sums, double *gradient, GError **error)
{
  for (int p = 0; p < n_parts; p++) {
    Part *part = g_ptr_array_index(work->self->parts, p);
    if (part->error) {
      g_propagate_error(error, g_steal_pointer(&part->error));
      return FALSE;
    }
    bw_loss_sums_add(sums, &part->sums);
    if (gradient)
      add(gradient, part->gradient, work->self->network->parameters.n_values);
  }
  return TRUE;
}

/* Structures from `first` on that make part p of n_parts: those whose middle atom is in it. */
static int cut(const Work *work, int p, int n_parts, int first, gint64 *atoms)
{
  int k = first;
  while (k < work->n) {
    int size = bw_fit_data_get_n_atoms(work->data, work->which[k]);
    if ((2 * *atoms + size) * n_parts >= 2 * (p + 1) * work->n_atoms && p + 1 < n_parts)
      break;
    *atoms += size;
    k++;
  }
  return k - first;
}

static gboolean run_parts(const Work *w, int n_parts, BwLossSums *sums, double *gradient, GError **error)
{
  BwFitParts *self = w->self;
  gint64 atoms = 0;
  for (int p = 0, first = 0; p < n_parts;) {
    int n = 0;
    for (; n < PARTS_AT_ONCE && p < n_parts; p++) {
      int size = cut(w, p, n_parts, first, &atoms);
      Part *part = get_part(self, n);
      part->first = first;
      part->n = size;
      first += size;
      n += size > 0;
    }
    if (n_parts == 1)
      work(w, get_part(self, 0), self->wide);
    else
      bw_pool_run(self->pool, n, work_on_part, (gpointer)w);
    if (!collect(w, n, sums, gradient, error))
      return FALSE;
  }
  return TRUE;
}

static int count_parts(gint64 n_atoms, int n)
{
  return (int)CLAMP((n_atoms + ATOMS_PER_PART - 1) / ATOMS_PER_PART, 1, n);
}

int bw_fit_parts_count(const BwFitData *data, int n)
{
  gint64 n_atoms = 0;
  int there = MIN(n, data->n);
  for (int k = 0; k < there; k++)
    n_atoms += bw_fit_data_get_n_atoms(data, k);
  return there > 0 ? MIN(count_parts(n_atoms, there), PARTS_AT_ONCE) : 0;
}

gboolean bw_fit_parts_loss(BwFitParts *self, const BwFitData *data, const int *which, int n,
                           const BwLossWeights *weights, BwLossSums *sums, double *gradient, GError **error)
{
  Work w = {self, data, which, n, 0, weights, gradient != NULL};
  *sums = (BwLossSums){0};
  for (int k = 0; k < n; k++)
    w.n_atoms += bw_fit_data_get_n_atoms(data, which[k]);
  if (gradient)
    memset(gradient, 0, sizeof *gradient * self->network->parameters.n_values);
  if (n == 0)
    return TRUE;
  return run_parts(&w, count_parts(w.n_atoms, n), sums, gradient, error);
}
