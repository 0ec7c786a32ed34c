/* The sum of messages over 1 + Σ_j c(d_ij). The atom counts itself as one that says nothing: a mean over
 * neighbours alone would not vanish with the last of them. */
#include "potential/mpnn/part.h"

static BwTensor *record(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  BwTensor *sum = bw_mpnn_sum_messages(in, w, bw_mpnn_message_features(w, x));
  return bw_scale_rows(sum, bw_power(bw_mpnn_degrees(in), -1));
}

const BwAggregate bw_aggregate_mean = {bw_mpnn_add_message, record};
