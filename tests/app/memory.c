/* Ten thousand frames pass through a real window, over plots and a 3D view, and leave nothing behind. */
#include "app/bw-application.h"
#include "app/window/bw-window.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum { N_ATOMS = 96, N_FRAMES = 500, N_LAPS = 5, FRAMES_OF_A_LAP = 2000, PATIENCE = 60 };

/* What grows once (a shader that is compiled when the picture is first drawn simpler) grows in one lap; what
 * is forgotten with every frame grows in each, by 4.6 MB if it were the positions alone. */
#define MOST_GROWTH (2 << 20)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED TRUE
#else
#define SANITIZED FALSE
#endif

static GtkApplication *application;
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
  char *path = g_build_filename(g_get_tmp_dir(), "beadwork-test-memory.xyz", NULL);
  g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
  return path;
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
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  do
    g_main_context_iteration(NULL, FALSE);
  while (n_frames_shown < n && g_get_monotonic_time() < end);
  g_assert_cmpint(n_frames_shown, >=, n);
}

/* One after the other, as fast as they come; the window paints as many as it can. */
static void show_frames(BwSession *session, int n)
{
  for (int i = 0; i < n; i++) {
    int before = n_frames_shown;
    bw_session_go_to(session, (bw_session_get_position(session) + 1) % N_FRAMES);
    wait_for_frames(before + 1);
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
  bw_window_open(window, (const char *const[]){path, NULL});
  wait_for_frames(1);
  gint64 drawn = bw_window_get_n_drawn(window), before = resident(), least_growth = G_MAXINT64;
  for (int lap = 0; lap < N_LAPS; lap++) {
    show_frames(session, FRAMES_OF_A_LAP);
    gint64 now = resident();
    g_test_message("lap %d: %+.2f MB to %.0f MB", lap, (double)(now - before) / (1 << 20),
                   (double)now / (1 << 20));
    least_growth = MIN(least_growth, now - before);
    before = now;
  }
  g_assert_cmpint(bw_window_get_n_drawn(window), >, drawn + 20);
  g_assert_cmpint(least_growth, <, MOST_GROWTH);
  gtk_window_destroy(GTK_WINDOW(window));
  g_unlink(path);
}

int main(int argc, char **argv)
{
  if (!gtk_init_check()) {
    g_print("1..0 # SKIP no display\n");
    return 0;
  }
  g_test_init(&argc, &argv, NULL);
  application = GTK_APPLICATION(bw_application_new(G_APPLICATION_NON_UNIQUE));
  g_assert_true(g_application_register(G_APPLICATION(application), NULL, NULL));
  g_test_add_func("/memory/playing", test_playing);
  int status = g_test_run();
  g_object_unref(application);
  return status;
}
