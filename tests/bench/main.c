#include "bench.h"
#include "base/pool.h"

#include <cblas.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const BwBenchCase *const subjects[] = {
    bw_bench_bigdml, bw_bench_closed,
    bw_bench_engine, bw_bench_pimd,
    bw_bench_plot,   bw_bench_product,
    bw_bench_read,   bw_bench_render,
    bw_bench_schnet, bw_bench_schnet_train,
    bw_bench_sgdml,  bw_bench_sgdml_train,
    bw_bench_window, NULL,
};

static JsonBuilder *rows;
static gboolean as_json;

static void add_member(const char *name, double value)
{
  json_builder_set_member_name(rows, name);
  if (isnan(value))
    json_builder_add_null_value(rows);
  else
    json_builder_add_double_value(rows, value);
}

static void add_row(const char *name, double value, const char *unit, double floor, double peer,
                    gboolean unfinished)
{
  json_builder_begin_object(rows);
  json_builder_set_member_name(rows, "name");
  json_builder_add_string_value(rows, name);
  add_member("value", value);
  json_builder_set_member_name(rows, "unit");
  json_builder_add_string_value(rows, unit);
  add_member("floor", floor);
  add_member(unfinished ? "peer_unfinished_after" : "peer", peer);
  json_builder_end_object(rows);
  if (as_json)
    return;
  g_autofree char *floor_text = isnan(floor) ? g_strdup("–") : g_strdup_printf("%.4g", floor);
  g_autofree char *peer_text = isnan(peer) ? g_strdup("–") : g_strdup_printf("%.4g", peer);
  printf("%-24s %10.4g %-14s floor %-8s peer %s%s\n", name, value, unit, floor_text, unfinished ? "> " : "",
         peer_text);
  fflush(stdout);
}

void bw_bench_report(const char *name, double value, const char *unit, double floor, double peer)
{
  add_row(name, value, unit, floor, peer, FALSE);
}

void bw_bench_report_unfinished(const char *name, double value, const char *unit, double floor, double peer)
{
  add_row(name, value, unit, floor, peer, TRUE);
}

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *times, int n)
{
  qsort(times, n, sizeof *times, compare_doubles);
  return times[n / 2];
}

static double take_time(void (*func)(gpointer data), gpointer data)
{
  gint64 before = g_get_monotonic_time();
  func(data);
  return (double)(g_get_monotonic_time() - before) * 1e-6;
}

double bw_bench_median(void (*func)(gpointer data), gpointer data, double seconds)
{
  enum { MAX_REPEATS = 10001 };
  g_autofree double *times = g_new(double, MAX_REPEATS);
  int n = 0;
  func(data);
  for (gint64 start = g_get_monotonic_time();
       n < MAX_REPEATS && (n < 5 || (double)(g_get_monotonic_time() - start) < seconds * 1e6);)
    times[n++] = take_time(func, data);
  return median(times, n);
}

double bw_bench_best_round(void (*func)(gpointer data), gpointer data, double seconds)
{
  enum { ROUND = 10, FEWEST = 5 };
  double best = INFINITY;
  gint64 start = g_get_monotonic_time();
  for (int n = 0; n < FEWEST || (double)(g_get_monotonic_time() - start) < seconds * 1e6; n++) {
    double times[ROUND];
    for (int i = 0; i < ROUND; i++)
      times[i] = take_time(func, data);
    best = fmin(best, median(times, ROUND));
  }
  return best;
}

enum { GEMM_SIZE = 1024 };

static void multiply(gpointer data)
{
  double **m = data;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, GEMM_SIZE, GEMM_SIZE, GEMM_SIZE, 1, m[0], GEMM_SIZE,
              m[1], GEMM_SIZE, 0, m[2], GEMM_SIZE);
}

double bw_bench_dgemm_rate(void)
{
  static double rate;
  if (rate == 0) {
    double *m[3];
    openblas_set_num_threads(1);
    for (int i = 0; i < 3; i++) {
      m[i] = bw_new(double, GEMM_SIZE *GEMM_SIZE);
      for (int k = 0; k < GEMM_SIZE * GEMM_SIZE; k++)
        m[i][k] = 1.0 / (1 + k % 7);
    }
    rate = 2.0 * GEMM_SIZE * GEMM_SIZE * GEMM_SIZE / bw_bench_median(multiply, m, 1.0);
    for (int i = 0; i < 3; i++)
      bw_free(m[i]);
  }
  return rate;
}

char *bw_bench_data(const char *name)
{
  const char *shared = g_getenv("BW_SHARED");
  g_autofree char *path = g_build_filename(shared ? shared : "../shared", "data", name, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

int bw_bench_peer_numbers(const char *script, const char *arguments, double *numbers, int n)
{
  const char *python = g_getenv("BW_PEER_PYTHON"), *folder = g_getenv("BW_PEERS");
  for (int i = 0; i < n; i++)
    numbers[i] = NAN;
  if (!python || !folder)
    return 0;
  g_autofree char *command = g_strdup_printf("\"%s\" \"%s/%s\" %s", python, folder, script, arguments);
  g_autofree char *output = NULL;
  int status, found = 0;
  if (!g_spawn_command_line_sync(command, &output, NULL, &status, NULL) || status != 0)
    return 0;
  char *next = output;
  for (char *end; found < n; found++, next = end) {
    double value = g_ascii_strtod(next, &end);
    if (end == next)
      break;
    numbers[found] = value;
  }
  return found;
}

double bw_bench_peer(const char *script, const char *arguments)
{
  double number;
  bw_bench_peer_numbers(script, arguments, &number, 1);
  return number;
}

static gboolean wanted(const char *name, char **names)
{
  return !names || !names[0] || g_strv_contains((const char *const *)names, name);
}

int main(int argc, char **argv)
{
  g_auto(GStrv) names = NULL;
  const GOptionEntry entries[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "A list for machines", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, NULL, "[NAME…]"},
      {0},
  };
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_autoptr(GError) error = NULL;
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 2;
  }
  rows = json_builder_new();
  json_builder_begin_array(rows);
  for (gsize i = 0; i < G_N_ELEMENTS(subjects) && subjects[i]; i++)
    for (const BwBenchCase *c = subjects[i]; c->name; c++)
      if (wanted(c->name, names))
        c->run();
  json_builder_end_array(rows);
  if (as_json) {
    g_autoptr(JsonNode) root = json_builder_get_root(rows);
    g_autofree char *text = json_to_string(root, TRUE);
    printf("%s\n", text);
  }
  g_object_unref(rows);
  return 0;
}
