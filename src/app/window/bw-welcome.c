#include "app/window/bw-welcome.h"

#include <glib/gi18n.h>

#include "app/session/bw-examples.h"

#define PICTURES "/org/beadwork/Beadwork/examples"
#define PICTURE_HEIGHT 150

struct _BwWelcome {
  AdwBin parent;
  GtkLabel *heading;
  GtkBox *cards;
};

G_DEFINE_FINAL_TYPE(BwWelcome, bw_welcome, ADW_TYPE_BIN)

static GtkWidget *new_label(const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 24);
  gtk_widget_add_css_class(label, class);
  return label;
}

static GtkWidget *new_card(const BwExample *example)
{
  g_autofree char *resource = g_strdup_printf("%s/%s.png", PICTURES, example->name);
  GtkWidget *card = gtk_button_new();
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *picture = gtk_picture_new_for_resource(resource);
  GtkWidget *text = new_label(_(example->text), "dim-label");
  gtk_picture_set_content_fit(GTK_PICTURE(picture), GTK_CONTENT_FIT_CONTAIN);
  gtk_widget_set_size_request(picture, -1, PICTURE_HEIGHT);
  gtk_widget_add_css_class(text, "caption");
  gtk_box_append(GTK_BOX(box), picture);
  gtk_box_append(GTK_BOX(box), new_label(_(example->title), "heading"));
  gtk_box_append(GTK_BOX(box), text);
  gtk_button_set_child(GTK_BUTTON(card), box);
  gtk_widget_add_css_class(card, "card");
  gtk_widget_add_css_class(card, "example");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(card), "win.example");
  gtk_actionable_set_action_target(GTK_ACTIONABLE(card), "s", example->name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(card), GTK_ACCESSIBLE_PROPERTY_LABEL, _(example->title),
                                 GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(example->text), -1);
  return card;
}

static void bw_welcome_class_init(BwWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-welcome.ui");
  gtk_widget_class_bind_template_child(widget_class, BwWelcome, heading);
  gtk_widget_class_bind_template_child(widget_class, BwWelcome, cards);
}

static void bw_welcome_init(BwWelcome *self)
{
  int n;
  const BwExample *examples = bw_examples_get(&n);
  gtk_widget_init_template(GTK_WIDGET(self));
  for (int i = 0; i < n; i++)
    gtk_box_append(self->cards, new_card(&examples[i]));
}
