#include "potential/gdml/permutations.h"

#include <stdlib.h>
#include <string.h>

BwPermutations *bw_permutations_new(int n_atoms)
{
  BwPermutations *set = g_new0(BwPermutations, 1);
  set->n_atoms = n_atoms;
  set->n = 1;
  set->perms = g_new(int, n_atoms);
  for (int i = 0; i < n_atoms; i++)
    set->perms[i] = i;
  return set;
}

void bw_permutations_free(BwPermutations *set)
{
  if (!set)
    return;
  g_free(set->perms);
  g_free(set);
}

const int *bw_permutations_get(const BwPermutations *set, int index)
{
  return set->perms + (gsize)index * set->n_atoms;
}

gboolean bw_permutations_add(BwPermutations *set, const int *perm)
{
  gsize size = sizeof(int) * set->n_atoms;
  for (int p = 0; p < set->n; p++)
    if (memcmp(bw_permutations_get(set, p), perm, size) == 0)
      return FALSE;
  set->perms = g_realloc_n(set->perms, (gsize)set->n + 1, size);
  memcpy(set->perms + (gsize)set->n++ * set->n_atoms, perm, size);
  return TRUE;
}

static int compare_permutations(gconstpointer a, gconstpointer b, gpointer n_atoms)
{
  const int *first = a, *second = b;
  for (int i = 0; i < GPOINTER_TO_INT(n_atoms); i++)
    if (first[i] != second[i])
      return first[i] < second[i] ? -1 : 1;
  return 0;
}

BwPermutations *bw_permutations_close(const BwPermutations *set, int limit)
{
  g_autoptr(BwPermutations) group = bw_permutations_new(set->n_atoms);
  g_autofree int *product = g_new(int, set->n_atoms);
  for (int p = 0; p < group->n; p++)
    for (int g = 1; g < set->n; g++) {
      const int *generator = bw_permutations_get(set, g), *member = bw_permutations_get(group, p);
      for (int i = 0; i < set->n_atoms; i++)
        product[i] = member[generator[i]];
      if (bw_permutations_add(group, product) && group->n >= limit)
        return NULL;
    }
  g_qsort_with_data(group->perms, group->n, sizeof(int) * group->n_atoms, compare_permutations,
                    GINT_TO_POINTER(group->n_atoms));
  return g_steal_pointer(&group);
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
