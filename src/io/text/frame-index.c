#include "io/text/frame-index.h"
#include "base/error.h"

#define SCANNED_AT_ONCE ((guint64)2 << 20) /* bytes: a few milliseconds */
#define FRAMES_PER_LOCK 256
#define POLL_MICROSECONDS (50 * 1000)

struct _BwFrameIndex {
  gatomicrefcount refs; /* one of the owner, one of the scan */
  BwTextFile *file;
  BwFrameScanner scanner;
  gpointer state;
  BwLineReader reader; /* of the scan */
  int cancelled;       /* atomic */
  GMutex mutex;        /* guards what follows */
  GCond changed;
  GArray *places; /* of BwFramePlace: of each frame, and where the next would begin */
  gboolean complete;
  GError *error;
};

static void unref(BwFrameIndex *index)
{
  if (!g_atomic_ref_count_dec(&index->refs))
    return;
  bw_line_reader_clear(&index->reader);
  bw_text_file_free(index->file);
  g_free(index->state);
  g_array_unref(index->places);
  g_clear_error(&index->error);
  g_mutex_clear(&index->mutex);
  g_cond_clear(&index->changed);
  g_free(index);
}

/* The next frame, appended to found; FALSE at the end or with *error set. */
static gboolean scan_frame(BwFrameIndex *index, GArray *found, gint64 frame, GError **error)
{
  BwFramePlace begin;
  if (!index->scanner(&index->reader, index->state, frame, &begin, error)) {
    if (index->reader.error) {
      g_clear_error(error);
      g_propagate_error(error, g_steal_pointer(&index->reader.error));
    }
    return FALSE;
  }
  g_array_append_val(found, begin);
  return TRUE;
}

static void publish(BwFrameIndex *index, GArray *found, BwFramePlace end, gboolean complete, GError *error)
{
  g_mutex_lock(&index->mutex);
  if (found->len > 0) {
    g_array_remove_index(index->places, index->places->len - 1);
    g_array_append_vals(index->places, found->data, found->len);
    g_array_append_val(index->places, end);
  }
  index->error = error;
  index->complete = complete;
  g_cond_broadcast(&index->changed);
  g_mutex_unlock(&index->mutex);
  g_array_set_size(found, 0);
}

/* Scans frames up to `until` bytes; returns TRUE when the scan has ended. */
static gboolean scan(BwFrameIndex *index, guint64 until)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BwFramePlace));
  gint64 frame = bw_frame_index_get_n_frames(index, NULL);
  GError *error = NULL;
  BwFramePlace end = {0}; /* of the last whole frame: what may follow it is not part of it */
  gboolean more = TRUE;
  while (more && bw_line_reader_tell(&index->reader) < until && !g_atomic_int_get(&index->cancelled)) {
    more = scan_frame(index, found, frame, &error);
    if (!more)
      break;
    end = (BwFramePlace){bw_line_reader_tell(&index->reader), index->reader.line};
    frame++;
    if (found->len == FRAMES_PER_LOCK)
      publish(index, found, end, FALSE, NULL);
  }
  publish(index, found, end, !more, error);
  return !more;
}

static void scan_rest(gpointer data, gpointer unused G_GNUC_UNUSED)
{
  BwFrameIndex *index = data;
  scan(index, G_MAXUINT64);
  unref(index);
}

/* Two threads, however many bead files are open: the disk is what limits. */
static GThreadPool *scanners(void)
{
  static gsize pool;
  if (g_once_init_enter(&pool))
    g_once_init_leave(&pool, (gsize)g_thread_pool_new(scan_rest, NULL, 2, FALSE, NULL));
  return (GThreadPool *)pool;
}

BwFrameIndex *bw_frame_index_new(BwTextFile *file, BwFrameScanner scanner, gpointer state, GError **error)
{
  BwFrameIndex *index = g_new0(BwFrameIndex, 1);
  BwFramePlace end = {0, 1};
  g_atomic_ref_count_init(&index->refs);
  index->file = file;
  index->scanner = scanner;
  index->state = state;
  index->places = g_array_new(FALSE, FALSE, sizeof(BwFramePlace));
  g_array_append_val(index->places, end);
  g_mutex_init(&index->mutex);
  g_cond_init(&index->changed);
  bw_line_reader_init(&index->reader, file);

  gboolean ended = scan(index, 1) || scan(index, SCANNED_AT_ONCE);
  if (bw_frame_index_get_n_frames(index, NULL) == 0) {
    if (index->error)
      g_propagate_error(error, g_steal_pointer(&index->error));
    else
      bw_fail_file(error, BW_ERROR_FORMAT, bw_text_file_get_path(file), "there are no atoms in it");
    unref(index);
    return NULL;
  }
  if (!ended) {
    g_atomic_ref_count_inc(&index->refs);
    g_thread_pool_push(scanners(), index, NULL);
  }
  return index;
}

void bw_frame_index_free(BwFrameIndex *index)
{
  if (!index)
    return;
  g_atomic_int_set(&index->cancelled, TRUE);
  unref(index);
}

const BwTextFile *bw_frame_index_get_file(const BwFrameIndex *index)
{
  return index->file;
}

gint64 bw_frame_index_get_n_frames(BwFrameIndex *index, gboolean *complete)
{
  g_mutex_lock(&index->mutex);
  gint64 n = (gint64)index->places->len - 1;
  if (complete)
    *complete = index->complete;
  g_mutex_unlock(&index->mutex);
  return n;
}

BwFramePlace bw_frame_index_get(BwFrameIndex *index, gint64 frame, guint64 *end)
{
  g_mutex_lock(&index->mutex);
  const BwFramePlace *place = &g_array_index(index->places, BwFramePlace, frame);
  BwFramePlace begin = place[0];
  *end = place[1].offset;
  g_mutex_unlock(&index->mutex);
  return begin;
}

gboolean bw_frame_index_wait(BwFrameIndex *index, gint64 n_frames, GCancellable *cancellable, GError **error)
{
  gboolean ok = TRUE;
  g_mutex_lock(&index->mutex);
  while (ok && !index->complete && (gint64)index->places->len - 1 < n_frames) {
    g_cond_wait_until(&index->changed, &index->mutex, g_get_monotonic_time() + POLL_MICROSECONDS);
    ok = !cancellable || !g_cancellable_is_cancelled(cancellable);
  }
  gboolean broken = index->error && (gint64)index->places->len - 1 < n_frames;
  if (!ok)
    bw_fail(error, BW_ERROR_CANCELLED, "reading was stopped");
  else if (broken && error)
    *error = g_error_copy(index->error);
  g_mutex_unlock(&index->mutex);
  return ok && !broken;
}
