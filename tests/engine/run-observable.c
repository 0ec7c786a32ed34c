/* What a run recorded at each step is read back as it was sampled. */
#include "engine/run-observable.h"
#include "common.h"

typedef struct {
  GArray *temperatures, *times;
} Sampled;

static void take(const BwSample *sample, gpointer data)
{
  Sampled *sampled = data;
  g_array_append_val(sampled->temperatures, sample->estimates.temperature);
  g_array_append_val(sampled->times, sample->estimates.time);
}

static void test_read(void)
{
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "run.h5", NULL);
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  g_autoptr(GArray) temperatures = g_array_new(FALSE, FALSE, sizeof(double));
  g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(double));
  Sampled sampled = {temperatures, times};
  BwRunSpec spec = molecules_spec(path, 4, 120);
  start(engine, &spec);
  bw_engine_wait(engine, NULL, NULL, NULL);
  clear_spec(&spec);
  bw_engine_drain_samples(engine, take, &sampled);
  g_auto(BwRunObservable) temperature = {0}, absent = {0};
  g_autoptr(GError) error = NULL;
  g_assert_true(bw_run_observable_read(path, "temperature", &temperature, &error));
  g_assert_no_error(error);
  g_assert_cmpuint(temperature.n, ==, temperatures->len);
  for (gsize i = 0; i < temperature.n; i++) {
    g_assert_cmpfloat(temperature.values[i], ==, g_array_index(temperatures, double, i));
    g_assert_cmpfloat_with_epsilon(temperature.times[i], g_array_index(times, double, i), 1e-9);
  }
  g_assert_true(bw_run_observable_read(path, "band_gap", &absent, &error));
  g_assert_cmpuint(absent.n, ==, 0);
  remove_folder(folder);
}

static void test_refused(void)
{
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "text.h5", NULL);
  g_autoptr(GError) error = NULL;
  g_auto(BwRunObservable) nothing = {0};
  g_assert_true(g_file_set_contents(path, "not a run", -1, NULL));
  g_assert_false(bw_run_observable_read(path, "temperature", &nothing, &error));
  g_assert_nonnull(strstr(error->message, "text.h5"));
  remove_folder(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/run-observable/read", test_read);
  g_test_add_func("/run-observable/refused", test_refused);
  return g_test_run();
}
