/* The local chemical potential of SchNet against the tape, against loops in double precision, and where it is
 * known what it must be. */
#include "by-tape.h"
#include "potential/schnet/predict-private.h"
#include "potential/schnet/predict.h"
#include "potential/schnet/probe.h"

#include <string.h>

enum { POINTS = 130 };

static BwSchnet *make_network(const BwSchnetSettings *settings)
{
  GError *error = NULL;
  BwSchnet *network = bw_schnet_new(settings, elements, 3, &error);
  g_assert_no_error(error);
  bw_network_draw(&network->base, 5);
  network->base.scale = 0.3;
  for (int e = 0; e < 3; e++)
    network->base.offsets[e] = -100 * e - 7;
  return network;
}

static void make_points(double (*points)[3])
{
  for (int p = 0; p < POINTS; p++)
    for (int d = 0; d < 3; d++)
      points[p][d] = -2 + 6 * uniform(40, 3 * p + d);
}

/* Ω with the offset: one more atom on the tape, of which only its own energy is looked at. */
static double measure_by_tape(const BwNetwork *network, const double *positions, const BwCell *cell,
                              int number, const double point[3])
{
  double all[3 * (ATOMS + 1)], values[ATOMS + 1];
  int z[ATOMS + 1], element[ATOMS + 1];
  memcpy(all, positions, sizeof(double) * 3 * ATOMS);
  memcpy(all + 3 * ATOMS, point, sizeof(double) * 3);
  memcpy(z, numbers, sizeof numbers);
  z[ATOMS] = number;
  g_assert_true(bw_network_find_elements(network, z, ATOMS + 1, element, NULL));
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  bw_batch_begin(&batch);
  g_assert_true(bw_batch_add(&batch, element, all, ATOMS + 1, cell, network->cutoff, NULL));
  bw_batch_end(&batch, network->n_elements);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwNetworkRecord record;
  bw_network_record(network, tape, &batch, &record);
  bw_tensor_read(bw_network_record_energies(network, &record), values);
  return values[ATOMS] + network->offsets[element[ATOMS]];
}

/* With one interaction the molecule's messages are its elements', which the probe cannot change. */
static void compare_with_one_interaction(BwSchnetSettings settings, const BwCell *cell)
{
  settings.n_interactions = 1;
  GError *error = NULL;
  BwSchnet *network = make_network(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "test", &error);
  g_assert_no_error(error);
  double positions[3 * ATOMS], points[POINTS][3], found[POINTS], alone;
  make_positions(3, ATOMS, positions);
  make_points(points);
  const BwReplicas in = {1, ATOMS, numbers, cell, positions};
  g_autoptr(BwSchnetProbe) probe = bw_schnet_probe_new(potential, &in, &error);
  g_assert_no_error(error);
  for (int e = 0; e < 3; e++) {
    bw_schnet_probe_measure(probe, elements[e], (const double(*)[3])points, POINTS, found, &alone, NULL, NULL,
                            &error);
    g_assert_no_error(error);
    for (int p = 0; p < POINTS; p += 9)
      g_assert_cmpfloat_with_epsilon(
          found[p] + alone, measure_by_tape(&network->base, positions, cell, elements[e], points[p]), 5e-6);
  }
}

static void test_one_interaction(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  compare_with_one_interaction(settings, NULL);
  settings.n_features = 20; /* not whole vectors */
  settings.n_filters = 35;
  settings.cutoff = 2.5;
  settings.mean_of_neighbours = TRUE;
  settings.head_activation = BW_SHIFTED_SOFTPLUS;
  compare_with_one_interaction(settings, NULL);
  settings.cutoff = 0;
  settings.cutoff_function = BW_CUTOFF_NONE;
  compare_with_one_interaction(settings, NULL);
}

/* The probe sees its own images on the tape, which are alone, too: it must be farther from them than the
 * cutoff. Atoms it sees through the faces of the cell. */
static void test_cell(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  settings.cutoff = 3.5;
  const double vectors[3][3] = {{4.1, 0, 0}, {0.8, 4.4, 0}, {-0.5, 0.6, 4.9}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
  compare_with_one_interaction(settings, &cell);
}

/* The definition in loops, double precision. */

static double ssp(double x)
{
  return fmax(x, 0) + log1p(exp(-fabs(x))) - G_LN2;
}

/* out = in · weights + bias */
static void layer(const BwNetwork *network, int weights, int bias, const double *in, double *out)
{
  const BwParameter *shape = bw_parameters_get(&network->parameters, weights);
  const double *w = bw_parameters_get_values(&network->parameters, weights);
  for (int c = 0; c < shape->columns; c++) {
    out[c] = bias >= 0 ? bw_parameters_get_values(&network->parameters, bias)[c] : 0;
    for (int r = 0; r < shape->rows; r++)
      out[c] += in[r] * w[r * shape->columns + c];
  }
}

enum { WIDTH = 64, MOST_STAGES = 4 };

/* x += what atoms at places[n][3] with features[n][WIDTH] tell an atom at `place`; itself excluded. */
static void interact(const BwSchnet *network, int t, int n, const double *places,
                     const double (*features)[WIDTH], int itself, const double *place, double *x)
{
  const BwSchnetInteraction *part = &network->interactions[t];
  double v[WIDTH] = {0}, hidden[WIDTH], out[WIDTH], message[WIDTH], filter[WIDTH], slopes[WIDTH];
  double work[2 * 25 + 2 * WIDTH];
  for (int j = 0; j < n; j++) {
    double d =
        hypot(hypot(places[3 * j] - place[0], places[3 * j + 1] - place[1]), places[3 * j + 2] - place[2]);
    if (j == itself || d >= network->base.cutoff)
      continue;
    layer(&network->base, part->in, -1, features[j], message);
    bw_schnet_filters(network, t, d, filter, slopes, work);
    for (int f = 0; f < WIDTH; f++)
      v[f] += message[f] * filter[f];
  }
  layer(&network->base, part->out_weights[0], part->out_biases[0], v, hidden);
  for (int f = 0; f < WIDTH; f++)
    hidden[f] = ssp(hidden[f]);
  layer(&network->base, part->out_weights[1], part->out_biases[1], hidden, out);
  for (int f = 0; f < WIDTH; f++)
    x[f] += out[f];
}

static double read_head(const BwNetwork *network, const double *x)
{
  double hidden[WIDTH], out[1];
  layer(network, network->energy.weights[0], network->energy.biases[0], x, hidden);
  for (int h = 0; h < network->n_features / 2; h++)
    hidden[h] = hidden[h] / (1 + exp(-hidden[h]));
  layer(network, network->energy.weights[1], network->energy.biases[1], hidden, out);
  return network->scale * out[0];
}

static void begin(const BwSchnet *network, int element, double *x)
{
  memcpy(x, bw_parameters_get_values(&network->base.parameters, network->embedding) + element * WIDTH,
         sizeof(double) * WIDTH);
}

static void test_definition(void)
{
  GError *error = NULL;
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  BwSchnet *network = make_network(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "test", NULL);
  double positions[3 * ATOMS], points[POINTS][3], found[POINTS], alone;
  static double x[MOST_STAGES][ATOMS][WIDTH];
  int element[ATOMS];
  make_positions(2, ATOMS, positions);
  make_points(points);
  const BwReplicas in = {1, ATOMS, numbers, NULL, positions};
  g_autoptr(BwSchnetProbe) probe = bw_schnet_probe_new(potential, &in, &error);
  g_assert_no_error(error);
  g_assert_true(
      bw_schnet_probe_measure(probe, 6, (const double(*)[3])points, POINTS, found, &alone, NULL, NULL, NULL));
  bw_network_find_elements(&network->base, numbers, ATOMS, element, NULL);
  for (int i = 0; i < ATOMS; i++)
    begin(network, element[i], x[0][i]);
  for (int t = 0; t < 3; t++)
    for (int i = 0; i < ATOMS; i++) {
      memcpy(x[t + 1][i], x[t][i], sizeof x[t][i]);
      interact(network, t, ATOMS, positions, (const double(*)[WIDTH])x[t], i, positions + 3 * i, x[t + 1][i]);
    }
  for (int p = 0; p < POINTS; p += 11) {
    double own[WIDTH];
    begin(network, 1, own);
    for (int t = 0; t < 3; t++)
      interact(network, t, ATOMS, positions, (const double(*)[WIDTH])x[t], -1, points[p], own);
    g_assert_cmpfloat_with_epsilon(found[p] + alone, read_head(&network->base, own) - 107, 5e-6);
  }
}

/* Far away it is an atom alone; a field says the same as points, for any number of threads. */
static void test_field(void)
{
  GError *error = NULL;
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
  double positions[3 * ATOMS], single[3] = {0}, energy, alone, far[1][3] = {{99, 0, 0}}, value;
  make_positions(2, ATOMS, positions);
  const BwReplicas in = {1, ATOMS, numbers, NULL, positions};
  const BwReplicas atom = {1, 1, (const int[]){8}, NULL, single};
  BwEvaluation out = {&energy};
  g_autoptr(BwSchnetProbe) probe = bw_schnet_probe_new(potential, &in, NULL);
  g_assert_true(
      bw_schnet_probe_measure(probe, 8, (const double(*)[3])far, 1, &value, &alone, NULL, NULL, NULL));
  g_assert_true(bw_potential_evaluate(potential, &atom, &out, NULL, NULL));
  g_assert_cmpfloat_with_epsilon(alone, energy, 1e-6);
  g_assert_cmpfloat(value, ==, 0);
  g_autoptr(BwField) field = bw_field_new_around(positions, ATOMS, 1.5, 0.2, &error);
  g_assert_no_error(error);
  g_assert_true(bw_schnet_probe_fill(probe, 8, field, NULL, NULL, NULL, NULL));
  g_autofree double *alike = g_memdup2(field->values, sizeof(double) * bw_field_get_n(field));
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  g_assert_true(bw_schnet_probe_fill(probe, 8, field, NULL, pool, NULL, NULL));
  g_assert_cmpmem(alike, sizeof(double) * bw_field_get_n(field), field->values,
                  sizeof(double) * bw_field_get_n(field));
  double points[1][3];
  gsize at = bw_field_get_n(field) / 3;
  bw_field_get_points(field, at, 1, points);
  g_assert_true(
      bw_schnet_probe_measure(probe, 8, (const double(*)[3])points, 1, &value, NULL, NULL, NULL, NULL));
  g_assert_cmpfloat_with_epsilon(value, field->values[at], 1e-6);
}

static void count(double fraction, gpointer data)
{
  GCancellable *cancellable = data;
  if (fraction > 0.2)
    g_cancellable_cancel(cancellable);
}

static void test_refusals(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(make_network(&settings), "test", NULL);
  double positions[3 * ATOMS], value, points[1][3] = {{0}};
  make_positions(2, ATOMS, positions);
  const BwReplicas in = {1, ATOMS, numbers, NULL, positions};
  g_autoptr(GError) unseen = NULL, cancelled = NULL, large = NULL;
  g_autoptr(BwSchnetProbe) probe = bw_schnet_probe_new(potential, &in, NULL);
  g_assert_false(
      bw_schnet_probe_measure(probe, 79, (const double(*)[3])points, 1, &value, NULL, NULL, NULL, &unseen));
  g_assert_nonnull(strstr(unseen->message, "Au"));
  g_assert_nonnull(strstr(unseen->message, "H, C, O"));
  g_autoptr(BwField) field = bw_field_new_around(positions, ATOMS, 2, 0.1, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  const BwWatch watch = {cancellable, count, cancellable};
  g_assert_false(bw_schnet_probe_fill(probe, 1, field, NULL, NULL, &watch, &cancelled));
  g_assert_error(cancelled, BW_ERROR, BW_ERROR_CANCELLED);
  g_assert_null(bw_field_new_around(positions, ATOMS, 2, 1e-4, &large));
  g_assert_error(large, BW_ERROR, BW_ERROR_MEMORY);
  g_assert_nonnull(strstr(large->message, "fits"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/schnet-probe/one-interaction", test_one_interaction);
  g_test_add_func("/schnet-probe/cell", test_cell);
  g_test_add_func("/schnet-probe/definition", test_definition);
  g_test_add_func("/schnet-probe/field", test_field);
  g_test_add_func("/schnet-probe/refusals", test_refusals);
  return g_test_run();
}
