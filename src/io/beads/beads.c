/* i-PI writes one file per bead; whichever is named, all open as one ring polymer. Files of forces,
 * velocities and momenta beside them, at the same steps, become quantities of every bead and atom. */
#include "io/beads/beads.h"
#include "base/error.h"
#include "io/beads/bead-merge.h"
#include "io/beads/bead-names.h"
#include "io/formats.h"
#include "io/xyz/xyz.h"

#include <glib/gi18n.h>
#include <string.h>

enum { MAX_COMPANIONS = 4 };

typedef struct {
  BwTrajectory base;
  GPtrArray *beads;                      /* of BwTrajectory */
  GPtrArray *companions[MAX_COMPANIONS]; /* the same for another quantity each */
  int n_companions;
} Beads;

/* Frames */

static BwProperty *copy_property(BwFrame *to, const BwProperty *from)
{
  BwProperty *copy = bw_frame_add_atom_values(to, from->name, from->unit, from->n_components);
  memcpy(copy->values, from->values, sizeof(double) * (gsize)from->n_rows * from->n_components);
  return copy;
}

/* Adds the companion's quantity to the beads of frame `index`, when it has them all at the same step. */
static void add_companion(const GPtrArray *companion, gint64 index, const GPtrArray *frames)
{
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  for (guint b = 0; b < frames->len; b++) {
    const BwFrame *bead = frames->pdata[b];
    BwTrajectory *trajectory = companion->pdata[b];
    if (index >= bw_trajectory_get_n_frames(trajectory, NULL))
      return;
    BwFrame *other = bw_trajectory_read(trajectory, index, NULL);
    if (!other)
      return;
    g_ptr_array_add(others, other);
    if (other->step != bead->step || other->properties->len == 0 ||
        !bw_atoms_equal(other->atoms, bead->atoms))
      return;
  }
  for (guint b = 0; b < frames->len; b++)
    copy_property(frames->pdata[b], ((BwFrame *)others->pdata[b])->properties->pdata[0]);
}

static gboolean check_steps(const GPtrArray *beads, const GPtrArray *frames, gint64 index, GError **error)
{
  const BwFrame *first = frames->pdata[0];
  for (guint b = 1; b < frames->len; b++) {
    const BwFrame *frame = frames->pdata[b];
    if (frame->step != first->step)
      return bw_fail_file(error, BW_ERROR_FORMAT, ((BwTrajectory *)beads->pdata[b])->path,
                          "frame %" G_GINT64_FORMAT " is of step %" G_GINT64_FORMAT
                          ", that of bead 0 of step %" G_GINT64_FORMAT,
                          index, frame->step, first->step);
  }
  return TRUE;
}

static BwFrame *read_frame(BwTrajectory *base, gint64 index, GError **error)
{
  Beads *self = (Beads *)base;
  g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  g_autoptr(GError) reason = NULL;
  for (guint b = 0; b < self->beads->len; b++) {
    BwFrame *frame = bw_trajectory_read(self->beads->pdata[b], index, error);
    if (!frame)
      return NULL;
    g_ptr_array_add(frames, frame);
  }
  if (!check_steps(self->beads, frames, index, error))
    return NULL;
  for (int c = 0; c < self->n_companions; c++)
    add_companion(self->companions[c], index, frames);
  BwFrame *merged = bw_bead_merge((BwFrame *const *)frames->pdata, (int)frames->len, &reason);
  if (!merged)
    bw_fail_file(error, BW_ERROR_FORMAT, base->path, "frame %" G_GINT64_FORMAT ": %s", index,
                 reason->message);
  return merged;
}

/* What all beads have. */
static gint64 get_n_frames(BwTrajectory *base, gboolean *complete)
{
  Beads *self = (Beads *)base;
  gint64 least = G_MAXINT64;
  *complete = TRUE;
  for (guint b = 0; b < self->beads->len; b++) {
    gboolean this_complete;
    least = MIN(least, bw_trajectory_get_n_frames(self->beads->pdata[b], &this_complete));
    *complete &= this_complete;
  }
  return least;
}

static gboolean wait_for_all(BwTrajectory *base, gpointer cancellable, GError **error)
{
  Beads *self = (Beads *)base;
  for (guint b = 0; b < self->beads->len; b++)
    if (!bw_trajectory_wait(self->beads->pdata[b], cancellable, error))
      return FALSE;
  return TRUE;
}

static void finalize(BwTrajectory *base)
{
  Beads *self = (Beads *)base;
  g_clear_pointer(&self->beads, g_ptr_array_unref);
  for (int c = 0; c < self->n_companions; c++)
    g_ptr_array_unref(self->companions[c]);
}

/* Opening */

static gboolean is_pdb(const BwBeadNames *names)
{
  return g_str_has_prefix(names->extension, ".pdb");
}

static gboolean open_beads(Beads *self, const BwBeadNames *names, const BwUnitSystem *units, GError **error)
{
  int n_beads = bw_bead_names_count(names);
  for (int b = 0; b < n_beads; b++) {
    g_autofree char *path = bw_bead_names_path(names, "pos", b);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
      return bw_fail_file(
          error, BW_ERROR_FILE, path,
          "this bead is missing, others up to number %d are there; bring it back, or rename the files "
          "to open one alone",
          n_beads - 1);
    BwTrajectory *bead =
        (is_pdb(names) ? &bw_format_pdb : &bw_format_xyz)->open_trajectory(path, units, error);
    if (!bead)
      return FALSE;
    g_ptr_array_add(self->beads, bead);
  }
  self->base.n_beads = n_beads;
  return TRUE;
}

static void open_companion(Beads *self, const BwBeadNames *names, const char *quantity)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)bw_trajectory_unref);
  for (guint b = 0; b < self->beads->len; b++) {
    g_autofree char *path = bw_bead_names_path(names, quantity, (int)b);
    BwTrajectory *file =
        g_file_test(path, G_FILE_TEST_IS_REGULAR) ? bw_xyz_open_quantities(path, NULL) : NULL;
    if (!file)
      return;
    g_ptr_array_add(files, file);
  }
  self->companions[self->n_companions++] = g_steal_pointer(&files);
}

/* Files of different lengths are those of a run that was killed: said where it is known. */
static char *make_note(Beads *self)
{
  const BwTrajectory *first = self->beads->pdata[0];
  gboolean complete;
  gint64 least = get_n_frames(&self->base, &complete), most = least;
  for (guint b = 0; b < self->beads->len; b++)
    most = MAX(most, bw_trajectory_get_n_frames(self->beads->pdata[b], NULL));
  if (!complete || most == least)
    return g_strdup(first->units_note);
  return g_strdup_printf("the bead files have %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                         " frames; those are read that all have%s%s",
                         least, most, first->units_note ? "; " : "",
                         first->units_note ? first->units_note : "");
}

static BwTrajectory *open_trajectory(const char *path, const BwUnitSystem *units, GError **error)
{
  static const BwTrajectoryClass klass = {read_frame, get_n_frames, wait_for_all, finalize};
  static const char *const companions[MAX_COMPANIONS] = {"frc", "for", "vel", "mom"};
  g_auto(BwBeadNames) names = {0};
  if (!bw_bead_names_parse(&names, path)) {
    bw_fail_file(error, BW_ERROR_ARGUMENT, path, "is not named as a bead file (NAME.pos_0.xyz)");
    return NULL;
  }
  Beads *self = g_new0(Beads, 1);
  g_autofree char *first = bw_bead_names_path(&names, "pos", 0);
  bw_trajectory_init(&self->base, &klass, first, "ipi-beads");
  self->beads = g_ptr_array_new_with_free_func((GDestroyNotify)bw_trajectory_unref);
  if (!open_beads(self, &names, units, error)) {
    bw_trajectory_unref(&self->base);
    return NULL;
  }
  for (gsize c = 0; c < G_N_ELEMENTS(companions) && !is_pdb(&names); c++)
    open_companion(self, &names, companions[c]);
  self->base.units_note = make_note(self);
  return &self->base;
}

gboolean bw_is_bead_name(const char *path)
{
  g_auto(BwBeadNames) names = {0};
  return bw_bead_names_parse(&names, path);
}

/* The name decides, but the content must be what the name says. */
static int detect(const char *path, const guint8 *head, gsize n_head)
{
  enum { SURE = 100 };
  g_auto(BwBeadNames) names = {0};
  if (!bw_bead_names_parse(&names, path))
    return 0;
  const BwFormat *format = is_pdb(&names) ? &bw_format_pdb : &bw_format_xyz;
  return format->detect(path, head, n_head) > 0 ? SURE : 0;
}

const BwFormat bw_format_beads = {
    .name = "ipi-beads",
    .description = N_("bead files of i-PI"),
    .extensions = "pos_0.xyz",
    .kinds = BW_KIND_TRAJECTORY,
    .can_write = TRUE,
    .detect = detect,
    .open_trajectory = open_trajectory,
    .write = bw_beads_write,
};
