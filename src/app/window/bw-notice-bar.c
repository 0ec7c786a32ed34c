#include "app/window/bw-notice-bar.h"

#include <glib/gi18n.h>

/* The first entry of the chooser is what was assumed. */
static const char *const length_units[] = {"Å", "bohr", "nm", "pm"};

struct _BwNoticeBar {
  AdwBin parent;
  GtkInfoBar *bar;
  GtkLabel *message;
  GtkWidget *unit_box;
  GtkDropDown *units;
  char *path; /* whose units were assumed */
};

G_DEFINE_FINAL_TYPE(BwNoticeBar, bw_notice_bar, ADW_TYPE_BIN)

static guint open_again;

static void on_response(BwNoticeBar *self)
{
  bw_notice_bar_hide(self);
}

static void on_unit_selected(BwNoticeBar *self)
{
  guint selected = gtk_drop_down_get_selected(self->units);
  if (!self->path || selected == 0 || selected > G_N_ELEMENTS(length_units))
    return;
  g_autofree char *path = g_steal_pointer(&self->path);
  bw_notice_bar_hide(self);
  g_signal_emit(self, open_again, 0, path, length_units[selected - 1]);
}

static void bw_notice_bar_dispose(GObject *object)
{
  BwNoticeBar *self = BW_NOTICE_BAR(object);
  g_clear_pointer(&self->path, g_free);
  G_OBJECT_CLASS(bw_notice_bar_parent_class)->dispose(object);
}

static void bw_notice_bar_class_init(BwNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_notice_bar_dispose;
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-notice-bar.ui");
  gtk_widget_class_bind_template_child(widget_class, BwNoticeBar, bar);
  gtk_widget_class_bind_template_child(widget_class, BwNoticeBar, message);
  gtk_widget_class_bind_template_child(widget_class, BwNoticeBar, unit_box);
  gtk_widget_class_bind_template_child(widget_class, BwNoticeBar, units);
  gtk_widget_class_bind_template_callback(widget_class, on_response);
  gtk_widget_class_bind_template_callback(widget_class, on_unit_selected);
  open_again = g_signal_new("open-again", BW_TYPE_NOTICE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                            G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void bw_notice_bar_init(BwNoticeBar *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  g_autoptr(GtkStringList) list = gtk_string_list_new(NULL);
  gtk_string_list_append(list, _("as assumed"));
  for (gsize i = 0; i < G_N_ELEMENTS(length_units); i++)
    gtk_string_list_append(list, length_units[i]);
  gtk_drop_down_set_model(self->units, G_LIST_MODEL(list));
}

static void show(BwNoticeBar *self, GtkMessageType type, const char *text, const char *path)
{
  g_free(self->path);
  self->path = NULL; /* choosing the first unit below asks for nothing */
  gtk_drop_down_set_selected(self->units, 0);
  self->path = g_strdup(path);
  gtk_widget_set_visible(self->unit_box, path != NULL);
  gtk_label_set_label(self->message, text);
  gtk_info_bar_set_message_type(self->bar, type);
  gtk_info_bar_set_revealed(self->bar, TRUE);
}

void bw_notice_bar_show_error(BwNoticeBar *self, const char *message)
{
  show(self, GTK_MESSAGE_ERROR, message, NULL);
}

void bw_notice_bar_show_assumption(BwNoticeBar *self, const char *path, const char *note)
{
  show(self, GTK_MESSAGE_INFO, note, path);
}

void bw_notice_bar_hide(BwNoticeBar *self)
{
  gtk_info_bar_set_revealed(self->bar, FALSE);
}

void bw_notice_bar_hide_error(BwNoticeBar *self)
{
  if (gtk_info_bar_get_message_type(self->bar) == GTK_MESSAGE_ERROR)
    bw_notice_bar_hide(self);
}

const char *bw_notice_bar_get_text(BwNoticeBar *self)
{
  return gtk_info_bar_get_revealed(self->bar) ? gtk_label_get_label(self->message) : NULL;
}
