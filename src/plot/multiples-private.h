/* multiples-private.h - what multiples.c (the description), multiples-paint.c and multiples-export.c share.
 */
#pragma once

#include "plot/multiples.h"

typedef struct {
  BwAccent accent;
  double low, high, mean;
  double *density; /* [n_bins] */
  int n_bins;
} BwOutline;

typedef struct {
  char *name, *group, *note;
  GArray *outlines; /* of BwOutline */
} BwPanel;

struct _BwMultiples {
  char *title, *caption, *source, *unit;
  char *legends[BW_N_ACCENTS]; /* NULL: none */
  GPtrArray *panels;           /* of BwPanel */
};

static inline const BwPanel *bw_multiples_panel(const BwMultiples *self, int panel)
{
  return (const BwPanel *)self->panels->pdata[panel];
}
