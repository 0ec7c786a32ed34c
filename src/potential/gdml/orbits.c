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
