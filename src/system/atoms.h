/* atoms.h - which atoms there are: numbers, masses, names. Immutable once shared. */
#pragma once

#include <glib.h>

typedef struct {
  gatomicrefcount refs;
  int n_atoms;
  int *numbers;   /* [n_atoms] atomic numbers; 0: a dummy or an unknown name */
  double *masses; /* [n_atoms] amu; the isotope's where one was named (D, T, 13C) */
  char **labels; /* [n_atoms] names as in the file (PDB "CA", "HW1"); NULL where the file has only elements */
} BwAtoms;

/* Copies numbers[n_atoms]; masses NULL: standard atomic weights; labels NULL: none. */
BwAtoms *bw_atoms_new(int n_atoms, const int *numbers, const double *masses, const char *const *labels);
BwAtoms *bw_atoms_ref(BwAtoms *atoms);
void bw_atoms_unref(BwAtoms *atoms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwAtoms, bw_atoms_unref)

/* Same numbers in the same order (masses and labels do not count). */
gboolean bw_atoms_equal(const BwAtoms *a, const BwAtoms *b);

/* For hash tables of atoms, with bw_atoms_equal(). */
guint bw_atoms_hash(gconstpointer atoms);

/* "C2H6O", Hill order; free with g_free(). */
char *bw_atoms_formula(const BwAtoms *atoms);

/* "H8": element and index. New. */
char *bw_atoms_name(const BwAtoms *atoms, int i);

/* "O–H" etc. for plot titles and lists: symbols with the index counted from 0, such as "O2–H8". */
char *bw_atoms_pair_name(const BwAtoms *atoms, int i, int j);
