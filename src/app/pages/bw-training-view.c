#include "app/pages/bw-training-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/bw-widgets.h"
#include "app/pages/bw-curve-view.h"
#include "app/pages/bw-epochs-view.h"
#include "app/plots/bw-epochs-plot.h"
#include "app/plots/bw-plot-view.h"
#include "app/plots/bw-training-plots.h"
#include "app/session/bw-words.h"

struct _BwTrainingView {
  AdwBin parent;
  GtkLabel *title, *stage, *error, *notes;
  GtkProgressBar *progress;
  BwCurveView *curve_view;
  BwEpochsView *epochs_view;
  BwPlotView *course_view, *scatter_view;
  GtkDropDown *course_chooser, *scatter_chooser;
  AdwActionRow *errors_row, *file_row;
  GtkSwitch *colour;
  GtkWidget *colour_row;
  BwPlot *course_plot, *scatter_plot;
  guint scatters[BW_N_SCATTERS + BW_MAX_OUTPUTS], n_scatters; /* of the plot's, as they are offered */
  BwTraining *training;                                       /* that was shown last; only compared */
  const BwComparison *comparison;                             /* likewise */
  gboolean course_chosen;                                     /* by a person */
  gboolean updating;
  BwSession *session; /* borrowed */
};

G_DEFINE_FINAL_TYPE(BwTrainingView, bw_training_view, ADW_TYPE_BIN)

static BwTraining *get_training(BwTrainingView *self)
{
  return self->session ? bw_session_get_training(self->session) : NULL;
}

/* Plots */

/* One that is over without a model has nothing to show any more. */
static gboolean may_show(BwTraining *training, gboolean has_something)
{
  return has_something || !bw_training_is_over(training);
}

static void update_course(BwTrainingView *self, BwTraining *training)
{
  BwCourse course = (BwCourse)gtk_drop_down_get_selected(self->course_chooser);
  if (!self->course_chosen && !bw_course_plot_has(training, course)) {
    course = bw_course_plot_has(training, BW_COURSE_TRIED) ? BW_COURSE_TRIED : BW_COURSE_RESIDUAL;
    self->updating = TRUE;
    gtk_drop_down_set_selected(self->course_chooser, course);
    self->updating = FALSE;
  }
  gboolean any =
      bw_course_plot_has(training, BW_COURSE_TRIED) || bw_course_plot_has(training, BW_COURSE_RESIDUAL);
  gtk_widget_set_visible(GTK_WIDGET(self->course_view),
                         !bw_training_is_network(training) && may_show(training, any));
  bw_course_plot_update(self->course_plot, training, course);
  bw_plot_view_update(self->course_view);
}

static void add_scatter(BwTrainingView *self, GStrvBuilder *names, const char *name, guint scatter)
{
  self->scatters[self->n_scatters++] = scatter;
  g_strv_builder_add(names, name);
}

/* What there is to compare: the names, NULL-terminated, and which of the plot's scatters they are. */
static GStrv list_scatters(BwTrainingView *self, const BwComparison *comparison)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  self->n_scatters = 0;
  if (!comparison || comparison->forces)
    add_scatter(self, names, _("Forces: predicted, reference"), BW_SCATTER_FORCES);
  if (!comparison || comparison->energies)
    add_scatter(self, names, _("Energies: predicted, reference"), BW_SCATTER_ENERGIES);
  for (guint o = 0; comparison && comparison->outputs && o < comparison->outputs->len; o++) {
    const BwOutputComparison *output = comparison->outputs->pdata[o];
    g_autofree char *name = g_strdup_printf(_("%s: predicted, reference"), output->name);
    add_scatter(self, names, name, BW_N_SCATTERS + o);
  }
  return g_strv_builder_end(names);
}

/* The one that is chosen stays so, by its place. */
static void offer_scatters(BwTrainingView *self, const char *const *names)
{
  GListModel *offered = gtk_drop_down_get_model(self->scatter_chooser);
  guint n = g_strv_length((char **)names), chosen = gtk_drop_down_get_selected(self->scatter_chooser);
  gboolean same = g_list_model_get_n_items(offered) == n;
  for (guint k = 0; same && k < n; k++)
    same = g_str_equal(gtk_string_list_get_string(GTK_STRING_LIST(offered), k), names[k]);
  if (same)
    return;
  self->updating = TRUE;
  g_autoptr(GtkStringList) list = gtk_string_list_new(names);
  gtk_drop_down_set_model(self->scatter_chooser, G_LIST_MODEL(list));
  gtk_drop_down_set_selected(self->scatter_chooser, chosen < n ? chosen : 0);
  self->updating = FALSE;
}

static void update_scatter(BwTrainingView *self, BwTraining *training)
{
  const BwComparison *comparison = bw_training_get_comparison(training);
  g_auto(GStrv) names = list_scatters(self, comparison);
  offer_scatters(self, (const char *const *)names);
  guint chosen = gtk_drop_down_get_selected(self->scatter_chooser);
  if (chosen < self->n_scatters)
    bw_scatter_plot_update(self->scatter_plot, comparison, self->scatters[chosen]);
  bw_plot_view_update(self->scatter_view);
}

static void on_course_chosen(BwTrainingView *self)
{
  BwTraining *training = get_training(self);
  if (self->updating || !training)
    return;
  self->course_chosen = TRUE;
  update_course(self, training);
}

static void on_scatter_chosen(BwTrainingView *self)
{
  BwTraining *training = get_training(self);
  if (training && !self->updating)
    update_scatter(self, training);
}

/* Colours of atoms */

static char *describe_error(double error)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  return g_strdup_printf("%.3g %s/Å", per_ev * error, unit);
}

/* The scale begins at nothing, so that twice as far along it is twice as wrong. */
static void colour_atoms(BwTrainingView *self, BwTraining *training, const BwComparison *comparison)
{
  double most = 0;
  BwAtoms *atoms = bw_training_get_atoms(training);
  gsize n = (gsize)atoms->n_atoms;
  for (gsize i = 0; i < n; i++)
    most = fmax(most, comparison->atom_mae[i]);
  g_autofree double *shares = g_new0(double, n);
  for (gsize i = 0; i < n && most > 0; i++)
    shares[i] = comparison->atom_mae[i] / most;
  g_autofree char *title = g_strdup(_("Force error per atom, MAE")), *low = g_strdup("0");
  g_autofree char *high = describe_error(most);
  const BwAtomColours colours = {.atoms = atoms, .shares = shares, .title = title, .low = low, .high = high};
  bw_session_set_atom_colours(self->session, &colours);
}

static void update_colours(BwTrainingView *self)
{
  BwTraining *training = get_training(self);
  const BwComparison *comparison = training ? bw_training_get_comparison(training) : NULL;
  gboolean can = comparison && comparison->atom_mae && bw_training_get_atoms(training);
  gtk_widget_set_sensitive(self->colour_row, can);
  if (can && gtk_switch_get_active(self->colour) && gtk_widget_get_mapped(GTK_WIDGET(self)))
    colour_atoms(self, training, comparison);
  else if (self->session)
    bw_session_set_atom_colours(self->session, NULL);
}

static void on_colour_switched(BwTrainingView *self)
{
  update_colours(self);
}

/* Words */

static char *join_notes(const GPtrArray *notes)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < notes->len; i++) {
    g_autofree char *note = bw_message_say(notes->pdata[i], gettext);
    g_autofree char *sentence = bw_words_sentence(note);
    g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", sentence);
  }
  return g_strdup(text->str);
}

/* Not a network of other outputs alone. */
static gboolean is_force_field(BwTraining *training)
{
  const GArray *epochs = bw_training_get_epochs(training);
  const BwTrainEpoch *epoch = epochs->len > 0 ? &g_array_index(epochs, BwTrainEpoch, epochs->len - 1) : NULL;
  return !epoch || epoch->n_outputs == 0 || isfinite(epoch->energy_mae) || isfinite(epoch->force_mae);
}

static char *describe_errors(BwTraining *training)
{
  const BwTrainStatus *status = bw_training_get_status(training);
  const BwComparison *comparison = bw_training_get_comparison(training);
  char *words = NULL;
  if (status->state == BW_JOB_FINISHED)
    words = bw_training_describe_errors(&status->validation);
  if (!words && comparison)
    words = bw_training_describe_errors(&comparison->errors);
  g_autofree char *outputs = bw_epochs_plot_describe_outputs(bw_training_get_epochs(training));
  if (words && outputs && is_force_field(training)) {
    g_autofree char *first = words;
    return g_strdup_printf("%s\n%s", first, outputs);
  }
  if (!outputs)
    return words ? words : g_strdup(_("Not known yet"));
  g_free(words);
  return g_steal_pointer(&outputs);
}

/* "ethanol: sGDML, 200 points" */
static char *describe_title(BwTraining *training)
{
  g_autofree char *what = bw_training_describe_model(training);
  return g_strdup_printf("%s: %s", bw_training_get_title(training), what);
}

static void update_words(BwTrainingView *self, BwTraining *training)
{
  const BwTrainStatus *status = bw_training_get_status(training);
  double progress = bw_training_get_progress(training);
  gboolean on = bw_training_is_on(training);
  g_autofree char *stage = bw_training_describe_stage(training);
  g_autofree char *notes = join_notes(bw_training_get_notes(training));
  g_autofree char *errors = describe_errors(training);
  g_autofree char *errors_markup = g_markup_escape_text(errors, -1);
  g_autofree char *file = g_path_get_basename(bw_training_get_output(training));
  g_autofree char *file_markup = g_markup_escape_text(file, -1);
  g_autofree char *title = describe_title(training);
  bw_label_show(self->title, title);
  bw_label_show(self->stage, stage);
  bw_label_show(self->error, status->error ? status->error->message : NULL);
  bw_label_show(self->notes, notes);
  gboolean compared = may_show(training, bw_training_get_comparison(training) != NULL);
  gtk_widget_set_visible(GTK_WIDGET(self->progress), on);
  gtk_widget_set_visible(GTK_WIDGET(self->scatter_view), compared);
  gtk_widget_set_visible(GTK_WIDGET(self->errors_row), compared || !is_force_field(training));
  gtk_widget_set_visible(self->colour_row, compared && is_force_field(training));
  if (progress >= 0)
    gtk_progress_bar_set_fraction(self->progress, progress);
  else if (on && status->state == BW_JOB_RUNNING)
    gtk_progress_bar_pulse(self->progress);
  adw_action_row_set_subtitle(self->errors_row, errors_markup);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(self->file_row),
                                bw_training_is_curve(training) ? _("Table") : _("Model"));
  adw_action_row_set_subtitle(self->file_row, file_markup);
}

void bw_training_view_update(BwTrainingView *self)
{
  BwTraining *training = get_training(self);
  gtk_widget_set_visible(GTK_WIDGET(self), training != NULL);
  if (training != self->training)
    self->course_chosen = FALSE;
  const BwComparison *comparison = training ? bw_training_get_comparison(training) : NULL;
  bw_curve_view_update(self->curve_view, training);
  bw_epochs_view_update(self->epochs_view, training);
  if (training) {
    update_words(self, training);
    update_course(self, training);
  }
  if (training && (training != self->training || comparison != self->comparison))
    update_scatter(self, training);
  if (training != self->training || comparison != self->comparison)
    update_colours(self);
  self->training = training;
  self->comparison = comparison;
}

/* The widget */

static void bw_training_view_dispose(GObject *object)
{
  BwTrainingView *self = BW_TRAINING_VIEW(object);
  if (self->course_plot) {
    bw_plot_view_set_plot(self->course_view, NULL);
    bw_plot_view_set_plot(self->scatter_view, NULL);
  }
  g_clear_pointer(&self->course_plot, bw_plot_free);
  g_clear_pointer(&self->scatter_plot, bw_plot_free);
  G_OBJECT_CLASS(bw_training_view_parent_class)->dispose(object);
}

static void bw_training_view_class_init(BwTrainingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_training_view_dispose;
  g_type_ensure(BW_TYPE_PLOT_VIEW);
  g_type_ensure(BW_TYPE_CURVE_VIEW);
  g_type_ensure(BW_TYPE_EPOCHS_VIEW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-training-view.ui");
  static const BwChild children[] = {
      BW_CHILD(BwTrainingView, title),        BW_CHILD(BwTrainingView, stage),
      BW_CHILD(BwTrainingView, error),        BW_CHILD(BwTrainingView, notes),
      BW_CHILD(BwTrainingView, progress),     BW_CHILD(BwTrainingView, course_view),
      BW_CHILD(BwTrainingView, scatter_view), BW_CHILD(BwTrainingView, errors_row),
      BW_CHILD(BwTrainingView, file_row),     BW_CHILD(BwTrainingView, colour),
      BW_CHILD(BwTrainingView, colour_row),   BW_CHILD(BwTrainingView, curve_view),
      BW_CHILD(BwTrainingView, epochs_view),
  };
  bw_widget_class_bind_children(widget_class, children, G_N_ELEMENTS(children));
  gtk_widget_class_bind_template_callback(widget_class, on_colour_switched);
}

static void bw_training_view_init(BwTrainingView *self)
{
  const char *courses[] = {_("Convergence of the solver"), _("Search for σ"), NULL};
  const char *scatters[] = {_("Forces: predicted, reference"), _("Energies: predicted, reference"), NULL};
  gtk_widget_init_template(GTK_WIDGET(self));
  self->course_plot = bw_course_plot_new();
  self->scatter_plot = bw_scatter_plot_new();
  self->course_chooser = bw_chooser_new(GTK_WIDGET(self->course_view), courses, _("Course of the training"),
                                        G_CALLBACK(on_course_chosen), self);
  self->scatter_chooser =
      bw_chooser_new(GTK_WIDGET(self->scatter_view), scatters, _("Predicted against reference"),
                     G_CALLBACK(on_scatter_chosen), self);
  bw_plot_view_set_plot(self->course_view, self->course_plot);
  bw_plot_view_set_plot(self->scatter_view, self->scatter_plot);
  g_signal_connect_after(self, "map", G_CALLBACK(update_colours), NULL);
  g_signal_connect_after(self, "unmap", G_CALLBACK(update_colours), NULL);
  g_signal_connect_object(bw_settings_get(), "changed::energy-unit", G_CALLBACK(bw_training_view_update),
                          self, G_CONNECT_SWAPPED);
}

void bw_training_view_set_session(BwTrainingView *self, BwSession *session)
{
  self->session = session;
  self->training = NULL;
  self->comparison = NULL;
  if (session)
    bw_training_view_update(self);
}
