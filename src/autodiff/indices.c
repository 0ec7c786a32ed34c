#include "autodiff/indices.h"

#include <string.h>

/* Never less: batches of changing sizes soon take no memory any more. */
static void make_room(BwIndex *index, int n_items, int n_sources)
{
  if (!index->source || n_items > index->most_items) {
    index->most_items = n_items;
    index->source = g_renew(int, index->source, MAX(n_items, 1));
    index->members = g_renew(int, index->members, MAX(n_items, 1));
  }
  if (!index->first || n_sources > index->most_sources) {
    index->most_sources = n_sources;
    index->first = g_renew(int, index->first, (gsize)n_sources + 2);
  }
}

/* Counting sort: members come out ascending. */
void bw_index_set(BwIndex *index, const int *source, int n_items, int n_sources)
{
  index->n_items = n_items;
  index->n_sources = n_sources;
  make_room(index, n_items, n_sources);
  if (n_items > 0)
    memcpy(index->source, source, sizeof *source * n_items);
  int *next = index->first + 1; /* becomes `first` when every item is in its place */
  memset(index->first, 0, sizeof *index->first * (n_sources + 2));
  for (int k = 0; k < n_items; k++)
    next[source[k] + 1]++;
  for (int s = 0; s < n_sources; s++)
    next[s + 1] += next[s];
  for (int k = 0; k < n_items; k++)
    index->members[next[source[k]]++] = k;
}

void bw_index_clear(BwIndex *index)
{
  g_free(index->source);
  g_free(index->first);
  g_free(index->members);
  *index = (BwIndex){0};
}

void bw_pairs_set(BwPairs *pairs, const int *atoms, int n_pairs, int n_atoms)
{
  pairs->n_pairs = n_pairs;
  pairs->n_atoms = n_atoms;
  bw_index_set(&pairs->ends, atoms, 2 * n_pairs, n_atoms);
}

void bw_pairs_clear(BwPairs *pairs)
{
  bw_index_clear(&pairs->ends);
  *pairs = (BwPairs){0};
}
