/* beadwork simulate, run as a user runs it: BW_PROGRAM names the program. */
#include "folder.h"
#include "line.h"

#include <glib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static char *folder;

static int beadwork(const char *arguments, char **output, char **message)
{
  return call_line(folder, arguments, output, message);
}

static JsonObject *parse(JsonParser *parser, const char *text)
{
  g_autoptr(GError) error = NULL;
  json_parser_load_from_data(parser, text, -1, &error);
  g_assert_no_error(error);
  return json_node_get_object(json_parser_get_root(parser));
}

static void check_fails(const char *arguments, int status, const char *part)
{
  g_autofree char *message = NULL;
  g_assert_cmpint(beadwork(arguments, NULL, &message), ==, status);
  if (!strstr(message, part))
    g_error("“%s” says nothing of “%s”", message, part);
}

static char *read_file(const char *name, gsize *n)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  char *bytes;
  g_assert_true(g_file_get_contents(path, &bytes, n, NULL));
  return bytes;
}

#define WELLS "simulate --model harmonic:frequency=2000 --structure h2.xyz --beads 8 "

/* Four wells of one frequency: a harmonic oscillator at 8 beads in closed form. */
static double oscillator_energy(double temperature, double wavenumber, int n_beads)
{
  const double kt = 8.617333262e-5 * temperature, omega = wavenumber * 1.239841984e-4; /* eV */
  double energy = 0;
  for (int k = 0; k < n_beads; k++) {
    double mode = 2 * n_beads * kt * sin(k * G_PI / n_beads);
    energy += 0.5 * kt * omega * omega / (mode * mode + omega * omega);
  }
  return energy;
}

static void test_numbers(void)
{
  g_autofree char *output = NULL;
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_cmpint(beadwork(WELLS
                           "--temperature 500 --timestep 0.5 --steps 40000 --keep-com --tau 20 --seed 3 "
                           "-o wells.h5 --json",
                           &output, NULL),
                  ==, 0);
  JsonObject *json = parse(parser, output);
  g_assert_cmpint(json_object_get_int_member(json, "steps"), ==, 40000);
  g_assert_cmpfloat(json_object_get_double_member(json, "steps_per_s"), >, 0);
  g_assert_cmpfloat_with_epsilon(json_object_get_double_member(json, "time_ps"), 20, 1e-9);
  g_assert_cmpfloat_with_epsilon(json_object_get_double_member(json, "discarded_ps"), 2, 1e-3);
  g_assert_cmpfloat(fabs(json_object_get_double_member(json, "conserved_drift_eV_per_ps")), <, 0.05);
  const double expected = 3 * 2 * oscillator_energy(500, 2000, 8); /* kinetic as much as potential */
  static const char *const names[] = {"kinetic_cv_eV", "kinetic_td_eV", "potential_eV"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    JsonObject *mean = json_object_get_object_member(json, names[i]);
    double value = json_object_get_double_member(mean, "mean"),
           bar = json_object_get_double_member(mean, "error");
    g_assert_cmpfloat(bar, >, 0);
    g_assert_cmpfloat(bar, <, 0.1 * expected);
    g_assert_cmpfloat(fabs(value - expected), <, 5 * bar);
  }
}

/* However short a session is, all its steps count. */
static int done_steps(const char *arguments)
{
  g_autofree char *output = NULL;
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_cmpint(beadwork(arguments, &output, NULL), ==, 0);
  JsonObject *json = parse(parser, output);
  const double rate = json_object_get_double_member(json, "steps_per_s"),
               wall = json_object_get_double_member(json, "wall_s");
  const gint64 n = json_object_get_int_member(json, "steps_done");
  g_assert_cmpfloat_with_epsilon(rate * wall, n, 1e-6 * n);
  return (int)n;
}

static void test_resumed(void)
{
  gsize n_whole, n_parts;
  g_autofree char *note = NULL;
  g_assert_cmpint(done_steps(WELLS "--steps 300 --stride 7 -o whole.h5 --threads 1 --json"), ==, 300);
  g_assert_cmpint(beadwork(WELLS "--steps 123 --stride 7 -o parts.h5 --threads 2 --resume", NULL, &note), ==,
                  0);
  g_assert_nonnull(strstr(note, "the run begins"));
  g_assert_cmpint(done_steps("simulate --resume --steps 300 -o parts.h5 --json"), ==, 177);
  g_assert_cmpint(beadwork("convert whole.h5 whole.xyz", NULL, NULL), ==, 0);
  g_assert_cmpint(beadwork("convert parts.h5 parts.xyz", NULL, NULL), ==, 0);
  g_autofree char *whole = read_file("whole.xyz", &n_whole), *parts = read_file("parts.xyz", &n_parts);
  g_assert_cmpmem(whole, n_whole, parts, n_parts);
}

/* The same on a trained model, whose numbers must not depend on who opened it. On a machine with several
 * cores OpenBLAS would use them (main() lets it). */
static void test_resumed_model(void)
{
  const char *models = g_getenv("BW_MODELS");
  g_autofree char *run = g_strdup_printf(
      "simulate --model %s/ethanol.bwmodel --structure %s/ethanol.xyz --beads 8 ", models, models);
  g_autofree char *whole_run = g_strconcat(run, "--steps 60 --stride 10 -o model.h5", NULL);
  g_autofree char *first_run = g_strconcat(run, "--steps 30 --stride 10 -o halves.h5", NULL);
  gsize n_whole, n_halves;
  g_assert_cmpint(beadwork(whole_run, NULL, NULL), ==, 0);
  g_assert_cmpint(beadwork(first_run, NULL, NULL), ==, 0);
  g_assert_cmpint(beadwork("simulate --resume --steps 60 -o halves.h5", NULL, NULL), ==, 0);
  g_assert_cmpint(beadwork("convert model.h5 model.xyz", NULL, NULL), ==, 0);
  g_assert_cmpint(beadwork("convert halves.h5 halves.xyz", NULL, NULL), ==, 0);
  g_autofree char *all = read_file("model.xyz", &n_whole), *both = read_file("halves.xyz", &n_halves);
  g_assert_cmpmem(all, n_whole, both, n_halves);
}

/* The run's own settings win, and that is said. */
static void test_other_settings(void)
{
  g_autofree char *same = NULL, *other = NULL, *fewer = NULL;
  g_assert_cmpint(beadwork(WELLS "--temperature 400 --steps 20 -o own.h5", NULL, NULL), ==, 0);
  g_assert_cmpint(beadwork(WELLS "--temperature 400 --steps 40 -o own.h5 --resume", NULL, &same), ==, 0);
  g_assert_cmpstr(same, ==, "");
  g_autofree char *info = NULL, *text = NULL;
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_cmpint(beadwork("info own.h5 --json", &info, NULL), ==, 0);
  JsonObject *facts = parse(parser, info);
  g_assert_cmpfloat(json_object_get_double_member(facts, "temperature_K"), ==, 400);
  g_assert_cmpstr(json_object_get_string_member(facts, "thermostat"), ==, "pile-l");
  g_assert_cmpint(beadwork("info own.h5", &text, NULL), ==, 0);
  g_assert_nonnull(strstr(text, "400 K"));
  g_assert_cmpint(
      beadwork(WELLS "--temperature 500 --thermostat svr --steps 60 -o own.h5 --resume", NULL, &other), ==,
      0);
  g_assert_nonnull(strstr(other, "--temperature, --thermostat"));
  g_assert_null(strstr(other, "--beads"));
  g_assert_cmpint(beadwork("simulate --steps 30 -o own.h5 --resume", NULL, &fewer), ==, 0);
  g_assert_nonnull(strstr(fewer, "has 60 steps already"));
  check_fails("simulate --steps 80 -o own.h5 --resume --overwrite", 2, "say one");
  check_fails("simulate --steps 80 -o absent.h5 --resume", 1, "no such run");
}

static void test_interrupted(void)
{
  g_autofree char *line =
      g_strconcat(g_getenv("BW_PROGRAM"), " ", WELLS "--steps 100000000 -o long.h5", NULL);
  g_autofree char *path = g_build_filename(folder, "long.h5", NULL), *output = NULL;
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonParser) parser = json_parser_new();
  GPid child;
  int status;
  g_assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
  g_spawn_async(folder, argv, NULL,
                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, &child, &error);
  g_assert_no_error(error);
  while (!g_file_test(path, G_FILE_TEST_EXISTS))
    g_usleep(1000);
  g_usleep(100000);
  kill(child, SIGINT);
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, 1); /* it was not done */
  g_assert_cmpint(beadwork("simulate --resume --steps 1 -o long.h5 --json", &output, NULL), ==, 0);
  g_assert_cmpint(json_object_get_int_member(parse(parser, output), "steps"), >, 100);
}

static void test_isotopes(void)
{
  g_autofree char *output = NULL;
  g_assert_cmpint(beadwork(WELLS "--steps 1 --isotopes H=D,0=1.5 -o heavy.h5", NULL, NULL), ==, 0);
  g_assert_cmpint(beadwork("convert heavy.h5 heavy.xyz", NULL, NULL), ==, 0);
  gsize n;
  g_autofree char *text = read_file("heavy.xyz", &n);
  g_assert_nonnull(strstr(text, "2.014"));
  g_assert_nonnull(strstr(text, "1.5"));
  check_fails(WELLS "--steps 1 --isotopes O=18O -o x.h5", 2, "no such atom");
  check_fails(WELLS "--steps 1 --isotopes 0=13C -o x.h5", 2, "atom 0 is H");
  check_fails(WELLS "--steps 1 --isotopes 0=heavy -o x.h5", 2, "neither an isotope nor a mass");
}

static void test_no_estimates(void)
{
  g_autofree char *output = NULL;
  g_assert_cmpint(beadwork(WELLS "--steps 3 --estimate-stride 0 -o silent.h5", &output, NULL), ==, 0);
  g_assert_nonnull(strstr(output, "no estimates"));
  g_assert_null(strstr(output, "nan"));
}

static void test_refusals(void)
{
  check_fails(WELLS "--checkpoint -1 --steps 1 -o x.h5", 2, "between checkpoints");
  g_assert_cmpint(beadwork(WELLS "--steps 1 -o there.h5", NULL, NULL), ==, 0);
  check_fails(WELLS "--steps 1 -o there.h5", 1, "--resume");
  check_fails(WELLS "--steps 1 -o there.h5", 1, "there.h5");
  g_assert_cmpint(beadwork(WELLS "--steps 1 -o there.h5 --overwrite", NULL, NULL), ==, 0);
  check_fails("simulate --steps 1 -o x.h5", 2, "--model and --structure");
  check_fails(WELLS "--steps 1", 2, "-o");
  check_fails(WELLS "--steps -3 -o x.h5", 2, "--steps");
  check_fails(WELLS "--thermostat warm -o x.h5", 2, "warm");
  check_fails(WELLS "--precision half -o x.h5", 2, "half");
  check_fails(WELLS "--beads 0 --steps 1 -o x.h5", 2, "beads");
  check_fails(WELLS "--stride -1 --steps 1 -o x.h5", 2, "stride");
  check_fails("simulate --model absent.npz --structure h2.xyz -o x.h5", 1, "absent.npz");
  check_fails("simulate --model harmonic:k=1 --structure absent.xyz -o x.h5", 1, "absent.xyz");
  check_fails("simulate --model harmonic:k=1 --structure h2.xyz -o absent/x.h5 --steps 1", 1, "absent/x.h5");
  check_fails("simulate --resume -o h2.xyz --steps 1", 1, "h2.xyz");
  check_fails(WELLS "--steps 1 --overwrite -o .", 2, "is a folder");
  check_fails(WELLS "--steps 1 --temperature 1e9 -o x.h5", 2, "at most 1e6");
}

static void test_help(void)
{
  g_autofree char *output = NULL;
  g_assert_cmpint(beadwork("simulate --help", &output, NULL), ==, 0);
  g_assert_nonnull(strstr(output, "Example:"));
  g_assert_nonnull(strstr(output, "--pile-lambda"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  if (!g_getenv("BW_PROGRAM")) {
    g_print("1..0 # SKIP BW_PROGRAM does not name the program\n");
    return 0;
  }
  g_unsetenv("OPENBLAS_NUM_THREADS");
  folder = new_folder();
  g_autofree char *structure = g_build_filename(folder, "h2.xyz", NULL);
  g_assert_true(g_file_set_contents(structure, "2\n\nH 0 0 0\nH 0.1 0 0.02\n", -1, NULL));
  g_test_add_func("/simulate/numbers", test_numbers);
  g_test_add_func("/simulate/resumed", test_resumed);
  g_test_add_func("/simulate/resumed-model", test_resumed_model);
  g_test_add_func("/simulate/other-settings", test_other_settings);
  g_test_add_func("/simulate/interrupted", test_interrupted);
  g_test_add_func("/simulate/isotopes", test_isotopes);
  g_test_add_func("/simulate/no-estimates", test_no_estimates);
  g_test_add_func("/simulate/refusals", test_refusals);
  g_test_add_func("/simulate/help", test_help);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
