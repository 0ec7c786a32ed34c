#include "app/bw-analyse-page.h"

#include <glib/gi18n.h>

#include "app/bw-readout.h"

struct _BwAnalysePage {
  AdwBin parent;
  AdwActionRow *distance_row;
  BwReadout *readout;
  BwSession *session; /* borrowed */
};

G_DEFINE_FINAL_TYPE(BwAnalysePage, bw_analyse_page, ADW_TYPE_BIN)

static void bw_analyse_page_class_init(BwAnalysePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  g_type_ensure(BW_TYPE_READOUT);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-analyse-page.ui");
  gtk_widget_class_bind_template_child(widget_class, BwAnalysePage, distance_row);
  gtk_widget_class_bind_template_child(widget_class, BwAnalysePage, readout);
}

static void bw_analyse_page_init(BwAnalysePage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

void bw_analyse_page_set_session(BwAnalysePage *self, BwSession *session)
{
  self->session = session;
  if (session)
    bw_analyse_page_update(self);
}

void bw_analyse_page_update(BwAnalysePage *self)
{
  g_autofree char *distance =
      bw_session_describe_coordinate(self->session, bw_session_get_coordinate(self->session));
  g_autofree char *result = bw_session_describe(self->session, BW_WORDS_DILATION);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(self->distance_row),
                                *distance ? distance : _("None: click two atoms in the view"));
  adw_action_row_set_subtitle(self->distance_row, result);
  gtk_widget_set_visible(GTK_WIDGET(self->readout), bw_session_shows_run(self->session));
  bw_readout_update(self->readout, self->session);
}
