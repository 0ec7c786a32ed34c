#include "app/bw-readout.h"

#include <glib/gi18n.h>

struct _BwReadout {
  AdwPreferencesGroup parent;
  GtkGrid *grid;
  GtkLabel *values[BW_N_NUMBERS];
};

G_DEFINE_FINAL_TYPE(BwReadout, bw_readout, ADW_TYPE_PREFERENCES_GROUP)

static const char *const words[BW_N_NUMBERS] = {
    [BW_WORDS_TIME] = N_("Time"),
    [BW_WORDS_TEMPERATURE] = N_("Temperature"),
    [BW_WORDS_KINETIC] = N_("Kinetic energy"),
    [BW_WORDS_POTENTIAL] = N_("Potential energy"),
    [BW_WORDS_DRIFT] = N_("Conserved, drift"),
    [BW_WORDS_GYRATION] = N_("Radius of gyration"),
    [BW_WORDS_SPAN] = N_("Averaged over"),
};

static void bw_readout_class_init(BwReadoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-readout.ui");
  gtk_widget_class_bind_template_child(widget_class, BwReadout, grid);
}

static void bw_readout_init(BwReadout *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  for (int i = 0; i < BW_N_NUMBERS; i++) {
    GtkWidget *name = gtk_label_new(_(words[i]));
    GtkWidget *value = gtk_label_new(NULL);
    gtk_label_set_xalign(GTK_LABEL(name), 0);
    gtk_widget_add_css_class(name, "dim-label");
    gtk_label_set_xalign(GTK_LABEL(value), 1);
    gtk_label_set_selectable(GTK_LABEL(value), TRUE);
    gtk_label_set_ellipsize(GTK_LABEL(value), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(value, TRUE);
    gtk_widget_add_css_class(value, "numeric");
    gtk_grid_attach(self->grid, name, 0, i, 1, 1);
    gtk_grid_attach(self->grid, value, 1, i, 1, 1);
    gtk_accessible_update_relation(GTK_ACCESSIBLE(value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL,
                                   -1);
    self->values[i] = GTK_LABEL(value);
  }
}

void bw_readout_update(BwReadout *self, BwSession *session)
{
  for (int i = 0; i < BW_N_NUMBERS; i++) {
    g_autofree char *text = bw_session_describe(session, (BwWords)i);
    gtk_label_set_label(self->values[i], text);
  }
}
