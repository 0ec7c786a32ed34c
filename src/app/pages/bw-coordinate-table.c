#include "app/pages/bw-coordinate-table.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/pages/bw-coordinate-item.h"
#include "app/session/bw-words.h"

struct _BwCoordinateTable {
  AdwBin parent;
  GtkColumnView *view;
  GListStore *items; /* of BwCoordinateItem, in the session's order */
  GtkSingleSelection *selection;
  GtkColumnViewColumn *columns[BW_N_COORDINATE_MEANS]; /* of the view */
  BwSession *session;                                  /* borrowed */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE(BwCoordinateTable, bw_coordinate_table, ADW_TYPE_BIN)

static const char *const titles[BW_N_COORDINATE_MEANS] = {
    [BW_COORDINATE_BEADS] = N_("Beads"),
    [BW_COORDINATE_CENTROID] = N_("Centroid"),
    [BW_COORDINATE_CLASSICAL] = N_("Classical"),
    [BW_COORDINATE_DIFFERENCE] = N_("Longer by"),
};

/* The columns of means are numbered as these are. */
enum { COLUMN_NAME = BW_N_COORDINATE_MEANS, COLUMN_PIN };

/* Cells */

static int get_column(gpointer object)
{
  return GPOINTER_TO_INT(g_object_get_data(G_OBJECT(object), "column"));
}

static void show_name(GtkListItem *cell)
{
  BwCoordinateItem *item = gtk_list_item_get_item(cell);
  gtk_label_set_label(GTK_LABEL(gtk_list_item_get_child(cell)), bw_coordinate_item_get_name(item));
}

static void show_mean(GtkListItem *cell)
{
  BwCoordinateItem *item = gtk_list_item_get_item(cell);
  BwMean mean = bw_coordinate_item_get(item, (BwCoordinateMean)get_column(cell));
  g_autofree char *text = mean.n > 0 ? bw_words_short_mean(mean) : g_strdup("–");
  gtk_label_set_label(GTK_LABEL(gtk_list_item_get_child(cell)), text);
}

static void show_pin(GtkListItem *cell)
{
  BwCoordinateItem *item = gtk_list_item_get_item(cell);
  GtkToggleButton *button = GTK_TOGGLE_BUTTON(gtk_list_item_get_child(cell));
  g_autofree char *label = g_strdup_printf(_("Keep %s"), bw_coordinate_item_get_name(item));
  if (gtk_toggle_button_get_active(button) != bw_coordinate_item_is_pinned(item))
    gtk_toggle_button_set_active(button, bw_coordinate_item_is_pinned(item));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void on_pin(GtkToggleButton *button, GtkListItem *cell)
{
  BwCoordinateTable *self = g_object_get_data(G_OBJECT(cell), "table");
  BwCoordinateItem *item = gtk_list_item_get_item(cell);
  gboolean pin = gtk_toggle_button_get_active(button);
  int n;
  if (!item || !self->session || self->updating || pin == bw_coordinate_item_is_pinned(item))
    return;
  const BwCoordinate *list = bw_session_get_coordinates(self->session, &n);
  if (bw_coordinate_item_get_index(item) < n)
    bw_session_pin(self->session, &list[bw_coordinate_item_get_index(item)], pin);
}

static GtkWidget *new_pin(GtkListItem *cell)
{
  GtkWidget *button = gtk_toggle_button_new();
  gtk_button_set_icon_name(GTK_BUTTON(button), "view-pin-symbolic");
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_set_tooltip_text(button, _("Keep it in the view, and follow it along time"));
  g_signal_connect(button, "toggled", G_CALLBACK(on_pin), cell);
  return button;
}

static GtkWidget *new_label(double xalign)
{
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), (float)xalign);
  gtk_widget_add_css_class(label, "numeric");
  return label;
}

static void set_up(GtkSignalListItemFactory *factory, GtkListItem *cell, BwCoordinateTable *self)
{
  int column = get_column(factory);
  g_object_set_data(G_OBJECT(cell), "column", GINT_TO_POINTER(column));
  g_object_set_data(G_OBJECT(cell), "table", self);
  gtk_list_item_set_child(cell,
                          column == COLUMN_PIN ? new_pin(cell) : new_label(column == COLUMN_NAME ? 0 : 1));
}

static void show(GtkListItem *cell)
{
  int column = get_column(cell);
  if (column == COLUMN_NAME)
    show_name(cell);
  else if (column == COLUMN_PIN)
    show_pin(cell);
  else
    show_mean(cell);
}

static void bind(G_GNUC_UNUSED GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_connect_object(gtk_list_item_get_item(cell), "changed", G_CALLBACK(show), cell, G_CONNECT_SWAPPED);
  show(cell);
}

static void unbind(G_GNUC_UNUSED GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_handlers_disconnect_by_data(gtk_list_item_get_item(cell), cell);
}

/* Columns */

static int compare_index(gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer data)
{
  return bw_coordinate_item_get_index((gpointer)a) - bw_coordinate_item_get_index((gpointer)b);
}

/* What is not known comes last. */
static int compare_means(gconstpointer a, gconstpointer b, gpointer which)
{
  BwMean first = bw_coordinate_item_get((gpointer)a, GPOINTER_TO_INT(which)),
         second = bw_coordinate_item_get((gpointer)b, GPOINTER_TO_INT(which));
  double x = first.n > 0 ? first.mean : G_MAXDOUBLE, y = second.n > 0 ? second.mean : G_MAXDOUBLE;
  return (x > y) - (x < y);
}

/* Takes the sorter; NULL: not sorted by. */
static void add_column(BwCoordinateTable *self, int number, const char *title, GtkSorter *sorter)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
  g_object_set_data(G_OBJECT(factory), "column", GINT_TO_POINTER(number));
  g_signal_connect(factory, "setup", G_CALLBACK(set_up), self);
  g_signal_connect(factory, "bind", G_CALLBACK(bind), NULL);
  g_signal_connect(factory, "unbind", G_CALLBACK(unbind), NULL);
  g_autoptr(GtkColumnViewColumn) column = gtk_column_view_column_new(title, factory);
  gtk_column_view_column_set_sorter(column, sorter);
  gtk_column_view_column_set_expand(column, number == COLUMN_NAME);
  gtk_column_view_append_column(self->view, column);
  g_clear_object(&sorter);
  if (number < BW_N_COORDINATE_MEANS)
    self->columns[number] = column;
}

static void add_columns(BwCoordinateTable *self)
{
  static const BwCoordinateMean order[] = {BW_COORDINATE_DIFFERENCE, BW_COORDINATE_BEADS,
                                           BW_COORDINATE_CENTROID, BW_COORDINATE_CLASSICAL};
  add_column(self, COLUMN_NAME, _("Name"), GTK_SORTER(gtk_custom_sorter_new(compare_index, NULL, NULL)));
  add_column(self, COLUMN_PIN, "", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
    add_column(self, order[i], _(titles[order[i]]),
               GTK_SORTER(gtk_custom_sorter_new(compare_means, GINT_TO_POINTER(order[i]), NULL)));
}

static void on_selected(BwCoordinateTable *self)
{
  BwCoordinateItem *item = gtk_single_selection_get_selected_item(self->selection);
  int n;
  if (self->updating || !self->session || !item)
    return;
  const BwCoordinate *list = bw_session_get_coordinates(self->session, &n);
  if (bw_coordinate_item_get_index(item) < n)
    bw_session_choose_coordinate(self->session, &list[bw_coordinate_item_get_index(item)]);
}

/* The widget */

static void bw_coordinate_table_dispose(GObject *object)
{
  BwCoordinateTable *self = BW_COORDINATE_TABLE(object);
  g_clear_object(&self->items);
  g_clear_object(&self->selection);
  G_OBJECT_CLASS(bw_coordinate_table_parent_class)->dispose(object);
}

static void bw_coordinate_table_class_init(BwCoordinateTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_coordinate_table_dispose;
  gtk_widget_class_set_template_from_resource(widget_class,
                                              "/org/beadwork/Beadwork/ui/bw-coordinate-table.ui");
  gtk_widget_class_bind_template_child(widget_class, BwCoordinateTable, view);
}

static void bw_coordinate_table_init(BwCoordinateTable *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  self->items = g_list_store_new(BW_TYPE_COORDINATE_ITEM);
  add_columns(self);
  GtkSortListModel *sorted = gtk_sort_list_model_new(g_object_ref(G_LIST_MODEL(self->items)),
                                                     g_object_ref(gtk_column_view_get_sorter(self->view)));
  self->selection = gtk_single_selection_new(G_LIST_MODEL(sorted));
  gtk_single_selection_set_autoselect(self->selection, FALSE);
  gtk_column_view_set_model(self->view, GTK_SELECTION_MODEL(self->selection));
  g_signal_connect_object(self->selection, "notify::selected-item", G_CALLBACK(on_selected), self,
                          G_CONNECT_SWAPPED);
}

static void select_chosen(BwCoordinateTable *self)
{
  int chosen = bw_session_get_coordinate(self->session);
  guint n = g_list_model_get_n_items(G_LIST_MODEL(self->selection)), found = GTK_INVALID_LIST_POSITION;
  for (guint i = 0; i < n; i++) {
    g_autoptr(BwCoordinateItem) item = g_list_model_get_item(G_LIST_MODEL(self->selection), i);
    if (bw_coordinate_item_get_index(item) == chosen)
      found = i;
  }
  gtk_single_selection_set_selected(self->selection, found);
}

/* Columns without a number in them only take room. */
static void show_columns(BwCoordinateTable *self)
{
  gboolean known[BW_N_COORDINATE_MEANS] = {FALSE};
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->items)); i++) {
    g_autoptr(BwCoordinateItem) item = g_list_model_get_item(G_LIST_MODEL(self->items), i);
    for (int m = 0; m < BW_N_COORDINATE_MEANS; m++)
      known[m] |= bw_coordinate_item_get(item, (BwCoordinateMean)m).n > 0;
  }
  for (int m = 0; m < BW_N_COORDINATE_MEANS; m++)
    gtk_column_view_column_set_visible(self->columns[m], known[m]);
}

void bw_coordinate_table_update(BwCoordinateTable *self)
{
  int n = 0;
  self->updating = TRUE;
  if (self->session && bw_session_get_frame(self->session))
    bw_session_get_coordinates(self->session, &n);
  for (guint i = g_list_model_get_n_items(G_LIST_MODEL(self->items)); i > (guint)n; i--)
    g_list_store_remove(self->items, i - 1);
  for (int i = 0; i < n; i++) {
    if (i == (int)g_list_model_get_n_items(G_LIST_MODEL(self->items))) {
      g_autoptr(BwCoordinateItem) new = bw_coordinate_item_new(i);
      g_list_store_append(self->items, new);
    }
    g_autoptr(BwCoordinateItem) item = g_list_model_get_item(G_LIST_MODEL(self->items), (guint)i);
    bw_coordinate_item_update(item, self->session);
  }
  show_columns(self);
  if (self->session)
    select_chosen(self);
  self->updating = FALSE;
}

void bw_coordinate_table_set_session(BwCoordinateTable *self, BwSession *session)
{
  self->session = session;
  bw_coordinate_table_update(self);
}

static void append_mean(GString *text, BwMean mean, char separator)
{
  char value[G_ASCII_DTOSTR_BUF_SIZE] = "", error[G_ASCII_DTOSTR_BUF_SIZE] = "";
  if (mean.n > 0)
    g_ascii_formatd(value, sizeof value, "%.10g", mean.mean);
  if (mean.n > 0 && isfinite(mean.error))
    g_ascii_formatd(error, sizeof error, "%.3g", mean.error);
  g_string_append_printf(text, "%c%s%c%s", separator, value, separator, error);
}

char *bw_coordinate_table_write(BwCoordinateTable *self, char separator)
{
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, "%s%c%s", _("Name"), separator, _("Unit"));
  for (int m = 0; m < BW_N_COORDINATE_MEANS; m++)
    g_string_append_printf(text, "%c%s%c±", separator, _(titles[m]), separator);
  g_string_append_c(text, '\n');
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->selection)); i++) {
    g_autoptr(BwCoordinateItem) item = g_list_model_get_item(G_LIST_MODEL(self->selection), i);
    g_string_append_printf(text, "%s%c%s", bw_coordinate_item_get_name(item), separator,
                           bw_coordinate_item_get_unit(item));
    for (int m = 0; m < BW_N_COORDINATE_MEANS; m++)
      append_mean(text, bw_coordinate_item_get(item, (BwCoordinateMean)m), separator);
    g_string_append_c(text, '\n');
  }
  return g_string_free(text, FALSE);
}
