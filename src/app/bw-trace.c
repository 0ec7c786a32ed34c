#include "app/bw-trace.h"

#define MAX_ROWS 16384

BwTrace *bw_trace_new(void)
{
  BwTrace *self = g_new0(BwTrace, 1);
  self->x = g_new(double, MAX_ROWS);
  for (int c = 0; c < BW_TRACE_COLUMNS; c++)
    self->y[c] = g_new(double, MAX_ROWS);
  self->stride = 1;
  return self;
}

void bw_trace_free(BwTrace *self)
{
  g_free(self->x);
  for (int c = 0; c < BW_TRACE_COLUMNS; c++)
    g_free(self->y[c]);
  g_free(self);
}

static void forget_every_other(BwTrace *self)
{
  for (gsize i = 0; 2 * i < self->n; i++) {
    self->x[i] = self->x[2 * i];
    for (int c = 0; c < BW_TRACE_COLUMNS; c++)
      self->y[c][i] = self->y[c][2 * i];
  }
  self->n = (self->n + 1) / 2;
  self->stride *= 2;
}

void bw_trace_add(BwTrace *self, double x, const double y[BW_TRACE_COLUMNS])
{
  if (self->n_offered++ % self->stride)
    return;
  if (self->n == MAX_ROWS)
    forget_every_other(self);
  self->x[self->n] = x;
  for (int c = 0; c < BW_TRACE_COLUMNS; c++)
    self->y[c][self->n] = y[c];
  self->n++;
}

double bw_trace_get_end(const BwTrace *self)
{
  return self->n > 0 ? self->x[self->n - 1] : 0;
}
