/* The file of a trained network: what is written is read; what is damaged, contradicts itself or is something
 * else is refused with its name and place. */
#include "io/network/network-file.h"
#include "base/array.h"
#include "base/error.h"
#include "io/gdml/gdml-file.h"
#include "io/hdf5/h5.h"
#include "io/io.h"
#include "temporary.h"

#include <math.h>

#define DESCRIPTION "[network]\nmodel=schnet\nn_atom_basis=2\n\n[outputs]\nenergy=sum eV\ndipole=dipole e·Å\n"

static void *copy(const void *values, gsize bytes)
{
  return memcpy(bw_alloc(bytes, 1), values, bytes);
}

/* Two members of two matrices each; one is not exact in single precision. */
static BwNetworkFile *make_file(void)
{
  const int elements[2] = {1, 8};
  const double scales[2] = {0.5, 1}, offsets[4] = {-13.1, -2040.7, 0, 0};
  const gint64 train[3] = {5, 0, 1234567890123};
  BwNetworkFile *file = bw_network_file_new();
  file->method = "SchNet";
  file->description = g_strdup(DESCRIPTION);
  file->n_elements = 2;
  file->elements = copy(elements, sizeof elements);
  file->outputs = g_strsplit("energy dipole", " ", -1);
  file->scales = copy(scales, sizeof scales);
  file->offsets = copy(offsets, sizeof offsets);
  file->spread_limit = 0.125;
  for (int m = 0; m < 2; m++) {
    GArray *member = bw_network_file_add_member(file);
    double *embedding = bw_network_member_add(member, "embedding.weight", 2, 2);
    double *bias = bw_network_member_add(member, "energy.0.bias", 1, 3);
    for (int i = 0; i < 4; i++)
      embedding[i] = m + 0.25 * i;
    for (int i = 0; i < 3; i++)
      bias[i] = m + 0.1 * i;
  }
  file->dataset_name = g_strdup("water");
  file->dataset_theory = g_strdup("PBE+TS");
  file->units = (BwUnitSystem){.length = "Å", .energy = "kcal/mol"};
  g_strlcpy(file->md5_train, "0123456789abcdef0123456789abcdef", 33);
  file->n_train = 3;
  file->idxs_train = copy(train, sizeof train);
  file->n_valid = 10;
  file->training = g_strdup("[training]\nbatch_size=10\n");
  file->n_epochs = 77;
  file->n_test = 200;
  bw_network_file_add_error(file, "forces", "eV/Å", 0.01, 0.02);
  bw_network_file_add_error(file, "energy", "eV", 0.003, NAN);
  bw_network_file_add_error(file, "gap", NULL, 0.5, 0.75);
  return file;
}

static void check_training(const BwNetworkFile *file)
{
  g_assert_cmpstr(file->dataset_name, ==, "water");
  g_assert_cmpstr(file->dataset_theory, ==, "PBE+TS");
  g_assert_cmpstr(file->units.length, ==, "Å");
  g_assert_cmpstr(file->units.energy, ==, "kcal/mol");
  g_assert_null(file->units.force);
  g_assert_null(file->code_version);
  g_assert_cmpstr(file->md5_train, ==, "0123456789abcdef0123456789abcdef");
  g_assert_cmpstr(file->md5_test, ==, "");
  g_assert_cmpint(file->n_train, ==, 3);
  g_assert_true(file->idxs_train[2] == 1234567890123);
  g_assert_cmpint(file->n_valid, ==, 10);
  g_assert_null(file->idxs_valid);
  g_assert_cmpstr(file->training, ==, "[training]\nbatch_size=10\n");
  g_assert_cmpint(file->n_epochs, ==, 77);
  g_assert_cmpint(file->n_test, ==, 200);
  g_assert_cmpint(file->errors->len, ==, 3);
  const BwNetworkError *first = &g_array_index(file->errors, BwNetworkError, 0), *second = first + 1,
                       *third = first + 2;
  g_assert_cmpstr(first->name, ==, "forces");
  g_assert_cmpstr(first->unit, ==, "eV/Å");
  g_assert_true(first->mae == 0.01 && first->rmse == 0.02);
  g_assert_cmpstr(second->name, ==, "energy");
  g_assert_true(second->mae == 0.003 && isnan(second->rmse));
  g_assert_null(third->unit); /* not stated, and so it stays */
  g_assert_true(third->mae == 0.5 && third->rmse == 0.75);
}

static void check_file(const BwNetworkFile *file)
{
  g_assert_cmpstr(file->method, ==, "SchNet");
  g_assert_cmpstr(file->description, ==, DESCRIPTION);
  g_assert_cmpint(file->n_elements, ==, 2);
  g_assert_cmpint(file->elements[1], ==, 8);
  g_assert_cmpint(g_strv_length(file->outputs), ==, 2);
  g_assert_cmpstr(file->outputs[0], ==, "energy");
  g_assert_cmpstr(file->outputs[1], ==, "dipole");
  g_assert_true(file->scales[0] == 0.5 && file->scales[1] == 1);
  g_assert_true(file->offsets[0] == -13.1 && file->offsets[1] == -2040.7 && file->offsets[3] == 0);
  g_assert_true(file->spread_limit == 0.125);
  g_assert_cmpint(file->members->len, ==, 2);
  for (int m = 0; m < 2; m++) {
    const BwNetworkMatrix *embedding = bw_network_file_find(file, m, "embedding.weight"),
                          *bias = bw_network_file_find(file, m, "energy.0.bias");
    g_assert_true(embedding->rows == 2 && embedding->columns == 2 && embedding->values[3] == m + 0.75);
    g_assert_true(bias->rows == 1 && bias->columns == 3 && bias->values[1] == m + 0.1);
    g_assert_null(bw_network_file_find(file, m, "energy.1.bias"));
  }
  g_assert_null(bw_network_file_find(file, 2, "embedding.weight"));
  check_training(file);
}

static void test_round_trip(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = temporary_path("water.bwmodel"), *again = temporary_path("again.bwmodel");
  g_autofree char *bytes = NULL, *bytes_again = NULL;
  gsize n, n_again;
  g_autoptr(BwNetworkFile) file = make_file();
  bw_network_file_write(file, path, &error);
  g_assert_no_error(error);
  g_assert_true(bw_network_file_is(path));
  g_autoptr(BwNetworkFile) read = bw_network_file_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(read->path, ==, path);
  check_file(read);
  g_usleep(G_USEC_PER_SEC + 1000); /* no time is in it */
  g_assert_true(bw_network_file_write(read, again, NULL));
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  g_assert_true(g_file_get_contents(again, &bytes_again, &n_again, NULL));
  g_assert_cmpmem(bytes, n, bytes_again, n_again);
}

/* What is not stated stays so. */
static void test_unstated(void)
{
  g_autofree char *path = temporary_path("plain.bwmodel");
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  const double one = 1;
  const int hydrogen = 1;
  file->description = g_strdup("[network]\nmodel=schnet\n");
  file->n_elements = 1;
  file->elements = copy(&hydrogen, sizeof hydrogen);
  file->outputs = g_strsplit("energy", " ", -1);
  file->scales = copy(&one, sizeof one);
  file->offsets = copy(&one, sizeof one);
  *bw_network_member_add(bw_network_file_add_member(file), "w", 1, 1) = 2;
  g_assert_true(bw_network_file_write(file, path, NULL));
  g_autoptr(BwNetworkFile) read = bw_network_file_read(path, NULL);
  g_assert_true(isnan(read->spread_limit));
  g_assert_cmpint(read->n_train, ==, -1);
  g_assert_cmpint(read->n_epochs, ==, -1);
  g_assert_cmpint(read->n_test, ==, 0);
  g_assert_cmpint(read->errors->len, ==, 0);
  g_assert_null(read->training);
  g_assert_null(read->units.energy);
  g_assert_null(read->dataset_theory);
  g_assert_cmpstr(read->dataset_name, ==, "plain.bwmodel");
}

static void check_refused(const char *path, BwError code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_network_file_read(path, &error));
  g_assert_error(error, BW_ERROR, (int)code);
  g_assert_true(g_str_has_prefix(error->message, path));
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void set_text(hid_t h5, const char *group, const char *name, const char *value)
{
  g_auto(BwH5) at = H5Gopen2(h5, group, H5P_DEFAULT);
  g_assert_true(bw_h5_set_string_sealed(at, name, value, NULL));
}

static void set_number(hid_t h5, const char *group, const char *name, int value)
{
  g_auto(BwH5) at = H5Gopen2(h5, group, H5P_DEFAULT);
  g_assert_true(bw_h5_set_int(at, name, value, NULL));
}

static void replace(hid_t h5, const char *path, hsize_t rows, hsize_t columns, double value)
{
  const hsize_t shape[2] = {rows, columns};
  double values[16];
  for (int i = 0; i < 16; i++)
    values[i] = value;
  H5Ldelete(h5, path, H5P_DEFAULT);
  g_assert_true(bw_h5_write(h5, path, H5T_NATIVE_DOUBLE, 2, shape, values, NULL, NULL));
}

/* Files of the first version said the same in other words. */
static void test_first_version(void)
{
  g_autofree char *path = temporary_path("old.bwmodel");
  g_autoptr(BwNetworkFile) file = make_file();
  g_autoptr(GError) error = NULL;
  g_assert_true(bw_network_file_write(file, path, NULL));
  hid_t h5 = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
  set_number(h5, "/", "format_version", 1);
  set_text(h5, "network", "description",
           "[network]\nmodel=schnet\nfeatures=2\ngaussians=9\nshared=true\n\n"
           "[outputs]\nenergy=sum eV\ndipole=dipole e·Å\n");
  set_text(h5, "training", "settings", "[training]\nbatch=10\naverage=0.9\nenergy_weight=0.1\n");
  bw_h5_close(h5);
  g_autoptr(BwNetworkFile) read = bw_network_file_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(read->description, ==,
                  "[network]\nmodel=schnet\nn_atom_basis=2\nn_rbf=9\nshared_interactions=true\n\n"
                  "[outputs]\nenergy=sum eV\ndipole=dipole e·Å\n");
  g_assert_cmpstr(read->training, ==, "[training]\nbatch_size=10\nema_decay=0.9\nenergy_weight=0.1\n");
}

static void refuse_changed(int change, BwError code, const char *part)
{
  g_autofree char *path = temporary_path("changed.bwmodel");
  g_autoptr(BwNetworkFile) file = make_file();
  g_assert_true(bw_network_file_write(file, path, NULL));
  hid_t h5 = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
  switch (change) {
  case 0:
    set_text(h5, "/", "beadwork_kind", "run");
    break;
  case 1:
    set_number(h5, "/", "format_version", 9);
    break;
  case 2:
    set_text(h5, "network", "description", "rubbish");
    break;
  case 3:
    set_text(h5, "network", "description", "[other]\n");
    break;
  case 4:
    set_text(h5, "network", "outputs", "energy");
    break;
  case 5:
    set_number(h5, "network", "n_members", 3);
    break;
  case 6:
    set_number(h5, "network", "n_members", 0);
    break;
  case 7:
    H5Ldelete(h5, "network/members/1/energy.0.bias", H5P_DEFAULT);
    break;
  case 8:
    replace(h5, "network/members/1/embedding.weight", 2, 3, 1);
    break;
  case 9:
    replace(h5, "network/members/0/energy.0.bias", 1, 3, NAN);
    break;
  case 10:
    replace(h5, "network/offsets", 2, 2, INFINITY);
    break;
  case 11:
    replace(h5, "network/offsets", 2, 3, 0);
    break;
  case 12:
    H5Ldelete(h5, "network/elements", H5P_DEFAULT);
    break;
  case 13:
    set_text(h5, "training", "energy_unit", "parsec");
    break;
  case 14:
    H5Ldelete(h5, "training", H5P_DEFAULT);
    break;
  case 15:
    set_text(h5, "errors", "units", "eV");
    break;
  }
  bw_h5_close(h5);
  check_refused(path, code, part);
}

static void test_refused(void)
{
  static const struct {
    BwError code;
    const char *part;
  } changes[] = {
      {BW_ERROR_FORMAT, "is not a model of Beadwork"},
      {BW_ERROR_UNSUPPORTED, "version 9"},
      {BW_ERROR_FORMAT, "is not a key file"},
      {BW_ERROR_FORMAT, "has no group [network]"},
      {BW_ERROR_FORMAT, "/network/scales: its shape is (2) where (1) is expected"},
      {BW_ERROR_FORMAT, "/network/members/2: is not there"},
      {BW_ERROR_FORMAT, "'n_members' is 0"},
      {BW_ERROR_FORMAT, "member 1 has 1 matrices, the first 2"},
      {BW_ERROR_FORMAT, "'members/1/embedding.weight' is 2 × 3, that of the first member 2 × 2"},
      {BW_ERROR_FORMAT, "'members/0/energy.0.bias': element 0 is nan"},
      {BW_ERROR_FORMAT, "'offsets': element 0 is inf"},
      {BW_ERROR_FORMAT, "/network/offsets: its shape is (2, 3) where (2, 2) is expected"},
      {BW_ERROR_FORMAT, "/network/elements: is not there"},
      {BW_ERROR_FORMAT, "parsec"},
      {BW_ERROR_FORMAT, "/training: is not there"},
      {BW_ERROR_FORMAT, "of 3 quantities, but have 1 units"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
    refuse_changed((int)i, changes[i].code, changes[i].part);
}

static void test_not_written(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = temporary_path("bad.bwmodel"), *other = temporary_path("net.npz");
  g_autoptr(BwNetworkFile) file = make_file();
  g_assert_false(bw_network_file_write(file, other, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_clear_error(&error);
  bw_network_file_find(file, 1, "energy.0.bias")->values[2] = NAN;
  g_assert_false(bw_network_file_write(file, path, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
  g_assert_nonnull(strstr(error->message, "'members/1/energy.0.bias': element 2 is nan"));
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* Models of both families have the same extension and are never taken for each other. */
static void test_kernel_model(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *fixture = g_test_build_filename(G_TEST_DIST, "data", "gdml", "water-today.npz", NULL);
  g_autofree char *kernel = temporary_path("kernel.bwmodel"), *network = temporary_path("network.bwmodel");
  g_autoptr(BwGdmlFile) water = bw_gdml_file_read(fixture, NULL);
  g_autoptr(BwNetworkFile) file = make_file();
  BwKind kind;
  g_assert_true(bw_gdml_file_write(water, kernel, NULL));
  g_assert_true(bw_network_file_write(file, network, NULL));
  g_assert_false(bw_network_file_is(kernel));
  g_assert_false(bw_network_file_is(fixture));
  g_assert_false(bw_network_file_is("/nowhere.bwmodel"));
  check_refused(kernel, BW_ERROR_FORMAT, "is a model of method 'sGDML', not a network");
  check_refused(fixture, BW_ERROR_FORMAT, "HDF5");
  g_assert_null(bw_gdml_file_read(network, &error));
  g_assert_nonnull(strstr(error->message, "is a model of method 'SchNet', not a kernel model"));
  g_assert_true(bw_file_kind(network, NULL, &kind, NULL));
  g_assert_cmpint(kind, ==, BW_KIND_MODEL);
}

/* Cut anywhere and with flipped bits, it is read or refused, never more. */
static void test_damaged(void)
{
  g_autoptr(BwNetworkFile) water = make_file();
  g_autoptr(GRand) random = g_rand_new_with_seed(12);
  g_autofree char *path = temporary_path("damaged.bwmodel"), *bytes = NULL;
  gsize n;
  g_assert_true(bw_network_file_write(water, path, NULL));
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  for (int round = 0; round < 200; round++) {
    g_autofree char *noisy = g_memdup2(bytes, n);
    gsize kept = round % 4 ? n : (gsize)g_rand_int_range(random, 0, (gint32)n);
    for (int flips = 0; flips <= round % 16; flips++)
      noisy[g_rand_int_range(random, 0, (gint32)n)] ^= 1 << g_rand_int_range(random, 0, 8);
    g_assert_true(g_file_set_contents(path, noisy, (gssize)kept, NULL));
    g_autoptr(GError) error = NULL;
    g_autoptr(BwNetworkFile) file = bw_network_file_read(path, &error);
    g_assert_true((file != NULL) == (error == NULL));
    if (error)
      g_assert_nonnull(strstr(error->message, path));
    if (kept < n)
      g_assert_null(file);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/io/network-file/round-trip", test_round_trip);
  g_test_add_func("/io/network-file/unstated", test_unstated);
  g_test_add_func("/io/network-file/first-version", test_first_version);
  g_test_add_func("/io/network-file/refused", test_refused);
  g_test_add_func("/io/network-file/not-written", test_not_written);
  g_test_add_func("/io/network-file/kernel-model", test_kernel_model);
  g_test_add_func("/io/network-file/damaged", test_damaged);
  int status = g_test_run();
  temporary_end();
  return status;
}
