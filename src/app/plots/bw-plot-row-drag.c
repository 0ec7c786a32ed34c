/* Cards that are moved along the row by the pointer. */
#include "app/plots/bw-plot-row-private.h"

static GdkContentProvider *on_drag_prepare(G_GNUC_UNUSED GtkDragSource *source, G_GNUC_UNUSED double x,
                                           G_GNUC_UNUSED double y, gpointer card)
{
  return gdk_content_provider_new_typed(BW_TYPE_PLOT_CARD, card);
}

static void on_drag_begin(GtkDragSource *source, G_GNUC_UNUSED GdkDrag *drag, gpointer card)
{
  g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new(bw_plot_card_get_header(card));
  gtk_drag_source_set_icon(source, picture, 12, 12);
  gtk_widget_add_css_class(card, "dragged");
}

static void on_drag_end(G_GNUC_UNUSED GtkDragSource *source, G_GNUC_UNUSED GdkDrag *drag,
                        G_GNUC_UNUSED gboolean deleted, gpointer card)
{
  gtk_widget_remove_css_class(card, "dragged");
}

void bw_plot_row_make_draggable(BwPlotCard *card)
{
  GtkDragSource *source = gtk_drag_source_new();
  gtk_drag_source_set_actions(source, GDK_ACTION_MOVE);
  g_signal_connect(source, "prepare", G_CALLBACK(on_drag_prepare), card);
  g_signal_connect(source, "drag-begin", G_CALLBACK(on_drag_begin), card);
  g_signal_connect(source, "drag-end", G_CALLBACK(on_drag_end), card);
  gtk_widget_add_controller(bw_plot_card_get_header(card), GTK_EVENT_CONTROLLER(source));
}

/* The card whose place the pointer is over. */
static guint find_place(BwPlotRow *self, double x)
{
  for (guint i = 0; i < self->cards->len; i++) {
    graphene_rect_t bounds;
    if (gtk_widget_compute_bounds(self->cards->pdata[i], GTK_WIDGET(self->box), &bounds) &&
        x < bounds.origin.x + bounds.size.width)
      return i;
  }
  return self->cards->len - 1;
}

/* Of this row; NULL: from another window. */
static BwPlotCard *get_dragged(BwPlotRow *self, const GValue *value)
{
  gpointer card = value && G_VALUE_HOLDS(value, BW_TYPE_PLOT_CARD) ? g_value_get_object(value) : NULL;
  return card && bw_plot_row_find(self, card) != G_MAXUINT ? card : NULL;
}

static GdkDragAction on_drag_motion(BwPlotRow *self, double x, G_GNUC_UNUSED double y, GtkDropTarget *target)
{
  BwPlotCard *card = get_dragged(self, gtk_drop_target_get_value(target));
  if (card)
    bw_plot_row_move(self, card, find_place(self, x));
  return GDK_ACTION_MOVE;
}

static gboolean on_drop(BwPlotRow *self, const GValue *value)
{
  gboolean mine = get_dragged(self, value) != NULL;
  if (mine)
    bw_plot_row_save(self);
  return mine;
}

void bw_plot_row_init_dragging(BwPlotRow *self)
{
  GtkDropTarget *target = gtk_drop_target_new(BW_TYPE_PLOT_CARD, GDK_ACTION_MOVE);
  gtk_drop_target_set_preload(target, TRUE);
  g_signal_connect_object(target, "motion", G_CALLBACK(on_drag_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(target, "drop", G_CALLBACK(on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller(GTK_WIDGET(self->box), GTK_EVENT_CONTROLLER(target));
}
