#include "potential/gdml/space-group.h"
#include "base/vec3.h"

#include <spglib.h>
#include <string.h>

enum { ROUNDS = 4 };

#define VACUUM 60.0          /* Å, beside what is not periodic */
#define SMALLEST 0.005       /* Å: files write positions with some digits only */
#define SURE 6.0             /* standard errors of the mean that an operation may miss by */
#define LEAST_TOLERANCE 0.05 /* Å */
#define OF_NEIGHBOURS 0.3    /* of the shortest distance: more would take one site for another */
#define STEP 0.6             /* between tolerances that are tried */
#define FAR 3.0              /* limits that an operation may miss by before the common shift is taken out */
#define SAME_METRIC 3e-3     /* relative, of the cell's vectors and angles under a rotation */
#define SAME_SPREAD 9.0 /* ratio of mean squares: atoms that move three times as far are not equivalent */

typedef struct {
  const BwSites *sites;
  BwCell cell;        /* periodic in three directions */
  double *fractional; /* [n][3] of the mean positions */
  double limit;       /* Å, of an operation's miss */
} Search;

/* One operation in fractional coordinates, x → W x + t. */
typedef struct {
  int rotation[3][3];
  double translation[3];
} Operation;

/* Those that hold. */
typedef struct {
  int n;
  int *perms;            /* [n][sites] */
  double *misses;        /* [n][sites][3], fractional */
  gboolean *translation; /* [n] */
} Operations;

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

/* How far the sites reach along a unit vector. */
static double extent(const BwSites *sites, const double axis[3])
{
  double low = INFINITY, high = -INFINITY;
  for (int i = 0; i < sites->n; i++) {
    double along = bw_dot3(axis, sites->positions + 3 * i);
    low = MIN(low, along);
    high = MAX(high, along);
  }
  return high - low;
}

/* The cell with directions that are not periodic orthogonal to the others and with vacuum, all of the same
 * length and unlike the others: no rotation takes one for the other. */
static void fill_cell(const BwSites *sites, BwCell *filled)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  double vectors[3][3], longest = 0, widest = 0;
  BwCell bare;
  memset(vectors, 0, sizeof vectors);
  for (int k = 0; k < 3; k++)
    if (sites->cell->periodic[k]) {
      memcpy(vectors[k], sites->cell->vectors[k], sizeof vectors[k]);
      longest = MAX(longest, bw_norm3(vectors[k]));
    }
  bw_cell_init(&bare, (const double(*)[3])vectors, sites->cell->periodic, NULL);
  for (int k = 0; k < 3; k++)
    if (!sites->cell->periodic[k]) {
      double axis[3] = {bare.inverse[0][k], bare.inverse[1][k], bare.inverse[2][k]};
      double length = bw_norm3(axis);
      for (int d = 0; d < 3; d++)
        vectors[k][d] = axis[d] / length;
      widest = MAX(widest, extent(sites, vectors[k]));
    }
  for (int k = 0; k < 3; k++)
    if (!sites->cell->periodic[k])
      for (int d = 0; d < 3; d++)
        vectors[k][d] *= VACUUM + widest + 1.5 * longest;
  bw_cell_init(filled, (const double(*)[3])vectors, all, NULL);
}

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

static void apply(const Operation *operation, const double x[3], double image[3])
{
  for (int k = 0; k < 3; k++)
    image[k] = operation->rotation[k][0] * x[0] + operation->rotation[k][1] * x[1] +
               operation->rotation[k][2] * x[2] + operation->translation[k];
}

/* Whether the rotation leaves the cell's lengths and angles as they are. */
static gboolean keeps_metric(const BwCell *cell, const Operation *operation)
{
  double images[3][3];
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++)
      images[k][d] = operation->rotation[0][k] * cell->vectors[0][d] +
                     operation->rotation[1][k] * cell->vectors[1][d] +
                     operation->rotation[2][k] * cell->vectors[2][d];
  for (int k = 0; k < 3; k++)
    for (int l = 0; l <= k; l++) {
      double before = bw_dot3(cell->vectors[k], cell->vectors[l]), after = bw_dot3(images[k], images[l]);
      double scale = bw_norm3(cell->vectors[k]) * bw_norm3(cell->vectors[l]);
      if (fabs(after - before) > SAME_METRIC * scale)
        return FALSE;
    }
  return TRUE;
}

/* -1 when all sites of that element are far. */
static int nearest_site(const Search *search, const double image[3], int number)
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
  const double floor = SMALLEST * SMALLEST;
  return !sites->spread_known || (sites->spread[i] <= SAME_SPREAD * sites->spread[j] + floor &&
                                  sites->spread[j] <= SAME_SPREAD * sites->spread[i] + floor);
}

/* perm[i]: the site that the operation takes site i to; misses[i]: by what, once the common shift is taken
 * out. FALSE where it does not hold: a site missed by more than the limit, taken twice, or of another spread.
 */
static gboolean permute(const Search *search, const Operation *operation, int *perm, double *misses)
{
  const BwSites *sites = search->sites;
  g_autofree gboolean *taken = g_new0(gboolean, sites->n);
  double shift[3] = {0};
  for (int i = 0; i < sites->n; i++) {
    double image[3];
    apply(operation, search->fractional + 3 * i, image);
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

static gboolean is_translation(const Operation *operation)
{
  for (int k = 0; k < 3; k++)
    for (int l = 0; l < 3; l++)
      if (operation->rotation[k][l] != (k == l))
        return FALSE;
  return TRUE;
}

static BwSpaceGroup *space_group_new(int n_sites)
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
static void idealise(const Search *search, const Operations *held, BwSpaceGroup *group)
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
static BwSpaceGroup *gather(const Search *search, const Operations *held, gboolean all)
{
  int n = search->sites->n;
  BwSpaceGroup *group = space_group_new(n);
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

/* Of operations[n_operations] those that hold on the mean positions. */
static BwSpaceGroup *verify(const Search *search, const Operation *operations, int n_operations)
{
  gsize n = search->sites->n;
  g_autofree int *perms = g_new(int, n_operations *n);
  g_autofree double *misses = g_new(double, n_operations *n * 3);
  g_autofree gboolean *translation = g_new(gboolean, n_operations);
  Operations held = {0, perms, misses, translation};
  for (int o = 0; o < n_operations; o++) {
    gsize at = held.n * n;
    if (keeps_metric(&search->cell, &operations[o]) &&
        permute(search, &operations[o], perms + at, misses + 3 * at))
      translation[held.n++] = is_translation(&operations[o]);
  }
  BwSpaceGroup *group = gather(search, &held, held.n == n_operations);
  group->n_operations = n_operations;
  group->n_dropped = n_operations - held.n;
  return group;
}

/* What spglib finds within a tolerance on `ideal`; NULL: nothing. */
static BwSpaceGroup *try_tolerance(const Search *search, const double *ideal, double tolerance)
{
  double columns[3][3];
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++)
      columns[d][k] = search->cell.vectors[k][d];
  SpglibDataset *found =
      spg_get_dataset(columns, (double(*)[3])ideal, search->sites->numbers, search->sites->n, tolerance);
  if (!found)
    return NULL;
  g_autofree Operation *operations = g_new(Operation, found->n_operations);
  for (int o = 0; o < found->n_operations; o++) {
    memcpy(operations[o].rotation, found->rotations[o], sizeof operations[o].rotation);
    memcpy(operations[o].translation, found->translations[o], sizeof operations[o].translation);
  }
  BwSpaceGroup *group = verify(search, operations, found->n_operations);
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
static BwSpaceGroup *try_tolerances(const Search *search, const double *ideal)
{
  BwSpaceGroup *best = space_group_new(search->sites->n);
  for (double tolerance = search->limit; tolerance > SMALLEST; tolerance *= STEP) {
    BwSpaceGroup *group = try_tolerance(search, ideal, tolerance);
    if (group)
      best = larger(group, best);
    if (best->group->n > 1 && best->n_dropped == 0)
      break;
  }
  return best;
}

/* The rotations that the cell has, as integer matrices of −1, 0 and 1: all, where the cell is reduced. */
static GArray *cell_rotations(const BwCell *cell)
{
  enum { MATRICES = 19683 }; /* 3⁹ */
  GArray *rotations = g_array_new(FALSE, FALSE, sizeof(Operation));
  for (int code = 0; code < MATRICES; code++) {
    Operation operation = {0};
    for (int element = 0, rest = code; element < 9; element++, rest /= 3)
      operation.rotation[element / 3][element % 3] = rest % 3 - 1;
    if (keeps_metric(cell, &operation))
      g_array_append_val(rotations, operation);
  }
  return rotations;
}

/* Without spglib, which needs sites better known than those of a short trajectory: all rotations of the cell,
 * shifted so that the first site goes to any of its element. */
static BwSpaceGroup *try_cell(const Search *search)
{
  const BwSites *sites = search->sites;
  g_autoptr(GArray) rotations = cell_rotations(&search->cell),
                    operations = g_array_new(FALSE, FALSE, sizeof(Operation));
  for (guint r = 0; r < rotations->len; r++)
    for (int j = 0; j < sites->n; j++) {
      Operation operation = g_array_index(rotations, Operation, r);
      double image[3];
      if (sites->numbers[j] != sites->numbers[0])
        continue;
      apply(&operation, search->fractional, image);
      bw_sub3(search->fractional + 3 * j, image, operation.translation);
      g_array_append_val(operations, operation);
    }
  BwSpaceGroup *group =
      verify(search, (const Operation *)(gconstpointer)operations->data, (int)operations->len);
  group->n_dropped = 0; /* nobody said that they hold */
  return group;
}

BwSpaceGroup *bw_space_group_find(const BwSites *sites)
{
  g_autofree double *fractional = g_new(double, 3 * sites->n);
  Search search = {.sites = sites, .fractional = fractional};
  search.limit = MIN(MAX(LEAST_TOLERANCE, SURE * sites->noise), OF_NEIGHBOURS * shortest_distance(sites));
  fill_cell(sites, &search.cell);
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
