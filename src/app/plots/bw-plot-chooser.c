#include "app/plots/bw-plot-chooser.h"

#include "app/plots/bw-plot-offers.h"

struct _BwPlotChooser {
  GtkPopover parent;
  GtkSearchEntry *search;
  GtkListBox *list;
  GPtrArray *offers;  /* of BwPlotOffer, in the order of the rows */
  BwSession *session; /* borrowed */
};

G_DEFINE_FINAL_TYPE(BwPlotChooser, bw_plot_chooser, GTK_TYPE_POPOVER)

static const BwPlotOffer *get_offer(BwPlotChooser *self, GtkListBoxRow *row)
{
  return self->offers->pdata[gtk_list_box_row_get_index(row)];
}

/* Every word that was typed is somewhere in it. */
static gboolean matches(GtkListBoxRow *row, gpointer data)
{
  BwPlotChooser *self = data;
  const BwPlotOffer *offer = get_offer(self, row);
  g_autofree char *text = g_strconcat(offer->group, " ", offer->title, NULL);
  g_autofree char *have = g_utf8_casefold(text, -1),
                  *typed = g_utf8_casefold(gtk_editable_get_text(GTK_EDITABLE(self->search)), -1);
  /* Labels have a dash between atoms that no keyboard has. */
  g_auto(GStrv) dashes = g_strsplit(have, "–", -1);
  g_autofree char *plain = g_strjoinv("-", dashes);
  g_auto(GStrv) words = g_strsplit(typed, " ", -1);
  for (int i = 0; words[i]; i++)
    if (!strstr(have, words[i]) && !strstr(plain, words[i]))
      return FALSE;
  return TRUE;
}

static void set_header(GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const BwPlotOffer *offer = get_offer(data, row);
  if (before && get_offer(data, before)->group == offer->group) {
    gtk_list_box_row_set_header(row, NULL);
    return;
  }
  GtkWidget *label = gtk_label_new(offer->group);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_add_css_class(label, "heading");
  gtk_widget_add_css_class(label, "section");
  gtk_list_box_row_set_header(row, label);
}

static void fill(BwPlotChooser *self)
{
  for (GtkListBoxRow *row; (row = gtk_list_box_get_row_at_index(self->list, 0));)
    gtk_list_box_remove(self->list, GTK_WIDGET(row));
  g_clear_pointer(&self->offers, g_ptr_array_unref);
  self->offers = self->session ? bw_plot_offers_list(self->session) : g_ptr_array_new();
  for (guint i = 0; i < self->offers->len; i++) {
    const BwPlotOffer *offer = self->offers->pdata[i];
    GtkWidget *label = gtk_label_new(offer->title);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_list_box_append(self->list, label);
  }
}

static void on_show(BwPlotChooser *self)
{
  gtk_editable_set_text(GTK_EDITABLE(self->search), "");
  fill(self);
  gtk_widget_grab_focus(GTK_WIDGET(self->search));
}

static void choose(BwPlotChooser *self, GtkListBoxRow *row)
{
  g_autoptr(BwPlotSource) source = bw_plot_source_copy(get_offer(self, row)->source);
  gtk_popover_popdown(GTK_POPOVER(self));
  g_signal_emit_by_name(self, "chosen", source);
}

/* Enter takes the first one that is left. */
static void on_search_activated(BwPlotChooser *self)
{
  GtkListBoxRow *row;
  for (int i = 0; (row = gtk_list_box_get_row_at_index(self->list, i)); i++)
    if (gtk_widget_get_child_visible(GTK_WIDGET(row))) {
      choose(self, row);
      return;
    }
}

static void on_stop_search(BwPlotChooser *self)
{
  gtk_popover_popdown(GTK_POPOVER(self));
}

static void bw_plot_chooser_finalize(GObject *object)
{
  g_ptr_array_unref(BW_PLOT_CHOOSER(object)->offers);
  G_OBJECT_CLASS(bw_plot_chooser_parent_class)->finalize(object);
}

static void bw_plot_chooser_class_init(BwPlotChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = bw_plot_chooser_finalize;
  g_signal_new("chosen", BW_TYPE_PLOT_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
               G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-plot-chooser.ui");
  gtk_widget_class_bind_template_child(widget_class, BwPlotChooser, search);
  gtk_widget_class_bind_template_child(widget_class, BwPlotChooser, list);
  gtk_widget_class_bind_template_callback(widget_class, on_show);
  gtk_widget_class_bind_template_callback(widget_class, choose);
  gtk_widget_class_bind_template_callback(widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback(widget_class, on_stop_search);
}

static void bw_plot_chooser_init(BwPlotChooser *self)
{
  self->offers = g_ptr_array_new();
  gtk_widget_init_template(GTK_WIDGET(self));
  gtk_list_box_set_filter_func(self->list, matches, self, NULL);
  gtk_list_box_set_header_func(self->list, set_header, self, NULL);
  g_signal_connect_object(self->search, "search-changed", G_CALLBACK(gtk_list_box_invalidate_filter),
                          self->list, G_CONNECT_SWAPPED);
}

void bw_plot_chooser_set_session(BwPlotChooser *self, BwSession *session)
{
  self->session = session;
}
