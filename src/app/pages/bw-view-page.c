#include "app/pages/bw-view-page.h"

#include "app/pages/bw-neural-group.h"

struct _BwViewPage {
  AdwBin parent;
  GtkWidget *show_beads, *show_springs, *show_centroid, *show_cloud, *show_cell, *show_axes, *shading,
      *outlines, *depth_cue;
  GtkWidget *bead_size, *atom_size;
  GtkWidget *images_a, *images_b, *images_c;
  GtkWidget *bead_colour, *projection, *background, *quality;
  BwNeuralGroup *neural;
};

G_DEFINE_FINAL_TYPE(BwViewPage, bw_view_page, ADW_TYPE_BIN)

/* Rows whose names are those of the view's properties, and what of them is bound. */
static const struct {
  const char *child, *property, *of_child;
  gsize offset;
} rows[] = {
#define ROW(child, property, of_child)                                                                       \
  {                                                                                                          \
#child, property, of_child, G_STRUCT_OFFSET(BwViewPage, child)                                           \
  }
    ROW(show_beads, "show-beads", "active"),
    ROW(show_springs, "show-springs", "active"),
    ROW(show_centroid, "show-centroid", "active"),
    ROW(show_cloud, "show-cloud", "active"),
    ROW(show_cell, "show-cell", "active"),
    ROW(show_axes, "show-axes", "active"),
    ROW(shading, "shading", "active"),
    ROW(outlines, "outlines", "active"),
    ROW(depth_cue, "depth-cue", "active"),
    ROW(bead_size, "bead-size", "value"),
    ROW(atom_size, "atom-size", "value"),
    ROW(images_a, "images-a", "value"),
    ROW(images_b, "images-b", "value"),
    ROW(images_c, "images-c", "value"),
    ROW(bead_colour, "colour-by-time", "selected"),
    ROW(projection, "orthographic", "selected"),
    ROW(background, "background", "selected"),
    ROW(quality, "quality", "selected"),
#undef ROW
};

/* Numbers that say the same in different types: a choice's place, a switch, an enum's value. */
static gint64 to_number(const GValue *value)
{
  if (G_VALUE_HOLDS_BOOLEAN(value))
    return g_value_get_boolean(value);
  return G_VALUE_HOLDS_UINT(value) ? (gint64)g_value_get_uint(value) : g_value_get_enum(value);
}

static gboolean convert(G_GNUC_UNUSED GBinding *binding, const GValue *from, GValue *to,
                        G_GNUC_UNUSED gpointer data)
{
  gint64 number = to_number(from);
  if (G_VALUE_HOLDS_BOOLEAN(to))
    g_value_set_boolean(to, number > 0);
  else if (G_VALUE_HOLDS_UINT(to))
    g_value_set_uint(to, (guint)number);
  else
    g_value_set_enum(to, (int)number);
  return TRUE;
}

static void bw_view_page_class_init(BwViewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  g_type_ensure(BW_TYPE_NEURAL_GROUP);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-view-page.ui");
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
    gtk_widget_class_bind_template_child_full(widget_class, rows[i].child, FALSE, (gssize)rows[i].offset);
  gtk_widget_class_bind_template_child(widget_class, BwViewPage, neural);
}

static void bw_view_page_init(BwViewPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

static GObject *bound_object(GtkWidget *child, const char *property)
{
  if (!g_str_equal(property, "value"))
    return G_OBJECT(child);
  return GTK_IS_RANGE(child) ? G_OBJECT(gtk_range_get_adjustment(GTK_RANGE(child)))
                             : G_OBJECT(gtk_spin_button_get_adjustment(GTK_SPIN_BUTTON(child)));
}

void bw_view_page_set_view(BwViewPage *self, BwView3d *view)
{
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    GtkWidget *child = G_STRUCT_MEMBER(GtkWidget *, self, rows[i].offset);
    GBindingTransformFunc function = g_str_equal(rows[i].of_child, "selected") ? convert : NULL;
    g_object_bind_property_full(view, rows[i].property, bound_object(child, rows[i].of_child),
                                rows[i].of_child, G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL, function,
                                function, NULL, NULL);
  }
}

static void show_row(GtkWidget *child, gboolean visible)
{
  gtk_widget_set_visible(gtk_widget_get_ancestor(child, ADW_TYPE_ACTION_ROW), visible);
}

void bw_view_page_update(BwViewPage *self, BwSession *session)
{
  const BwFrame *frame = bw_session_get_frame(session);
  GtkWidget *const images[] = {self->images_a, self->images_b, self->images_c};
  show_row(self->show_cell, frame && bw_cell_is_periodic(&frame->cell));
  for (int k = 0; k < 3; k++)
    show_row(images[k], frame && frame->cell.periodic[k]);
  bw_neural_group_update(self->neural);
}

void bw_view_page_set_session(BwViewPage *self, BwSession *session)
{
  bw_neural_group_set_session(self->neural, session);
}
