#include "app/plots/bw-plot-card.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/plots/bw-bonds-plot.h"
#include "app/plots/bw-multiples-grid.h"
#include "app/plots/bw-plot-names.h"
#include "app/plots/bw-plot-view.h"
#include "app/plots/bw-card-plot.h"

#define FS_PER_PS 1000.0

struct _BwPlotCard {
  AdwBin parent;
  BwPlotView *view;
  GtkWidget *maximise_button;
  GtkDropDown *chooser; /* of the coordinate that is chosen everywhere */
  GtkStringList *names;
  BwPlotSource *source;
  BwPlot *plot;           /* or */
  BwMultiples *multiples; /* shown on */
  BwMultiplesGrid *grid;
  BwSession *session; /* borrowed */
  gboolean choosing;  /* the chooser changes because of the session */
  gboolean maximised;
};

G_DEFINE_FINAL_TYPE(BwPlotCard, bw_plot_card, ADW_TYPE_BIN)

enum { PROP_MAXIMISED = 1 };

static const BwAtoms *get_atoms(BwPlotCard *self)
{
  const BwFrame *frame = bw_session_get_frame(self->session);
  return frame ? frame->atoms : NULL;
}

static void update_bonds(BwPlotCard *self)
{
  bw_bonds_plot_update(self->multiples, self->session);
  bw_multiples_grid_update(self->grid);
  bw_plot_view_set_caption(self->view, bw_multiples_get_caption(self->multiples));
  bw_multiples_grid_set_chosen(self->grid, bw_session_get_coordinate(self->session));
}

/* What the session says */

void bw_plot_card_update_moment(BwPlotCard *self)
{
  gboolean is_time = bw_session_trace_is_time(self->session);
  if (!bw_plot_source_is_along_time(self->source))
    return;
  const BwTrace *trace = bw_session_get_trace(self->session);
  double moment = trace && trace->n > 1 ? bw_session_get_moment(self->session) : NAN;
  bw_plot_set_cursor(self->plot, is_time ? moment / FS_PER_PS : moment);
  bw_plot_view_update(self->view);
}

void bw_plot_card_update(BwPlotCard *self)
{
  if (self->multiples) {
    update_bonds(self);
    return;
  }
  g_autofree char *title = bw_session_get_title(self->session);
  bw_plot_set_source(self->plot, title);
  g_autofree char *caption = bw_card_plot_update(self->plot, self->source, self->session);
  bw_plot_view_set_caption(self->view, caption);
  bw_plot_card_update_moment(self);
  bw_plot_view_update(self->view);
}

/* Only adds names while the atoms stay, so that choosing one does not take the list away under the hand. */
static void update_chooser(BwPlotCard *self)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(self->session, &n);
  const BwAtoms *atoms = get_atoms(self);
  int chosen = bw_session_get_coordinate(self->session), n_same = 0;
  guint n_names = g_list_model_get_n_items(G_LIST_MODEL(self->names));
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
  for (int c = 0; c < n && atoms; c++)
    g_ptr_array_add(labels, bw_coordinate_label(&list[c], atoms));
  while (n_same < (int)MIN(labels->len, n_names) &&
         g_strcmp0(gtk_string_list_get_string(self->names, (guint)n_same), labels->pdata[n_same]) == 0)
    n_same++;
  g_ptr_array_add(labels, NULL);
  self->choosing = TRUE;
  gtk_string_list_splice(self->names, (guint)n_same, n_names - (guint)n_same,
                         (const char *const *)labels->pdata + n_same);
  gtk_drop_down_set_selected(self->chooser, chosen < 0 ? GTK_INVALID_LIST_POSITION : (guint)chosen);
  self->choosing = FALSE;
  g_object_set(self->view, "chooser", labels->len > 1 ? self->chooser : NULL, NULL);
}

char *bw_plot_card_dup_title(BwPlotCard *self)
{
  int n, chosen = self->session ? bw_session_get_coordinate(self->session) : -1;
  const BwCoordinate *list = self->session ? bw_session_get_coordinates(self->session, &n) : NULL;
  return bw_plot_names_title(self->source, self->session ? get_atoms(self) : NULL,
                             chosen >= 0 ? &list[chosen] : NULL);
}

void bw_plot_card_update_names(BwPlotCard *self)
{
  g_autofree char *title = bw_plot_card_dup_title(self);
  g_object_set(self->view, "title", title, NULL);
  if (bw_plot_source_follows_choice(self->source))
    update_chooser(self);
}

static void on_chosen(BwPlotCard *self)
{
  int n;
  guint selected = gtk_drop_down_get_selected(self->chooser);
  if (self->choosing || !self->session)
    return;
  const BwCoordinate *list = bw_session_get_coordinates(self->session, &n);
  if (selected < (guint)n)
    bw_session_choose_coordinate(self->session, &list[selected]);
}

static void on_bond_chosen(BwPlotCard *self, int panel)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(self->session, &n);
  if (panel < n)
    bw_session_choose_coordinate(self->session, &list[panel]);
}

static void on_go_to(BwPlotCard *self, double x)
{
  if (self->session)
    bw_session_go_to_x(self->session, bw_session_trace_is_time(self->session) ? FS_PER_PS * x : x);
}

/* Relays */

static void on_exported(BwPlotCard *self, const char *path)
{
  g_signal_emit_by_name(self, "exported", path);
}

static void on_trouble(BwPlotCard *self, const char *message)
{
  g_signal_emit_by_name(self, "trouble", message);
}

static void on_header_pressed(BwPlotCard *self, int n_press)
{
  if (n_press == 2)
    g_object_set(self, "maximised", !self->maximised, NULL);
}

static void remove_card(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  g_signal_emit_by_name(widget, "remove");
}

static void move_card(GtkWidget *widget, G_GNUC_UNUSED const char *name, GVariant *places)
{
  g_signal_emit_by_name(widget, "move", g_variant_get_int32(places));
}

/* The widget */

static void set_maximised(BwPlotCard *self, gboolean maximised)
{
  self->maximised = maximised;
  gtk_button_set_icon_name(GTK_BUTTON(self->maximise_button),
                           maximised ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text(self->maximise_button,
                              maximised ? _("Back to the row (Escape)") : _("Maximise the plot"));
}

static void bw_plot_card_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MAXIMISED)
    g_value_set_boolean(value, BW_PLOT_CARD(object)->maximised);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void bw_plot_card_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MAXIMISED)
    set_maximised(BW_PLOT_CARD(object), g_value_get_boolean(value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void bw_plot_card_dispose(GObject *object)
{
  BwPlotCard *self = BW_PLOT_CARD(object);
  if (self->view) {
    bw_plot_view_set_plot(self->view, NULL);
    bw_plot_view_set_multiples(self->view, NULL, NULL);
  }
  g_clear_pointer(&self->plot, bw_plot_free);
  g_clear_pointer(&self->multiples, bw_multiples_free);
  g_clear_object(&self->chooser);
  G_OBJECT_CLASS(bw_plot_card_parent_class)->dispose(object);
}

static void bw_plot_card_finalize(GObject *object)
{
  bw_plot_source_free(BW_PLOT_CARD(object)->source);
  G_OBJECT_CLASS(bw_plot_card_parent_class)->finalize(object);
}

static void install_signals(GType type)
{
  g_signal_new("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new("move", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  g_signal_new("exported", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new("trouble", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void bw_plot_card_class_init(BwPlotCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->get_property = bw_plot_card_get_property;
  object_class->set_property = bw_plot_card_set_property;
  object_class->dispose = bw_plot_card_dispose;
  object_class->finalize = bw_plot_card_finalize;
  g_object_class_install_property(
      object_class, PROP_MAXIMISED,
      g_param_spec_boolean("maximised", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  install_signals(BW_TYPE_PLOT_CARD);
  gtk_widget_class_install_action(widget_class, "card.remove", NULL, remove_card);
  gtk_widget_class_install_action(widget_class, "card.move", "i", move_card);
  gtk_widget_class_install_property_action(widget_class, "card.maximise", "maximised");
  const GdkModifierType keys = GDK_CONTROL_MASK | GDK_SHIFT_MASK;
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Left, keys, "card.move", "i", -1);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Right, keys, "card.move", "i", 1);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Delete, 0, "card.remove", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_m, 0, "card.maximise", NULL);
  g_type_ensure(BW_TYPE_MULTIPLES_GRID);
  g_type_ensure(BW_TYPE_PLOT_VIEW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-plot-card.ui");
  gtk_widget_class_bind_template_child(widget_class, BwPlotCard, view);
  gtk_widget_class_bind_template_child(widget_class, BwPlotCard, maximise_button);
  gtk_widget_class_bind_template_child(widget_class, BwPlotCard, chooser);
  gtk_widget_class_bind_template_child(widget_class, BwPlotCard, names);
  gtk_widget_class_bind_template_callback(widget_class, on_chosen);
  gtk_widget_class_bind_template_callback(widget_class, on_go_to);
  gtk_widget_class_bind_template_callback(widget_class, on_exported);
  gtk_widget_class_bind_template_callback(widget_class, on_trouble);
}

static void bw_plot_card_init(BwPlotCard *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  g_object_ref(self->chooser); /* it comes and goes in the header */
  GtkGesture *press = gtk_gesture_click_new();
  g_signal_connect_object(press, "pressed", G_CALLBACK(on_header_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller(bw_plot_view_get_header(self->view), GTK_EVENT_CONTROLLER(press));
}

static void show_multiples(BwPlotCard *self)
{
  self->multiples = bw_bonds_plot_new();
  self->grid = g_object_new(BW_TYPE_MULTIPLES_GRID, NULL);
  bw_multiples_grid_set_multiples(self->grid, self->multiples);
  bw_plot_view_set_multiples(self->view, self->multiples, GTK_WIDGET(self->grid));
  g_signal_connect_object(self->grid, "chosen", G_CALLBACK(on_bond_chosen), self, G_CONNECT_SWAPPED);
}

BwPlotCard *bw_plot_card_new(const BwPlotSource *source)
{
  BwPlotCard *self = g_object_new(BW_TYPE_PLOT_CARD, NULL);
  self->source = bw_plot_source_copy(source);
  if (source->kind == BW_SOURCE_BONDS) {
    show_multiples(self);
    return self;
  }
  self->plot = bw_card_plot_new(self->source);
  bw_plot_view_set_plot(self->view, self->plot);
  g_object_set(self->view, "x-is-time", bw_plot_source_is_along_time(source), NULL);
  return self;
}

const BwPlotSource *bw_plot_card_get_source(BwPlotCard *self)
{
  return self->source;
}

GtkWidget *bw_plot_card_get_header(BwPlotCard *self)
{
  return bw_plot_view_get_header(self->view);
}

void bw_plot_card_set_session(BwPlotCard *self, BwSession *session)
{
  self->session = session;
  if (!session)
    return;
  bw_plot_card_update_names(self);
  bw_plot_card_update(self);
}
