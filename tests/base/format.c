#include "base/format.h"

#include <math.h>

static void test_fixed(void)
{
  const struct {
    double value;
    int decimals;
    const char *text;
  } cases[] = {{1.25, 1, "1.2"}, {-3, 2, "−3.00"}, {-0.001, 2, "0.00"}, {NAN, 2, "–"}, {1e6, 0, "1000000"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = bw_format_fixed(cases[i].value, cases[i].decimals);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

static void test_mean(void)
{
  const struct {
    double value, error;
    const char *unit, *text;
  } cases[] = {
      {0.97234, 0.00114, "Å", "0.9723 ± 0.0011 Å"},
      {0.97234, 0.0026, NULL, "0.972 ± 0.003"},
      {-421.7, 0.0096, "eV", "−421.700 ± 0.010 eV"},
      {301.26, 12.4, "K", "301 ± 12 K"},
      {301.26, 48, "K", "301 ± 48 K"},
      {1.2345e-9, 4e-11, "m²/s", "(1.23 ± 0.04) × 10⁻⁹ m²/s"},
      {-4.5e8, 3e7, "", "(−4.5 ± 0.3) × 10⁸"},
      {0.97234, NAN, "Å", "0.9723 Å"},
      {2.5, 0, "Å", "2.500 Å"},
      {NAN, 1, "K", "– K"},
      {0, 0.02, NULL, "0.00 ± 0.02"},
      {104.52, 0.31, "°", "104.5 ± 0.3°"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = bw_format_mean(cases[i].value, cases[i].error, cases[i].unit);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

static void test_power(void)
{
  g_autofree char *small = bw_format_power_of_ten(-12), *large = bw_format_power_of_ten(30);
  g_assert_cmpstr(small, ==, "10⁻¹²");
  g_assert_cmpstr(large, ==, "10³⁰");
}

static void test_duration(void)
{
  static const struct {
    double seconds;
    const char *text;
  } cases[] = {{0, "0 s"}, {35.4, "35 s"}, {720, "12 min"}, {12600, "3.5 h"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = bw_format_duration(cases[i].seconds);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/format/fixed", test_fixed);
  g_test_add_func("/format/mean", test_mean);
  g_test_add_func("/format/power", test_power);
  g_test_add_func("/format/duration", test_duration);
  return g_test_run();
}
