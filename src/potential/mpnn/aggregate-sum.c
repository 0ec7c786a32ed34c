/* Σ_j c(d_ij) (B x_j) ⊙ W(d_ij): Li et al., ICLR 2016, with a weight for each distance instead of one for
 * each kind of edge. */
#include "potential/mpnn/part.h"

static BwTensor *record(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  return bw_mpnn_sum_messages(in, w, bw_mpnn_message_features(w, x));
}

const BwAggregate bw_aggregate_sum = {bw_mpnn_add_message, record};
