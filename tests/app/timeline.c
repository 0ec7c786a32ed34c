/* The timeline of a real window: playing within a range, marks and a line, filters that change what is drawn
 * and no number, and what those hear of it who do not see it. */
#include "windows.h"

#include "app/timeline/bw-scrubber.h"
#include "app/timeline/bw-timeline.h"

#include <math.h>

struct _Fixture {
  BwWindow *window;
  BwSession *session;
  GtkWidget *timeline, *scrubber;
};

static gboolean is_surveyed(Fixture *f)
{
  const BwTrace *trace = bw_session_get_trace(f->session);
  return bw_session_get_n_frames(f->session) == 77 && trace && trace->n == 77;
}

/* The bead trajectory that ships: 77 frames of 16 beads. */
static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(g_getenv("BW_MODELS"), "acetylacetone.h5", NULL);
  f->window = bw_window_new(application);
  f->session = bw_window_get_session(f->window);
  f->timeline = find(GTK_WIDGET(f->window), BW_TYPE_TIMELINE);
  f->scrubber = find(f->timeline, BW_TYPE_SCRUBBER);
  gtk_window_present(GTK_WINDOW(f->window));
  open_in(f->window, path);
  g_assert_true(happens(f, is_surveyed));
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  close_window(f->window);
}

static void act(Fixture *f, const char *action, GVariant *parameter)
{
  g_action_group_activate_action(G_ACTION_GROUP(f->window), action, parameter);
}

static gboolean shows_frame_of_position(Fixture *f)
{
  const BwTrace *trace = bw_session_get_trace(f->session);
  double time = trace->x[bw_session_get_position(f->session)];
  return fabs(bw_session_get_frame(f->session)->time - time) < 1e-9;
}

static void assert_position(Fixture *f, gint64 position)
{
  g_assert_cmpint(bw_session_get_position(f->session), ==, position);
  g_assert_cmpfloat(gtk_range_get_value(GTK_RANGE(f->scrubber)), ==, (double)position);
  g_assert_true(happens(f, shows_frame_of_position));
}

/* One frame, ten frames, the ends of the range, the ends of the file. */
static void test_steps(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  act(f, "next-frame", NULL);
  assert_position(f, 1);
  act(f, "skip", g_variant_new_int32(10));
  assert_position(f, 11);
  act(f, "range-begin", NULL);
  act(f, "skip", g_variant_new_int32(20));
  act(f, "range-end", NULL);
  assert_position(f, 31);
  act(f, "previous-frame", NULL);
  act(f, "first-frame", NULL);
  assert_position(f, 11);
  act(f, "first-frame", NULL);
  assert_position(f, 0);
  act(f, "last-frame", NULL);
  assert_position(f, 31);
  act(f, "last-frame", NULL);
  assert_position(f, 76);
  act(f, "skip", g_variant_new_int32(-10));
  assert_position(f, 66);
  gtk_range_set_value(GTK_RANGE(f->scrubber), 40); /* as a screen reader does */
  assert_position(f, 40);
  act(f, "range-all", NULL);
  g_assert_false(bw_playback_has_range(bw_session_get_playback(f->session)));
}

static gboolean is_back(Fixture *f)
{
  gint64 position = bw_session_get_position(f->session);
  g_assert_cmpint(position, >=, 10);
  g_assert_cmpint(position, <=, 20);
  return position == 12;
}

static gboolean is_at_end(Fixture *f)
{
  return bw_session_get_position(f->session) == 20;
}

/* What a person does with a handle is the range; playing keeps to it. */
static void test_loop(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_signal_emit_by_name(f->scrubber, "range-changed", (gint64)10, (gint64)20);
  act(f, "play-mode", g_variant_new_string("loop"));
  act(f, "play-speed", g_variant_new_double(0));
  act(f, "play", NULL);
  g_assert_true(happens(f, is_at_end));
  g_assert_true(happens(f, is_back));
  act(f, "play-mode", g_variant_new_string("once"));
  g_assert_true(happens(f, is_at_end));
  g_assert_false(bw_session_is_playing(f->session));
}

static gboolean has_picture(Fixture *f)
{
  return bw_session_get_picture(f->session) != bw_session_get_frame(f->session);
}

/* Frame and measures stay what they are; what is drawn is not. */
static void test_filters(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_session_go_to(f->session, 30);
  assert_position(f, 30);
  g_assert_false(has_picture(f));
  g_autofree char *measure = bw_session_describe_coordinate(f->session, 0);
  double x = bw_session_get_frame(f->session)->positions[0];
  act(f, "smoothing", g_variant_new_int32(5));
  act(f, "superpose", NULL);
  g_assert_true(happens(f, has_picture));
  g_autofree char *words = bw_session_describe_filter(f->session);
  g_autofree char *again = bw_session_describe_coordinate(f->session, 0);
  g_assert_cmpstr(words, ==, "smoothed, superposed");
  g_assert_cmpstr(again, ==, measure);
  g_assert_cmpfloat(bw_session_get_frame(f->session)->positions[0], ==, x);
  g_assert_cmpfloat(bw_session_get_picture(f->session)->positions[0], !=, x);
}

/* In words, for who does not see it. */
static void test_words(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_session_go_to(f->session, 9);
  assert_position(f, 9);
  const char *text = bw_timeline_get_text(BW_TIMELINE(f->timeline));
  g_assert_nonnull(strstr(text, "frame 10 of 77"));
  g_assert_nonnull(strstr(text, "step "));
  gtk_test_accessible_assert_property(f->scrubber, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 9.0);
  gtk_test_accessible_assert_property(f->scrubber, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text);
  gtk_test_accessible_assert_role(f->scrubber, GTK_ACCESSIBLE_ROLE_SLIDER);
  g_autoptr(GVariant) series = g_action_group_get_action_state(G_ACTION_GROUP(f->window), "timeline-series");
  g_assert_cmpstr(g_variant_get_string(series, NULL), ==, BW_TRACE_POTENTIAL);
}

static void add(const char *path, void (*test)(Fixture *f, gconstpointer data))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  g_setenv("GTK_A11Y", "test", TRUE); /* without a bus, but to be asked */
  if (!begin_windows(&argc, &argv))
    return 0;
  add("/timeline/steps", test_steps);
  add("/timeline/loop", test_loop);
  add("/timeline/filters", test_filters);
  add("/timeline/words", test_words);
  return run_in_windows();
}
