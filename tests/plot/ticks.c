/* Ticks against the example of the paper's authors (R package labeling) and against what every axis must
 * have. */
#include "plot/format.h"
#include "plot/ticks.h"

#include <math.h>

static void assert_ticks(double low, double high, double wanted, int n, double first, double step)
{
  BwTicks ticks = bw_ticks_find(low, high, wanted, FALSE);
  g_assert_cmpint(ticks.n, ==, n);
  g_assert_cmpfloat_with_epsilon(ticks.first, first, 1e-9 * step);
  g_assert_cmpfloat_with_epsilon(ticks.step, step, 1e-9 * step);
}

static void test_example(void)
{
  assert_ticks(8.1, 14.1, 4, 4, 8, 2); /* 8 10 12 14 */
}

static void test_common(void)
{
  assert_ticks(0, 10, 6, 6, 0, 2);
  assert_ticks(0, 100, 5, 5, 0, 25);
  assert_ticks(-1, 1, 5, 5, -1, 0.5);
  assert_ticks(0, 1e-9, 6, 6, 0, 2e-10);
  assert_ticks(-3e12, 3e12, 7, 7, -3e12, 1e12);
}

static gboolean is_nice(double step)
{
  static const double nice_steps[] = {1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 9};
  double mantissa = step / pow(10, floor(log10(step) + 1e-9));
  for (gsize i = 0; i < G_N_ELEMENTS(nice_steps); i++)
    if (fabs(mantissa - nice_steps[i]) < 1e-6)
      return TRUE;
  return FALSE;
}

static void test_invariants(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(12);
  for (int i = 0; i < 2000; i++) {
    double span = pow(10, g_rand_double_range(random, -8, 8));
    double low = g_rand_double_range(random, -50, 50) * span,
           high = low + span * g_rand_double_range(random, 0.1, 1);
    double wanted = g_rand_int_range(random, 3, 12);
    BwTicks ticks = bw_ticks_find(low, high, wanted, FALSE), loose = bw_ticks_find(low, high, wanted, TRUE);
    double last = bw_ticks_get(&ticks, ticks.n - 1);
    g_assert_cmpint(ticks.n, >=, 2);
    g_assert_true(is_nice(ticks.step));
    g_assert_cmpfloat(fabs(ticks.n - wanted), <=, 0.5 * wanted + 1);
    /* Near the data at both ends, and around them when that is asked for. */
    g_assert_cmpfloat(fabs(ticks.first - low), <, 0.8 * (high - low));
    g_assert_cmpfloat(fabs(last - high), <, 0.8 * (high - low));
    g_assert_cmpfloat(loose.first, <=, low);
    g_assert_cmpfloat(bw_ticks_get(&loose, loose.n - 1), >=, high);
    /* Moving and scaling by a power of ten moves the ticks alike. */
    BwTicks scaled = bw_ticks_find(low * 1000, high * 1000, wanted, FALSE);
    g_assert_cmpfloat_with_epsilon(scaled.step, ticks.step * 1000, 1e-6 * scaled.step);
  }
}

static void assert_labels(double first, double step, int n, const char *labels, const char *title)
{
  const BwTicks ticks = {first, step, n};
  BwTickFormat format = bw_tick_format_choose(&ticks);
  GString *all = g_string_new(NULL);
  for (int i = 0; i < n; i++) {
    g_autofree char *label = bw_tick_format_label(&format, bw_ticks_get(&ticks, i));
    g_string_append_printf(all, "%s%s", i ? "|" : "", label);
  }
  g_autofree char *full_title = bw_tick_format_title(&format, "Energy (eV)");
  g_assert_cmpstr(all->str, ==, labels);
  g_assert_cmpstr(full_title, ==, title);
  g_string_free(all, TRUE);
}

static void test_labels(void)
{
  assert_labels(0, 0.5, 3, "0.0|0.5|1.0", "Energy (eV)");
  assert_labels(-0.25, 0.25, 3, "\u22120.25|0.00|0.25", "Energy (eV)");
  assert_labels(0.1, 0.1, 3, "0.1|0.2|0.3", "Energy (eV)");
  assert_labels(8, 2, 4, "8|10|12|14", "Energy (eV)");
  assert_labels(0, 10000, 3, "0|10\u2009000|20\u2009000", "Energy (eV)");
  assert_labels(0, 2e6, 3, "0|2|4", "Energy (10⁶\u2009eV)");
  assert_labels(0, 2.5e-7, 3, "0|250|500", "Energy (10⁻⁹\u2009eV)");
  assert_labels(-4209.5, 0.1, 3, "\u22124209.5|\u22124209.4|\u22124209.3", "Energy (eV)");
  assert_labels(-97208.3752, 0.0001, 4, "0.0008|0.0009|0.0010|0.0011", "Energy + 97\u2009208.376 (eV)");
  assert_labels(1e9, 1, 3, "0|1|2", "Energy \u2212 1\u2009000\u2009000\u2009000 (eV)");
}

static void test_titles(void)
{
  g_autofree char *unit = bw_title_unit("Distance O2–H8 (Å)"), *none = bw_title_unit("Step"),
                  *null = bw_title_unit(NULL);
  g_assert_cmpstr(unit, ==, "Å");
  g_assert_null(none);
  g_assert_null(null);
  const BwTickFormat thousands = {.exponent = 3};
  g_autofree char *title = bw_tick_format_title(&thousands, "Step");
  g_assert_cmpstr(title, ==, "Step (10³)");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ticks/example", test_example);
  g_test_add_func("/ticks/common", test_common);
  g_test_add_func("/ticks/invariants", test_invariants);
  g_test_add_func("/ticks/labels", test_labels);
  g_test_add_func("/ticks/titles", test_titles);
  return g_test_run();
}
