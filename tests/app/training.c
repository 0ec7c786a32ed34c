/* Trainings of a session, without a window: data are looked at, models come of them, one waits for the other,
 * and what was cancelled goes on another day. */
#include "../folder.h"
#include "app/session/bw-session.h"
#include "app/session/bw-flaw-words.h"
#include "app/session/bw-training-words.h"
#include "patience.h"
#include "water.h"

#include <locale.h>
#include <math.h>
#include <string.h>

struct _Fixture {
  BwSession *session;
  char *folder, *data;
  GString *trouble;
  int n_finished;
};

static void on_trouble(G_GNUC_UNUSED BwSession *session, const GError *error, gpointer data)
{
  g_string_append_printf(((Fixture *)data)->trouble, "%s\n", error->message);
}

static void on_finished(G_GNUC_UNUSED BwSession *session, G_GNUC_UNUSED const char *path, BwEntry *entry,
                        gpointer data)
{
  g_assert_cmpint(bw_entry_get_kind(entry), ==, BW_ENTRY_TRAINING);
  ((Fixture *)data)->n_finished++;
}

static void wait_for(Fixture *f, Condition condition)
{
  g_assert_true(happens(f, condition));
}

static gboolean has_dataset(Fixture *f)
{
  return bw_session_get_dataset(f->session) != NULL;
}

static gboolean has_frames(Fixture *f)
{
  BwStudy *study = bw_session_get_study(f->session);
  return !bw_study_is_busy(study);
}

static gboolean has_mixed(Fixture *f)
{
  BwCollection *data = bw_study_get_data(bw_session_get_study(f->session));
  return data && data->parts->len == 3;
}

static gboolean is_checked(Fixture *f)
{
  BwStudy *study = bw_session_get_study(f->session);
  return !bw_study_is_busy(study) && !bw_study_is_checking(study);
}

static gboolean no_job(Fixture *f)
{
  return bw_session_get_training_job(f->session) == NULL;
}

static gboolean is_paused(Fixture *f)
{
  BwTraining *job = bw_session_get_training_job(f->session);
  return !job || bw_training_get_state(job) == BW_JOB_PAUSED;
}

static gboolean one_finished(Fixture *f)
{
  return f->n_finished >= 1;
}

static gboolean two_finished(Fixture *f)
{
  return f->n_finished >= 2;
}

static void open_session(Fixture *f)
{
  f->session = bw_session_new(1);
  f->n_finished = 0;
  g_signal_connect(f->session, "trouble", G_CALLBACK(on_trouble), f);
  g_signal_connect(f->session, "finished", G_CALLBACK(on_finished), f);
  bw_session_open(f->session, (const char *const[]){f->data, NULL}, NULL);
  wait_for(f, has_dataset);
  wait_for(f, has_frames);
}

/* Once the data are checked: nothing may still compute when the test ends. */
static void close_session(Fixture *f)
{
  wait_for(f, is_checked);
  bw_session_close(f->session);
  g_clear_object(&f->session);
}

static void set_up(Fixture *f, gconstpointer data)
{
  f->folder = new_folder();
  f->data = write_water(f->folder, (WaterFlaws)GPOINTER_TO_INT(data));
  f->trouble = g_string_new(NULL);
  open_session(f);
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  if (f->session)
    close_session(f);
  while (g_main_context_iteration(NULL, FALSE))
    ;
  g_string_free(f->trouble, TRUE);
  remove_folder(f->folder);
  g_free(f->data);
}

static BwTraining *train(Fixture *f, const char *name, int n_train)
{
  static const double sigmas[] = {2, 5, 10, 20};
  g_autofree char *output = g_build_filename(f->folder, name, NULL);
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.n_train = n_train;
  settings.n_valid = 50;
  settings.kernel.sigmas = sigmas;
  settings.kernel.n_sigmas = G_N_ELEMENTS(sigmas);
  return bw_session_train(f->session, &(BwTrainSpec){.settings = settings, .output = output});
}

static int count_entries(Fixture *f, BwEntryKind kind)
{
  GListModel *entries = bw_session_get_entries(f->session);
  int n = 0;
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    n += bw_entry_get_kind(entry) == kind;
  }
  return n;
}

/* Two, one after the other; each model is there to simulate with. */
static void test_queue(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTraining *first = train(f, "first.bwmodel", 30), *second = train(f, "second.npz", 40);
  g_autoptr(BwTraining) kept = g_object_ref(first);
  g_assert_true(bw_session_get_training(f->session) == second); /* what was begun last is looked at */
  g_assert_true(bw_session_get_training_job(f->session) == first);
  g_assert_cmpint(bw_training_get_state(second), ==, BW_JOB_IDLE);
  g_assert_cmpint(count_entries(f, BW_ENTRY_TRAINING), ==, 2);
  wait_for(f, two_finished);
  g_assert_cmpstr(f->trouble->str, ==, "");
  g_assert_true(no_job(f));
  g_assert_cmpint(count_entries(f, BW_ENTRY_MODEL), ==, 2);
  BwPotential *potential = bw_session_get_potential(f->session);
  g_assert_true(g_str_has_suffix(potential->path, "second.npz"));
  g_assert_cmpint(bw_training_get_tried(first)->len, >=, 2);
  g_assert_nonnull(bw_training_get_comparison(first));
  g_assert_true(bw_training_is_over(first));
  g_assert_true(bw_session_can_start(f->session));
  g_autofree char *words = bw_training_describe(first);
  g_assert_cmpstr(words, ==, "sGDML, 30 points");

  g_autoptr(BwEntry) entry = g_object_ref(bw_session_find_training(f->session, first));
  bw_session_show_entry(f->session, entry);
  g_assert_true(bw_session_get_training(f->session) == first);
  bw_session_remove_entry(f->session, entry);
  g_assert_null(bw_session_get_training(f->session));
  g_assert_true(g_file_test(bw_training_get_output(kept), G_FILE_TEST_EXISTS)); /* never from the disk */
}

/* One that waits gives its place up; one that pauses is cancelled all the same. */
static void test_cancel(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTraining *first = train(f, "first.bwmodel", 60), *second = train(f, "second.bwmodel", 30);
  bw_session_pause_training(f->session, TRUE);
  wait_for(f, is_paused);
  bw_session_cancel_training(f->session, second);
  g_assert_cmpint(bw_training_get_state(second), ==, BW_JOB_STOPPED);
  bw_session_cancel_training(f->session, first);
  wait_for(f, no_job);
  g_assert_cmpint(bw_training_get_state(first), ==, BW_JOB_STOPPED);
  g_assert_cmpint(f->n_finished, ==, 0);
  g_assert_cmpstr(f->trouble->str, ==, "");
}

static void test_failure(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTraining *training = train(f, "first.bwmodel", 10 * N_FRAMES);
  wait_for(f, no_job);
  g_assert_cmpint(bw_training_get_state(training), ==, BW_JOB_FAILED);
  g_assert_nonnull(bw_training_get_status(training)->error);
  g_assert_nonnull(strstr(f->trouble->str, "water: "));
}

/* Goes on bit by bit until the first σ has been tried, and pauses there. */
static void pause_after_first(Fixture *f, BwTraining *training)
{
  bw_session_pause_training(f->session, TRUE);
  wait_for(f, is_paused);
  while (bw_training_get_tried(training)->len == 0) {
    bw_session_pause_training(f->session, FALSE);
    g_usleep(50);
    bw_session_pause_training(f->session, TRUE);
    while (g_main_context_iteration(NULL, FALSE))
      ;
    wait_for(f, is_paused);
  }
}

/* What was left of a training of these data. */
static const BwTrainingRecord *get_record(Fixture *f)
{
  BwStudy *study = bw_session_get_study(f->session);
  const GError *error = bw_study_get_error(study);
  g_assert_cmpstr(error ? error->message : NULL, ==, NULL); /* data that cannot be read have none */
  const BwTrainingRecord *record = bw_study_get_record(study);
  g_assert_nonnull(record);
  return record;
}

/* Closing the window loses nothing that is in the checkpoint; another day it is offered. */
static void test_another_day(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *checkpoint = g_build_filename(f->folder, "first.bwmodel.training", NULL);
  pause_after_first(f, train(f, "first.bwmodel", 60));
  close_session(f);
  g_assert_true(g_file_test(checkpoint, G_FILE_TEST_EXISTS));
  open_session(f);
  const BwTrainingRecord *record = get_record(f);
  const BwTrainSettings *settings = &record->spec.settings;
  g_assert_cmpint(settings->n_train, ==, 60);
  g_assert_cmpint(settings->kernel.n_sigmas, ==, 4);
  g_assert_cmpfloat(settings->kernel.sigmas[3], ==, 20);
  g_assert_true(settings->resume);
  g_assert_nonnull(bw_session_continue_training(f->session));
  wait_for(f, one_finished);
  g_assert_cmpstr(f->trouble->str, ==, "");
  g_assert_null(bw_study_get_record(bw_session_get_study(f->session))); /* nothing is left to offer */
  g_assert_false(g_file_test(checkpoint, G_FILE_TEST_EXISTS));
}

static gboolean has_epoch(Fixture *f)
{
  BwTraining *job = bw_session_get_training_job(f->session);
  return !job || bw_training_get_epochs(job)->len > 0;
}

/* What was asked of a network is remembered to the letter; stopped the next day, its best is a model. */
static void test_network(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *output = g_build_filename(f->folder, "net.bwmodel", NULL);
  BwTrainSpec spec = {.output = output};
  BwNeuralSettings *neural = &spec.settings.neural;
  bw_train_settings_init(&spec.settings);
  spec.settings.kind = BW_MODEL_GAT;
  spec.settings.n_train = 20;
  spec.settings.n_valid = 10;
  spec.settings.seed = 7;
  neural->description = "[network]\nn_atom_basis=4\nn_interactions=1\n";
  neural->n_members = 2;
  neural->fit.batch_size = 5;
  neural->fit.precision = BW_DOUBLE;
  neural->fit.weights.energy = 0.125;
  neural->fit.schedule.kind = BW_SCHEDULE_PLATEAU;
  neural->fit.schedule.rate = 0.003;
  neural->fit.schedule.patience = 99;
  neural->fit.schedule.n_epochs = 100000;
  bw_session_train(f->session, &spec);
  wait_for(f, has_epoch);
  close_session(f);
  open_session(f);
  const BwTrainingRecord *record = get_record(f);
  const BwNeuralSettings *kept = &record->spec.settings.neural;
  g_assert_cmpint(record->spec.settings.kind, ==, BW_MODEL_GAT);
  g_assert_cmpuint(record->spec.settings.seed, ==, 7);
  g_assert_cmpstr(kept->description, ==, neural->description);
  g_assert_cmpint(kept->n_members, ==, 2);
  g_assert_cmpmem(&kept->fit, sizeof kept->fit, &neural->fit, sizeof neural->fit);

  g_autoptr(BwTraining) training = g_object_ref(bw_session_continue_training(f->session));
  wait_for(f, has_epoch);
  g_autofree char *stage = bw_training_describe_stage(training);
  g_assert_nonnull(strstr(stage, "member 1 of 2"));
  bw_session_finish_training(f->session, training);
  wait_for(f, one_finished);
  g_assert_cmpstr(f->trouble->str, ==, "");
  g_assert_cmpint(count_entries(f, BW_ENTRY_MODEL), ==, 1);
  g_assert_null(bw_study_get_record(bw_session_get_study(f->session)));
}

/* Three diatomic molecules by turns, on springs. */
static void write_mixed(const char *path)
{
  static const char *const partners[] = {"H", "F", "O"};
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < 120; i++) {
    double length = 0.9 + 0.1 * (i % 3) + 0.05 * sin(12.9898 * i), stretch = length - 0.9 - 0.1 * (i % 3);
    g_string_append_printf(text,
                           "2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=%.9f\n"
                           "H 0 0 0 0 0 %.9f\n%s 0 0 %.9f 0 0 %.9f\n",
                           10 * stretch * stretch, 20 * stretch, partners[i % 3], length, -20 * stretch);
  }
  g_assert_true(g_file_set_contents(path, text->str, -1, NULL));
}

/* Of many systems networks learn; each frame counts. */
static void test_mixed(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(f->folder, "mixed.xyz", NULL);
  g_autofree char *output = g_build_filename(f->folder, "mixed.bwmodel", NULL);
  write_mixed(path);
  bw_session_open(f->session, (const char *const[]){path, NULL}, NULL);
  wait_for(f, has_mixed);
  BwStudy *study = bw_session_get_study(f->session);
  wait_for(f, is_checked);
  g_assert_no_error(bw_study_get_error(study));
  g_assert_null(bw_study_get_dataset(study));
  g_assert_cmpint(bw_collection_get_n_samples(bw_study_get_data(study)), ==, 120);
  const GPtrArray *flaws = bw_study_get_check(study)->flaws;
  for (guint i = 0; i < flaws->len; i++) {
    const BwFlaw *flaw = flaws->pdata[i];
    g_assert_false(flaw->kind == BW_FLAW_COMPOSITION && flaw->severity == BW_SEVERITY_ERROR);
  }
  BwTrainSpec spec = {.output = output};
  bw_train_settings_init(&spec.settings);
  spec.settings.kind = BW_MODEL_SCHNET;
  spec.settings.n_train = 60;
  spec.settings.n_valid = 30;
  spec.settings.neural.description = "[network]\nn_atom_basis=4\nn_interactions=1\n";
  spec.settings.neural.fit.schedule.n_epochs = 2;
  BwTraining *training = bw_session_train(f->session, &spec);
  g_assert_null(bw_training_get_atoms(training));
  wait_for(f, one_finished);
  g_assert_cmpstr(f->trouble->str, ==, "");
  g_assert_true(isfinite(bw_training_get_status(training)->validation.force_mae));
}

/* A curve that was closed in its middle is offered another day too, and goes on with the sizes that are left.
 */
static void test_curve(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  static const int sizes[] = {20, 40, 60};
  static const double sigmas[] = {2, 5, 10, 20};
  g_autofree char *output = g_build_filename(f->folder, "curve.csv", NULL);
  BwTrainSpec spec = {.output = output, .sizes = sizes, .n_sizes = G_N_ELEMENTS(sizes)};
  bw_train_settings_init(&spec.settings);
  spec.settings.n_valid = 50;
  spec.settings.kernel.sigmas = sigmas;
  spec.settings.kernel.n_sigmas = G_N_ELEMENTS(sigmas);
  pause_after_first(f, bw_session_train(f->session, &spec));
  close_session(f);
  open_session(f);
  const BwTrainingRecord *record = get_record(f);
  g_assert_cmpint(record->spec.n_sizes, ==, 3);
  g_assert_cmpint(record->spec.sizes[2], ==, 60);
  g_autoptr(BwTraining) training = g_object_ref(bw_session_continue_training(f->session));
  wait_for(f, one_finished);
  g_assert_cmpstr(f->trouble->str, ==, "");
  g_autofree char *words = bw_training_describe(training);
  g_assert_cmpstr(words, ==, "sGDML, learning curve");
  const GArray *points = bw_training_get_points(training);
  g_assert_cmpuint(points->len, ==, 3);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint(g_array_index(points, BwLearningPoint, i).n_train, ==, sizes[i]);
  g_assert_true(g_file_test(output, G_FILE_TEST_EXISTS));
  g_assert_null(bw_study_get_record(bw_session_get_study(f->session)));
  g_assert_cmpint(count_entries(f, BW_ENTRY_MODEL), ==, 0);
}

/* What is wrong with all of it is not cured by leaving frames out. */
static void test_gradients(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwStudy *study = bw_session_get_study(f->session);
  g_assert_cmpint(bw_study_judge(study), ==, BW_VERDICT_PENDING);
  wait_for(f, is_checked);
  g_assert_cmpint(bw_study_judge(study), ==, BW_VERDICT_BAD_SET);
  const BwFlaw *flaw = bw_study_get_check(study)->flaws->pdata[0];
  g_autofree char *sentence = bw_words_flaw(flaw), *remedy = bw_words_flaw_remedy(flaw);
  g_assert_cmpint(flaw->kind, ==, BW_FLAW_SIGN);
  g_assert_true(g_str_has_prefix(sentence, "The energies rise where the forces point"));
  g_assert_cmpstr(remedy, ==, "change the sign of the forces in the file");
  bw_study_set_leave_out(study, TRUE);
  wait_for(f, has_frames);
  g_assert_cmpint(bw_study_judge(study), ==, BW_VERDICT_BAD_SET);
}

/* What is said to be left changes in steps, and not before the estimate is a step away. */
static void test_calm(void)
{
  g_assert_true(isnan(bw_words_calm_seconds(30, NAN)));
  g_assert_cmpfloat(bw_words_calm_seconds(NAN, 31.4), ==, 35);
  g_assert_cmpfloat(bw_words_calm_seconds(35, 38), ==, 35);
  g_assert_cmpfloat(bw_words_calm_seconds(35, 29), ==, 30);
  g_assert_cmpfloat(bw_words_calm_seconds(30, 4.2), ==, 5);
  g_assert_cmpfloat(bw_words_calm_seconds(NAN, 100), ==, 120);
  g_assert_cmpfloat(bw_words_calm_seconds(NAN, 5000), ==, 5400);
}

static void test_leave_out(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  wait_for(f, is_checked);
  BwStudy *study = bw_session_get_study(f->session);
  g_assert_no_error(bw_study_get_error(study));
  g_assert_nonnull(bw_study_get_summary(study));
  g_assert_cmpint(bw_study_get_dataset(study)->n_frames, ==, N_FRAMES);
  g_assert_cmpint(bw_study_count_bad(study), ==, 1);
  bw_study_set_leave_out(study, TRUE);
  wait_for(f, has_frames);
  g_assert_cmpint(bw_study_get_dataset(study)->n_frames, ==, N_FRAMES - 1);
  g_assert_cmpint(bw_study_judge(study), ==, BW_VERDICT_FINE);
  train(f, "first.bwmodel", 30);
  wait_for(f, one_finished);
  bw_study_set_leave_out(study, FALSE);
  g_assert_cmpint(bw_study_get_dataset(study)->n_frames, ==, N_FRAMES);
}

/* Frames with energies alone can be learned from, too. */
static void test_energies(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwDataset *dataset = bw_study_get_dataset(bw_session_get_study(f->session));
  g_assert_nonnull(dataset->energies);
  g_assert_null(dataset->forces);
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.kind = BW_MODEL_KRR;
  settings.n_train = 60;
  settings.n_valid = 50;
  g_autofree char *output = g_build_filename(f->folder, "krr.bwmodel", NULL);
  BwTraining *training = bw_session_train(f->session, &(BwTrainSpec){.settings = settings, .output = output});
  wait_for(f, no_job);
  g_assert_cmpstr(f->trouble->str, ==, "");
  g_assert_cmpint(bw_training_get_state(training), ==, BW_JOB_FINISHED);
  g_assert_true(isfinite(bw_training_get_status(training)->validation.energy_mae));
  wait_for(f, one_finished);
}

int main(int argc, char **argv)
{
  char *home = new_folder();
  setlocale(LC_ALL, "C.UTF-8");
  g_setenv("XDG_DATA_HOME", home, TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add("/training/queue", Fixture, NULL, set_up, test_queue, tear_down);
  g_test_add("/training/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add("/training/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add("/training/another-day", Fixture, NULL, set_up, test_another_day, tear_down);
  g_test_add("/training/network", Fixture, NULL, set_up, test_network, tear_down);
  g_test_add("/training/mixed", Fixture, NULL, set_up, test_mixed, tear_down);
  g_test_add("/training/curve", Fixture, NULL, set_up, test_curve, tear_down);
  g_test_add("/training/gradients", Fixture, GINT_TO_POINTER(WATER_GRADIENTS), set_up, test_gradients,
             tear_down);
  g_test_add_func("/training/calm", test_calm);
  g_test_add("/training/leave-out", Fixture, GINT_TO_POINTER(WATER_TWICE), set_up, test_leave_out, tear_down);
  g_test_add("/training/energies", Fixture, GINT_TO_POINTER(WATER_NO_FORCES), set_up, test_energies,
             tear_down);
  int status = g_test_run();
  remove_folder(home);
  return status;
}
