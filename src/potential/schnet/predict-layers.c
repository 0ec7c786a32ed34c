#include "base/array.h"
#include "potential/schnet/predict-private.h"

#include <string.h>

void *bw_schnet_take(BwSchnetMemory *memory, gsize n, gsize size)
{
  void *result = memory->memory ? memory->memory + memory->used : NULL;
  memory->used += (n * size + BW_ALIGNMENT - 1) / BW_ALIGNMENT * BW_ALIGNMENT;
  return result;
}

void bw_schnet_work_lay_out(const BwSchnetPotential *self, int n_atoms, int n_pairs, gboolean apart,
                            BwSchnetMemory *memory, BwSchnetWork *work)
{
  int n_interactions = self->network->settings.n_interactions;
  int widest = MAX(MAX(self->features, self->filters), self->head.n_out_padded);
  *work = (BwSchnetWork){n_atoms, self->features, self->filters, widest};
  gsize rows[] = {(gsize)n_atoms * work->features, (gsize)n_atoms * work->filters, (gsize)n_atoms * widest};
  work->x = bw_schnet_take(memory, rows[0], sizeof(float));
  work->x_bar = bw_schnet_take(memory, rows[0], sizeof(float));
  work->v[0] = bw_schnet_take(memory, rows[1], sizeof(float));
  work->v[1] = apart ? bw_schnet_take(memory, rows[1], sizeof(float)) : work->v[0];
  work->hidden = bw_schnet_take(memory, rows[2], sizeof(float));
  work->hidden_slopes = bw_schnet_take(memory, rows[2], sizeof(float));
  work->y = bw_schnet_take(memory, n_interactions * rows[1], sizeof(float));
  work->slopes = bw_schnet_take(memory, n_interactions * rows[0], sizeof(float));
  work->pair_slopes = bw_schnet_take(memory, (gsize)n_pairs, sizeof(float));
  work->energies = bw_schnet_take(memory, (gsize)n_atoms, sizeof(double));
}

/* Rows of one stage of `width` numbers, counted through all stages. */
static float *row(float *rows, int width, const BwSchnetWork *work, int stage, int atom)
{
  return rows + ((gsize)stage * (gsize)work->n_atoms + (gsize)atom) * (gsize)width;
}

static float *row_of_v(const BwSchnetWork *work, int interaction, int atom)
{
  return work->v[interaction % 2] + (gsize)atom * (gsize)work->filters;
}

static void share(const BwSchnetWork *work, int first, int n, float *v)
{
  for (int i = 0; work->shares && i < n; i++)
    for (int f = 0; f < work->filters; f++)
      v[(gsize)i * work->filters + f] *= work->shares[first + i];
}

void bw_schnet_embed(const BwSchnetPotential *self, const int *elements, int n_per_replica, int first, int n,
                     BwSchnetWork *work)
{
  gsize features = work->features, filters = work->filters;
  for (gsize i = first; i < (gsize)first + (gsize)n; i++) {
    gsize element = elements[i % n_per_replica];
    memcpy(work->x + i * features, self->embedding + element * features, sizeof(float) * features);
    memcpy(work->y + i * filters, self->first + element * filters, sizeof(float) * filters);
  }
}

void bw_schnet_interact(const BwSchnetPotential *self, int interaction, int first, int n, BwSchnetWork *work)
{
  const BwSchnetLayers *layers = &self->layers[interaction];
  float *v = row_of_v(work, interaction, first), *x = row(work->x, work->features, work, 0, first);
  float *hidden = work->hidden + (gsize)first * work->widest;
  share(work, first, n, v);
  bw_dense_apply(&layers->out[0], v, n, FALSE, hidden);
  bw_dense_softplus(hidden, hidden, row(work->slopes, work->features, work, interaction, first),
                    n * work->features);
  bw_dense_apply(&layers->out[1], hidden, n, TRUE, x);
  if (interaction + 1 < self->network->settings.n_interactions)
    bw_dense_apply(&self->layers[interaction + 1].in, x, n, FALSE,
                   row(work->y, work->filters, work, interaction + 1, first));
}

void bw_schnet_apply_head(const BwSchnetPotential *self, const float *x, int n, float *hidden, float *slopes,
                          double *energies)
{
  int width = self->head.n_out_padded;
  bw_dense_apply(&self->head, x, n, FALSE, hidden);
  void (*activate)(const float *, float *, float *, int) =
      self->network->base.energy.activation == BW_SILU ? bw_dense_silu : bw_dense_softplus;
  activate(hidden, hidden, slopes, n * width);
  bw_dense_read(hidden, self->head_weights, n, width, energies);
  for (int i = 0; i < n; i++)
    energies[i] = self->network->base.scale * (self->head_bias + energies[i]);
}

void bw_schnet_read_head(const BwSchnetPotential *self, int first, int n, BwSchnetWork *work)
{
  int width = self->head.n_out_padded;
  float *hidden = work->hidden + (gsize)first * work->widest;
  float *slopes = work->hidden_slopes + (gsize)first * work->widest;
  bw_schnet_apply_head(self, row(work->x, work->features, work, 0, first), n, hidden, slopes,
                       work->energies + first);
  for (int i = 0; i < n; i++)
    for (int h = 0; h < width; h++)
      slopes[(gsize)i * (gsize)width + (gsize)h] *= self->head_weights[h];
  bw_dense_apply(&self->head_back, slopes, n, FALSE, row(work->x_bar, work->features, work, 0, first));
}

void bw_schnet_interact_back(const BwSchnetPotential *self, int interaction, int first, int n,
                             BwSchnetWork *work)
{
  const BwSchnetLayers *layers = &self->layers[interaction];
  float *hidden = work->hidden + (gsize)first * work->widest, *v_bar = row_of_v(work, interaction, first);
  bw_dense_apply(&layers->out_back[1], row(work->x_bar, work->features, work, 0, first), n, FALSE, hidden);
  bw_dense_multiply(hidden, row(work->slopes, work->features, work, interaction, first), n * work->features);
  bw_dense_apply(&layers->out_back[0], hidden, n, FALSE, v_bar);
  share(work, first, n, v_bar);
}

void bw_schnet_enter_back(const BwSchnetPotential *self, int interaction, int first, int n,
                          BwSchnetWork *work)
{
  bw_dense_apply(&self->layers[interaction].in_back, bw_schnet_y_bar(work, first), n, TRUE,
                 row(work->x_bar, work->features, work, 0, first));
}
