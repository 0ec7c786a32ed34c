/* ρ(Σ_j φ(x_j, d_ij)): Zaheer et al., NeurIPS 2017. With the Gaussians g,
 *
 *   φ = c(d_ij) f(f(x_j A + g(d_ij) G + b) H + h)
 *
 * and ρ two layers; the linear one that would follow within φ is one with the first of ρ. */
#include "potential/mpnn/part.h"

enum { FEATURES, DISTANCES, BIAS, HIDDEN, HIDDEN_BIAS, RHO };

static void add(BwMpnn *self, const char *place)
{
  int n_features = self->settings.n_features;
  bw_mpnn_add_dense(self, place, "features", n_features, n_features, FALSE);
  bw_mpnn_add_dense(self, place, "distances", self->settings.n_gaussians, n_features, TRUE);
  bw_mpnn_add_dense(self, place, "hidden", n_features, n_features, TRUE);
  bw_mpnn_add_layers(self, place, "rho", n_features);
}

static BwTensor *record(BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  BwTensor *y = bw_mpnn_at_other_ends(in, bw_product(x, FALSE, w[FEATURES], FALSE));
  BwTensor *distances = bw_mpnn_at_both_ends(bw_affine(in->gaussians, w[DISTANCES], w[BIAS]));
  BwTensor *phi = bw_activate(bw_add(y, distances), in->settings->activation);
  phi = bw_activate(bw_affine(phi, w[HIDDEN], w[HIDDEN_BIAS]), in->settings->activation);
  phi = bw_scale_rows(phi, bw_mpnn_at_both_ends(in->cutoffs));
  return bw_mpnn_layers(in, w + RHO, bw_mpnn_sum_ends(in, phi));
}

const BwAggregate bw_aggregate_deepsets = {add, record};
