/* elements.h - what is known about an element without asking a force field. */
#pragma once

#include <glib.h>

#define BW_N_ELEMENTS 119 /* index 0 is a site without a nucleus (a dummy or an unknown name) */

typedef struct {
  const char *symbol; /* "H" */
  double mass; /* standard atomic weight, amu (IUPAC 2013, the most stable isotope where there is none) */
  double covalent_radius; /* Å, Cordero et al., Dalton Trans. 2832 (2008) */
  double vdw_radius;      /* Å, Alvarez, Dalton Trans. 8617 (2013); guessed where not tabulated */
  guint32 colour; /* 0xRRGGBB, the usual colours of chemists, of about equal weight on light and dark */
} BwElement;

/* Never NULL: unknown numbers give element 0. */
const BwElement *bw_element(int number);
/* "H, C, O". New. */
char *bw_elements_describe(const int *numbers, int n);

/* Atomic number of a symbol in any case ("C", "cl", "CL"), of an isotope ("D", "T", "H2", "13C": *mass, amu),
 * or of an atom label that begins with one ("CA" is read as calcium unless `label`; with `label`, "CA", "HG1"
 * and "C1'" are read as PDB does). Returns 0 when it is none. `mass` may be NULL; it is set to the isotope's
 * mass or the standard weight. */
int bw_element_parse(const char *text, gboolean label, double *mass);
