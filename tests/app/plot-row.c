/* The row of plots in a window: adding, moving, removing, maximising, what is remembered, and what can be
 * chosen from. */
#include "windows.h"

#include "app/pages/bw-analyse-page.h"
#include "app/plots/bw-plot-offers.h"
#include "app/plots/bw-plot-row.h"
#include "app/bw-settings.h"

struct _Fixture {
  BwWindow *window;
  BwSession *session;
  BwPlotRow *row;
};

/* Three frames of water with an energy and a dipole. */
static char *write_water(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int f = 0; f < 3; f++)
    g_string_append_printf(text,
                           "3\nProperties=species:S:1:pos:R:3 energy=%d.5 gap=0.%d Time=%d\n"
                           "O 0 0 0\nH 0 0 0.9%d\nH 0.93 0 0.2\n",
                           -10 - f, 1 + f, f, 5 + f);
  return write_file("water.xyz", text->str);
}

static gboolean is_surveyed(Fixture *f)
{
  const BwTrace *trace = bw_session_get_trace(f->session);
  return trace && trace->n == 3;
}

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = write_water();
  g_settings_reset(bw_settings_get(), "plots");
  f->window = bw_window_new(application);
  f->session = bw_window_get_session(f->window);
  f->row = BW_PLOT_ROW(find(GTK_WIDGET(f->window), BW_TYPE_PLOT_ROW));
  gtk_window_present(GTK_WINDOW(f->window));
  open_in(f->window, path);
  g_assert_true(happens(f, is_surveyed));
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  close_window(f->window);
}

static void check_row(Fixture *f, const char *words)
{
  g_auto(GStrv) saved = g_settings_get_strv(bw_settings_get(), "plots");
  g_autofree char *joined = g_strjoinv(" ", saved);
  g_autoptr(GString) shown = g_string_new(NULL);
  for (guint i = 0; i < bw_plot_row_get_n(f->row); i++) {
    g_autofree char *word = bw_plot_source_write(bw_plot_card_get_source(bw_plot_row_get_card(f->row, i)));
    g_string_append_printf(shown, "%s%s", i > 0 ? " " : "", word);
  }
  g_assert_cmpstr(joined, ==, words);
  g_assert_cmpstr(shown->str, ==, words);
}

#define FIRST "distribution series:potential,conserved"

static BwPlotCard *add(Fixture *f, const char *word, guint index)
{
  g_autoptr(BwPlotSource) source = bw_plot_source_read(word);
  return bw_plot_row_add(f->row, source, index);
}

static void test_added(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  check_row(f, FIRST);
  BwPlotCard *bonds = add(f, "bonds", G_MAXUINT);
  check_row(f, FIRST " bonds");
  g_assert_true(add(f, "bonds", 0) == bonds); /* it is there already */
  check_row(f, FIRST " bonds");
  add(f, "series:gap", 0);
  check_row(f, "series:gap " FIRST " bonds");
  add(f, "convergence", G_MAXUINT);
  spend(0.2);
}

static void test_moved(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  add(f, "bonds", G_MAXUINT);
  GtkWidget *card = GTK_WIDGET(bw_plot_row_get_card(f->row, 2));
  gtk_widget_activate_action(card, "card.move", "i", -1);
  check_row(f, "distribution bonds series:potential,conserved");
  g_assert_true(gtk_widget_get_next_sibling(GTK_WIDGET(bw_plot_row_get_card(f->row, 0))) == card);
  gtk_widget_activate_action(card, "card.move", "i", -1);
  gtk_widget_activate_action(card, "card.move", "i", -1); /* it is the first already */
  check_row(f, "bonds " FIRST);
}

static void test_removed(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  gtk_widget_activate_action(GTK_WIDGET(bw_plot_row_get_card(f->row, 0)), "card.remove", NULL);
  check_row(f, "series:potential,conserved");
  bw_plot_row_undo_remove(f->row);
  check_row(f, FIRST);
  bw_plot_row_undo_remove(f->row); /* there is nothing to bring back any more */
  check_row(f, FIRST);
  bw_plot_row_remove(f->row, bw_plot_row_get_card(f->row, 1));
  bw_plot_row_remove(f->row, bw_plot_row_get_card(f->row, 0));
  check_row(f, "");
  spend(0.1);
}

static gboolean is_maximised(Fixture *f)
{
  gboolean maximised;
  g_object_get(f->row, "maximised", &maximised, NULL);
  return maximised;
}

static void test_maximised(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  GtkWidget *first = GTK_WIDGET(bw_plot_row_get_card(f->row, 0)),
            *second = GTK_WIDGET(bw_plot_row_get_card(f->row, 1));
  spend(0.5); /* it is laid out */
  int height = gtk_widget_get_height(first);
  gtk_widget_activate_action(second, "card.maximise", NULL);
  spend(0.2);
  g_assert_true(is_maximised(f));
  g_assert_false(gtk_widget_get_visible(first));
  g_assert_cmpint(gtk_widget_get_height(second), >, 2 * height);
  gtk_widget_activate_action(second, "card.maximise", NULL);
  spend(0.2);
  g_assert_false(is_maximised(f));
  g_assert_true(gtk_widget_get_visible(first));
  g_assert_cmpint(gtk_widget_get_height(second), ==, height);
  gtk_widget_activate_action(second, "card.maximise", NULL);
  gtk_widget_activate_action(second, "card.remove", NULL);
  g_assert_false(is_maximised(f));
  g_assert_true(gtk_widget_get_visible(first));
}

static gboolean is_offered(const GPtrArray *offers, const char *word)
{
  for (guint i = 0; i < offers->len; i++) {
    const BwPlotOffer *offer = offers->pdata[i];
    g_autofree char *own = bw_plot_source_write(offer->source);
    if (g_str_equal(own, word))
      return TRUE;
  }
  return FALSE;
}

/* The file's own keys, the bonds and what is measured; not what only a run has. */
static void test_offers(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(GPtrArray) offers = bw_plot_offers_list(f->session);
  g_assert_true(is_offered(offers, "distribution"));
  g_assert_true(is_offered(offers, "bonds"));
  g_assert_true(is_offered(offers, "series:potential"));
  g_assert_true(is_offered(offers, "series:gap"));
  g_assert_true(is_offered(offers, "coordinate:0-1"));
  g_assert_false(is_offered(offers, "series:temperature"));
  g_assert_false(is_offered(offers, "coordinate:1-0-2"));
  const BwCoordinate angle = {3, {1, 0, 2}};
  bw_session_choose_coordinate(f->session, &angle);
  g_autoptr(GPtrArray) more = bw_plot_offers_list(f->session);
  g_assert_true(is_offered(more, "coordinate:1-0-2"));
  add(f, "coordinate:1-0-2", G_MAXUINT); /* which is followed from then on */
  g_assert_true(bw_session_is_pinned(f->session, bw_session_get_coordinate(f->session)));
  spend(0.5);
}

static void test_table(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwAnalysePage *page = BW_ANALYSE_PAGE(find(GTK_WIDGET(f->window), BW_TYPE_ANALYSE_PAGE));
  g_autofree char *path = g_build_filename(home, "averages.csv", NULL), *text = NULL;
  bw_analyse_page_export(page, path);
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_assert_cmpstr(lines[0], ==, "Name,Unit,Beads,±,Centroid,±,Classical,±,Longer by,±");
  g_assert_true(g_str_has_prefix(lines[1], "O0–H1,Å,,,,,0.96,")); /* of 0.95, 0.96, 0.97 */
  g_assert_true(g_str_has_prefix(lines[2], "O0–H2,Å,,,,,0.95126231"));
}

static void add_test(const char *path, void (*test)(Fixture *, gconstpointer))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  add_test("/plot-row/added", test_added);
  add_test("/plot-row/moved", test_moved);
  add_test("/plot-row/removed", test_removed);
  add_test("/plot-row/maximised", test_maximised);
  add_test("/plot-row/offers", test_offers);
  add_test("/plot-row/table", test_table);
  return run_in_windows();
}
