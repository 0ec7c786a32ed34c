#include "app/pages/bw-dataset-view.h"

#include <glib/gi18n.h>

#include "app/bw-settings.h"
#include "app/bw-widgets.h"
#include "app/plots/bw-dataset-plot.h"
#include "app/plots/bw-plot-view.h"
#include "app/session/bw-flaw-words.h"
#include "app/session/bw-words.h"

enum { MOST_FLAWS = 8 };

struct _BwDatasetView {
  AdwPreferencesGroup parent;
  GtkLabel *contents, *error, *more_flaws;
  GtkProgressBar *progress;
  BwPlotView *plot_view;
  GtkDropDown *chooser;
  GtkListBox *flaw_list;
  GtkWidget *switch_list;
  AdwActionRow *leave_out_row;
  GtkSwitch *leave_out;
  BwPlot *plot;
  const BwDatasetSummary *summary; /* that is plotted; only compared */
  const BwCheck *check;            /* whose flaws are listed; likewise */
  gboolean updating;
  BwSession *session; /* borrowed */
};

G_DEFINE_FINAL_TYPE(BwDatasetView, bw_dataset_view, ADW_TYPE_PREFERENCES_GROUP)

static BwStudy *get_study(BwDatasetView *self)
{
  return self->session ? bw_session_get_study(self->session) : NULL;
}

/* Flaws */

static const struct {
  const char *icon, *name, *style;
} severities[] = {
    [BW_SEVERITY_NOTICE] = {"dialog-information-symbolic", N_("Notice"), "dim-label"},
    [BW_SEVERITY_WARNING] = {"dialog-warning-symbolic", N_("Warning"), "warning"},
    [BW_SEVERITY_ERROR] = {"dialog-error-symbolic", N_("Error"), "error"},
};

/* A click shows its frame. */
static GtkWidget *new_flaw_row(const BwFlaw *flaw)
{
  GtkWidget *row = adw_action_row_new(),
            *icon = gtk_image_new_from_icon_name(severities[flaw->severity].icon);
  g_autofree char *sentence = bw_words_flaw(flaw), *advice = bw_words_flaw_remedy(flaw);
  g_autofree char *title = g_markup_escape_text(sentence, -1);
  g_autofree char *advised = bw_words_sentence(advice ? advice : "");
  g_autofree char *remedy = g_markup_escape_text(advised, -1);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
  adw_action_row_set_subtitle(ADW_ACTION_ROW(row), remedy);
  adw_action_row_set_title_lines(ADW_ACTION_ROW(row), 0);
  adw_action_row_set_subtitle_lines(ADW_ACTION_ROW(row), 0);
  gtk_widget_add_css_class(icon, severities[flaw->severity].style);
  gtk_widget_set_tooltip_text(icon, _(severities[flaw->severity].name));
  adw_action_row_add_prefix(ADW_ACTION_ROW(row), icon);
  gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), flaw->frame >= 0);
  if (flaw->frame >= 0)
    gtk_widget_set_tooltip_text(row, _("Show the frame"));
  g_object_set_data(G_OBJECT(row), "frame", GSIZE_TO_POINTER((gsize)MAX(flaw->frame, 0)));
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  return row;
}

static void on_flaw_activated(BwDatasetView *self, GtkListBoxRow *row)
{
  gint64 frame = (gint64)GPOINTER_TO_SIZE(g_object_get_data(G_OBJECT(row), "frame"));
  BwEntry *dataset = bw_session_get_dataset(self->session);
  if (dataset != bw_session_get_shown_entry(self->session))
    bw_session_show_entry(self->session, dataset);
  bw_session_go_to(self->session, frame);
}

static void list_flaws(BwDatasetView *self, const BwCheck *check)
{
  for (GtkWidget *row; (row = gtk_widget_get_first_child(GTK_WIDGET(self->flaw_list)));)
    gtk_list_box_remove(self->flaw_list, row);
  int n = check ? (int)check->flaws->len : 0;
  for (int i = 0; i < MIN(n, MOST_FLAWS); i++)
    gtk_list_box_append(self->flaw_list, new_flaw_row(check->flaws->pdata[i]));
  gtk_widget_set_visible(GTK_WIDGET(self->flaw_list), n > 0);
}

/* Leaving frames out */

static void on_leave_out(BwDatasetView *self)
{
  BwStudy *study = get_study(self);
  if (study && !self->updating)
    bw_study_set_leave_out(study, gtk_switch_get_active(self->leave_out));
}

static void update_leave_out(BwDatasetView *self, BwStudy *study)
{
  gint64 n = bw_study_count_bad(study);
  g_autofree char *count = bw_words_count(n);
  g_autofree char *title =
      g_strdup_printf(ngettext("Leave %s frame out", "Leave %s frames out", (gulong)n), count);
  gtk_widget_set_visible(self->switch_list, n > 0 || bw_study_judge(study) == BW_VERDICT_BAD_FRAMES);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(self->leave_out_row), title);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->leave_out), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  self->updating = TRUE;
  gtk_switch_set_active(self->leave_out, bw_study_get_leave_out(study));
  self->updating = FALSE;
}

/* Words */

/* "120 systems · 2 000 frames" */
static char *describe_mixed(const BwCollection *data)
{
  int n = bw_collection_get_n_samples(data);
  g_autofree char *systems = bw_words_count(data->parts->len), *frames = bw_words_count(n);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, ngettext("%s system", "%s systems", (gulong)data->parts->len), systems);
  g_string_append_printf(text, ngettext(" · %s frame", " · %s frames", (gulong)n), frames);
  return g_strdup(text->str);
}

/* "C₂H₆O · 2 000 frames · energies and forces, kcal/mol" */
static char *describe(const BwDataset *dataset)
{
  g_autofree char *formula = bw_words_formula(dataset->atoms);
  g_autofree char *frames = bw_words_count(dataset->n_frames);
  const char *labels = dataset->energies && dataset->forces ? _("energies and forces")
                       : dataset->forces                    ? _("forces")
                                                            : _("energies");
  g_autoptr(GString) text = g_string_new(formula);
  g_string_append_printf(text, ngettext(" · %s frame", " · %s frames", (gulong)dataset->n_frames), frames);
  g_string_append_printf(text, " · %s", labels);
  if (dataset->units.energy)
    g_string_append_printf(text, ", %s", dataset->units.energy);
  g_string_replace(text, "/", "/\u2060", 0); /* no line ends within a unit */
  if (dataset->theory)
    g_string_append_printf(text, "\n%s", dataset->theory);
  return g_strdup(text->str);
}

static char *describe_flaws(BwStudy *study, const BwCheck *check)
{
  if (bw_study_is_checking(study))
    return g_strdup(_("Looking for duplicates, outliers and inconsistencies…"));
  if (!check)
    return NULL;
  if (check->flaws->len == 0)
    return g_strdup(_("No duplicates, outliers or inconsistencies were found."));
  if (check->flaws->len <= MOST_FLAWS)
    return NULL;
  gulong n = check->flaws->len - MOST_FLAWS;
  g_autofree char *count = bw_words_count((gint64)n);
  return g_strdup_printf(
      ngettext("And %s more; “beadwork check” lists it.", "And %s more; “beadwork check” lists them.", n),
      count);
}

static void update_plot(BwDatasetView *self, BwStudy *study)
{
  bw_dataset_plot_update(self->plot, bw_study_get_summary(study),
                         (BwLabels)gtk_drop_down_get_selected(self->chooser));
  bw_plot_view_update(self->plot_view);
}

static void on_chosen(BwDatasetView *self)
{
  BwStudy *study = get_study(self);
  if (study)
    update_plot(self, study);
}

static void update_words(BwDatasetView *self, BwStudy *study, const BwCheck *check)
{
  const BwCollection *data = bw_study_get_data(study);
  const BwDataset *dataset = bw_study_get_dataset(study);
  const GError *error = bw_study_get_error(study);
  g_autofree char *text = dataset ? describe(dataset) : data ? describe_mixed(data) : NULL;
  g_autofree char *flaws = describe_flaws(study, check);
  bw_label_show(self->contents, text);
  bw_label_show(self->error, error ? error->message : NULL);
  bw_label_show(self->more_flaws, flaws);
  gtk_widget_set_visible(GTK_WIDGET(self->progress), bw_study_is_checking(study));
  gtk_progress_bar_set_fraction(self->progress, bw_study_get_progress(study));
}

void bw_dataset_view_update(BwDatasetView *self)
{
  BwStudy *study = get_study(self);
  if (!study)
    return;
  const BwCheck *check = bw_study_get_check(study);
  const BwDatasetSummary *summary = bw_study_get_summary(study);
  update_words(self, study, check);
  update_leave_out(self, study);
  if (check != self->check)
    list_flaws(self, check);
  if (summary != self->summary || !summary)
    update_plot(self, study);
  self->check = check;
  self->summary = summary;
}

/* The widget */

static void bw_dataset_view_dispose(GObject *object)
{
  BwDatasetView *self = BW_DATASET_VIEW(object);
  if (self->plot)
    bw_plot_view_set_plot(self->plot_view, NULL);
  g_clear_pointer(&self->plot, bw_plot_free);
  G_OBJECT_CLASS(bw_dataset_view_parent_class)->dispose(object);
}

static void bw_dataset_view_class_init(BwDatasetViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_dataset_view_dispose;
  g_type_ensure(BW_TYPE_PLOT_VIEW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-dataset-view.ui");
  static const BwChild children[] = {
      BW_CHILD(BwDatasetView, contents),      BW_CHILD(BwDatasetView, error),
      BW_CHILD(BwDatasetView, more_flaws),    BW_CHILD(BwDatasetView, progress),
      BW_CHILD(BwDatasetView, plot_view),     BW_CHILD(BwDatasetView, flaw_list),
      BW_CHILD(BwDatasetView, switch_list),   BW_CHILD(BwDatasetView, leave_out),
      BW_CHILD(BwDatasetView, leave_out_row),
  };
  bw_widget_class_bind_children(widget_class, children, G_N_ELEMENTS(children));
  gtk_widget_class_bind_template_callback(widget_class, on_flaw_activated);
  gtk_widget_class_bind_template_callback(widget_class, on_leave_out);
}

static void on_unit_changed(BwDatasetView *self)
{
  if (gtk_widget_get_mapped(GTK_WIDGET(self)))
    on_chosen(self);
}

static void bw_dataset_view_init(BwDatasetView *self)
{
  const char *names[] = {_("Energies"), _("Forces"), NULL};
  gtk_widget_init_template(GTK_WIDGET(self));
  self->chooser =
      bw_chooser_new(GTK_WIDGET(self->plot_view), names, _("Distributions"), G_CALLBACK(on_chosen), self);
  self->plot = bw_dataset_plot_new();
  bw_plot_view_set_plot(self->plot_view, self->plot);
  g_signal_connect_object(bw_settings_get(), "changed::energy-unit", G_CALLBACK(on_unit_changed), self,
                          G_CONNECT_SWAPPED);
}

void bw_dataset_view_set_session(BwDatasetView *self, BwSession *session)
{
  self->session = session;
  self->summary = NULL;
  self->check = NULL;
}
