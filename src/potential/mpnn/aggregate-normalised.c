/* D̂^−½ Â D̂^−½ B x: Kipf and Welling, ICLR 2017. Â has the cutoff function c(d_ij) between neighbours, and 1
 * for an atom itself, D̂ its sums; along edges, features are weighed with the filter W(d_ij). */
#include "potential/mpnn/part.h"

static BwTensor *record(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  BwTensor *y = bw_mpnn_message_features(w, x), *share = bw_power(bw_mpnn_degrees(in), -0.5);
  BwTensor *scaled = bw_scale_rows(y, share);
  return bw_scale_rows(bw_add(bw_mpnn_sum_messages(in, w, scaled), scaled), share);
}

const BwAggregate bw_aggregate_normalised = {bw_mpnn_add_message, record};
