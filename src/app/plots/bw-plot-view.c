#include "app/plots/bw-plot-view-private.h"

#include <math.h>

#include "app/plots/bw-plot-words.h"

#define DESCRIBE 1000000 /* µs between two descriptions: a screen reader need not hear every sample */

G_DEFINE_FINAL_TYPE(BwPlotView, bw_plot_view, ADW_TYPE_BIN)

enum { PROP_CHOOSER = 1, PROP_CONTROLS, PROP_TITLE, PROP_X_IS_TIME, PROP_FOLLOW, PROP_LOG };

/* In words */

static void describe(BwPlotView *self)
{
  g_autofree char *words = self->plot ? bw_plot_words_all(self->plot) : NULL;
  const char *caption = gtk_label_get_label(self->caption);
  g_autofree char *all = g_strjoin(*caption && words && *words ? ". " : "", caption, words, NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all, -1);
  self->described = g_get_monotonic_time();
}

static void set_title(BwPlotView *self, const char *title)
{
  gtk_label_set_label(self->title, title);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* What is chosen says what is plotted; the title stays for those who hear it. */
static void set_chooser(BwPlotView *self, GtkWidget *chooser)
{
  adw_bin_set_child(self->chooser_bin, chooser);
  gtk_widget_set_visible(GTK_WIDGET(self->title), chooser == NULL);
}

/* What is shown */

static gboolean follows(BwPlotView *self)
{
  return self->plot && bw_plot_get_follow(self->plot) > 0;
}

/* Ways back are offered only to one who has gone away. */
static void update_buttons(BwPlotView *self)
{
  gboolean follows_now = follows(self);
  gboolean away = self->plot && (follows_now || bw_plot_is_zoomed(self->plot));
  gtk_widget_set_visible(self->view_buttons, away);
  gtk_widget_set_visible(self->follow_button, self->x_is_time && !follows_now);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "plot.reset-view", away);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "plot.follow", self->x_is_time && self->plot);
  if (follows_now != self->follows)
    g_object_notify(G_OBJECT(self), "follow"); /* the menu shows it */
  self->follows = follows_now;
}

void bw_plot_view_moved(BwPlotView *self)
{
  update_buttons(self);
  bw_plot_canvas_update(self->canvas);
}

static void reset_view(GtkWidget *widget, G_GNUC_UNUSED const char *action, G_GNUC_UNUSED GVariant *parameter)
{
  BwPlotView *self = BW_PLOT_VIEW(widget);
  if (self->plot)
    bw_plot_reset_view(self->plot);
  bw_plot_view_moved(self);
}

static void set_follow(BwPlotView *self, gboolean follow)
{
  if (self->plot && follow != follows(self))
    bw_plot_follow(self->plot, follow ? NAN : 0);
  bw_plot_view_moved(self);
}

static void set_log(BwPlotView *self, gboolean log)
{
  if (self->plot)
    bw_plot_set_log(self->plot, log);
  bw_plot_view_moved(self);
}

/* The widget */

static void bw_plot_view_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BwPlotView *self = BW_PLOT_VIEW(object);
  if (id == PROP_CHOOSER)
    g_value_set_object(value, adw_bin_get_child(self->chooser_bin));
  else if (id == PROP_CONTROLS)
    g_value_set_object(value, adw_bin_get_child(self->controls_bin));
  else if (id == PROP_TITLE)
    g_value_set_string(value, gtk_label_get_label(self->title));
  else if (id == PROP_X_IS_TIME)
    g_value_set_boolean(value, self->x_is_time);
  else if (id == PROP_FOLLOW)
    g_value_set_boolean(value, follows(self));
  else if (id == PROP_LOG)
    g_value_set_boolean(value, self->plot && bw_plot_get_log(self->plot));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void bw_plot_view_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BwPlotView *self = BW_PLOT_VIEW(object);
  if (id == PROP_CHOOSER) {
    set_chooser(self, g_value_get_object(value));
  } else if (id == PROP_CONTROLS) {
    adw_bin_set_child(self->controls_bin, g_value_get_object(value));
  } else if (id == PROP_TITLE) {
    set_title(self, g_value_get_string(value));
  } else if (id == PROP_X_IS_TIME) {
    self->x_is_time = g_value_get_boolean(value);
    update_buttons(self);
  } else if (id == PROP_FOLLOW) {
    set_follow(self, g_value_get_boolean(value));
  } else if (id == PROP_LOG) {
    set_log(self, g_value_get_boolean(value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  }
}

static void bw_plot_view_dispose(GObject *object)
{
  BwPlotView *self = BW_PLOT_VIEW(object);
  g_clear_object(&self->file_chooser);
  GtkWidget *menu = GTK_WIDGET(g_steal_pointer(&self->menu));
  g_clear_pointer(&menu, gtk_widget_unparent);
  G_OBJECT_CLASS(bw_plot_view_parent_class)->dispose(object);
}

static void install_properties(GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  g_object_class_install_property(klass, PROP_CHOOSER,
                                  g_param_spec_object("chooser", NULL, NULL, GTK_TYPE_WIDGET, flags));
  g_object_class_install_property(klass, PROP_CONTROLS,
                                  g_param_spec_object("controls", NULL, NULL, GTK_TYPE_WIDGET, flags));
  g_object_class_install_property(klass, PROP_TITLE, g_param_spec_string("title", NULL, NULL, NULL, flags));
  g_object_class_install_property(klass, PROP_X_IS_TIME,
                                  g_param_spec_boolean("x-is-time", NULL, NULL, FALSE, flags));
  g_object_class_install_property(klass, PROP_FOLLOW,
                                  g_param_spec_boolean("follow", NULL, NULL, FALSE, flags));
  g_object_class_install_property(klass, PROP_LOG, g_param_spec_boolean("log", NULL, NULL, FALSE, flags));
}

static void install_actions(GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action(widget_class, "plot.export", "s", bw_plot_view_choose_file);
  gtk_widget_class_install_action(widget_class, "plot.copy-picture", NULL, bw_plot_view_copy_picture);
  gtk_widget_class_install_action(widget_class, "plot.copy-data", NULL, bw_plot_view_copy_data);
  gtk_widget_class_install_action(widget_class, "plot.reset-view", NULL, reset_view);
  gtk_widget_class_install_property_action(widget_class, "plot.follow", "follow");
  gtk_widget_class_install_property_action(widget_class, "plot.log", "log");
}

static void bw_plot_view_class_init(BwPlotViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->get_property = bw_plot_view_get_property;
  object_class->set_property = bw_plot_view_set_property;
  object_class->dispose = bw_plot_view_dispose;
  install_properties(object_class);
  g_signal_new("go-to", BW_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
               G_TYPE_DOUBLE);
  g_signal_new("exported", BW_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
               G_TYPE_STRING);
  g_signal_new("trouble", BW_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
               G_TYPE_STRING);
  install_actions(widget_class);
  g_type_ensure(BW_TYPE_PLOT_CANVAS);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-plot-view.ui");
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, canvas);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, title);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, caption);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, header);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, chooser_bin);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, controls_bin);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, grid_bin);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, content);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, view_buttons);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, follow_button);
  gtk_widget_class_bind_template_child(widget_class, BwPlotView, menu);
}

static void bw_plot_view_init(BwPlotView *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  gtk_widget_set_parent(GTK_WIDGET(self->menu), GTK_WIDGET(self->canvas));
  bw_plot_view_init_input(self);
  update_buttons(self);
}

void bw_plot_view_set_plot(BwPlotView *self, BwPlot *plot)
{
  self->plot = plot;
  bw_plot_canvas_set_plot(self->canvas, plot);
  update_buttons(self);
  describe(self);
}

void bw_plot_view_set_multiples(BwPlotView *self, BwMultiples *multiples, GtkWidget *grid)
{
  self->multiples = multiples;
  adw_bin_set_child(self->grid_bin, grid);
  gtk_stack_set_visible_child(self->content, grid ? GTK_WIDGET(self->grid_bin)
                                                  : gtk_widget_get_first_child(GTK_WIDGET(self->content)));
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "plot.log", !multiples);
}

void bw_plot_view_update(BwPlotView *self)
{
  if (bw_plot_canvas_update(self->canvas) && g_get_monotonic_time() - self->described > DESCRIBE)
    describe(self);
  update_buttons(self);
}

void bw_plot_view_set_caption(BwPlotView *self, const char *caption)
{
  if (g_strcmp0(caption, gtk_label_get_label(self->caption)) == 0)
    return;
  gtk_label_set_label(self->caption, caption);
  gtk_widget_set_visible(GTK_WIDGET(self->caption), caption && *caption);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->caption), caption);
  describe(self);
}

GtkWidget *bw_plot_view_get_header(BwPlotView *self)
{
  return self->header;
}
