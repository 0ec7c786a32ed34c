/* The governor against made-up drivers: each tier takes its time. */
#include "render/governor.h"

enum { N_TIERS = 4 };

/* Draws n frames, and returns the tier after them; *changes counts how often it was another. */
static int watch(BwGovernor *governor, const double times[N_TIERS], int n, int *changes)
{
  for (int i = 0; i < n; i++) {
    int tier = bw_governor_get_tier(governor);
    bw_governor_feed(governor, tier, times[tier]);
    *changes += bw_governor_get_tier(governor) != tier;
  }
  return bw_governor_get_tier(governor);
}

static void test_fast_driver(void)
{
  static const double times[N_TIERS] = {0.016, 0.012, 0.008, 0.004};
  BwGovernor governor;
  int changes = 0;
  bw_governor_init(&governor, N_TIERS);
  g_assert_cmpint(watch(&governor, times, 1000, &changes), ==, 0);
  g_assert_cmpint(changes, ==, 0);
}

static void test_slow_driver(void)
{
  static const double times[N_TIERS] = {0.070, 0.045, 0.021, 0.011};
  BwGovernor governor;
  int changes = 0;
  bw_governor_init(&governor, N_TIERS);
  g_assert_cmpint(watch(&governor, times, 8, &changes), ==, 2); /* found within a quarter of a second */
  g_assert_cmpint(changes, ==, 2);
  g_assert_cmpint(watch(&governor, times, 1000, &changes), ==, 2); /* and kept */
  g_assert_cmpint(changes, ==, 2);

  static const double middling[N_TIERS] = {0.023, 0.017, 0.010, 0.010}; /* smooth at little cost */
  bw_governor_init(&governor, N_TIERS);
  g_assert_cmpint(watch(&governor, middling, 20, &changes), ==, 1);

  static const double hopeless[N_TIERS] = {0.9, 0.8, 0.7, 0.6};
  g_assert_cmpint(watch(&governor, hopeless, 20, &changes), ==, N_TIERS - 1);
}

/* A tier that looks affordable from the one below and is not is tried less and less often. */
static void test_no_flicker(void)
{
  static const double times[N_TIERS] = {0.060, 0.040, 0.008, 0.005};
  BwGovernor governor;
  int changes = 0;
  bw_governor_init(&governor, N_TIERS);
  watch(&governor, times, 7200, &changes); /* two minutes at 60 frames/s */
  g_assert_cmpint(changes, <=, 2 + 2 * 8);
  g_assert_cmpint(changes, >=, 2 + 2 * 2); /* but it is tried */
}

static void test_recovers(void)
{
  static const double busy[N_TIERS] = {0.060, 0.050, 0.030, 0.015};
  static const double idle[N_TIERS] = {0.010, 0.008, 0.006, 0.003};
  BwGovernor governor;
  int changes = 0;
  bw_governor_init(&governor, N_TIERS);
  g_assert_cmpint(watch(&governor, busy, 100, &changes), ==, N_TIERS - 1);
  g_assert_cmpint(watch(&governor, idle, 240, &changes), ==, 0);
}

static void test_one_slow_frame(void)
{
  BwGovernor governor;
  bw_governor_init(&governor, N_TIERS);
  bw_governor_feed(&governor, 0, 0.400); /* shaders are compiled, the window appears */
  g_assert_cmpint(bw_governor_get_tier(&governor), ==, 0);
  for (int i = 0; i < 10; i++)
    bw_governor_feed(&governor, 0, 0.005);
  g_assert_cmpint(bw_governor_get_tier(&governor), ==, 0);
  for (int i = 0; i < 10; i++)
    bw_governor_feed(&governor, 3, 0.100); /* late news of another tier */
  g_assert_cmpint(bw_governor_get_tier(&governor), ==, 0);
}

static void test_told(void)
{
  static const double slow[N_TIERS] = {0.9, 0.9, 0.9, 0.9};
  BwGovernor governor;
  int changes = 0;
  bw_governor_init(&governor, N_TIERS);
  bw_governor_set_quality(&governor, BW_QUALITY_HIGH);
  g_assert_cmpint(watch(&governor, slow, 100, &changes), ==, 0);
  bw_governor_set_quality(&governor, BW_QUALITY_FAST);
  g_assert_cmpint(watch(&governor, slow, 100, &changes), ==, N_TIERS - 2);
  bw_governor_set_quality(&governor, BW_QUALITY_AUTO);
  g_assert_cmpint(bw_governor_get_tier(&governor), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/governor/fast-driver", test_fast_driver);
  g_test_add_func("/governor/slow-driver", test_slow_driver);
  g_test_add_func("/governor/no-flicker", test_no_flicker);
  g_test_add_func("/governor/recovers", test_recovers);
  g_test_add_func("/governor/one-slow-frame", test_one_slow_frame);
  g_test_add_func("/governor/told", test_told);
  return g_test_run();
}
