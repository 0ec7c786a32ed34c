#include "app/plots/bw-plot-canvas.h"

#include <adwaita.h>
#include <epoxy/gl.h>
#include <math.h>

#include "app/bw-graphics.h"
#include "app/plots/bw-plot-overlay.h"
#include "app/plots/bw-plot-words.h"
#include "render/plot-painter.h"

#define AWAY 14 /* pixels from the pointer to the read-out */

struct _BwPlotCanvas {
  GtkWidget parent;
  GtkWidget *area; /* GtkGLArea or GtkDrawingArea; NULL before the widget is realised */
  GtkLabel *readout;
  BwPlotPainter *painter; /* OpenGL's */
  guint fallback;         /* to cairo */
  BwPlot *plot;
  guint64 version; /* that is painted */
  double cursor;   /* that is shown */
  double pointer_x, pointer_y;
  gboolean has_rubber;
  cairo_rectangle_t rubber;
  gint64 n_painted;
};

G_DEFINE_FINAL_TYPE(BwPlotCanvas, bw_plot_canvas, GTK_TYPE_WIDGET)

const BwPlotTheme *bw_plot_canvas_get_theme(G_GNUC_UNUSED BwPlotCanvas *self)
{
  AdwStyleManager *style = adw_style_manager_get_default();
  return bw_plot_theme_for_screen(adw_style_manager_get_dark(style),
                                  adw_style_manager_get_high_contrast(style));
}

/* Painting */

/* The card's background shines through. */
static BwPlotTheme transparent_theme(BwPlotCanvas *self)
{
  BwPlotTheme theme = *bw_plot_canvas_get_theme(self);
  theme.background[3] = 0;
  return theme;
}

static void painted(BwPlotCanvas *self)
{
  self->version = bw_plot_get_version(self->plot);
  self->n_painted++;
}

static void draw(G_GNUC_UNUSED GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  BwPlotCanvas *self = data;
  if (!self->plot)
    return;
  const BwPlotTheme theme = transparent_theme(self);
  bw_plot_paint(self->plot, cr, width, height, &theme);
  painted(self);
}

static gboolean render(GtkGLArea *area, G_GNUC_UNUSED GdkGLContext *context, BwPlotCanvas *self)
{
  GLint framebuffer; /* not 0, and another one each time */
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer);
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
  if (!self->plot || !self->painter)
    return TRUE;
  GtkWidget *widget = GTK_WIDGET(area);
  const BwPlotTheme theme = transparent_theme(self);
  bw_plot_painter_paint(self->painter, self->plot, &theme, (unsigned)framebuffer,
                        gtk_widget_get_width(widget), gtk_widget_get_height(widget),
                        gtk_widget_get_scale_factor(widget));
  painted(self);
  return TRUE;
}

static void repaint(BwPlotCanvas *self)
{
  if (GTK_IS_GL_AREA(self->area))
    gtk_gl_area_queue_render(GTK_GL_AREA(self->area));
  else if (self->area)
    gtk_widget_queue_draw(self->area);
}

/* Which painter */

static void use_cairo(BwPlotCanvas *self)
{
  g_clear_pointer(&self->area, gtk_widget_unparent);
  self->area = gtk_drawing_area_new();
  gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(self->area), draw, self, NULL);
  gtk_widget_insert_after(self->area, GTK_WIDGET(self), NULL);
}

static gboolean use_cairo_instead(gpointer data)
{
  BwPlotCanvas *self = data;
  self->fallback = 0;
  use_cairo(self);
  return G_SOURCE_REMOVE;
}

static void on_realize(GtkGLArea *area, BwPlotCanvas *self)
{
  gtk_gl_area_make_current(area);
  if (!gtk_gl_area_get_error(area))
    self->painter = bw_plot_painter_new(NULL);
  if (!self->painter && !self->fallback) /* not while it is being realised */
    self->fallback = g_idle_add(use_cairo_instead, self);
}

static void on_unrealize(GtkGLArea *area, BwPlotCanvas *self)
{
  gtk_gl_area_make_current(area);
  g_clear_pointer(&self->painter, bw_plot_painter_free);
}

static void use_gl(BwPlotCanvas *self)
{
  self->area = gtk_gl_area_new();
  gtk_gl_area_set_required_version(GTK_GL_AREA(self->area), 3, 3);
  gtk_gl_area_set_use_es(GTK_GL_AREA(self->area), FALSE);
  gtk_gl_area_set_auto_render(GTK_GL_AREA(self->area), FALSE);
  g_signal_connect(self->area, "realize", G_CALLBACK(on_realize), self);
  g_signal_connect(self->area, "unrealize", G_CALLBACK(on_unrealize), self);
  g_signal_connect(self->area, "render", G_CALLBACK(render), self);
  gtk_widget_insert_after(self->area, GTK_WIDGET(self), NULL);
}

/* On a processor that plays a graphics card the two painters cost the same for a few hundred points (five
 * live plots ten times a second: a quarter of a core either way, most of it for the window around them), and
 * cairo a fifth less for long series. */
static gboolean prefers_gl(BwPlotCanvas *self)
{
  const char *wanted = g_getenv("BW_PLOT_PAINTER");
  GskRenderer *renderer = gtk_native_get_renderer(gtk_widget_get_native(GTK_WIDGET(self)));
  if (wanted)
    return g_str_equal(wanted, "gl");
  return renderer && !g_str_equal(G_OBJECT_TYPE_NAME(renderer), "GskCairoRenderer") &&
         !bw_graphics_is_software(gtk_widget_get_display(GTK_WIDGET(self)));
}

static void bw_plot_canvas_realize(GtkWidget *widget)
{
  BwPlotCanvas *self = BW_PLOT_CANVAS(widget);
  GTK_WIDGET_CLASS(bw_plot_canvas_parent_class)->realize(widget);
  if (self->area)
    return;
  if (prefers_gl(self))
    use_gl(self);
  else
    use_cairo(self);
}

/* What is seen */

static void bw_plot_canvas_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  BwPlotCanvas *self = BW_PLOT_CANVAS(widget);
  if (self->area)
    gtk_widget_snapshot_child(widget, self->area, snapshot);
  if (!self->plot)
    return;
  const BwPlotTheme *theme = bw_plot_canvas_get_theme(self);
  bw_plot_overlay_cursor(self->plot, theme, snapshot);
  self->cursor = bw_plot_get_cursor(self->plot);
  if (gtk_widget_get_child_visible(GTK_WIDGET(self->readout)))
    bw_plot_overlay_pointer(self->plot, theme, self->pointer_x, self->pointer_y, snapshot);
  if (self->has_rubber)
    bw_plot_overlay_rubber(&self->rubber, theme, snapshot);
  gtk_widget_snapshot_child(widget, GTK_WIDGET(self->readout), snapshot);
}

/* The read-out */

static void update_readout(BwPlotCanvas *self)
{
  g_autofree char *words = NULL;
  if (self->plot && isfinite(self->pointer_x) && !self->has_rubber)
    words = bw_plot_words_at(self->plot, self->pointer_x, self->pointer_y, bw_plot_canvas_get_theme(self));
  gtk_label_set_markup(self->readout, words ? words : "");
  gtk_widget_set_child_visible(GTK_WIDGET(self->readout), words != NULL);
  gtk_widget_queue_allocate(GTK_WIDGET(self));
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* Beside the pointer, on the side where there is room; never outside. */
static void place_readout(BwPlotCanvas *self, int width, int height)
{
  GtkRequisition size;
  gtk_widget_get_preferred_size(GTK_WIDGET(self->readout), NULL, &size);
  double x = self->pointer_x + AWAY, y = self->pointer_y - size.height - AWAY;
  if (x + size.width > width)
    x = self->pointer_x - AWAY - size.width;
  const GtkAllocation place = {(int)CLAMP(x, 0, MAX(0, width - size.width)),
                               (int)CLAMP(y, 0, MAX(0, height - size.height)), size.width, size.height};
  gtk_widget_size_allocate(GTK_WIDGET(self->readout), &place, -1);
}

/* The widget */

static void bw_plot_canvas_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
  BwPlotCanvas *self = BW_PLOT_CANVAS(widget);
  if (self->area)
    gtk_widget_allocate(self->area, width, height, baseline, NULL);
  if (gtk_widget_get_child_visible(GTK_WIDGET(self->readout)))
    place_readout(self, width, height);
}

static void bw_plot_canvas_dispose(GObject *object)
{
  BwPlotCanvas *self = BW_PLOT_CANVAS(object);
  g_clear_handle_id(&self->fallback, g_source_remove);
  g_clear_pointer(&self->area, gtk_widget_unparent);
  GtkWidget *readout = GTK_WIDGET(g_steal_pointer(&self->readout));
  g_clear_pointer(&readout, gtk_widget_unparent);
  G_OBJECT_CLASS(bw_plot_canvas_parent_class)->dispose(object);
}

static void bw_plot_canvas_class_init(BwPlotCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_plot_canvas_dispose;
  widget_class->realize = bw_plot_canvas_realize;
  widget_class->snapshot = bw_plot_canvas_snapshot;
  widget_class->size_allocate = bw_plot_canvas_size_allocate;
  gtk_widget_class_set_css_name(widget_class, "plot");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void bw_plot_canvas_init(BwPlotCanvas *self)
{
  AdwStyleManager *style = adw_style_manager_get_default();
  self->pointer_x = self->pointer_y = self->cursor = NAN;
  self->readout = GTK_LABEL(gtk_label_new(NULL));
  gtk_widget_add_css_class(GTK_WIDGET(self->readout), "plot-readout");
  gtk_widget_add_css_class(GTK_WIDGET(self->readout), "numeric");
  gtk_widget_set_can_target(GTK_WIDGET(self->readout), FALSE);
  gtk_widget_set_child_visible(GTK_WIDGET(self->readout), FALSE);
  gtk_widget_set_parent(GTK_WIDGET(self->readout), GTK_WIDGET(self));
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  g_signal_connect_object(style, "notify::dark", G_CALLBACK(repaint), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(style, "notify::high-contrast", G_CALLBACK(repaint), self, G_CONNECT_SWAPPED);
}

void bw_plot_canvas_set_plot(BwPlotCanvas *self, BwPlot *plot)
{
  self->plot = plot;
  update_readout(self);
  repaint(self);
}

gboolean bw_plot_canvas_update(BwPlotCanvas *self)
{
  if (!self->plot)
    return FALSE;
  double cursor = bw_plot_get_cursor(self->plot);
  gboolean changed = bw_plot_get_version(self->plot) != self->version;
  if (changed)
    repaint(self);
  if (changed && isfinite(self->pointer_x))
    update_readout(self);
  else if (cursor != self->cursor && !(isnan(cursor) && isnan(self->cursor)))
    gtk_widget_queue_draw(GTK_WIDGET(self));
  return changed;
}

void bw_plot_canvas_set_pointer(BwPlotCanvas *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  update_readout(self);
}

void bw_plot_canvas_set_rubber(BwPlotCanvas *self, const cairo_rectangle_t *rubber)
{
  self->has_rubber = rubber != NULL;
  if (rubber)
    self->rubber = *rubber;
  update_readout(self);
}

const char *bw_plot_canvas_get_readout(BwPlotCanvas *self)
{
  return gtk_widget_get_child_visible(GTK_WIDGET(self->readout)) ? gtk_label_get_text(self->readout) : NULL;
}

gint64 bw_plot_canvas_get_n_painted(BwPlotCanvas *self)
{
  return self->n_painted;
}
