#include "cli/compare-time.h"

#include "base/median.h"
#include "potential/potential.h"

/* What a model is asked for: energy and forces, or what it predicts instead of them. */
typedef struct {
  double *values; /* owned */
  BwEvaluation out;
} Asked;

static void asked_init(Asked *asked, const BwPotential *potential, int n_atoms)
{
  gsize n_properties = potential->n_properties, n_atomic = (gsize)potential->n_atomic_properties * n_atoms;
  double *values = asked->values = g_new(double, 4 + 4 * (gsize)n_atoms + n_properties + n_atomic);
  BwEvaluation *out = &asked->out;
  *out = (BwEvaluation){0};
  if (!(potential->can & BW_HAS_NO_ENERGY)) {
    *out = (BwEvaluation){.energies = values, .forces = values + 1};
    return;
  }
  out->dipoles = potential->can & BW_CAN_DIPOLES ? values : NULL;
  out->charges = potential->can & BW_CAN_CHARGES ? values + 3 : NULL;
  out->properties = n_properties > 0 ? values + 3 + n_atoms : NULL;
  out->atomic_properties = n_atomic > 0 ? values + 3 + n_atoms + n_properties : NULL;
}

gboolean bw_compare_time(const char *path, const BwCollection *data, double *microseconds, GError **error)
{
  enum { FIRST = 3, MOST = 200 };
  const gint64 enough = G_USEC_PER_SEC / 2;
  g_autoptr(BwPotential) potential = bw_potential_open(path, error);
  if (!potential)
    return FALSE;
  int frame, n = 0;
  const BwDataset *dataset = bw_collection_get(data, 0, &frame);
  int n_atoms = dataset->atoms->n_atoms;
  const BwReplicas in = {1, n_atoms, dataset->atoms->numbers, dataset->cells ? &dataset->cells[frame] : NULL,
                         dataset->positions + 3 * (gsize)frame * n_atoms};
  double times[MOST];
  Asked asked;
  asked_init(&asked, potential, n_atoms);
  g_autofree double *values = asked.values;
  gint64 begin = g_get_monotonic_time();
  for (int k = 0; n < MOST && (n < 1 || g_get_monotonic_time() - begin < enough); k++) {
    gint64 start = g_get_monotonic_time();
    if (!bw_potential_evaluate(potential, &in, &asked.out, NULL, error))
      return FALSE;
    if (k >= FIRST)
      times[n++] = (double)(g_get_monotonic_time() - start);
  }
  *microseconds = bw_median(times, n);
  return TRUE;
}
