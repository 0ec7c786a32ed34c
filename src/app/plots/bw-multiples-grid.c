#include "app/plots/bw-multiples-grid.h"

enum { WIDTH = 150, HEIGHT = 104 }; /* of a panel, at least; pixels */

struct _BwMultiplesGrid {
  AdwBin parent;
  GtkFlowBox *box;
  GtkStack *stack;
  BwMultiples *multiples; /* borrowed */
  guint n_panels;
};

G_DEFINE_FINAL_TYPE(BwMultiplesGrid, bw_multiples_grid, ADW_TYPE_BIN)

static GtkWidget *get_area(BwMultiplesGrid *self, guint panel)
{
  return gtk_flow_box_child_get_child(gtk_flow_box_get_child_at_index(self->box, (int)panel));
}

static void draw(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  BwMultiplesGrid *self = data;
  AdwStyleManager *style = adw_style_manager_get_default();
  int panel = gtk_flow_box_child_get_index(GTK_FLOW_BOX_CHILD(gtk_widget_get_parent(GTK_WIDGET(area))));
  if (self->multiples && panel < bw_multiples_get_n(self->multiples))
    bw_multiples_paint_panel(self->multiples, panel, cr, width, height,
                             bw_plot_theme_for_screen(adw_style_manager_get_dark(style),
                                                      adw_style_manager_get_high_contrast(style)));
}

static void add_panel(BwMultiplesGrid *self)
{
  GtkWidget *area = gtk_drawing_area_new();
  gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area), WIDTH);
  gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), HEIGHT);
  gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw, self, NULL);
  gtk_flow_box_insert(self->box, area, -1);
}

static void describe(BwMultiplesGrid *self, guint panel)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index(self->box, (int)panel);
  g_autofree char *words = g_strjoin(" ", bw_multiples_get_name(self->multiples, (int)panel),
                                     bw_multiples_get_note(self->multiples, (int)panel), NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(child), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text(GTK_WIDGET(child), words);
}

void bw_multiples_grid_update(BwMultiplesGrid *self)
{
  guint n = self->multiples ? (guint)bw_multiples_get_n(self->multiples) : 0;
  for (; self->n_panels > n; self->n_panels--)
    gtk_flow_box_remove(self->box,
                        GTK_WIDGET(gtk_flow_box_get_child_at_index(self->box, (int)self->n_panels - 1)));
  for (; self->n_panels < n; self->n_panels++)
    add_panel(self);
  for (guint i = 0; i < n; i++) {
    gtk_widget_queue_draw(get_area(self, i));
    describe(self, i);
  }
  gtk_stack_set_visible_child_name(self->stack,
                                   n > 0 && bw_multiples_has_data(self->multiples) ? "panels" : "empty");
}

void bw_multiples_grid_set_multiples(BwMultiplesGrid *self, BwMultiples *multiples)
{
  self->multiples = multiples;
  bw_multiples_grid_update(self);
}

void bw_multiples_grid_set_chosen(BwMultiplesGrid *self, int panel)
{
  GtkFlowBoxChild *child = panel >= 0 ? gtk_flow_box_get_child_at_index(self->box, panel) : NULL;
  if (child && !gtk_flow_box_child_is_selected(child))
    gtk_flow_box_select_child(self->box, child);
  else if (!child)
    gtk_flow_box_unselect_all(self->box);
}

static void on_activated(BwMultiplesGrid *self, GtkFlowBoxChild *child)
{
  g_signal_emit_by_name(self, "chosen", gtk_flow_box_child_get_index(child));
}

static void bw_multiples_grid_class_init(BwMultiplesGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  g_signal_new("chosen", BW_TYPE_MULTIPLES_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
               G_TYPE_INT);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-multiples-grid.ui");
  gtk_widget_class_bind_template_child(widget_class, BwMultiplesGrid, box);
  gtk_widget_class_bind_template_child(widget_class, BwMultiplesGrid, stack);
  gtk_widget_class_bind_template_callback(widget_class, on_activated);
}

static void bw_multiples_grid_init(BwMultiplesGrid *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                          G_CALLBACK(bw_multiples_grid_update), self, G_CONNECT_SWAPPED);
}
