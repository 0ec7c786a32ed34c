#include "app/pages/bw-number-row.h"

#include <math.h>

struct _BwNumberRow {
  AdwPreferencesRow parent;
  GtkSpinButton *spin;
  GtkWidget *hint_box, *icon;
  GtkLabel *hint;
  GtkButton *remedy;
  char *tooltip; /* while it takes numbers */
  gboolean fixed, updating;
};

G_DEFINE_FINAL_TYPE(BwNumberRow, bw_number_row, ADW_TYPE_PREFERENCES_ROW)

enum { PROP_ADJUSTMENT = 1, PROP_DIGITS, N_PROPERTIES };

static const char *const hint_classes[] = {
    [BW_HINT_NOTE] = "dim-label", [BW_HINT_WARNING] = "warning", [BW_HINT_ERROR] = "error"};

static void bw_number_row_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BwNumberRow *self = BW_NUMBER_ROW(object);
  switch (id) {
  case PROP_ADJUSTMENT:
    gtk_spin_button_set_adjustment(self->spin, g_value_get_object(value));
    break;
  case PROP_DIGITS:
    gtk_spin_button_set_digits(self->spin, g_value_get_uint(value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  }
}

static void bw_number_row_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BwNumberRow *self = BW_NUMBER_ROW(object);
  switch (id) {
  case PROP_ADJUSTMENT:
    g_value_set_object(value, gtk_spin_button_get_adjustment(self->spin));
    break;
  case PROP_DIGITS:
    g_value_set_uint(value, gtk_spin_button_get_digits(self->spin));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  }
}

static void on_value_changed(BwNumberRow *self)
{
  if (!self->updating)
    g_signal_emit_by_name(self, "changed");
}

static void on_remedy(BwNumberRow *self)
{
  g_signal_emit_by_name(self, "remedy");
}

/* "Beads" is how the spin button is called, too. */
static void on_title(BwNumberRow *self)
{
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 adw_preferences_row_get_title(ADW_PREFERENCES_ROW(self)), -1);
}

static void bw_number_row_finalize(GObject *object)
{
  g_free(BW_NUMBER_ROW(object)->tooltip);
  G_OBJECT_CLASS(bw_number_row_parent_class)->finalize(object);
}

static void bw_number_row_class_init(BwNumberRowClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  object_class->set_property = bw_number_row_set_property;
  object_class->get_property = bw_number_row_get_property;
  object_class->finalize = bw_number_row_finalize;
  g_object_class_install_property(object_class, PROP_ADJUSTMENT,
                                  g_param_spec_object("adjustment", NULL, NULL, GTK_TYPE_ADJUSTMENT, flags));
  g_object_class_install_property(object_class, PROP_DIGITS,
                                  g_param_spec_uint("digits", NULL, NULL, 0, 20, 0, flags));
  g_signal_new("changed", BW_TYPE_NUMBER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new("remedy", BW_TYPE_NUMBER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-number-row.ui");
  gtk_widget_class_bind_template_child(widget_class, BwNumberRow, spin);
  gtk_widget_class_bind_template_child(widget_class, BwNumberRow, hint_box);
  gtk_widget_class_bind_template_child(widget_class, BwNumberRow, icon);
  gtk_widget_class_bind_template_child(widget_class, BwNumberRow, hint);
  gtk_widget_class_bind_template_child(widget_class, BwNumberRow, remedy);
  gtk_widget_class_bind_template_callback(widget_class, on_value_changed);
  gtk_widget_class_bind_template_callback(widget_class, on_remedy);
}

static void bw_number_row_init(BwNumberRow *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  g_signal_connect(self, "notify::title", G_CALLBACK(on_title), NULL);
}

double bw_number_row_get_value(BwNumberRow *self)
{
  return gtk_spin_button_get_value(self->spin);
}

/* The same number again would take away what is being typed. */
void bw_number_row_set_value(BwNumberRow *self, double value)
{
  double resolution = pow(10, -(double)gtk_spin_button_get_digits(self->spin));
  if (fabs(value - gtk_spin_button_get_value(self->spin)) < 0.01 * resolution)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_value(self->spin, value);
  self->updating = FALSE;
}

static void set_kind(BwNumberRow *self, BwHintKind kind)
{
  GtkWidget *widgets[] = {self->icon, GTK_WIDGET(self->hint)};
  for (gsize w = 0; w < G_N_ELEMENTS(widgets); w++)
    for (gsize k = 0; k < G_N_ELEMENTS(hint_classes); k++)
      if (k == (gsize)kind)
        gtk_widget_add_css_class(widgets[w], hint_classes[k]);
      else
        gtk_widget_remove_css_class(widgets[w], hint_classes[k]);
  gtk_widget_set_visible(self->icon, kind != BW_HINT_NOTE);
}

void bw_number_row_set_hint(BwNumberRow *self, BwHintKind kind, const char *text, const char *remedy)
{
  gtk_widget_set_visible(self->hint_box, text && *text);
  gtk_label_set_label(self->hint, text ? text : "");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->spin), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 text ? text : "", -1);
  set_kind(self, kind);
  gtk_widget_set_visible(GTK_WIDGET(self->remedy), remedy != NULL);
  if (remedy)
    gtk_button_set_label(self->remedy, remedy);
}

const char *bw_number_row_get_hint(BwNumberRow *self)
{
  return gtk_widget_get_visible(self->hint_box) ? gtk_label_get_label(self->hint) : NULL;
}

void bw_number_row_set_fixed(BwNumberRow *self, const char *why)
{
  if (!self->fixed && why)
    self->tooltip = g_strdup(gtk_widget_get_tooltip_text(GTK_WIDGET(self)));
  gtk_widget_set_sensitive(GTK_WIDGET(self->spin), !why);
  gtk_widget_set_sensitive(GTK_WIDGET(self->remedy), !why);
  if (why)
    gtk_widget_set_tooltip_text(GTK_WIDGET(self), why);
  else if (self->fixed)
    gtk_widget_set_tooltip_text(GTK_WIDGET(self), self->tooltip);
  if (!why)
    g_clear_pointer(&self->tooltip, g_free);
  self->fixed = why != NULL;
}
