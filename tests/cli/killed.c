/* Trainings that are killed, at any moment and again and again: the same comes out as if nobody had. */
#include "answer.h"
#include "small-disk.h"
#include "springs-folder.h"

#include <gio/gio.h>
#include <signal.h>

enum { KILLS = 30, MOST_ARGUMENTS = 24 };

typedef struct {
  Fixture *fixture;
  const char *const *verb; /* with its options, but for the output */
  const char *output;
  char *expected; /* what is in the output of one that nobody killed */
  gsize n_expected;
  gint64 duration; /* of that one, µs */
} Chain;

static void list_arguments(const Chain *chain, const char **argv)
{
  int n = 0;
  argv[n++] = g_getenv("BW_PROGRAM");
  argv[n++] = chain->verb[0];
  argv[n++] = chain->fixture->dataset;
  for (int i = 1; chain->verb[i]; i++)
    argv[n++] = chain->verb[i];
  for (const char *const *rest = (const char *const[]){"-o", chain->output, "--resume", "--no-check", NULL};
       *rest; rest++)
    argv[n++] = *rest;
  argv[n] = NULL;
  g_assert_cmpint(n, <, MOST_ARGUMENTS);
}

/* Goes on where the last one stopped; TRUE: it came to its end before it was killed. */
static gboolean go_on(const Chain *chain, gint64 kill_after)
{
  const char *argv[MOST_ARGUMENTS];
  g_autoptr(GError) error = NULL;
  list_arguments(chain, argv);
  g_autoptr(GSubprocess) process =
      g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error(error);
  if (kill_after >= 0) {
    g_usleep((gulong)kill_after);
    g_subprocess_send_signal(process, SIGKILL);
  }
  g_assert_true(g_subprocess_wait(process, NULL, &error));
  gboolean killed = g_subprocess_get_if_signaled(process) && g_subprocess_get_term_sig(process) == SIGKILL;
  g_assert_true(killed ? kill_after >= 0 : g_subprocess_get_successful(process));
  return !killed;
}

/* The time that each point took is not the same twice: the ninth column of a curve. */
static char *without_seconds(const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GString *rest = g_string_new(NULL);
  for (char **line = lines; *line; line++) {
    g_auto(GStrv) fields = g_strsplit(*line, ",", -1);
    for (int i = 0; fields[i]; i++)
      g_string_append_printf(rest, "%s,", i == 8 ? "" : fields[i]);
    g_string_append_c(rest, '\n');
  }
  return g_string_free(rest, FALSE);
}

static char *read_output(const Chain *chain, gsize *n)
{
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(chain->output, &content, n, &error);
  g_assert_no_error(error);
  if (!g_str_has_suffix(chain->output, ".csv"))
    return g_steal_pointer(&content);
  char *rest = without_seconds(content);
  *n = strlen(rest);
  return rest;
}

/* It ended: nothing but the output is left, and it is what it would have been. */
static void compare(const Chain *chain)
{
  gsize n;
  g_autofree char *content = read_output(chain, &n), *state = g_strconcat(chain->output, ".training", NULL);
  g_assert_cmpmem(content, n, chain->expected, chain->n_expected);
  g_assert_false(g_file_test(state, G_FILE_TEST_EXISTS));
  g_unlink(chain->output);
}

static void run_chain(Fixture *fixture, const char *const *verb, const char *output)
{
  g_autofree char *path = g_build_filename(fixture->folder, output, NULL);
  Chain chain = {fixture, verb, path, NULL, 0, 0};
  gint64 start = g_get_monotonic_time();
  int n_ended = 0;
  g_assert_true(go_on(&chain, -1));
  chain.duration = g_get_monotonic_time() - start;
  chain.expected = read_output(&chain, &chain.n_expected);
  compare(&chain);
  for (int kills = 0; kills < KILLS;) {
    if (!go_on(&chain, (gint64)(chain.duration * g_test_rand_double_range(0, 0.9)))) {
      kills++;
      continue;
    }
    compare(&chain);
    n_ended++;
  }
  g_assert_true(go_on(&chain, -1));
  compare(&chain);
  g_test_message("%d came to their end between %d kills", n_ended, KILLS);
  g_free(chain.expected);
}

static void test_train(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *const verb[] = {"train", "--train", "100", "--sigma", "1,2,4,8,16,32", NULL};
  run_chain(fixture, verb, "model.bwmodel");
}

/* Also as the peer's file, by the solver that has more to remember. */
static void test_energies(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *const verb[] = {"train",    "--train", "60",       "--sigma",    "2,8", "--energies",
                              "--solver", "closed",  "--lambda", "1e-10,1e-6", NULL};
  run_chain(fixture, verb, "model.npz");
}

static void test_curve(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *const verb[] = {"learning-curve", "--train",  "10,20,40,60,80", "--sigma",
                              "2,4,8,16",       "--solver", "closed",         NULL};
  run_chain(fixture, verb, "curve.csv");
}

/* On a disk of any size: what is told to be written is whole, and what is not can be gone on with. */
static void small_disks(const char *disk)
{
  Fixture fixture;
  set_up(&fixture, GINT_TO_POINTER(150));
  const char *const verb[] = {"train", "--train", "100", "--sigma", "2,8", NULL};
  g_autofree char *output = g_build_filename(fixture.folder, "whole.bwmodel", NULL),
                  *small = g_build_filename(disk, "m.bwmodel", NULL);
  Chain chain = {&fixture, verb, output, NULL, 0, 0};
  int n_failed = 0;
  g_assert_true(go_on(&chain, -1));
  chain.expected = read_output(&chain, &chain.n_expected);
  compare(&chain);
  chain.output = small;
  for (int kib = 8; kib <= 64; kib += 4) {
    const char *argv[MOST_ARGUMENTS];
    g_autofree char *size = g_strdup_printf("size=%dk", kib), *err = NULL;
    int status;
    g_assert_cmpint(mount("tmpfs", disk, "tmpfs", MS_REMOUNT, size), ==, 0);
    list_arguments(&chain, argv);
    g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &err,
                               &status, NULL));
    if (status != 0) {
      n_failed++;
      g_assert_nonnull(strstr(err, "the disk is full"));
      g_assert_cmpint(mount("tmpfs", disk, "tmpfs", MS_REMOUNT, "size=1m"), ==, 0);
      g_assert_true(go_on(&chain, -1));
    }
    compare(&chain);
  }
  g_assert_cmpint(n_failed, >, 3);
  g_free(chain.expected);
  tear_down(&fixture, NULL);
}

static void test_small_disks(void)
{
  small_disk_run("64k", small_disks);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  if (!g_getenv("BW_PROGRAM")) {
    g_print("1..0 # SKIP BW_PROGRAM does not name the program\n");
    return 0;
  }
  g_test_add_func("/cli/killed/small-disks", test_small_disks); /* first: it forks, and has no threads yet */
  g_test_add("/cli/killed/train", Fixture, GINT_TO_POINTER(150), set_up, test_train, tear_down);
  g_test_add("/cli/killed/energies", Fixture, GINT_TO_POINTER(150), set_up, test_energies, tear_down);
  g_test_add("/cli/killed/curve", Fixture, GINT_TO_POINTER(150), set_up, test_curve, tear_down);
  return g_test_run();
}
