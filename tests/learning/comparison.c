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

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/comparison/errors", test_errors);
  g_test_add_func("/learning/comparison/energies-alone", test_energies_alone);
  return g_test_run();
}
