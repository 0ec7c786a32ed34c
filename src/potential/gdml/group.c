#include "potential/gdml/group.h"

#include <string.h>

static const int *images(const BwGroup *group, int g)
{
  return group->pairs + (gsize)g * group->n_places;
}

static int compare_images(const BwGroup *group, int g, const int *wanted)
{
  const int *of_g = images(group, g);
  for (int b = 0; b < group->n_base; b++)
    if (of_g[group->base[b]] != wanted[b])
      return of_g[group->base[b]] < wanted[b] ? -1 : 1;
  return 0;
}

static int compare_members(gconstpointer a, gconstpointer b, gpointer data)
{
  const BwGroup *group = data;
  int g = *(const int *)a, h = *(const int *)b;
  for (int i = 0; i < group->n_base; i++) {
    int difference = images(group, g)[group->base[i]] - images(group, h)[group->base[i]];
    if (difference != 0)
      return difference;
  }
  return 0;
}

/* The member with these images of the base; −1: none. */
static int find(const BwGroup *group, const int *wanted)
{
  int first = 0, last = group->n - 1;
  while (first <= last) {
    int middle = (first + last) / 2, sign = compare_images(group, group->order[middle], wanted);
    if (sign == 0)
      return group->order[middle];
    if (sign < 0)
      first = middle + 1;
    else
      last = middle - 1;
  }
  return -1;
}

/* Splits the classes by the images of a place as well, and returns how many there are then. */
static int refine(const BwGroup *group, int place, int *classes)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (int g = 0; g < group->n; g++) {
    gint64 key = (gint64)classes[g] * group->n_places + images(group, g)[place];
    gpointer found;
    if (!g_hash_table_lookup_extended(seen, &key, NULL, &found)) {
      found = GINT_TO_POINTER((int)g_hash_table_size(seen));
      g_hash_table_insert(seen, g_memdup2(&key, sizeof key), found);
    }
    classes[g] = GPOINTER_TO_INT(found);
  }
  return (int)g_hash_table_size(seen);
}

/* Places are taken while they tell more members apart. FALSE: two members are the same. */
static gboolean find_base(BwGroup *group)
{
  g_autofree int *classes = g_new0(int, group->n);
  group->base = g_new(int, group->n_places);
  for (int place = 0, n_classes = 1; place < group->n_places && n_classes < group->n; place++) {
    int before = n_classes;
    n_classes = refine(group, place, classes);
    if (n_classes > before)
      group->base[group->n_base++] = place;
    if (n_classes == group->n)
      break;
  }
  group->order = g_new(int, group->n);
  for (int g = 0; g < group->n; g++)
    group->order[g] = g;
  g_qsort_with_data(group->order, group->n, sizeof *group->order, compare_members, group);
  for (int i = 1; i < group->n; i++)
    if (compare_members(&group->order[i - 1], &group->order[i], group) == 0)
      return FALSE;
  return TRUE;
}

static void product_images(const BwGroup *group, int g, int h, int *seen)
{
  for (int b = 0; b < group->n_base; b++)
    seen[b] = images(group, h)[images(group, g)[group->base[b]]];
}

enum { MAX_ON_STACK = 64 };

int bw_group_product(const BwGroup *group, int g, int h)
{
  int seen[MAX_ON_STACK];
  product_images(group, g, h, seen);
  return find(group, seen);
}

gboolean bw_group_commute(const BwGroup *group, int g, int h)
{
  const int *of_g = images(group, g), *of_h = images(group, h);
  for (int b = 0; b < group->n_base; b++)
    if (of_h[of_g[group->base[b]]] != of_g[of_h[group->base[b]]])
      return FALSE;
  return TRUE;
}

int bw_group_order_of(const BwGroup *group, int g)
{
  int order = 1;
  for (int power = g; power != group->identity; power = bw_group_product(group, power, g))
    order++;
  return order;
}

static gboolean is_product(const BwGroup *group, int g, int h, int product)
{
  for (int a = 0; a < group->n_places; a++)
    if (images(group, product)[a] != images(group, h)[images(group, g)[a]])
      return FALSE;
  return TRUE;
}

/* Marks what the generators generate; FALSE when a product is not among the permutations. */
static gboolean generate(const BwGroup *group, gboolean *reached, int *queue, int *n_reached)
{
  memset(reached, 0, sizeof *reached * group->n);
  reached[group->identity] = TRUE;
  queue[0] = group->identity;
  *n_reached = 1;
  for (int i = 0; i < *n_reached; i++)
    for (int k = 0; k < group->n_generators; k++) {
      int product = bw_group_product(group, queue[i], group->generators[k]);
      if (product < 0)
        return FALSE;
      if (!reached[product])
        queue[(*n_reached)++] = product;
      reached[product] = TRUE;
    }
  return TRUE;
}

/* All are words in the generators, and every member times a generator is a member. */
static gboolean find_generators(BwGroup *group)
{
  g_autofree gboolean *reached = g_new0(gboolean, group->n);
  g_autofree int *queue = g_new(int, group->n);
  group->generators = g_new(int, 32); /* each at least doubles what is generated */
  int n_reached = 1;
  reached[group->identity] = TRUE;
  for (int g = 0; g < group->n; g++)
    if (!reached[g]) {
      if (group->n_generators == 32)
        return FALSE;
      group->generators[group->n_generators++] = g;
      if (!generate(group, reached, queue, &n_reached))
        return FALSE;
    }
  for (int g = 0; g < group->n; g++)
    for (int k = 0; k < group->n_generators; k++)
      if (!is_product(group, g, group->generators[k], bw_group_product(group, g, group->generators[k])))
        return FALSE;
  return TRUE;
}

static gboolean find_identity(BwGroup *group)
{
  group->identity = find(group, group->base);
  for (int a = 0; group->identity >= 0 && a < group->n_places; a++)
    if (images(group, group->identity)[a] != a)
      return FALSE;
  return group->identity >= 0;
}

static void find_inverses(BwGroup *group)
{
  g_autofree int *inverse = g_new(int, group->n_places);
  int seen[MAX_ON_STACK];
  group->inverses = g_new(int, group->n);
  for (int g = 0; g < group->n; g++) {
    for (int a = 0; a < group->n_places; a++)
      inverse[images(group, g)[a]] = a;
    for (int b = 0; b < group->n_base; b++)
      seen[b] = inverse[group->base[b]];
    group->inverses[g] = find(group, seen);
  }
}

BwGroup *bw_group_new(const int *pairs, int n, int n_places)
{
  g_autoptr(BwGroup) group = g_new0(BwGroup, 1);
  group->pairs = pairs;
  group->n = n;
  group->n_places = n_places;
  if (!find_base(group) || group->n_base > MAX_ON_STACK || !find_identity(group) || !find_generators(group))
    return NULL;
  find_inverses(group);
  return g_steal_pointer(&group);
}

void bw_group_free(BwGroup *group)
{
  if (!group)
    return;
  g_free(group->inverses);
  g_free(group->generators);
  g_free(group->base);
  g_free(group->order);
  g_free(group);
}

static int root_of(int *parents, int g)
{
  while (parents[g] != g)
    g = parents[g] = parents[parents[g]];
  return g;
}

void bw_group_class_sizes(const BwGroup *group, int *sizes)
{
  g_autofree int *parents = g_new(int, group->n);
  for (int g = 0; g < group->n; g++) {
    parents[g] = g;
    sizes[g] = 0;
  }
  for (int g = 0; g < group->n; g++)
    for (int k = 0; k < group->n_generators; k++) {
      int x = group->generators[k];
      int conjugate = bw_group_product(group, bw_group_product(group, x, g), group->inverses[x]);
      parents[root_of(parents, g)] = root_of(parents, conjugate);
    }
  for (int g = 0; g < group->n; g++)
    sizes[root_of(parents, g)]++;
  for (int g = 0; g < group->n; g++)
    sizes[g] = sizes[root_of(parents, g)];
}
