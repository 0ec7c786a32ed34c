#include "app/bw-view3d-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE(BwView3d, bw_view3d, ADW_TYPE_BIN)

static gboolean on_render(G_GNUC_UNUSED GtkGLArea *area, G_GNUC_UNUSED GdkGLContext *context, BwView3d *self)
{
  return bw_view3d_on_render(self);
}

static void on_measure_chosen(BwView3d *self, G_GNUC_UNUSED int index)
{
  bw_view3d_plot_selection(self);
}

static void bw_view3d_dispose(GObject *object)
{
  BwView3d *self = BW_VIEW3D(object);
  g_clear_object(&self->motion);
  g_clear_pointer(&self->menu, gtk_widget_unparent);
  G_OBJECT_CLASS(bw_view3d_parent_class)->dispose(object);
}

static void bw_view3d_finalize(GObject *object)
{
  BwView3d *self = BW_VIEW3D(object);
  bw_view3d_clear_style(self);
  g_array_unref(self->selection);
  G_OBJECT_CLASS(bw_view3d_parent_class)->finalize(object);
}

static void bw_view3d_class_init(BwView3dClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->dispose = bw_view3d_dispose;
  object_class->finalize = bw_view3d_finalize;
  bw_view3d_install_properties(object_class);
  g_signal_new("pair-chosen", BW_TYPE_VIEW3D, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
               G_TYPE_INT, G_TYPE_INT);
  g_type_ensure(BW_TYPE_VIEW_OVERLAY);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-view3d.ui");
  gtk_widget_class_bind_template_child(widget_class, BwView3d, stack);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, area);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, overlay);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, context_menu);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, error_page);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, readout);
  gtk_widget_class_bind_template_callback_full(widget_class, "on_realize", G_CALLBACK(bw_view3d_on_realize));
  gtk_widget_class_bind_template_callback_full(widget_class, "on_unrealize",
                                               G_CALLBACK(bw_view3d_on_unrealize));
  gtk_widget_class_bind_template_callback(widget_class, on_render);
  gtk_widget_class_bind_template_callback(widget_class, on_measure_chosen);
  gtk_widget_class_bind_template_callback_full(widget_class, "on_resize", G_CALLBACK(bw_view3d_redraw));
}

static void bw_view3d_init(BwView3d *self)
{
  self->selection = g_array_new(FALSE, FALSE, sizeof(int));
  self->hovered = -1;
  bw_view3d_init_style(self);
  gtk_widget_init_template(GTK_WIDGET(self));
  self->menu = gtk_popover_menu_new_from_model(G_MENU_MODEL(self->context_menu));
  gtk_popover_set_has_arrow(GTK_POPOVER(self->menu), FALSE);
  gtk_widget_set_halign(self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent(self->menu, GTK_WIDGET(self));
  gtk_gl_area_set_required_version(self->area, 3, 3);
  gtk_gl_area_set_use_es(self->area, FALSE);
  bw_view3d_init_camera(self);
  bw_view3d_init_input(self);
}

void bw_view3d_set_session(BwView3d *self, BwSession *session)
{
  self->session = session;
  if (session)
    bw_view3d_update(self, TRUE);
}

void bw_view3d_update(BwView3d *self, gboolean fit)
{
  self->moment_changed = TRUE;
  if (fit) {
    self->look_anew = TRUE;
    self->hovered = -1;
    bw_view3d_select(self, NULL, 0);
  }
  bw_view3d_redraw(self);
}

void bw_view3d_set_readout(BwView3d *self, const char *text)
{
  gtk_label_set_label(self->readout, text);
}
