#include "app/session/bw-history.h"

#define MIN_FRAMES 16   /* however large the system is, */
#define MAX_FRAMES 4096 /* and however small: no timeline shows more of them */

struct _BwHistoryBudget {
  gatomicrefcount references;
  gsize max_bytes, used;
  GPtrArray *histories;
};

struct _BwHistory {
  BwHistoryBudget *budget;
  GPtrArray *frames; /* of BwFrame, owned */
  gsize bytes;
  gint64 n_seen;
  gint64 stride;
};

BwHistoryBudget *bw_history_budget_new(gsize max_bytes)
{
  BwHistoryBudget *budget = g_new0(BwHistoryBudget, 1);
  g_atomic_ref_count_init(&budget->references);
  budget->max_bytes = max_bytes;
  budget->histories = g_ptr_array_new();
  return budget;
}

void bw_history_budget_unref(BwHistoryBudget *budget)
{
  if (!g_atomic_ref_count_dec(&budget->references))
    return;
  g_ptr_array_unref(budget->histories);
  g_free(budget);
}

gsize bw_history_budget_get_used(const BwHistoryBudget *budget)
{
  return budget->used;
}

static void count(BwHistory *self, gssize bytes)
{
  self->bytes += (gsize)bytes;
  self->budget->used += (gsize)bytes;
}

BwHistory *bw_history_new(BwHistoryBudget *budget)
{
  BwHistory *self = g_new0(BwHistory, 1);
  self->budget = budget;
  g_atomic_ref_count_inc(&budget->references);
  self->frames = g_ptr_array_new();
  self->stride = 1;
  g_ptr_array_add(budget->histories, self);
  return self;
}

void bw_history_free(BwHistory *self)
{
  count(self, -(gssize)self->bytes);
  g_ptr_array_remove_fast(self->budget->histories, self);
  for (guint i = 0; i < self->frames->len; i++)
    bw_frame_free(self->frames->pdata[i]);
  g_ptr_array_unref(self->frames);
  bw_history_budget_unref(self->budget);
  g_free(self);
}

static void forget_every_other(BwHistory *self)
{
  guint n_kept = 0;
  for (guint i = 0; i < self->frames->len; i++) {
    BwFrame *frame = self->frames->pdata[i];
    if (i % 2 == 0) {
      self->frames->pdata[n_kept++] = frame;
    } else {
      count(self, -(gssize)bw_frame_count_bytes(frame));
      bw_frame_free(frame);
    }
  }
  g_ptr_array_set_size(self->frames, (int)n_kept);
  self->stride *= 2;
}

/* The largest history that may still forget something; NULL: none. */
static BwHistory *find_largest(const BwHistoryBudget *budget)
{
  BwHistory *largest = NULL;
  for (guint h = 0; h < budget->histories->len; h++) {
    BwHistory *history = budget->histories->pdata[h];
    if (history->frames->len > MIN_FRAMES && (!largest || history->bytes > largest->bytes))
      largest = history;
  }
  return largest;
}

void bw_history_add(BwHistory *self, const BwFrame *frame)
{
  BwHistoryBudget *budget = self->budget;
  BwHistory *largest;
  if (self->n_seen++ % self->stride)
    return;
  g_ptr_array_add(self->frames, bw_frame_copy(frame));
  count(self, (gssize)bw_frame_count_bytes(frame));
  if (self->frames->len > MAX_FRAMES)
    forget_every_other(self);
  while (budget->used > budget->max_bytes && (largest = find_largest(budget)))
    forget_every_other(largest);
}

int bw_history_get_n(const BwHistory *self)
{
  return (int)self->frames->len;
}

const BwFrame *bw_history_get(const BwHistory *self, int index)
{
  return self->frames->pdata[index];
}

double bw_history_locate(const BwHistory *self, double time)
{
  int low = 0, high = bw_history_get_n(self) - 1;
  if (high < 1 || time <= bw_history_get(self, low)->time)
    return 0;
  if (time >= bw_history_get(self, high)->time)
    return high;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (bw_history_get(self, middle)->time <= time)
      low = middle;
    else
      high = middle;
  }
  double from = bw_history_get(self, low)->time, to = bw_history_get(self, high)->time;
  return low + (time - from) / (to - from);
}
