#include "potential/gdml/permutations.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 16 };

BwPermutations *bw_permutations_new(int n_atoms)
{
  BwPermutations *set = g_new0(BwPermutations, 1);
  g_autofree int *identity = g_new(int, MAX(n_atoms, 1));
  for (int i = 0; i < n_atoms; i++)
    identity[i] = i;
  set->n_atoms = n_atoms;
  bw_permutations_add(set, identity);
  return set;
}

void bw_permutations_free(BwPermutations *set)
{
  if (!set)
    return;
  g_free(set->perms);
  g_free(set->slots);
  g_free(set);
}

const int *bw_permutations_get(const BwPermutations *set, int index)
{
  return set->perms + (gsize)index * set->n_atoms;
}

/* The slot that holds the permutation, or the free one where it belongs (FNV-1a over whole atoms). */
static int *find_slot(const BwPermutations *set, const int *perm)
{
  guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);
  for (int i = 0; i < set->n_atoms; i++)
    hash = (hash ^ (guint)perm[i]) * G_GUINT64_CONSTANT(0x100000001b3);
  int slot = (int)((hash ^ hash >> 32) & (guint)(set->n_slots - 1));
  gsize size = sizeof(int) * set->n_atoms;
  while (set->slots[slot] >= 0 && memcmp(bw_permutations_get(set, set->slots[slot]), perm, size) != 0)
    slot = (slot + 1) & (set->n_slots - 1);
  return &set->slots[slot];
}

static void fill_slots(BwPermutations *set, int n_slots)
{
  set->n_slots = n_slots;
  set->slots = g_renew(int, set->slots, n_slots);
  for (int k = 0; k < n_slots; k++)
    set->slots[k] = -1;
  for (int p = 0; p < set->n; p++)
    *find_slot(set, bw_permutations_get(set, p)) = p;
}

gboolean bw_permutations_contain(const BwPermutations *set, const int *perm)
{
  return *find_slot(set, perm) >= 0;
}

gboolean bw_permutations_add(BwPermutations *set, const int *perm)
{
  gsize size = sizeof(int) * set->n_atoms;
  if (2 * (set->n + 1) > set->n_slots)
    fill_slots(set, MAX(2 * set->n_slots, FIRST_SLOTS));
  int *slot = find_slot(set, perm);
  if (*slot >= 0)
    return FALSE;
  if ((set->n & (set->n - 1)) == 0) /* room for twice as many at every power of two */
    set->perms = g_realloc_n(set->perms, MAX(2 * (gsize)set->n, 1), size);
  *slot = set->n;
  memcpy(set->perms + (gsize)set->n++ * set->n_atoms, perm, size);
  return TRUE;
}

BwPermutations *bw_permutations_new_from(const int *perms, int n, int n_atoms)
{
  BwPermutations *set = bw_permutations_new(n_atoms);
  for (int p = 0; p < n; p++)
    bw_permutations_add(set, perms + (gsize)p * n_atoms);
  return set;
}

static int compare_permutations(gconstpointer a, gconstpointer b, gpointer n_atoms)
{
  const int *first = a, *second = b;
  for (int i = 0; i < GPOINTER_TO_INT(n_atoms); i++)
    if (first[i] != second[i])
      return first[i] < second[i] ? -1 : 1;
  return 0;
}

static void sort(BwPermutations *set)
{
  g_qsort_with_data(set->perms, set->n, sizeof(int) * set->n_atoms, compare_permutations,
                    GINT_TO_POINTER(set->n_atoms));
  fill_slots(set, set->n_slots);
}

static void multiply(const int *first, const int *second, int n_atoms, int *product)
{
  for (int i = 0; i < n_atoms; i++)
    product[i] = first[second[i]];
}

BwPermutations *bw_permutations_close(const BwPermutations *set, int limit)
{
  g_autoptr(BwPermutations) group = bw_permutations_new(set->n_atoms);
  g_autofree int *product = g_new(int, set->n_atoms);
  for (int p = 0; p < group->n; p++)
    for (int g = 1; g < set->n; g++) {
      multiply(bw_permutations_get(group, p), bw_permutations_get(set, g), set->n_atoms, product);
      if (bw_permutations_add(group, product) && group->n >= limit)
        return NULL;
    }
  sort(group);
  return g_steal_pointer(&group);
}

/* Whether all products of the permutation with members are members. */
static gboolean keeps(const BwPermutations *set, const int *perm, int *product)
{
  for (int p = 1; p < set->n; p++) {
    multiply(perm, bw_permutations_get(set, p), set->n_atoms, product);
    if (!bw_permutations_contain(set, product))
      return FALSE;
  }
  return TRUE;
}

/* Whether the set is what few of its members generate. */
static gboolean is_group(const BwPermutations *set)
{
  g_autoptr(BwPermutations) generators = bw_permutations_new(set->n_atoms),
                            group = bw_permutations_new(set->n_atoms);
  for (int p = 1; p < set->n; p++) {
    if (bw_permutations_contain(group, bw_permutations_get(set, p)))
      continue;
    bw_permutations_add(generators, bw_permutations_get(set, p));
    bw_permutations_free(group);
    group = bw_permutations_close(generators, set->n + 1);
    if (!group)
      return FALSE;
  }
  return TRUE;
}

BwPermutations *bw_permutations_subgroup(const BwPermutations *set)
{
  gboolean whole = is_group(set);
  BwPermutations *group = bw_permutations_new(set->n_atoms);
  g_autofree int *product = g_new(int, set->n_atoms);
  for (int p = 1; p < set->n; p++)
    if (whole || keeps(set, bw_permutations_get(set, p), product))
      bw_permutations_add(group, bw_permutations_get(set, p));
  sort(group);
  return group;
}

BwPermutations *bw_permutations_product(const BwPermutations *a, const BwPermutations *b, int limit)
{
  if ((gint64)a->n * b->n > limit)
    return NULL;
  BwPermutations *all = bw_permutations_new(a->n_atoms);
  g_autofree int *product = g_new(int, a->n_atoms);
  for (int p = 0; p < a->n; p++)
    for (int q = 0; q < b->n; q++) {
      multiply(bw_permutations_get(a, p), bw_permutations_get(b, q), a->n_atoms, product);
      bw_permutations_add(all, product);
    }
  sort(all);
  return all;
}

/* lengths[i]: of the cycle that atom i is in. */
static void cycle_lengths(const int *perm, int n_atoms, int *lengths)
{
  for (int i = 0; i < n_atoms; i++) {
    int length = 1;
    for (int k = perm[i]; k != i; k = perm[k])
      length++;
    lengths[i] = length;
  }
}

BwPermutations *bw_permutations_salvage(const BwPermutations *set)
{
  g_autofree int *lengths = g_new(int, set->n_atoms), *longest = g_new0(int, set->n_atoms);
  for (int p = 0; p < set->n; p++) {
    cycle_lengths(bw_permutations_get(set, p), set->n_atoms, lengths);
    for (int i = 0; i < set->n_atoms; i++)
      longest[i] = MAX(longest[i], lengths[i]);
  }
  BwPermutations *kept = bw_permutations_new(set->n_atoms);
  for (int p = 1; p < set->n; p++) {
    gboolean good = TRUE;
    cycle_lengths(bw_permutations_get(set, p), set->n_atoms, lengths);
    for (int i = 0; i < set->n_atoms; i++)
      good = good && (lengths[i] == 1 || lengths[i] == longest[i]);
    if (good)
      bw_permutations_add(kept, bw_permutations_get(set, p));
  }
  return kept;
}

char *bw_permutations_cycles(const int *perm, const BwAtoms *atoms)
{
  GString *text = g_string_new(NULL);
  g_autofree gboolean *written = g_new0(gboolean, atoms->n_atoms);
  for (int first = 0; first < atoms->n_atoms; first++) {
    if (written[first] || perm[first] == first)
      continue;
    for (int i = first; !written[i]; i = perm[i]) {
      g_autofree char *name = bw_atoms_name(atoms, i);
      g_string_append_printf(text, "%s%s", i == first ? "(" : " ", name);
      written[i] = TRUE;
    }
    g_string_append_c(text, ')');
  }
  return g_string_free(text->len > 0 ? text : g_string_append(text, "()"), FALSE);
}
