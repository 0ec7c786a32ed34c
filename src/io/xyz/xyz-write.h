/* xyz-write.h - extended XYZ in full precision: what is read back has the same bits.
 *
 * units= in every comment line says the units of positions, energies, forces and time, property_units= those
 * of other quantities. A frame of a ring polymer is written as one XYZ frame per bead with bead=b n_beads=P;
 * quantities of the whole ring polymer stand in that of bead 0. Isotopes have their mass in a column, names
 * that are no symbols stand in a column `label`. */
#pragma once

#include "base/units.h"
#include "io/write-frames.h"

/* `units`: fields NULL, or NULL altogether: Å, eV, eV/Å, fs. */
gboolean bw_xyz_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                      gpointer cancellable, BwWriteProgress progress, gpointer progress_data, GError **error);
