#include "app/pages/bw-neural-group.h"

#include <glib/gi18n.h>

#include "app/bw-widgets.h"
#include "app/pages/bw-share-row.h"
#include "base/elements.h"

struct _BwNeuralGroup {
  AdwPreferencesGroup parent;
  BwShareRow *shares;
  AdwComboRow *element;
  GtkWidget *progress_row, *export_row;
  GtkProgressBar *progress;
  GtkFileChooserNative *chooser;
  BwSession *session; /* borrowed */
  GArray *elements;   /* of int: what the rows of the list stand for, 0 first */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE(BwNeuralGroup, bw_neural_group, ADW_TYPE_PREFERENCES_GROUP)

/* What is chosen and how far it is */

static void show_state(BwNeuralGroup *self)
{
  const double fraction = bw_session_get_probe_fraction(self->session);
  const int chosen = bw_session_get_probe(self->session);
  guint row = 0;
  while (row + 1 < self->elements->len && g_array_index(self->elements, int, row) != chosen)
    row++;
  self->updating = TRUE;
  adw_combo_row_set_selected(self->element, g_array_index(self->elements, int, row) == chosen ? row : 0);
  self->updating = FALSE;
  gtk_widget_set_visible(self->progress_row, fraction >= 0);
  gtk_progress_bar_set_fraction(self->progress, CLAMP(fraction, 0, 1));
  gtk_widget_set_visible(self->export_row, chosen > 0);
  gtk_widget_set_sensitive(self->export_row, bw_session_can_probe(self->session));
}

static gboolean lists_elements_of(const BwNeuralGroup *self, const BwPotential *potential)
{
  const int n = potential ? potential->n_elements : 0;
  return self->elements->len == (guint)n + 1 &&
         (n == 0 ||
          memcmp(&g_array_index(self->elements, int, 1), potential->elements, sizeof(int) * (gsize)n) == 0);
}

static void list_elements(BwNeuralGroup *self, const BwPotential *potential)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new((const char *const[]){C_("probe atom", "None"), NULL});
  const int none = 0;
  g_array_set_size(self->elements, 0);
  g_array_append_val(self->elements, none);
  for (int k = 0; potential && k < potential->n_elements; k++) {
    g_array_append_val(self->elements, potential->elements[k]);
    gtk_string_list_append(names, bw_element(potential->elements[k])->symbol);
  }
  self->updating = TRUE;
  adw_combo_row_set_model(self->element, G_LIST_MODEL(names));
  self->updating = FALSE;
}

void bw_neural_group_update(BwNeuralGroup *self)
{
  if (!self->session)
    return;
  const gboolean can = bw_session_can_probe(self->session);
  const BwPotential *potential = can ? bw_session_get_potential(self->session) : NULL;
  if (!lists_elements_of(self, potential))
    list_elements(self, potential);
  gtk_widget_set_sensitive(GTK_WIDGET(self->element), can);
  adw_action_row_set_subtitle(ADW_ACTION_ROW(self->element),
                              can ? _("Local chemical potential") : _("Takes a SchNet model of these atoms"));
  show_state(self);
}

static void on_selected(BwNeuralGroup *self)
{
  guint row = adw_combo_row_get_selected(self->element);
  if (!self->updating && self->session && row < self->elements->len)
    bw_session_set_probe(self->session, g_array_index(self->elements, int, row));
}

static void on_cancel(BwNeuralGroup *self)
{
  bw_session_cancel_probe(self->session);
}

/* The cube file */

static void on_response(BwNeuralGroup *self, int response)
{
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(self->chooser));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  if (response == GTK_RESPONSE_ACCEPT && path && self->session && bw_session_get_probe(self->session) > 0)
    bw_session_write_cube(self->session, path);
}

static void on_export(BwNeuralGroup *self)
{
  const int element = bw_session_get_probe(self->session);
  g_autofree char *name = g_strdup_printf("%s.cube", bw_element(element)->symbol);
  g_clear_object(&self->chooser);
  self->chooser = gtk_file_chooser_native_new(_("Export the Local Chemical Potential"),
                                              GTK_WINDOW(gtk_widget_get_root(GTK_WIDGET(self))),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(self->chooser), name);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  g_signal_connect_object(self->chooser, "response", G_CALLBACK(on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}

/* Life */

static void bw_neural_group_dispose(GObject *object)
{
  BwNeuralGroup *self = BW_NEURAL_GROUP(object);
  g_clear_object(&self->chooser);
  G_OBJECT_CLASS(bw_neural_group_parent_class)->dispose(object);
}

static void bw_neural_group_finalize(GObject *object)
{
  g_array_unref(BW_NEURAL_GROUP(object)->elements);
  G_OBJECT_CLASS(bw_neural_group_parent_class)->finalize(object);
}

static void bw_neural_group_class_init(BwNeuralGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  g_type_ensure(BW_TYPE_SHARE_ROW);
  G_OBJECT_CLASS(klass)->dispose = bw_neural_group_dispose;
  G_OBJECT_CLASS(klass)->finalize = bw_neural_group_finalize;
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-neural-group.ui");
  gtk_widget_class_bind_template_child(widget_class, BwNeuralGroup, shares);
  gtk_widget_class_bind_template_child(widget_class, BwNeuralGroup, element);
  gtk_widget_class_bind_template_child(widget_class, BwNeuralGroup, progress_row);
  gtk_widget_class_bind_template_child(widget_class, BwNeuralGroup, export_row);
  gtk_widget_class_bind_template_child(widget_class, BwNeuralGroup, progress);
  gtk_widget_class_bind_template_callback(widget_class, on_selected);
  gtk_widget_class_bind_template_callback(widget_class, on_cancel);
  gtk_widget_class_bind_template_callback(widget_class, on_export);
}

static void bw_neural_group_init(BwNeuralGroup *self)
{
  const int none = 0;
  self->elements = g_array_new(FALSE, FALSE, sizeof(int));
  g_array_append_val(self->elements, none);
  gtk_widget_init_template(GTK_WIDGET(self));
}

void bw_neural_group_set_session(BwNeuralGroup *self, BwSession *session)
{
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  self->session = session;
  bw_share_row_set_session(self->shares, session);
  if (!session)
    return;
  g_signal_connect_object(session, "probe", G_CALLBACK(show_state), self, G_CONNECT_SWAPPED);
  bw_neural_group_update(self);
}
