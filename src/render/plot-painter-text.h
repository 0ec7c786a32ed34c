/* plot-painter-text.h - texts of plots as pixels in one texture.
 *
 * Each text is laid out and drawn once for every size; when the texture is full it starts anew, so that
 * labels which come and go for days take no more room. */
#pragma once

#include "plot/painter.h"

#include <epoxy/gl.h>

typedef struct _BwPlotTexts BwPlotTexts;

/* Where a text is in the texture, and where its pixels go. */
typedef struct {
  int x, y, width, height; /* texels */
  double left, top;        /* of the text's box in them */
} BwPlotTexels;

BwPlotTexts *bw_plot_texts_new(void);
void bw_plot_texts_free(BwPlotTexts *texts);

/* One channel: coverage. */
GLuint bw_plot_texts_get_texture(const BwPlotTexts *texts);

/* For the texts of this paint. */
void bw_plot_texts_begin(BwPlotTexts *texts, const BwPlotTheme *theme, double scale);
void bw_plot_texts_measure(BwPlotTexts *texts, const BwText *text, double *width, double *height);
/* FALSE when the texture is full: what uses it must be drawn before bw_plot_texts_empty(). */
gboolean bw_plot_texts_find(BwPlotTexts *texts, const BwText *text, BwPlotTexels *texels);
void bw_plot_texts_empty(BwPlotTexts *texts);
