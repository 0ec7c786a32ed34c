#include "potential/schnet/near-list.h"

#include "system/neighbours.h"

#include <string.h>

#define SKIN 0.8 /* Å beyond the cutoff: hydrogen at 300 K takes a hundred steps for half of it */
#define FREE 0.4 /* of the skin each of two atoms may move; less than half by more than rounding */

static gboolean is_same_cell(const BwCell *a, const BwCell *b)
{
  return memcmp(a->vectors, b->vectors, sizeof a->vectors) == 0 &&
         memcmp(a->periodic, b->periodic, sizeof a->periodic) == 0;
}

/* Written so that a position that is not a number has moved too far: making the list says so. */
static gboolean is_valid(const BwNearList *self, const double *positions, int n_atoms, const BwCell *cell,
                         double cutoff)
{
  const double farthest = FREE * SKIN * (FREE * SKIN);
  if (!self->made_at || self->n_atoms != n_atoms || self->cutoff != cutoff ||
      !is_same_cell(&self->cell, cell))
    return FALSE;
  for (int i = 0; i < n_atoms; i++) {
    double moved = 0;
    for (int d = 0; d < 3; d++) {
      double step = positions[3 * i + d] - self->made_at[3 * i + d];
      moved += step * step;
    }
    if (!(moved < farthest))
      return FALSE;
  }
  return TRUE;
}

static gboolean is_before(const BwNearPair *p, const BwNearPair *q)
{
  const int first[] = {p->i, p->j, p->image[0], p->image[1], p->image[2]};
  const int second[] = {q->i, q->j, q->image[0], q->image[1], q->image[2]};
  for (gsize k = 0; k < G_N_ELEMENTS(first); k++)
    if (first[k] != second[k])
      return first[k] < second[k];
  return FALSE;
}

/* Neighbours come by i and j; only images of one pair are in the order of bins, and have not far to go. */
static void sort(BwNearPair *pairs, int n)
{
  for (int k = 1; k < n; k++) {
    BwNearPair pair = pairs[k];
    int place = k;
    for (; place > 0 && is_before(&pair, &pairs[place - 1]); place--)
      pairs[place] = pairs[place - 1];
    pairs[place] = pair;
  }
}

gboolean bw_near_list_update(BwNearList *self, const double *positions, int n_atoms, const BwCell *cell,
                             double cutoff, GError **error)
{
  BwCell none;
  bw_cell_init_none(&none);
  if (is_valid(self, positions, n_atoms, cell ? cell : &none, cutoff))
    return TRUE;
  bw_near_list_clear(self);
  g_autoptr(BwNeighbours) near = bw_neighbours_new(positions, n_atoms, cell, cutoff + SKIN, TRUE, error);
  if (!near)
    return FALSE;
  *self = (BwNearList){n_atoms, near->n_pairs, cutoff, cell ? *cell : none};
  self->made_at = g_memdup2(positions, sizeof *positions * 3 * (gsize)n_atoms);
  self->pairs = g_new(BwNearPair, MAX(near->n_pairs, 1));
  for (int i = 0; i < n_atoms; i++)
    for (int p = near->first[i]; p < near->first[i + 1]; p++) {
      self->pairs[p] = (BwNearPair){.i = i, .j = near->j[p]};
      memcpy(self->pairs[p].image, near->images + 3 * (gsize)p, sizeof self->pairs[p].image);
    }
  sort(self->pairs, near->n_pairs);
  return TRUE;
}

/* begin[i + 1] moves from where the neighbours of atom i begin to where they end. */
static void add_neighbour(BwNearList *self, int i, BwNearNeighbour neighbour)
{
  self->neighbours[self->begin[i + 1]++] = neighbour;
}

void bw_near_list_index(BwNearList *self)
{
  if (self->neighbours)
    return;
  gsize n = (gsize)self->n_atoms;
  self->pairs_begin = g_new0(int, n + 1);
  self->begin = g_new0(int, n + 2);
  self->neighbours = g_new(BwNearNeighbour, 2 * (gsize)MAX(self->n_pairs, 1));
  for (int p = 0; p < self->n_pairs; p++) {
    const BwNearPair *pair = &self->pairs[p];
    self->pairs_begin[pair->i + 1]++;
    self->begin[pair->i + 2]++;
    self->begin[pair->j + 2]++;
  }
  for (gsize i = 0; i < n; i++) {
    self->pairs_begin[i + 1] += self->pairs_begin[i];
    self->begin[i + 2] += self->begin[i + 1];
  }
  for (int p = 0; p < self->n_pairs; p++) {
    const BwNearPair *pair = &self->pairs[p];
    add_neighbour(self, pair->i, (BwNearNeighbour){pair->j, p});
    add_neighbour(self, pair->j, (BwNearNeighbour){pair->i, ~p});
  }
}

void bw_near_list_clear(BwNearList *self)
{
  g_clear_pointer(&self->made_at, g_free);
  g_clear_pointer(&self->pairs, g_free);
  g_clear_pointer(&self->pairs_begin, g_free);
  g_clear_pointer(&self->begin, g_free);
  g_clear_pointer(&self->neighbours, g_free);
}
