/* indices.h - who belongs to whom: for gathering rows of matrices and adding them up again. Both are found
 * from each side in O(1), so that sums can be taken in one order by any number of threads. */
#pragma once

#include <glib.h>

/* Items, each with one source: atoms with their molecule or their element, edges with their sender. */
typedef struct {
  int n_items, n_sources;
  int *source;                  /* [n_items] */
  int *first;                   /* [n_sources + 1]: into members */
  int *members;                 /* [n_items]: the items of each source, ascending */
  int most_items, most_sources; /* that there is memory for */
} BwIndex;

/* Replaces what is there, reusing its memory; source[n_items] is copied, each 0 … n_sources − 1. Begin with
 * {0}. */
void bw_index_set(BwIndex *index, const int *source, int n_items, int n_sources);
void bw_index_clear(BwIndex *index);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwIndex, bw_index_clear)

/* Pairs of atoms, each once; an atom may be in a pair with its own image. End 2k of pair k is its atom i, end
 * 2k + 1 its atom j. */
typedef struct {
  int n_pairs, n_atoms;
  BwIndex ends; /* items: ends [2 n_pairs], sources: atoms */
} BwPairs;

/* atoms[n_pairs][2] */
void bw_pairs_set(BwPairs *pairs, const int *atoms, int n_pairs, int n_atoms);
void bw_pairs_clear(BwPairs *pairs);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwPairs, bw_pairs_clear)

/* The atom at the other end. */
static inline int bw_pairs_other(const BwPairs *pairs, int end)
{
  return pairs->ends.source[end ^ 1];
}
