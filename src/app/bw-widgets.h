/* bw-widgets.h - what several widgets do in the same way. */
#pragma once

#include <gtk/gtk.h>

/* A child of a template and where the instance keeps it. */
typedef struct {
  const char *name;
  gssize offset;
} BwChild;

#define BW_CHILD(type, name)                                                                                 \
  {                                                                                                          \
#name, G_STRUCT_OFFSET(type, name)                                                                       \
  }

void bw_widget_class_bind_children(GtkWidgetClass *widget_class, const BwChild *children, gsize n);

/* NULL or "": there is nothing to see. */
void bw_label_show(GtkLabel *label, const char *text);

/* Several plots in one place: a chooser becomes the "chooser" of a plot's view, and says to `data` when
 * another one is chosen. `names` end with NULL; `label` is for screen readers. */
GtkDropDown *bw_chooser_new(GtkWidget *view, const char *const *names, const char *label, GCallback chosen,
                            gpointer data);
