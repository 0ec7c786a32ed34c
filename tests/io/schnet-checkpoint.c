/* Checkpoints of SchNet's first program: which matrices they have, and what is said of damaged ones. */
#include "io/tensorflow/schnet-checkpoint.h"
#include "base/error.h"
#include "io/tensorflow/crc32c.h"
#include "shared-data.h"
#include "temporary.h"

static const int carbon[] = {6};

/* "123456789" has the checksum e3069283 (RFC 3720). */
static void test_checksum(void)
{
  const guint32 crc = 0xe3069283u;
  g_assert_cmphex(bw_crc32c_masked((const guint8 *)"123456789", 9), ==,
                  (guint32)((crc >> 15 | crc << 17) + 0xa282ead8u));
}

static double value_at(const BwNetworkFile *file, const char *name, int index)
{
  const BwNetworkMatrix *matrix = bw_network_file_find(file, 0, name);
  g_assert_nonnull(matrix);
  return matrix->values[index];
}

/* Against the bytes at the places that a look at the file by hand found: element 6 of the embedding, and the
 * first weights of two layers. */
static void test_matrices(void)
{
  g_autofree char *path = shared_file("weights", "schnet-c20/force_model/best_model.index"),
                  *data = find_shared("weights", "schnet-c20/force_model/best_model.data"), *bytes = NULL;
  static const struct {
    const char *name;
    int index, offset;
  } known[] = {{"embedding.weight", 0, 33284 + 4 * 6 * 128},
               {"energy.0.weight", 5, 20},
               {"energy.0.bias", 0, 32768},
               {"energy.1.weight", 0, 33024},
               {"interactions.0.out.0.weight", 1, 84884 + 4},
               {"interactions.3.filter.1.bias", 2, 1184660 + 366088},
               {"interactions.5.in.weight", 0, 1917844 + 66048}};
  g_autoptr(GError) error = NULL;
  if (!path)
    return;
  g_autoptr(BwNetworkFile) file = bw_schnet_checkpoint_read(path, carbon, 1, "kcal/mol", &error);
  g_assert_no_error(error);
  g_assert_true(g_file_get_contents(data, &bytes, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
    float expected;
    memcpy(&expected, bytes + known[i].offset, sizeof expected);
    g_assert_true(value_at(file, known[i].name, known[i].index) == (double)expected);
  }
  g_assert_cmpint(file->members->len, ==, 1);
  g_assert_cmpfloat_with_epsilon(file->scales[0], 0.29368341 * BW_KCAL_PER_MOL, 1e-8);
  g_assert_cmpfloat_with_epsilon(file->offsets[0], -23856.0176 * BW_KCAL_PER_MOL, 1e-4);
  g_assert_cmpstr(file->units.energy, ==, "kcal/mol");
}

static void check_refused(const char *path, const int *elements, const char *unit, BwError code,
                          const char *part)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_schnet_checkpoint_read(path, elements, 1, unit, &error));
  g_assert_error(error, BW_ERROR, (int)code);
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void test_refused(void)
{
  static const int heavy[] = {110};
  g_autofree char *path = shared_file("weights", "schnet-c20/force_model/best_model.index");
  g_autofree char *text = temporary_file("text.index", "not a checkpoint", -1);
  g_assert_false(bw_schnet_checkpoint_is(text));
  check_refused(text, carbon, "eV", BW_ERROR_FORMAT, "is not the index of a TensorFlow checkpoint");
  check_refused("/nowhere.index", carbon, "eV", BW_ERROR_FILE, "/nowhere.index");
  if (!path)
    return;
  g_assert_true(bw_schnet_checkpoint_is(path));
  check_refused(path, carbon, "parsec", BW_ERROR_UNITS, "parsec");
  check_refused(path, heavy, "eV", BW_ERROR_ARGUMENT, "element 110");
}

/* Neither cut nor with flipped bits is anything of it taken for numbers. */
static void test_damaged(void)
{
  g_autofree char *path = shared_file("weights", "schnet-c20/force_model/best_model.index"),
                  *data = find_shared("weights", "schnet-c20/force_model/best_model.data"), *index = NULL,
                  *numbers = NULL;
  gsize n_index, n_numbers;
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  if (!path)
    return;
  g_assert_true(g_file_get_contents(path, &index, &n_index, NULL));
  g_assert_true(g_file_get_contents(data, &numbers, &n_numbers, NULL));
  g_autofree char *copy = temporary_file("copy.index", index, (gssize)n_index),
                  *copied = temporary_file("copy.data", numbers, (gssize)n_numbers / 2);
  check_refused(copy, carbon, "eV", BW_ERROR_FORMAT,
                "are damaged or cut off; copy the checkpoint's data again");
  g_unlink(copied);
  check_refused(copy, carbon, "eV", BW_ERROR_FILE, "which has the numbers");
  g_autofree char *whole = temporary_file("copy.data", numbers, (gssize)n_numbers);
  for (int round = 0; round < 100; round++) {
    g_autofree char *noisy = g_memdup2(index, n_index);
    gsize kept = round % 4 ? n_index : (gsize)g_rand_int_range(random, 1, (gint32)n_index);
    noisy[g_rand_int_range(random, 0, (gint32)n_index - 40)] ^= 1 << g_rand_int_range(random, 0, 8);
    g_autofree char *again = temporary_file("copy.index", noisy, (gssize)kept);
    g_autoptr(GError) error = NULL;
    g_autoptr(BwNetworkFile) file = bw_schnet_checkpoint_read(again, carbon, 1, "eV", &error);
    g_assert_true((file != NULL) == (error == NULL));
    g_assert_true(kept == n_index || !file);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/io/schnet-checkpoint/checksum", test_checksum);
  g_test_add_func("/io/schnet-checkpoint/matrices", test_matrices);
  g_test_add_func("/io/schnet-checkpoint/refused", test_refused);
  g_test_add_func("/io/schnet-checkpoint/damaged", test_damaged);
  int status = g_test_run();
  temporary_end();
  return status;
}
