#include "app/bw-widgets.h"

void bw_widget_class_bind_children(GtkWidgetClass *widget_class, const BwChild *children, gsize n)
{
  for (gsize i = 0; i < n; i++)
    gtk_widget_class_bind_template_child_full(widget_class, children[i].name, FALSE, children[i].offset);
}

void bw_label_show(GtkLabel *label, const char *text)
{
  gtk_label_set_label(label, text ? text : "");
  gtk_widget_set_visible(GTK_WIDGET(label), text && *text);
}

GtkDropDown *bw_chooser_new(GtkWidget *view, const char *const *names, const char *label, GCallback chosen,
                            gpointer data)
{
  GtkWidget *chooser = gtk_drop_down_new_from_strings(names);
  gtk_widget_add_css_class(chooser, "plot-chooser");
  gtk_accessible_update_property(GTK_ACCESSIBLE(chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object(chooser, "notify::selected", chosen, data, G_CONNECT_SWAPPED);
  g_object_set(view, "chooser", chooser, NULL);
  return GTK_DROP_DOWN(chooser);
}
