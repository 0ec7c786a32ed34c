/* network-file.h - everything that a file of a trained network says: a `.bwmodel` (HDF5), in eV and Å.
 *
 * What the network is stands in words, as a key file (potential/networks.h makes networks from it); what it
 * learnt stands in named matrices. Several members of one description are an ensemble. */
#pragma once

#include "system/dataset.h"

typedef struct {
  char *name; /* "interactions.0.in.weight" */
  int rows, columns;
  double *values; /* [rows][columns], owned */
} BwNetworkMatrix;

/* On a set of labelled structures, of one quantity. */
typedef struct {
  char *name;       /* "energy", "forces", "dipole" */
  const char *unit; /* of the two, interned: "eV", "eV/Å", "e·Å"; NULL: not stated */
  double mae, rmse;
} BwNetworkError;

typedef struct {
  char *path;         /* where it was read from; NULL: not from a file */
  const char *method; /* "SchNet", interned: what people call it */
  char *description;  /* a key file's text: [network] and [outputs], every setting said */
  char *code_version; /* of the program that trained it; NULL: not stated */

  int n_elements;
  int *elements;       /* [n_elements] atomic numbers, ascending; owned */
  GPtrArray *members;  /* of GArray of BwNetworkMatrix: at least one, all of the same names and shapes */
  char **outputs;      /* names, NULL-terminated: what `scales` and `offsets` are of, in this order */
  double *scales;      /* [n_outputs] */
  double *offsets;     /* [n_outputs][n_elements] */
  double spread_limit; /* of an ensemble's forces, eV/Å: what its members differ by on nearly all of the data
                          they know; NaN: not known */

  /* What it was trained on. */
  char *dataset_name;   /* never NULL */
  char *dataset_theory; /* NULL: not stated */
  BwUnitSystem units;   /* of the data, in which errors are told; fields interned, NULL: eV and Å */
  char md5_train[33], md5_test[33]; /* see BwDataset; "": not stated */
  gint64 n_train, n_valid, n_test;  /* structures; −1: not stated; n_test 0: not tested */
  gint64 *idxs_train, *idxs_valid;  /* [n_train], [n_valid] structures of the file; NULL: not stated */
  char *training;                   /* a key file's text, [training]: how; NULL: not stated */
  gint64 n_epochs;                  /* −1: not stated */
  GArray *errors; /* of BwNetworkError, on the test set (n_test > 0), else on the validation set */
} BwNetworkFile;

/* Empty: one description to fill in, no members, everything not stated. */
BwNetworkFile *bw_network_file_new(void);
void bw_network_file_free(BwNetworkFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNetworkFile, bw_network_file_free)

/* One more member, without matrices yet (g_array of BwNetworkMatrix); belongs to the file. */
GArray *bw_network_file_add_member(BwNetworkFile *file);
/* One more matrix of zeros; its values are valid as long as the member is. */
double *bw_network_member_add(GArray *member, const char *name, int rows, int columns);
/* One more quantity that was measured; the name is copied, the unit interned. */
void bw_network_file_add_error(BwNetworkFile *file, const char *name, const char *unit, double mae,
                               double rmse);

/* Factor from the unit of an error to that in which the data speak of it ("kcal/mol/Å" for "eV/Å"), which
 * *unit becomes: interned. Units that are neither of energy nor of force stay, and NULL does. */
double bw_network_file_told_in(const BwNetworkFile *file, const char *stored, const char **unit);

/* Whether the file at `path` is one: a look at its head. */
gboolean bw_network_file_is(const char *path);
/* Fails with FILE, or FORMAT naming the array that is missing, of the wrong shape or not finite. */
BwNetworkFile *bw_network_file_read(const char *path, GError **error);
/* Atomic: a temporary name, then rename. Fails with FILE or DISK; ARGUMENT for another extension than
 * `.bwmodel`; NUMERICS, before anything is written, for a weight that is not finite. */
gboolean bw_network_file_write(const BwNetworkFile *file, const char *path, GError **error);
/* What the above would say of the name. */
gboolean bw_network_file_check_format(const char *path, GError **error);

/* [rows][columns] of a member by name; NULL: there is none. */
BwNetworkMatrix *bw_network_file_find(const BwNetworkFile *file, int member, const char *name);
