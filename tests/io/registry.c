/* Which format a file is, by its content and by its name, and how what is none is refused. */
#include "base/error.h"
#include "io/atomic-file.h"
#include "io/io.h"
#include "temporary.h"

#include <sys/stat.h>
#include <zlib.h>

static const char plain[] = "1\n\nH 0 0 0\n";

static const char *detect(const char *name, const char *content, gssize length)
{
  g_autofree char *path = temporary_file(name, content, length);
  g_autoptr(GError) error = NULL;
  const BwFormat *format = bw_format_detect(path, &error);
  if (!format)
    g_test_message("%s", error->message);
  return format ? format->name : NULL;
}

static void test_by_content(void)
{
  g_assert_cmpstr(detect("a.xyz", plain, -1), ==, "extxyz");
  g_assert_cmpstr(detect("without-a-name", plain, -1), ==, "extxyz");
  g_assert_cmpstr(detect("wrong.npz", plain, -1), ==, "extxyz");
  g_assert_cmpstr(detect("b.dat", "2\nProperties=species:S:1:pos:R:3\nbroken", -1), ==, "extxyz");
  g_assert_null(detect("a.txt", "Dear diary,\n", -1));
  g_assert_null(detect("a.lammpstrj", "ITEM: TIMESTEP\n0\n", -1));
}

/* Malformed from the first line on: the name says who shall explain it. */
static void test_by_name(void)
{
  g_assert_cmpstr(detect("a.xyz", "atoms: 3\n", -1), ==, "extxyz");
  g_assert_cmpstr(detect("a.npz", "PK\3\4", -1), ==, "npz");
}

static void check_refused(const char *path, BwError code, const char *word)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_open_trajectory(path, NULL, &error));
  g_test_message("%s", error->message);
  g_assert_error(error, BW_ERROR, (int)code);
  g_assert_nonnull(strstr(error->message, word));
  g_autofree char *base = g_path_get_basename(path);
  g_assert_nonnull(strstr(error->message, base));
}

static void test_refused(void)
{
  g_autofree char *absent = temporary_path("absent.xyz"), *fifo = temporary_path("pipe");
  g_autofree char *empty = temporary_file("empty.xyz", "", 0), *xz = temporary_file("a.xyz.xz",
                                                                                    "\xfd"
                                                                                    "7zXZ\0\0",
                                                                                    7);
  g_autofree char *gzip = temporary_file("broken.gz", "\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff\xff", 13);
  g_autofree char *dump = temporary_file("a.dump", "ITEM: TIMESTEP\n0\n", -1);
  check_refused(absent, BW_ERROR_FILE, "no such file");
  check_refused(temporary_folder, BW_ERROR_FILE, "folder");
  check_refused("/dev/null", BW_ERROR_FILE, "regular");
  check_refused(empty, BW_ERROR_FILE, "empty");
  check_refused(xz, BW_ERROR_UNSUPPORTED, "xz -d");
  check_refused(gzip, BW_ERROR_FORMAT, "gzip");
  check_refused(dump, BW_ERROR_FORMAT, "LAMMPS");
  g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
  check_refused(fifo, BW_ERROR_FILE, "regular"); /* and does not wait for a writer */
}

static void test_gzip(void)
{
  g_autofree char *path = temporary_path("a.xyz.gz");
  gzFile file = gzopen(path, "wb");
  for (int i = 0; i < 100000; i++)
    gzprintf(file, "1\nstep %d\nH 0 0 %d\n", i, i);
  gzclose(file);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(bw_trajectory_wait(trajectory, NULL, NULL));
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 100000);
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 99999, NULL);
  g_assert_cmpfloat(frame->positions[2], ==, 99999);

  g_autofree char *bytes = NULL;
  gsize n;
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  for (gsize cut = 1; cut < 40; cut++) {
    g_autofree char *part = temporary_file("cut.xyz.gz", bytes, (gssize)(n * cut / 40));
    g_autoptr(GError) reason = NULL;
    g_autoptr(BwTrajectory) none = bw_open_trajectory(part, NULL, &reason);
    g_assert_null(none);
    g_assert_nonnull(strstr(reason->message, "truncated"));
  }
}

static void test_for_writing(void)
{
  g_autoptr(GError) error = NULL;
  g_assert_cmpstr(bw_format_for_writing("a/b.XYZ", NULL)->name, ==, "extxyz");
  g_assert_cmpstr(bw_format_for_writing("run.h5.xyz", NULL)->name, ==, "extxyz");
  g_assert_null(bw_format_for_writing("a.docx", &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(error->message, ".xyz"));
}

static guint count_files(void)
{
  guint n = 0;
  GDir *folder = g_dir_open(temporary_folder, 0, NULL);
  while (g_dir_read_name(folder))
    n++;
  g_dir_close(folder);
  return n;
}

static void check_content(const char *path, const char *expected)
{
  g_autofree char *content = NULL;
  g_assert_true(g_file_get_contents(path, &content, NULL, NULL));
  g_assert_cmpstr(content, ==, expected);
}

static void test_atomic(void)
{
  g_autofree char *path = temporary_file("target", "old", -1), *link = temporary_path("link");
  g_autoptr(GError) error = NULL;
  guint before = count_files();
  g_assert_cmpint(g_chmod(path, 0640), ==, 0);
  BwAtomicFile *file = bw_atomic_file_new(path, NULL);
  g_assert_true(bw_atomic_file_write(file, "new", 3, NULL));
  check_content(path, "old");
  bw_atomic_file_free(file); /* given up */
  check_content(path, "old");
  g_assert_cmpuint(count_files(), ==, before);

  g_assert_cmpint(symlink(path, link), ==, 0);
  file = bw_atomic_file_new(link, NULL);
  g_autofree char *large = g_malloc(1000000);
  memset(large, 'x', 1000000);
  large[999999] = '\0';
  g_assert_true(bw_atomic_file_write(file, large, 3, NULL));
  g_assert_true(bw_atomic_file_write(file, large + 3, 999996, NULL));
  g_assert_true(bw_atomic_file_commit(file, &error));
  bw_atomic_file_free(file);
  check_content(path, large);
  GStatBuf info;
  g_assert_true(g_lstat(link, &info) == 0 && S_ISLNK(info.st_mode)); /* the link stays one */
  g_assert_true(g_stat(path, &info) == 0 && (info.st_mode & 0777) == 0640);
  g_assert_cmpuint(count_files(), ==, before + 1);
}

static void test_full_disk(void)
{
  g_autoptr(GError) error = NULL;
  if (!g_file_test("/dev/full", G_FILE_TEST_EXISTS)) {
    g_test_skip("there is no /dev/full here");
    return;
  }
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new("/dev/full", &error);
  g_assert_no_error(error);
  g_assert_true(bw_atomic_file_write(file, "x", 1, &error));
  g_assert_false(bw_atomic_file_commit(file, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_DISK);
  g_assert_nonnull(strstr(error->message, "full"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/registry/by-content", test_by_content);
  g_test_add_func("/registry/by-name", test_by_name);
  g_test_add_func("/registry/refused", test_refused);
  g_test_add_func("/registry/gzip", test_gzip);
  g_test_add_func("/registry/for-writing", test_for_writing);
  g_test_add_func("/registry/atomic", test_atomic);
  g_test_add_func("/registry/full-disk", test_full_disk);
  int status = g_test_run();
  temporary_end();
  return status;
}
