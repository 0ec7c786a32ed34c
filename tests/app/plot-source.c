/* What plots show, as words for settings and back: nothing is lost, and nonsense means nothing. */
#include "app/plots/bw-plot-source.h"

static void check_words(const BwPlotSource *source, const char *words)
{
  g_autofree char *written = bw_plot_source_write(source);
  g_assert_cmpstr(written, ==, words);
  g_autoptr(BwPlotSource) read = bw_plot_source_read(words);
  g_assert_nonnull(read);
  g_assert_true(bw_plot_source_equal(source, read));
  g_autoptr(BwPlotSource) copy = bw_plot_source_copy(source);
  g_assert_true(bw_plot_source_equal(copy, read));
}

static void test_words(void)
{
  const BwCoordinate bond = {2, {2, 8}}, dihedral = {4, {0, 12, 3, 120}};
  const char *const columns[] = {"potential", "dipole x", "a,b:c%–μ", NULL};
  g_autoptr(BwPlotSource) chosen = bw_plot_source_new(BW_SOURCE_DISTRIBUTION);
  g_autoptr(BwPlotSource) bonds = bw_plot_source_new(BW_SOURCE_BONDS);
  g_autoptr(BwPlotSource) settling = bw_plot_source_new_of(BW_SOURCE_CONVERGENCE, &bond);
  g_autoptr(BwPlotSource) along = bw_plot_source_new_of(BW_SOURCE_COORDINATE, &dihedral);
  g_autoptr(BwPlotSource) series = bw_plot_source_new_series(columns);
  check_words(chosen, "distribution");
  check_words(bonds, "bonds");
  check_words(settling, "convergence:2-8");
  check_words(along, "coordinate:0-12-3-120");
  check_words(series, "series:potential,dipole x,a%2Cb%3Ac%25–μ");
  g_assert_false(bw_plot_source_equal(chosen, settling));
}

/* The same coordinate read backwards is the same plot; another order of lines is another one. */
static void test_equal(void)
{
  const BwCoordinate there = {3, {1, 0, 5}}, back = {3, {5, 0, 1}}, other = {3, {0, 1, 5}};
  g_autoptr(BwPlotSource) a = bw_plot_source_new_of(BW_SOURCE_DISTRIBUTION, &there);
  g_autoptr(BwPlotSource) b = bw_plot_source_new_of(BW_SOURCE_DISTRIBUTION, &back);
  g_autoptr(BwPlotSource) c = bw_plot_source_new_of(BW_SOURCE_DISTRIBUTION, &other);
  g_autoptr(BwPlotSource) chosen = bw_plot_source_new_of(BW_SOURCE_DISTRIBUTION, NULL);
  g_assert_true(bw_plot_source_equal(a, b));
  g_assert_false(bw_plot_source_equal(a, c));
  g_assert_false(bw_plot_source_equal(a, chosen));
}

static void test_nonsense(void)
{
  const char *const words[] = {"",
                               "distributions",
                               "distribution:",
                               "distribution:2",
                               "distribution:2-2",
                               "distribution:-1-2",
                               "distribution:1-2-3-4-5",
                               "distribution:1-99999999999999999999",
                               "distribution:O-H",
                               "bonds:1-2",
                               "coordinate",
                               "series",
                               "series:",
                               "series:a,,b",
                               "series:%ZZ"};
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    g_assert_null(bw_plot_source_read(words[i]));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/plot-source/words", test_words);
  g_test_add_func("/plot-source/equal", test_equal);
  g_test_add_func("/plot-source/nonsense", test_nonsense);
  return g_test_run();
}
