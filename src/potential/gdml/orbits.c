#include "potential/gdml/orbits.h"

#include <glib.h>

void bw_orbits_find(const int *pairs, int n_permutations, int n_descriptors, int *root)
{
  for (int a = 0; a < n_descriptors; a++)
    root[a] = a;
  for (gboolean changed = TRUE; changed;) {
    changed = FALSE;
    for (int p = 0; p < n_permutations; p++)
      for (int a = 0; a < n_descriptors; a++) {
        int *first = &root[a], *second = &root[pairs[(gsize)p * n_descriptors + a]];
        changed |= *first != *second;
        *first = *second = MIN(*first, *second);
      }
  }
}

/* The atom that two pairs share. */
static int common_atom(int pair_a, int pair_b, const int *first, const int *second)
{
  return first[pair_a] == first[pair_b] || first[pair_a] == second[pair_b] ? first[pair_a] : second[pair_a];
}

static int pair_of(int k, int l)
{
  return k > l ? k * (k - 1) / 2 + l : l * (l - 1) / 2 + k;
}

void bw_orbits_atoms(const int *pairs, int n_permutations, int n_atoms, int *images)
{
  int size = n_atoms * (n_atoms - 1) / 2;
  g_autofree int *first = g_new(int, size), *second = g_new(int, size);
  for (int i = 1; i < n_atoms; i++)
    for (int j = 0; j < i; j++)
      first[pair_of(i, j)] = i, second[pair_of(i, j)] = j;
  for (int p = 0; p < n_permutations; p++, pairs += size, images += n_atoms)
    for (int k = 0; k < n_atoms; k++) {
      int l = k == 0 ? 1 : 0, m = k <= 1 ? 2 : 1; /* any two others */
      images[k] = n_atoms < 3 ? k : common_atom(pairs[pair_of(k, l)], pairs[pair_of(k, m)], first, second);
    }
}

int bw_orbits_count_atoms(const int *pairs, int n_permutations, int n_atoms)
{
  g_autofree int *images = g_new(int, (gsize)n_permutations *n_atoms), *root = g_new(int, n_atoms);
  int count = 0;
  bw_orbits_atoms(pairs, n_permutations, n_atoms, images);
  bw_orbits_find(images, n_permutations, n_atoms, root);
  for (int k = 0; k < n_atoms; k++)
    count += root[k] == k;
  return count;
}
