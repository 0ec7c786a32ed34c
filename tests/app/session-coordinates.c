/* What is selected and measured in a session, and whose coordinates it is. */
#include "sessions.h"

#include <math.h>

static gboolean has_other_bonds(Fixture *f)
{
  return bw_session_get_n_bonds(f->session) == 2;
}

/* Frames of other atoms have coordinates of their own; averages are of the first ones. */
static void test_mixed(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = write_file(f, "mixed.xyz",
                                     "2\n\nO 0 0 0\nH 0 0 1\n"
                                     "2\n\nO 0 0 0\nH 0 0 1.1\n"
                                     "3\n\nO 0 0 0\nH 0 0 1\nH 1 0 0\n");
  open_files(f, path, NULL);
  g_assert_cmpint(bw_session_get_n_bonds(f->session), ==, 1);
  spend(0.3);
  g_assert_nonnull(bw_session_get_averages(f->session));
  g_autofree char *note = bw_session_describe_note(f->session);
  g_assert_nonnull(strstr(note, "before frame 3"));
  g_assert_nonnull(strstr(note, "H2O"));
  bw_session_select(f->session, (const int[]){1}, 1);
  bw_session_go_to(f->session, 2);
  g_assert_true(happens(f, has_other_bonds));
  int n;
  bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 0);
  g_assert_null(bw_session_get_averages(f->session));
  g_autofree char *words = bw_session_describe_coordinate(f->session, 1);
  g_assert_cmpstr(words, ==, "O0–H2  1.000 Å");
  bw_session_choose_coordinate(f->session, &(BwCoordinate){3, {1, 0, 2}});
  g_assert_cmpint(bw_session_get_coordinate(f->session), ==, 2);
}

static void test_selection(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  int n;
  g_autofree char *other = write_file(f, "oh.xyz", "2\n\nO 0 0 0\nH 0 0 1\n");
  open_ethanol(f);
  bw_session_select(f->session, (const int[]){8, 2, 8, -1, 9}, 5);
  const int *selected = bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 2);
  g_assert_cmpint(selected[0], ==, 8);
  g_assert_cmpint(selected[1], ==, 2);
  bw_session_start(f->session); /* the same atoms */
  bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 2);
  open_files(f, other, NULL);
  bw_session_get_selection(f->session, &n);
  g_assert_cmpint(n, ==, 0);
}

static gboolean traces_pinned(Fixture *f)
{
  const BwTrace *trace = bw_session_get_trace(f->session);
  const BwTraceColumn *mean = bw_trace_get_column(trace, "C0–C1–O2"),
                      *centroid = bw_trace_get_column(trace, "C0–C1–O2 centroid");
  return mean && centroid && trace->n > 0 && isfinite(mean->y[trace->n - 1]) &&
         isfinite(centroid->y[trace->n - 1]);
}

static void test_coordinates(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const BwCoordinate angle = {3, {0, 1, 2}}, reversed = {3, {2, 1, 0}}, wrong = {2, {0, 9}};
  int n;
  open_ethanol(f);
  const BwCoordinate *list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 8);
  g_assert_cmpint(list[bw_session_get_coordinate(f->session)].atoms[1], ==, 8); /* O–H */
  bw_session_choose_coordinate(f->session, &wrong);
  bw_session_choose_coordinate(f->session, &angle);
  bw_session_choose_coordinate(f->session, &reversed);
  list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 9);
  g_assert_cmpint(bw_session_get_n_bonds(f->session), ==, 8);
  g_assert_cmpint(bw_session_get_coordinate(f->session), ==, 8);
  g_autofree char *words = bw_session_describe_coordinate(f->session, 8);
  g_assert_true(g_str_has_prefix(words, "C0–C1–O2  "));
  g_assert_true(g_str_has_suffix(words, "°"));

  bw_session_set_length(f->session, 0);
  bw_session_start(f->session);
  bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 9); /* what was measured in the file is measured in the run */
  g_assert_true(happens(f, runs));
  bw_session_pin(f->session, &angle, TRUE);
  g_assert_true(bw_session_is_pinned(f->session, 8));
  g_assert_true(happens(f, traces_pinned));
  bw_session_pin(f->session, &angle, FALSE);
  g_assert_false(bw_session_is_pinned(f->session, 8));
}

/* The same atoms, otherwise bonded: their coordinates are one list with the bonds of both. */
static void test_isomers(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *hcn = write_file(f, "hcn.xyz", "3\n\nH 0 0 -1.06\nC 0 0 0\nN 0 0 1.16\n"),
                  *hnc = write_file(f, "hnc.xyz", "3\n\nH 0 0 2.16\nC 0 0 0\nN 0 0 1.16\n");
  int n;
  open_files(f, hcn, NULL);
  bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 2);
  open_files(f, hnc, NULL);
  const BwCoordinate *list = bw_session_get_coordinates(f->session, &n);
  g_assert_cmpint(n, ==, 3);
  g_assert_true(bw_coordinate_equal(&list[2], &(BwCoordinate){2, {0, 2}}));
  bw_session_show_entry(f->session, get_entry(f, 1)); /* its averages know the third one too */
  spend(0.3);
  g_assert_nonnull(bw_averages_find(bw_session_get_averages(f->session), &(BwCoordinate){2, {0, 2}}));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/mixed", test_mixed);
  add("/session/selection", test_selection);
  add("/session/coordinates", test_coordinates);
  add("/session/isomers", test_isomers);
  return g_test_run();
}
