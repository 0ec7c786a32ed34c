/* private.h - the frames as all parts of the check see them, and how they say what they found. */
#pragma once

#include "learning/check/check.h"

#include <math.h>

/* Frames with the same atoms in the same order, of one charge and spin. */
typedef struct {
  BwAtoms *atoms;
  char *state; /* "charge 1, spin 0"; "": the frames do not say */
  int n_frames;
  gint64 first;
  int before; /* the system before it of the same atoms in another state; −1: none */
} BwCheckSystem;

typedef struct {
  BwPool *pool;
  const BwCheckObserver *observer;
  GCancellable *cancellable;
  BwCheck *check; /* what was found */

  gint64 n_frames;
  GArray *systems;            /* of BwCheckSystem */
  GHashTable *last_system;    /* BwAtoms → the last system of these atoms */
  int *system_of;             /* [n_frames] −1: the frame could not be read */
  gsize *first;               /* [n_frames] where the frame's numbers begin */
  GArray *positions, *forces; /* of double, Å and eV/Å, one frame after the other; NaN: no label */
  double *energies;           /* [n_frames] eV; NaN: no label */
  gboolean *has_energy, *has_forces;
  gint64 n_energies, n_forces; /* frames that have them */
  BwCell *cells;               /* [n_frames], NULL: no frame is periodic */
  BwUnitSystem units;          /* of the labels, as the file has them */
  char *units_note;

  int main;             /* the system of most frames */
  const BwAtoms *atoms; /* its atoms */
  gboolean wants_mixed; /* frames of many systems are what is wanted */
  gboolean is_mixed;    /* there are many, or they are wanted */
  gint64 *all_clean;    /* of all systems, where each was looked at by itself; what `clean` is part of */
  char *others; /* labels beside energies and forces, of the first frame that has any: "dipole, gap" */
  int n_clean;
  gint64 *clean; /* [n_clean] frames of that system whose numbers are all there: the ones to be compared */
} BwCheckFrames;

static inline const double *bw_check_positions(const BwCheckFrames *frames, gint64 f)
{
  return &g_array_index(frames->positions, double, frames->first[f]);
}

static inline const double *bw_check_forces(const BwCheckFrames *frames, gint64 f)
{
  return &g_array_index(frames->forces, double, frames->first[f]);
}

/* The norm of all forces of a frame. */
static inline double bw_check_force_size(const BwCheckFrames *frames, gint64 f)
{
  const double *forces = bw_check_forces(frames, f);
  double square = 0;
  for (int k = 0; k < 3 * frames->atoms->n_atoms; k++)
    square += forces[k] * forces[k];
  return sqrt(square);
}

static inline const BwAtoms *bw_check_atoms(const BwCheckFrames *frames, gint64 f)
{
  return g_array_index(frames->systems, BwCheckSystem, frames->system_of[f]).atoms;
}

/* NULL: not periodic. */
static inline const BwCell *bw_check_cell(const BwCheckFrames *frames, gint64 f)
{
  return frames->cells && bw_cell_is_periodic(&frames->cells[f]) ? &frames->cells[f] : NULL;
}

/* Adds a finding about `frame` (−1: all), compared with `other` (−1: none); `remedy` is static. */
void bw_check_add(BwCheckFrames *frames, BwFlawKind kind, BwSeverity severity, gint64 frame, gint64 other,
                  int atom, const char *remedy, const char *format, ...) G_GNUC_PRINTF(8, 9);

/* The same about several frames at once; `list` (of gint64, ascending) is copied. */
void bw_check_add_frames(BwCheckFrames *frames, BwFlawKind kind, BwSeverity severity, const GArray *list,
                         const char *remedy, const char *format, ...) G_GNUC_PRINTF(6, 7);

/* Takes frames out of the usable ones that no error concerns. */
void bw_check_drop(BwCheckFrames *frames, gint64 frame);

/* "3, 7, 12–40 and 15 more". New. */
char *bw_check_list_frames(const gint64 *list, int n);

/* Tells the observer; FALSE with CANCELLED when it is to stop. */
gboolean bw_check_go_on(const BwCheckFrames *frames, const char *stage, double fraction, GError **error);

/* The parts, in the order in which they run. Each fails with CANCELLED only. */
gboolean bw_check_values(BwCheckFrames *frames, GError **error);
gboolean bw_check_systems(BwCheckFrames *frames, GError **error);
gboolean bw_check_distances(BwCheckFrames *frames, GError **error);
gboolean bw_check_bonds(BwCheckFrames *frames, GError **error);
gboolean bw_check_duplicates(BwCheckFrames *frames, GError **error);
gboolean bw_check_balance(BwCheckFrames *frames, GError **error);
gboolean bw_check_labels(BwCheckFrames *frames, GError **error);

/* A part of the check. */
typedef gboolean BwCheckPart(BwCheckFrames *frames, GError **error);

/* Runs parts for each system, as if it were the only one; then for the main one is what was. */
gboolean bw_check_each_system(BwCheckFrames *frames, BwCheckPart *const *parts, int n_parts, GError **error);
/* Tells of a set of many systems, instead of bw_check_systems(). */
gboolean bw_check_mixture(BwCheckFrames *frames, GError **error);

/* Whether forces have the size that bonds to hydrogen give them. */
void bw_check_stiffness(BwCheckFrames *frames);

/* Reads everything; then main, atoms are set. */
gboolean bw_check_read(BwCheckFrames *frames, BwTrajectory *trajectory, const BwCheckSettings *settings,
                       GError **error);
void bw_check_frames_clear(BwCheckFrames *frames);
