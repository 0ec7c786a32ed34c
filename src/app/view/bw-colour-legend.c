#include "app/view/bw-colour-legend.h"

#include "render/palette.h"

struct _BwColourLegend {
  AdwBin parent;
  GtkLabel *title, *low, *high;
  GtkDrawingArea *bar;
  gboolean level; /* bw_colour_of_level(), not bw_colour_of_share() */
};

enum { PROPERTY_LEVEL = 1 };

G_DEFINE_FINAL_TYPE(BwColourLegend, bw_colour_legend, ADW_TYPE_BIN)

static void draw(G_GNUC_UNUSED GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const BwColourLegend *self = data;
  gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
  for (int x = 0; x < width; x++) {
    const double place = (x + 0.5) / width;
    BwColour colour = self->level ? bw_colour_of_level(place) : bw_colour_of_share(place, dark);
    cairo_set_source_rgb(cr, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0);
    cairo_rectangle(cr, x, 0, 1, height);
    cairo_fill(cr);
  }
}

static void set_property(GObject *object, guint property, const GValue *value, GParamSpec *spec)
{
  if (property == PROPERTY_LEVEL)
    BW_COLOUR_LEGEND(object)->level = g_value_get_boolean(value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property, spec);
}

static void bw_colour_legend_class_init(BwColourLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->set_property = set_property;
  g_object_class_install_property(
      G_OBJECT_CLASS(klass), PROPERTY_LEVEL,
      g_param_spec_boolean("level", NULL, NULL, FALSE,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-colour-legend.ui");
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, title);
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, low);
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, high);
  gtk_widget_class_bind_template_child(widget_class, BwColourLegend, bar);
}

static void bw_colour_legend_init(BwColourLegend *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  gtk_drawing_area_set_draw_func(self->bar, draw, self, NULL);
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark", G_CALLBACK(gtk_widget_queue_draw),
                          self->bar, G_CONNECT_SWAPPED);
}

void bw_colour_legend_set(BwColourLegend *self, const char *title, const char *low, const char *high)
{
  gtk_widget_set_visible(GTK_WIDGET(self), title != NULL);
  gtk_label_set_label(self->title, title ? title : "");
  gtk_label_set_label(self->low, low ? low : "");
  gtk_label_set_label(self->high, high ? high : "");
}
