#include "app/bw-sidebar.h"

struct _BwSidebar {
  AdwBin parent;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE(BwSidebar, bw_sidebar, ADW_TYPE_BIN)

static void bw_sidebar_class_init(BwSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-sidebar.ui");
  gtk_widget_class_bind_template_child(widget_class, BwSidebar, list);
}

static void bw_sidebar_init(BwSidebar *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
