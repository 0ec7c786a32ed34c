/* The thread that trains: what it tells, how it pauses and ends, and that nothing is lost. */
#include "base/error.h"
#include "engine/trainer.h"
#include "folder.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

enum { N_FRAMES = 60, N_ATOMS = 3, PATIENCE = 60 /* s */ };

/* Three atoms that attract each other, moved about by a sequence that looks random. */
static BwDataset *make_dataset(void)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N_ATOMS, (int[]){8, 1, 1}, NULL, NULL);
  static const double rest[N_ATOMS * 3] = {0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0};
  BwDataset *dataset = bw_dataset_new(atoms, N_FRAMES, TRUE, TRUE);
  BwPotential *potential = bw_lennard_jones_new(0.5, 0.9, 0);
  for (int i = 0; i < N_FRAMES * N_ATOMS * 3; i++)
    dataset->positions[i] = rest[i % (N_ATOMS * 3)] + 0.05 * sin(12.9898 * i + 78.233 * sin(i));
  g_autoptr(GError) error = NULL;
  const BwReplicas replicas = {N_FRAMES, N_ATOMS, atoms->numbers, NULL, dataset->positions};
  BwEvaluation evaluation = {.energies = dataset->energies, .forces = dataset->forces};
  bw_potential_evaluate(potential, &replicas, &evaluation, NULL, &error);
  g_assert_no_error(error);
  bw_potential_unref(potential);
  return dataset;
}

typedef struct {
  BwDataset *dataset;
  BwCollection *data;
  BwTrainer *trainer;
  char *folder, *output;
  int n_notices;
  BwTrainSpec spec;
} Fixture;

static void count_notice(G_GNUC_UNUSED BwTrainer *trainer, gpointer data)
{
  ((Fixture *)data)->n_notices++;
}

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  static const double sigmas[] = {2, 5, 10};
  f->dataset = make_dataset();
  f->data = bw_collection_new(f->dataset);
  f->folder = new_folder();
  f->output = g_build_filename(f->folder, "model.bwmodel", NULL);
  f->trainer = bw_trainer_new(1, FALSE, count_notice, f);
  f->spec = (BwTrainSpec){.data = f->data, .output = f->output};
  bw_train_settings_init(&f->spec.settings);
  f->spec.settings.n_train = 30;
  f->spec.settings.n_valid = 20;
  f->spec.settings.kernel.sigmas = sigmas;
  f->spec.settings.kernel.n_sigmas = G_N_ELEMENTS(sigmas);
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_trainer_free(f->trainer);
  bw_collection_unref(f->data);
  bw_dataset_unref(f->dataset);
  remove_folder(f->folder);
  g_free(f->output);
}

static BwJobState get_state(Fixture *f)
{
  BwTrainStatus status;
  bw_trainer_get_status(f->trainer, &status);
  BwJobState state = status.state;
  bw_train_status_clear(&status);
  return state;
}

static void start(Fixture *f)
{
  g_autoptr(GError) error = NULL;
  bw_trainer_start(f->trainer, &f->spec, &error);
  g_assert_no_error(error);
}

static void wait_for(Fixture *f, BwJobState state)
{
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  while (get_state(f) != state) {
    g_assert_cmpint(g_get_monotonic_time(), <, end);
    g_usleep(1000);
  }
}

static void count_tried(const BwTrainEvent *event, gpointer data)
{
  if (event->kind != BW_TRAIN_TRIED)
    return;
  g_assert_cmpfloat(event->sigma, >=, 2);
  g_assert_cmpint(event->errors.n, ==, 20);
  ++*(int *)data;
}

static void count(G_GNUC_UNUSED const BwTrainEvent *event, gpointer data)
{
  ++*(int *)data;
}

static void test_whole(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  int n_tried = 0, n_left = 0;
  BwTrainStatus status;
  start(f);
  bw_trainer_wait(f->trainer);
  bw_trainer_get_status(f->trainer, &status);
  g_assert_no_error(status.error);
  g_assert_cmpint(status.state, ==, BW_JOB_FINISHED);
  g_assert_cmpint(status.validation.n, ==, 20);
  g_assert_cmpfloat(status.validation.force_mae, <, 0.5);
  g_assert_cmpint(status.progress.stage, !=, BW_STAGE_NONE);
  g_assert_cmpfloat(status.seconds, >, 0);
  g_assert_cmpstr(status.output, ==, f->output);
  bw_train_status_clear(&status);
  bw_trainer_drain_events(f->trainer, count_tried, &n_tried);
  g_assert_cmpint(n_tried, >=, 2);
  bw_trainer_drain_events(f->trainer, count, &n_left);
  g_assert_cmpint(n_left, ==, 0);

  g_autoptr(BwComparison) comparison = bw_trainer_take_comparison(f->trainer);
  g_assert_nonnull(comparison);
  g_assert_cmpint(comparison->n_atoms, ==, N_ATOMS);
  g_assert_null(bw_trainer_take_comparison(f->trainer));

  g_autoptr(GError) error = NULL;
  BwPotential *potential = bw_potential_open(f->output, &error);
  g_assert_no_error(error);
  g_assert_true(bw_potential_check_atoms(potential, f->dataset->atoms, NULL));
  bw_potential_unref(potential);

  g_assert_cmpint(f->n_notices, ==, 0); /* nothing is said outside the main context */
  while (g_main_context_iteration(NULL, FALSE))
    ;
  g_assert_cmpint(f->n_notices, ==, 1); /* and all of it at once */
  start(f);                             /* another one */
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_FINISHED);
}

static void test_pause(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainStatus status, later;
  g_autoptr(GError) error = NULL;
  start(f);
  bw_trainer_pause(f->trainer);
  g_assert_false(bw_trainer_start(f->trainer, &f->spec, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  wait_for(f, BW_JOB_PAUSED);
  bw_trainer_get_status(f->trainer, &status);
  g_usleep(50000);
  bw_trainer_get_status(f->trainer, &later);
  g_assert_cmpint(later.state, ==, BW_JOB_PAUSED);
  g_assert_cmpfloat(later.seconds, ==, status.seconds); /* a pause is no work */
  g_assert_false(g_file_test(f->output, G_FILE_TEST_EXISTS));
  bw_train_status_clear(&status);
  bw_train_status_clear(&later);
  bw_trainer_resume(f->trainer);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_FINISHED);
  g_assert_true(g_file_test(f->output, G_FILE_TEST_EXISTS));
}

/* Also while it pauses; the next one begins as if nothing had been. */
static void test_cancel(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  start(f);
  bw_trainer_pause(f->trainer);
  wait_for(f, BW_JOB_PAUSED);
  bw_trainer_cancel(f->trainer);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_STOPPED);
  g_assert_false(g_file_test(f->output, G_FILE_TEST_EXISTS));
  start(f);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_FINISHED);
  start(f); /* and is left to its end by who goes away */
}

static void count_reached(const BwTrainEvent *event, gpointer data)
{
  *(int *)data += event->kind == BW_TRAIN_REACHED;
}

/* Goes on bit by bit until there is a first one, of a σ that was tried or a size that was reached; pauses. */
static void pause_after_first(Fixture *f, void (*count_some)(const BwTrainEvent *event, gpointer data))
{
  int n_seen = 0;
  bw_trainer_pause(f->trainer);
  wait_for(f, BW_JOB_PAUSED);
  while (n_seen == 0) {
    bw_trainer_resume(f->trainer);
    g_usleep(50);
    bw_trainer_pause(f->trainer);
    wait_for(f, BW_JOB_PAUSED);
    bw_trainer_drain_events(f->trainer, count_some, &n_seen);
  }
}

/* What was interrupted goes on to the same model. */
static void test_resume(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *checkpoint = g_build_filename(f->folder, "model.training", NULL);
  g_autofree char *again = g_build_filename(f->folder, "again.bwmodel", NULL);
  g_autoptr(GError) error = NULL;
  start(f);
  bw_trainer_wait(f->trainer);
  f->spec.output = again;
  f->spec.settings.checkpoint = checkpoint;
  start(f);
  pause_after_first(f, count_tried);
  bw_trainer_cancel(f->trainer);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_STOPPED);
  g_assert_true(g_file_test(checkpoint, G_FILE_TEST_EXISTS));
  f->spec.settings.resume = TRUE;
  start(f);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_FINISHED);
  g_assert_false(g_file_test(checkpoint, G_FILE_TEST_EXISTS));
  g_autoptr(BwGdmlFile) first = bw_gdml_file_read(f->output, &error),
                        second = bw_gdml_file_read(again, &error);
  g_assert_no_error(error);
  gsize size = sizeof(double) * (gsize)first->n_train * (gsize)first->n_descriptors;
  g_assert_cmpfloat(first->sig, ==, second->sig);
  g_assert_cmpmem(first->R_d_desc_alpha, size, second->R_d_desc_alpha, size);
}

static char *read_table(const char *path)
{
  char *text;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(path, &text, NULL, &error);
  g_assert_no_error(error);
  return text;
}

/* The errors of a table's rows; the time they took is another one each time. */
static void assert_same_curve(const char *first, const char *second)
{
  g_autofree char *a = read_table(first), *b = read_table(second);
  g_auto(GStrv) rows_a = g_strsplit(a, "\n", -1), rows_b = g_strsplit(b, "\n", -1);
  g_assert_cmpuint(g_strv_length(rows_a), ==, 3 + 3 + 1);
  g_assert_cmpuint(g_strv_length(rows_b), ==, 3 + 3 + 1);
  for (int i = 3; i < 6; i++) {
    g_auto(GStrv) fields_a = g_strsplit(rows_a[i], ",", -1), fields_b = g_strsplit(rows_b[i], ",", -1);
    for (int k = 0; k < 8; k++)
      g_assert_cmpstr(fields_a[k], ==, fields_b[k]);
  }
}

/* A learning curve that was cancelled goes on with the sizes it had not reached, to the same numbers. */
static void test_curve(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  static const int sizes[] = {10, 20, 30};
  int n_reached = 0;
  g_autofree char *whole = g_build_filename(f->folder, "whole.csv", NULL),
                  *parts = g_build_filename(f->folder, "parts.csv", NULL),
                  *checkpoint = g_build_filename(f->folder, "parts.csv.training", NULL);
  f->spec.sizes = sizes;
  f->spec.n_sizes = G_N_ELEMENTS(sizes);
  f->spec.output = whole;
  start(f);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_FINISHED);
  bw_trainer_drain_events(f->trainer, count_reached, &n_reached);
  g_assert_cmpint(n_reached, ==, 3);

  f->spec.output = parts;
  f->spec.settings.checkpoint = checkpoint;
  start(f);
  pause_after_first(f, count_reached);
  bw_trainer_cancel(f->trainer);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_STOPPED);
  f->spec.settings.resume = TRUE;
  start(f);
  bw_trainer_wait(f->trainer);
  g_assert_cmpint(get_state(f), ==, BW_JOB_FINISHED);
  n_reached = 0;
  bw_trainer_drain_events(f->trainer, count_reached, &n_reached);
  g_assert_cmpint(n_reached, ==, 3); /* those that were there are told again */
  g_assert_false(g_file_test(checkpoint, G_FILE_TEST_EXISTS));
  assert_same_curve(whole, parts);

  BwTrainStatus status;
  f->spec.settings.seed = 1; /* another curve */
  start(f);
  bw_trainer_wait(f->trainer);
  bw_trainer_get_status(f->trainer, &status);
  g_assert_error(status.error, BW_ERROR, BW_ERROR_ARGUMENT);
  bw_train_status_clear(&status);
}

static void test_failure(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainStatus status;
  f->spec.settings.n_train = 10 * N_FRAMES;
  start(f);
  bw_trainer_wait(f->trainer);
  bw_trainer_get_status(f->trainer, &status);
  g_assert_cmpint(status.state, ==, BW_JOB_FAILED);
  g_assert_error(status.error, BW_ERROR, BW_ERROR_ARGUMENT);
  bw_train_status_clear(&status);

  f->spec.settings.n_train = 30;
  f->spec.output = "/nowhere/at/all.bwmodel";
  start(f);
  bw_trainer_wait(f->trainer);
  bw_trainer_get_status(f->trainer, &status);
  g_assert_cmpint(status.state, ==, BW_JOB_FAILED);
  g_assert_nonnull(strstr(status.error->message, "/nowhere/at"));
  bw_train_status_clear(&status);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/trainer/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add("/trainer/pause", Fixture, NULL, set_up, test_pause, tear_down);
  g_test_add("/trainer/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add("/trainer/resume", Fixture, NULL, set_up, test_resume, tear_down);
  g_test_add("/trainer/curve", Fixture, NULL, set_up, test_curve, tear_down);
  g_test_add("/trainer/failure", Fixture, NULL, set_up, test_failure, tear_down);
  return g_test_run();
}
