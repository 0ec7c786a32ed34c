/* Message passing with every aggregate and every update, in double precision: forces and gradients of forces
 * against finite differences, what a force field may not notice (turns, the order of like atoms), and what
 * happens where a neighbour leaves. */
#include "potential/mpnn/part.h"
#include "by-tape.h"

#include <string.h>

static BwNetwork *make_network(BwAggregateKind aggregate, BwUpdateKind update)
{
  BwMpnnSettings settings;
  bw_mpnn_settings_init(&settings);
  settings.n_features = 12;
  settings.n_interactions = 2;
  settings.n_gaussians = 9;
  settings.cutoff = 3;
  settings.n_heads = 3;
  settings.aggregate = aggregate;
  settings.update = update;
  GError *error = NULL;
  BwNetwork *network = bw_mpnn_new(&settings, elements, 3, &error);
  g_assert_no_error(error);
  bw_network_draw(network, 3);
  for (gsize k = 0; k < network->parameters.n_values; k++) /* biases too */
    network->parameters.values[k] += 0.2 * (uniform(50, (int)k) - 0.5);
  return network;
}

typedef void (*Check)(const BwNetwork *network, gboolean smooth);

static void check_all(Check check)
{
  for (int a = 0; a < BW_N_AGGREGATES; a++)
    for (int u = 0; u < BW_N_UPDATES; u++) {
      g_autoptr(BwNetwork) network = make_network(a, u);
      g_test_message("%s, %s", bw_aggregate_names[a], bw_update_names[u]);
      check(network, a != BW_AGGREGATE_MIN && a != BW_AGGREGATE_MAX);
    }
}

static double energy_at(const BwNetwork *network, const double *positions, double *forces)
{
  double virial[9], unused[3 * ATOMS];
  return compute_by_tape(network, ATOMS, positions, NULL, forces ? forces : unused, virial);
}

static void check_forces(const BwNetwork *network, G_GNUC_UNUSED gboolean smooth)
{
  double positions[3 * ATOMS], forces[3 * ATOMS], largest = 0;
  const double h = 1e-6; /* so small that hardly a neighbour of min and max takes another's place */
  make_positions(3, ATOMS, positions);
  energy_at(network, positions, forces);
  for (int k = 0; k < 3 * ATOMS; k++) {
    double at = positions[k], energies[2];
    for (int s = 0; s < 2; s++) {
      positions[k] = at + (s == 0 ? -h : h);
      energies[s] = energy_at(network, positions, NULL);
    }
    positions[k] = at;
    g_assert_cmpfloat_with_epsilon(forces[k], (energies[0] - energies[1]) / (2 * h), 1e-7);
    largest = fmax(largest, fabs(forces[k]));
  }
  g_assert_cmpfloat(largest, >, 1e-3); /* there is something to compare */
}

/* Σ w_k F_k with its gradient by the weights: what is in the loss. */
static double weigh_forces(const BwNetwork *network, const double *positions, double *gradient)
{
  int element[ATOMS], n = bw_parameters_get_n(&network->parameters);
  double weights[3 * ATOMS];
  for (int k = 0; k < 3 * ATOMS; k++)
    weights[k] = uniform(51, k) - 0.5;
  g_assert_true(bw_network_find_elements(network, numbers, ATOMS, element, NULL));
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  bw_batch_begin(&batch);
  g_assert_true(bw_batch_add(&batch, element, positions, ATOMS, NULL, network->cutoff, NULL));
  bw_batch_end(&batch, network->n_elements);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwNetworkRecord record;
  BwTensor *slopes;
  bw_network_record(network, tape, &batch, &record);
  bw_gradient(bw_network_record_energies(network, &record), NULL, &record.positions, 1, &slopes);
  BwTensor *sum = bw_total(bw_multiply(slopes, bw_tensor_new(tape, ATOMS, 3, weights)));
  if (gradient) {
    BwTensor **gradients = bw_tape_alloc(tape, sizeof(BwTensor *) * n);
    bw_gradient(sum, NULL, record.weights, n, gradients);
    for (int p = 0; p < n; p++)
      bw_tensor_read(gradients[p], gradient + bw_parameters_get(&network->parameters, p)->first);
  }
  return bw_tensor_get_number(sum);
}

static void check_training_gradient(const BwNetwork *network, G_GNUC_UNUSED gboolean smooth)
{
  enum { SAMPLES = 3 }; /* of each matrix */
  double positions[3 * ATOMS];
  const double h = 1e-6;
  make_positions(4, ATOMS, positions);
  g_autofree double *gradient = g_new(double, network->parameters.n_values);
  weigh_forces(network, positions, gradient);
  for (int p = 0; p < bw_parameters_get_n(&network->parameters); p++) {
    const BwParameter *parameter = bw_parameters_get(&network->parameters, p);
    for (int s = 0; s < SAMPLES; s++) {
      double draw = uniform(52 + s, p) * parameter->rows * parameter->columns;
      double *value = network->parameters.values + parameter->first + (int)draw, at = *value, sums[2];
      for (int k = 0; k < 2; k++) {
        *value = at + (k == 0 ? -h : h);
        sums[k] = weigh_forces(network, positions, NULL);
      }
      *value = at;
      double expected = (sums[1] - sums[0]) / (2 * h);
      g_assert_cmpfloat_with_epsilon(gradient[value - network->parameters.values], expected,
                                     1e-6 * (1 + fabs(expected)));
    }
  }
}

/* Turned, and with like atoms exchanged: atoms 0 and 4 are carbon, 1, 3, 5 and 6 hydrogen. */
static void check_symmetries(const BwNetwork *network, G_GNUC_UNUSED gboolean smooth)
{
  static const int order[ATOMS] = {4, 6, 2, 1, 0, 3, 5};
  double positions[3 * ATOMS], forces[3 * ATOMS], other[3 * ATOMS], other_forces[3 * ATOMS];
  make_positions(5, ATOMS, positions);
  double energy = energy_at(network, positions, forces), c = cos(0.7), s = sin(0.7);
  for (int i = 0; i < ATOMS; i++)
    memcpy(other + 3 * i, positions + 3 * order[i], 3 * sizeof(double));
  g_assert_cmpfloat_with_epsilon(energy_at(network, other, other_forces), energy, 1e-11);
  for (int i = 0; i < ATOMS; i++)
    for (int d = 0; d < 3; d++)
      g_assert_cmpfloat_with_epsilon(other_forces[3 * i + d], forces[3 * order[i] + d], 1e-10);
  for (int i = 0; i < ATOMS; i++) {
    const double *r = positions + 3 * i;
    other[3 * i] = c * r[0] - s * r[1] + 2;
    other[3 * i + 1] = s * r[0] + c * r[1];
    other[3 * i + 2] = -r[2];
  }
  g_assert_cmpfloat_with_epsilon(energy_at(network, other, other_forces), energy, 1e-11);
}

/* Atom 6 leaves along x, away from all others; where its last neighbours are left behind, energy and, but for
 * min and max, forces go on as they were. In the end it is alone. */
static void check_leaving(const BwNetwork *network, gboolean smooth)
{
  const double h = 1e-4;
  double positions[3 * ATOMS], forces[2][3 * ATOMS], energies[2];
  make_positions(6, ATOMS, positions);
  double leaving[3] = {positions[18], positions[19], positions[20]};
  for (int other = 0; other < 6; other++) {
    const double *r = positions + 3 * other;
    double y = leaving[1] - r[1], z = leaving[2] - r[2];
    double x = r[0] + sqrt(network->cutoff * network->cutoff - y * y - z * z);
    for (int s = 0; s < 2; s++) {
      positions[18] = x + (s == 0 ? -h : h);
      energies[s] = energy_at(network, positions, forces[s]);
    }
    g_assert_cmpfloat_with_epsilon(energies[0], energies[1], 10 * h);
    for (int k = 0; smooth && k < 3 * ATOMS; k++)
      g_assert_cmpfloat_with_epsilon(forces[0][k], forces[1][k], 20 * h);
  }
  positions[18] = leaving[0] + 100;
  double apart = energy_at(network, positions, forces[0]);
  positions[18] += 1;
  g_assert_cmpfloat(energy_at(network, positions, forces[1]), ==, apart);
  for (int d = 0; d < 3; d++)
    g_assert_cmpfloat(forces[0][18 + d], ==, 0);
}

/* Nobody has a neighbour: there are no pairs at all. */
static void check_alone(const BwNetwork *network, G_GNUC_UNUSED gboolean smooth)
{
  double positions[3 * ATOMS], forces[3 * ATOMS];
  for (int k = 0; k < 3 * ATOMS; k++)
    positions[k] = 10.0 * k;
  g_assert_true(isfinite(energy_at(network, positions, forces)));
  for (int k = 0; k < 3 * ATOMS; k++)
    g_assert_cmpfloat(forces[k], ==, 0);
}

/* Scores so far apart that their exponentials would overflow single precision. */
static void test_large_scores(void)
{
  g_autoptr(BwNetwork) network = make_network(BW_AGGREGATE_ATTENTION, BW_UPDATE_MLP);
  for (int p = 0; p < bw_parameters_get_n(&network->parameters); p++) {
    const BwParameter *parameter = bw_parameters_get(&network->parameters, p);
    if (strstr(parameter->name, "sender") || strstr(parameter->name, "receiver"))
      for (int k = 0; k < parameter->rows * parameter->columns; k++)
        network->parameters.values[parameter->first + k] *= 1000;
  }
  double positions[3 * ATOMS], forces[3 * ATOMS];
  make_positions(7, ATOMS, positions);
  g_assert_true(isfinite(energy_at(network, positions, forces)));
  for (int k = 0; k < 3 * ATOMS; k++)
    g_assert_true(isfinite(forces[k]));
}

static void test_check(gconstpointer check)
{
  check_all(*(const Check *)check);
}

int main(int argc, char **argv)
{
  static const struct {
    const char *path;
    Check check;
  } cases[] = {
      {"/mpnn/forces", check_forces},         {"/mpnn/training-gradient", check_training_gradient},
      {"/mpnn/symmetries", check_symmetries}, {"/mpnn/leaving", check_leaving},
      {"/mpnn/alone", check_alone},
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_test_add_data_func(cases[i].path, &cases[i].check, test_check);
  g_test_add_func("/mpnn/large-scores", test_large_scores);
  return g_test_run();
}
