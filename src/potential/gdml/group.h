/* group.h - calculations with the elements of a permutation group of some thousand members: products and
 * inverses by looking at a few places that tell all members apart. */
#pragma once

#include <glib.h>

typedef struct {
  const int *pairs; /* [n][n_places], belongs to whoever made it; (P_g r)[a] = r[pairs[g][a]] */
  int n, n_places;
  int identity;
  int *inverses; /* [n] */
  int n_generators;
  int *generators; /* [n_generators] */
  int n_base;
  int *base;  /* [n_base] places whose images tell the members apart */
  int *order; /* [n] members sorted by these images */
} BwGroup;

/* NULL when the permutations are not a group, or not all different. */
BwGroup *bw_group_new(const int *pairs, int n, int n_places);
void bw_group_free(BwGroup *group);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwGroup, bw_group_free)

/* The member P_g P_h. */
int bw_group_product(const BwGroup *group, int g, int h);
gboolean bw_group_commute(const BwGroup *group, int g, int h);

/* The smallest k > 0 with g^k = 1. */
int bw_group_order_of(const BwGroup *group, int g);

/* sizes[n]: of the conjugacy class of each member. */
void bw_group_class_sizes(const BwGroup *group, int *sizes);
