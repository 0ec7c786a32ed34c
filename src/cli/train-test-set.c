#include "base/elements.h"
#include "cli/train-options.h"
#include "io/io.h"

/* Atoms in another order are another system for kernel models. */
static gboolean check_test_system(const BwCollection *test_set, const BwCollection *data, GError **error)
{
  const BwDataset *theirs = bw_collection_get_dataset(test_set), *ours = bw_collection_get_dataset(data);
  if (!ours || (theirs && bw_atoms_equal(theirs->atoms, ours->atoms)))
    return TRUE;
  if (!theirs)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, test_set->path,
                        "holds %u different systems, and the model will be of one", test_set->parts->len);
  g_autofree char *formula = bw_atoms_formula(theirs->atoms), *expected = bw_atoms_formula(ours->atoms);
  return bw_fail_file(error, BW_ERROR_ARGUMENT, test_set->path,
                      "holds %s, and the model will be of %s, with the atoms in the order of %s", formula,
                      expected, data->path);
}

/* Elements that are not learnt cannot be tested. */
static gboolean check_elements(const BwCollection *test_set, const BwCollection *data, GError **error)
{
  int n, n_tested;
  g_autofree int *known = bw_collection_find_elements(data, NULL, 0, &n),
                 *tested = bw_collection_find_elements(test_set, NULL, 0, &n_tested);
  for (int t = 0; t < n_tested; t++) {
    int k = 0;
    while (k < n && known[k] != tested[t])
      k++;
    if (k == n)
      return bw_fail_file(error, BW_ERROR_ARGUMENT, test_set->path, "has %s in it, and %s has not",
                          bw_element(tested[t])->symbol, data->path);
  }
  return TRUE;
}

BwCollection *bw_train_options_open_test_set(const BwTrainOptions *options, const char *path,
                                             const BwCollection *data, GError **error)
{
  gboolean networks = bw_train_options_are_networks(options);
  g_autoptr(BwCollection) test_set =
      bw_open_collection(path, &options->common.unit_system, options->energy_key, options->forces_key, error);
  if (!test_set || !(networks ? check_elements : check_test_system)(test_set, data, error))
    return NULL;
  const BwDataset *first = test_set->parts->pdata[0];
  if (!first->energies && !first->forces && !networks) {
    bw_fail_file(error, BW_ERROR_ARGUMENT, path, "has neither energies nor forces to test on");
    return NULL;
  }
  return g_steal_pointer(&test_set);
}
