#include "io/hdf5/h5.h"
#include "base/array.h"
#include "temporary.h"

#include <glib/gstdio.h>
#include <string.h>

static void write_sample(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_auto(BwH5) file = bw_h5_create_file(path, &error);
  g_assert_no_error(error);
  const double numbers[6] = {0, 1, 2, 3, 4, 1.0 / 3};
  const gint64 big = G_MAXINT64;
  g_assert_true(
      bw_h5_write(file, "model/weights", H5T_NATIVE_DOUBLE, 2, (hsize_t[]){2, 3}, numbers, "eV", &error));
  g_assert_true(bw_h5_write(file, "model/n", H5T_NATIVE_INT64, 0, NULL, &big, NULL, &error));
  g_assert_true(bw_h5_write_string(file, "model/name", "Äthanol", &error));
  g_auto(BwH5) group = bw_h5_create_group(file, "a/b/c", &error);
  g_assert_true(bw_h5_set_string(group, "text", "first", &error));
  g_assert_true(bw_h5_set_string(group, "text", "Å", &error));
  g_assert_true(bw_h5_set_ints(group, "version", (int[]){1, 1}, 2, &error));
  g_assert_true(bw_h5_set_int(group, "count", -7, &error));
  g_assert_true(bw_h5_set_double(group, "sigma", 0.1, &error));
  g_assert_true(bw_h5_flush(file, &error));
  g_assert_no_error(error);
}

static void test_round_trip(void)
{
  g_autofree char *path = temporary_path("bw-test-h5-round.h5");
  g_autoptr(GError) error = NULL;
  write_sample(path);
  g_auto(BwH5) file = bw_h5_open_file(path, &error);
  gsize n;
  gint64 count;
  double sigma;
  g_autoptr(BwDoubles) numbers =
      bw_h5_read(file, "model/weights", H5T_NATIVE_DOUBLE, 2, (gint64[]){-1, 3}, &n, &error);
  g_assert_no_error(error);
  g_assert_cmpint(n, ==, 6);
  g_assert_cmpfloat(numbers[5], ==, 1.0 / 3);
  g_auto(BwH5) weights = bw_h5_open(file, "model/weights", &error), group = bw_h5_open(file, "a/b/c", &error);
  g_autofree char *unit = bw_h5_get_string(weights, "unit"), *text = bw_h5_get_string(group, "text");
  g_autofree char *name = bw_h5_read_string(file, "model/name", &error), *place = bw_h5_place(weights);
  g_assert_cmpstr(unit, ==, "eV");
  g_assert_cmpstr(text, ==, "Å");
  g_assert_cmpstr(name, ==, "Äthanol");
  g_assert_true(g_str_has_suffix(place, "bw-test-h5-round.h5: /model/weights"));
  g_assert_true(bw_h5_get_int(group, "count", &count));
  g_assert_cmpint(count, ==, -7);
  g_assert_true(bw_h5_get_double(group, "sigma", &sigma));
  g_assert_cmpfloat(sigma, ==, 0.1);
  g_assert_false(bw_h5_get_int(group, "version", &count)); /* two numbers */
  g_assert_false(bw_h5_get_int(group, "text", &count));
  g_assert_null(bw_h5_get_string(group, "count"));
  g_assert_null(bw_h5_get_string(group, "absent"));
  g_assert_false(bw_h5_has(file, "absent/member"));
  g_unlink(path);
}

/* "fixed" strings padded with blanks, as Fortran programs write them, and an array of variable ones. */
static void test_foreign_strings(void)
{
  g_autofree char *path = temporary_path("bw-test-h5-strings.h5");
  g_autoptr(GError) error = NULL;
  g_auto(BwH5) file = bw_h5_create_file(path, &error);
  g_auto(BwH5) fixed = H5Tcopy(H5T_C_S1), variable = H5Tcopy(H5T_C_S1), scalar = H5Screate(H5S_SCALAR);
  g_auto(BwH5) three = H5Screate_simple(1, (hsize_t[]){3}, NULL);
  H5Tset_size(fixed, 8);
  H5Tset_strpad(fixed, H5T_STR_SPACEPAD);
  H5Tset_size(variable, H5T_VARIABLE);
  g_auto(BwH5) padded = H5Acreate2(file, "padded", fixed, scalar, H5P_DEFAULT, H5P_DEFAULT);
  g_auto(BwH5) several = H5Acreate2(file, "several", variable, three, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(padded, fixed, "nm      ");
  H5Awrite(several, variable, (const char *[]){"none", "periodic", "x"});
  g_autofree char *unit = bw_h5_get_string(file, "padded");
  g_auto(GStrv) boundary = bw_h5_get_strings(file, "several");
  g_assert_cmpstr(unit, ==, "nm");
  g_assert_cmpint(g_strv_length(boundary), ==, 3);
  g_assert_cmpstr(boundary[1], ==, "periodic");
  g_assert_null(bw_h5_get_string(file, "several"));
  g_unlink(path);
}

static void check_refused(hid_t file, const char *member, int n_dims, const gint64 *shape, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_h5_read(file, member, H5T_NATIVE_DOUBLE, n_dims, shape, NULL, &error));
  g_assert_nonnull(error);
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void test_refused(void)
{
  g_autofree char *path = temporary_path("bw-test-h5-refused.h5");
  const gint64 any[2] = {-1, -1};
  write_sample(path);
  g_auto(BwH5) file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
  g_auto(BwH5) space = H5Screate_simple(1, (hsize_t[]){1ull << 50}, NULL);
  g_auto(BwH5) huge =
      H5Dcreate2(file, "huge", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  check_refused(file, "huge", 1, any, "larger than the file can hold");
  check_refused(file, "model/absent", 1, any, "/model/absent: is not there");
  check_refused(file, "model", 1, any, "/model: is not an array");
  check_refused(file, "model/weights", 1, any, "its shape is (2, 3) where (any) is expected");
  check_refused(file, "model/weights", 2, (gint64[]){-1, 4}, "(2, 3) where (any, 4)");
  check_refused(file, "model/name", 0, NULL, "does not hold numbers");
  g_unlink(path);
}

static void test_damaged(void)
{
  g_autofree char *path = temporary_path("bw-test-h5-damaged.h5"), *bytes = NULL;
  gsize n;
  write_sample(path);
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  for (gsize cut = 0; cut < n; cut += 97) {
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
    g_assert_cmpint(bw_h5_open_file(path, &error), <, 0);
    g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
    g_assert_true(g_str_has_prefix(error->message, path));
  }
  g_unlink(path);
  g_autoptr(GError) absent = NULL;
  g_assert_cmpint(bw_h5_open_file(path, &absent), <, 0);
  g_assert_error(absent, BW_ERROR, BW_ERROR_FILE);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/io/h5/round-trip", test_round_trip);
  g_test_add_func("/io/h5/foreign-strings", test_foreign_strings);
  g_test_add_func("/io/h5/refused", test_refused);
  g_test_add_func("/io/h5/damaged", test_damaged);
  int status = g_test_run();
  temporary_end();
  return status;
}
