#include "app/pages/bw-readout.h"

#include <glib/gi18n.h>

typedef char *(*Describe)(BwSession *session, BwWords what);

/* Lines of the table; those of the twin are there while it is. */
static const struct {
  const char *name;
  BwWords what;
  Describe describe;
} lines[] = {
    {N_("Time"), BW_WORDS_TIME, bw_session_describe},
    {N_("Temperature"), BW_WORDS_TEMPERATURE, bw_session_describe},
    {N_("classical"), BW_WORDS_TEMPERATURE, bw_session_describe_twin},
    {N_("Kinetic energy"), BW_WORDS_KINETIC, bw_session_describe},
    {N_("classical"), BW_WORDS_KINETIC, bw_session_describe_twin},
    {N_("difference"), BW_WORDS_KINETIC, bw_session_describe_twin_difference},
    {N_("Potential energy"), BW_WORDS_POTENTIAL, bw_session_describe},
    {N_("classical"), BW_WORDS_POTENTIAL, bw_session_describe_twin},
    {N_("difference"), BW_WORDS_POTENTIAL, bw_session_describe_twin_difference},
    {N_("Conserved, drift"), BW_WORDS_DRIFT, bw_session_describe},
    {N_("Radius of gyration"), BW_WORDS_GYRATION, bw_session_describe},
    {N_("Averaged over"), BW_WORDS_SPAN, bw_session_describe},
};

enum { N_LINES = G_N_ELEMENTS(lines) };

struct _BwReadout {
  AdwPreferencesGroup parent;
  GtkGrid *grid;
  GtkWidget *names[N_LINES];
  GtkLabel *values[N_LINES];
};

G_DEFINE_FINAL_TYPE(BwReadout, bw_readout, ADW_TYPE_PREFERENCES_GROUP)

static void bw_readout_class_init(BwReadoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-readout.ui");
  gtk_widget_class_bind_template_child(widget_class, BwReadout, grid);
}

static void add_line(BwReadout *self, int line)
{
  GtkWidget *name = gtk_label_new(_(lines[line].name));
  GtkWidget *value = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(name), 0);
  gtk_widget_set_margin_start(name, lines[line].describe == bw_session_describe ? 0 : 12);
  gtk_widget_add_css_class(name, "dim-label");
  gtk_label_set_xalign(GTK_LABEL(value), 1);
  gtk_label_set_selectable(GTK_LABEL(value), TRUE);
  gtk_label_set_ellipsize(GTK_LABEL(value), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(value, TRUE);
  gtk_widget_add_css_class(value, "numeric");
  gtk_grid_attach(self->grid, name, 0, line, 1, 1);
  gtk_grid_attach(self->grid, value, 1, line, 1, 1);
  gtk_accessible_update_relation(GTK_ACCESSIBLE(value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);
  self->names[line] = name;
  self->values[line] = GTK_LABEL(value);
}

static void bw_readout_init(BwReadout *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  for (int line = 0; line < N_LINES; line++)
    add_line(self, line);
}

void bw_readout_update(BwReadout *self, BwSession *session)
{
  for (int line = 0; line < N_LINES; line++) {
    g_autofree char *text = lines[line].describe(session, lines[line].what);
    gtk_label_set_label(self->values[line], text ? text : "");
    gtk_widget_set_visible(GTK_WIDGET(self->values[line]), text != NULL);
    gtk_widget_set_visible(self->names[line], text != NULL);
  }
}
