/* xyz-names.h - which names of extended XYZ carry a unit by convention; reader and writer must agree. */
#pragma once

#include <glib.h>

/* The key by which a file says the units of other quantities: property_units="gap=eV,dipole=e*Ang" */
#define BW_XYZ_PROPERTY_UNITS "property_units"

typedef enum {
  BW_XYZ_OTHER,
  BW_XYZ_ENERGY, /* and virials */
  BW_XYZ_FORCES,
  BW_XYZ_STRESS, /* energy / length³ */
} BwXyzQuantity;

/* By the name: "energy", "dft_energy", "E", "forces", "MACE_forces", "virial", "stress" … */
BwXyzQuantity bw_xyz_quantity(const char *name, int n_components, gboolean per_atom);
