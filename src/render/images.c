#include "render/images.h"

enum { MOST_SPHERES = 200000 };

int bw_images_count(const BwImages *images)
{
  return images->n[0] * images->n[1] * images->n[2];
}

/* How many times too many, with n_spheres in each. */
static double excess(const BwImages *images, gsize n_spheres)
{
  return (double)images->n[0] * images->n[1] * images->n[2] * (double)n_spheres / MOST_SPHERES;
}

BwImages bw_images_choose(const int asked[3], const BwCell *cell, gsize n_spheres)
{
  BwImages images;
  double over;
  for (int k = 0; k < 3; k++)
    images.n[k] = cell->periodic[k] ? CLAMP(asked[k], 1, MOST_SPHERES) : 1;
  while ((over = excess(&images, n_spheres)) > 1) {
    int k = images.n[1] > images.n[0] ? 1 : 0;
    k = images.n[2] > images.n[k] ? 2 : k;
    if (images.n[k] == 1)
      break;
    images.n[k] = over > 2 ? (images.n[k] + 1) / 2 : images.n[k] - 1;
  }
  return images;
}

void bw_images_place(const BwImages *images, int k, int place[3])
{
  place[0] = k % images->n[0];
  place[1] = k / images->n[0] % images->n[1];
  place[2] = k / images->n[0] / images->n[1];
}

gboolean bw_images_contain(const BwImages *images, const int place[3])
{
  for (int d = 0; d < 3; d++)
    if (place[d] < 0 || place[d] >= images->n[d])
      return FALSE;
  return TRUE;
}

void bw_images_offset(const BwCell *cell, const int place[3], double offset[3])
{
  for (int d = 0; d < 3; d++) {
    offset[d] = 0;
    for (int k = 0; k < 3; k++)
      offset[d] += place[k] * cell->vectors[k][d];
  }
}
