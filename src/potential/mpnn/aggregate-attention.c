/* Σ_j α_ij (B x_j) ⊙ W(d_ij) + α_ii B x_i, in n_heads groups of features with an attention each: Veličković
 * et al., ICLR 2018. The softmax has the cutoff function in it,
 *
 *   α_ij = c(d_ij) e^{s_ij} / (e^{s_ii} + Σ_k c(d_ik) e^{s_ik}),   s_ij = f(x_i · p + x_j · q + g(d_ij) · r +
 * b)
 *
 * so that a neighbour has no part in it at the cutoff. f is their LeakyReLU of slope 0.2 with its kink
 * rounded off by the softplus: forces must not jump. */
#include "potential/mpnn/part.h"

enum { MESSAGE, RECEIVER = BW_MESSAGE, SENDER, DISTANCE, BIAS };

static void add(BwMpnn *self, const char *place)
{
  const BwMpnnSettings *s = &self->settings;
  bw_mpnn_add_message(self, place);
  bw_mpnn_add_dense(self, place, "receiver", s->n_features, s->n_heads, FALSE);
  bw_mpnn_add_dense(self, place, "sender", s->n_features, s->n_heads, FALSE);
  bw_mpnn_add_dense(self, place, "distance", s->n_gaussians, s->n_heads, TRUE);
}

static BwTensor *leak(BwTensor *score)
{
  return bw_combine(score, 0.2, bw_activate(score, BW_SHIFTED_SOFTPLUS), 0.8);
}

/* Each head's features times its number. */
static BwTensor *scale_heads(BwTensor *a, BwTensor *numbers)
{
  int rows = bw_tensor_get_rows(a), columns = bw_tensor_get_columns(a);
  int heads = bw_tensor_get_columns(numbers);
  BwTensor *scaled =
      bw_scale_rows(bw_reshape(a, rows * heads, columns / heads), bw_reshape(numbers, rows * heads, 1));
  return bw_reshape(scaled, rows, columns);
}

/* [2 n_pairs][n_heads]: s_ij − s_ii */
static BwTensor *record_scores(const BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  BwTensor *receiver = bw_product(x, FALSE, w[RECEIVER], FALSE);
  BwTensor *sender = bw_product(x, FALSE, w[SENDER], FALSE);
  BwTensor *distance = bw_affine(in->gaussians, w[DISTANCE], w[BIAS]);
  BwTensor *both = bw_add(bw_mpnn_at_ends(in, receiver), bw_mpnn_at_other_ends(in, sender));
  BwTensor *score = leak(bw_add(both, bw_mpnn_at_both_ends(distance)));
  return bw_subtract(score, bw_mpnn_at_ends(in, leak(bw_add(receiver, sender))));
}

static BwTensor *record(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  BwTensor *y = bw_mpnn_message_features(w + MESSAGE, x), *scores = record_scores(in, w, x);
  /* Softmax is the same whatever is subtracted from all scores, so that it is a constant: the largest. */
  BwTensor *largest = bw_detach(bw_scatter_largest(scores, &in->batch->pairs.ends));
  BwTensor *own = bw_exponential(bw_scale(largest, -1));
  BwTensor *weights = bw_exponential(bw_subtract(scores, bw_mpnn_at_ends(in, largest)));
  weights = bw_scale_rows(weights, bw_mpnn_at_both_ends(in->cutoffs));
  BwTensor *total = bw_add(own, bw_mpnn_sum_ends(in, weights));
  BwTensor *messages = bw_multiply(bw_mpnn_at_other_ends(in, y),
                                   bw_mpnn_at_both_ends(bw_mpnn_message_filters(in, w + MESSAGE)));
  BwTensor *sum = bw_mpnn_sum_ends(in, scale_heads(messages, weights));
  return scale_heads(bw_add(sum, scale_heads(y, own)), bw_power(total, -1));
}

const BwAggregate bw_aggregate_attention = {add, record};
