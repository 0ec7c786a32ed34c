#include "app/session/bw-trace.h"

#include <math.h>

#define MIN_ROWS 256
#define MAX_ROWS 16384

BwTrace *bw_trace_new(void)
{
  BwTrace *self = g_new0(BwTrace, 1);
  self->columns = g_array_new(FALSE, FALSE, sizeof(BwTraceColumn));
  self->n_allocated = MIN_ROWS;
  self->x = g_new(double, MIN_ROWS);
  self->stride = 1;
  return self;
}

static BwTraceColumn *column(const BwTrace *self, guint index)
{
  return &g_array_index(self->columns, BwTraceColumn, index);
}

void bw_trace_free(BwTrace *self)
{
  for (guint c = 0; c < self->columns->len; c++)
    g_free(column(self, c)->y);
  g_array_unref(self->columns);
  g_free(self->x);
  g_free(self);
}

int bw_trace_find_column(const BwTrace *self, const char *name)
{
  const char *interned = g_intern_string(name);
  for (guint c = 0; c < self->columns->len; c++)
    if (column(self, c)->name == interned)
      return (int)c;
  return -1;
}

const BwTraceColumn *bw_trace_get_column(const BwTrace *self, const char *name)
{
  int index = bw_trace_find_column(self, name);
  return index < 0 ? NULL : column(self, (guint)index);
}

int bw_trace_add_column(BwTrace *self, const char *name, const char *unit)
{
  int known = bw_trace_find_column(self, name);
  if (known >= 0)
    return known;
  BwTraceColumn new = {g_intern_string(name), g_intern_string(unit), g_new(double, self->n_allocated)};
  for (gsize i = 0; i < self->n; i++)
    new.y[i] = NAN;
  g_array_append_val(self->columns, new);
  return (int)self->columns->len - 1;
}

static void forget_every_other(BwTrace *self)
{
  for (gsize i = 0; 2 * i < self->n; i++) {
    self->x[i] = self->x[2 * i];
    for (guint c = 0; c < self->columns->len; c++)
      column(self, c)->y[i] = column(self, c)->y[2 * i];
  }
  self->n = (self->n + 1) / 2;
  self->stride *= 2;
}

static void grow(BwTrace *self)
{
  self->n_allocated *= 2;
  self->x = g_renew(double, self->x, self->n_allocated);
  for (guint c = 0; c < self->columns->len; c++)
    column(self, c)->y = g_renew(double, column(self, c)->y, self->n_allocated);
}

void bw_trace_add(BwTrace *self, double x, const double *y)
{
  if (self->n_offered++ % self->stride)
    return;
  if (self->n == MAX_ROWS)
    forget_every_other(self);
  if (self->n == self->n_allocated)
    grow(self);
  self->x[self->n] = x;
  for (guint c = 0; c < self->columns->len; c++)
    column(self, c)->y[self->n] = y[c];
  self->n++;
}

double bw_trace_get_end(const BwTrace *self)
{
  return self->n > 0 ? self->x[self->n - 1] : 0;
}

gsize bw_trace_find_row(const BwTrace *self, double x)
{
  gsize low = 0, high = self->n - 1;
  while (high - low > 1) {
    gsize middle = (low + high) / 2;
    if (self->x[middle] <= x)
      low = middle;
    else
      high = middle;
  }
  return fabs(self->x[high] - x) < fabs(self->x[low] - x) ? high : low;
}
