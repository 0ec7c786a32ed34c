/* The loss of networks on charges, dipoles and properties: its parts by hand, its gradient against finite
 * differences, and that what is not known counts for nothing. */
#include "learning/neural/loss.h"
#include "potential/networks.h"

#include <math.h>
#include <string.h>

static const char description[] = "[network]\nmodel = schnet\nfeatures = 8\ninteractions = 1\n"
                                  "[outputs]\ngap = mean eV\ncharges = charges e\ndipole = dipole D\n"
                                  "mu = magnitude D\n";
enum { GAP, CHARGES, DIPOLE, MU };

typedef struct {
  BwNetwork *network;
  BwLabelledBatch batch;
  BwLossWeights weights;
} Fixture;

/* Molecules of three and two atoms; the second's charges and the first's gap are not known. */
static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  static const double positions[9] = {0, 0, 0, 1.1, 0.2, 0, -0.3, 0.9, 0.4};
  static const double gaps[] = {NAN, 0.3}, charges[] = {0.1, -0.3, 0.2, NAN, NAN},
                      dipoles[] = {0.1, 0.5, -0.2, 1, 0, 0}, lengths[] = {0.5, 1};
  static const int kinds[3] = {0, 1, 0}, elements[2] = {1, 8};
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_assert_true(g_key_file_load_from_data(file, description, (gsize)-1, G_KEY_FILE_NONE, NULL));
  f->network = bw_network_make(file, elements, 2, NULL);
  bw_network_draw(f->network, 2);
  bw_labelled_batch_init(&f->batch);
  bw_labelled_batch_begin(&f->batch);
  for (int n = 3; n >= 2; n--)
    g_assert_true(bw_batch_add(&f->batch.batch, kinds, positions, n, NULL, f->network->cutoff, NULL));
  bw_batch_end(&f->batch.batch, 2);
  g_array_append_vals(f->batch.outputs[GAP], gaps, 2);
  g_array_append_vals(f->batch.outputs[CHARGES], charges, 5);
  g_array_append_vals(f->batch.outputs[DIPOLE], dipoles, 6);
  g_array_append_vals(f->batch.outputs[MU], lengths, 2);
  f->weights = (BwLossWeights){.outputs = {0.5, 2, 1, 3}};
  for (int o = 0; o < f->network->n_outputs; o++)
    f->network->outputs[o].scale = 0.4 + 0.3 * o;
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_network_free(f->network);
  bw_labelled_batch_clear(&f->batch);
}

static BwLossSums look(const Fixture *f, double *gradient)
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwLossSums sums;
  bw_network_loss(f->network, tape, &f->batch, &f->weights, &sums, gradient);
  return sums;
}

static void test_parts(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  static const int known[] = {1, 3, 6, 2}, of[] = {2, 6, 6, 2}; /* numbers that each square is divided by */
  BwLossSums sums = look(f, NULL);
  double expected = 0;
  for (int o = 0; o < 4; o++) {
    double scale = f->network->outputs[o].scale;
    g_assert_cmpint(sums.outputs[o].n, ==, known[o]);
    g_assert_cmpfloat(sums.outputs[o].absolute, >, 0);
    expected += f->weights.outputs[o] * sums.outputs[o].squared / (scale * scale * of[o]);
  }
  g_assert_cmpfloat_with_epsilon(sums.loss, expected, 1e-12 * expected);
  g_assert_cmpint(sums.n_energies + sums.n_forces, ==, 0);
}

static void test_gradient(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const double h = 1e-5;
  BwParameters *parameters = &f->network->parameters;
  g_autofree double *gradient = g_new(double, parameters->n_values);
  look(f, gradient);
  for (gsize i = 0; i < parameters->n_values; i += 3) {
    double value = parameters->values[i], sides[2];
    for (int s = 0; s < 2; s++) {
      parameters->values[i] = value + (s == 0 ? -h : h);
      sides[s] = look(f, NULL).loss;
    }
    parameters->values[i] = value;
    double slope = (sides[1] - sides[0]) / (2 * h);
    g_assert_cmpfloat_with_epsilon(gradient[i], slope, 1e-6 * (1 + fabs(slope)));
  }
}

/* Half of the molecules weigh half, so that parts of a batch add up. */
static void test_share(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwLossSums whole = look(f, NULL);
  f->weights = bw_loss_weights_share(&f->weights, 0.5, 0.25);
  BwLossSums half = look(f, NULL), both = half;
  bw_loss_sums_add(&both, &half);
  g_assert_cmpfloat_with_epsilon(both.loss, whole.loss, 1e-12);
  g_assert_cmpfloat_with_epsilon(both.outputs[DIPOLE].squared, 2 * whole.outputs[DIPOLE].squared, 1e-12);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/neural-outputs/parts", Fixture, NULL, set_up, test_parts, tear_down);
  g_test_add("/neural-outputs/gradient", Fixture, NULL, set_up, test_gradient, tear_down);
  g_test_add("/neural-outputs/share", Fixture, NULL, set_up, test_share, tear_down);
  return g_test_run();
}
