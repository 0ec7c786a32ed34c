/* gdml-file.h - everything that a file of a kernel model says, in the file's own names and units.
 *
 * Three layouts become the same struct: today's sGDML `.npz` (type 'm'), the one of 2018 (`Rt_desc`, `perms`
 * counted from 1, labels not scaled) and our own `.bwmodel` (HDF5), which alone can say all of it. What the
 * arrays mean: Chmiela et al., Nature Communications 9, 3887 (2018), and sgdml/predict.py; potential/gdml/
 * predicts with them:
 *
 *   Δ = D − P_p D_m,  E = c + std Σ_mp [ −∇k(|Δ|) · (P_p R_d_desc_alpha_m) + alphas_E_m k(|Δ|) ]
 *
 * with k of gdml-kind.h, D_ij = 1/|r_i − r_j| over i > j, row after row. Kernel ridge regression has the
 * second term alone, a model that was trained on forces without energies the first. */
#pragma once

#include "io/gdml/gdml-kind.h"
#include "system/cell.h"

typedef struct {
  double mae, rmse; /* of the test set, in the model's units; NaN: not tested */
} BwGdmlError;

typedef struct {
  char *path;            /* where it was read from; NULL: not from a file */
  const char *method;    /* one of gdml-kind.h; npz does not say: GDML or sGDML by the permutations */
  char *code_version;    /* of the program that trained it */
  char *dataset_name;    /* never NULL */
  char *dataset_theory;  /* NULL: not stated */
  const char *r_unit;    /* interned; "Ang" where the file does not say (the convention of sGDML) */
  const char *e_unit;    /* interned; "kcal/mol" likewise; forces are in e_unit/r_unit */
  gboolean units_stated; /* FALSE: the two above were assumed */

  int n_atoms;        /* N */
  int n_train;        /* M */
  int n_descriptors;  /* D = N (N − 1) / 2 */
  int n_permutations; /* S */
  int n_valid;
  gint64 n_test; /* frames the errors were measured on; 0: not tested, or not stated */

  int *z;             /* [N] */
  gint64 *idxs_train; /* [M] frames of the dataset; NULL: not stated */
  gint64 *idxs_valid; /* [n_valid]; NULL: not stated */
  char md5_train[33]; /* of the datasets, see BwDataset; "": not stated */
  char md5_valid[33];
  char md5_test[33];
  BwGdmlError f_err, e_err;

  double *R_desc;         /* [M][D] descriptors of the training points (the transpose of what npz holds) */
  double *R_d_desc_alpha; /* [M][D], J_m alphas_F_m; NULL for KRR */
  double *alphas_F;       /* [M][N][3]; NULL: not stated, or KRR */
  double *alphas_E;       /* [M] where energies were learned (KRR, use_E_cstr); NULL otherwise */
  int *perms;             /* [S][N] atom permutations counted from 0, the identity first */
  double c, std;          /* integration constant, scale of the labels */
  double sig, lam;        /* length scale σ, regularisation; lam NaN: not stated */
  gboolean use_E;         /* the energies are meaningful: c was fitted to labels */
  gboolean use_E_cstr;    /* energies were learned together with forces */
  BwKernelFunction function;
  double *lattice;      /* [3][3], vectors as rows (npz: columns), r_unit; NULL: not periodic */
  gboolean periodic[3]; /* which of those vectors repeat the atoms */
  BwImageRule images;   /* of difference vectors in that lattice */

  char *solver_name;         /* "analytic", "cg"; NULL: not stated */
  double solver_tol;         /* what the iterative solver adds; NaN: not stated */
  double solver_resid;       /* NaN: not stated */
  double norm_y_train;       /* NaN: not stated */
  gint64 solver_iters;       /* −1: not stated */
  gint64 *inducing_pts_idxs; /* [n_inducing_pts]; NULL: none */
  int n_inducing_pts;
} BwGdmlFile;

/* All strings NULL but the method (sGDML) and the units (its convention, stated), numbers zero but those
 * whose NaN or −1 means "not stated", std 1, a lattice periodic in all directions. */
BwGdmlFile *bw_gdml_file_new(void);
void bw_gdml_file_free(BwGdmlFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwGdmlFile, bw_gdml_file_free)

/* Any of the three layouts, found by content. Fails with FILE, or FORMAT naming the array that is missing, of
 * the wrong shape or not finite; UNSUPPORTED for a dataset or a training task and for features that a model
 * can have but nobody uses (use_cprsn). */
BwGdmlFile *bw_gdml_file_read(const char *path, GError **error);

/* By extension: `.npz` as sGDML writes it today, `.bwmodel` our own. Atomic: a temporary name, then rename.
 * UNSUPPORTED for a model that npz cannot say: KRR, another function than Matérn's, nearest images in a cell
 * where rounded ones are not the nearest. */
gboolean bw_gdml_file_write(const BwGdmlFile *file, const char *path, GError **error);

/* Fails with what bw_gdml_file_write() would say of the name and of the kind of model: nothing of its arrays
 * is needed. */
gboolean bw_gdml_file_check_format(const BwGdmlFile *file, const char *path, GError **error);

/* pairs[D]: what a permutation of the atoms does to the descriptor, (P D)[k] = D[pairs[k]]: the element of
 * atoms (i, j) becomes that of (perm[i], perm[j]). sGDML's tril_perms. */
void bw_gdml_descriptor_permutation(const int *perm, int n_atoms, int *pairs);
