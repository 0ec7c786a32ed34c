/* The gated recurrent unit of Cho et al., EMNLP 2014, with x as its state, as in Li et al., ICLR 2016:
 *
 *   z = σ(v W_z + x U_z + b_z),  r = σ(v W_r + x U_r + b_r),  h = tanh(v W_h + (r ⊙ x) U_h + b_h)
 *   x ← (1 − z) ⊙ x + z ⊙ h
 *
 * The matrices that v, and x, are multiplied with stand side by side. */
#include "potential/mpnn/part.h"

enum { INPUT, BIAS, GATES, STATE };

static void add(BwMpnn *self, const char *place)
{
  int n = self->settings.n_features;
  bw_mpnn_add_dense(self, place, "input", n, 3 * n, TRUE);
  bw_mpnn_add_dense(self, place, "gates", n, 2 * n, FALSE);
  bw_mpnn_add_dense(self, place, "state", n, n, FALSE);
}

static BwTensor *record(BwMpnnInput *in, BwTensor *const *w, BwTensor *x, BwTensor *v)
{
  int n = in->settings->n_features;
  BwTensor *heard = bw_affine(v, w[INPUT], w[BIAS]);
  BwTensor *gates = bw_add(bw_columns(heard, 0, 2 * n), bw_product(x, FALSE, w[GATES], FALSE));
  gates = bw_activate(gates, BW_SIGMOID);
  BwTensor *kept = bw_multiply(bw_columns(gates, n, n), x);
  BwTensor *candidate = bw_add(bw_columns(heard, 2 * n, n), bw_product(kept, FALSE, w[STATE], FALSE));
  BwTensor *step = bw_subtract(bw_activate(candidate, BW_TANH), x);
  return bw_add(x, bw_multiply(bw_columns(gates, 0, n), step));
}

const BwUpdate bw_update_gru = {add, record};
