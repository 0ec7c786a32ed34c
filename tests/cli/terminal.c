/* Verbs where the terminal or the disk does not play along, and where a file would be lost. */
#include "answer.h"
#include "small-disk.h"
#include "folder.h"

#include <string.h>

static char *folder;

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

/* Runs a line of the shell in which $BW is the program; its stdout may be anywhere. */
static Answer shell(const char *line)
{
  Answer answer = {0};
  int status;
  g_autoptr(GError) error = NULL;
  g_autofree char *whole = g_strdup_printf("BW='%s'; cd '%s' && %s", g_getenv("BW_PROGRAM"), folder, line);
  const char *const argv[] = {"sh", "-c", whole, NULL};
  g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &answer.out, &answer.err, &status,
               &error);
  g_assert_no_error(error);
  g_assert_true(WIFEXITED(status));
  answer.status = WEXITSTATUS(status);
  return answer;
}

static void expect(Answer answer, int status, const char *part)
{
  g_test_message("%s", answer.err);
  g_assert_cmpint(answer.status, ==, status);
  if (!strstr(answer.err, part))
    g_error("“%s” says nothing of “%s”", answer.err, part);
  answer_clear(&answer);
}

static void write_structure(void)
{
  g_autofree char *path = in_folder("w.xyz");
  const char *text = "3\nProperties=species:S:1:pos:R:3 energy=-1 config_type=wet units=\"Ang\"\n"
                     "O 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n";
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* What cannot be printed is an error, whichever verb it is. */
static void test_stdout(void)
{
  if (g_file_test("/dev/full", G_FILE_TEST_EXISTS)) {
    expect(shell("$BW info w.xyz > /dev/full"), 1, "is lost");
    expect(shell("$BW --help > /dev/full"), 1, "is lost");
    expect(shell("$BW --version > /dev/full"), 1, "is lost");
  }
  expect(shell("$BW info w.xyz >&-"), 1, "stdout is closed");
  expect(shell("$BW info w.xyz --json >&-"), 1, "stdout is closed");
  expect(shell("$BW convert w.xyz silent.xyz >&-"), 0, "");
}

static void test_onto_itself(void)
{
  g_autofree char *path = in_folder("w.xyz"), *before = NULL, *after = NULL;
  g_assert_true(g_file_get_contents(path, &before, NULL, NULL));
  expect(shell("$BW convert w.xyz ./w.xyz"), 2, "is what is read");
  expect(shell("ln -s w.xyz link.xyz; $BW convert w.xyz link.xyz"), 2, "is what is read");
  expect(shell("$BW evaluate harmonic:k=1 w.xyz -o link.xyz"), 2, "is what is read");
  expect(shell("$BW train w.xyz -o w.xyz"), 2, "");
  g_assert_true(g_file_get_contents(path, &after, NULL, NULL));
  g_assert_cmpstr(before, ==, after);
}

static void test_refused(void)
{
  expect(shell("$BW simulate -m harmonic:k=1 -s w.xyz -o r.xyz"), 2, "beadwork convert");
  expect(shell("$BW simulate -m harmonic:k=1 -s w.xyz -o r.npz"), 2, "name it .h5");
  expect(shell("$BW train w.xyz --train 0 -o m.npz"), 2, "--train 0");
  expect(shell("$BW train w.xyz --train -3 -o m.npz"), 2, "--train -3");
  expect(shell("$BW train w.xyz -o nowhere/m.npz"), 1, "there is no folder nowhere");
  expect(shell("$BW train w.xyz -o m.txt"), 2, ".bwmodel");
  expect(shell("$BW train w.xyz -o ''"), 2, "name of the result");
  expect(shell("$BW convert w.xyz nowhere/w.h5"), 1, "there is no folder nowhere");
  expect(shell("$BW learning-curve w.xyz -o nowhere/c.csv"), 1, "there is no folder nowhere");
}

/* The reader of a pipe may go before it has read all: nothing is said of that. */
static void test_pipe(void)
{
  expect(shell("$BW info w.xyz | head -n 1 > /dev/null"), 0, "");
  Answer quiet = shell("$BW train --help | head -n 1");
  g_assert_cmpstr(quiet.err, ==, "");
  answer_clear(&quiet);
}

static void test_dropped(void)
{
  expect(shell("$BW convert w.xyz w.h5"), 0, "w.h5 does not keep config_type");
  expect(shell("$BW convert w.xyz w.pdb"), 0, "energy");
  Answer whole = shell("$BW convert w.xyz again.xyz");
  g_assert_null(strstr(whole.err, "does not keep"));
  answer_clear(&whole);
}

/* The user named w.h5, not what it is called while it is written. */
static void full_disk(const char *disk)
{
  const char *const formats[] = {"h5", "xyz"};
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
    g_autofree char *line = g_strdup_printf("$BW convert many.xyz '%s/many.%s'", disk, formats[i]),
                    *says = g_strdup_printf("/many.%s: the disk is full", formats[i]);
    expect(shell(line), 1, says);
  }
}

static void test_full_disk(void)
{
  g_autofree char *path = in_folder("many.xyz"), *one = in_folder("w.xyz"), *text = NULL;
  g_autoptr(GString) many = g_string_new(NULL);
  g_assert_true(g_file_get_contents(one, &text, NULL, NULL));
  for (int i = 0; i < 10000; i++)
    g_string_append(many, text);
  g_assert_true(g_file_set_contents(path, many->str, -1, NULL));
  small_disk_run("256k", full_disk);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  if (!g_getenv("BW_PROGRAM")) {
    g_print("1..0 # SKIP BW_PROGRAM does not name the program\n");
    return 0;
  }
  folder = new_folder();
  write_structure();
  g_test_add_func("/terminal/full-disk", test_full_disk); /* first: it forks, and has no threads yet */
  g_test_add_func("/terminal/stdout", test_stdout);
  g_test_add_func("/terminal/onto-itself", test_onto_itself);
  g_test_add_func("/terminal/refused", test_refused);
  g_test_add_func("/terminal/pipe", test_pipe);
  g_test_add_func("/terminal/dropped", test_dropped);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
