/* Which operations hold on the mean positions, and the group that they make. */
#include "base/vec3.h"
#include "potential/gdml/crystal/space-group-private.h"

#include <string.h>

#define FAR 3.0         /* limits that an operation may miss by before the common shift is taken out */
#define SAME_SPREAD 9.0 /* ratio of mean squares: atoms that move three times as far are not equivalent */

/* Those that hold. */
typedef struct {
  int n;
  int *perms;            /* [n][sites] */
  double *misses;        /* [n][sites][3], fractional */
  gboolean *translation; /* [n] */
} Operations;

static double wrapped(double x)
{
  return x - nearbyint(x);
}

/* The length of a short difference in fractional coordinates. */
static double length_of(const BwCell *cell, const double fractional[3])
{
  double vector[3];
  for (int d = 0; d < 3; d++)
    vector[d] = fractional[0] * cell->vectors[0][d] + fractional[1] * cell->vectors[1][d] +
                fractional[2] * cell->vectors[2][d];
  return bw_norm3(vector);
}

void bw_space_apply(const BwSpaceOperation *operation, const double x[3], double image[3])
{
  for (int k = 0; k < 3; k++)
    image[k] = operation->rotation[k][0] * x[0] + operation->rotation[k][1] * x[1] +
               operation->rotation[k][2] * x[2] + operation->translation[k];
}

/* -1 when all sites of that element are far. */
static int nearest_site(const BwSpaceSearch *search, const double image[3], int number)
{
  int nearest = -1;
  double best = FAR * search->limit;
  for (int j = 0; j < search->sites->n; j++) {
    double difference[3];
    if (search->sites->numbers[j] != number)
      continue;
    for (int k = 0; k < 3; k++)
      difference[k] = wrapped(image[k] - search->fractional[3 * j + k]);
    double distance = length_of(&search->cell, difference);
    if (distance < best) {
      best = distance;
      nearest = j;
    }
  }
  return nearest;
}

static gboolean same_spread(const BwSites *sites, int i, int j)
{
  const double floor = BW_SPACE_SMALLEST * BW_SPACE_SMALLEST;
  return !sites->spread_known || (sites->spread[i] <= SAME_SPREAD * sites->spread[j] + floor &&
                                  sites->spread[j] <= SAME_SPREAD * sites->spread[i] + floor);
}

/* perm[i]: the site that the operation takes site i to; misses[i]: by what, once the common shift is taken
 * out. FALSE where it does not hold: a site missed by more than the limit, taken twice, or of another spread.
 */
static gboolean permute(const BwSpaceSearch *search, const BwSpaceOperation *operation, int *perm,
                        double *misses)
{
  const BwSites *sites = search->sites;
  g_autofree gboolean *taken = g_new0(gboolean, sites->n);
  double shift[3] = {0};
  for (int i = 0; i < sites->n; i++) {
    double image[3];
    bw_space_apply(operation, search->fractional + 3 * i, image);
    int j = perm[i] = nearest_site(search, image, sites->numbers[i]);
    if (j < 0 || taken[j] || !same_spread(sites, i, j))
      return FALSE;
    taken[j] = TRUE;
    for (int k = 0; k < 3; k++) {
      misses[3 * i + k] = wrapped(image[k] - search->fractional[3 * j + k]);
      shift[k] += misses[3 * i + k] / sites->n;
    }
  }
  for (int i = 0; i < sites->n; i++) {
    bw_sub3(misses + 3 * i, shift, misses + 3 * i);
    if (length_of(&search->cell, misses + 3 * i) > search->limit)
      return FALSE;
  }
  return TRUE;
}

static gboolean is_translation(const BwSpaceOperation *operation)
{
  for (int k = 0; k < 3; k++)
    for (int l = 0; l < 3; l++)
      if (operation->rotation[k][l] != (k == l))
        return FALSE;
  return TRUE;
}

BwSpaceGroup *bw_space_group_new(int n_sites)
{
  BwSpaceGroup *group = g_new0(BwSpaceGroup, 1);
  group->group = bw_permutations_new(n_sites);
  group->translations = bw_permutations_new(n_sites);
  group->ideal = g_new0(double, 3 * n_sites);
  group->n_operations = 1;
  return group;
}

void bw_space_group_free(BwSpaceGroup *group)
{
  if (!group)
    return;
  bw_permutations_free(group->group);
  bw_permutations_free(group->translations);
  g_free(group->ideal);
  g_free(group);
}

/* Sites moved by the mean of what the operations miss them by. */
static void idealise(const BwSpaceSearch *search, const Operations *held, BwSpaceGroup *group)
{
  int n = search->sites->n, n_used = 0;
  memcpy(group->ideal, search->fractional, sizeof(double) * 3 * n);
  for (int o = 0; o < held->n; o++)
    n_used += bw_permutations_contain(group->group, held->perms + (gsize)o * n);
  for (int o = 0; o < held->n; o++) {
    const int *perm = held->perms + (gsize)o * n;
    const double *misses = held->misses + (gsize)o * n * 3;
    if (bw_permutations_contain(group->group, perm))
      for (int i = 0; i < n; i++)
        for (int k = 0; k < 3; k++)
          group->ideal[3 * perm[i] + k] += misses[3 * i + k] / n_used;
  }
}

/* The group of the operations that hold; when some do not, a group within what is left. */
static BwSpaceGroup *gather(const BwSpaceSearch *search, const Operations *held, gboolean all)
{
  int n = search->sites->n;
  BwSpaceGroup *group = bw_space_group_new(n);
  for (int o = 0; o < held->n; o++)
    bw_permutations_add(group->group, held->perms + (gsize)o * n);
  if (!all) {
    BwPermutations *kept = bw_permutations_subgroup(group->group);
    bw_permutations_free(group->group);
    group->group = kept;
  }
  for (int o = 0; o < held->n; o++) {
    const int *perm = held->perms + (gsize)o * n;
    if (held->translation[o] && bw_permutations_contain(group->group, perm))
      bw_permutations_add(group->translations, perm);
  }
  group->tolerance = search->limit;
  idealise(search, held, group);
  return group;
}

BwSpaceGroup *bw_space_verify(const BwSpaceSearch *search, const BwSpaceOperation *operations,
                              int n_operations)
{
  gsize n = search->sites->n;
  g_autofree int *perms = g_new(int, n_operations *n);
  g_autofree double *misses = g_new(double, n_operations *n * 3);
  g_autofree gboolean *translation = g_new(gboolean, n_operations);
  Operations held = {0, perms, misses, translation};
  for (int o = 0; o < n_operations; o++) {
    gsize at = held.n * n;
    if (bw_space_keeps_metric(&search->cell, &operations[o]) &&
        permute(search, &operations[o], perms + at, misses + 3 * at))
      translation[held.n++] = is_translation(&operations[o]);
  }
  BwSpaceGroup *group = gather(search, &held, held.n == n_operations);
  group->n_operations = n_operations;
  group->n_dropped = n_operations - held.n;
  return group;
}
