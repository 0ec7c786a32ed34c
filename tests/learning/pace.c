/* How well the end of an iteration is foreseen, on laws that are known exactly. */
#include "learning/kernel/solve/pace.h"

#include <glib.h>
#include <math.h>

#define TOLERANCE 1e-4

/* The residual after iteration i of `total`, to the tolerance along ln ∝ i^power. */
static double law(int i, int total, double power)
{
  return exp(log(TOLERANCE) * pow((double)i / total, power));
}

/* From a quarter of the run on, what is said to be left is not further off than `most` of what is, and does
 * not jump. */
static void check(int total, double power, double expected, double most)
{
  BwPace pace;
  double last = NAN, slack = 0.04 * total;
  bw_pace_init(&pace, 1, expected);
  for (int i = 1; i < total; i++) {
    bw_pace_add(&pace, law(i, total, power), TOLERANCE, 1);
    double left = bw_pace_left(&pace), real = total - i;
    if (i >= total / 4) {
      g_assert_cmpfloat(left, >, real * (1 - most) - slack);
      g_assert_cmpfloat(left, <, real * (1 + most) + slack);
      g_assert_cmpfloat(fabs(left + 1 - last), <, 0.125 * total);
    }
    last = left;
  }
  bw_pace_clear(&pace);
}

static void test_laws(void)
{
  check(100, 1, 100, 0.05);
  check(100, 1, 130, 0.35);
  check(100, 1, 75, 0.3);
  check(150, 0.75, 150, 0.2);
  check(400, 0.5, 400, 0.25);
  check(400, 0.5, 250, 0.4);
}

/* Before there is anything to see, what was expected counts: less of it where less has to be gained. */
static void test_beginning(void)
{
  BwPace pace;
  bw_pace_init(&pace, 1, 200);
  g_assert_true(isnan(bw_pace_left(&pace)));
  bw_pace_add(&pace, 0.99, TOLERANCE, 0.5);
  g_assert_cmpfloat_with_epsilon(bw_pace_left(&pace), 0.5 * 199, 1e-9);
  bw_pace_clear(&pace);
  bw_pace_init(&pace, 1e-2, 200); /* half of the way is behind */
  bw_pace_add(&pace, 0.99e-2, TOLERANCE, 0.5);
  g_assert_cmpfloat(bw_pace_left(&pace), <, 51);
  g_assert_cmpfloat(bw_pace_left(&pace), >, 40);
  bw_pace_clear(&pace);
}

/* A residual that stands still has no end. */
static void test_standing_still(void)
{
  BwPace pace;
  bw_pace_init(&pace, 1, 20);
  for (int i = 0; i < 60; i++)
    bw_pace_add(&pace, 0.97, TOLERANCE, 1);
  g_assert_true(isnan(bw_pace_left(&pace)));
  g_assert_cmpint(bw_pace_stalled(&pace), ==, 59);
  bw_pace_clear(&pace);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/pace/laws", test_laws);
  g_test_add_func("/learning/pace/beginning", test_beginning);
  g_test_add_func("/learning/pace/standing-still", test_standing_still);
  return g_test_run();
}
