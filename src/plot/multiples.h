/* multiples.h - many small plots of one kind beside each other: the distributions of every bond, say.
 *
 * All panels are equally wide in x, each about the middle of its own data, so that widths can be compared by
 * eye; panels of a group ("O–H") are equally high in y. */
#pragma once

#include "plot/plot.h"

typedef struct _BwMultiples BwMultiples;

/* `unit`: of x, "Å". */
BwMultiples *bw_multiples_new(const char *title, const char *unit);
void bw_multiples_free(BwMultiples *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwMultiples, bw_multiples_free)

void bw_multiples_set_caption(BwMultiples *self, const char *caption);
const char *bw_multiples_get_caption(const BwMultiples *self);       /* "" when there is none */
void bw_multiples_set_source(BwMultiples *self, const char *source); /* the run's name: goes into exports */
void bw_multiples_set_legend(BwMultiples *self, BwAccent accent, const char *legend);
void bw_multiples_set_unit(BwMultiples *self, const char *unit);

/* New panels are empty. */
void bw_multiples_set_n(BwMultiples *self, int n);
int bw_multiples_get_n(const BwMultiples *self);
/* What it is of, and the result in a few words; `note` may be NULL. */
void bw_multiples_set_words(BwMultiples *self, int panel, const char *name, const char *group,
                            const char *note);
const char *bw_multiples_get_name(const BwMultiples *self, int panel);
const char *bw_multiples_get_note(const BwMultiples *self, int panel); /* "" when there is none */
void bw_multiples_clear_panel(BwMultiples *self, int panel);           /* its data */
/* density[n_bins] in equal bins from low to high, with its mean; one of each accent. */
void bw_multiples_add(BwMultiples *self, int panel, BwAccent accent, double low, double high,
                      const double *density, int n_bins, double mean);

gboolean bw_multiples_has_data(const BwMultiples *self); /* any panel has */
/* What x and density go to in a panel; FALSE when it has no data. */
gboolean bw_multiples_get_range(const BwMultiples *self, int panel, double *x_low, double *x_high,
                                double *y_high);

/* One of them, into width × height user units. */
void bw_multiples_paint_panel(BwMultiples *self, int panel, cairo_t *cr, double width, double height,
                              const BwPlotTheme *theme);

/* All of them with title, caption and legend, in as many columns as fit. */
double bw_multiples_get_height(BwMultiples *self, double width, const BwPlotTheme *theme);
void bw_multiples_paint(BwMultiples *self, cairo_t *cr, double width, double height,
                        const BwPlotTheme *theme);

/* As bw_plot_export() and bw_plot_copy(); the height follows from the width. */
gboolean bw_multiples_export(BwMultiples *self, const char *path, double width, double scale,
                             const BwPlotTheme *theme, GError **error);
GBytes *bw_multiples_copy(BwMultiples *self, const char *format, double width, double scale,
                          const BwPlotTheme *theme, GError **error);
