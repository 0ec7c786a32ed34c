/* The loss of networks on charges, dipoles and properties: its parts by hand, its gradient against finite
 * differences, and that what is not known counts for nothing. */
#include "base/elements.h"
#include "base/error.h"
#include "base/random.h"
#include "learning/neural/describe.h"
#include "learning/neural/measure-outputs.h"
#include "potential/networks.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const char description[] = "[network]\nmodel = schnet\nn_atom_basis = 8\nn_interactions = 1\n"
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

/* Through collections */

enum { FRAMES = 60, EPOCHS = 300 };

/* Of 1 for each H and 5 for each O, Å². */
static double find_extent(const BwFrame *frame)
{
  double sum = 0, centre[3] = {0}, mass = 0;
  for (int i = 0; i < frame->atoms->n_atoms; i++) {
    double here = bw_element(frame->atoms->numbers[i])->mass;
    mass += here;
    for (int d = 0; d < 3; d++)
      centre[d] += here * frame->positions[3 * i + d];
  }
  for (int k = 0; k < 3 * frame->atoms->n_atoms; k++) {
    double arm = frame->positions[k] - centre[k % 3] / mass;
    sum += (frame->atoms->numbers[k / 3] == 1 ? 1 : 5) * arm * arm;
  }
  return sum;
}

/* HO, H2O and H3O by turns, with a heat that is 2 for each H, 7 for each O and a little of the geometry, a
 * gap around 5, the dipole of charges that shrink with the distance from O, and an extent that is nearly that
 * of charges of the elements. Every fourth has no gap. */
static BwCollection *make_collection(gboolean periodic)
{
  GPtrArray *frames = g_ptr_array_new();
  for (int f = 0; f < FRAMES; f++) {
    const int numbers[4] = {8, 1, 1, 1}, n = 2 + f % 3;
    g_autoptr(BwAtoms) atoms = bw_atoms_new(n, numbers, NULL, NULL);
    BwFrame *frame = bw_frame_new(atoms, 1);
    double *dipole = bw_frame_add_frame_values(frame, "D", "D", 3)->values, length = 0;
    for (int i = 1; i < n; i++) {
      double *r = frame->positions + 3 * i, square = 0;
      for (int d = 0; d < 3; d++) {
        r[d] = (d == i - 1) + 0.4 * bw_random_uniform(3, BW_STREAM_TEST, (guint64)f, (guint64)(3 * i + d));
        square += r[d] * r[d];
      }
      for (int d = 0; d < 3; d++)
        dipole[d] += r[d] * exp(-square) / BW_DEBYE;
      length += sqrt(square) / (n - 1);
    }
    bw_frame_add_frame_values(frame, "heat", NULL, 1)->values[0] = 7 + 2 * (n - 1) + 0.1 * length;
    bw_frame_add_frame_values(frame, "r2", NULL, 1)->values[0] = find_extent(frame) * (1 + 0.05 * length);
    if (f % 4)
      bw_frame_add_frame_values(frame, "gap", "eV", 1)->values[0] = 5 + length;
    const double vectors[3][3] = {{9, 0, 0}, {0, 9, 0}, {0, 0, 9}};
    const gboolean along[3] = {TRUE, TRUE, TRUE};
    if (periodic)
      g_assert_true(bw_cell_init(&frame->cell, vectors, along, NULL));
    g_ptr_array_add(frames, frame);
  }
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "/somewhere/water.xyz", "extxyz");
  return bw_collection_gather(trajectory, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
}

static BwNetwork *make_network(const char *outputs)
{
  static const int elements[2] = {1, 8};
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autofree char *text = g_strconcat(
      "[network]\nmodel = schnet\nn_atom_basis = 16\nn_interactions = 2\n[outputs]\n", outputs, "\n", NULL);
  g_assert_true(g_key_file_load_from_data(file, text, (gsize)-1, G_KEY_FILE_NONE, NULL));
  BwNetwork *network = bw_network_make(file, elements, 2, NULL);
  bw_network_draw(network, 4);
  return network;
}

static const int all[FRAMES] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14,
                                15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
                                30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44,
                                45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59};

static const char four_outputs[] = "heat = sum -\ngap = mean meV\nmu = dipole e·Å D\nr2 = extent Ang^2";

/* Offsets of a sum are what each element brings, of a mean the mean of what is known, in the output's unit.
 */
static void test_scales(void)
{
  g_autoptr(BwCollection) collection = make_collection(FALSE);
  g_autoptr(BwNetwork) network = make_network(four_outputs);
  g_autoptr(GError) error = NULL;
  g_auto(BwFitData) data;
  bw_fit_data_init(&data, collection, all, FRAMES, network, &error);
  g_assert_no_error(error);
  g_assert_true(data.outputs[0] && data.outputs[1] && data.outputs[2] && !data.energies);
  g_assert_true(bw_fit_data_check(&data, &error));
  bw_fit_data_set_scale(&data, network);
  g_assert_cmpfloat_with_epsilon(network->outputs[0].offsets[0], 2, 0.02);
  g_assert_cmpfloat_with_epsilon(network->outputs[0].offsets[1], 7.1, 0.1);
  g_assert_cmpfloat(network->outputs[0].scale, <, 0.02);
  g_assert_cmpfloat_with_epsilon(network->outputs[1].offsets[0], 6250, 200);
  g_assert_cmpfloat(network->outputs[1].offsets[0], ==, network->outputs[1].offsets[1]);
  g_assert_cmpfloat(network->outputs[2].offsets[0], ==, 0);
  g_assert_cmpfloat_with_epsilon(network->outputs[3].offsets[0], 1.05, 0.05);
  g_assert_cmpfloat_with_epsilon(network->outputs[3].offsets[1], 5.25, 1.5); /* O is near the centre */
  g_assert_cmpfloat(network->outputs[3].scale, <, 0.1);
  g_auto(BwLabelledBatch) batch;
  bw_labelled_batch_init(&batch);
  g_assert_true(bw_fit_data_fill(&data, (const int[]){0, 1}, 2, &batch, &error));
  const double *gaps = (const double *)(void *)batch.outputs[1]->data;
  g_assert_cmpint(batch.outputs[2]->len, ==, 6);
  g_assert_true(isnan(gaps[0]));
  g_assert_cmpfloat(fabs(gaps[1]), <, 300);
}

/* They are learnt, all four at once, better than their means. */
static void test_learning(void)
{
  g_autoptr(BwCollection) collection = make_collection(FALSE);
  g_autoptr(BwNetwork) network = make_network(four_outputs);
  g_auto(BwFitData) train, valid;
  BwFitSettings settings;
  BwFit fit;
  BwLossSums before, after;
  g_assert_true(bw_fit_data_init(&train, collection, all, FRAMES - 10, network, NULL));
  g_assert_true(bw_fit_data_init(&valid, collection, all + FRAMES - 10, 10, network, NULL));
  bw_fit_data_set_scale(&train, network);
  bw_fit_settings_init(&settings);
  settings.adam.rate = settings.schedule.rate = 3e-3;
  settings.average_decay = 0;
  settings.schedule.n_epochs = EPOCHS;
  bw_fit_init(&fit, network, &settings, NULL);
  g_assert_true(bw_fit_validate(&fit, &valid, &before, NULL, NULL));
  for (int epoch = 0; epoch < EPOCHS; epoch++) {
    while (!bw_fit_is_at_end(&fit, &train))
      g_assert_true(bw_fit_step(&fit, &train, NULL));
    g_assert_true(bw_fit_validate(&fit, &valid, &after, NULL, NULL));
    bw_fit_end_epoch(&fit, &after);
  }
  for (int o = 0; o < 4; o++) {
    double rmse = sqrt(after.outputs[o].squared / (double)after.outputs[o].n);
    g_test_message("%s: %g of scale %g", network->outputs[o].name, rmse, network->outputs[o].scale);
    g_assert_cmpfloat(rmse, <, 0.5 * network->outputs[o].scale);
  }
  g_assert_cmpfloat(after.loss, <, 0.1 * before.loss);
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  bw_network_store(network, file);
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, NULL);
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  g_autoptr(GArray) errors =
      bw_output_errors_measure(file, potential, collection, all + FRAMES - 10, 10, pool, NULL, NULL);
  g_assert_cmpint(errors->len, ==, 4);
  for (guint o = 0; o < 4; o++) {
    const BwOutputError *error = &g_array_index(errors, BwOutputError, o);
    double n = (double)after.outputs[o].n;
    g_assert_cmpint(error->n, ==, after.outputs[o].n);
    g_assert_cmpfloat_with_epsilon(error->mae, after.outputs[o].absolute / n, 1e-3 * error->mae + 1e-6);
    g_assert_cmpfloat(error->rmse, <, 0.5 * error->deviation);
  }
  bw_fit_clear(&fit);
}

static void test_wrong(void)
{
  g_autoptr(BwCollection) collection = make_collection(FALSE), periodic = make_collection(TRUE);
  g_autoptr(BwNetwork) homo = make_network("homo = mean eV"), dipole = make_network("D = dipole e·Å");
  g_autoptr(BwNetwork) metres = make_network("gap = mean Ang");
  g_autoptr(GError) missing = NULL, in_cell = NULL, unit = NULL;
  BwFitData data;
  g_assert_true(bw_fit_data_init(&data, collection, all, FRAMES, homo, NULL));
  g_assert_false(bw_fit_data_check(&data, &missing));
  g_assert_error(missing, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(missing->message, "there is no 'homo', which the network is to learn"));
  g_assert_nonnull(strstr(missing->message, "has D, heat, r2, gap)"));
  bw_fit_data_clear(&data);
  g_assert_false(bw_fit_data_init(&data, periodic, all, FRAMES, dipole, &in_cell));
  g_assert_error(in_cell, BW_ERROR, BW_ERROR_UNSUPPORTED);
  g_assert_false(bw_fit_data_init(&data, collection, all, FRAMES, metres, &unit));
  g_assert_error(unit, BW_ERROR, BW_ERROR_UNITS);
}

/* A file of settings says how much each of its outputs weighs, by the output's name. */
static void test_weights(void)
{
  static const char text[] =
      "[network]\nmodel = schnet\n[outputs]\nenergy = Sum  eV\ngap = mean\nmu = dipole D\n"
      "[training]\nmu_weight = 0.25\n";
  BwTrainSettings settings, again;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL, *asked = NULL, *other = NULL;
  g_close(g_file_open_tmp("weights-XXXXXX.ini", &path, NULL), NULL);
  bw_train_settings_init(&settings);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  bw_neural_config_read(path, &settings, &asked, &error);
  g_assert_no_error(error);
  const double *weights = settings.neural.fit.weights.outputs;
  g_assert_true(weights[0] == 1 && weights[1] == 0.25 && weights[2] == 1);
  settings.neural.description = asked;
  g_autofree char *said = bw_neural_config_write(&settings);
  g_assert_nonnull(strstr(said, "gap_weight=1\nmu_weight=0.25\n"));
  bw_train_settings_init(&again);
  again.neural.description = asked;
  g_assert_true(bw_neural_config_parse(said, &again, NULL));
  g_assert_cmpfloat(again.neural.fit.weights.outputs[1], ==, 0.25);
  g_assert_true(g_file_set_contents(path, "[outputs]\ngap = mean\n[training]\nhomo_weight = 1\n", -1, NULL));
  g_assert_false(bw_neural_config_read(path, &settings, &other, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(error->message, "\"homo_weight\" in [training]"));
  g_assert_nonnull(strstr(error->message, "gap_weight"));
  g_unlink(path);
  /* The energy is as easy with words as the others are. */
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_assert_true(g_key_file_load_from_data(file, asked, (gsize)-1, G_KEY_FILE_NONE, NULL));
  g_autoptr(BwNetwork) network = bw_network_make(file, (const int[]){1, 8}, 2, NULL);
  g_assert_true(network && network->has_energy && network->n_outputs == 2);
}

/* What weighs nothing is not learnt, and something must be. */
static void test_weightless(void)
{
  g_autoptr(BwCollection) collection = make_collection(FALSE);
  BwTrainSettings settings;
  BwErrors validation;
  g_autoptr(GError) error = NULL;
  bw_train_settings_init(&settings);
  settings.kind = BW_MODEL_SCHNET;
  settings.neural.description = "[network]\nn_atom_basis = 4\nn_interactions = 1\n[outputs]\nheat = sum -\n";
  settings.neural.fit.weights.outputs[0] = 0;
  g_assert_null(bw_train(collection, &settings, &validation, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(error->message, "weights of all outputs"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/neural-outputs/parts", Fixture, NULL, set_up, test_parts, tear_down);
  g_test_add("/neural-outputs/gradient", Fixture, NULL, set_up, test_gradient, tear_down);
  g_test_add("/neural-outputs/share", Fixture, NULL, set_up, test_share, tear_down);
  g_test_add_func("/neural-outputs/scales", test_scales);
  g_test_add_func("/neural-outputs/learning", test_learning);
  g_test_add_func("/neural-outputs/wrong", test_wrong);
  g_test_add_func("/neural-outputs/weights", test_weights);
  g_test_add_func("/neural-outputs/weightless", test_weightless);
  return g_test_run();
}
