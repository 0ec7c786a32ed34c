#include "app/bw-plot-view.h"

struct _BwPlotView {
  AdwBin parent;
  GtkDrawingArea *area;
  GtkLabel *title, *caption;
  AdwBin *chooser_bin;
  BwPlot *plot;    /* borrowed */
  guint64 version; /* that is on the screen */
};

G_DEFINE_FINAL_TYPE(BwPlotView, bw_plot_view, ADW_TYPE_BIN)

enum { PROP_CHOOSER = 1, PROP_TITLE };

static void draw(G_GNUC_UNUSED GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  BwPlotView *self = data;
  if (!self->plot)
    return;
  gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
  BwPlotTheme theme = dark ? bw_plot_theme_dark : bw_plot_theme_light;
  theme.background[3] = 0; /* the card's shines through */
  self->version = bw_plot_get_version(self->plot);
  bw_plot_paint(self->plot, cr, width, height, &theme);
}

static void set_title(BwPlotView *self, const char *title)
{
  gtk_label_set_label(self->title, title);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->area), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* What is chosen says what is plotted; the title stays for those who hear it. */
static void set_chooser(BwPlotView *self, GtkWidget *chooser)
{
  adw_bin_set_child(self->chooser_bin, chooser);
  gtk_widget_set_visible(GTK_WIDGET(self->title), chooser == NULL);
}

static void bw_plot_view_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BwPlotView *self = BW_PLOT_VIEW(object);
  if (id == PROP_CHOOSER)
    set_chooser(self, g_value_get_object(value));
  else if (id == PROP_TITLE)
    set_title(self, g_value_get_string(value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void bw_plot_view_class_init(BwPlotViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;
  object_class->set_property = bw_plot_view_set_property;
  g_object_class_install_property(object_class, PROP_CHOOSER,
                                  g_param_spec_object("chooser", NULL, NULL, GTK_TYPE_WIDGET, flags));
  g_object_class_install_property(object_class, PROP_TITLE,
                                  g_param_spec_string("title", NULL, NULL, NULL, flags));
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-plot-view.ui");
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, area);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, title);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, caption);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, chooser_bin);
}

static void bw_plot_view_init(BwPlotView *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  gtk_drawing_area_set_draw_func(self->area, draw, self, NULL);
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark", G_CALLBACK(gtk_widget_queue_draw),
                          self->area, G_CONNECT_SWAPPED);
}

void bw_plot_view_set_plot(BwPlotView *self, BwPlot *plot)
{
  self->plot = plot;
  gtk_widget_queue_draw(GTK_WIDGET(self->area));
}

void bw_plot_view_update(BwPlotView *self)
{
  if (self->plot && bw_plot_get_version(self->plot) != self->version)
    gtk_widget_queue_draw(GTK_WIDGET(self->area));
}

void bw_plot_view_set_caption(BwPlotView *self, const char *caption)
{
  gtk_label_set_label(self->caption, caption);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->caption), caption);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, caption,
                                 -1);
}
