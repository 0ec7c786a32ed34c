#include "learning/neural/choose.h"

#include "base/elements.h"
#include "base/error.h"
#include "base/random.h"
#include "learning/split.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

/* Rounds of drawing structures: those of kernel models, so that the same seed chooses the same. */
enum { ROUND_TRAIN, ROUND_VALID, ROUND_PART = 3, ROUND_ELEMENTS };

/* Energies of all structures; NULL: not all have one. New. */
static double *gather_energies(const BwCollection *data, int n)
{
  g_autofree double *energies = g_new(double, MAX(n, 1));
  for (int k = 0; k < n; k++) {
    int frame;
    const BwDataset *dataset = bw_collection_get(data, k, &frame);
    if (!dataset->energies)
      return NULL;
    energies[k] = dataset->energies[frame];
  }
  return g_steal_pointer(&energies);
}

/* Elements */

typedef struct {
  const BwCollection *data;
  int *train, n_train;
  int counts[BW_N_ELEMENTS]; /* structures to train on that have it */
} Choice;

static void find_elements(const BwCollection *data, int k, gboolean *has)
{
  int frame;
  const BwAtoms *atoms = bw_collection_get(data, k, &frame)->atoms;
  memset(has, 0, sizeof *has * BW_N_ELEMENTS);
  for (int i = 0; i < atoms->n_atoms; i++)
    has[CLAMP(atoms->numbers[i], 0, BW_N_ELEMENTS - 1)] = TRUE;
}

static void count(Choice *self, int k, int by)
{
  gboolean has[BW_N_ELEMENTS];
  find_elements(self->data, k, has);
  for (int z = 0; z < BW_N_ELEMENTS; z++)
    self->counts[z] += has[z] ? by : 0;
}

/* Whether others have all of its elements too. */
static gboolean is_dispensable(const Choice *self, int k)
{
  gboolean has[BW_N_ELEMENTS];
  find_elements(self->data, k, has);
  for (int z = 0; z < BW_N_ELEMENTS; z++)
    if (has[z] && self->counts[z] < 2)
      return FALSE;
  return TRUE;
}

/* Puts one of candidates[n], which have the element, in the place of a structure that can be done without. */
static gboolean exchange(Choice *self, const GArray *candidates, int element, guint64 seed)
{
  guint64 draw = 2 * (guint64)element;
  guint32 which = bw_random_below(seed, BW_STREAM_SPLIT, ROUND_ELEMENTS, draw, candidates->len);
  int first = (int)bw_random_below(seed, BW_STREAM_SPLIT, ROUND_ELEMENTS, draw + 1, (guint32)self->n_train);
  int chosen = g_array_index(candidates, int, which);
  count(self, chosen, 1);
  for (int t = 0; t < self->n_train; t++) {
    int *place = &self->train[(first + t) % self->n_train];
    if (!is_dispensable(self, *place))
      continue;
    count(self, *place, -1);
    *place = chosen;
    return TRUE;
  }
  return FALSE;
}

/* [BW_N_ELEMENTS] of GArray of int: all structures that have what none to train on has; NULL: none. */
static void find_missed(const Choice *self, GArray **missed)
{
  gboolean has[BW_N_ELEMENTS];
  for (int k = 0; k < bw_collection_get_n_samples(self->data); k++) {
    find_elements(self->data, k, has);
    for (int z = 0; z < BW_N_ELEMENTS; z++) {
      if (!has[z] || self->counts[z] > 0)
        continue;
      if (!missed[z])
        missed[z] = g_array_new(FALSE, FALSE, sizeof(int));
      g_array_append_val(missed[z], k);
    }
  }
}

static int compare_ints(const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}

/* A network knows the elements that it was trained on: a rare one that chance left out is drawn too. */
static gboolean include_elements(const BwCollection *data, int *train, int n_train, guint64 seed,
                                 const BwTrainObserver *observer, GError **error)
{
  Choice choice = {data, train, n_train, {0}};
  GArray *missed[BW_N_ELEMENTS] = {NULL};
  int failed = -1;
  for (int t = 0; t < n_train; t++)
    count(&choice, train[t], 1);
  find_missed(&choice, missed);
  for (int z = 0; z < BW_N_ELEMENTS; z++) {
    if (!missed[z])
      continue;
    if (failed < 0 && choice.counts[z] == 0 && !exchange(&choice, missed[z], z, seed))
      failed = z;
    else if (failed < 0)
      bw_train_note(observer, N_("%d of the structures have %s in them; one is trained on"),
                    (int)missed[z]->len, bw_element(z)->symbol);
    g_array_unref(missed[z]);
  }
  qsort(train, n_train, sizeof *train, compare_ints);
  return failed < 0 ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, data->path,
                      "%d structures to train on are too few to have all elements of the data, such as %s: "
                      "train on more, or take the structures with it out",
                      n_train, bw_element(failed)->symbol);
}

gboolean bw_neural_choose(const BwCollection *data, const BwTrainSettings *s, const BwTrainObserver *observer,
                          int **train, int **valid, GError **error)
{
  int n = bw_collection_get_n_samples(data);
  g_autofree double *energies = gather_energies(data, n);
  g_autofree gboolean *taken = g_new0(gboolean, MAX(n, 1));
  *train = bw_split_choose(energies, n, NULL, s->n_train, s->seed, ROUND_TRAIN, error);
  if (!*train || !include_elements(data, *train, s->n_train, s->seed, observer, error))
    return FALSE;
  for (int k = 0; k < s->n_train; k++)
    taken[(*train)[k]] = TRUE;
  if (s->n_valid == 0)
    bw_train_note(observer, N_("no structure is left to validate with: the loss of the training set says "
                               "which weights are kept"));
  *valid = bw_split_choose(energies, n, taken, s->n_valid, s->seed, ROUND_VALID, error);
  return *valid != NULL;
}

int *bw_neural_choose_part(int n_whole, int n, guint64 seed, GError **error)
{
  return bw_split_choose(NULL, n_whole, NULL, n, seed, ROUND_PART, error);
}
