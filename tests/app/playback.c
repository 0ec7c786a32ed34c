/* Playing along frames: what is shown when, by a clock of the test's own. */
#include "app/session/bw-playback.h"

#include <math.h>

#define TICK (G_USEC_PER_SEC / 60)

static BwPlayback *playing(gint64 n_frames, BwPlayMode mode, double speed)
{
  BwPlayback *self = bw_playback_new();
  bw_playback_begin(self, n_frames);
  bw_playback_set_mode(self, mode);
  bw_playback_set_speed(self, speed);
  bw_playback_play(self, TRUE);
  return self;
}

/* Every frame is shown, in order, for as long as 25 of them make a second. */
static void test_pace(void)
{
  g_autoptr(BwPlayback) self = playing(1000, BW_PLAY_ONCE, 1);
  gint64 now = 1, before = 0;
  bw_playback_tick(self, now);
  g_assert_cmpint(bw_playback_get_frame(self), ==, 0);
  for (int t = 0; t < 600; t++) {
    gboolean moved = bw_playback_tick(self, now += TICK);
    gint64 frame = bw_playback_get_frame(self);
    g_assert_cmpint(frame, ==, before + (moved ? 1 : 0));
    before = frame;
  }
  g_assert_cmpint(before, >=, 249);
  g_assert_cmpint(before, <=, 250);
}

/* 400 frames a second on a screen of 60: evenly spread. */
static void test_fast(void)
{
  g_autoptr(BwPlayback) self = playing(100000, BW_PLAY_ONCE, 16);
  gint64 now = 1, before = 0;
  bw_playback_tick(self, now);
  for (int t = 0; t < 600; t++) {
    g_assert_true(bw_playback_tick(self, now += TICK));
    gint64 step = bw_playback_get_frame(self) - before;
    g_assert_cmpint(step, >=, 6);
    g_assert_cmpint(step, <=, 7);
    before += step;
  }
  g_assert_cmpint(ABS(before - 4000), <, 10);
  bw_playback_set_speed(self, INFINITY);
  for (int t = 0; t < 10; t++) {
    g_assert_true(bw_playback_tick(self, now++));
    g_assert_cmpint(bw_playback_get_frame(self), ==, ++before);
  }
}

/* Frames that come late are waited for, none is left out, and nothing hurries to catch up. */
static void test_late(void)
{
  g_autoptr(BwPlayback) self = playing(1000, BW_PLAY_ONCE, 1);
  gint64 now = 1;
  bw_playback_tick(self, now);
  for (int f = 1; f < 20; f++) {
    now += G_USEC_PER_SEC / 2;
    g_assert_true(bw_playback_tick(self, now));
    g_assert_cmpint(bw_playback_get_frame(self), ==, f);
    g_assert_false(bw_playback_tick(self, now + 1000));
  }
}

static void check_course(BwPlayback *self, const gint64 *expected, int n)
{
  gint64 foreseen[32];
  g_assert_cmpint(bw_playback_foresee(self, foreseen, n), ==, n);
  for (int i = 0; i < n; i++) {
    bw_playback_tick(self, i + 1);
    g_assert_cmpint(bw_playback_get_frame(self), ==, expected[i]);
    g_assert_cmpint(foreseen[i], ==, expected[i]);
  }
}

static void test_loop(void)
{
  g_autoptr(BwPlayback) self = playing(10, BW_PLAY_LOOP, INFINITY);
  bw_playback_set_range(self, 3, 6);
  bw_playback_play(self, TRUE);
  g_assert_cmpint(bw_playback_get_frame(self), ==, 3);
  check_course(self, (const gint64[]){4, 5, 6, 3, 4, 5, 6, 3}, 8);
  g_assert_true(bw_playback_is_playing(self));
}

static void test_ping_pong(void)
{
  g_autoptr(BwPlayback) self = playing(4, BW_PLAY_PING_PONG, INFINITY);
  check_course(self, (const gint64[]){1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1}, 13);
  g_autoptr(BwPlayback) shortest = playing(2, BW_PLAY_PING_PONG, INFINITY);
  check_course(shortest, (const gint64[]){1, 0, 1, 0, 1}, 5);
}

/* Plays to the end and stops there; from there it begins again. */
static void test_once(void)
{
  g_autoptr(BwPlayback) self = playing(3, BW_PLAY_ONCE, INFINITY);
  check_course(self, (const gint64[]){1, 2}, 2);
  g_assert_false(bw_playback_is_playing(self));
  g_assert_false(bw_playback_tick(self, 10));
  bw_playback_play(self, TRUE);
  g_assert_cmpint(bw_playback_get_frame(self), ==, 0);
  bw_playback_begin(self, 1);
  bw_playback_play(self, TRUE);
  g_assert_false(bw_playback_is_playing(self));
  bw_playback_begin(self, 0);
  bw_playback_go_to(self, 7);
  g_assert_cmpint(bw_playback_get_frame(self), ==, 0);
}

static void test_range(void)
{
  g_autoptr(BwPlayback) self = bw_playback_new();
  gint64 begin, end;
  bw_playback_begin(self, 101);
  g_assert_false(bw_playback_has_range(self));
  bw_playback_set_range(self, 80, 20);
  bw_playback_get_range(self, &begin, &end);
  g_assert_cmpint(begin, ==, 20);
  g_assert_cmpint(end, ==, 80);
  g_assert_true(bw_playback_has_range(self));
  bw_playback_set_n_frames(self, 201); /* grows: the range is where it was */
  bw_playback_get_range(self, &begin, &end);
  g_assert_cmpint(end, ==, 80);
  bw_playback_set_range(self, 20, 1000);
  bw_playback_set_n_frames(self, 301); /* up to the end: it goes with it */
  bw_playback_get_range(self, &begin, &end);
  g_assert_cmpint(end, ==, 300);
  bw_playback_go_to(self, 150);
  bw_playback_set_n_frames(self, 151); /* every other one was forgotten */
  bw_playback_get_range(self, &begin, &end);
  g_assert_cmpint(begin, ==, 10);
  g_assert_cmpint(end, ==, 150);
  g_assert_cmpint(bw_playback_get_frame(self), ==, 75);
}

/* Between frames only while that is asked for, and never when it stands still. */
static void test_interpolation(void)
{
  g_autoptr(BwPlayback) self = playing(100, BW_PLAY_ONCE, 0.25);
  gint64 now = 1;
  bw_playback_set_interpolate(self, TRUE);
  bw_playback_tick(self, now);
  for (int t = 0; t < 60; t++)
    g_assert_true(bw_playback_tick(self, now += TICK));
  g_assert_cmpfloat_with_epsilon(bw_playback_get_position(self), 0.25 * BW_PLAYBACK_RATE, 0.01);
  bw_playback_play(self, FALSE);
  g_assert_cmpfloat(bw_playback_get_position(self), ==, 6);
}

static void test_neighbours(void)
{
  g_autoptr(BwPlayback) self = bw_playback_new();
  gint64 frames[4];
  bw_playback_begin(self, 3);
  g_assert_cmpint(bw_playback_foresee(self, frames, 4), ==, 1);
  g_assert_cmpint(frames[0], ==, 1);
  bw_playback_go_to(self, 1);
  g_assert_cmpint(bw_playback_foresee(self, frames, 4), ==, 2);
  g_assert_cmpint(frames[1], ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/playback/pace", test_pace);
  g_test_add_func("/playback/fast", test_fast);
  g_test_add_func("/playback/late", test_late);
  g_test_add_func("/playback/loop", test_loop);
  g_test_add_func("/playback/ping-pong", test_ping_pong);
  g_test_add_func("/playback/once", test_once);
  g_test_add_func("/playback/range", test_range);
  g_test_add_func("/playback/interpolation", test_interpolation);
  g_test_add_func("/playback/neighbours", test_neighbours);
  return g_test_run();
}
