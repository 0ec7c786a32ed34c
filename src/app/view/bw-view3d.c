#include "app/view/bw-view3d-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE(BwView3d, bw_view3d, ADW_TYPE_BIN)

static gboolean on_render(G_GNUC_UNUSED GtkGLArea *area, G_GNUC_UNUSED GdkGLContext *context, BwView3d *self)
{
  return bw_view3d_on_render(self);
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
  g_array_unref(self->measures);
  G_OBJECT_CLASS(bw_view3d_parent_class)->finalize(object);
}

static void bw_view3d_class_init(BwView3dClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->dispose = bw_view3d_dispose;
  object_class->finalize = bw_view3d_finalize;
  bw_view3d_install_properties(object_class);
  g_type_ensure(BW_TYPE_COLOUR_LEGEND);
  g_type_ensure(BW_TYPE_MEASURE_LIST);
  g_type_ensure(BW_TYPE_VIEW_OVERLAY);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-view3d.ui");
  gtk_widget_class_bind_template_child(widget_class, BwView3d, stack);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, area);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, overlay);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, context_menu);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, error_page);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, measure_list);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, legend);
  gtk_widget_class_bind_template_child(widget_class, BwView3d, surface_legend);
  gtk_widget_class_bind_template_callback_full(widget_class, "on_realize", G_CALLBACK(bw_view3d_on_realize));
  gtk_widget_class_bind_template_callback_full(widget_class, "on_unrealize",
                                               G_CALLBACK(bw_view3d_on_unrealize));
  gtk_widget_class_bind_template_callback(widget_class, on_render);
  gtk_widget_class_bind_template_callback_full(widget_class, "on_plot", G_CALLBACK(bw_view3d_plot_measure));
  gtk_widget_class_bind_template_callback_full(widget_class, "on_keep", G_CALLBACK(bw_view3d_keep_measure));
  gtk_widget_class_bind_template_callback_full(widget_class, "on_resize", G_CALLBACK(bw_view3d_on_resize));
}

static void bw_view3d_init(BwView3d *self)
{
  self->hovered = -1;
  bw_view3d_init_measures(self);
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

static void show_legends(BwView3d *self)
{
  const BwAtomColours *colours = self->session ? bw_session_get_atom_colours(self->session) : NULL;
  const BwShownSurface *around = self->session ? bw_session_get_surface(self->session) : NULL;
  if (colours)
    bw_colour_legend_set(self->legend, colours->title, colours->low, colours->high);
  else
    bw_colour_legend_set(self->legend, NULL, NULL, NULL);
  if (around)
    bw_colour_legend_set(self->surface_legend, around->title, around->low, around->high);
  else
    bw_colour_legend_set(self->surface_legend, NULL, NULL, NULL);
}

/* Other colours, of atoms or around them. */
static void on_colours(BwView3d *self)
{
  show_legends(self);
  self->highlight_changed = TRUE;
  bw_view3d_redraw(self);
}

void bw_view3d_set_session(BwView3d *self, BwSession *session)
{
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  self->session = session;
  if (!session)
    return;
  g_signal_connect_object(session, "selection", G_CALLBACK(bw_view3d_on_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "system", G_CALLBACK(bw_view3d_update_measures), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "colours", G_CALLBACK(on_colours), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "probe", G_CALLBACK(on_colours), self, G_CONNECT_SWAPPED);
  bw_view3d_update(self, TRUE);
}

void bw_view3d_update(BwView3d *self, gboolean fit)
{
  self->moment_changed = TRUE;
  if (fit) {
    self->look_anew = TRUE;
    self->hovered = -1;
    self->highlight_changed = TRUE;
    show_legends(self);
  }
  bw_view3d_redraw(self);
}
