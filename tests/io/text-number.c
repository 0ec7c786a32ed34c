#include "io/text/text-number.h"
#include "base/random.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double scan(const char *text)
{
  double value = -12345;
  const char *end = bw_text_scan_double(text, &value);
  g_assert_nonnull(end);
  g_assert_cmpstr(end, ==, "");

  gsize n = strlen(text);
  double again;
  g_autofree char *padded = g_malloc0(n + BW_TEXT_PADDING);
  memcpy(padded, text, n);
  g_assert_true(bw_text_scan_double_padded(padded, &again) == padded + n);
  g_assert_cmpmem(&again, sizeof again, &value, sizeof value); /* eight digits at once: the same bits */
  return value;
}

static void test_known(void)
{
  static const struct {
    const char *text;
    double value;
  } cases[] = {
      {"0", 0},
      {"-1.5", -1.5},
      {"+7", 7},
      {".5", 0.5},
      {"5.", 5},
      {"1e3", 1000},
      {"1.0E-03", 0.001},
      {"1.0D-03", 0.001},
      {"2d+2", 200},
      {"-17660.461737861464", -17660.461737861464},
      {"9007199254740993", 9007199254740992}, /* halfway: to even */
      {"9007199254740993.0000000000000000001", 9007199254740994},
      {"0.1", 0.1},
      {"0.30000000000000004", 0.1 + 0.2},
      {"1.7976931348623157e308", 1.7976931348623157e308},
      {"4.9406564584124654e-324", 4.9406564584124654e-324},
      {"2.2250738585072011e-308", 2.2250738585072011e-308},
      {"123456789012345678901234567890", 123456789012345678901234567890.0},
      {"0.000000000000000000000000000000000001", 1e-36},
      {"1e400", HUGE_VAL},
      {"1e-400", 0},
      {"1e99999999999", HUGE_VAL},
      {"inf", HUGE_VAL},
      {"-Infinity", -HUGE_VAL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("%s", cases[i].text);
    g_assert_cmpfloat(scan(cases[i].text), ==, cases[i].value);
  }
  g_assert_true(isnan(scan("NaN")));
  g_assert_true(signbit(scan("-0.0")));
}

static void test_stops(void)
{
  static const char *const none[] = {"", "-", ".", "+.", "e5", "abc", "--1", " 1", "*****", "-e", "1.2.3x"};
  static const struct {
    const char *text;
    int length;
  } parts[] = {{"1.5 2", 3}, {"1e", 1}, {"1e+", 1}, {"12abc", 2}, {"1.5e3e", 5}, {"0x10", 1}, {"1-2", 1}};
  double value;
  for (gsize i = 0; i < G_N_ELEMENTS(none) - 1; i++)
    g_assert_null(bw_text_scan_double(none[i], &value));
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    g_assert_true(bw_text_scan_double(parts[i].text, &value) == parts[i].text + parts[i].length);
}

static double random_double(guint i)
{
  guint64 bits;
  double value;
  bits = (guint64)bw_random_below(1, BW_STREAM_TEST, 1, i, G_MAXUINT32) << 32 |
         bw_random_below(1, BW_STREAM_TEST, 2, i, G_MAXUINT32);
  memcpy(&value, &bits, sizeof value);
  return isfinite(value) ? value : 1.0 / (i + 1);
}

/* Against the C library, digit strings of every length and exponent. */
static void test_correctly_rounded(void)
{
  for (guint i = 0; i < 200000; i++) {
    char text[64];
    double value = i % 2 ? random_double(i) : 200 * bw_random_uniform(3, BW_STREAM_TEST, 0, i) - 100;
    int n = (int)(i / 2 % 20);
    if (i % 4 < 2)
      g_snprintf(text, sizeof text, "%.*e", n, value);
    else if (fabs(value) < 1e9)
      g_snprintf(text, sizeof text, "%.*f", n, value);
    else
      continue;
    if (scan(text) != strtod(text, NULL))
      g_error("%s", text);
  }
}

static void test_round_trip(void)
{
  char text[BW_TEXT_DOUBLE_BYTES];
  for (guint i = 0; i < 200000; i++) {
    double value = i % 2 ? random_double(i) : 200 * bw_random_uniform(4, BW_STREAM_TEST, 0, i) - 100;
    int n = bw_text_format_double(text, value);
    g_assert_cmpint(n, ==, (int)strlen(text));
    if (strtod(text, NULL) != value || scan(text) != value)
      g_error("%.17g as %s", value, text);
  }
}

static void test_shortest(void)
{
  static const struct {
    double value;
    const char *text;
  } cases[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {-12.5, "-12.5"},
      {0.1, "0.1"},
      {0.423139, "0.423139"},
      {1e-3, "0.001"},
      {1.5e-7, "1.5e-7"},
      {1e22, "1.0e22"},
      {1234567.0, "1234567.0"},
      {-17660.461737861464, "-17660.461737861464"},
      {0.1 + 0.2, "0.30000000000000004"},
      {1.0 / 3, "0.3333333333333333"},
      {9.999999999999999e22, "9.999999999999999e22"},
      {HUGE_VAL, "inf"},
      {1e15, "1000000000000000.0"},
      {1e300, "1.0e300"},
      {5e-324, "4.94065645841247e-324"},
  };
  char text[BW_TEXT_DOUBLE_BYTES];
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    bw_text_format_double(text, cases[i].value);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
  bw_text_format_double(text, NAN);
  g_assert_cmpstr(text, ==, "nan");
}

/* A locale with a decimal comma changes nothing. */
static void test_locale(void)
{
  char text[BW_TEXT_DOUBLE_BYTES];
  if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") && !setlocale(LC_NUMERIC, "es_ES.UTF-8")) {
    g_test_skip("no locale with a decimal comma is installed");
    return;
  }
  g_assert_cmpfloat(scan("1.5"), ==, 1.5);
  g_assert_cmpfloat(scan("1.5e-40"), ==, 1.5e-40);
  bw_text_format_double(text, 1.5e-40);
  g_assert_cmpstr(text, ==, "1.5e-40");
  bw_text_format_double(text, 0.25);
  g_assert_cmpstr(text, ==, "0.25");
  setlocale(LC_NUMERIC, "C");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text-number/known", test_known);
  g_test_add_func("/text-number/stops", test_stops);
  g_test_add_func("/text-number/correctly-rounded", test_correctly_rounded);
  g_test_add_func("/text-number/round-trip", test_round_trip);
  g_test_add_func("/text-number/shortest", test_shortest);
  g_test_add_func("/text-number/locale", test_locale);
  return g_test_run();
}
