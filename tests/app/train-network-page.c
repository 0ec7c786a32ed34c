/* What the Train page has for networks: its rows, files of settings, and what is learnt beside energies. */
#include "output-named.h"
#include "train-pages.h"

#include "app/pages/bw-epochs-view.h"
#include "app/pages/bw-output-rows.h"
#include "app/plots/bw-epochs-plot.h"
#include "potential/network/outputs.h"
#include "potential/networks.h"

/* Networks have rows of their own, and most of the frames to learn from. */
static void test_network_settings(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  BwTrainSpec spec;
  BwNeuralSettings usual;
  adw_combo_row_set_selected(page->kind, BW_MODEL_GGNN);
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(page->search)));
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(page->solver)));
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(page->network_rows)));
  g_assert_true(happens(f, can_start));
  g_assert_nonnull(strstr(gtk_label_get_label(page->plan_label), " weights · "));
  g_assert_true(g_str_has_suffix(page->output, "water-ggnn-128.bwmodel"));

  bw_neural_settings_init(&usual);
  g_assert_true(bw_train_page_read(page, &spec, NULL));
  g_assert_cmpint(spec.settings.kind, ==, BW_MODEL_GGNN);
  g_assert_cmpint(spec.settings.n_train, ==, 128);
  g_assert_cmpint(spec.settings.n_valid, ==, 32);
  g_assert_cmpint(spec.settings.neural.n_members, ==, usual.n_members);
  g_assert_cmpmem(&spec.settings.neural.fit, sizeof usual.fit, &usual.fit, sizeof usual.fit);
  g_assert_nonnull(strstr(spec.settings.neural.description, "n_interactions=3\n"));
  g_assert_null(strstr(spec.settings.neural.description, "aggregate")); /* its name says it */
  bw_train_spec_clear(&spec);

  adw_combo_row_set_selected(page->kind, BW_MODEL_MPNN);
  g_assert_true(bw_train_page_read(page, &spec, NULL));
  g_assert_nonnull(strstr(spec.settings.neural.description, "aggregate=sum\n"));
  bw_train_spec_clear(&spec);
  adw_combo_row_set_selected(page->kind, BW_MODEL_SGDML);
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(page->search)));
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(page->network_rows)));
  g_assert_cmpfloat(bw_number_row_get_value(page->n_train), ==, 128); /* 80 % of few frames */
}

static gboolean has_epochs(Fixture *f)
{
  BwTraining *training = bw_session_get_training(f->session);
  return bw_training_get_epochs(training)->len > 2 && gtk_widget_get_sensitive(f->page->finish_button);
}

/* Pauses, goes on, and is stopped when it is good enough: then there is a model. */
static void test_network(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  g_autofree char *output = g_build_filename(home, "water.bwmodel", NULL);
  BwTrainSpec spec = {.output = output};
  bw_train_settings_init(&spec.settings);
  spec.settings.kind = BW_MODEL_SCHNET;
  spec.settings.n_train = 20;
  spec.settings.n_valid = 10;
  spec.settings.neural.description = "[network]\nn_atom_basis=4\nn_interactions=1\n";
  spec.settings.neural.fit.schedule.n_epochs = 1000000;
  g_assert_false(gtk_widget_get_visible(page->finish_button));
  BwTraining *training = bw_session_train(f->session, &spec);
  g_assert_true(happens(f, has_epochs));
  GtkWidget *view = find(GTK_WIDGET(page), BW_TYPE_EPOCHS_VIEW);
  g_autofree char *stage = bw_training_describe_stage(training);
  g_assert_true(gtk_widget_get_visible(view));
  g_assert_nonnull(strstr(stage, " s per epoch"));
  press(page->pause_button);
  WAIT_FOR(bw_training_get_state(training) == BW_JOB_PAUSED);
  g_assert_cmpstr(gtk_button_get_label(GTK_BUTTON(page->pause_button)), ==, "_Resume");
  press(page->pause_button);
  WAIT_FOR(bw_training_get_state(training) == BW_JOB_RUNNING);
  press(page->pause_button);
  WAIT_FOR(bw_training_get_state(training) == BW_JOB_PAUSED);
  press(page->finish_button); /* one that pauses, too */
  g_assert_false(bw_training_can_finish(training));
  g_assert_false(gtk_widget_get_sensitive(page->finish_button));
  g_assert_true(happens(f, is_finished));
  g_assert_false(gtk_widget_get_visible(page->finish_button));
  g_assert_true(gtk_widget_get_visible(page->simulate_button));
  g_assert_true(g_file_test(output, G_FILE_TEST_EXISTS));
}

/* The row of a label. */
static GtkWidget *find_row(GtkWidget *widget, const char *title)
{
  if (ADW_IS_ACTION_ROW(widget) &&
      g_strcmp0(adw_preferences_row_get_title(ADW_PREFERENCES_ROW(widget)), title) == 0)
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_row(child, title);
  return found;
}

static void learn(Fixture *f, const char *label, const char *how)
{
  AdwComboRow *row = ADW_COMBO_ROW(find_row(find(GTK_WIDGET(f->page), BW_TYPE_OUTPUT_ROWS), label));
  GListModel *names = adw_combo_row_get_model(row);
  for (guint k = 0; k < g_list_model_get_n_items(names); k++) {
    g_autoptr(GtkStringObject) name = g_list_model_get_item(names, k);
    if (g_str_equal(gtk_string_object_get_string(name), how)) {
      adw_combo_row_set_selected(row, k);
      return;
    }
  }
  g_assert_not_reached();
}

static void make_small(Fixture *f)
{
  g_autofree char *path = g_build_filename(home, "small.ini", NULL);
  g_autoptr(GError) error = NULL;
  g_file_set_contents(path,
                      "[network]\nmodel = schnet\nn_atom_basis = 8\nn_interactions = 1\n"
                      "[outputs]\ntotal_charge = -1\nenergy = sum eV\nother = dipole D dipole\n"
                      "[training]\nnum_train = 40\nnum_val = 10\nmax_epochs = 3\ngradient_clip = 7\n"
                      "learning_rate = 0.0012345678\nother_weight = 3\nseed = 11\n",
                      -1, &error);
  g_assert_no_error(error);
  bw_train_page_open_config(f->page, path);
}

static gboolean has_file(Fixture *f)
{
  return gtk_widget_get_visible(f->page->config_clear);
}

static char *get_line(const BwTrainSpec *spec, const char *name)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_key_file_load_from_data(file, spec->settings.neural.description, (gsize)-1, G_KEY_FILE_NONE, NULL);
  return g_key_file_get_string(file, "outputs", name, NULL);
}

/* What a file says comes to the training, whether a row shows it or not. */
static void test_settings_file(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  BwTrainSpec spec;
  make_small(f);
  g_assert_true(happens(f, has_file));
  g_assert_cmpstr(adw_action_row_get_subtitle(page->config_row), ==, "Settings of small.ini");
  g_assert_cmpint(adw_combo_row_get_selected(page->kind), ==, BW_MODEL_SCHNET);
  g_assert_true(bw_train_page_read(page, &spec, NULL));
  const BwFitSettings *fit = &spec.settings.neural.fit;
  g_assert_cmpint(spec.settings.n_train, ==, 40);
  g_assert_cmpint(spec.settings.n_valid, ==, 10);
  g_assert_cmpuint(spec.settings.seed, ==, 11);
  g_assert_cmpint(fit->schedule.n_epochs, ==, 3);
  g_assert_cmpfloat(fit->schedule.rate, ==, 0.0012345678); /* more digits than its row has */
  g_assert_cmpfloat(fit->adam.largest_norm, ==, 7);
  g_assert_cmpfloat(fit->weights.outputs[0], ==, 3);
  g_assert_nonnull(strstr(spec.settings.neural.description, "n_atom_basis=8\n"));
  g_autofree char *charge = get_line(&spec, "total_charge"), *other = get_line(&spec, "other");
  g_assert_cmpfloat(g_ascii_strtod(charge, NULL), ==, -1);
  g_assert_cmpstr(other, ==, "dipole D dipole");
  bw_train_spec_clear(&spec);

  learn(f, "gap", "Mean of atoms"); /* comes after it, and has the usual weight */
  g_assert_true(bw_train_page_read(page, &spec, NULL));
  g_autofree char *gap = get_line(&spec, "gap");
  g_assert_cmpstr(gap, ==, "mean eV");
  g_assert_cmpfloat(spec.settings.neural.fit.weights.outputs[0], ==, 3);
  g_assert_cmpfloat(spec.settings.neural.fit.weights.outputs[1], ==, 1);
  bw_train_spec_clear(&spec);

  g_signal_emit_by_name(page->config_clear, "clicked");
  g_assert_true(bw_train_page_read(page, &spec, NULL));
  g_assert_null(strstr(spec.settings.neural.description, "outputs"));
  bw_train_spec_clear(&spec);
}

static gboolean has_failed(Fixture *f)
{
  return gtk_widget_has_css_class(GTK_WIDGET(f->page->config_row), "error");
}

static void test_bad_settings_file(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(home, "bad.ini", NULL);
  g_file_set_contents(path, "[network]\nmodel = schnet\nn_atom_bases = 8\n", -1, NULL);
  bw_train_page_open_config(f->page, path);
  g_assert_true(happens(f, has_failed));
  g_assert_nonnull(strstr(adw_action_row_get_subtitle(f->page->config_row), "n_atom_bases"));
  g_assert_cmpint(adw_combo_row_get_selected(f->page->kind), ==, BW_MODEL_SGDML); /* nothing was taken */
}

static gboolean is_written(G_GNUC_UNUSED Fixture *f)
{
  g_autofree char *path = g_build_filename(home, "saved.ini", NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* What is saved says the same when it is opened. */
static void test_saved_settings(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  BwTrainSpec before, after;
  g_autofree char *path = g_build_filename(home, "saved.ini", NULL);
  adw_combo_row_set_selected(page->kind, BW_MODEL_GAT);
  learn(f, "dipole", "Dipole");
  bw_number_row_set_value(page->seed, 5);
  g_assert_true(bw_train_page_read(page, &before, NULL));
  bw_train_page_save_config(page, path);
  g_assert_true(happens(f, is_written));
  g_assert_true(happens(f, has_file));
  gtk_widget_set_visible(page->config_clear, FALSE);
  bw_number_row_set_value(page->seed, 0);
  adw_combo_row_set_selected(page->kind, BW_MODEL_SCHNET);
  bw_train_page_open_config(page, path);
  g_assert_true(happens(f, has_file));
  g_assert_true(bw_train_page_read(page, &after, NULL));
  g_assert_cmpint(after.settings.kind, ==, BW_MODEL_GAT);
  g_assert_cmpuint(after.settings.seed, ==, 5);
  g_assert_cmpint(after.settings.n_train, ==, before.settings.n_train);
  g_assert_cmpmem(&after.settings.neural.fit, sizeof(BwFitSettings), &before.settings.neural.fit,
                  sizeof(BwFitSettings));
  g_autofree char *line = get_line(&after, "dipole");
  g_assert_cmpstr(line, ==, "dipole e·Å");
  bw_train_spec_clear(&before);
  bw_train_spec_clear(&after);

  const char *program = g_getenv("BW_PROGRAM");
  if (!program)
    return;
  g_autofree char *model = g_build_filename(home, "terminal.bwmodel", NULL);
  const char *const command[] = {program,   "train", f->data,   "--config", path, "--epochs", "1",
                                 "--train", "20",    "--valid", "10",       "-o", model,      NULL};
  int status = -1;
  g_autofree char *said = NULL;
  g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said, &status,
               NULL);
  if (status != 0)
    g_test_message("%s", said);
  g_assert_cmpint(status, ==, 0);
}

/* Whether some chooser in there offers that. */
static gboolean is_offered(GtkWidget *widget, const char *text)
{
  GListModel *offered = GTK_IS_DROP_DOWN(widget) ? gtk_drop_down_get_model(GTK_DROP_DOWN(widget)) : NULL;
  for (guint k = 0; offered && k < g_list_model_get_n_items(offered); k++)
    if (g_str_equal(gtk_string_list_get_string(GTK_STRING_LIST(offered), k), text))
      return TRUE;
  gboolean found = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = is_offered(child, text);
  return found;
}

static void check_comparison(Fixture *f, const BwComparison *comparison)
{
  g_assert_null(comparison->energies);
  g_assert_cmpuint(comparison->outputs->len, ==, 3);
  for (guint o = 0; o < 3; o++) {
    const BwOutputComparison *output = comparison->outputs->pdata[o];
    g_assert_cmpuint(output->predicted->len, ==, output->labels->len);
    g_assert_cmpuint(output->labels->len, >=, 10);
  }
  g_assert_true(is_offered(GTK_WIDGET(f->page->training_view), "gap: predicted, reference"));
  g_assert_false(is_offered(GTK_WIDGET(f->page->training_view), "Energies: predicted, reference"));
}

/* Without energies the model has a dipole alone. */
static void test_outputs(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  g_autoptr(GError) error = NULL;
  make_small(f);
  g_assert_true(happens(f, has_file));
  gtk_widget_set_visible(page->config_clear, FALSE);
  GtkWidget *rows = find(GTK_WIDGET(page), BW_TYPE_OUTPUT_ROWS);
  g_assert_true(gtk_widget_get_visible(rows));
  learn(f, "dipole", "Length of dipole");
  learn(f, "gap", "Mean of atoms");
  gtk_switch_set_active(GTK_SWITCH(find(find_row(rows, "Energies and forces"), GTK_TYPE_SWITCH)), FALSE);
  g_assert_true(happens(f, can_start));
  g_assert_false(is_refused(f));
  press(page->start_button);
  g_assert_true(happens(f, is_finished));
  BwTraining *training = bw_session_get_training(f->session);
  const GArray *epochs = bw_training_get_epochs(training);
  g_assert_cmpuint(epochs->len, ==, 3);
  GtkDropDown *curves = GTK_DROP_DOWN(find(find(GTK_WIDGET(page), BW_TYPE_EPOCHS_VIEW), GTK_TYPE_DROP_DOWN));
  g_assert_cmpuint(g_list_model_get_n_items(gtk_drop_down_get_model(curves)), ==, BW_EPOCHS_OUTPUTS + 3);
  GtkWidget *errors_row = find_row(GTK_WIDGET(page->training_view), "Errors");
  const char *told = adw_action_row_get_subtitle(ADW_ACTION_ROW(errors_row));
  g_assert_true(gtk_widget_get_visible(errors_row));
  g_autofree char *errors = bw_epochs_plot_describe_outputs(epochs);
  g_assert_nonnull(strstr(errors, "gap "));
  g_assert_cmpstr(told, ==, errors);
  check_comparison(f, bw_training_get_comparison(training));
  g_autoptr(BwNetworkFile) file = bw_network_file_read(bw_training_get_output(training), &error);
  g_assert_no_error(error);
  g_autoptr(BwNetwork) network = bw_network_load(file, 0, &error);
  g_assert_no_error(error);
  g_assert_cmpint(network->n_outputs, ==, 3);
  g_assert_nonnull(find_output(network, "gap"));
  g_assert_cmpint(find_output(network, "dipole")->kind, ==, BW_OUTPUT_MAGNITUDE);
  g_assert_false(network->has_energy);
}

static gboolean lacks_network(Fixture *f)
{
  return strstr(gtk_label_get_label(f->page->plan_label), "choose a network") != NULL;
}

static gboolean lacks_outputs(Fixture *f)
{
  return strstr(gtk_label_get_label(f->page->plan_label), "choose under") != NULL;
}

/* Frames with numbers that are no energies are to be learnt from too, by those who can. */
static void test_properties(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(home, "gaps.xyz", NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  for (int k = 0; k < 20; k++)
    g_string_append_printf(text, "2\nProperties=species:S:1:pos:R:3 gap=%g\nCl 0 0 0\nH 0 0 %g\n", 0.1 * k,
                           1 + 0.02 * k);
  g_file_set_contents(path, text->str, -1, NULL);
  open_in(f->window, path);
  g_assert_true(happens(f, lacks_network));
  g_assert_false(can_start(f));
  adw_combo_row_set_selected(f->page->kind, BW_MODEL_SCHNET);
  g_assert_true(happens(f, lacks_outputs));
  g_assert_false(can_start(f));
  learn(f, "gap", "Mean of atoms");
  g_assert_true(happens(f, can_start));
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  g_test_add("/train-network-page/settings", Fixture, NULL, set_up, test_network_settings, tear_down);
  g_test_add("/train-network-page/network", Fixture, NULL, set_up, test_network, tear_down);
  g_test_add("/train-network-page/settings-file", Fixture, GINT_TO_POINTER(WATER_LABELS), set_up,
             test_settings_file, tear_down);
  g_test_add("/train-network-page/bad-settings-file", Fixture, NULL, set_up, test_bad_settings_file,
             tear_down);
  g_test_add("/train-network-page/saved-settings", Fixture, GINT_TO_POINTER(WATER_LABELS), set_up,
             test_saved_settings, tear_down);
  g_test_add("/train-network-page/outputs", Fixture, GINT_TO_POINTER(WATER_LABELS), set_up, test_outputs,
             tear_down);
  g_test_add("/train-network-page/properties", Fixture, NULL, set_up, test_properties, tear_down);
  return run_in_windows();
}
