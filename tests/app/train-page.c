/* The Train page in a real window: what it offers, what it refuses, and what it shows of what it started. */
#include "train-pages.h"

#include "app/pages/bw-curve-view.h"

static int count_rows(GtkGrid *table)
{
  int n = 0;
  while (gtk_grid_get_child_at(table, 0, n))
    n++;
  return n;
}

/* Sizes are typed; what is no list is said, and nothing starts; each size becomes a row. */
static void test_curve(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  adw_combo_row_set_selected(page->result, 1);
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(page->n_train)));
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(page->sizes)));
  g_assert_cmpstr(gtk_editable_get_text(GTK_EDITABLE(page->sizes)), ==, "25, 50, 100");
  g_assert_cmpstr(gtk_button_get_label(GTK_BUTTON(page->start_button)), ==, "_Start Learning Curve");
  g_assert_true(g_str_has_suffix(page->output, "water-sgdml-curve.csv"));

  type(page->sizes, "20, many");
  g_assert_true(happens(f, is_refused));
  g_assert_false(can_start(f));
  g_assert_true(gtk_widget_has_css_class(GTK_WIDGET(page->sizes), "error"));
  type(page->sizes, "20, 500");
  g_assert_true(happens(f, is_refused));
  type(page->sizes, "20, 40");
  g_assert_true(happens(f, can_start));
  g_assert_false(is_refused(f));
  g_assert_false(gtk_widget_has_css_class(GTK_WIDGET(page->sizes), "error"));

  press(page->start_button);
  g_assert_true(happens(f, is_finished));
  BwTraining *training = bw_session_get_training(f->session);
  GtkWidget *view = find(GTK_WIDGET(page), BW_TYPE_CURVE_VIEW);
  g_assert_cmpuint(bw_training_get_points(training)->len, ==, 2);
  g_assert_true(gtk_widget_get_visible(view));
  g_assert_cmpint(count_rows(GTK_GRID(find(view, GTK_TYPE_GRID))), ==, 3); /* with their heads */
  g_assert_false(gtk_widget_get_visible(page->simulate_button));
  press(page->another_button);
  g_assert_true(happens(f, can_start));
  g_assert_true(g_str_has_suffix(page->output, "water-sgdml-curve-2.csv"));
}

/* As a terminal takes them: lists of sigma and lambda, a tolerance, the solver. */
static void test_settings(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  BwTrainSpec spec;
  adw_combo_row_set_selected(page->search, 1);
  adw_combo_row_set_selected(page->regularisation, 1);
  adw_combo_row_set_selected(page->solver, BW_SOLVER_ITERATIVE);
  adw_combo_row_set_selected(page->tolerance, 2);
  type(page->sigma, "5:5:20");
  type(page->lambda, "1e-12 1e-10");
  g_assert_true(bw_train_page_read(page, &spec, NULL));
  g_assert_cmpint(spec.settings.kernel.n_sigmas, ==, 4);
  g_assert_cmpfloat(spec.settings.kernel.sigmas[3], ==, 20);
  g_assert_cmpint(spec.settings.kernel.n_lambdas, ==, 2);
  g_assert_cmpfloat(spec.settings.kernel.lambdas[0], ==, 1e-12);
  g_assert_cmpint(spec.settings.kernel.solver, ==, BW_SOLVER_ITERATIVE);
  g_assert_cmpfloat(spec.settings.kernel.tolerance, ==, 1e-5);
  bw_train_spec_clear(&spec);
  type(page->lambda, "-1");
  g_assert_false(bw_train_page_read(page, &spec, NULL));
  bw_train_spec_clear(&spec);
  adw_combo_row_set_selected(page->kind, BW_MODEL_BIGDML);
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(page->symmetries)));
  g_assert_true(happens(f, is_refused)); /* water has no cell */
}

/* The training that is looked at is not told of twice. */
static void test_model(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  press(f->page->start_button);
  g_assert_nonnull(bw_session_get_training_job(f->session));
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(f->page->jobs)));
  press(f->page->another_button);
  g_assert_true(is_finished(f) || !bw_session_get_training_job(f->session) ||
                gtk_widget_get_visible(GTK_WIDGET(f->page->jobs)));
  WAIT_FOR(!bw_session_get_training_job(f->session));
}

static GtkWindow *find_dialog(void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels();
  for (GList *each = windows; each; each = each->next)
    if (ADW_IS_MESSAGE_DIALOG(each->data))
      return each->data;
  return NULL;
}

/* As the dialog does when one of its buttons is pressed. */
static void answer(const char *response)
{
  GtkWindow *dialog = find_dialog();
  adw_message_dialog_response(ADW_MESSAGE_DIALOG(dialog), response);
  gtk_window_destroy(dialog);
  WAIT_FOR(!find_dialog());
}

/* A whole set that is wrong is trained on when a person insists. */
static void test_anyway(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwTrainPage *page = f->page;
  g_assert_true(is_refused(f));
  g_assert_nonnull(strstr(gtk_label_get_label(page->warning_label), "these are gradients"));
  g_assert_nonnull(strstr(gtk_label_get_label(page->warning_label), "change the sign"));
  press(page->start_button);
  g_assert_nonnull(find_dialog());
  g_assert_false(adw_message_dialog_has_response(ADW_MESSAGE_DIALOG(find_dialog()), "leave-out"));
  answer("cancel");
  g_assert_null(bw_session_get_training(f->session));
  press(page->start_button);
  answer("train");
  g_assert_true(happens(f, is_finished));
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  g_test_add("/train-page/curve", Fixture, NULL, set_up, test_curve, tear_down);
  g_test_add("/train-page/settings", Fixture, NULL, set_up, test_settings, tear_down);
  g_test_add("/train-page/model", Fixture, NULL, set_up, test_model, tear_down);
  g_test_add("/train-page/anyway", Fixture, GINT_TO_POINTER(WATER_GRADIENTS), set_up, test_anyway, tear_down);
  return run_in_windows();
}
