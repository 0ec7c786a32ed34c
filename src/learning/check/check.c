#include "learning/check/check.h"
#include "base/error.h"
#include "learning/check/private.h"

#include <glib/gi18n.h>
#include <string.h>

enum { MAX_OF_A_KIND = 20, MAX_RANGES = 8 };

static void flaw_free(gpointer data)
{
  BwFlaw *flaw = data;
  g_free(flaw->frames);
  g_free(flaw->message);
  g_free(flaw->remedy);
  bw_message_unref(flaw->said);
  g_free(flaw);
}

BwCheck *bw_check_ref(BwCheck *check)
{
  g_atomic_ref_count_inc(&check->refs);
  return check;
}

void bw_check_unref(BwCheck *check)
{
  if (!check || !g_atomic_ref_count_dec(&check->refs))
    return;
  g_ptr_array_unref(check->flaws);
  bw_dataset_summary_unref(check->summary);
  g_free(check->usable);
  g_free(check);
}

const char *bw_flaw_kind_name(BwFlawKind kind)
{
  static const char *const names[BW_N_FLAWS] = {
      [BW_FLAW_UNREADABLE] = N_("unreadable"),
      [BW_FLAW_COMPOSITION] = N_("composition"),
      [BW_FLAW_STATE] = N_("state"),
      [BW_FLAW_ORDER] = N_("order"),
      [BW_FLAW_PERMUTED] = N_("permuted"),
      [BW_FLAW_NOT_FINITE] = N_("not-finite"),
      [BW_FLAW_MISSING] = N_("missing"),
      [BW_FLAW_CLOSE] = N_("close"),
      [BW_FLAW_FAR] = N_("far"),
      [BW_FLAW_LENGTH_UNIT] = N_("length-unit"),
      [BW_FLAW_DUPLICATE] = N_("duplicate"),
      [BW_FLAW_CONTRADICTION] = N_("contradiction"),
      [BW_FLAW_SIGN] = N_("sign"),
      [BW_FLAW_UNITS] = N_("units"),
      [BW_FLAW_INCONSISTENT] = N_("inconsistent"),
      [BW_FLAW_OFFSET] = N_("offset"),
      [BW_FLAW_OUTLIER] = N_("outlier"),
      [BW_FLAW_NET_FORCE] = N_("net-force"),
      [BW_FLAW_TORQUE] = N_("torque"),
      [BW_FLAW_FROZEN] = N_("frozen"),
      [BW_FLAW_CELL] = N_("cell"),
  };
  return names[kind];
}

const char *bw_severity_name(BwSeverity severity)
{
  static const char *const names[] = {"notice", "warning", "error"};
  return names[severity];
}

char *bw_check_list_frames(const gint64 *list, int n)
{
  GString *text = g_string_new(NULL);
  int i = 0;
  for (int ranges = 0; i < n && ranges < MAX_RANGES; ranges++) {
    int last = i;
    while (last + 1 < n && list[last + 1] == list[last] + 1)
      last++;
    g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", list[i]);
    if (last > i)
      g_string_append_printf(text, "%s%" G_GINT64_FORMAT, last > i + 1 ? "–" : ", ", list[last]);
    i = last + 1;
  }
  if (i < n)
    g_string_append_printf(text, " and %d more", n - i);
  return g_string_free(text, FALSE);
}

void bw_check_drop(BwCheckFrames *frames, gint64 frame)
{
  if (frames->check->usable)
    frames->check->usable[frame] = FALSE;
}

static BwFlaw *add(BwCheckFrames *frames, BwFlawKind kind, BwSeverity severity, const gint64 *list, int n,
                   const char *remedy, BwMessage *said)
{
  BwFlaw *flaw = g_new0(BwFlaw, 1);
  *flaw = (BwFlaw){.kind = kind, .severity = severity, .frame = -1, .other = -1, .atom = -1, .n_frames = n};
  flaw->frame = n > 0 ? list[0] : -1;
  flaw->frames = g_memdup2(list, sizeof(gint64) * (gsize)n);
  flaw->said = said;
  flaw->message = g_strdup(bw_message_text(said));
  flaw->remedy = g_strdup(remedy);
  for (int i = 0; i < n && severity == BW_SEVERITY_ERROR; i++)
    bw_check_drop(frames, list[i]);
  g_ptr_array_add(frames->check->flaws, flaw);
  return flaw;
}

void bw_check_add(BwCheckFrames *frames, BwFlawKind kind, BwSeverity severity, gint64 frame, gint64 other,
                  int atom, const char *remedy, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  BwFlaw *flaw = add(frames, kind, severity, &frame, frame >= 0, remedy, bw_message_new_va(format, args));
  va_end(args);
  flaw->other = other;
  flaw->atom = atom;
}

void bw_check_add_frames(BwCheckFrames *frames, BwFlawKind kind, BwSeverity severity, const GArray *list,
                         const char *remedy, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  add(frames, kind, severity, (const gint64 *)(gpointer)list->data, (int)list->len, remedy,
      bw_message_new_va(format, args));
  va_end(args);
}

gboolean bw_check_go_on(const BwCheckFrames *frames, const char *stage, double fraction, GError **error)
{
  const BwCheckObserver *observer = frames->observer;
  if (observer && observer->progress)
    observer->progress(stage, fraction, observer->data);
  return !g_cancellable_is_cancelled(frames->cancellable) ||
         bw_fail(error, BW_ERROR_CANCELLED, "the check was stopped");
}

static int compare_flaws(gconstpointer a, gconstpointer b)
{
  const BwFlaw *x = *(BwFlaw *const *)a, *y = *(BwFlaw *const *)b;
  if (x->severity != y->severity)
    return (int)y->severity - (int)x->severity;
  if (x->kind != y->kind)
    return (int)x->kind - (int)y->kind;
  return x->frame < y->frame ? -1 : x->frame > y->frame;
}

/* Of a long list of the same the first are told one by one, and the others together. */
static void merge_rest(BwCheckFrames *frames, BwFlawKind kind, BwSeverity severity)
{
  GPtrArray *flaws = frames->check->flaws;
  g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof(gint64));
  int seen = 0, merged = 0;
  char *remedy = NULL;
  for (guint i = 0; i < flaws->len; i++) {
    BwFlaw *flaw = flaws->pdata[i];
    if (flaw->kind != kind || flaw->severity != severity || ++seen <= MAX_OF_A_KIND)
      continue;
    merged++;
    g_array_append_vals(rest, flaw->frames, (guint)flaw->n_frames);
    if (!remedy)
      remedy = g_strdup(flaw->remedy);
    g_ptr_array_remove_index(flaws, i--);
  }
  if (merged > 0) {
    g_autofree char *list = bw_check_list_frames((gint64 *)(gpointer)rest->data, (int)rest->len);
    bw_check_add_frames(frames, kind, severity, rest, remedy, N_("%d more of the kind \"%s\", in frames %s"),
                        merged, bw_flaw_kind_name(kind), list);
  }
  g_free(remedy);
}

static void conclude(BwCheckFrames *frames)
{
  BwCheck *check = frames->check;
  g_ptr_array_sort(check->flaws, compare_flaws);
  for (int kind = 0; kind < BW_N_FLAWS; kind++)
    for (int severity = BW_SEVERITY_NOTICE; severity <= BW_SEVERITY_ERROR; severity++)
      merge_rest(frames, kind, severity);
  g_ptr_array_sort(check->flaws, compare_flaws);
  for (guint i = 0; i < check->flaws->len; i++) {
    const BwFlaw *flaw = check->flaws->pdata[i];
    check->n_errors += flaw->severity == BW_SEVERITY_ERROR;
    check->n_warnings += flaw->severity == BW_SEVERITY_WARNING;
  }
  for (gint64 f = 0; f < check->n_frames; f++)
    check->n_usable += check->usable[f];
}

/* The frames of the main system, with the labels that are there. */
static BwDatasetSummary *summarise(const BwCheckFrames *frames)
{
  gsize n = (gsize)frames->atoms->n_atoms * 3;
  g_autofree gint64 *list = g_new(gint64, frames->n_frames);
  g_autofree double *energies = g_new(double, frames->n_frames);
  int n_main = 0;
  for (gint64 f = 0; f < frames->n_frames; f++)
    if (frames->system_of[f] == frames->main)
      energies[n_main] = frames->energies[f], list[n_main++] = f;
  g_autofree double *forces = frames->n_forces ? g_new(double, n *n_main) : NULL;
  for (int i = 0; i < n_main && forces; i++)
    memcpy(forces + i * n, bw_check_forces(frames, list[i]), sizeof(double) * n);
  BwDatasetSummary *summary =
      bw_dataset_summary_new(frames->atoms, n_main, list, frames->n_energies ? energies : NULL, forces);
  summary->n_frames = frames->n_frames;
  summary->n_formulas = (int)frames->systems->len;
  summary->periodic = frames->cells != NULL;
  summary->units = frames->units;
  summary->units_note = g_strdup(frames->units_note);
  return summary;
}

static gboolean run_parts(BwCheckFrames *frames, BwCheckPart *const *parts, int n_parts, GError **error)
{
  for (int i = 0; i < n_parts; i++)
    if (!parts[i](frames, error))
      return FALSE;
  return TRUE;
}

static gboolean look(BwCheckFrames *frames, GError **error)
{
  static BwCheckPart *const parts[] = {bw_check_distances, bw_check_bonds, bw_check_duplicates,
                                       bw_check_balance};
  int n_parts = G_N_ELEMENTS(parts);
  frames->check->summary = summarise(frames);
  if (frames->observer && frames->observer->summarised)
    frames->observer->summarised(frames->check->summary, frames->observer->data);
  if (!bw_check_values(frames, error) ||
      !(frames->is_mixed ? bw_check_mixture : bw_check_systems)(frames, error) ||
      !(frames->is_mixed ? bw_check_each_system : run_parts)(frames, parts, n_parts, error) ||
      !bw_check_labels(frames, error))
    return FALSE;
  conclude(frames);
  return TRUE;
}

static void choose_main(BwCheckFrames *frames)
{
  int most = 0;
  for (guint s = 0; s < frames->systems->len; s++) {
    const BwCheckSystem *system = &g_array_index(frames->systems, BwCheckSystem, s);
    if (system->n_frames > most)
      most = system->n_frames, frames->main = (int)s, frames->atoms = system->atoms;
  }
  frames->is_mixed = frames->systems->len > 1 && (frames->wants_mixed || 2 * most < frames->n_frames);
}

BwCheck *bw_check_trajectory(BwTrajectory *trajectory, const BwCheckSettings *settings, BwPool *pool,
                             const BwCheckObserver *observer, GCancellable *cancellable, GError **error)
{
  g_autoptr(BwCheck) check = g_new0(BwCheck, 1);
  g_atomic_ref_count_init(&check->refs);
  check->flaws = g_ptr_array_new_with_free_func(flaw_free);
  BwCheckFrames frames = {
      .pool = pool, .observer = observer, .cancellable = cancellable, .check = check, .main = -1};
  gboolean done = bw_check_read(&frames, trajectory, settings, error);
  if (done) {
    choose_main(&frames);
    done = look(&frames, error);
  }
  bw_check_frames_clear(&frames);
  return done ? g_steal_pointer(&check) : NULL;
}

gboolean bw_check_concerns_all(const BwCheck *check)
{
  for (guint i = 0; i < check->flaws->len; i++) {
    const BwFlaw *flaw = check->flaws->pdata[i];
    if (flaw->severity == BW_SEVERITY_ERROR && flaw->frame < 0 && flaw->kind != BW_FLAW_UNREADABLE)
      return TRUE;
  }
  return FALSE;
}

char *bw_check_describe_errors(const BwCheck *check, int limit)
{
  GString *text = g_string_new(NULL);
  int shown = 0;
  for (guint i = 0; i < check->flaws->len && shown < limit; i++) {
    const BwFlaw *flaw = check->flaws->pdata[i];
    if (flaw->severity != BW_SEVERITY_ERROR)
      continue;
    g_string_append_printf(text, "%s%s%s%s", shown++ ? "\n" : "", flaw->message, flaw->remedy ? "; " : "",
                           flaw->remedy ? flaw->remedy : "");
  }
  if (check->n_errors > shown)
    g_string_append_printf(text, "\nand %d more", check->n_errors - shown);
  return g_string_free(text, FALSE);
}
