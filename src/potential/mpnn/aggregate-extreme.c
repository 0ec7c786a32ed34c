/* The largest of the messages c(d_ij) (B x_j) ⊙ W(d_ij) and of zero, feature by feature, or the smallest.
 * Zero is what a neighbour at the cutoff says: with it, one that comes or goes changes nothing. Where another
 * neighbour becomes the extreme one, forces jump: energies do not. */
#include "potential/mpnn/part.h"

static BwTensor *record_messages(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  BwTensor *filters = bw_scale_rows(bw_mpnn_message_filters(in, w), in->cutoffs);
  BwTensor *y = bw_mpnn_at_other_ends(in, bw_mpnn_message_features(w, x));
  return bw_multiply(y, bw_mpnn_at_both_ends(filters));
}

static BwTensor *record_max(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  return bw_scatter_largest(record_messages(in, w, x), &in->batch->pairs.ends);
}

static BwTensor *record_min(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  BwTensor *opposite = bw_scale(record_messages(in, w, x), -1);
  return bw_scale(bw_scatter_largest(opposite, &in->batch->pairs.ends), -1);
}

const BwAggregate bw_aggregate_max = {bw_mpnn_add_message, record_max};
const BwAggregate bw_aggregate_min = {bw_mpnn_add_message, record_min};
