/* ase-properties.h - what a row of an ASE database says beside the atoms, as properties of a frame. */
#pragma once

#include "io/ase/ase-units.h"
#include "io/ase/ase-values.h"
#include "system/frame.h"

/* One array: of the atoms where its first length is theirs, of the frame otherwise. Three numbers for three
 * atoms are a vector, [3, 3] of them a tensor, unless they are called as what atoms have. Takes nothing. What
 * has no numbers is left out. */
void bw_ase_add_values(BwFrame *frame, const char *name, const char *unit, const BwAseValues *values);

/* The column `data`: JSON, or (ASE since version 9) bytes that end in JSON. Fails with FORMAT. Texts that are
 * no arrays become texts; what else is no array of numbers is left out. */
gboolean bw_ase_add_data(BwFrame *frame, const BwAseUnits *units, const guint8 *data, gsize n,
                         gboolean is_text, GError **error);
/* The column `key_value_pairs`: numbers and words. Fails with FORMAT. */
gboolean bw_ase_add_pairs(BwFrame *frame, const BwAseUnits *units, const char *text, GError **error);
