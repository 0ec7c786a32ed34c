#include "app/view/bw-measure-list.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *box, *plot, *keep;
  GtkLabel *name, *number;
} Row;

struct _BwMeasureList {
  GtkBox parent;
  GArray *rows; /* of Row */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE(BwMeasureList, bw_measure_list, GTK_TYPE_BOX)

static int find_row(BwMeasureList *self, GtkWidget *button)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const Row *row = &g_array_index(self->rows, Row, i);
    if (row->plot == button || row->keep == button)
      return (int)i;
  }
  return -1;
}

static void on_plot(GtkWidget *button, BwMeasureList *self)
{
  g_signal_emit_by_name(self, "plot", find_row(self, button));
}

static void on_keep(GtkWidget *button, BwMeasureList *self)
{
  if (!self->updating)
    g_signal_emit_by_name(self, "keep", find_row(self, button),
                          gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(button)));
}

static void set_up_button(GtkWidget *button, const char *icon, GtkWidget *box)
{
  gtk_button_set_icon_name(GTK_BUTTON(button), icon);
  gtk_widget_add_css_class(button, "flat");
  gtk_box_append(GTK_BOX(box), button);
}

static GtkLabel *new_label(GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new(NULL);
  gtk_widget_add_css_class(label, class);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_box_append(GTK_BOX(box), label);
  return GTK_LABEL(label);
}

static void add_row(BwMeasureList *self)
{
  Row row = {.box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6)};
  row.name = new_label(row.box, "measure-name");
  row.number = new_label(row.box, "numeric");
  gtk_widget_set_hexpand(GTK_WIDGET(row.number), TRUE);
  gtk_label_set_xalign(row.number, 1);
  row.plot = gtk_button_new();
  set_up_button(row.plot, "bw-analyse-symbolic", row.box);
  g_signal_connect(row.plot, "clicked", G_CALLBACK(on_plot), self);
  row.keep = gtk_toggle_button_new();
  set_up_button(row.keep, "view-pin-symbolic", row.box);
  gtk_widget_set_tooltip_text(row.keep, _("Keep it in the view, and follow it along time"));
  g_signal_connect(row.keep, "toggled", G_CALLBACK(on_keep), self);
  gtk_box_append(GTK_BOX(self), row.box);
  g_array_append_val(self->rows, row);
}

static void name_buttons(Row *row, const char *name)
{
  g_autofree char *plot = g_strdup_printf(_("Plot %s"), name), *keep = g_strdup_printf(_("Keep %s"), name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row->plot), GTK_ACCESSIBLE_PROPERTY_LABEL, plot, -1);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row->keep), GTK_ACCESSIBLE_PROPERTY_LABEL, keep, -1);
}

static void show_row(Row *row, const BwMeasureRow *measure)
{
  if (g_strcmp0(gtk_label_get_label(row->name), measure->name) != 0) {
    gtk_label_set_label(row->name, measure->name);
    name_buttons(row, measure->name);
  }
  gtk_label_set_label(row->number, measure->number);
  gtk_widget_set_sensitive(row->plot, !measure->plotted);
  gtk_widget_set_tooltip_text(row->plot, measure->plotted ? _("It is plotted below") : _("Plot it"));
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(row->keep), measure->kept);
}

void bw_measure_list_set(BwMeasureList *self, const BwMeasureRow *rows, int n)
{
  self->updating = TRUE;
  for (guint i = self->rows->len; i > (guint)n; i--)
    gtk_box_remove(GTK_BOX(self), g_array_index(self->rows, Row, i - 1).box);
  if (self->rows->len > (guint)n)
    g_array_set_size(self->rows, (guint)n);
  while (self->rows->len < (guint)n)
    add_row(self);
  for (int i = 0; i < n; i++)
    show_row(&g_array_index(self->rows, Row, i), &rows[i]);
  gtk_widget_set_visible(GTK_WIDGET(self), n > 0);
  self->updating = FALSE;
}

static void bw_measure_list_finalize(GObject *object)
{
  g_array_unref(BW_MEASURE_LIST(object)->rows);
  G_OBJECT_CLASS(bw_measure_list_parent_class)->finalize(object);
}

static void bw_measure_list_class_init(BwMeasureListClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = bw_measure_list_finalize;
  g_signal_new("plot", BW_TYPE_MEASURE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
               G_TYPE_INT);
  g_signal_new("keep", BW_TYPE_MEASURE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
               G_TYPE_INT, G_TYPE_BOOLEAN);
}

static void bw_measure_list_init(BwMeasureList *self)
{
  self->rows = g_array_new(FALSE, FALSE, sizeof(Row));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
}
