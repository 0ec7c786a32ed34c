#include "app/view/bw-colour-legend.h"

#include "render/palette.h"

struct _BwColourLegend {
  AdwBin parent;
  GtkLabel *title, *low, *high;
  GtkDrawingArea *bar;
};

G_DEFINE_FINAL_TYPE(BwColourLegend, bw_colour_legend, ADW_TYPE_BIN)

static void draw(G_GNUC_UNUSED GtkDrawingArea *area, cairo_t *cr, int width, int height,
                 G_GNUC_UNUSED gpointer data)
{
  gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
  for (int x = 0; x < width; x++) {
    BwColour colour = bw_colour_of_share((x + 0.5) / width, dark);
    cairo_set_source_rgb(cr, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0);
    cairo_rectangle(cr, x, 0, 1, height);
    cairo_fill(cr);
  }
}

static void bw_colour_legend_class_init(BwColourLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-colour-legend.ui");
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, title);
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, low);
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, high);
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, bar);
}

static void bw_colour_legend_init(BwColourLegend *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  gtk_drawing_area_set_draw_func(self->bar, draw, NULL, NULL);
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark", G_CALLBACK(gtk_widget_queue_draw),
                          self->bar, G_CONNECT_SWAPPED);
}

void bw_colour_legend_set_colours(BwColourLegend *self, const BwAtomColours *colours)
{
  gtk_widget_set_visible(GTK_WIDGET(self), colours != NULL);
  if (!colours)
    return;
  gtk_label_set_label(self->title, colours->title);
  gtk_label_set_label(self->low, colours->low);
  gtk_label_set_label(self->high, colours->high);
}
