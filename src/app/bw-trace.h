/* bw-trace.h - numbers along time for a plot, in bounded memory: when it is full, every other row is
 * forgotten, and from then on only every other one is kept. */
#pragma once

#include <glib.h>

#define BW_TRACE_COLUMNS 2

typedef enum {
  BW_TRACE_POTENTIAL, /* eV */
  BW_TRACE_CONSERVED, /* eV */
} BwTraceColumn;

typedef struct {
  gsize n;
  double *x;
  double *y[BW_TRACE_COLUMNS]; /* NaN where not known */
  gint64 stride;               /* of the rows that were offered, every stride-th is kept */
  gint64 n_offered;
} BwTrace;

BwTrace *bw_trace_new(void);
void bw_trace_free(BwTrace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTrace, bw_trace_free)

double bw_trace_get_end(const BwTrace *self); /* the last x; 0 without any */
void bw_trace_add(BwTrace *self, double x, const double y[BW_TRACE_COLUMNS]);
