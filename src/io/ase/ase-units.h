/* ase-units.h - in which units an ASE database speaks: ASE's own (Å, eV) in what ASE computed; what others
 * put beside it is in units that SchNetPack's metadata say, or that nobody says. */
#pragma once

#include "base/units.h"

#include <glib.h>

typedef struct {
  double length;        /* Å in one of the file's */
  GHashTable *said;     /* name of a property → its unit, interned; owned */
  gboolean energy_told; /* the user said the unit of energies and forces */
} BwAseUnits;

/* From the text of the entry "metadata" (NULL: there is none): "_property_unit_dict" and "_distance_unit".
 * `told` wins. Fails with FORMAT when it is no JSON, UNITS. */
gboolean bw_ase_units_init(BwAseUnits *self, const char *metadata, const BwUnitSystem *told, GError **error);
void bw_ase_units_clear(BwAseUnits *self);

/* Of a column of ASE's, or of a property beside them: interned; NULL: not stated, or as the user says. */
const char *bw_ase_units_of_column(const BwAseUnits *self, const char *name);
const char *bw_ase_units_of_data(const BwAseUnits *self, const char *name);
