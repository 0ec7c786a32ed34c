/* Frames of other atoms than most, of the same atoms in another order, and of other cells. */
#include "base/elements.h"
#include "learning/check/private.h"

#include <glib/gi18n.h>
#include <string.h>

static int compare_numbers(gconstpointer a, gconstpointer b)
{
  return *(const int *)a - *(const int *)b;
}

static gboolean same_formula(const BwAtoms *a, const BwAtoms *b)
{
  int n = a->n_atoms;
  if (n != b->n_atoms)
    return FALSE;
  g_autofree int *x = g_memdup2(a->numbers, sizeof(int) * (gsize)n);
  g_autofree int *y = g_memdup2(b->numbers, sizeof(int) * (gsize)n);
  qsort(x, (gsize)n, sizeof *x, compare_numbers);
  qsort(y, (gsize)n, sizeof *y, compare_numbers);
  return memcmp(x, y, sizeof(int) * (gsize)n) == 0;
}

static GArray *frames_of(const BwCheckFrames *frames, int system)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(gint64));
  for (gint64 f = 0; f < frames->n_frames; f++)
    if (frames->system_of[f] == system)
      g_array_append_val(list, f);
  return list;
}

static void tell_state(BwCheckFrames *frames, const GArray *list, const char *names, const char *state)
{
  const char *main = g_array_index(frames->systems, BwCheckSystem, frames->main).state;
  bw_check_add_frames(frames, BW_FLAW_STATE, BW_SEVERITY_ERROR, list,
                      N_("a kernel model is trained on one state: put the others into files of their own"),
                      N_("%s %s: %s, most frames have %s"), list->len == 1 ? N_("frame") : N_("frames"),
                      names, *state ? state : N_("neither charge nor spin"), *main ? main : N_("neither"));
}

static void tell_system(BwCheckFrames *frames, int index)
{
  const BwCheckSystem *system = &g_array_index(frames->systems, BwCheckSystem, index);
  const BwAtoms *main = frames->atoms, *atoms = system->atoms;
  g_autoptr(GArray) list = frames_of(frames, index);
  g_autofree char *names = bw_check_list_frames((gint64 *)(gpointer)list->data, (int)list->len);
  g_autofree char *formula = bw_atoms_formula(atoms), *expected = bw_atoms_formula(main);
  const char *frame = list->len == 1 ? N_("frame") : N_("frames");
  int i = 0;
  if (bw_atoms_equal(atoms, main)) {
    tell_state(frames, list, names, system->state);
    return;
  }
  if (!same_formula(atoms, main)) {
    bw_check_add_frames(frames, BW_FLAW_COMPOSITION, BW_SEVERITY_ERROR, list,
                        N_("a model is trained on one composition: put the others into files of their own"),
                        N_("%s %s: %s with %d atoms, most frames are %s with %d"), frame, names, formula,
                        atoms->n_atoms, expected, main->n_atoms);
    return;
  }
  while (atoms->numbers[i] == main->numbers[i])
    i++;
  bw_check_add_frames(frames, BW_FLAW_ORDER, BW_SEVERITY_ERROR, list,
                      N_("bring positions and forces of these frames into the order of the others"),
                      N_("%s %s: atom %d is %s, in most frames %s: the same atoms in another order"), frame,
                      names, i, bw_element(atoms->numbers[i])->symbol, bw_element(main->numbers[i])->symbol);
}

/* Models of crystals describe one cell. */
static void check_cells(BwCheckFrames *frames)
{
  g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(gint64));
  if (!frames->cells || frames->n_clean == 0)
    return;
  const BwCell *first = &frames->cells[frames->clean[0]];
  for (int i = 1; i < frames->n_clean; i++) {
    const BwCell *cell = &frames->cells[frames->clean[i]];
    if (memcmp(cell->periodic, first->periodic, sizeof cell->periodic) != 0 ||
        memcmp(cell->vectors, first->vectors, sizeof cell->vectors) != 0)
      g_array_append_val(others, frames->clean[i]);
  }
  if (others->len == 0)
    return;
  g_autofree char *names = bw_check_list_frames((gint64 *)(gpointer)others->data, (int)others->len);
  bw_check_add_frames(frames, BW_FLAW_CELL, BW_SEVERITY_NOTICE, others,
                      N_("models that describe one cell need frames of one cell: keep strained cells apart"),
                      N_("%s %s %s another cell than frame %d"),
                      others->len == 1 ? N_("frame") : N_("frames"), names,
                      others->len == 1 ? N_("has") : N_("have"), (int)frames->clean[0]);
}

gboolean bw_check_systems(BwCheckFrames *frames, GError **error)
{
  for (int s = 0; s < (int)frames->systems->len; s++) {
    if (!bw_check_go_on(frames, "Comparing atoms", (double)s / frames->systems->len, error))
      return FALSE;
    if (s != frames->main)
      tell_system(frames, s);
  }
  check_cells(frames);
  return TRUE;
}
