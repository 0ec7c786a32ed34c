/* What people do with the window, from beginning to end: the real program on a display and a bus of its own,
 * moved by what a screen reader can do. Its warnings end it (G_DEBUG=fatal-warnings), and so does its test.
 */
#include "../folder.h"
#include "atspi.h"

#include "engine/run-file.h"
#include "io/io.h"
#include "potential/simple/simple.h"

#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define PATIENCE 60 /* s */

typedef struct {
  Atspi *atspi;
  char *folder, *messages; /* what it writes is there; its stderr */
  GPid pid;
} Fixture;

/* The program */

static char **make_environment(const char *folder)
{
  char **environment = g_get_environ();
  environment = g_environ_setenv(environment, "GTK_A11Y", "atspi", TRUE);
  environment = g_environ_setenv(environment, "LC_ALL", "C.UTF-8", TRUE);
  environment = g_environ_setenv(environment, "XDG_DATA_HOME", folder, TRUE); /* recent files */
  environment = g_environ_setenv(environment, "XDG_CONFIG_HOME", folder, TRUE);
  return environment;
}

static GPid start(Fixture *f, const char *argument)
{
  g_auto(GStrv) environment = make_environment(f->folder);
  const char *argv[] = {g_getenv("BW_PROGRAM"), argument, NULL};
  g_autoptr(GError) error = NULL;
  int messages = g_open(f->messages, O_WRONLY | O_CREAT | O_APPEND, 0600);
  GPid pid;
  g_spawn_async_with_fds(f->folder, (char **)argv, environment,
                         G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES, NULL, NULL, &pid, -1, -1,
                         messages, &error);
  g_close(messages, NULL);
  g_assert_no_error(error);
  return pid;
}

static void assert_ends_well(Fixture *f, GPid pid)
{
  g_autofree char *messages = NULL;
  int status;
  g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
  g_file_get_contents(f->messages, &messages, NULL, NULL);
  g_assert_cmpstr(messages, ==, "");
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

/* As a file manager does: the window that is there takes it. */
static void open_file(Fixture *f, const char *path)
{
  assert_ends_well(f, start(f, path));
}

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->atspi = atspi_new(&error);
  if (!f->atspi) {
    g_autofree char *reason = g_strdup_printf("no accessibility bus: %s", error->message);
    g_test_skip(reason);
    return;
  }
  f->folder = new_folder();
  f->messages = g_build_filename(f->folder, "messages", NULL);
  f->pid = start(f, "--new-window");
  g_assert_true(atspi_meet(f->atspi, (guint)f->pid, PATIENCE));
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  if (!f->atspi)
    return;
  if (f->pid)
    kill(f->pid, SIGKILL);
  remove_folder(f->folder);
  atspi_free(f->atspi);
  g_free(f->messages);
}

/* The hand */

static void press(Fixture *f, const char *role, const char *name)
{
  g_autofree char *found = atspi_expect(f->atspi, NULL, role, name);
  g_assert_true(atspi_act(f->atspi, found, NULL));
}

/* An action of the window, which is there for keys and menus too. */
static void act(Fixture *f, const char *action)
{
  g_autofree char *window = atspi_expect(f->atspi, NULL, "window", "*");
  g_assert_true(atspi_act(f->atspi, window, action));
}

static void set_number(Fixture *f, const char *role, const char *name, double value)
{
  g_autofree char *found = atspi_expect(f->atspi, NULL, role, name);
  g_assert_true(atspi_set_value(f->atspi, found, value));
}

static void expect_number(Fixture *f, const char *role, const char *name, double value)
{
  g_autofree char *found = atspi_expect(f->atspi, NULL, role, name);
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  while (atspi_get_value(f->atspi, found) != value && g_get_monotonic_time() < end)
    g_usleep(50000);
  g_assert_cmpfloat(atspi_get_value(f->atspi, found), ==, value);
}

static void expect(Fixture *f, const char *role, const char *name)
{
  g_free(atspi_expect(f->atspi, NULL, role, name));
}

/* The dialog that asks for a file. */
static void answer_dialog(Fixture *f, const char *title, const char *path, const char *button)
{
  g_autofree char *dialog = atspi_expect(f->atspi, NULL, "*", title);
  g_autofree char *name = atspi_expect(f->atspi, dialog, "text box", "Name:");
  g_autofree char *accept = atspi_expect(f->atspi, dialog, "button", button);
  g_assert_true(atspi_set_text(f->atspi, name, path));
  g_assert_true(atspi_act(f->atspi, accept, NULL));
}

static char *wait_for_file(Fixture *f, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename(f->folder, name, NULL);
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  char *contents = NULL;
  while (!(g_file_get_contents(path, &contents, length, NULL) && *length > 0) &&
         g_get_monotonic_time() < end) {
    g_clear_pointer(&contents, g_free);
    g_usleep(50000);
  }
  if (!contents)
    g_error("%s was not written", path);
  return contents;
}

/* Whether it still answers before it is gone does not matter. */
static void quit(Fixture *f)
{
  g_autofree char *window = atspi_expect(f->atspi, NULL, "window", "*");
  atspi_act(f->atspi, window, "window.close");
  assert_ends_well(f, f->pid);
  f->pid = 0;
}

/* Open, scrub, measure, export */

enum { N_FRAMES = 21 };

/* One bond of a water molecule grows by 0.01 Å in each frame. */
static char *write_water(Fixture *f)
{
  g_autoptr(GString) text = g_string_new(NULL);
  char *path = g_build_filename(f->folder, "water.xyz", NULL);
  for (int i = 0; i < N_FRAMES; i++)
    g_string_append_printf(text, "3\nframe %d\nO 0 0 0\nH 0.96 0 0\nH 0 %.2f 0\n", i, 0.96 + 0.01 * i);
  g_assert_true(g_file_set_contents(path, text->str, -1, NULL));
  return path;
}

static void export(Fixture *f, const char *item, const char *name)
{
  g_autofree char *path = g_build_filename(f->folder, name, NULL);
  press(f, "button", "Menu of the plot");
  press(f, "menu item", item);
  answer_dialog(f, "Export the Plot", path, "*Export");
}

/* A table with one row per bin or frame, under the names and units of its columns. */
static void check_csv(Fixture *f, const char *name)
{
  gsize length;
  g_autofree char *csv = wait_for_file(f, name, &length);
  g_auto(GStrv) lines = g_strsplit(csv, "\n", -1);
  int n_rows = 0, n_numbers = 0;
  g_assert_true(g_utf8_validate(csv, (gssize)length, NULL));
  for (int i = 0; lines[i]; i++) {
    g_auto(GStrv) cells = g_strsplit(lines[i], ",", -1);
    char *end = NULL;
    if (lines[i][0] == '#' || !cells[0])
      continue;
    double x = g_ascii_strtod(cells[0], &end);
    n_rows++;
    n_numbers += end > cells[0] && isfinite(x);
  }
  g_assert_cmpint(n_numbers, >, 5);
  g_test_message("%.300s", csv);
  g_assert_nonnull(strstr(csv, "(°)"));
}

static void test_watch(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  if (!f->atspi)
    return;
  g_autofree char *path = write_water(f);
  open_file(f, path);
  expect(f, "label", "water.xyz");
  expect(f, "label", "*frame 1 of 21*");
  expect(f, "label", "0.960*Å");

  set_number(f, "slider", "Frame", 10);
  expect(f, "label", "*frame 11 of 21*");
  expect(f, "label", "1.060*Å");
  press(f, "button", "Next frame");
  expect(f, "label", "1.070*Å");

  act(f, "win.select-all");
  expect(f, "label", "O0–H1–H2");
  expect(f, "label", "48.1*°"); /* atan(1.07 / 0.96) */
  act(f, "win.keep-measure");
  act(f, "win.plot-measure");
  act(f, "win.select-none");
  press(f, "button", "Previous frame");
  expect(f, "label", "47.8*°"); /* it stays, and follows */

  export(f, "Export as CSV…", "plot.csv");
  check_csv(f, "plot.csv");
  export(f, "Export as PDF…", "plot.pdf");
  gsize length;
  g_autofree char *pdf = wait_for_file(f, "plot.pdf", &length);
  g_assert_true(g_str_has_prefix(pdf, "%PDF"));
  g_assert_cmpuint(length, >, 3000);
  quit(f);
}

/* Example, start, pause, another temperature, stop, open the run again */

static gboolean has_changed(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) events = bw_run_read_events(path, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < events->len; i++)
    if (g_array_index(events, BwEvent, i).kind == BW_EVENT_CHANGE)
      return TRUE;
  return FALSE;
}

static void test_simulate(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  if (!f->atspi)
    return;
  g_autofree char *path = g_build_filename(f->folder, "run.h5", NULL);
  press(f, "button", "Quantum ethanol");
  expect(f, "label", "ethanol · 32 beads, 300 K");
  expect(f, "label", "running*");
  press(f, "button", "Stop the run");
  expect(f, "button", "Start");

  act(f, "win.choose-output");
  answer_dialog(f, "Write the Run to", path, "*Choose");
  expect(f, "label", "run.h5");
  press(f, "button", "Start");
  expect(f, "label", "running*");
  press(f, "button", "Pause");
  expect(f, "label", "paused*");
  set_number(f, "spin button", "Temperature, K*", 350);
  expect(f, "label", "ethanol · 32 beads, 350 K");
  press(f, "button", "Resume");
  expect(f, "label", "running*");
  g_usleep(2 * G_USEC_PER_SEC);
  press(f, "button", "Stop the run");
  expect(f, "button", "Start");
  g_assert_true(has_changed(path));
  quit(f);

  f->pid = start(f, path); /* another day */
  g_assert_true(atspi_meet(f->atspi, (guint)f->pid, PATIENCE));
  expect(f, "label", "run.h5");
  expect(f, "label", "*frame 1 of *");
  expect_number(f, "spin button", "Temperature, K*", 350);
  expect_number(f, "spin button", "Beads*", 32);
  quit(f);
}

/* A dataset, what is in it, a model of it, and a run with the model */

enum { N_CALCULATIONS = 510, N_CLUSTER = 8 };

/* Eight different atoms that attract each other, about the corners of a cube. */
static char *write_dataset(Fixture *f)
{
  static const int numbers[N_CLUSTER] = {1, 6, 7, 8, 9, 14, 16, 17};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N_CLUSTER, numbers, NULL, NULL);
  g_autoptr(BwDataset) dataset = bw_dataset_new(atoms, N_CALCULATIONS, TRUE, TRUE);
  g_autoptr(BwPotential) potential = bw_lennard_jones_new(0.2, 1.5, 0);
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < N_CALCULATIONS * N_CLUSTER * 3; i++) {
    int atom = i / 3 % N_CLUSTER, corner = atom >> i % 3 & 1;
    dataset->positions[i] = 1.65 * corner + 0.04 * sin(12.9898 * i + 78.233 * sin(i));
  }
  const BwReplicas replicas = {N_CALCULATIONS, N_CLUSTER, numbers, NULL, dataset->positions};
  BwEvaluation evaluation = {.energies = dataset->energies, .forces = dataset->forces};
  bw_potential_evaluate(potential, &replicas, &evaluation, NULL, &error);
  g_assert_no_error(error);
  char *path = g_build_filename(f->folder, "cluster.xyz", NULL);
  g_autoptr(BwTrajectory) trajectory = bw_dataset_as_trajectory(dataset, "test");
  bw_write_trajectory(path, trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return path;
}

static void test_train(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  if (!f->atspi)
    return;
  g_autofree char *path = write_dataset(f);
  open_file(f, path);
  expect(f, "label", "cluster.xyz");
  press(f, "tab", "Train");
  expect(f, "label", "*510 frames · energies and forces*");
  set_number(f, "spin button", "Training points*", 50);
  expect(f, "label", "1\u202f200 unknowns*");
  press(f, "button", "*Start Training");
  expect(f, "label", "Finished: cluster");
  expect(f, "label", "Forces: MAE*"); /* of the finished model */
  gsize length;
  g_free(wait_for_file(f, "cluster-sgdml-50.bwmodel", &length));

  press(f, "button", "*Simulate with It");
  expect(f, "label", "cluster-sgdml-50.bwmodel · sGDML");
  set_number(f, "spin button", "Beads*", 1);
  set_number(f, "spin button", "Temperature, K*", 1);
  set_number(f, "spin button", "Length, ps*", 0.1);
  press(f, "button", "Start");
  expect(f, "label", "finished");
  quit(f);
}

/* Nothing is lost by a pause, by a cancel, or by closing the window. */
static void test_train_later(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  if (!f->atspi)
    return;
  g_autofree char *path = write_dataset(f);
  open_file(f, path);
  press(f, "tab", "Train");
  set_number(f, "spin button", "Training points*", 500);
  expect(f, "label", "12\u202f000 unknowns*");
  press(f, "button", "*Start Training");
  press(f, "button", "Pause the training*");
  expect(f, "label", "*paused");
  press(f, "button", "Cancel the training*"); /* while it pauses: going on it could be over before */
  expect(f, "label", "stopped");
  press(f, "button", "*Train Another");
  expect(f, "button", "*Start Training");
  quit(f);
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  g_test_add("/journeys/watch", Fixture, NULL, set_up, test_watch, tear_down);
  g_test_add("/journeys/simulate", Fixture, NULL, set_up, test_simulate, tear_down);
  g_test_add("/journeys/train", Fixture, NULL, set_up, test_train, tear_down);
  g_test_add("/journeys/train-later", Fixture, NULL, set_up, test_train_later, tear_down);
  return g_test_run();
}
