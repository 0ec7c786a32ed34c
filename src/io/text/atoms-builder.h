/* atoms-builder.h - atoms from the names that text files give them. */
#pragma once

#include "base/array.h"
#include "system/atoms.h"

typedef struct {
  int n_atoms;
  int *numbers;   /* [n_atoms] */
  double *masses; /* [n_atoms]; counts with has_masses */
  struct BwName {
    const char *text; /* into the file's text; not terminated */
    gsize length;
  } * names; /* [n_atoms]; count with has_labels */
  gboolean has_masses, has_labels;
  int capacity; /* of the arrays, which are kept from frame to frame */
} BwAtomsBuilder;

/* Begins anew; the first time with a zeroed structure. */
void bw_atoms_builder_begin(BwAtomsBuilder *builder, int n_atoms);
void bw_atoms_builder_clear(BwAtomsBuilder *builder);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwAtomsBuilder, bw_atoms_builder_clear)

/* Atom i from a symbol, an atomic number, an isotope (D, 13C) or a label ("C1", "OW"). Names that are no
 * element become atoms of number 0 and stay as labels. With `isotopes`, "H2" is deuterium as i-PI has it,
 * otherwise the second hydrogen. FALSE when it cannot be a name: a number that is no atomic number. */
gboolean bw_atoms_builder_add_name(BwAtomsBuilder *builder, int i, const char *text, gsize length,
                                   gboolean isotopes);
/* Gives atom i the number that the caller has worked out. */
void bw_atoms_builder_set_number(BwAtomsBuilder *builder, int i, int number, double mass);
/* A name that is kept as it is, beside the element. */
void bw_atoms_builder_set_label(BwAtomsBuilder *builder, int i, const char *text, gsize length);
/* Takes masses that the file states; those that are not positive are left as they are. */
void bw_atoms_builder_set_mass(BwAtomsBuilder *builder, int i, double mass);

/* The finished atoms; `previous` (may be NULL) again when nothing differs from it. */
BwAtoms *bw_atoms_builder_finish(BwAtomsBuilder *builder, BwAtoms *previous);
