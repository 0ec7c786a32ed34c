#include "base/error.h"
#include "io/io.h"
#include "io/numpy/npz.h"
#include "shared-data.h"
#include "temporary.h"

#include <string.h>

/* Two frames of three atoms, and everything that is said of them beside energies. */
static char *write_arrays(const gint64 *numbers, int n_dims)
{
  static const gint64 frames = 2, triples[2] = {2, 3}, vectors[3] = {2, 3, 3}, one[2] = {2, 1};
  double values[18];
  for (int k = 0; k < 18; k++)
    values[k] = k * k / 8.0;
  char *path = temporary_path("labels.npz");
  g_autoptr(BwNpzWriter) writer = bw_npz_writer_new();
  bw_npz_writer_doubles(writer, "R", values, 3, vectors, FALSE);
  bw_npz_writer_ints(writer, "z", "<i8", numbers, n_dims, n_dims == 2 ? triples : triples + 1);
  bw_npz_writer_doubles(writer, "E", values, 2, one, FALSE);
  bw_npz_writer_doubles(writer, "D", values, 2, triples, FALSE);
  bw_npz_writer_doubles(writer, "charges", values, 2, triples, FALSE);
  bw_npz_writer_doubles(writer, "gap", values, 1, &frames, FALSE);
  bw_npz_writer_doubles(writer, "shifts", values, 3, vectors, FALSE);
  bw_npz_writer_doubles(writer, "cell", values, 2, (gint64[]){3, 3}, FALSE);
  bw_npz_writer_string(writer, "theory", "PBE0");
  g_assert_true(bw_npz_writer_save(writer, path, NULL));
  return path;
}

static void check_label(const BwDataset *dataset, const char *name, gboolean per_atom, int n_components,
                        double last)
{
  const BwLabel *label = bw_dataset_find_label(dataset, name);
  int n = 2 * (per_atom ? 3 : 1) * n_components;
  g_assert_nonnull(label);
  g_assert_cmpint(label->per_atom, ==, per_atom);
  g_assert_cmpint(label->n_components, ==, n_components);
  g_assert_cmpfloat(label->values[n - 1], ==, last);
}

static void test_arrays(void)
{
  g_autofree char *path = write_arrays((const gint64[]){8, 1, 1}, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCollection) all = bw_open_collection(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  const BwDataset *dataset = bw_collection_get_dataset(all);
  check_label(dataset, "D", FALSE, 3, 25 / 8.0);
  check_label(dataset, "charges", TRUE, 1, 25 / 8.0);
  check_label(dataset, "gap", FALSE, 1, 1 / 8.0);
  check_label(dataset, "shifts", TRUE, 3, 17 * 17 / 8.0);
  g_assert_null(bw_dataset_find_label(dataset, "cell"));
  g_assert_null(bw_dataset_find_label(dataset, "E"));
  g_assert_cmpstr(bw_collection_get_md5(all), ==, dataset->md5);
}

/* Numbers that differ from frame to frame make several parts. */
static void test_mixed_arrays(void)
{
  g_autofree char *path = write_arrays((const gint64[]){8, 1, 1, 1, 8, 1}, 2);
  g_autoptr(GError) error = NULL, refused = NULL;
  g_autoptr(BwCollection) all = bw_open_collection(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(all->parts->len, ==, 2);
  const BwDataset *second = all->parts->pdata[1];
  g_assert_cmpint(second->atoms->numbers[1], ==, 8);
  g_assert_cmpfloat(bw_dataset_find_label(second, "gap")->values[0], ==, 1 / 8.0);
  g_assert_cmpfloat_with_epsilon(second->energies[0], BW_KCAL_PER_MOL / 8, 1e-15);
  g_assert_null(bw_open_dataset(path, NULL, NULL, NULL, &refused));
  g_assert_error(refused, BW_ERROR, BW_ERROR_FORMAT);
}

static void test_qm9(void)
{
  g_autofree char *path = shared_data("metatrain/qm9_reduced_100.xyz");
  if (!path)
    return;
  const BwUnitSystem hartree = {.energy = "Ha"};
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCollection) plain = bw_open_collection(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwCollection) all = bw_open_collection(path, &hartree, "U0", NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(bw_collection_get_n_samples(all), ==, 100);
  g_assert_cmpint(all->parts->len, >, 50);
  const BwDataset *methane = all->parts->pdata[0];
  g_assert_null(((const BwDataset *)plain->parts->pdata[0])->energies);
  g_assert_cmpfloat_with_epsilon(methane->energies[0], -40.47893 * BW_HARTREE, 1e-9);
  g_assert_cmpfloat(bw_dataset_find_label(methane, "alpha")->values[0], ==, 13.21);
  g_assert_null(bw_dataset_find_label(methane, "U0"));
}

static void test_dipoles(void)
{
  g_autofree char *path = shared_data("schnetpack/carbene_ship1760.extxyz");
  if (!path)
    return;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCollection) all = bw_open_collection(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  const BwDataset *dataset = bw_collection_get_dataset(all);
  const BwLabel *dipole = bw_dataset_find_label(dataset, "dipole_eAng");
  g_assert_nonnull(dataset->forces);
  g_assert_cmpint(dipole->n_components, ==, 3);
  g_assert_cmpfloat(dipole->values[1], ==, 0.356665);
  g_assert_cmpfloat(bw_dataset_find_label(dataset, "total_charge")->values[5], ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/io/collection/arrays", test_arrays);
  g_test_add_func("/io/collection/mixed-arrays", test_mixed_arrays);
  g_test_add_func("/io/collection/qm9", test_qm9);
  g_test_add_func("/io/collection/dipoles", test_dipoles);
  int failed = g_test_run();
  temporary_end();
  return failed;
}
