/* What a step of training SchNet costs: loss on energies and forces of ethanol, its gradient, Adam and the
 * mean of the weights. */
#include "base/array.h"
#include "base/random.h"
#include "bench.h"
#include "learning/neural/adam.h"
#include "learning/neural/loss.h"
#include "molecules.h"
#include "schnet-network.h"
#include "schnet-peer.h"

#include <math.h>

typedef struct {
  BwNetwork *network;
  BwTape *tape;
  BwLabelledBatch batch;
  BwAdam adam;
  double *gradient, *average;
} Training;

static void step(gpointer data)
{
  Training *t = data;
  BwParameters *parameters = &t->network->parameters;
  const BwLossWeights weights = {0.01, 0.99};
  BwAdamSettings settings;
  BwLossSums sums;
  bw_adam_settings_init(&settings);
  settings.rate =
      1e-6; /* the molecules of a real training differ from step to step, and it does not diverge */
  bw_network_loss(t->network, t->tape, &t->batch, &weights, &sums, t->gradient);
  bw_adam_step(&t->adam, &settings, t->gradient, parameters->values);
  bw_average_weights(t->average, parameters->values, parameters->n_values, 0.999, t->adam.step);
}

static void fill(BwLabelledBatch *batch, const BwNetwork *network, const double *positions, int n)
{
  enum { ATOMS = BW_BENCH_ETHANOL_ATOMS };
  int elements[ATOMS];
  bw_network_find_elements(network, bw_bench_ethanol_numbers, ATOMS, elements, NULL);
  bw_labelled_batch_init(batch);
  bw_labelled_batch_begin(batch);
  for (int m = 0; m < n; m++) {
    bw_batch_add(&batch->batch, elements, positions + 3 * ATOMS * m, ATOMS, NULL, network->cutoff, NULL);
    double energy = bw_random_uniform(1, BW_STREAM_TEST, 1, m);
    g_array_append_val(batch->energies, energy);
  }
  for (int k = 0; k < 3 * ATOMS * n; k++) {
    double force = bw_random_uniform(1, BW_STREAM_TEST, 2, k) - 0.5;
    g_array_append_val(batch->forces, force);
  }
  bw_batch_end(&batch->batch, network->n_elements);
}

static void report(const char *name, int n, int n_features)
{
  BwSchnet *schnet = bw_bench_schnet_new(n_features);
  g_autoptr(BwNetwork) network = &schnet->base;
  gsize n_values = network->parameters.n_values;
  g_autofree double *positions = g_new(double, 3 * BW_BENCH_ETHANOL_ATOMS * n);
  g_autoptr(BwDoubles) gradient = bw_new(double, n_values), average = bw_new0(double, n_values);
  g_autoptr(BwTape) tape = bw_tape_new(BW_SINGLE, NULL);
  Training training = {.network = network, .tape = tape, .gradient = gradient, .average = average};
  bw_blas_use_one_thread();
  bw_bench_shake_ethanol(positions, n);
  fill(&training.batch, network, positions, n);
  bw_adam_init(&training.adam, n_values);
  const BwPairs *pairs = &training.batch.batch.pairs;
  double floor = bw_bench_schnet_train_floor(schnet, pairs->n_atoms, pairs->n_pairs);
  double value = bw_bench_best_round(step, &training, 3.0);
  const BwReplicas in = {n, BW_BENCH_ETHANOL_ATOMS, bw_bench_ethanol_numbers, NULL, positions};
  bw_bench_report(name, value * 1e3, "ms/step", floor * 1e3, bw_bench_schnet_peer("train", &in, n_features));
  bw_adam_clear(&training.adam);
  bw_labelled_batch_clear(&training.batch);
}

static void run_10(void)
{
  report("schnet-train-10", 10, 64);
  report("schnet-train-10-128", 10, 128);
}

static void run_32(void)
{
  report("schnet-train-32", 32, 64);
  report("schnet-train-32-128", 32, 128);
}

const BwBenchCase bw_bench_schnet_train[] = {
    {"schnet-train-10", run_10},
    {"schnet-train-32", run_32},
    {NULL, NULL},
};
