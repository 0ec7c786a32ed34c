/* images.h - how often a periodic cell is shown along its vectors. */
#pragma once

#include "system/cell.h"

typedef struct {
  int n[3]; /* along a, b, c; at least 1 */
} BwImages;

/* As many as asked along periodic directions, one along others; fewer where they would make more than
 * 200 000 spheres of `n_spheres` in each. */
BwImages bw_images_choose(const int asked[3], const BwCell *cell, gsize n_spheres);
int bw_images_count(const BwImages *images);
/* The place of image k (0 … count − 1) along a, b, c; that of the first is 0, 0, 0. */
void bw_images_place(const BwImages *images, int k, int place[3]);
gboolean bw_images_contain(const BwImages *images, const int place[3]);
/* Å from the first image. */
void bw_images_offset(const BwCell *cell, const int place[3], double offset[3]);
