#include "engine/samples.h"
#include "base/array.h"

#include <stdatomic.h>

#define SEGMENT_BYTES ((gsize)64 << 10)

/* Samples lie one after the other in segments; a full one points to the next. The writer owns everything
 * behind `filled` of the last, the reader everything before. */
typedef struct Segment Segment;
struct Segment {
  _Atomic(Segment *) next;
  _Atomic gsize filled; /* bytes that may be read */
  gsize capacity;
  guint8 *bytes;
};

/* A sample in a segment: this, then the coordinates. */
typedef struct {
  gint64 step;
  BwEstimates estimates;
  int n_coordinates, n_beads;
} Record;

G_STATIC_ASSERT(sizeof(Record) % sizeof(double) == 0);

struct _BwSamples {
  Segment *last;  /* the writer's */
  gsize added;    /* bytes of `last` with the sample that is being written */
  Segment *first; /* the reader's */
  gsize read;     /* bytes of `first` that were read */
};

static Segment *segment_new(gsize capacity)
{
  Segment *segment = g_new0(Segment, 1);
  segment->capacity = capacity;
  segment->bytes = bw_alloc(capacity, 1);
  return segment;
}

static void segment_free(Segment *segment)
{
  bw_free(segment->bytes);
  g_free(segment);
}

BwSamples *bw_samples_new(void)
{
  BwSamples *self = g_new0(BwSamples, 1);
  self->first = self->last = segment_new(SEGMENT_BYTES);
  return self;
}

void bw_samples_free(BwSamples *self)
{
  if (!self)
    return;
  for (Segment *segment = self->first, *next; segment; segment = next) {
    next = atomic_load(&segment->next);
    segment_free(segment);
  }
  g_free(self);
}

static gsize record_bytes(int n_coordinates, int n_beads)
{
  return sizeof(Record) + sizeof(double) * (gsize)n_coordinates * (n_beads + 1);
}

double *bw_samples_add(BwSamples *self, gint64 step, const BwEstimates *estimates, int n_coordinates,
                       int n_beads)
{
  const gsize bytes = record_bytes(n_coordinates, n_beads);
  gsize filled = atomic_load_explicit(&self->last->filled, memory_order_relaxed);
  if (self->last->capacity - filled < bytes) {
    Segment *segment = segment_new(MAX(SEGMENT_BYTES, bytes));
    atomic_store_explicit(&self->last->next, segment, memory_order_release);
    self->last = segment;
    filled = 0;
  }
  Record *record = (Record *)(void *)(self->last->bytes + filled);
  *record = (Record){step, *estimates, n_coordinates, n_beads};
  self->added = filled + bytes;
  return (double *)(record + 1);
}

void bw_samples_commit(BwSamples *self)
{
  atomic_store_explicit(&self->last->filled, self->added, memory_order_release);
}

static gint64 drain_segment(BwSamples *self, gsize filled,
                            void (*each)(const BwSample *sample, gpointer data), gpointer data)
{
  gint64 n = 0;
  for (; self->read < filled; n++) {
    const Record *record = (const Record *)(const void *)(self->first->bytes + self->read);
    const BwSample sample = {record->step, record->estimates, record->n_coordinates, record->n_beads,
                             (const double *)(record + 1)};
    if (each)
      each(&sample, data);
    self->read += record_bytes(record->n_coordinates, record->n_beads);
  }
  return n;
}

gint64 bw_samples_drain(BwSamples *self, void (*each)(const BwSample *sample, gpointer data), gpointer data)
{
  gint64 n = 0;
  for (;;) {
    /* in this order: a segment that has a successor is filled no further */
    Segment *next = atomic_load_explicit(&self->first->next, memory_order_acquire);
    gsize filled = atomic_load_explicit(&self->first->filled, memory_order_acquire);
    n += drain_segment(self, filled, each, data);
    if (!next)
      return n;
    segment_free(self->first);
    self->first = next;
    self->read = 0;
  }
}
