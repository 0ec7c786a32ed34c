/* Training networks: the loss's gradient against finite differences, the optimiser and the schedule against
 * what they are by hand, and a fit that learns, stops and goes on. */
#include "base/error.h"
#include "learning/neural/fit.h"
#include "potential/schnet/schnet.h"
#include "neural-problem.h"

#include <math.h>
#include <string.h>

enum { ATOMS = 5, FRAMES = 24 };

static const int elements[] = {6, 8};

static BwNetwork *make_network(void)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  settings.n_features = settings.n_filters = 16;
  settings.n_interactions = 2;
  settings.n_gaussians = 12;
  BwSchnet *network = bw_schnet_new(&settings, elements, 2, NULL);
  bw_network_draw(&network->base, 3);
  return &network->base;
}

typedef struct {
  BwDataset *dataset;
  BwNetwork *network;
  BwCollection *collection;
  int frames[FRAMES], element[ATOMS];
  BwFitData train, valid;
} Fixture;

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->dataset = make_clusters((const int[]){6, 8, 6, 6, 8}, ATOMS, FRAMES, 7);
  f->network = make_network();
  for (int k = 0; k < FRAMES; k++)
    f->frames[k] = k;
  g_assert_true(bw_network_find_elements(f->network, f->dataset->atoms->numbers, ATOMS, f->element, NULL));
  f->collection = bw_collection_new(f->dataset);
  g_assert_true(bw_fit_data_init(&f->train, f->collection, f->frames, FRAMES - 4, f->network, NULL));
  g_assert_true(bw_fit_data_init(&f->valid, f->collection, f->frames + FRAMES - 4, 4, f->network, NULL));
  bw_fit_data_set_scale(&f->train, f->network);
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_fit_data_clear(&f->train);
  bw_fit_data_clear(&f->valid);
  bw_network_free(f->network);
  bw_collection_unref(f->collection);
  bw_dataset_unref(f->dataset);
}

static double loss_at(const BwNetwork *network, const BwLabelledBatch *batch, const BwLossWeights *weights)
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwLossSums sums;
  bw_network_loss(network, tape, batch, weights, &sums, NULL);
  return sums.loss;
}

/* Molecules of two sizes in one batch. */
static void test_loss(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_auto(BwLabelledBatch) batch;
  bw_labelled_batch_init(&batch);
  bw_batch_begin(&batch.batch);
  for (int k = 0; k < 3; k++) {
    int n = k == 1 ? 3 : ATOMS;
    const double *positions = f->dataset->positions + 3 * k * ATOMS, energy = 0.1 * k - 1;
    g_assert_true(bw_batch_add(&batch.batch, f->element, positions, n, NULL, f->network->cutoff, NULL));
    g_array_append_val(batch.energies, energy);
    g_array_append_vals(batch.forces, f->dataset->forces + 3 * k * ATOMS, 3 * (guint)n);
  }
  bw_batch_end(&batch.batch, 2);
  const BwLossWeights weights = {0.2, 0.7};
  BwParameters *parameters = &f->network->parameters;
  g_autofree double *gradient = g_new(double, parameters->n_values);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwLossSums sums;
  bw_network_loss(f->network, tape, &batch, &weights, &sums, gradient);
  g_assert_cmpint(sums.n_energies, ==, 3);
  g_assert_cmpint(sums.n_forces, ==, 3 * (2 * ATOMS + 3));
  double expected = 0.2 * sums.energy_squared / 3 + 0.7 * sums.force_squared / (3 * (2 * ATOMS + 3));
  g_assert_cmpfloat_with_epsilon(sums.loss, expected, 1e-12);
  const double h = 1e-4;
  for (gsize i = 0; i < parameters->n_values; i += 7) {
    double value = parameters->values[i], sides[2];
    for (int s = 0; s < 2; s++) {
      parameters->values[i] = value + (s == 0 ? -h : h);
      sides[s] = loss_at(f->network, &batch, &weights);
    }
    parameters->values[i] = value;
    double slope = (sides[1] - sides[0]) / (2 * h);
    g_assert_cmpfloat_with_epsilon(gradient[i], slope, 1e-5 * (1 + fabs(slope)));
  }
}

/* The first step is the rate, whatever the gradient's size; decay pulls on the weights alone. */
static void test_adam(void)
{
  BwAdamSettings settings;
  BwAdam adam;
  double weights[2] = {1, -2};
  bw_adam_settings_init(&settings);
  settings.rate = 0.1;
  bw_adam_init(&adam, 2);
  g_assert_cmpfloat(bw_adam_step(&adam, &settings, (const double[]){3, -4}, weights), ==, 5);
  g_assert_cmpfloat_with_epsilon(weights[0], 0.9, 1e-8);
  g_assert_cmpfloat_with_epsilon(weights[1], -1.9, 1e-8);
  for (int step = 0; step < 2000; step++)
    bw_adam_step(&adam, &settings, (const double[]){2 * (weights[0] - 3), 8 * (weights[1] - 0.5)}, weights);
  g_assert_cmpfloat_with_epsilon(weights[0], 3, 1e-3);
  g_assert_cmpfloat_with_epsilon(weights[1], 0.5, 1e-3);
  double before = weights[0];
  g_assert_true(isnan(bw_adam_step(&adam, &settings, (const double[]){NAN, 0}, weights)));
  g_assert_cmpfloat(weights[0], ==, before);
  bw_adam_clear(&adam);
  bw_adam_init(&adam, 2);
  settings.decay = 0.5;
  bw_adam_step(&adam, &settings, (const double[]){0, 0}, weights);
  g_assert_cmpfloat_with_epsilon(weights[0], before * (1 - 0.1 * 0.5), 1e-12);
  bw_adam_clear(&adam);
}

static void test_schedule(void)
{
  BwScheduleSettings settings;
  BwSchedule schedule;
  bw_schedule_settings_init(&settings);
  settings.kind = BW_SCHEDULE_PLATEAU;
  settings.rate = 1e-3;
  settings.n_epochs = 1000;
  settings.patience = 3;
  settings.smallest = 3e-4;
  bw_schedule_init(&schedule, &settings);
  g_assert_true(bw_schedule_take(&schedule, &settings, 5));
  for (int e = 0; e < 3; e++)
    g_assert_false(bw_schedule_take(&schedule, &settings, 6));
  g_assert_cmpfloat(schedule.rate, ==, 1e-3);
  bw_schedule_take(&schedule, &settings, 5);
  g_assert_cmpfloat(schedule.rate, ==, 5e-4);
  g_assert_true(bw_schedule_take(&schedule, &settings, 4));
  for (int e = 0; e < 6; e++)
    bw_schedule_take(&schedule, &settings, 6);
  g_assert_cmpfloat(schedule.rate, ==, 3e-4);
  g_assert_false(bw_schedule_is_over(&schedule, &settings));
  bw_schedule_take(&schedule, &settings, 6);
  g_assert_true(bw_schedule_is_over(&schedule, &settings));
  settings.kind = BW_SCHEDULE_COSINE;
  settings.n_epochs = 10;
  settings.smallest = 0;
  bw_schedule_init(&schedule, &settings);
  for (int e = 0; e < 5; e++)
    bw_schedule_take(&schedule, &settings, 6);
  g_assert_cmpfloat_with_epsilon(schedule.rate, 5e-4, 1e-12);
  for (int e = 0; e < 5; e++)
    bw_schedule_take(&schedule, &settings, 6);
  g_assert_cmpfloat_with_epsilon(schedule.rate, 0, 1e-12);
  g_assert_true(bw_schedule_is_over(&schedule, &settings));
}

static void do_epochs(BwFit *fit, const Fixture *f, int n, double *error)
{
  for (int e = 0; e < n; e++) {
    BwLossSums valid;
    while (!bw_fit_is_at_end(fit, &f->train))
      g_assert_true(bw_fit_step(fit, &f->train, NULL));
    g_assert_true(bw_fit_validate(fit, &f->valid, &valid, NULL, NULL));
    bw_fit_end_epoch(fit, &valid);
    *error = valid.force_absolute / (double)valid.n_forces;
  }
}

static void set_settings(BwFitSettings *settings)
{
  bw_fit_settings_init(settings);
  settings->batch_size = 6;
  settings->schedule.rate = 5e-3;
  settings->schedule.kind = BW_SCHEDULE_PLATEAU;
  settings->average_decay = 0.95;
}

/* It learns; and put back where it was, in the middle of an epoch, it goes on with the same bytes. */
static void test_fit(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwFitSettings settings;
  set_settings(&settings);
  BwFit fit, again;
  bw_fit_init(&fit, f->network, &settings, NULL);
  double first, last, other;
  do_epochs(&fit, f, 1, &first);
  do_epochs(&fit, f, 60, &last);
  g_assert_cmpfloat(last, <, 0.4 * first);
  g_assert_true(bw_fit_step(&fit, &f->train, NULL));

  g_autoptr(BwNetwork) network = make_network();
  gsize n = network->parameters.n_values, bytes = n * sizeof(double);
  network->scale = f->network->scale;
  memcpy(network->parameters.values, f->network->parameters.values, bytes);
  bw_fit_init(&again, network, &settings, NULL);
  again.adam.step = fit.adam.step;
  again.schedule = fit.schedule;
  again.position = fit.position;
  again.sums = fit.sums;
  memcpy(again.adam.mean, fit.adam.mean, bytes);
  memcpy(again.adam.square, fit.adam.square, bytes);
  memcpy(again.average, fit.average, bytes);
  do_epochs(&fit, f, 3, &last);
  do_epochs(&again, f, 3, &other);
  g_assert_cmpmem(network->parameters.values, bytes, f->network->parameters.values, bytes);
  g_assert_cmpmem(again.average, bytes, fit.average, bytes);
  g_assert_cmpfloat(last, ==, other);
  bw_fit_clear(&fit);
  bw_fit_clear(&again);
}

/* The same bytes for any number of threads. */
static void test_threads(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwFitSettings settings;
  set_settings(&settings);
  settings.batch_size = 20;
  gsize bytes = f->network->parameters.n_values * sizeof(double);
  g_autofree double *expected = NULL, *begin = g_memdup2(f->network->parameters.values, bytes);
  for (int n_threads = 1; n_threads <= 3; n_threads++) {
    g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
    BwFit fit;
    double error;
    memcpy(f->network->parameters.values, begin, bytes);
    bw_fit_init(&fit, f->network, &settings, pool);
    do_epochs(&fit, f, 2, &error);
    bw_fit_clear(&fit);
    if (!expected)
      expected = g_memdup2(f->network->parameters.values, bytes);
    g_assert_cmpmem(f->network->parameters.values, bytes, expected, bytes);
  }
}

/* A batch in parts has the loss and the gradient of the whole. */
static void test_parts(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const BwLossWeights weights = {0.3, 0.6};
  gsize n = f->network->parameters.n_values;
  g_autofree double *whole = g_new(double, n), *parts = g_new(double, n);
  g_auto(BwLabelledBatch) batch;
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwLossSums expected, sums;
  BwFitParts fit;
  bw_labelled_batch_init(&batch);
  g_assert_true(bw_fit_data_fill(&f->train, f->frames, FRAMES - 4, &batch, NULL));
  bw_network_loss(f->network, tape, &batch, &weights, &expected, whole);
  bw_fit_parts_init(&fit, f->network, BW_DOUBLE, NULL);
  g_assert_true(bw_fit_parts_loss(&fit, &f->train, f->frames, FRAMES - 4, &weights, &sums, parts, NULL));
  g_assert_cmpint(fit.parts->len, >, 1);
  g_assert_cmpfloat_with_epsilon(sums.loss, expected.loss, 1e-12 * expected.loss);
  g_assert_cmpint(sums.n_forces, ==, expected.n_forces);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon(parts[i], whole[i], 1e-11 * (1 + fabs(whole[i])));
  bw_fit_parts_clear(&fit);
}

/* A loss that is no longer a number ends the fit and leaves the weights of before. */
static void test_diverging(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwFitSettings settings;
  bw_fit_settings_init(&settings);
  g_autoptr(GError) error = NULL;
  BwFit fit;
  bw_fit_init(&fit, f->network, &settings, NULL);
  f->dataset->forces[3] = INFINITY;
  while (!bw_fit_is_at_end(&fit, &f->train) && bw_fit_step(&fit, &f->train, &error))
    ;
  g_assert_nonnull(error);
  g_assert_nonnull(strstr(error->message, "no longer a number"));
  for (gsize i = 0; i < f->network->parameters.n_values; i++)
    g_assert_true(isfinite(f->network->parameters.values[i]));
  bw_fit_clear(&fit);
}

/* Two atoms of one structure at the same place: it is named, before a distance of zero makes the loss
 * infinite. */
static void test_same_place(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const int frame = 7;
  double *positions = f->dataset->positions + 3 * frame * ATOMS;
  memcpy(positions + 9, positions + 3, sizeof(double[3]));
  g_auto(BwLabelledBatch) batch;
  g_autoptr(GError) error = NULL;
  bw_labelled_batch_init(&batch);
  g_assert_false(bw_fit_data_fill(&f->train, f->frames, FRAMES - 4, &batch, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
  g_assert_cmpstr(error->message, ==, "clusters.npz: structure 7: atoms 1 and 3 are at the same place");
}

/* A thousand Å from the origin single precision knows positions to 6e-5 Å, but what is learnt is the same. */
static void test_far_away(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const BwLossWeights weights = {0.3, 0.6};
  gsize n = f->network->parameters.n_values;
  g_autofree double *here = g_new(double, n), *there = g_new(double, n);
  g_autoptr(BwTape) tape = bw_tape_new(BW_SINGLE, NULL);
  g_auto(BwLabelledBatch) batch;
  BwLossSums expected, sums;
  double largest = 0;
  bw_labelled_batch_init(&batch);
  g_assert_true(bw_fit_data_fill(&f->train, f->frames, 8, &batch, NULL));
  bw_network_loss(f->network, tape, &batch, &weights, &expected, here);
  for (int k = 0; k < 3 * ATOMS * FRAMES; k++)
    f->dataset->positions[k] += 1000 + k % 3;
  g_assert_true(bw_fit_data_fill(&f->train, f->frames, 8, &batch, NULL));
  bw_network_loss(f->network, tape, &batch, &weights, &sums, there);
  g_assert_cmpfloat_with_epsilon(sums.loss, expected.loss, 1e-6 * expected.loss);
  for (gsize i = 0; i < n; i++)
    largest = fmax(largest, fabs(here[i]));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon(there[i], here[i], 2e-6 * largest);
}

static void check_same(const BwBatch *a, const BwBatch *b)
{
  gsize n_pairs = (gsize)a->pairs.n_pairs;
  g_assert_cmpint(a->pairs.n_pairs, ==, b->pairs.n_pairs);
  g_assert_cmpint(a->shifted, ==, b->shifted);
  g_assert_cmpmem(a->pairs.ends.source, 2 * n_pairs * sizeof(int), b->pairs.ends.source,
                  2 * n_pairs * sizeof(int));
  g_assert_cmpmem(a->shifts, 3 * n_pairs * sizeof(double), b->shifts, 3 * n_pairs * sizeof(double));
  g_assert_cmpmem(a->positions, 3 * (gsize)a->n_atoms * sizeof(double), b->positions,
                  3 * (gsize)b->n_atoms * sizeof(double));
}

/* Structures that were seen before come back as they were, in any order, some of them in cells. */
static void test_again(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const double vectors[3][3] = {{4.1, 0, 0}, {0.8, 4.4, 0}, {-0.5, 0.6, 4.9}};
  g_auto(BwLabelledBatch) batch, expected;
  f->dataset->cells = g_new0(BwCell, FRAMES);
  for (int k = 0; k < FRAMES; k++) {
    const gboolean periodic[3] = {k % 3 == 1, k % 3 == 1, k % 3 == 1};
    g_assert_true(bw_cell_init(&f->dataset->cells[k], vectors, periodic, NULL));
  }
  bw_labelled_batch_init(&batch);
  bw_labelled_batch_init(&expected);
  g_assert_null(bw_fit_pairs_get(f->train.pairs, 3));
  g_assert_true(bw_fit_data_fill(&f->train, f->frames, FRAMES - 4, &batch, NULL));
  g_assert_nonnull(bw_fit_pairs_get(f->train.pairs, 3));
  for (int n = 1; n < 6; n++) {
    const int which[] = {4, 0, 3, 1, 2};
    g_auto(BwFitData) afresh;
    g_assert_true(bw_fit_data_init(&afresh, f->collection, f->frames, FRAMES - 4, f->network, NULL));
    g_assert_true(bw_fit_data_fill(&f->train, which, n, &batch, NULL));
    g_assert_true(bw_fit_data_fill(&afresh, which, n, &expected, NULL));
    check_same(&batch.batch, &expected.batch);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/neural/loss", Fixture, NULL, set_up, test_loss, tear_down);
  g_test_add_func("/neural/adam", test_adam);
  g_test_add_func("/neural/schedule", test_schedule);
  g_test_add("/neural/fit", Fixture, NULL, set_up, test_fit, tear_down);
  g_test_add("/neural/parts", Fixture, NULL, set_up, test_parts, tear_down);
  g_test_add("/neural/threads", Fixture, NULL, set_up, test_threads, tear_down);
  g_test_add("/neural/far-away", Fixture, NULL, set_up, test_far_away, tear_down);
  g_test_add("/neural/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add("/neural/same-place", Fixture, NULL, set_up, test_same_place, tear_down);
  g_test_add("/neural/diverging", Fixture, NULL, set_up, test_diverging, tear_down);
  return g_test_run();
}
