/* dataset.h - labelled geometries of one system: what force fields are trained and tested on. */
#pragma once

#include "base/units.h"
#include "system/trajectory.h"

typedef struct {
  gatomicrefcount refs;
  char *path;     /* where it came from */
  char *name;     /* "ethanol" */
  char *theory;   /* level of theory; NULL: not stated */
  BwAtoms *atoms; /* one composition and order for all frames */
  int n_frames;
  BwCell *cells;      /* [n_frames], or NULL when nothing is periodic */
  double *positions;  /* [n_frames][n_atoms][3], Å */
  double *energies;   /* [n_frames], eV; NULL: none */
  double *forces;     /* [n_frames][n_atoms][3], eV/Å; NULL: none */
  BwUnitSystem units; /* the file's own units: errors are reported in them */
  char *units_note;   /* what had to be assumed; NULL: the file says everything */
  char md5[33];       /* of the raw arrays z, R, E, F as sGDML counts it; "" when the file is not npz */
  int *permutations;  /* [n_permutations][n_atoms] symmetries stored with the data, counted from 0; NULL: none
                       */
  int n_permutations;
} BwDataset;

/* Zeroed arrays; energies and forces only as asked for. Takes a reference to atoms. */
BwDataset *bw_dataset_new(BwAtoms *atoms, int n_frames, gboolean energies, gboolean forces);
BwDataset *bw_dataset_ref(BwDataset *dataset);
void bw_dataset_unref(BwDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwDataset, bw_dataset_unref)

/* A dataset as frames to look at; holds a reference. */
BwTrajectory *bw_dataset_as_trajectory(BwDataset *dataset, const char *format);

/* A trajectory's frames with their labels as a dataset, through the named properties (NULL: found by the
 * usual names). `units`: of the labels where frames do not say them. Fails when frames differ in their atoms
 * or lack labels. */
BwDataset *bw_dataset_from_trajectory(BwTrajectory *trajectory, const char *energy_key,
                                      const char *forces_key, const BwUnitSystem *units, GError **error);
