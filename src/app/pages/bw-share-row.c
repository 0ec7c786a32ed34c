#include "app/pages/bw-share-row.h"

#include <glib/gi18n.h>

#include "app/bw-settings.h"
#include "base/format.h"

enum { SHOWN_PAIRS = 8 };

struct _BwShareRow {
  AdwExpanderRow parent;
  BwSession *session; /* borrowed */
  GPtrArray *rows;    /* of GtkWidget, in it */
};

G_DEFINE_FINAL_TYPE(BwShareRow, bw_share_row, ADW_TYPE_EXPANDER_ROW)

static GtkWidget *add_row(BwShareRow *self, const char *name)
{
  GtkWidget *row = adw_action_row_new();
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), name);
  adw_expander_row_add_row(ADW_EXPANDER_ROW(self), row);
  g_ptr_array_add(self->rows, row);
  return row;
}

static GtkWidget *add_energy(BwShareRow *self, const char *name, double energy)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  g_autofree char *number = bw_format_fixed(per_ev * energy, 2);
  g_autofree char *text = g_strdup_printf("%s %s", number, unit);
  GtkWidget *label = gtk_label_new(text), *row = add_row(self, name);
  gtk_widget_add_css_class(label, "numeric");
  adw_action_row_add_suffix(ADW_ACTION_ROW(row), label);
  return row;
}

static void add_blocks(BwShareRow *self, const BwExplained *explained)
{
  for (int t = 0; t < explained->n_blocks; t++) {
    g_autofree char *name = t > 0 ? g_strdup_printf(_("Interaction %d"), t) : g_strdup(_("Elements alone"));
    add_energy(self, name, bw_explained_get_energy(explained, t, -1));
  }
}

static void on_pair(AdwActionRow *row, BwShareRow *self)
{
  const int *atoms = g_object_get_data(G_OBJECT(row), "atoms");
  if (self->session)
    bw_session_select(self->session, atoms, 2);
}

static void add_pairs(BwShareRow *self, const BwExplained *explained)
{
  if (!explained->pairs)
    adw_action_row_set_subtitle(ADW_ACTION_ROW(add_row(self, _("Pairs"))),
                                _("Too many to leave out one after the other"));
  for (guint p = 0; explained->pairs && p < MIN(explained->pairs->len, SHOWN_PAIRS); p++) {
    const BwPairShare *pair = &g_array_index(explained->pairs, BwPairShare, p);
    g_autofree char *atoms = bw_atoms_pair_name(explained->atoms, pair->atoms[0], pair->atoms[1]);
    g_autofree char *length = bw_format_fixed(pair->distance, 2);
    g_autofree char *name = g_strdup_printf("%s  %s Å", atoms, length);
    GtkWidget *row = add_energy(self, name, pair->energy);
    g_object_set_data_full(G_OBJECT(row), "atoms", g_memdup2(pair->atoms, sizeof pair->atoms), g_free);
    gtk_widget_set_tooltip_text(row, _("Selects the two atoms"));
    gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), TRUE);
    g_signal_connect_object(row, "activated", G_CALLBACK(on_pair), self, 0);
  }
}

static void remove_all(BwShareRow *self)
{
  for (guint k = 0; k < self->rows->len; k++)
    adw_expander_row_remove(ADW_EXPANDER_ROW(self), self->rows->pdata[k]);
  g_ptr_array_set_size(self->rows, 0);
}

/* Those of the last frame stay until there are others. */
static void update(BwShareRow *self)
{
  const BwExplained *explained = bw_session_get_shares(self->session);
  gboolean wanted = bw_session_get_wants_shares(self->session);
  gtk_widget_set_sensitive(GTK_WIDGET(self), bw_session_can_show_energies(self->session));
  adw_expander_row_set_expanded(ADW_EXPANDER_ROW(self), wanted);
  adw_expander_row_set_subtitle(ADW_EXPANDER_ROW(self), wanted && !explained ? _("Once the atoms rest") : "");
  if (explained || !wanted)
    remove_all(self);
  if (explained) {
    add_blocks(self, explained);
    add_pairs(self, explained);
  }
}

static void on_expanded(BwShareRow *self)
{
  if (self->session)
    bw_session_set_wants_shares(self->session, adw_expander_row_get_expanded(ADW_EXPANDER_ROW(self)));
}

/* The widget */

static void bw_share_row_finalize(GObject *object)
{
  g_ptr_array_unref(BW_SHARE_ROW(object)->rows);
  G_OBJECT_CLASS(bw_share_row_parent_class)->finalize(object);
}

static void bw_share_row_class_init(BwShareRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = bw_share_row_finalize;
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-share-row.ui");
  gtk_widget_class_bind_template_callback(widget_class, on_expanded);
}

static void bw_share_row_init(BwShareRow *self)
{
  self->rows = g_ptr_array_new();
  gtk_widget_init_template(GTK_WIDGET(self));
}

void bw_share_row_set_session(BwShareRow *self, BwSession *session)
{
  static const char *const signals[] = {"shares", "atoms", "job"};
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  self->session = session;
  for (gsize k = 0; session && k < G_N_ELEMENTS(signals); k++)
    g_signal_connect_object(session, signals[k], G_CALLBACK(update), self, G_CONNECT_SWAPPED);
  if (session)
    update(self);
}
