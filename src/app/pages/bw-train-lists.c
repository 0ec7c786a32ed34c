/* Numbers that are typed as lists: the sizes of a learning curve, the σ and λ that are tried. */
#include "app/pages/bw-train-page-private.h"

enum { AS_GIVEN = 1 }; /* in the rows that offer to search, or to take what is usual */

static const char *text_of(AdwEntryRow *row)
{
  return gtk_editable_get_text(GTK_EDITABLE(row));
}

/* The row shows whether it could be read. */
static gboolean mark(AdwEntryRow *row, gboolean good)
{
  if (good)
    gtk_widget_remove_css_class(GTK_WIDGET(row), "error");
  else
    gtk_widget_add_css_class(GTK_WIDGET(row), "error");
  gtk_accessible_update_state(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_STATE_INVALID,
                              good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  return good;
}

/* Doubled as long as enough frames are left to measure on; of few frames a quarter and a half. */
void bw_train_page_propose_sizes(BwTrainPage *self)
{
  int n_frames = bw_train_page_count_frames(self), n = 2;
  g_autofree int *sizes = bw_learning_curve_sizes("", NULL, n_frames, &n, NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < n; i++)
    g_string_append_printf(text, "%s%d", i > 0 ? ", " : "",
                           sizes ? sizes[i] : MAX(1, n_frames * (i + 1) / 4));
  gtk_editable_set_text(GTK_EDITABLE(self->sizes), text->str);
}

gboolean bw_train_page_read_lists(BwTrainPage *self, BwTrainSpec *spec, GError **error)
{
  BwTrainSettings *settings = &spec->settings;
  int n_frames = bw_train_page_count_frames(self);
  if (bw_train_page_makes_curve(self) &&
      !mark(self->sizes, (spec->sizes = bw_learning_curve_sizes(
                              adw_preferences_row_get_title(ADW_PREFERENCES_ROW(self->sizes)),
                              text_of(self->sizes), n_frames, &spec->n_sizes, error)) != NULL))
    return FALSE;
  if (bw_train_page_makes_network(self)) /* that has neither σ nor λ */
    return TRUE;
  if (adw_combo_row_get_selected(self->search) == AS_GIVEN &&
      !mark(self->sigma, (settings->kernel.sigmas = bw_train_parse_grid(
                              "σ", text_of(self->sigma), &settings->kernel.n_sigmas, error)) != NULL))
    return FALSE;
  return adw_combo_row_get_selected(self->regularisation) != AS_GIVEN ||
         mark(self->lambda, (settings->kernel.lambdas = bw_train_parse_grid(
                                 "λ", text_of(self->lambda), &settings->kernel.n_lambdas, error)) != NULL);
}
