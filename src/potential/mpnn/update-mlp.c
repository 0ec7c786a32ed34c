/* x + two layers on v: as SchNet's, a step from where the features are. */
#include "potential/mpnn/part.h"

static void add(BwMpnn *self, const char *place)
{
  bw_mpnn_add_layers(self, place, "layers", self->settings.n_features);
}

static BwTensor *record(BwMpnnInput *in, BwTensor *const *w, BwTensor *x, BwTensor *v)
{
  return bw_add(x, bw_mpnn_layers(in, w, v));
}

const BwUpdate bw_update_mlp = {add, record};
