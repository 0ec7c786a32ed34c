#include "potential/gdml/crystal/space-group-private.h"
#include "base/vec3.h"

#include <spglib.h>
#include <string.h>

enum { ROUNDS = 4 };

#define SURE 6.0             /* standard errors of the mean that an operation may miss by */
#define LEAST_TOLERANCE 0.05 /* Å */
#define OF_NEIGHBOURS 0.3    /* of the shortest distance: more would take one site for another */
#define STEP 0.6             /* between tolerances that are tried */

static double shortest_distance(const BwSites *sites)
{
  double shortest = INFINITY;
  for (int i = 1; i < sites->n; i++)
    for (int j = 0; j < i; j++) {
      double difference[3];
      bw_sub3(sites->positions + 3 * i, sites->positions + 3 * j, difference);
      bw_cell_minimum_image(sites->cell, difference, NULL);
      shortest = MIN(shortest, bw_norm3(difference));
    }
  return shortest;
}

/* What spglib finds within a tolerance on `ideal`; NULL: nothing. */
static BwSpaceGroup *try_tolerance(const BwSpaceSearch *search, const double *ideal, double tolerance)
{
  double columns[3][3];
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++)
      columns[d][k] = search->cell.vectors[k][d];
  SpglibDataset *found =
      spg_get_dataset(columns, (double(*)[3])ideal, search->sites->numbers, search->sites->n, tolerance);
  if (!found)
    return NULL;
  g_autofree BwSpaceOperation *operations = g_new(BwSpaceOperation, found->n_operations);
  for (int o = 0; o < found->n_operations; o++) {
    memcpy(operations[o].rotation, found->rotations[o], sizeof operations[o].rotation);
    memcpy(operations[o].translation, found->translations[o], sizeof operations[o].translation);
  }
  BwSpaceGroup *group = bw_space_verify(search, operations, found->n_operations);
  group->number = found->spacegroup_number;
  g_strlcpy(group->symbol, found->international_symbol, sizeof group->symbol);
  spg_free_dataset(found);
  return group;
}

/* The larger of two groups, that which has a name where they are equal; frees the other. */
static BwSpaceGroup *larger(BwSpaceGroup *one, BwSpaceGroup *other)
{
  int more = one->group->n - other->group->n;
  gboolean first = more > 0 || (more == 0 && one->number >= other->number);
  bw_space_group_free(first ? other : one);
  return first ? one : other;
}

/* The largest group of all tolerances from the limit down; the first where everything holds is it. */
static BwSpaceGroup *try_tolerances(const BwSpaceSearch *search, const double *ideal)
{
  BwSpaceGroup *best = bw_space_group_new(search->sites->n);
  for (double tolerance = search->limit; tolerance > BW_SPACE_SMALLEST; tolerance *= STEP) {
    BwSpaceGroup *group = try_tolerance(search, ideal, tolerance);
    if (group)
      best = larger(group, best);
    if (best->group->n > 1 && best->n_dropped == 0)
      break;
  }
  return best;
}

/* Without spglib, which needs sites better known than those of a short trajectory: all rotations of the cell,
 * shifted so that the first site goes to any of its element. */
static BwSpaceGroup *try_cell(const BwSpaceSearch *search)
{
  const BwSites *sites = search->sites;
  g_autoptr(GArray) rotations = bw_space_cell_rotations(&search->cell),
                    operations = g_array_new(FALSE, FALSE, sizeof(BwSpaceOperation));
  for (guint r = 0; r < rotations->len; r++)
    for (int j = 0; j < sites->n; j++) {
      BwSpaceOperation operation = g_array_index(rotations, BwSpaceOperation, r);
      double image[3];
      if (sites->numbers[j] != sites->numbers[0])
        continue;
      bw_space_apply(&operation, search->fractional, image);
      bw_sub3(search->fractional + 3 * j, image, operation.translation);
      g_array_append_val(operations, operation);
    }
  BwSpaceGroup *group = bw_space_verify(search, (const BwSpaceOperation *)(gconstpointer)operations->data,
                                        (int)operations->len);
  group->n_dropped = 0; /* nobody said that they hold */
  return group;
}

BwSpaceGroup *bw_space_group_find(const BwSites *sites)
{
  g_autofree double *fractional = g_new(double, 3 * sites->n);
  BwSpaceSearch search = {.sites = sites, .fractional = fractional};
  search.limit = MIN(MAX(LEAST_TOLERANCE, SURE * sites->noise), OF_NEIGHBOURS * shortest_distance(sites));
  bw_space_fill_cell(sites, &search.cell);
  for (int i = 0; i < sites->n; i++)
    bw_cell_to_fractional(&search.cell, sites->positions + 3 * i, fractional + 3 * i);
  BwSpaceGroup *best = larger(try_tolerances(&search, fractional), try_cell(&search));
  for (int round = 1; round < ROUNDS && best->group->n > 1; round++) { /* sites made symmetric show more */
    int before = best->group->n;
    best = larger(try_tolerances(&search, best->ideal), best);
    if (best->group->n == before)
      break;
  }
  return best;
}
