/* Numbers that are none, and labels that are missing; what is left are the frames to be compared. */
#include "learning/check/private.h"

#include <glib/gi18n.h>
#include <math.h>

static const char *const TAKE_OUT = N_("take the frame out, or compute it again");

/* The first of three numbers for each atom that is not finite; −1: all are. */
static int first_bad(const double *values, int n)
{
  for (int k = 0; k < n; k++)
    if (!isfinite(values[k]))
      return k;
  return -1;
}

static gboolean check_vectors(BwCheckFrames *frames, gint64 f, const double *values, const char *what)
{
  const BwAtoms *atoms = bw_check_atoms(frames, f);
  int bad = first_bad(values, 3 * atoms->n_atoms);
  if (bad < 0)
    return TRUE;
  g_autofree char *name = bw_atoms_name(atoms, bad / 3);
  bw_check_add(frames, BW_FLAW_NOT_FINITE, BW_SEVERITY_ERROR, f, -1, bad / 3, TAKE_OUT,
               N_("frame %d: the %s %s is %g"), (int)f, what, name, values[bad]);
  return FALSE;
}

static gboolean check_frame(BwCheckFrames *frames, gint64 f)
{
  gboolean fine = check_vectors(frames, f, bw_check_positions(frames, f), N_("position of"));
  if (frames->has_forces[f])
    fine &= check_vectors(frames, f, bw_check_forces(frames, f), N_("force on"));
  if (frames->has_energy[f] && !isfinite(frames->energies[f])) {
    bw_check_add(frames, BW_FLAW_NOT_FINITE, BW_SEVERITY_ERROR, f, -1, -1, TAKE_OUT,
                 N_("frame %d: the energy is %g"), (int)f, frames->energies[f]);
    fine = FALSE;
  }
  return fine;
}

/* Labels that most frames have; where only some have them they are told, and not used to drop the others. */
static gboolean check_missing(BwCheckFrames *frames, gint64 f, gboolean has, gint64 n_having,
                              const char *what)
{
  if (has || n_having == 0)
    return TRUE;
  bw_check_add(frames, BW_FLAW_MISSING, BW_SEVERITY_ERROR, f, -1, -1,
               N_("take the frame out, or give it what the others have"),
               N_("frame %d has no %s, %d other frames have"), (int)f, what, (int)n_having);
  return FALSE;
}

/* Labels that no frame has. */
static void tell_what_for(BwCheckFrames *frames)
{
  if (frames->n_energies + frames->n_forces == 0) {
    bw_check_add(frames, BW_FLAW_MISSING, BW_SEVERITY_WARNING, -1, -1, -1,
                 N_("name the keys if they are there; networks can learn the others, named in [outputs]"),
                 N_("there are neither energies nor forces, but %s"), frames->others);
    return;
  }
  if (frames->n_forces == 0)
    bw_check_add(frames, BW_FLAW_MISSING, BW_SEVERITY_NOTICE, -1, -1, -1,
                 N_("only models that learn energies alone can be trained on them"),
                 N_("there are no forces"));
  if (frames->n_energies == 0)
    bw_check_add(frames, BW_FLAW_MISSING, BW_SEVERITY_NOTICE, -1, -1, -1,
                 N_("energies of the model will have an unknown zero"), N_("there are no energies"));
}

gboolean bw_check_values(BwCheckFrames *frames, GError **error)
{
  frames->clean = g_new(gint64, frames->n_frames);
  for (gint64 f = 0; f < frames->n_frames; f++) {
    if (!bw_check_go_on(frames, "Looking at the numbers", (double)f / (double)frames->n_frames, error))
      return FALSE;
    if (frames->system_of[f] < 0)
      continue;
    gboolean fine = check_frame(frames, f);
    fine &= check_missing(frames, f, frames->has_energy[f], frames->n_energies, N_("energy"));
    fine &= check_missing(frames, f, frames->has_forces[f], frames->n_forces, N_("forces"));
    if (fine && (frames->is_mixed || frames->system_of[f] == frames->main))
      frames->clean[frames->n_clean++] = f;
  }
  tell_what_for(frames);
  return TRUE;
}
