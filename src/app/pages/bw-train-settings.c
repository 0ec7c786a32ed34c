/* Which model is trained, and from what. */
#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-training-words.h"
#include "app/session/bw-words.h"

#define MOST_POINTS 200         /* proposed at first */
#define USUAL_VALID 1000        /* frames */
#define NETWORK_POINTS 1000     /* proposed at first */
#define NETWORK_TRAIN_SHARE 0.8 /* of what it learns from and is validated on */
#define BYTES_PER_GB 1e9

void bw_train_page_init_settings(BwTrainPage *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new(NULL);
  for (int kind = 0; kind < BW_N_MODEL_KINDS; kind++)
    gtk_string_list_append(names, bw_model_kind_name((BwModelKind)kind));
  adw_combo_row_set_model(self->kind, G_LIST_MODEL(names));
  adw_combo_row_set_selected(self->kind, BW_MODEL_SGDML);
}

static BwModelKind get_kind(BwTrainPage *self)
{
  return (BwModelKind)adw_combo_row_get_selected(self->kind);
}

/* What suits the data best. */
static BwModelKind propose_kind(const BwCollection *data)
{
  const BwDataset *dataset = bw_collection_get_dataset(data);
  if (!dataset)
    return BW_MODEL_SCHNET;
  if (!dataset->forces)
    return BW_MODEL_KRR;
  return dataset->cells ? BW_MODEL_BIGDML : BW_MODEL_SGDML;
}

int bw_train_page_count_frames(BwTrainPage *self)
{
  return self->data ? bw_collection_get_n_samples(self->data) : 0;
}

static gboolean has_energies(BwTrainPage *self)
{
  const BwDataset *dataset = self->data ? bw_collection_get_dataset(self->data) : NULL;
  return dataset && dataset->energies;
}

gboolean bw_train_page_makes_network(BwTrainPage *self)
{
  return bw_model_kind_is_network(get_kind(self));
}

/* Networks learn from as much as there is patience for, kernel models from what they need. */
static void propose_points(BwTrainPage *self)
{
  int n_frames = bw_train_page_count_frames(self), n_train, n_valid;
  gboolean network = bw_train_page_makes_network(self);
  if (network) {
    n_train = MIN(NETWORK_POINTS, (int)(NETWORK_TRAIN_SHARE * n_frames));
    n_valid = (int)lround(n_train * (1 / NETWORK_TRAIN_SHARE - 1));
  } else {
    n_train = n_frames > MOST_POINTS + 50 ? MOST_POINTS : (int)(0.8 * n_frames);
    n_valid = USUAL_VALID;
  }
  n_train = MAX(n_train, 1);
  bw_number_row_set_value(self->n_train, n_train);
  bw_number_row_set_value(self->n_valid, CLAMP(n_valid, 0, MAX(n_frames - n_train, 0)));
  self->points_of_network = network;
}

void bw_train_page_fit_settings(BwTrainPage *self, BwCollection *data)
{
  if (data == self->data)
    return;
  g_clear_pointer(&self->data, bw_collection_unref);
  self->data = data ? bw_collection_ref(data) : NULL;
  self->named = FALSE;
  self->capacity = 0;
  bw_network_rows_set_data(self->network_rows, data);
  if (!data)
    return;
  self->updating = TRUE;
  adw_combo_row_set_selected(self->kind, propose_kind(data));
  propose_points(self);
  bw_train_page_propose_sizes(self);
  self->updating = FALSE;
}

static char *describe_points(BwTrainPage *self)
{
  int n_frames = bw_train_page_count_frames(self);
  g_autofree char *frames = bw_words_count(n_frames);
  g_autoptr(GString) text = g_string_new(NULL);
  if (n_frames > 0)
    g_string_append_printf(text, ngettext("of %s frame", "of %s frames", (gulong)n_frames), frames);
  if (self->capacity > 0 && self->capacity < n_frames) {
    g_autofree char *room = bw_words_count(self->capacity);
    g_string_append_printf(text, _("; %s have room in memory"), room);
  }
  return g_strdup(text->str);
}

static void update_points(BwTrainPage *self)
{
  int n = (int)bw_number_row_get_value(self->n_train);
  int n_frames = self->data ? bw_train_page_count_frames(self) : n;
  g_autofree char *hint = describe_points(self);
  gboolean too_many = n > n_frames || (self->capacity > 0 && n > self->capacity);
  int most = self->capacity > 0 ? MIN(self->capacity, n_frames) : n_frames;
  g_autofree char *count = bw_words_count(most);
  g_autofree char *remedy = too_many ? g_strdup_printf(_("Use %s"), count) : NULL;
  bw_number_row_set_hint(self->n_train, too_many ? BW_HINT_ERROR : BW_HINT_NOTE, hint, remedy);
}

void bw_train_page_use_capacity(BwTrainPage *self)
{
  int n_frames = MAX(bw_train_page_count_frames(self), 1);
  bw_number_row_set_value(self->n_train, self->capacity > 0 ? MIN(self->capacity, n_frames) : n_frames);
  bw_train_page_update_settings(self);
}

gboolean bw_train_page_makes_curve(BwTrainPage *self)
{
  return adw_combo_row_get_selected(self->result) == 1;
}

static void set_visible(gpointer row, gboolean visible)
{
  gtk_widget_set_visible(GTK_WIDGET(row), visible);
}

/* Each kind has rows of its own. */
static void show_rows(BwTrainPage *self)
{
  BwModelKind kind = get_kind(self);
  gboolean curve = bw_train_page_makes_curve(self), network = bw_train_page_makes_network(self);
  gboolean kernel = !network, looks = self->session && bw_session_get_training(self->session);
  set_visible(self->n_train, !curve);
  set_visible(self->sizes, curve);
  set_visible(self->network_rows, network && !looks);
  set_visible(self->config_row, network);
  set_visible(self->search, kernel);
  set_visible(self->sigma, kernel && adw_combo_row_get_selected(self->search) == 1);
  set_visible(self->solver, kernel);
  set_visible(self->tolerance, kernel && adw_combo_row_get_selected(self->solver) != BW_SOLVER_CLOSED);
  set_visible(self->regularisation, kernel);
  set_visible(self->lambda, kernel && adw_combo_row_get_selected(self->regularisation) == 1);
  set_visible(self->energies_row, bw_model_kind_needs_forces(kind) && has_energies(self));
  set_visible(self->function, kind == BW_MODEL_KRR);
  set_visible(self->symmetries, kind == BW_MODEL_BIGDML);
}

void bw_train_page_update_settings(BwTrainPage *self)
{
  BwModelKind kind = get_kind(self);
  gboolean curve = bw_train_page_makes_curve(self);
  gtk_label_set_label(self->kind_label, bw_words_model_kind(kind));
  if (self->data && bw_train_page_makes_network(self) != self->points_of_network)
    propose_points(self);
  bw_network_rows_set_kind(self->network_rows, kind);
  show_rows(self);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(self->name_row),
                                curve ? _("Name of the table") : _("Name of the model"));
  update_points(self);
  bw_train_page_update_output(self);
}

/* As the rows offer them. */
static const BwCrystalSymmetries symmetries[] = {BW_CRYSTAL_ALL, BW_CRYSTAL_TRANSLATIONS | BW_CRYSTAL_POINT,
                                                 BW_CRYSTAL_TRANSLATIONS, BW_CRYSTAL_NONE};
static const double tolerances[] = {0, 1e-3, 1e-5, 1e-6}; /* 0: the usual one */

gboolean bw_train_page_read(BwTrainPage *self, BwTrainSpec *spec, GError **error)
{
  BwTrainSettings *settings = &spec->settings;
  *spec = (BwTrainSpec){.output = g_strdup(self->output)};
  bw_train_settings_init(settings);
  settings->kind = get_kind(self);
  settings->kernel.solver = (BwSolver)adw_combo_row_get_selected(self->solver);
  if (settings->kind == BW_MODEL_KRR && adw_combo_row_get_selected(self->function) == 1)
    settings->kernel.function = BW_KERNEL_GAUSSIAN;
  settings->kernel.symmetries = symmetries[adw_combo_row_get_selected(self->symmetries)];
  settings->kernel.tolerance = tolerances[adw_combo_row_get_selected(self->tolerance)];
  settings->n_train = (int)bw_number_row_get_value(self->n_train);
  settings->n_valid = (int)bw_number_row_get_value(self->n_valid);
  settings->seed = (guint64)bw_number_row_get_value(self->seed);
  settings->kernel.use_energies =
      gtk_widget_get_visible(self->energies_row) && gtk_switch_get_active(self->energies);
  settings->max_memory = (guint64)(BYTES_PER_GB * bw_number_row_get_value(self->memory));
  if (bw_model_kind_is_network(settings->kind))
    bw_network_rows_read(self->network_rows, &settings->neural);
  return bw_train_page_read_lists(self, spec, error);
}
