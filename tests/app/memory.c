/* Ten thousand frames pass through a real window, over plots and a 3D view, and leave nothing behind. */
#include "windows.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum { N_ATOMS = 96, N_FRAMES = 500, N_LAPS = 5, FRAMES_OF_A_LAP = 2000, FRAMES_OF_A_PICTURE = 100 };

/* What grows once (a shader that is compiled when the picture is first drawn simpler) grows in one lap; what
 * is forgotten with every frame grows in each, by 4.6 MB if it were the positions alone. */
#define MOST_GROWTH (2 << 20)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED TRUE
#else
#define SANITIZED FALSE
#endif

static int n_frames_shown;

static void count(void)
{
  n_frames_shown++;
}

/* Waters that tremble, and where they are. */
static char *write_trajectory(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int frame = 0; frame < N_FRAMES; frame++) {
    g_string_append_printf(text, "%d\nenergy=%.3f\n", N_ATOMS, -100 + sin(0.1 * frame));
    for (int i = 0; i < N_ATOMS; i++) {
      const double at[3] = {3 * (i / 3 % 4) + (i % 3 == 1 ? 0.96 : 0),
                            3 * (i / 12 % 4) + (i % 3 == 2 ? 0.96 : 0), 3.0 * (i / 48)};
      g_string_append_printf(text, "%s %.3f %.3f %.3f\n", i % 3 ? "H" : "O",
                             at[0] + 0.05 * sin(0.3 * frame + i), at[1] + 0.05 * cos(0.2 * frame + i), at[2]);
    }
  }
  return write_file("waters.xyz", text->str);
}

/* Bytes of this process that lie in memory, once what is free has been given back. */
static gint64 resident(void)
{
  long total, pages = 0;
  malloc_trim(0);
  FILE *file = fopen("/proc/self/statm", "r");
  g_assert_nonnull(file);
  g_assert_cmpint(fscanf(file, "%ld %ld", &total, &pages), ==, 2);
  fclose(file);
  return (gint64)pages * sysconf(_SC_PAGESIZE);
}

static void wait_for_frames(int n)
{
  WAIT_FOR(n_frames_shown >= n);
}

/* One after the other, as fast as they come; now and then one waits until the window has painted. */
static void show_frames(BwWindow *window, int n)
{
  BwSession *session = bw_window_get_session(window);
  gint64 n_drawn = bw_window_get_n_drawn(window);
  for (int i = 1; i <= n; i++) {
    int before = n_frames_shown;
    bw_session_go_to(session, (bw_session_get_position(session) + 1) % N_FRAMES);
    wait_for_frames(before + 1);
    if (i % FRAMES_OF_A_PICTURE)
      continue;
    WAIT_FOR(bw_window_get_n_drawn(window) > n_drawn);
    n_drawn = bw_window_get_n_drawn(window);
  }
}

static void test_playing(void)
{
  if (SANITIZED) {
    g_test_skip("a sanitizer keeps what is freed");
    return;
  }
  g_autofree char *path = write_trajectory();
  BwWindow *window = bw_window_new(application);
  BwSession *session = bw_window_get_session(window);
  g_signal_connect(session, "frame", G_CALLBACK(count), NULL);
  gtk_window_present(GTK_WINDOW(window));
  open_in(window, path);
  wait_for_frames(1);
  gint64 before = resident(), least_growth = G_MAXINT64;
  for (int lap = 0; lap < N_LAPS; lap++) {
    show_frames(window, FRAMES_OF_A_LAP);
    gint64 now = resident();
    g_test_message("lap %d: %+.2f MB to %.0f MB", lap, (double)(now - before) / (1 << 20),
                   (double)now / (1 << 20));
    least_growth = MIN(least_growth, now - before);
    before = now;
  }
  g_assert_cmpint(least_growth, <, MOST_GROWTH);
  close_window(window);
}

int main(int argc, char **argv)
{
  if (!begin_windows(&argc, &argv))
    return 0;
  g_test_add_func("/memory/playing", test_playing);
  return run_in_windows();
}
