/* bw-averages.h - what is known so far about a run or a file: means with error bars, and the distributions of
 * the distances that are watched. */
#pragma once

#include "analysis/distribution.h"
#include "engine/engine.h"

typedef enum {
  BW_AVERAGE_TEMPERATURE, /* K */
  BW_AVERAGE_KINETIC,     /* eV, centroid virial */
  BW_AVERAGE_POTENTIAL,   /* eV */
  BW_AVERAGE_GYRATION,    /* Å */
  BW_N_AVERAGES,
} BwAverage;

typedef struct _BwAverages BwAverages;

BwAverages *bw_averages_new(void);
/* The same pairs, nothing counted yet. */
BwAverages *bw_averages_new_like(const BwAverages *other);
void bw_averages_free(BwAverages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwAverages, bw_averages_free)

/* The index of the pair, added when it is new. */
int bw_averages_add_pair(BwAverages *self, int i, int j);
/* [n_pairs][2] */
const int (*bw_averages_get_pairs(const BwAverages *self, int *n_pairs))[2];
/* The engine samples them from now on. */
void bw_averages_watch(const BwAverages *self, BwEngine *engine);

void bw_averages_add_sample(BwAverages *self, const BwSample *sample);
/* The distances of one frame; its atoms must include all pairs. */
void bw_averages_add_frame(BwAverages *self, const BwFrame *frame);

BwMean bw_averages_get(const BwAverages *self, BwAverage which);
const BwDistribution *bw_averages_get_distribution(const BwAverages *self, int pair);
/* How much longer the distance of the beads is than that of the centroids, Å; the error knows that both come
 * from the same moments. */
BwMean bw_averages_get_dilation(const BwAverages *self, int pair);
