#include "base/elements.h"

static void test_table(void)
{
  static const struct {
    int number;
    const char *symbol;
    double mass, covalent, vdw;
  } known[] = {
      {1, "H", 1.008, 0.31, 1.20},     {6, "C", 12.011, 0.76, 1.77},    {7, "N", 14.007, 0.71, 1.66},
      {8, "O", 15.999, 0.66, 1.50},    {22, "Ti", 47.867, 1.60, 2.46},  {35, "Br", 79.904, 1.20, 1.86},
      {79, "Au", 196.967, 1.36, 2.32}, {92, "U", 238.0289, 1.96, 2.71},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
    const BwElement *element = bw_element(known[i].number);
    g_assert_cmpstr(element->symbol, ==, known[i].symbol);
    g_assert_cmpfloat_with_epsilon(element->mass, known[i].mass, 1e-3);
    g_assert_cmpfloat(element->covalent_radius, ==, known[i].covalent);
    g_assert_cmpfloat(element->vdw_radius, ==, known[i].vdw);
  }
}

/* Every row is there, plausible, in order, and found by its own symbol. */
static void test_complete(void)
{
  for (int number = 1; number < BW_N_ELEMENTS; number++) {
    const BwElement *element = bw_element(number);
    double mass;
    g_assert_cmpint(bw_element_parse(element->symbol, FALSE, &mass), ==, number);
    g_assert_cmpfloat(mass, ==, element->mass);
    g_assert_cmpfloat(element->mass, >, 0.9 * number);
    g_assert_cmpfloat(element->mass, <, 3.1 * number);
    g_assert_cmpfloat(element->covalent_radius, >, 0.2);
    g_assert_cmpfloat(element->vdw_radius, >, element->covalent_radius);
    g_assert_cmpuint(element->colour, <=, 0xffffff);
  }
  g_assert_cmpstr(bw_element(118)->symbol, ==, "Og");
  g_assert_cmpstr(bw_element(0)->symbol, ==, "X");
  g_assert_true(bw_element(-1) == bw_element(0));
  g_assert_true(bw_element(119) == bw_element(0));
}

static void test_symbols(void)
{
  static const struct {
    const char *text;
    int number;
    double mass;
  } cases[] = {
      {"C", 6, 12.011},      {"cl", 17, 35.45},     {"CL", 17, 35.45},     {"CA", 20, 40.078},
      {"D", 1, 2.014102},    {"d", 1, 2.014102},    {"T", 1, 3.016049},    {"H2", 1, 2.014102},
      {"2H", 1, 2.014102},   {"13C", 6, 13.003355}, {"C13", 6, 13.003355}, {"235U", 92, 235},
      {"18O", 8, 17.999160},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    double mass;
    g_assert_cmpint(bw_element_parse(cases[i].text, FALSE, &mass), ==, cases[i].number);
    g_assert_cmpfloat_with_epsilon(mass, cases[i].mass, 1e-5);
  }
  static const char *const none[] = {"",    "Q",   "Xx",  "C1",       "C'",
                                     "13",  "1.0", "C 1", "13C1",     "8H",
                                     "99H", "Hyd", "H ",  "\xc3\xa9", "999999999999999999999U"};
  for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
    double mass = -1;
    g_assert_cmpint(bw_element_parse(none[i], FALSE, &mass), ==, 0);
    g_assert_cmpfloat(mass, ==, 0);
  }
  g_assert_cmpint(bw_element_parse("He", FALSE, NULL), ==, 2);
}

static void test_labels(void)
{
  static const struct {
    const char *text;
    int number;
  } cases[] = {
      {"CA", 6},   {"HG1", 1}, {"C1'", 6},   {"1HB2", 1}, {"HG21", 1}, {"OXT", 8}, {"ND2", 7},  {"SD", 16},
      {"CL1", 17}, {"Cl", 17}, {"CLAA", 17}, {"BR", 35},  {"ZN", 30},  {"FE", 26}, {"Ca1", 20}, {"Na", 11},
      {"NA", 7},   {"PG", 15}, {"O5*", 8},   {"HW1", 1},  {"OW", 8},   {"C1", 6},  {"H2", 1},   {"D1", 1},
      {"CAB", 6},  {"123", 0}, {"*", 0},     {"", 0},     {"MW", 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("%s", cases[i].text);
    g_assert_cmpint(bw_element_parse(cases[i].text, TRUE, NULL), ==, cases[i].number);
  }
  double mass;
  bw_element_parse("H2", TRUE, &mass); /* the second hydrogen, not a deuterium */
  g_assert_cmpfloat(mass, ==, 1.008);
  bw_element_parse("D1", TRUE, &mass);
  g_assert_cmpfloat_with_epsilon(mass, 2.014102, 1e-6);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/elements/table", test_table);
  g_test_add_func("/elements/complete", test_complete);
  g_test_add_func("/elements/symbols", test_symbols);
  g_test_add_func("/elements/labels", test_labels);
  return g_test_run();
}
