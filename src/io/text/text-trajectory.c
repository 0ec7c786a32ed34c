#include "io/text/text-trajectory.h"
#include "base/error.h"
#include "io/beads/bead-merge.h"
#include "io/text/text-number.h"

static BwTextTrajectory *cast(BwTrajectory *trajectory)
{
  return (BwTextTrajectory *)trajectory;
}

gboolean bw_frame_text_fail(const BwFrameText *text, gint64 line, GError **error, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  return bw_fail_file(error, BW_ERROR_FORMAT, text->path,
                      "frame %" G_GINT64_FORMAT ", line %" G_GINT64_FORMAT ": %s", text->frame,
                      text->line + line, message);
}

/* Each thread keeps one buffer, as large as the largest frame it has read. */
static void free_scratch(gpointer data)
{
  bw_scratch_clear(data);
  g_free(data);
}

static BwScratch *thread_scratch(void)
{
  static GPrivate key = G_PRIVATE_INIT(free_scratch);
  BwScratch *scratch = g_private_get(&key);
  if (!scratch) {
    scratch = g_new0(BwScratch, 1);
    g_private_set(&key, scratch);
  }
  return scratch;
}

gboolean bw_text_trajectory_get_text(BwTextTrajectory *self, gint64 frame_of_file, BwFrameText *text,
                                     GError **error)
{
  guint64 end;
  BwFramePlace begin = bw_frame_index_get(self->index, frame_of_file, &end);
  gsize n = (gsize)(end - begin.offset);
  char *bytes = bw_scratch_get(thread_scratch(), n + BW_TEXT_PADDING);
  *text = (BwFrameText){self->base.path, bytes, n, begin.line, frame_of_file};
  memset(bytes + n, 0, BW_TEXT_PADDING);
  return bw_text_file_copy(bw_frame_index_get_file(self->index), begin.offset, n, bytes, error);
}

static BwFrame *parse(BwTextTrajectory *self, gint64 frame_of_file, GError **error)
{
  BwFrameText text;
  if (!bw_text_trajectory_get_text(self, frame_of_file, &text, error))
    return NULL;
  return self->text_format->parse(self, &text, error);
}

static BwFrame *read_beads(BwTextTrajectory *self, gint64 index, GError **error)
{
  g_autoptr(GPtrArray) beads = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  for (int b = 0; b < self->group; b++) {
    BwFrame *bead = parse(self, index * self->group + b, error);
    if (!bead)
      return NULL;
    g_ptr_array_add(beads, bead);
  }
  g_autoptr(GError) reason = NULL;
  BwFrame *frame = bw_bead_merge((BwFrame *const *)beads->pdata, self->group, &reason);
  if (!frame)
    bw_fail_file(error, BW_ERROR_FORMAT, self->base.path, "frame %" G_GINT64_FORMAT ": %s", index,
                 reason->message);
  return frame;
}

static BwFrame *read_frame(BwTrajectory *trajectory, gint64 index, GError **error)
{
  BwTextTrajectory *self = cast(trajectory);
  return self->group > 1 ? read_beads(self, index, error) : parse(self, index, error);
}

static gint64 get_n_frames(BwTrajectory *trajectory, gboolean *complete)
{
  BwTextTrajectory *self = cast(trajectory);
  return bw_frame_index_get_n_frames(self->index, complete) / self->group;
}

static gboolean check_whole_groups(BwTextTrajectory *self, GError **error)
{
  gint64 n = bw_frame_index_get_n_frames(self->index, NULL);
  return n % self->group == 0 || bw_fail_file(error, BW_ERROR_FORMAT, self->base.path,
                                              "ends after %d of the %d beads of frame %" G_GINT64_FORMAT,
                                              (int)(n % self->group), self->group, n / self->group);
}

static gboolean wait_for_index(BwTrajectory *trajectory, gpointer cancellable, GError **error)
{
  BwTextTrajectory *self = cast(trajectory);
  return bw_frame_index_wait(self->index, G_MAXINT64, cancellable, error) && check_whole_groups(self, error);
}

gboolean bw_text_trajectory_set_group(BwTextTrajectory *self, int n_beads, GError **error)
{
  self->group = self->base.n_beads = n_beads;
  if (!bw_frame_index_wait(self->index, n_beads, NULL, error))
    return FALSE;
  return bw_frame_index_get_n_frames(self->index, NULL) >= n_beads || check_whole_groups(self, error);
}

static void finalize(BwTrajectory *trajectory)
{
  BwTextTrajectory *self = cast(trajectory);
  bw_frame_index_free(self->index);
  if (self->text_format->finalize)
    self->text_format->finalize(self);
}

gboolean bw_text_trajectory_init(BwTextTrajectory *self, const BwTextFormat *format, const char *path,
                                 gpointer scan_state, GError **error)
{
  static const BwTrajectoryClass klass = {read_frame, get_n_frames, wait_for_index, finalize};
  bw_trajectory_init(&self->base, &klass, path, format->format);
  self->text_format = format;
  self->group = 1;
  BwTextFile *file = bw_text_file_open(path, error);
  if (!file)
    g_free(scan_state);
  else
    self->index = bw_frame_index_new(file, format->scanner, scan_state, error);
  return self->index != NULL;
}
