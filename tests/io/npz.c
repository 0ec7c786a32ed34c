#include "io/numpy/npz.h"
#include "base/error.h"
#include "io/numpy/npy.h"
#include "temporary.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static BwNpz *open_fixture(const char *name)
{
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "npz", name, NULL);
  g_autoptr(GError) error = NULL;
  BwNpz *npz = bw_npz_open(path, &error);
  g_assert_no_error(error);
  return npz;
}

static const BwNpy *get(BwNpz *npz, const char *name)
{
  g_autoptr(GError) error = NULL;
  const BwNpy *array = bw_npz_get(npz, name, &error);
  g_assert_no_error(error);
  return array;
}

static void test_floats(void)
{
  g_autoptr(BwNpz) npz = open_fixture("types.npz");
  const double *half = get(npz, "f2")->doubles, *f8 = get(npz, "f8")->doubles;
  g_assert_cmpfloat(half[0], ==, 1.5);
  g_assert_cmpfloat(half[1], ==, -2);
  g_assert_cmpfloat(half[2], ==, 65504);
  g_assert_cmpfloat(half[3], ==, 0x1p-24); /* 6e-8 in half precision: the smallest number there is */
  g_assert_true(isinf(half[4]));
  g_assert_cmpfloat(get(npz, "f4")->doubles[0], ==, 0.1f);
  g_assert_cmpfloat(f8[0], ==, 1.0 / 3);
  g_assert_cmpfloat(f8[1], ==, -1e300);
  g_assert_cmpint(get(npz, "empty")->n, ==, 0);
}

static void check_int(BwNpz *npz, const char *name, int index, gint64 expected)
{
  const BwNpy *array = get(npz, name);
  g_assert_cmpint(array->type, ==, BW_NPY_INT);
  g_assert_cmpint(array->ints[index], ==, expected);
  g_assert_cmpfloat(array->doubles[index], ==, (double)expected);
}

static void test_integers(void)
{
  g_autoptr(BwNpz) npz = open_fixture("types.npz");
  check_int(npz, "i1", 0, -128);
  check_int(npz, "i1", 1, 127);
  check_int(npz, "i2", 0, -2);
  check_int(npz, "i4", 0, G_MININT32);
  check_int(npz, "i8", 0, G_MININT64);
  check_int(npz, "i8", 1, G_MAXINT64);
  check_int(npz, "u1", 1, 255);
  check_int(npz, "u2", 0, 65535);
  check_int(npz, "u4", 0, G_MAXUINT32);
  check_int(npz, "u8", 0, G_MAXINT64);
  check_int(npz, "b", 0, 1);
  check_int(npz, "b", 1, 0);
}

static void test_order(void)
{
  g_autoptr(BwNpz) npz = open_fixture("types.npz");
  const BwNpy *fortran = get(npz, "fortran"), *c_order = get(npz, "c_order");
  g_assert_true(fortran->fortran_order);
  g_assert_false(c_order->fortran_order);
  g_assert_cmpmem(fortran->doubles, 8 * fortran->n, c_order->doubles, 8 * c_order->n);
  for (int i = 0; i < 24; i++)
    g_assert_cmpfloat(fortran->doubles[i], ==, i / 8.0);
  for (int i = 0; i < 6; i++)
    check_int(npz, "fortran_ints", i, i);
}

static void test_strings(void)
{
  g_autoptr(BwNpz) npz = open_fixture("types.npz");
  g_assert_cmpstr(bw_npz_get_string(npz, "text", NULL), ==, "kcal/mol/Å");
  g_assert_cmpstr(bw_npz_get_string(npz, "big_text", NULL), ==, "Å");
  g_assert_cmpstr(bw_npz_get_string(npz, "raw", NULL), ==, "abc");
  g_assert_cmpstr(bw_npz_get_string(npz, "no_text", NULL), ==, "");
  g_assert_cmpstr(get(npz, "texts")->strings[1], ==, "Ångström");
  g_assert_null(bw_npz_get_string(npz, "texts", NULL));
}

static void test_objects(void)
{
  g_autoptr(BwNpz) npz = open_fixture("types.npz");
  double mae, rmse;
  g_assert_true(g_variant_is_of_type(get(npz, "none")->pickle, G_VARIANT_TYPE_UNIT));
  g_assert_cmpint(g_variant_get_int64(get(npz, "number")->pickle), ==, 7);
  g_assert_true(g_variant_lookup(get(npz, "errors")->pickle, "mae", "d", &mae));
  g_assert_true(g_variant_lookup(get(npz, "errors")->pickle, "rmse", "d", &rmse));
  g_assert_cmpfloat(mae, ==, 0.25);
  g_assert_cmpfloat(rmse, ==, 0.5);
  g_assert_null(get(npz, "ragged")->pickle);
}

static void test_versions(void)
{
  g_autoptr(BwNpz) npz = open_fixture("versions.npz");
  for (int version = 1; version <= 3; version++) {
    g_autofree char *name = g_strdup_printf("v%d", version);
    const BwNpy *array = get(npz, name);
    g_assert_cmpint(array->n, ==, 3);
    g_assert_cmpfloat(array->doubles[2], ==, 2);
  }
}

static void check_message(const GError *error, BwError code, const char *part)
{
  g_assert_error(error, BW_ERROR, (int)code);
  g_assert_nonnull(strstr(error->message, part));
}

static void test_expectations(void)
{
  g_autoptr(BwNpz) npz = open_fixture("types.npz");
  g_autoptr(GError) absent = NULL, wrong_type = NULL, wrong_shape = NULL, no_scalar = NULL;
  double value;
  g_assert_null(bw_npz_get(npz, "R", &absent));
  check_message(absent, BW_ERROR_FORMAT, "no array 'R'");
  g_assert_null(bw_npz_get_shaped(npz, "f8", BW_NPY_INT, 1, (gint64[]){2}, &wrong_type));
  check_message(wrong_type, BW_ERROR_FORMAT, "types.npz: array 'f8': it holds numbers (>f8) where integers");
  g_assert_null(bw_npz_get_shaped(npz, "c_order", BW_NPY_FLOAT, 3, (gint64[]){-1, 2, 4}, &wrong_shape));
  check_message(wrong_shape, BW_ERROR_FORMAT, "(2, 3, 4) where (any, 2, 4)");
  g_assert_nonnull(bw_npz_get_shaped(npz, "i8", BW_NPY_FLOAT, 1, (gint64[]){-1}, NULL));
  g_assert_false(bw_npz_get_double(npz, "f8", &value, &no_scalar));
  check_message(no_scalar, BW_ERROR_FORMAT, "array 'f8'");
  g_assert_true(bw_npz_get_double(npz, "f4", &value, NULL));
}

/* One array of each kind that models have. */
static char *write_sample(const char *name, gboolean fortran_order)
{
  g_autoptr(BwNpzWriter) writer = bw_npz_writer_new();
  const double numbers[6] = {0, 1, 2, 3, 4, 1.0 / 3};
  bw_npz_writer_doubles(writer, "matrix", numbers, 2, (gint64[]){2, 3}, fortran_order);
  bw_npz_writer_ints(writer, "z", "|u1", (gint64[]){8, 1, 255}, 1, (gint64[]){3});
  bw_npz_writer_ints(writer, "i", "<i8", (gint64[]){-5}, 0, NULL);
  bw_npz_writer_ints(writer, "use_E", "|b1", (gint64[]){1}, 0, NULL);
  bw_npz_writer_string(writer, "unit", "Ångström");
  bw_npz_writer_bytes(writer, "md5", "0123456789abcdef0123456789abcdef");
  bw_npz_writer_none(writer, "md5_test");
  bw_npz_writer_dict(writer, "f_err", (const char *[]){"mae", "rmse"}, (double[]){0.5, NAN}, 2);
  g_autoptr(GError) error = NULL;
  char *path = temporary_path(name);
  bw_npz_writer_save(writer, path, &error);
  g_assert_no_error(error);
  return path;
}

static void test_round_trip(void)
{
  for (int fortran_order = 0; fortran_order < 2; fortran_order++) {
    g_autofree char *path = write_sample("bw-test-npz-round.npz", fortran_order);
    g_autoptr(BwNpz) npz = bw_npz_open(path, NULL);
    const BwNpy *matrix = get(npz, "matrix");
    gint64 i;
    double rmse;
    g_assert_cmpint(matrix->fortran_order, ==, fortran_order);
    g_assert_cmpint(matrix->shape[1], ==, 3);
    g_assert_cmpfloat(matrix->doubles[3], ==, 3);
    g_assert_cmpfloat(matrix->doubles[5], ==, 1.0 / 3);
    g_assert_cmpstr(get(npz, "z")->descr, ==, "|u1");
    check_int(npz, "z", 2, 255);
    g_assert_true(bw_npz_get_int(npz, "i", &i, NULL));
    g_assert_cmpint(i, ==, -5);
    g_assert_cmpstr(get(npz, "use_E")->descr, ==, "|b1");
    g_assert_cmpstr(bw_npz_get_string(npz, "unit", NULL), ==, "Ångström");
    g_assert_cmpstr(get(npz, "md5")->descr, ==, "|S32");
    g_assert_true(g_variant_is_of_type(get(npz, "md5_test")->pickle, G_VARIANT_TYPE_UNIT));
    g_assert_true(g_variant_lookup(get(npz, "f_err")->pickle, "rmse", "d", &rmse));
    g_assert_true(isnan(rmse));
    g_unlink(path);
  }
}

/* Whatever the file has become, each array is either read or refused with a message. */
static void read_all(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwNpz) npz = bw_npz_open(path, &error);
  g_assert_true((npz != NULL) == (error == NULL));
  for (const char *const *name = npz ? bw_npz_get_names(npz) : NULL; name && *name; name++) {
    g_autoptr(GError) array_error = NULL;
    const BwNpy *array = bw_npz_get(npz, *name, &array_error);
    g_assert_true((array != NULL) == (array_error == NULL));
    if (array_error)
      g_assert_true(g_str_has_prefix(array_error->message, path));
  }
}

static void test_truncated(void)
{
  g_autofree char *path = write_sample("bw-test-npz-cut.npz", TRUE), *bytes = NULL;
  gsize n;
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  for (gsize cut = 0; cut < n; cut += 1 + cut / 64) {
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
    g_autoptr(BwNpz) npz = bw_npz_open(path, &error); /* the directory is at the end */
    g_assert_null(npz);
    g_assert_nonnull(strstr(error->message, path));
  }
  g_unlink(path);
}

static void test_corrupted(void)
{
  g_autofree char *path = write_sample("bw-test-npz-noise.npz", FALSE), *bytes = NULL;
  gsize n;
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  for (int round = 0; round < 1500; round++) {
    g_autofree char *noisy = g_memdup2(bytes, n);
    for (int i = 0; i <= round % 8; i++)
      noisy[g_rand_int_range(random, 0, (gint32)n)] ^= 1 << g_rand_int_range(random, 0, 8);
    g_assert_true(g_file_set_contents(path, noisy, (gssize)n, NULL));
    read_all(path);
  }
  g_unlink(path);
}

/* Headers that lie about what follows, or describe what is not read; each is followed by 16 bytes. */
static void test_hostile_headers(void)
{
  static const struct {
    const char *literal, *part;
  } bad[] = {
      {"{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", "cut off: 3 elements"},
      {"{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,), }", "cut off"},
      {"{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
       "larger than any file"},
      {"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", "not a size"},
      {"{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "not a size"},
      {"{'descr': '<U0', 'fortran_order': False, 'shape': (1099511627776,), }", "empty strings"},
      {"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 1, 1), }", "dimensions"},
      {"{'descr': '<f8', 'fortran_order': False, 'shape': (1", "not closed"},
      {"{'descr': '<f8', 'fortran_order': 0, 'shape': (1,), }", "neither True nor False"},
      {"{'descr': '<f8', 'shape': (1,), }", "lacks"},
      {"{'descr': '<f8', 'rm -r': 1}", "unknown entry 'rm -r'"},
      {"{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", "'<c16' cannot be read"},
      {"{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", "'<f16' cannot be read"},
      {"{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }", "cannot be read"},
      {"{'descr': '', 'fortran_order': False, 'shape': (1,), }", "cannot be read"},
      {"{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,), }", "structured"},
      {"print('hello')", "not a NumPy dictionary"},
      {"", "not a NumPy dictionary"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    gsize n = strlen(bad[i].literal);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    BwNpy array = {0};
    g_byte_array_append(bytes, (const guint8[]){0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, n & 255, n >> 8}, 10);
    g_byte_array_append(bytes, (const guint8 *)bad[i].literal, n);
    g_byte_array_append(bytes, (const guint8[16]){0}, 16);
    g_assert_false(bw_npy_decode(&array, bytes->data, bytes->len, &error));
    if (!strstr(error->message, bad[i].part))
      g_error("'%s' does not say '%s'", error->message, bad[i].part);
    bw_npy_clear(&array);
  }
}

static void test_not_an_archive(void)
{
  const struct {
    const char *path, *part;
  } bad[] = {{"/dev/null", "not a file"}, {"/", "not a file"}, {"/nowhere/x.npz", "No such file"}};
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(bw_npz_open(bad[i].path, &error));
    check_message(error, BW_ERROR_FILE, bad[i].part);
  }
  g_autoptr(BwNpzWriter) writer = bw_npz_writer_new();
  g_autoptr(GError) error = NULL;
  bw_npz_writer_none(writer, "none");
  g_assert_false(bw_npz_writer_save(writer, "/nowhere/x.npz", &error));
  check_message(error, BW_ERROR_FILE, "/nowhere/x.npz: ");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/io/npz/floats", test_floats);
  g_test_add_func("/io/npz/integers", test_integers);
  g_test_add_func("/io/npz/order", test_order);
  g_test_add_func("/io/npz/strings", test_strings);
  g_test_add_func("/io/npz/objects", test_objects);
  g_test_add_func("/io/npz/versions", test_versions);
  g_test_add_func("/io/npz/expectations", test_expectations);
  g_test_add_func("/io/npz/round-trip", test_round_trip);
  g_test_add_func("/io/npz/truncated", test_truncated);
  g_test_add_func("/io/npz/corrupted", test_corrupted);
  g_test_add_func("/io/npz/hostile-headers", test_hostile_headers);
  g_test_add_func("/io/npz/not-an-archive", test_not_an_archive);
  int status = g_test_run();
  temporary_end();
  return status;
}
