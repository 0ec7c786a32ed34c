/* A journaled file holds a committed content whole, whatever happens in between. */
#include "io/hdf5/journal.h"
#include "base/error.h"
#include "small-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/stat.h>

static char *temporary_path(void)
{
  g_autofree char *folder = g_dir_make_tmp("beadwork-journal-XXXXXX", NULL);
  return g_build_filename(folder, "file", NULL);
}

static void remove_with_folder(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_unlink(path);
  g_assert_cmpint(g_rmdir(folder), ==, 0); /* nothing else was left in it */
}

/* What the file holds after `generation` commits: grown and changed in many places, shrunk once. */
enum { MAX_BYTES = 60000, N_GENERATIONS = 5 };

static gsize content(int generation, guint8 *bytes)
{
  gsize size = 0;
  memset(bytes, 0, MAX_BYTES);
  for (int g = 1; g <= generation; g++) {
    size = g == 4 ? 9001 : MIN(size + 12345, MAX_BYTES);
    memset(bytes + size, 0, MAX_BYTES - size);
    for (gsize i = (gsize)(g * 377); i < size; i += 1500)
      bytes[i] = (guint8)(g + i);
    memset(bytes, g, 16);
  }
  return size;
}

static void write_generation(BwJournal *journal, int generation)
{
  g_autofree guint8 *bytes = g_malloc(MAX_BYTES);
  gsize size = content(generation, bytes);
  bw_journal_set_size(journal, size);
  for (gsize at = 0; at < size; at += 7001) /* pieces across pages */
    g_assert_true(bw_journal_write(journal, at, bytes + at, MIN(7001, size - at)));
}

static int which_generation(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJournal) journal = bw_journal_open(path, BW_JOURNAL_READ, &error);
  g_assert_no_error(error);
  g_autofree guint8 *bytes = g_malloc(MAX_BYTES), *expected = g_malloc(MAX_BYTES);
  g_assert_true(bw_journal_read(journal, 0, bytes, MAX_BYTES));
  gsize size = content(bytes[0], expected); /* the first byte says which */
  g_assert_cmpmem(bytes, size, expected, size);
  g_assert_cmpuint(bw_journal_get_size(journal), >=, size);
  return bytes[0];
}

static void write_all_generations(const char *path, int report)
{
  g_autoptr(BwJournal) journal = bw_journal_open(path, BW_JOURNAL_WRITE, NULL);
  for (int g = 2; g <= N_GENERATIONS; g++) {
    write_generation(journal, g);
    g_assert_true(bw_journal_commit(journal, NULL));
    char byte = (char)g;
    g_assert_cmpint(write(report, &byte, 1), ==, 1);
  }
}

static void make_first(const char *path)
{
  g_autoptr(BwJournal) journal = bw_journal_open(path, BW_JOURNAL_REPLACE, NULL);
  write_generation(journal, 1);
  g_assert_true(bw_journal_commit(journal, NULL));
}

/* Runs the writer and kills it at its n-th entry to or return from the kernel; FALSE when it had ended
 * before. */
static gboolean kill_at(const char *path, int n, int *reported)
{
  int ends[2], status;
  g_assert_cmpint(pipe(ends), ==, 0);
  pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
      _exit(SMALL_DISK_NOT_POSSIBLE);
    raise(SIGSTOP);
    write_all_generations(path, ends[1]);
    _exit(0);
  }
  close(ends[1]);
  waitpid(child, &status, 0);
  while (WIFSTOPPED(status) && n-- > 0) {
    ptrace(PTRACE_SYSCALL, child, NULL, NULL);
    waitpid(child, &status, 0);
  }
  gboolean killed = WIFSTOPPED(status);
  if (killed) {
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
  } else
    g_assert_cmpint(status, ==, 0);
  *reported = 1;
  for (char byte; read(ends[0], &byte, 1) == 1;)
    *reported = byte;
  close(ends[0]);
  return killed;
}

static gboolean can_trace(void)
{
  pid_t child = fork();
  int status;
  if (child == 0)
    _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : 1);
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void test_killed_anywhere(void)
{
  if (!can_trace()) {
    g_test_skip("processes cannot be traced here");
    return;
  }
  g_autofree char *path = temporary_path();
  int n = 0, reported, sealed = 0;
  make_first(path);
  for (; kill_at(path, n, &reported); n++) {
    int generation = which_generation(path); /* a reader completes it in memory, */
    g_assert_cmpint(generation, >=, reported);
    g_assert_cmpint(generation, <=, reported + 1);
    sealed += generation > reported;
    g_autoptr(BwJournal) journal = bw_journal_open(path, BW_JOURNAL_WRITE, NULL); /* a writer on the disk */
    g_assert_nonnull(journal);
    g_clear_pointer(&journal, bw_journal_close);
    g_assert_cmpint(which_generation(path), ==, generation);
    make_first(path);
  }
  g_assert_cmpint(which_generation(path), ==, N_GENERATIONS);
  g_assert_cmpint(n, >, 100);
  g_assert_cmpint(sealed, >, 10);
  g_test_message("killed at %d moments, completed from the journal after %d", n, sealed);
  remove_with_folder(path);
}

static void test_damaged_journal_does_not_count(void)
{
  g_autofree char *path = temporary_path();
  int reported;
  if (!can_trace()) {
    g_test_skip("processes cannot be traced here");
    return;
  }
  make_first(path);
  for (int n = 0; kill_at(path, n, &reported) && which_generation(path) == 1; n++)
    make_first(path);
  g_assert_cmpint(which_generation(path), ==, 2);
  GStatBuf info; /* the power failed: the end reached the disk, something before it did not */
  g_stat(path, &info);
  int fd = open(path, O_RDWR);
  g_assert_cmpint(pwrite(fd, "?", 1, info.st_size - 3000), ==, 1);
  close(fd);
  g_assert_cmpint(which_generation(path), ==, 1);
  remove_with_folder(path);
}

static void test_reads_what_was_written(void)
{
  g_autofree char *path = temporary_path();
  g_autofree guint8 *bytes = g_malloc(MAX_BYTES), *expected = g_malloc(MAX_BYTES);
  BwJournal *journal = bw_journal_open(path, BW_JOURNAL_CREATE, NULL);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  for (int g = 1; g <= N_GENERATIONS; g++) {
    gsize size = content(g, expected);
    write_generation(journal, g);
    g_assert_cmpuint(bw_journal_get_size(journal), ==, size);
    g_assert_true(bw_journal_read(journal, 0, bytes, size));
    g_assert_cmpmem(bytes, size, expected, size);
    if (g % 2 == 0)
      g_assert_true(bw_journal_commit(journal, NULL));
  }
  bw_journal_close(journal); /* the last generation was never committed */
  g_assert_cmpint(which_generation(path), ==, N_GENERATIONS - 1);
  GStatBuf info;
  g_stat(path, &info);
  g_assert_cmpuint(info.st_size, ==, content(N_GENERATIONS - 1, expected));
  remove_with_folder(path);
}

static void test_one_writer(void)
{
  g_autofree char *path = temporary_path();
  g_autoptr(GError) error = NULL;
  make_first(path);
  BwJournal *writer = bw_journal_open(path, BW_JOURNAL_WRITE, NULL);
  g_assert_null(bw_journal_open(path, BW_JOURNAL_WRITE, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  g_assert_nonnull(strstr(error->message, path));
  g_clear_error(&error);
  g_assert_null(bw_journal_open(path, BW_JOURNAL_REPLACE, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  g_clear_error(&error);
  g_assert_null(bw_journal_open(path, BW_JOURNAL_CREATE, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  g_assert_cmpint(which_generation(path), ==, 1);
  bw_journal_close(writer);
  writer = bw_journal_open(path, BW_JOURNAL_WRITE, NULL);
  g_assert_nonnull(writer);
  bw_journal_close(writer);
  remove_with_folder(path);
}

static void test_reader_notices(void)
{
  g_autofree char *path = temporary_path();
  make_first(path);
  BwJournal *reader = bw_journal_open(path, BW_JOURNAL_READ, NULL);
  BwJournal *writer = bw_journal_open(path, BW_JOURNAL_WRITE, NULL);
  g_usleep(20000); /* a time stamp's worth */
  g_assert_true(bw_journal_unchanged(reader));
  g_assert_true(bw_journal_write(writer, 0, "changed!", 8));
  g_assert_true(bw_journal_unchanged(reader));
  g_assert_true(bw_journal_commit(writer, NULL));
  g_assert_false(bw_journal_unchanged(reader));
  bw_journal_close(writer);
  bw_journal_close(reader);
  remove_with_folder(path);
}

static void fill(const char *path)
{
  int fd = open(path, O_WRONLY | O_CREAT, 0666);
  static const char block[4096];
  while (write(fd, block, sizeof block) > 0)
    ;
  g_assert_cmpint(errno, ==, ENOSPC);
  close(fd);
}

static void full_disk(const char *folder)
{
  g_autofree char *path = g_build_filename(folder, "file", NULL),
                  *other = g_build_filename(folder, "other", NULL);
  g_autoptr(GError) error = NULL;
  make_first(path);
  BwJournal *journal = bw_journal_open(path, BW_JOURNAL_WRITE, NULL);
  fill(other);
  write_generation(journal, 2);
  for (int i = 0; i < 3; i++) {
    g_assert_false(bw_journal_commit(journal, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_DISK);
    g_assert_nonnull(strstr(error->message, path));
    g_clear_error(&error);
    g_assert_cmpint(which_generation(path), ==, 1);
  }
  g_unlink(other);
  g_assert_true(bw_journal_commit(journal, &error));
  g_assert_cmpint(which_generation(path), ==, 2);
  bw_journal_close(journal);
}

static void test_full_disk(void)
{
  small_disk_run("256k", full_disk);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/journal/reads-what-was-written", test_reads_what_was_written);
  g_test_add_func("/journal/killed-anywhere", test_killed_anywhere);
  g_test_add_func("/journal/damaged-journal-does-not-count", test_damaged_journal_does_not_count);
  g_test_add_func("/journal/one-writer", test_one_writer);
  g_test_add_func("/journal/reader-notices", test_reader_notices);
  g_test_add_func("/journal/full-disk", test_full_disk);
  return g_test_run();
}
