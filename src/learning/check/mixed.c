/* Sets of many systems: what networks learn from. Each system is looked at by itself. */
#include "learning/check/private.h"

#include <glib/gi18n.h>
#include <string.h>

/* frames->clean, those of one system after the other; first[n_systems + 1] is where each begins. New. */
static int *sort_clean(BwCheckFrames *frames)
{
  int n_systems = (int)frames->systems->len;
  int *first = g_new0(int, n_systems + 1);
  g_autofree int *next = g_new(int, n_systems + 1);
  g_autofree gint64 *unsorted = g_memdup2(frames->clean, sizeof(gint64) * (gsize)MAX(frames->n_clean, 1));
  for (int k = 0; k < frames->n_clean; k++)
    first[frames->system_of[unsorted[k]] + 1]++;
  for (int s = 0; s < n_systems; s++)
    first[s + 1] += first[s];
  memcpy(next, first, sizeof *first * (gsize)(n_systems + 1));
  for (int k = 0; k < frames->n_clean; k++)
    frames->clean[next[frames->system_of[unsorted[k]]]++] = unsorted[k];
  return first;
}

static void look_at(BwCheckFrames *frames, int system, gint64 *clean, int n_clean)
{
  frames->main = system;
  frames->atoms = g_array_index(frames->systems, BwCheckSystem, system).atoms;
  frames->clean = clean;
  frames->n_clean = n_clean;
}

gboolean bw_check_each_system(BwCheckFrames *frames, BwCheckPart *const *parts, int n_parts, GError **error)
{
  BwCheckFrames whole = *frames;
  g_autofree int *first = sort_clean(frames);
  gboolean done = TRUE;
  for (int s = 0; done && s < (int)frames->systems->len; s++) {
    done = bw_check_go_on(&whole, "Looking at each system", (double)s / frames->systems->len, error);
    look_at(frames, s, whole.clean + first[s], first[s + 1] - first[s]);
    frames->observer = NULL; /* each part would begin its bar again */
    for (int p = 0; done && p < n_parts && frames->n_clean > 0; p++)
      done = parts[p](frames, error);
  }
  frames->observer = whole.observer;
  look_at(frames, whole.main, whole.clean + first[whole.main], first[whole.main + 1] - first[whole.main]);
  frames->all_clean = whole.clean;
  return done;
}

/* Systems of the same atoms that differ in charge or spin, which networks do not see. */
static void tell_states(BwCheckFrames *frames)
{
  g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(gint64));
  for (gint64 f = 0; f < frames->n_frames; f++) {
    int s = frames->system_of[f];
    if (s >= 0 && g_array_index(frames->systems, BwCheckSystem, s).before >= 0)
      g_array_append_val(list, f);
  }
  if (list->len == 0)
    return;
  g_autofree char *names = bw_check_list_frames((gint64 *)(gpointer)list->data, (int)list->len);
  bw_check_add_frames(frames, BW_FLAW_STATE, BW_SEVERITY_WARNING, list,
                      N_("a model sees neither charge nor spin: put each state into a file of its own"),
                      N_("%s %s: the same atoms as in other frames, with another charge or spin"),
                      list->len == 1 ? N_("frame") : N_("frames"), names);
}

gboolean bw_check_mixture(BwCheckFrames *frames, G_GNUC_UNUSED GError **error)
{
  const BwDatasetSummary *summary = frames->check->summary;
  bw_check_add(frames, BW_FLAW_COMPOSITION, frames->wants_mixed ? BW_SEVERITY_NOTICE : BW_SEVERITY_WARNING,
               -1, -1, -1, N_("networks learn from all of them; a kernel model learns one: split the file"),
               N_("there are %d different systems, the most frequent, %s, in %d of %d frames"),
               (int)frames->systems->len, summary->formula, (int)summary->n_main, (int)frames->n_frames);
  tell_states(frames);
  return TRUE;
}
