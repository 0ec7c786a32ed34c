#include "io/numpy/pickle.h"
#include "io/numpy/npz.h"

#include <string.h>

/* The pickle NAME of the given protocol, as Python wrote it. */
static guint8 *fixture(const char *name, int protocol, gsize *n)
{
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "npz", "pickles.npz", NULL);
  g_autofree char *key = g_strdup_printf("%s%d", name, protocol);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwNpz) npz = bw_npz_open(path, &error);
  g_assert_no_error(error);
  const BwNpy *array = bw_npz_get(npz, key, &error);
  g_assert_no_error(error);
  guint8 *bytes = g_malloc(array->n);
  for (gint64 i = 0; i < array->n; i++)
    bytes[i] = array->ints[i];
  *n = array->n;
  return bytes;
}

static GVariant *read_fixture(const char *name, int protocol)
{
  gsize n;
  g_autofree guint8 *bytes = fixture(name, protocol, &n);
  return bw_pickle_read(bytes, n);
}

static void check_entry(GVariant *dict, const char *key, double expected)
{
  double value;
  g_assert_true(g_variant_lookup(dict, key, "d", &value));
  g_assert_cmpfloat(value, ==, expected);
}

static void test_protocols(void)
{
  for (int protocol = 0; protocol <= 5; protocol++) {
    g_autoptr(GVariant) none = read_fixture("none", protocol), integer = read_fixture("int", protocol);
    g_autoptr(GVariant) text = read_fixture("text", protocol), scalar = read_fixture("scalar", protocol);
    g_autoptr(GVariant) dict = read_fixture("dict", protocol);
    g_assert_true(g_variant_is_of_type(none, G_VARIANT_TYPE_UNIT));
    g_assert_cmpint(g_variant_get_int64(integer), ==, -(G_GINT64_CONSTANT(1) << 40));
    g_assert_cmpstr(g_variant_get_string(text, NULL), ==, "kcal/mol/Å");
    g_assert_cmpfloat(g_variant_get_double(scalar), ==, 1.0 / 3);
    check_entry(dict, "mae", 0.25);
    check_entry(dict, "rmse", -0.5);
    check_entry(dict, "n", 3);
    check_entry(dict, "half", 1.5);
    check_entry(dict, "b", 1);
  }
}

/* A pickle that calls os.system is not understood, and nothing is run. */
static void test_no_execution(void)
{
  for (int protocol = 0; protocol <= 5; protocol++)
    g_assert_null(read_fixture("evil", protocol));
}

/* numpy.float64(0.5) and {'mae': 0.5}, as Python 2 with NumPy 1 wrote them. */
static void test_python_2(void)
{
  static const char scalar[] = "cnumpy.core.multiarray\nscalar\np0\n(cnumpy\ndtype\np1\n(S'f8'\np2\nI0\nI1\n"
                               "tp3\nRp4\n(I3\nS'<'\np5\nNNNI-1\nI-1\nI0\ntp6\nbS'\\x00\\x00\\x00\\x00"
                               "\\x00\\x00\\xe0?'\np7\ntp8\nRp9\n.";
  static const char dict[] = "(dp0\nS'mae'\np1\nF0.5\nsS'n'\nL12L\ns.";
  g_autoptr(GVariant) number = bw_pickle_read((const guint8 *)scalar, sizeof scalar - 1);
  g_autoptr(GVariant) entries = bw_pickle_read((const guint8 *)dict, sizeof dict - 1);
  g_assert_cmpfloat(g_variant_get_double(number), ==, 0.5);
  check_entry(entries, "mae", 0.5);
  check_entry(entries, "n", 12);
}

static void test_written(void)
{
  const char *const keys[] = {"mae", "rmse"};
  const double values[] = {0.1, 1e-300};
  g_autoptr(GByteArray) none = bw_pickle_write_none(), dict = bw_pickle_write_dict(keys, values, 2);
  g_autoptr(GVariant) read_none = bw_pickle_read(none->data, none->len);
  g_autoptr(GVariant) read_dict = bw_pickle_read(dict->data, dict->len);
  g_assert_true(g_variant_is_of_type(read_none, G_VARIANT_TYPE_UNIT));
  check_entry(read_dict, "mae", 0.1);
  check_entry(read_dict, "rmse", 1e-300);
}

static void test_malformed(void)
{
  static const char *const bad[] = {"",
                                    ".",
                                    "N",
                                    "0.",
                                    "1.",
                                    "a.",
                                    "(",
                                    "(a.",
                                    "h\1.",
                                    "R.",
                                    "b.",
                                    "K",
                                    "X\377\377\377\377a.",
                                    "]2aR.",
                                    "\x80\7N.",
                                    "I1",
                                    "F1.5x\n.",
                                    "Pid\n.",
                                    "cos\nsystem\n(S'x'\ntR."};
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_null(bw_pickle_read((const guint8 *)bad[i], strlen(bad[i])));
  /* An array that holds itself. */
  static const char loop[] =
      "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(tS'b'\ntRp0\n(I1\n(tcnumpy\n"
      "dtype\n(S'O8'\ntRI00\n(lg0\natb.";
  g_assert_null(bw_pickle_read((const guint8 *)loop, sizeof loop - 1));
}

static void test_cut_and_noise(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  for (int protocol = 0; protocol <= 5; protocol++) {
    gsize n;
    g_autofree guint8 *bytes = fixture("dict", protocol, &n);
    for (gsize cut = 0; cut < n; cut++) {
      g_autofree guint8 *part = g_memdup2(bytes, cut); /* of this length, so that a sanitizer sees the end */
      g_assert_null(bw_pickle_read(part, cut));
    }
    for (int round = 0; round < 3000; round++) {
      g_autofree guint8 *noisy = g_memdup2(bytes, n);
      for (int i = 0; i <= round % 4; i++)
        noisy[g_rand_int_range(random, 0, (gint32)n)] = g_rand_int_range(random, 0, 256);
      g_autoptr(GVariant) value = bw_pickle_read(noisy, n); /* any answer, no crash */
    }
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/io/pickle/protocols", test_protocols);
  g_test_add_func("/io/pickle/no-execution", test_no_execution);
  g_test_add_func("/io/pickle/python-2", test_python_2);
  g_test_add_func("/io/pickle/written", test_written);
  g_test_add_func("/io/pickle/malformed", test_malformed);
  g_test_add_func("/io/pickle/cut-and-noise", test_cut_and_noise);
  return g_test_run();
}
