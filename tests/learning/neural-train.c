/* The whole training of a network: stopped or killed anywhere it goes on to the same file; stop and keep the
 * best; ensembles; mixed compositions; another seed, another model. */
#include "base/error.h"
#include "learning/curve.h"
#include "learning/neural/choose.h"
#include "learning/train.h"
#include "neural-problem.h"
#include "potential/networks.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char small[] = "[network]\nn_atom_basis = 8\nn_filters = 8\nn_interactions = 2\nn_rbf = 10\n";

typedef struct {
  BwCollection *data;
  char *folder, *checkpoint;
  BwTrainSettings settings;
  /* Of the observer. */
  GCancellable *cancellable;
  int steps, stop_at, enough_at, kill_at, n_epochs, n_compared;
  double first_loss, last_loss;
} Fixture;

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(BwDataset) dataset = make_clusters((const int[]){6, 8, 6, 6, 8}, 5, 40, 7);
  f->data = bw_collection_new(dataset);
  f->folder = g_dir_make_tmp("beadwork-XXXXXX", NULL);
  f->checkpoint = g_build_filename(f->folder, "checkpoint", NULL);
  bw_train_settings_init(&f->settings);
  f->settings.kind = BW_MODEL_SCHNET;
  f->settings.n_train = 25;
  f->settings.n_valid = 8;
  f->settings.neural.description = small;
  f->settings.neural.fit.batch_size = 6;
  f->settings.neural.fit.average_decay = 0.9;
  f->settings.neural.fit.schedule.n_epochs = 6;
  f->settings.neural.fit.schedule.rate = 5e-3;
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_unlink(f->checkpoint);
  g_rmdir(f->folder);
  g_free(f->folder);
  g_free(f->checkpoint);
  bw_collection_unref(f->data);
}

static gboolean after_step(gpointer data)
{
  Fixture *f = data;
  f->steps++;
  if (f->steps == f->stop_at)
    g_cancellable_cancel(f->cancellable);
  if (f->steps == f->kill_at)
    raise(SIGKILL);
  return f->steps == f->enough_at;
}

static void after_epoch(const BwTrainEpoch *epoch, gpointer data)
{
  Fixture *f = data;
  g_assert_true(epoch->loss > 0 && epoch->validation_loss > 0 && epoch->rate > 0);
  g_assert_cmpint(epoch->validation.n, ==, f->settings.n_valid);
  if (f->n_epochs++ == 0)
    f->first_loss = epoch->validation_loss;
  f->last_loss = epoch->validation_loss;
}

static void after_comparison(const BwComparison *comparison, gpointer data)
{
  Fixture *f = data;
  f->n_compared += comparison->n_frames == f->settings.n_valid;
}

static BwTrained *train(Fixture *f, BwPool *pool, BwErrors *validation, GError **error)
{
  const BwTrainObserver observer = {
      .epoch = after_epoch, .is_enough = after_step, .compared = after_comparison, .data = f};
  g_autoptr(GCancellable) cancellable = f->cancellable = g_cancellable_new();
  f->steps = f->n_epochs = f->n_compared = 0;
  return bw_train(f->data, &f->settings, validation, pool, &observer, cancellable, error);
}

/* All bytes of the model's file. */
static GBytes *write_model(const Fixture *f, const BwTrained *trained)
{
  g_autofree char *path = g_build_filename(f->folder, "model.bwmodel", NULL), *bytes = NULL;
  gsize n;
  GError *error = NULL;
  bw_trained_write(trained, path, &error);
  g_assert_no_error(error);
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  g_unlink(path);
  return g_bytes_new_take(g_steal_pointer(&bytes), n);
}

static GBytes *train_to_file(Fixture *f, BwPool *pool)
{
  BwErrors validation;
  GError *error = NULL;
  g_autoptr(BwTrained) trained = train(f, pool, &validation, &error);
  g_assert_no_error(error);
  return write_model(f, trained);
}

/* Learns, and says what it is. */
static void test_file(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwErrors validation, test;
  GError *error = NULL;
  f->settings.neural.fit.schedule.n_epochs = 120;
  g_autoptr(BwTrained) trained = train(f, NULL, &validation, &error);
  g_assert_no_error(error);
  g_assert_cmpint(f->n_epochs, ==, 120);
  g_assert_cmpint(f->n_compared, >=, 1);
  g_assert_cmpfloat(f->last_loss, <, 0.1 * f->first_loss);
  const BwNetworkFile *file = trained->network;
  g_assert_cmpint(file->n_train, ==, 25);
  g_assert_cmpint(file->n_valid, ==, 8);
  g_assert_cmpint(file->n_epochs, ==, 120);
  g_assert_cmpstr(file->dataset_name, ==, "clusters");
  g_assert_nonnull(strstr(file->training, "batch_size=6"));
  for (int k = 0; k < 8; k++) /* none is in both */
    for (int m = 0; m < 25; m++)
      g_assert_cmpint(file->idxs_valid[k], !=, file->idxs_train[m]);
  g_assert_cmpint(validation.n, ==, 8);
  g_assert_true(bw_trained_test(trained, f->data, NULL, &test, NULL, NULL));
  g_assert_cmpint(test.n, ==, 40);
  g_assert_cmpfloat(test.force_mae, <, 2 * validation.force_mae);
}

/* Cancelled after any step, and killed later, it ends with the same bytes as if nothing had been. */
static void test_resume(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->settings.neural.n_members = 2;
  g_autoptr(GBytes) whole = train_to_file(f, NULL);
  int n_steps = f->steps;
  f->settings.checkpoint = f->checkpoint;
  f->settings.resume = TRUE;
  for (int stop = 1; stop < n_steps; stop += 6) {
    g_autoptr(GError) error = NULL;
    BwErrors validation;
    f->stop_at = stop;
    g_assert_null(train(f, NULL, &validation, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
    f->stop_at = 0;
    f->kill_at = 4;
    pid_t child = fork();
    if (child == 0)
      _exit(train(f, NULL, &validation, NULL) == NULL);
    waitpid(child, NULL, 0);
    f->kill_at = 0;
    g_autoptr(GBytes) resumed = train_to_file(f, NULL);
    g_assert_cmpint(f->steps, ==, n_steps - stop);
    g_assert_true(g_bytes_equal(whole, resumed));
    g_unlink(f->checkpoint);
  }
}

/* Another number of threads, the same file. */
static void test_threads(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->settings.neural.fit.batch_size = 25;
  g_autoptr(GBytes) expected = train_to_file(f, NULL);
  g_autoptr(BwPool) pool = bw_pool_new(3, FALSE);
  g_autoptr(GBytes) other = train_to_file(f, pool);
  g_assert_true(g_bytes_equal(expected, other));
}

/* With other settings or data the checkpoint is refused, in words. */
static void test_refused(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwErrors validation;
  g_autoptr(GError) error = NULL;
  f->settings.checkpoint = f->checkpoint;
  f->stop_at = 3;
  g_assert_null(train(f, NULL, &validation, NULL));
  f->stop_at = 0;
  f->settings.resume = TRUE;
  f->settings.neural.fit.schedule.rate = 1e-4;
  g_assert_null(train(f, NULL, &validation, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(error->message, "\"learning_rate=0.005"));
  g_clear_error(&error);
  f->settings.neural.fit.schedule.rate = 5e-3;
  g_autoptr(BwDataset) dataset = make_clusters((const int[]){6, 8, 6, 6, 8}, 5, 40, 8);
  bw_collection_unref(f->data);
  f->data = bw_collection_new(dataset);
  g_assert_null(train(f, NULL, &validation, &error));
  g_assert_nonnull(strstr(error->message, "other data"));
  g_clear_error(&error);
  g_assert_true(g_file_set_contents(f->checkpoint, "nonsense", -1, NULL));
  g_assert_null(train(f, NULL, &validation, &error));
  g_assert_nonnull(strstr(error->message, f->checkpoint));
}

/* Stopped on demand, even within the first epoch, there is a model. */
static void test_enough(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  for (f->enough_at = 2; f->enough_at < 16; f->enough_at += 11) {
    BwErrors validation;
    GError *error = NULL;
    g_autoptr(BwTrained) trained = train(f, NULL, &validation, &error);
    g_assert_no_error(error);
    g_assert_cmpint(f->steps, ==, f->enough_at);
    g_assert_cmpint(trained->network->n_epochs, ==, MAX((f->enough_at) / 5, 1));
    g_assert_cmpint(validation.n, ==, 8);
  }
}

/* A loss that is no longer a number before anything is worth keeping: an error, and nothing to go on with in
 * the way of the smaller rate that it asks for. */
static void test_diverging(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwErrors validation;
  g_autoptr(GError) error = NULL;
  f->settings.neural.fit.schedule.rate = 10;
  f->settings.neural.fit.weights.forces = 1e6;
  bw_collection_get_dataset(f->data)->forces[7] = 1e30;
  f->settings.n_valid = 0;
  f->settings.n_train = 40;
  f->settings.checkpoint = f->checkpoint;
  g_assert_null(bw_train(f->data, &f->settings, &validation, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
  g_assert_nonnull(strstr(error->message, "smaller rate"));
  g_assert_false(g_file_test(f->checkpoint, G_FILE_TEST_EXISTS));
}

/* Labels that are spoilt after the second epoch, until that was noticed. */
typedef struct {
  double *forces, *kept; /* of all structures */
  gsize n;
  char *said;
} Spoilt;

static void spoil(const BwTrainEpoch *epoch, gpointer data)
{
  Spoilt *spoilt = data;
  for (gsize i = 0; i < spoilt->n && epoch->epoch == 2; i++)
    spoilt->forces[i] = NAN;
}

static void repair(const BwMessage *message, gpointer data)
{
  Spoilt *spoilt = data;
  memcpy(spoilt->forces, spoilt->kept, sizeof(double) * spoilt->n);
  g_free(spoilt->said);
  spoilt->said = g_strdup(bw_message_text(message));
}

/* Later on it ends with the weights of the best epoch, as if it had been stopped after that. */
static void test_diverging_later(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const gsize n = 40 * 5 * 3;
  double *forces = bw_collection_get_dataset(f->data)->forces;
  g_autofree double *kept = g_memdup2(forces, sizeof *forces * n);
  Spoilt spoilt = {forces, kept, n, NULL};
  const BwTrainObserver observer = {.note = repair, .epoch = spoil, .data = &spoilt};
  BwErrors validation;
  g_autoptr(GError) error = NULL;
  f->settings.checkpoint = f->checkpoint;
  g_autoptr(BwTrained) diverged = bw_train(f->data, &f->settings, &validation, NULL, &observer, NULL, &error);
  g_assert_no_error(error);
  g_autofree char *said = spoilt.said;
  g_assert_nonnull(strstr(said, "in epoch 3 the loss"));
  g_assert_nonnull(strstr(said, "the weights of epoch 2, the best so far, are kept"));
  g_assert_cmpint(diverged->network->n_epochs, ==, 2);
  f->settings.checkpoint = NULL;
  f->enough_at = 10; /* two epochs of five batches */
  g_autoptr(BwTrained) stopped = train(f, NULL, &validation, &error);
  const GArray *ours = diverged->network->members->pdata[0], *theirs = stopped->network->members->pdata[0];
  g_assert_cmpint(ours->len, ==, theirs->len);
  for (guint m = 0; m < ours->len; m++) {
    const BwNetworkMatrix *a = &g_array_index(ours, BwNetworkMatrix, m),
                          *b = &g_array_index(theirs, BwNetworkMatrix, m);
    gsize bytes = sizeof(double) * (gsize)a->rows * (gsize)a->columns;
    g_assert_cmpmem(a->values, bytes, b->values, bytes);
  }
}

/* Two systems of which the second has one structure, with fluorine in it. */
static BwCollection *make_rare(void)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem));
  g_ptr_array_add(parts, make_clusters((const int[]){6, 8, 6, 6, 8}, 5, 39, 7));
  g_ptr_array_add(parts, make_clusters((const int[]){6, 9, 6}, 3, 1, 9));
  for (int k = 0; k < 40; k++)
    g_array_append_vals(samples, &(BwCollectionItem){k / 39, k % 39}, 1);
  return bw_collection_new_of_parts(parts, samples);
}

/* Whatever is drawn, every element of the data is trained on. */
static void test_rare(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_collection_unref(f->data);
  f->data = make_rare();
  f->settings.n_train = 10;
  f->settings.neural.fit.schedule.n_epochs = 1;
  for (f->settings.seed = 0; f->settings.seed < 8; f->settings.seed++) {
    BwErrors validation, test;
    GError *error = NULL;
    g_autoptr(BwTrained) trained = train(f, NULL, &validation, &error);
    g_assert_no_error(error);
    const BwNetworkFile *file = trained->network;
    g_assert_cmpint(file->n_elements, ==, 3);
    g_autofree int *chosen = NULL, *others = NULL;
    g_assert_true(bw_neural_choose(f->data, &f->settings, NULL, &chosen, &others, NULL));
    for (int k = 1; k < 10; k++) /* still ascending, none twice */
      g_assert_cmpint(chosen[k], >, chosen[k - 1]);
    for (int k = 0; k < 8; k++)
      for (int m = 0; m < 10; m++)
        g_assert_cmpint(others[k], !=, chosen[m]);
    g_assert_true(bw_trained_test(trained, f->data, NULL, &test, NULL, NULL));
  }
  BwErrors validation;
  g_autoptr(GError) error = NULL;
  f->settings.n_train = 1;
  g_assert_null(train(f, NULL, &validation, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(error->message, "too few to have all elements"));
}

/* All sizes of a learning curve take the same number of steps, as near as whole passes come: 5 batches in
 * each of 6 epochs. */
static void test_curve(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const int sizes[] = {6, 12, 25};
  const BwLearningCurve curve = {.settings = f->settings, .sizes = sizes, .n_sizes = 3};
  const BwTrainObserver observer = {.epoch = after_epoch, .is_enough = after_step, .data = f};
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint));
  g_autoptr(GError) error = NULL;
  bw_learning_curve(f->data, &curve, points, NULL, &observer, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(points->len, ==, 3);
  g_assert_cmpint(f->n_epochs, ==, 3 * 6);
  g_assert_cmpint(f->steps, ==, 6 * (6 * 1 + 3 * 2 + 5)); /* 5 batches do not go into pairs: 6 */
}

/* Molecules of different size; what their offsets are is found out. */
static void test_mixed(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem));
  g_ptr_array_add(parts, make_clusters((const int[]){6, 8, 6, 6, 8}, 5, 20, 7));
  g_ptr_array_add(parts, make_clusters((const int[]){6, 8, 6}, 3, 20, 9));
  for (int p = 0; p < 2; p++)
    for (int k = 0; k < 20; k++) {
      BwDataset *part = parts->pdata[p];
      part->energies[k] += p == 0 ? 3 * -1030.0 + 2 * -2040.0 : 2 * -1030.0 - 2040.0;
      g_array_append_vals(samples, &(BwCollectionItem){p, k}, 1);
    }
  bw_collection_unref(f->data);
  f->data = bw_collection_new_of_parts(parts, samples);
  f->settings.neural.fit.schedule.n_epochs = 300;
  BwErrors validation;
  GError *error = NULL;
  g_autoptr(BwTrained) trained = train(f, NULL, &validation, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(fabs(trained->network->offsets[0] + 1030), <, 2);
  g_assert_cmpfloat(fabs(trained->network->offsets[1] + 2040), <, 2);
  g_assert_cmpfloat(f->last_loss, <, 0.5 * f->first_loss);
  g_assert_cmpfloat(validation.energy_mae, <, 1);
}

static void test_config(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPlan plan;
  GError *error = NULL;
  f->settings.neural.fit.schedule.n_epochs = 0;
  f->settings.neural.n_members = 3;
  bw_train_plan(f->data, &f->settings, NULL, &plan, &error);
  g_assert_no_error(error);
  g_assert_cmpint(plan.n_epochs, >, 100);
  g_assert_cmpint(plan.n_members, ==, 3);
  g_assert_cmpint(plan.n_unknowns, >, 500);
  g_assert_true(plan.seconds > 0 && plan.seconds < 3600 && plan.bytes > 1000);
  bw_train_plan_clear(&plan);
}

static void keep_jump(const BwMessage *message, gpointer data)
{
  if (strstr(bw_message_text(message), "the energy jumps when an atom passes the cutoff"))
    g_strlcpy(data, bw_message_text(message), 400);
}

/* What is not continuous at the cutoff trains, but not without a word. */
static void test_jumps(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  static const struct {
    const char *setting, *said;
  } cases[] = {{"", ""},
               {"cutoff_fn = none\n", "cutoff_fn = cosine"},
               {"cutoff_fn = none\ncutoff = 0\nrbf_cutoff = 5\n", ""},
               {"normalize_filter = true\n", "normalize_filter = false"}};
  f->settings.neural.fit.schedule.n_epochs = 1;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *description = g_strconcat(small, cases[i].setting, NULL);
    char said[400] = "";
    const BwTrainObserver observer = {.note = keep_jump, .data = said};
    BwErrors validation;
    g_autoptr(GError) error = NULL;
    f->settings.neural.description = description;
    g_autoptr(BwTrained) trained =
        bw_train(f->data, &f->settings, &validation, NULL, &observer, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(*cases[i].said ? strstr(said, cases[i].said) != NULL : *said == 0);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/neural-train/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add("/neural-train/resume", Fixture, NULL, set_up, test_resume, tear_down);
  g_test_add("/neural-train/threads", Fixture, NULL, set_up, test_threads, tear_down);
  g_test_add("/neural-train/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add("/neural-train/enough", Fixture, NULL, set_up, test_enough, tear_down);
  g_test_add("/neural-train/diverging", Fixture, NULL, set_up, test_diverging, tear_down);
  g_test_add("/neural-train/diverging-later", Fixture, NULL, set_up, test_diverging_later, tear_down);
  g_test_add("/neural-train/jumps", Fixture, NULL, set_up, test_jumps, tear_down);
  g_test_add("/neural-train/rare", Fixture, NULL, set_up, test_rare, tear_down);
  g_test_add("/neural-train/curve", Fixture, NULL, set_up, test_curve, tear_down);
  g_test_add("/neural-train/mixed", Fixture, NULL, set_up, test_mixed, tear_down);
  g_test_add("/neural-train/plan", Fixture, NULL, set_up, test_config, tear_down);
  return g_test_run();
}
