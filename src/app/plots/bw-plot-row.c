#include "app/plots/bw-plot-row-private.h"

#include <glib/gi18n.h>

#include "app/bw-settings.h"

#define KEY "plots" /* of the settings */

G_DEFINE_FINAL_TYPE(BwPlotRow, bw_plot_row, ADW_TYPE_BIN)

enum { PROP_MAXIMISED = 1 };

guint bw_plot_row_get_n(BwPlotRow *self)
{
  return self->cards->len;
}

BwPlotCard *bw_plot_row_get_card(BwPlotRow *self, guint index)
{
  return self->cards->pdata[index];
}

/* What is remembered */

void bw_plot_row_save(BwPlotRow *self)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new();
  for (guint i = 0; i < self->cards->len; i++) {
    g_autofree char *word = bw_plot_source_write(bw_plot_card_get_source(self->cards->pdata[i]));
    g_strv_builder_add(words, word);
  }
  g_auto(GStrv) all = g_strv_builder_end(words);
  g_settings_set_strv(bw_settings_get(), KEY, (const char *const *)all);
}

/* Cards */

static void update_stack(BwPlotRow *self)
{
  gtk_stack_set_visible_child_name(self->stack, self->cards->len == 0 ? "empty" : "plots");
}

static void show_alone(BwPlotRow *self, BwPlotCard *card)
{
  self->maximised = card;
  for (guint i = 0; i < self->cards->len; i++)
    gtk_widget_set_visible(self->cards->pdata[i], !card || self->cards->pdata[i] == card);
  gtk_widget_set_visible(GTK_WIDGET(self->add_button), !card);
  g_object_notify(G_OBJECT(self), "maximised");
}

static void on_maximised(BwPlotRow *self, G_GNUC_UNUSED GParamSpec *pspec, BwPlotCard *card)
{
  gboolean maximised;
  g_object_get(card, "maximised", &maximised, NULL);
  if (maximised && self->maximised)
    g_object_set(self->maximised, "maximised", FALSE, NULL);
  show_alone(self, maximised ? card : NULL);
  gtk_widget_child_focus(GTK_WIDGET(card), GTK_DIR_TAB_FORWARD);
}

guint bw_plot_row_find(BwPlotRow *self, BwPlotCard *card)
{
  guint index = G_MAXUINT;
  g_ptr_array_find(self->cards, card, &index);
  return index;
}

static void on_remove(BwPlotRow *self, BwPlotCard *card)
{
  g_autofree char *title = bw_plot_card_dup_title(card);
  bw_plot_row_remove(self, card);
  g_signal_emit_by_name(self, "removed", title);
}

static void on_move(BwPlotRow *self, int places, BwPlotCard *card)
{
  int index = (int)bw_plot_row_find(self, card) + places;
  bw_plot_row_move(self, card, (guint)CLAMP(index, 0, (int)self->cards->len - 1));
  bw_plot_row_save(self);
}

static void on_exported(BwPlotRow *self, const char *path)
{
  g_signal_emit_by_name(self, "exported", path);
}

static void on_trouble(BwPlotRow *self, const char *message)
{
  g_signal_emit_by_name(self, "trouble", message);
}

/* The list of cards */

static BwPlotCard *find_same(BwPlotRow *self, const BwPlotSource *source)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (bw_plot_source_equal(bw_plot_card_get_source(self->cards->pdata[i]), source))
      return self->cards->pdata[i];
  return NULL;
}

static void pin(BwPlotRow *self, const BwPlotSource *source)
{
  if (self->session && source->kind == BW_SOURCE_COORDINATE && source->coordinate.n_atoms > 0)
    bw_session_pin(self->session, &source->coordinate, TRUE);
}

void bw_plot_row_move(BwPlotRow *self, BwPlotCard *card, guint index)
{
  guint at = bw_plot_row_find(self, card);
  if (at == index || at == G_MAXUINT)
    return;
  g_ptr_array_steal_index(self->cards, at);
  g_ptr_array_insert(self->cards, (int)index, card);
  gtk_box_reorder_child_after(self->box, GTK_WIDGET(card), index > 0 ? self->cards->pdata[index - 1] : NULL);
}

static BwPlotCard *insert(BwPlotRow *self, const BwPlotSource *source, guint index)
{
  BwPlotCard *card = bw_plot_card_new(source);
  bw_plot_row_make_draggable(card);
  g_signal_connect_object(card, "remove", G_CALLBACK(on_remove), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(card, "move", G_CALLBACK(on_move), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(card, "notify::maximised", G_CALLBACK(on_maximised), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(card, "exported", G_CALLBACK(on_exported), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(card, "trouble", G_CALLBACK(on_trouble), self, G_CONNECT_SWAPPED);
  g_ptr_array_add(self->cards, card);
  gtk_box_append(self->box, GTK_WIDGET(card));
  if (index < self->cards->len)
    bw_plot_row_move(self, card, index);
  bw_plot_card_set_session(card, self->session);
  return card;
}

BwPlotCard *bw_plot_row_add(BwPlotRow *self, const BwPlotSource *source, guint index)
{
  BwPlotCard *card = find_same(self, source);
  pin(self, source);
  if (!card) {
    card = insert(self, source, index);
    update_stack(self);
    bw_plot_row_save(self);
  }
  gtk_widget_child_focus(GTK_WIDGET(card), GTK_DIR_TAB_FORWARD);
  return card;
}

void bw_plot_row_remove(BwPlotRow *self, BwPlotCard *card)
{
  guint index = bw_plot_row_find(self, card);
  g_return_if_fail(index != G_MAXUINT);
  g_clear_pointer(&self->removed, bw_plot_source_free);
  self->removed = bw_plot_source_copy(bw_plot_card_get_source(card));
  self->removed_from = index;
  if (self->maximised == card)
    show_alone(self, NULL);
  g_ptr_array_remove_index(self->cards, index);
  self->n_stale = MIN(self->n_stale, self->cards->len);
  bw_plot_card_set_session(card, NULL);
  gtk_box_remove(self->box, GTK_WIDGET(card));
  update_stack(self);
  bw_plot_row_save(self);
}

void bw_plot_row_undo_remove(BwPlotRow *self)
{
  g_autoptr(BwPlotSource) source = g_steal_pointer(&self->removed);
  if (source)
    bw_plot_row_add(self, source, self->removed_from);
}

/* What the session says */

static void each_card(BwPlotRow *self, void (*update)(BwPlotCard *))
{
  for (guint i = 0; i < self->cards->len; i++)
    if (gtk_widget_get_mapped(self->cards->pdata[i]))
      update(self->cards->pdata[i]);
}

/* One card a frame, in turn: all at once would be seen as a halt of the picture. */
static gboolean update_next(G_GNUC_UNUSED GtkWidget *widget, G_GNUC_UNUSED GdkFrameClock *clock,
                            gpointer data)
{
  BwPlotRow *self = data;
  gboolean done = FALSE;
  while (self->session && self->n_stale > 0 && !done) {
    BwPlotCard *card = self->cards->pdata[self->next_stale++ % self->cards->len];
    self->n_stale--;
    done = gtk_widget_get_mapped(GTK_WIDGET(card));
    if (done)
      bw_plot_card_update(card);
  }
  if (self->session && self->n_stale > 0)
    return G_SOURCE_CONTINUE;
  self->update_tick = 0;
  return G_SOURCE_REMOVE;
}

static void on_numbers(BwPlotRow *self)
{
  self->n_stale = self->cards->len;
  if (!self->update_tick)
    self->update_tick = gtk_widget_add_tick_callback(GTK_WIDGET(self), update_next, self, NULL);
}

static void on_frame(BwPlotRow *self)
{
  each_card(self, bw_plot_card_update_moment);
}

static void on_system(BwPlotRow *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    bw_plot_card_update_names(self->cards->pdata[i]);
  on_numbers(self);
}

/* Plots that nobody saw were not kept up to date. */
static void on_map(BwPlotRow *self)
{
  if (self->session)
    on_numbers(self);
}

void bw_plot_row_set_session(BwPlotRow *self, BwSession *session)
{
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  self->session = session;
  bw_plot_chooser_set_session(self->chooser, session);
  for (guint i = 0; i < self->cards->len; i++)
    bw_plot_card_set_session(self->cards->pdata[i], session);
  if (!session)
    return;
  g_signal_connect_object(session, "numbers", G_CALLBACK(on_numbers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "frame", G_CALLBACK(on_frame), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "system", G_CALLBACK(on_system), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "atoms", G_CALLBACK(on_system), self, G_CONNECT_SWAPPED);
}

/* The widget */

static void on_add(BwPlotRow *self, const BwPlotSource *source)
{
  bw_plot_row_add(self, source, G_MAXUINT);
}

static void add_plot(GtkWidget *widget, G_GNUC_UNUSED const char *name, G_GNUC_UNUSED GVariant *parameter)
{
  gtk_menu_button_popup(BW_PLOT_ROW(widget)->add_button);
}

static gboolean leave_maximised(GtkWidget *widget, G_GNUC_UNUSED GVariant *arguments,
                                G_GNUC_UNUSED gpointer data)
{
  BwPlotRow *self = BW_PLOT_ROW(widget);
  if (!self->maximised)
    return FALSE;
  g_object_set(self->maximised, "maximised", FALSE, NULL);
  return TRUE;
}

static void bw_plot_row_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MAXIMISED)
    g_value_set_boolean(value, BW_PLOT_ROW(object)->maximised != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void bw_plot_row_finalize(GObject *object)
{
  BwPlotRow *self = BW_PLOT_ROW(object);
  g_ptr_array_unref(self->cards);
  bw_plot_source_free(self->removed);
  G_OBJECT_CLASS(bw_plot_row_parent_class)->finalize(object);
}

static void bw_plot_row_class_init(BwPlotRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->get_property = bw_plot_row_get_property;
  object_class->finalize = bw_plot_row_finalize;
  g_object_class_install_property(
      object_class, PROP_MAXIMISED,
      g_param_spec_boolean("maximised", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  const char *const signals[] = {"removed", "exported", "trouble"};
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_new(signals[i], BW_TYPE_PLOT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                 G_TYPE_STRING);
  gtk_widget_class_install_action(widget_class, "row.add", NULL, add_plot);
  g_type_ensure(BW_TYPE_PLOT_CHOOSER);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-plot-row.ui");
  gtk_widget_class_bind_template_child(widget_class, BwPlotRow, stack);
  gtk_widget_class_bind_template_child(widget_class, BwPlotRow, scroller);
  gtk_widget_class_bind_template_child(widget_class, BwPlotRow, box);
  gtk_widget_class_bind_template_child(widget_class, BwPlotRow, chooser);
  gtk_widget_class_bind_template_child(widget_class, BwPlotRow, add_button);
  gtk_widget_class_bind_template_callback(widget_class, on_add);
  gtk_widget_class_bind_template_callback(widget_class, on_map);
}

static void restore(BwPlotRow *self)
{
  g_auto(GStrv) words = g_settings_get_strv(bw_settings_get(), KEY);
  for (int i = 0; words[i]; i++) {
    g_autoptr(BwPlotSource) source = bw_plot_source_read(words[i]);
    if (source && !find_same(self, source))
      insert(self, source, G_MAXUINT);
  }
  update_stack(self);
}

/* Escape leaves a maximised plot wherever the focus is. */
static void add_escape(BwPlotRow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new();
  gtk_shortcut_controller_set_scope(GTK_SHORTCUT_CONTROLLER(keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut(
      GTK_SHORTCUT_CONTROLLER(keys), gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_Escape, 0),
                                                      gtk_callback_action_new(leave_maximised, NULL, NULL)));
  gtk_widget_add_controller(GTK_WIDGET(self), keys);
}

static void bw_plot_row_init(BwPlotRow *self)
{
  self->cards = g_ptr_array_new();
  gtk_widget_init_template(GTK_WIDGET(self));
  bw_plot_row_init_dragging(self);
  add_escape(self);
  restore(self);
}
