/* Predictions beside labels: what is counted, and where. */
#include "base/array.h"
#include "learning/comparison.h"
#include "springs.h"

/* A potential whose forces are wrong by 0.1 in y of atom 2 and by −0.3 in z of atom 3, and its energies by
 * the number of atoms. */
static gboolean evaluate(BwPotential *self G_GNUC_UNUSED, const BwReplicas *in, BwEvaluation *out,
                         BwPool *pool G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  for (int r = 0; r < in->n_replicas; r++) {
    double forces[3 * ATOMS], energy;
    label(in->positions + (gsize)r * 3 * ATOMS, &energy, forces);
    forces[3 * 2 + 1] += 0.1;
    forces[3 * 3 + 2] -= 0.3;
    if (out->energies)
      out->energies[r] = energy + ATOMS;
    if (out->forces)
      memcpy(out->forces + (gsize)r * 3 * ATOMS, forces, sizeof forces);
  }
  return TRUE;
}

static void finalize(BwPotential *self G_GNUC_UNUSED)
{
}

static BwPotential *make_potential(void)
{
  static const BwPotentialClass klass = {evaluate, finalize};
  BwPotential *potential = g_new0(BwPotential, 1);
  bw_potential_init(potential, &klass, "wrong", "wrong");
  return potential;
}

static void test_errors(void)
{
  const int frames[] = {5, 0, 299, 7};
  g_autoptr(BwDataset) dataset = make_springs(300);
  g_autoptr(BwPotential) potential = make_potential();
  g_autoptr(GError) error = NULL;
  g_autoptr(BwComparison) some =
      bw_comparison_measure(potential, dataset, frames, 4, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(some->n_frames, ==, 4);
  g_assert_cmpint(some->frames[2], ==, 299);
  g_assert_cmpfloat(some->labels_E[2], ==, dataset->energies[299]);
  g_assert_cmpfloat_with_epsilon(some->atom_mae[2], 0.1 / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon(some->atom_mae[3], 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon(some->atom_mae[0], 0, 1e-12);
  g_assert_cmpfloat_with_epsilon(some->errors.force_mae, 0.4 / 12, 1e-12);
  g_assert_cmpfloat_with_epsilon(some->errors.force_rmse, sqrt(0.1 / 12), 1e-12);
  g_assert_cmpfloat_with_epsilon(some->errors.energy_offset, ATOMS, 1e-12);
  g_assert_cmpfloat_with_epsilon(some->errors.energy_mae_shifted, 0, 1e-12);
  g_autoptr(BwComparison) all =
      bw_comparison_measure(potential, dataset, NULL, 0, NULL, NULL, NULL, NULL, &error);
  g_assert_cmpint(all->n_frames, ==, 300); /* more than one batch */
  g_assert_cmpfloat_with_epsilon(all->errors.force_mae, 0.4 / 12, 1e-12);
}

/* Labels that are not there have no errors. */
static void test_energies_alone(void)
{
  g_autoptr(BwDataset) dataset = make_springs(3);
  g_autoptr(BwPotential) potential = make_potential();
  g_clear_pointer(&dataset->forces, bw_free);
  g_autoptr(BwComparison) comparison =
      bw_comparison_measure(potential, dataset, NULL, 0, NULL, NULL, NULL, NULL, NULL);
  g_assert_null(comparison->forces);
  g_assert_null(comparison->atom_mae);
  g_assert_true(isnan(comparison->errors.force_mae));
  g_assert_cmpfloat_with_epsilon(comparison->errors.energy_mae, ATOMS, 1e-12);
}

/* Two parts, asked for out of order: numbers stand one part after the other, and errors are of both. Energies
 * that one part lacks do not count. */
static void test_parts(void)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem));
  g_autoptr(BwPotential) potential = make_potential();
  BwDataset *first = make_springs(3), *second = make_springs(2);
  g_ptr_array_add(parts, first);
  g_ptr_array_add(parts, second);
  for (int k = 0; k < 5; k++)
    g_array_append_vals(items, &(BwCollectionItem){k % 2, k / 2}, 1);
  g_autoptr(BwCollection) data = bw_collection_new_of_parts(parts, items);
  const int samples[] = {4, 1, 0}; /* frame 2 of the first, 0 of the second, 0 of the first */
  g_autoptr(BwComparison) both =
      bw_comparison_measure_collection(potential, data, samples, 3, NULL, NULL, NULL, NULL, NULL);
  g_assert_cmpint(both->n_frames, ==, 3);
  g_assert_cmpint(both->n_atoms, ==, 0);
  g_assert_null(both->atom_mae);
  g_assert_cmpuint(both->n_forces, ==, 9 * ATOMS);
  g_assert_cmpfloat(both->labels_E[2], ==, second->energies[0]);
  g_assert_cmpfloat(both->energies[0], ==, both->labels_E[0] + ATOMS);
  g_assert_cmpmem(both->labels_F + 6 * ATOMS, sizeof(double) * 3 * ATOMS, second->forces,
                  sizeof(double) * 3 * ATOMS);
  g_assert_cmpfloat_with_epsilon(both->errors.force_mae, 0.4 / 12, 1e-12);
  g_assert_cmpfloat_with_epsilon(both->errors.energy_mae, ATOMS, 1e-12);
  g_assert_cmpint(both->errors.n, ==, 3);

  g_clear_pointer(&second->energies, bw_free);
  g_autoptr(BwComparison) without =
      bw_comparison_measure_collection(potential, data, samples, 3, NULL, NULL, NULL, NULL, NULL);
  g_assert_null(without->energies);
  g_assert_true(isnan(without->errors.energy_mae));
  g_assert_cmpfloat_with_epsilon(without->errors.force_mae, 0.4 / 12, 1e-12);
  g_autoptr(BwComparison) alone =
      bw_comparison_measure_collection(potential, data, samples + 2, 1, NULL, NULL, NULL, NULL, NULL);
  g_assert_cmpfloat(alone->energies[0], ==, first->energies[0] + ATOMS);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/comparison/errors", test_errors);
  g_test_add_func("/learning/comparison/energies-alone", test_energies_alone);
  g_test_add_func("/learning/comparison/parts", test_parts);
  return g_test_run();
}
