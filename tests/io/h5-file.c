/* HDF5 through the journal: what is committed is there, what is not is not. */
#include "base/array.h"
#include "base/error.h"
#include "folder.h"
#include "io/hdf5/h5-file.h"

#include <string.h>

static char *path;

static BwH5File *make(BwJournalMode mode)
{
  g_autoptr(GError) error = NULL;
  BwH5File *file = bw_h5_file_open(path, mode, &error);
  g_assert_no_error(error);
  return file;
}

static void write_numbers(hid_t parent, const char *name, double first)
{
  g_autoptr(GError) error = NULL;
  double values[2][3] = {{first, 1, 2}, {3, 4, 5}};
  g_assert_true(
      bw_h5_write(parent, name, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){2, 3}, values, "eV Angstrom-1", &error));
  g_assert_no_error(error);
}

static double read_first(hid_t parent, const char *name)
{
  g_autoptr(GError) error = NULL;
  gsize n;
  g_autoptr(BwDoubles) values = bw_h5_read(parent, name, H5T_NATIVE_DOUBLE, 2, (gint64[]){-1, 3}, &n, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(n, ==, 6);
  g_assert_cmpfloat(values[5], ==, 5);
  return values[0];
}

static void test_uncommitted_is_not_there(void)
{
  g_autoptr(GError) error = NULL;
  BwH5File *file = make(BW_JOURNAL_REPLACE);
  write_numbers(file->id, "x", 1);
  g_assert_true(bw_h5_file_commit(file, &error));
  bw_h5_file_free(file);

  file = make(BW_JOURNAL_WRITE);
  write_numbers(file->id, "y", 2);
  g_assert_true(bw_h5_file_commit(file, &error));
  write_numbers(file->id, "z", 3);
  BwH5File *reader = make(BW_JOURNAL_READ);
  g_assert_cmpfloat(read_first(reader->id, "y"), ==, 2);
  g_assert_false(bw_h5_has(reader->id, "z"));
  bw_h5_file_free(reader);
  bw_h5_file_free(file);

  reader = make(BW_JOURNAL_READ);
  g_assert_cmpfloat(read_first(reader->id, "y"), ==, 2);
  g_assert_false(bw_h5_has(reader->id, "z"));
  bw_h5_file_free(reader);
}

static void test_bad_input(void)
{
  g_autofree char *bytes = NULL;
  gsize size;
  BwH5File *file = make(BW_JOURNAL_REPLACE);
  write_numbers(file->id, "a/x", 1);
  g_assert_true(bw_h5_file_commit(file, NULL));
  bw_h5_file_free(file);
  g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  for (gsize cut = 0; cut < size; cut += size / 16) {
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
    g_assert_null(bw_h5_file_open(path, cut % 2 ? BW_JOURNAL_READ : BW_JOURNAL_WRITE, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
    g_assert_true(g_str_has_prefix(error->message, path));
  }
  g_autoptr(GError) error = NULL;
  g_unlink(path);
  g_assert_null(bw_h5_file_open(path, BW_JOURNAL_READ, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
}

static void test_same_bytes(void)
{
  char *bytes[2];
  gsize sizes[2];
  for (int i = 0; i < 2; i++) {
    g_autoptr(BwH5File) file = make(BW_JOURNAL_REPLACE);
    write_numbers(file->id, "a/x", 1);
    g_assert_true(bw_h5_file_commit(file, NULL));
    g_assert_true(g_file_get_contents(path, &bytes[i], &sizes[i], NULL));
    g_usleep(i == 0 ? 1100000 : 0); /* a clock in the file would have moved on */
  }
  g_assert_cmpmem(bytes[0], sizes[0], bytes[1], sizes[1]);
  g_free(bytes[0]);
  g_free(bytes[1]);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  char *folder = new_folder();
  path = g_build_filename(folder, "file.h5", NULL);
  g_test_add_func("/h5-file/uncommitted-is-not-there", test_uncommitted_is_not_there);
  g_test_add_func("/h5-file/same-bytes", test_same_bytes);
  g_test_add_func("/h5-file/bad-input", test_bad_input);
  int status = g_test_run();
  remove_folder(folder);
  g_free(path);
  return status;
}
