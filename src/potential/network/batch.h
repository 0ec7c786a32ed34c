/* batch.h - molecules, crystals, beads or frames of any size, one after the other, as a network sees them at
 * once: atoms with their elements, pairs within the cutoff with the image that each pair is of. */
#pragma once

#include "autodiff/indices.h"
#include "system/cell.h"

typedef struct {
  int n_molecules, n_atoms;
  BwIndex molecule;  /* items: atoms, sources: molecules */
  BwIndex element;   /* items: atoms, sources: the network's elements */
  BwPairs pairs;     /* each once; an atom may be paired with its own image */
  double *positions; /* [n_atoms][3], Å, of each molecule around its mean */
  double *shifts;    /* [n_pairs][3], Å, added to r_j − r_i of pair (i, j) */
  gboolean shifted;  /* any of them is not zero */
  /* While it is being filled. */
  GArray *molecules, *elements, *places, *ends, *images;
  int last, last_atom; /* first pair and first atom of the last one */
} BwBatch;

void bw_batch_init(BwBatch *self);
void bw_batch_clear(BwBatch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwBatch, bw_batch_clear)

/* Empties it and keeps its memory. */
void bw_batch_begin(BwBatch *self);
/* One more: elements[n_atoms] are numbers of the network's elements, positions[n_atoms][3] Å, cell may be
 * NULL. cutoff 0: all pairs, which a periodic system cannot have. Fails with NUMERICS for positions that are
 * not finite and for atoms at the same place, ARGUMENT without a cutoff in a periodic cell, MEMORY where
 * there are too many pairs. */
gboolean bw_batch_add(BwBatch *self, const int *elements, const double *positions, int n_atoms,
                      const BwCell *cell, double cutoff, GError **error);
/* The pairs of one structure, to add it again without looking for them. */
typedef struct {
  int n_pairs;
  int *ends;      /* [n_pairs][2], of its atoms */
  double *shifts; /* [n_pairs][3], Å; NULL: all zero */
} BwBatchPairs;

/* Of the last one. One block of memory of so many bytes, free with g_free(). */
BwBatchPairs *bw_batch_copy_pairs(const BwBatch *self, gsize *bytes);
/* One more, as bw_batch_add(), at the positions whose pairs were copied. Fails with MEMORY. */
gboolean bw_batch_add_again(BwBatch *self, const int *elements, const double *positions, int n_atoms,
                            const BwBatchPairs *pairs, GError **error);
/* Takes out a pair of the last one, by its number among its own. */
void bw_batch_remove_pair(BwBatch *self, int pair);
/* After the last one; n_elements of the network. */
void bw_batch_end(BwBatch *self, int n_elements);

/* All pairs of n_atoms. */
gint64 bw_count_all_pairs(int n_atoms);
/* Fails with MEMORY where n_pairs are more than can be counted, or than fit into memory with `bytes` each. */
gboolean bw_check_n_pairs(gint64 n_pairs, int n_atoms, gsize bytes, GError **error);
