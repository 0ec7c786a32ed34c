/* How the window itself does, as a person meets it: the program ($BW_PROGRAM) on a display of its own, with
 * the example running. */
#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STARTS = 7 };

static const char size[] = "1280x800", frame_seconds[] = "10";

/* What the program prints; NULL, said on stderr: it cannot be shown. */
static char *show(const char *const *options)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL, *messages = NULL;
  const char *program = g_getenv("BW_PROGRAM");
  int status;
  const char *const display[] = {"xvfb-run", "-a", "-s", "-screen 0 1280x800x24", program, "--size", size};
  for (gsize i = 0; i < G_N_ELEMENTS(display); i++)
    g_ptr_array_add(argv, (gpointer)display[i]);
  for (; *options; options++)
    g_ptr_array_add(argv, (gpointer)*options);
  g_ptr_array_add(argv, NULL);
  if (!program) {
    fprintf(stderr, "window: left out: BW_PROGRAM does not name the program\n");
    return NULL;
  }
  if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &messages,
                    &status, &error) ||
      !g_spawn_check_wait_status(status, &error)) {
    fprintf(stderr, "window: left out: %s %s\n", error->message, messages ? messages : "");
    return NULL;
  }
  return g_steal_pointer(&output);
}

/* The number after a word of "word number word number"; NAN: not there. */
static double number_after(const char *text, const char *word)
{
  const char *at = strstr(text, word);
  return at ? g_ascii_strtod(at + strlen(word), NULL) : NAN;
}

static void run_frame(void)
{
  g_autofree char *said = show((const char *const[]){"--measure-frames", frame_seconds, NULL});
  if (!said)
    return;
  const double screen = 1000.0 / 60;
  bw_bench_report("frame", number_after(said, "frame-median "), "ms", screen, NAN);
  bw_bench_report("frame-worst", number_after(said, "frame-worst "), "ms", screen, NAN);
  bw_bench_report("frame-work", number_after(said, "work-median "), "ms", NAN, NAN);
}

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void run_first_window(void)
{
  double seconds[STARTS];
  for (int i = 0; i < STARTS; i++) {
    g_autofree char *said = show((const char *const[]){"--exit-after-startup", NULL});
    if (!said)
      return;
    seconds[i] = number_after(said, "first-frame ");
  }
  qsort(seconds, STARTS, sizeof *seconds, compare);
  bw_bench_report("first-window", seconds[STARTS / 2], "s", NAN, NAN);
}

const BwBenchCase bw_bench_window[] = {
    {"frame", run_frame},
    {"first-window", run_first_window},
    {NULL, NULL},
};
