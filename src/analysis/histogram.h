/* histogram.h - counts values as they come, at a resolution that only the display makes coarser.
 *
 * Bins begin at whole multiples of their width, so that histograms of different data line up. */
#pragma once

#include <glib.h>

typedef struct _BwHistogram BwHistogram;

/* `resolution`: width of the finest bins; made ten times wider each time the values spread over too many. */
BwHistogram *bw_histogram_new(double resolution);
void bw_histogram_free(BwHistogram *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwHistogram, bw_histogram_free)

/* Values that are not finite are not counted. */
void bw_histogram_add(BwHistogram *self, double value);

double bw_histogram_get_resolution(const BwHistogram *self);
/* Where the values lie: FALSE while there are none. */
gboolean bw_histogram_get_range(const BwHistogram *self, double *low, double *high);

/* density[n_bins] (normalised over all values, also those outside) in bins of `width` from low = first ×
 * width on; `width` a whole multiple of the resolution. */
void bw_histogram_density(const BwHistogram *self, double width, gint64 first, int n_bins, double *density);

/* The width 1, 2 or 5 times a power of ten that is nearest to `width`. */
double bw_round_width(double width);
