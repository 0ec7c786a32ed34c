/* summary.h - what a set of labelled frames looks like before anything is learnt from it. */
#pragma once

#include "system/dataset.h"

typedef struct {
  int n_bins;
  double low, high; /* edges of the first and the last bin; equal when all values are */
  int *counts;      /* [n_bins] */
} BwHistogram;

/* Numbers of one kind in all frames. */
typedef struct {
  gint64 n; /* how many there are; 0: none, and everything else is NaN */
  double min, max, mean, deviation, median;
  double spread; /* 1.4826 times the median distance from the median: a deviation that outliers do not move */
} BwSpread;

typedef enum { BW_OUTLIER_ENERGY, BW_OUTLIER_FORCE } BwOutlierKind;

/* A frame far from the others. */
typedef struct {
  BwOutlierKind kind;
  gint64 frame;
  int atom;     /* with the largest force; −1 for energies */
  double value; /* eV per atom, or eV/Å */
  double score; /* distance from the median in spreads (of the logarithm for forces) */
} BwOutlier;

typedef struct {
  gatomicrefcount refs;
  char *formula; /* of most frames: "C2H6O" */
  int n_atoms;
  gint64 n_frames;   /* in the file */
  gint64 n_main;     /* of that formula, in that order: all others are left out of what follows */
  int n_formulas;    /* how many different systems there are */
  int n_species;     /* of the formula, in Hill order */
  int *species;      /* [n_species] atomic numbers */
  int *counts;       /* [n_species] atoms of each */
  gboolean periodic; /* any frame is */
  BwUnitSystem units;
  char *units_note;           /* what had to be assumed about them; NULL: nothing */
  BwSpread energy;            /* eV per atom */
  BwSpread force;             /* norms of the forces on atoms, eV/Å */
  BwHistogram energies;       /* eV per atom, of frames */
  BwHistogram forces;         /* eV/Å, norms, of atoms */
  BwHistogram force_elements; /* eV/Å, components, symmetric about zero */
  GArray *outliers;           /* of BwOutlier, the farthest first */
} BwDatasetSummary;

BwDatasetSummary *bw_dataset_summary_ref(BwDatasetSummary *summary);
void bw_dataset_summary_unref(BwDatasetSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwDatasetSummary, bw_dataset_summary_unref)

/* Of frames[n_frames], each of these atoms: positions are not needed. energies[n_frames] (eV) and
 * forces[n_frames][n_atoms][3] (eV/Å) may hold NaN, or be NULL; numbers[n_frames] says which frames of the
 * file they are (NULL: 0, 1, …). Histograms after Freedman and Diaconis, of 8 to 128 bins, between the
 * farthest values within 10 spreads. */
BwDatasetSummary *bw_dataset_summary_new(const BwAtoms *atoms, int n_frames, const gint64 *numbers,
                                         const double *energies, const double *forces);
