#include "potential/gdml/abelian.h"

#include <string.h>

enum { MAX_STARTS = 64, MAX_GENERATORS = 32 };

typedef struct {
  const BwGroup *group;
  int *sizes;  /* [n] of conjugacy classes */
  int *sorted; /* [n] members: those with which most others commute come first */
} Search;

static int compare_sizes(gconstpointer a, gconstpointer b, gpointer data)
{
  const int *sizes = data;
  int g = *(const int *)a, h = *(const int *)b;
  return sizes[g] != sizes[h] ? (sizes[g] < sizes[h] ? -1 : 1) : g - h;
}

static int product(const Search *search, int g, int h)
{
  return bw_group_product(search->group, g, h);
}

/* The direct product of `members` and the powers of g, those first which are in `members` already: [n × order
 * of g relative to them]. */
static int extend(const Search *search, int *members, int n, gboolean *inside, int g)
{
  int total = n;
  for (int power = g; !inside[power]; power = product(search, power, g))
    for (int i = 0; i < n; i++)
      members[total++] = product(search, members[i], power);
  for (int i = n; i < total; i++)
    inside[members[i]] = TRUE;
  return total;
}

/* Grows an abelian subgroup around one member; returns its size. */
static int grow(const Search *search, int start, int *members, gboolean *inside)
{
  const BwGroup *group = search->group;
  int generators[MAX_GENERATORS], n_generators = 0, n = 1;
  memset(inside, 0, sizeof *inside * group->n);
  members[0] = group->identity;
  inside[group->identity] = TRUE;
  for (int i = -1; i < group->n && n_generators < MAX_GENERATORS; i++) {
    int g = i < 0 ? start : search->sorted[i];
    gboolean good = !inside[g];
    for (int k = 0; k < n_generators && good; k++)
      good = bw_group_commute(group, g, generators[k]);
    if (!good)
      continue;
    generators[n_generators++] = g;
    n = extend(search, members, n, inside, g);
  }
  return n;
}

/* The largest subgroup that growing from one member of each of the smallest classes finds. */
static int find_members(const Search *search, int *members)
{
  const BwGroup *group = search->group;
  g_autofree int *trial = g_new(int, group->n);
  g_autofree gboolean *inside = g_new(gboolean, group->n);
  int best = 0, n_starts = 0;
  for (int i = 0; i < group->n && n_starts < MAX_STARTS; i++) {
    int g = search->sorted[i];
    if (best > 0 && g == group->identity)
      continue;
    int n = grow(search, g, trial, inside);
    n_starts++;
    if (n > best) {
      best = n;
      memcpy(members, trial, sizeof *members * n);
    }
  }
  return best;
}

static int prime_of(int n)
{
  for (int p = 2; p * p <= n; p++)
    if (n % p == 0)
      return p;
  return n;
}

static gboolean is_prime_power(int n)
{
  int p = prime_of(n);
  while (n % p == 0)
    n /= p;
  return n == 1;
}

/* A member none of whose powers but the identity is inside. */
static gboolean is_independent(const Search *search, int g, int order, const gboolean *inside)
{
  int power = search->group->identity;
  for (int i = 0; i < order / prime_of(order); i++)
    power = product(search, power, g);
  return !inside[power];
}

/* Writes the members as a product of cyclic groups: a member of the largest order that is left always has a
 * complement. Fails to reach all of them only where an order is beyond BW_ABELIAN_MAX_FACTOR. */
static void factorise(const Search *search, const int *members, int n, BwAbelian *abelian)
{
  const BwGroup *group = search->group;
  g_autofree int *orders = g_new(int, n);
  g_autofree gboolean *inside = g_new0(gboolean, group->n);
  for (int i = 0; i < n; i++)
    orders[i] = bw_group_order_of(group, members[i]);
  abelian->members = g_new(int, n);
  abelian->factors = g_new(int, MAX_GENERATORS);
  abelian->members[0] = group->identity;
  abelian->n = 1;
  inside[group->identity] = TRUE;
  for (int order = MIN(n, BW_ABELIAN_MAX_FACTOR); order > 1; order--)
    for (int i = 0; is_prime_power(order) && i < n; i++)
      if (orders[i] == order && is_independent(search, members[i], order, inside)) {
        abelian->factors[abelian->n_factors++] = order;
        abelian->n = extend(search, abelian->members, abelian->n, inside, members[i]);
      }
}

static gboolean turns_around(const BwGroup *group, const BwAbelian *abelian, int c)
{
  for (int t = 0; t < abelian->n; t++) {
    int member = abelian->members[t], turned = bw_group_product(group, c, member);
    if (bw_group_product(group, turned, c) != group->inverses[member])
      return FALSE;
  }
  return TRUE;
}

/* c must not be a translation itself. */
static int find_involution(const BwGroup *group, const BwAbelian *abelian)
{
  g_autofree gboolean *inside = g_new0(gboolean, group->n);
  for (int t = 0; t < abelian->n; t++)
    inside[abelian->members[t]] = TRUE;
  for (int c = 0; c < group->n; c++)
    if (!inside[c] && group->inverses[c] == c && turns_around(group, abelian, c))
      return c;
  return -1;
}

static gboolean is_normal(const BwGroup *group, const BwAbelian *abelian)
{
  g_autofree gboolean *inside = g_new0(gboolean, group->n);
  for (int t = 0; t < abelian->n; t++)
    inside[abelian->members[t]] = TRUE;
  for (int k = 0; k < group->n_generators; k++)
    for (int t = 0; t < abelian->n; t++) {
      int x = group->generators[k], turned = bw_group_product(group, x, abelian->members[t]);
      if (!inside[bw_group_product(group, turned, group->inverses[x])])
        return FALSE;
    }
  return TRUE;
}

static void find_cosets(const BwGroup *group, BwAbelian *abelian)
{
  g_autofree gboolean *seen = g_new0(gboolean, group->n);
  abelian->cosets = g_new(int, group->n);
  for (int i = -1; i < group->n; i++) {
    int p = i < 0 ? group->identity : i;
    if (seen[p])
      continue;
    abelian->cosets[abelian->n_cosets++] = p;
    for (int t = 0; t < abelian->n; t++) {
      int member = bw_group_product(group, p, abelian->members[t]);
      seen[member] = TRUE;
      if (abelian->involution >= 0)
        seen[bw_group_product(group, member, abelian->involution)] = TRUE;
    }
  }
}

static void search_group(const BwGroup *group, BwAbelian *abelian)
{
  g_autofree int *sizes = g_new(int, group->n), *sorted = g_new(int, group->n),
                 *members = g_new(int, group->n);
  Search search = {group, sizes, sorted};
  bw_group_class_sizes(group, sizes);
  for (int g = 0; g < group->n; g++)
    sorted[g] = g;
  g_qsort_with_data(sorted, group->n, sizeof *sorted, compare_sizes, sizes);
  int n = find_members(&search, members);
  factorise(&search, members, n, abelian);
  abelian->involution = find_involution(group, abelian);
  abelian->normal = is_normal(group, abelian);
  find_cosets(group, abelian);
}

/* Each permutation for itself. */
static void keep_apart(int n_permutations, BwAbelian *abelian)
{
  abelian->n = 1;
  abelian->members = g_new(int, 1);
  abelian->members[0] = -1;
  abelian->n_cosets = n_permutations;
  abelian->cosets = g_new(int, n_permutations);
  for (int p = 0; p < n_permutations; p++)
    abelian->cosets[p] = p;
}

BwAbelian *bw_abelian_find(const int *pairs, int n_permutations, int n_descriptors)
{
  BwAbelian *abelian = g_new0(BwAbelian, 1);
  abelian->involution = -1;
  g_autoptr(BwGroup) group = bw_group_new(pairs, n_permutations, n_descriptors);
  if (group)
    search_group(group, abelian);
  else
    keep_apart(n_permutations, abelian);
  return abelian;
}

void bw_abelian_free(BwAbelian *abelian)
{
  if (!abelian)
    return;
  g_free(abelian->members);
  g_free(abelian->factors);
  g_free(abelian->cosets);
  g_free(abelian);
}

int bw_abelian_digit(const BwAbelian *abelian, int index, int factor)
{
  for (int i = 0; i < factor; i++)
    index /= abelian->factors[i];
  return index % abelian->factors[factor];
}

double bw_abelian_turns(const BwAbelian *abelian, int character, int t)
{
  double sum = 0;
  for (int i = 0; i < abelian->n_factors; i++) {
    int n = abelian->factors[i];
    sum += (double)(bw_abelian_digit(abelian, character, i) * bw_abelian_digit(abelian, t, i) % n) / n;
  }
  return sum;
}
