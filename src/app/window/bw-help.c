#include "app/window/bw-help.h"

struct _BwHelp {
  AdwWindow parent;
};

G_DEFINE_FINAL_TYPE(BwHelp, bw_help, ADW_TYPE_WINDOW)

static void bw_help_class_init(BwHelpClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-help.ui");
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void bw_help_init(BwHelp *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

BwHelp *bw_help_new(GtkWindow *parent)
{
  return g_object_new(BW_TYPE_HELP, "transient-for", parent, NULL);
}
