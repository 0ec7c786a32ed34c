/* bw-trace.h - numbers along time for plots, in named columns and bounded memory: when it is full, every
 * other row is forgotten, and from then on only every other one is kept.
 *
 * A run has the columns below, and two for each coordinate that is pinned (its mean over the beads, and that
 * of the centroids). A file has whatever its frames say as a number, under the file's own names and in its
 * own units; its energy is BW_TRACE_POTENTIAL. */
#pragma once

#include <glib.h>

#define BW_TRACE_POTENTIAL "potential" /* eV; unit NULL where a file does not say it */
#define BW_TRACE_CONSERVED "conserved"
#define BW_TRACE_TEMPERATURE "temperature"
#define BW_TRACE_KINETIC "kinetic_cv"
#define BW_TRACE_KINETIC_PRIMITIVE "kinetic_td"
#define BW_TRACE_GYRATION "radius_of_gyration"
#define BW_TRACE_OUT_OF_DOMAIN "out_of_domain"
#define BW_TRACE_PULL "pull_energy"

typedef struct {
  const char *name; /* interned */
  const char *unit; /* interned; NULL: without one, or not known */
  double *y;        /* [n]; NaN where not known */
} BwTraceColumn;

typedef struct {
  gsize n;
  double *x;         /* [n] fs, or the frame: whoever made the trace says which */
  GArray *columns;   /* of BwTraceColumn */
  gsize n_allocated; /* rows */
  gint64 stride;     /* of the rows that were offered, every stride-th is kept */
  gint64 n_offered;
} BwTrace;

BwTrace *bw_trace_new(void);
void bw_trace_free(BwTrace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTrace, bw_trace_free)

/* The index of the column of this name, added with NaN in all rows when it is new. */
int bw_trace_add_column(BwTrace *self, const char *name, const char *unit);
/* −1: none. */
int bw_trace_find_column(const BwTrace *self, const char *name);
/* NULL: no such column. */
const BwTraceColumn *bw_trace_get_column(const BwTrace *self, const char *name);

/* One row: a value for every column. */
void bw_trace_add(BwTrace *self, double x, const double *y);
double bw_trace_get_end(const BwTrace *self); /* the last x; 0 without any */
/* The row whose x is nearest; n must not be 0. x has to ascend. */
gsize bw_trace_find_row(const BwTrace *self, double x);
