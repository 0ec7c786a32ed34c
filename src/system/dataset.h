/* dataset.h - labelled geometries of one system: what force fields are trained and tested on. */
#pragma once

#include "base/units.h"
#include "system/trajectory.h"

/* A quantity beside energies and forces that a network can learn: "dipole", "charges", "gap". */
typedef struct {
  const char *name; /* interned */
  const char *unit; /* that its numbers are in, interned; NULL: the file does not say */
  gboolean per_atom;
  int n_components; /* 1 scalar, 3 vector */
  double *values;   /* [n_frames][n_atoms, if per_atom][n_components], owned; NaN where a frame lacks it */
} BwLabel;

typedef struct {
  gatomicrefcount refs;
  char *path;     /* where it came from */
  char *name;     /* "ethanol" */
  char *theory;   /* level of theory; NULL: not stated */
  BwAtoms *atoms; /* one composition and order for all frames */
  int n_frames;
  BwCell *cells;       /* [n_frames], or NULL when nothing is periodic */
  double *positions;   /* [n_frames][n_atoms][3], Å */
  double *energies;    /* [n_frames], eV; NULL: none */
  double *forces;      /* [n_frames][n_atoms][3], eV/Å; NULL: none */
  GArray *labels;      /* of BwLabel: everything else that is known; NULL: nothing */
  BwUnitSystem units;  /* the file's own units: errors are reported in them */
  char *units_note;    /* what had to be assumed; NULL: the file says everything */
  char md5[33];        /* by which models know their data: as the file states it, else md5_arrays */
  char md5_arrays[33]; /* of the raw arrays z, R, E, F as sGDML counts it; "" when the file is not npz */
  int *permutations; /* [n_permutations][n_atoms] symmetries stored with the data, counted from 0; NULL: none
                      */
  int n_permutations;
  gint64 *origins; /* [n_frames] which frames of the file these are; NULL: all of them, in order */
} BwDataset;

/* Zeroed arrays; energies and forces only as asked for. Takes a reference to atoms. */
BwDataset *bw_dataset_new(BwAtoms *atoms, int n_frames, gboolean energies, gboolean forces);
BwDataset *bw_dataset_ref(BwDataset *dataset);
void bw_dataset_unref(BwDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwDataset, bw_dataset_unref)

/* One more label, NaN everywhere; valid until the next is added. NULL as unit: not said. */
BwLabel *bw_dataset_add_label(BwDataset *dataset, const char *name, const char *unit, gboolean per_atom,
                              int n_components);
/* NULL: there is none of that name. */
const BwLabel *bw_dataset_find_label(const BwDataset *dataset, const char *name);

/* More or fewer frames: what is new has no cell, NaN as label, and zeros everywhere else. */
void bw_dataset_resize(BwDataset *dataset, int n_frames);
/* Whether a model that states this md5 means this dataset: either of the two. "" is nobody's. */
gboolean bw_dataset_has_md5(const BwDataset *dataset, const char *md5);

/* Which frame of the file (to which the md5 belongs) frame i is, and where frame `origin` of the file is
 * here; −1: it was left out. */
gint64 bw_dataset_origin(const BwDataset *dataset, int i);
int bw_dataset_find_origin(const BwDataset *dataset, gint64 origin);

/* A dataset as frames to look at, with the properties "energy" (eV), "forces" (eV/Å) and its further labels;
 * holds a reference. */
BwTrajectory *bw_dataset_as_trajectory(BwDataset *dataset, const char *format);

/* The same of a file whose frames differ in the order or the kind of their atoms, though not in how many
 * there are: numbers[n_frames][n_atoms] is copied. */
BwTrajectory *bw_dataset_as_mixed_trajectory(BwDataset *dataset, const char *format, const gint64 *numbers);

/* Whether it is one of the latter. */
gboolean bw_trajectory_is_mixed(BwTrajectory *trajectory);

/* The dataset that a trajectory shows; NULL: it is none. Not to be freed. */
BwDataset *bw_trajectory_get_dataset(BwTrajectory *trajectory);

/* A trajectory's frames with their labels as a dataset, through the named properties (NULL: found by the
 * usual names); whatever other numbers frames have become further labels, in the unit of the first frame that
 * has them. `units` (may be NULL): of energies and forces where frames do not say them; eV and eV/Å are
 * assumed, and noted, where it does not either. Waits until the trajectory is complete. Fails with FORMAT,
 * naming frame and atom, when frames differ in their atoms or in having labels, when there are no labels at
 * all, or when one is not finite; ARGUMENT when a named property is not there; UNSUPPORTED for ring polymers.
 */
BwDataset *bw_dataset_from_trajectory(BwTrajectory *trajectory, const char *energy_key,
                                      const char *forces_key, const BwUnitSystem *units, GError **error);

/* The same with a bar to show and a way to stop: `cancellable` is a GCancellable (then it fails with
 * CANCELLED), `progress` hears of the fraction that is done; both may be NULL. */
BwDataset *bw_dataset_gather(BwTrajectory *trajectory, const char *energy_key, const char *forces_key,
                             const BwUnitSystem *units, gpointer cancellable,
                             void (*progress)(double fraction, gpointer data), gpointer progress_data,
                             GError **error);
