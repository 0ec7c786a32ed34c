#include "app/bw-frame-meter.h"

struct _BwFrameMeter {
  GdkFrameClock *clock;
  gulong handlers[2];
  gint64 begun, shown;       /* µs; 0: not yet */
  GArray *intervals, *works; /* of double, ms */
};

/* The first signal of a frame's work, and the last one. */
static void on_begin(G_GNUC_UNUSED GdkFrameClock *clock, BwFrameMeter *self)
{
  self->begun = g_get_monotonic_time();
}

static void on_end(G_GNUC_UNUSED GdkFrameClock *clock, BwFrameMeter *self)
{
  gint64 now = g_get_monotonic_time();
  double work = 1e-3 * (double)(now - self->begun), interval = 1e-3 * (double)(now - self->shown);
  if (self->begun && self->shown) {
    g_array_append_val(self->works, work);
    g_array_append_val(self->intervals, interval);
  }
  self->shown = now;
}

BwFrameMeter *bw_frame_meter_new(GdkFrameClock *clock)
{
  BwFrameMeter *self = g_new0(BwFrameMeter, 1);
  self->clock = g_object_ref(clock);
  self->intervals = g_array_new(FALSE, FALSE, sizeof(double));
  self->works = g_array_new(FALSE, FALSE, sizeof(double));
  self->handlers[0] = g_signal_connect(clock, "before-paint", G_CALLBACK(on_begin), self);
  self->handlers[1] = g_signal_connect(clock, "after-paint", G_CALLBACK(on_end), self);
  return self;
}

static int compare(gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The value that a fraction of the sorted ones stays below. */
static double quantile(const GArray *sorted, double fraction)
{
  if (sorted->len == 0)
    return 0;
  return g_array_index(sorted, double, MIN((guint)(fraction * sorted->len), sorted->len - 1));
}

BwFrameTimes bw_frame_meter_finish(BwFrameMeter *self)
{
  g_array_sort(self->intervals, compare);
  g_array_sort(self->works, compare);
  BwFrameTimes times = {
      .n = (int)self->intervals->len,
      .median = quantile(self->intervals, 0.5),
      .worst = quantile(self->intervals, 1),
      .worst_but_few = quantile(self->intervals, 0.99),
      .work_median = quantile(self->works, 0.5),
      .work_worst = quantile(self->works, 1),
  };
  for (gsize i = 0; i < G_N_ELEMENTS(self->handlers); i++)
    g_signal_handler_disconnect(self->clock, self->handlers[i]);
  g_object_unref(self->clock);
  g_array_unref(self->intervals);
  g_array_unref(self->works);
  g_free(self);
  return times;
}
