/* bw-scrubber-line.h - a line without axes, drawn once into a picture that is shown until something changes.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _BwScrubberLine BwScrubberLine;

BwScrubberLine *bw_scrubber_line_new(void);
void bw_scrubber_line_free(BwScrubberLine *self);
/* Copies values[n] at positions[n], ascending; not finite: a gap. */
void bw_scrubber_line_set(BwScrubberLine *self, const double *positions, const double *values, gsize n);
/* Within the area, whose width is `length` of the positions. */
void bw_scrubber_line_paint(BwScrubberLine *self, GtkSnapshot *snapshot, const graphene_rect_t *area,
                            double length, const GdkRGBA *colour, int scale);
