#include "schnet-network.h"
#include "bench.h"

enum { INTERACTIONS = 3, FLOPS_PER_FILTER = 33 };

BwSchnet *bw_bench_schnet_new(int n_features)
{
  const int elements[] = {1, 6, 8};
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  settings.n_features = settings.n_filters = n_features;
  settings.n_interactions = INTERACTIONS;
  BwSchnet *network = bw_schnet_new(&settings, elements, G_N_ELEMENTS(elements), NULL);
  bw_network_draw(&network->base, 1);
  return network;
}

/* Single precision: twice as fast as double. */
static double seconds(double flops)
{
  return flops / (2 * bw_bench_dgemm_rate());
}

/* Multiplications of one atom's layers: three squares in each interaction, and the head's. */
static double layers(const BwSchnet *network)
{
  double n = network->settings.n_features;
  return (3 * INTERACTIONS + 0.5) * n * n;
}

double bw_bench_schnet_floor(const BwSchnet *network, int n_atoms, int n_pairs)
{
  double filters = (double)n_pairs * INTERACTIONS * network->settings.n_filters;
  return seconds(2 * 2 * n_atoms * layers(network) + FLOPS_PER_FILTER * filters);
}

double bw_bench_schnet_train_floor(const BwSchnet *network, int n_atoms, int n_pairs)
{
  const BwSchnetSettings *s = &network->settings;
  double filters = (double)INTERACTIONS * s->n_filters * (s->n_gaussians + s->n_filters);
  return seconds(6 * 2 * (n_atoms * layers(network) + n_pairs * filters));
}
